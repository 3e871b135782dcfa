"""The Ui that scenes draw with: all widgets in one object."""

from __future__ import annotations

from .charts.bars import BarCharts


class Ui(BarCharts):
    """See the package's docstring for the whole interface."""
