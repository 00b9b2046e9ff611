"""Statistics of batches: estimates with their intervals, comparisons, and explorations."""

from whitecell.analysis.histogram import Histogram
from whitecell.analysis.summary import MeasureSummary, as_json, summarise

__all__ = ["Histogram", "MeasureSummary", "as_json", "summarise"]
