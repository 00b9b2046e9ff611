"""The live page: sliders over the assumptions, and one run played on the map day by day."""
