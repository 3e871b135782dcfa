"""The fan of the draft, computed in the background; a frame never waits for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from game.desktop.app import App
from game.insight.forecast import Fan, forecast

from .table import Table

__all__ = ["Forecaster", "Outlook"]

SERIES = ("price_light", "price_heavy", "price_magnets", "cover_days", "magnet_output", "confidence")

Key = tuple[object, ...]


@dataclass(frozen=True)
class Outlook:
    """What may come with the drafts, and without any; both meet the same luck. `key` says for what."""

    key: Key
    draft: Fan
    idle: Fan | None


def key_of(table: Table) -> Key:
    """What a forecast depends on."""
    view = table.view
    return (view.seed, view.quarter.number, tuple((d.slot, d.option) for d in view.drafts))


class Forecaster:
    """Keeps the newest outlook; while a newer one is on its way the old one stays."""

    def __init__(self, app: App) -> None:
        self._latest = app.latest()
        self._asked: Key | None = None
        self.outlook: Outlook | None = None

    def follow(self, table: Table) -> None:
        """Ask for the outlook of the drafts at hand, if it is not there or on its way."""
        key = key_of(table)
        if key == self._asked or table.view.finished:
            return
        if self.outlook is not None and self.outlook.key[:2] != key[:2]:
            self.outlook = None
        self._asked = key
        match, seat = table.match, table.seat
        index = match.seat_index(seat)
        orders = match.drafted()[index, :, 0].copy()
        rulebook, state, machines = match.rulebook, match.state, dict(match.machines)
        reach = match.information.forecast_quarters

        def work() -> Outlook:
            drafts = [orders, np.zeros_like(orders)] if orders.any() else [orders]
            fans = forecast(rulebook, state, index, drafts, machines, series=SERIES, horizon=reach)
            return Outlook(key, fans[0], fans[1] if len(fans) > 1 else None)

        self._latest.ask(work)

    def poll(self) -> bool:
        """Take what has arrived; True if the picture changed."""
        found = self._latest.poll()
        if found is None:
            return False
        self.outlook = found
        return True

    @property
    def busy(self) -> bool:
        """Whether an outlook is on its way."""
        return self._latest.busy

    def stale(self, table: Table) -> bool:
        """Whether the outlook shown belongs to other drafts."""
        return self.outlook is None or self.outlook.key != key_of(table)
