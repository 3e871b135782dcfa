"""The Ui that scenes draw with: all widgets in one object."""

from __future__ import annotations

from .charts.waterfall import Waterfalls
from .dialog import DialogWidgets
from .table import TableWidgets
from .textfield import FieldWidgets
from .widgets_pick import PickWidgets


class Ui(Waterfalls, TableWidgets, DialogWidgets, FieldWidgets, PickWidgets):
    """See the package's docstring for the whole interface."""
