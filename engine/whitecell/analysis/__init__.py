"""What a batch says: estimates with their intervals, quantiles and shares."""
