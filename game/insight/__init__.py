"""Forecast, adviser, why, attribution, what-if and debrief: the same rules on more worlds."""
