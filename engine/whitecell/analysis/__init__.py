"""What a batch says: estimates with their intervals, quantiles and shares."""

from whitecell.analysis.summary import Histogram, MeasureSummary, summarise

__all__ = ["Histogram", "MeasureSummary", "summarise"]
