"""The advisers think in another process; a frame never waits for them."""

from __future__ import annotations

from game.desktop.app import App
from game.play.counsel import Answer, keep, next_task
from game.play.match import Match

from .table import Table

__all__ = ["Counsel"]


class Counsel:
    """Works out the advice of the quarter, then the advisers' record, one task at a time."""

    def __init__(self, app: App) -> None:
        self._latest = app.latest()
        self._helpers = app.helpers
        self._asked: Match | None = None  # whose task is on its way
        self._done: tuple[Match, int] | None = None  # match and quarters played, when nothing was left to do

    def follow(self, table: Table) -> None:
        """Ask for what is still to be worked out, if nothing is on its way."""
        here = (table.match, len(table.match.past))
        if self._asked is not None or self._done == here:
            return
        task = next_task(table.match, table.seat)
        if task is None:
            self._done = here
            return
        self._asked = table.match
        helpers = self._helpers
        self._latest.ask(lambda: helpers.run(task))

    @property
    def busy(self) -> bool:
        """Whether advice is on its way."""
        return self._asked is not None

    def poll(self, table: Table) -> bool:
        """Take what has arrived; True if it can be seen."""
        found: Answer | None = self._latest.poll()
        if found is None or self._asked is None:
            return False
        match, self._asked = self._asked, None
        keep(match, found)
        if match is not table.match:
            return False
        table.advised()
        return True
