"""Forces: marches, combat, air power and ground."""
