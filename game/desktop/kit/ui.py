"""The Ui that scenes draw with: all widgets in one object."""

from __future__ import annotations

from .charts.waterfall import Waterfalls
from .dialog import DialogWidgets
from .table import TableWidgets
from .textfield import FieldWidgets


class Ui(Waterfalls, TableWidgets, DialogWidgets, FieldWidgets):
    """See the package's docstring for the whole interface."""
