"""What a batch says: estimates with their intervals, quantiles and shares."""

from whitecell.analysis.histogram import Histogram
from whitecell.analysis.summary import MeasureSummary, as_json, summarise

__all__ = ["Histogram", "MeasureSummary", "as_json", "summarise"]
