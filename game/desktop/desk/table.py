"""The match as the desk uses it: one seat's view, kept until something changes, and what a person can do."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from game.play.match import Match
from game.play.view import Option, View

from .whys import Explainer

__all__ = ["Table"]

T = TypeVar("T")


class Table:
    """One seat at a match. Every change forgets the view; it is built again when it is next looked at."""

    def __init__(self, match: Match, seat: str | None = None) -> None:
        self.match = match
        self.seat = seat or match.governed[0]
        self.whys = Explainer(match, self.seat)
        self.version = 0  # of the view; a new one has another number
        self.advice = 0  # words of the advisers that came into views
        self._view: View | None = None
        self._kept: dict[Hashable, object] = {}
        self._quarter: tuple[Match, int] | None = None
        self._kept_for_quarter: dict[Hashable, object] = {}

    @property
    def view(self) -> View:
        """Everything to be shown now."""
        if self._view is None:
            self._view = self.match.view(self.seat)
            self.version += 1
            self._kept = {}
        return self._view

    @property
    def look(self) -> tuple[int, int]:
        """Another value for everything that can be seen differently: this table, and its view's number."""
        self.view  # noqa: B018 - counts on if it has to be built again
        return id(self), self.version

    @property
    def advised_look(self) -> tuple[int, int, int]:
        """The same for what shows the advisers' words too."""
        return *self.look, self.advice

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, made once for each view: explanations, places, orders of things."""
        self.view  # noqa: B018 - a new view empties the memory
        if key not in self._kept:
            self._kept[key] = make()
        return cast(T, self._kept[key])

    def kept_for_quarter(self, key: Hashable, make: Callable[[], T]) -> T:
        """As `kept`, for what drafts do not change: it lasts until another quarter (or game) is shown."""
        quarter = (self.match, self.view.quarter.number)
        if self._quarter != quarter:
            self._quarter, self._kept_for_quarter = quarter, {}
        if key not in self._kept_for_quarter:
            self._kept_for_quarter[key] = make()
        return cast(T, self._kept_for_quarter[key])

    def forget(self) -> None:
        """Something changed elsewhere: look again."""
        self._view = None

    def advised(self) -> None:
        """The advisers have said more; everything else stays as it is, and is not looked at again."""
        if self._view is not None:
            self._view = self.match.view(self.seat)
        self.advice += 1

    def toggle(self, option: Option) -> None:
        """Draft an option, or take it back if it is the drafted one."""
        if option.drafted:
            self.match.drop(option.slot, self.seat)
        else:
            self.match.draft(option.slot, option.option, self.seat)
        self.forget()

    def drop(self, slot: str) -> None:
        """Take an order off the drafts."""
        self.match.drop(slot, self.seat)
        self.forget()

    def undo(self) -> None:
        """Take back the last change of the drafts."""
        self.match.undo(self.seat)
        self.forget()

    def redo(self) -> None:
        """Repeat what was taken back."""
        self.match.redo(self.seat)
        self.forget()

    def guide_on(self) -> None:
        """The step of the guide has been read."""
        if self.match.guide is not None:
            self.match.guide.go_on(self.match)
        self.forget()

    def guess(self, answer: str) -> None:
        """What the player expects, as the guide asked."""
        if self.match.guide is not None:
            self.match.guide.guess(self.match, answer)
        self.forget()

    def skip_guide(self) -> None:
        """On without the guide."""
        if self.match.guide is not None:
            self.match.guide.skip()
        self.forget()

    def hides(self, part: str) -> bool:
        """Whether the guide keeps a part of the screen for later."""
        if part == "run" and len(self.match.governed) > 1:
            return True  # several people at one screen: nobody plays on without the others
        guide = self.view.guide
        return guide is not None and part in guide.hidden

    @property
    def next_chair(self) -> str:
        """Whose turn comes next in this quarter, where several people play at one screen; "" = nobody's."""
        later = self.match.governed[self.match.governed.index(self.seat) + 1 :]
        return later[0] if later else ""

    def end_quarter(self) -> int:
        """Play the quarter; returns how many were played (one)."""
        self.match.end_quarter()
        self.forget()
        return 1

    def run(self) -> int:
        """Play until something needs a decision; returns how many quarters were played."""
        count = self.match.run_until_needed()
        self.forget()
        return count

    def calendar(self, quarter: int) -> tuple[int, int]:
        """Year and quarter (1 to 4) of a level quarter."""
        now = self.view.quarter
        index = now.year * 4 + now.quarter - 1 + quarter - now.number
        return index // 4, index % 4 + 1
