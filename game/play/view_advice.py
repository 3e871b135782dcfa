"""The three advisers of the view model: what each proposes, with odds, reasons and how often they were right.

Conventions as in `game.play.view`, which gives all of these out again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from game.i18n import Text
from game.play.view_parts import Option

__all__ = ["AdviserCard", "AdviserId", "Advisers", "Proposal"]

AdviserId: TypeAlias = Literal["treasury", "industry", "foreign"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something to do this quarter. `option` None is waiting; `later` says what has to follow.

    Better than waiting in `wins` of `futures` believed futures; `median_musd`, and `low_musd` and
    `high_musd` (5th and 95th percentile), are the difference it makes to the seat's account; `odds` and
    `spread` say so (no `spread` where there is no difference). `reasons`:
    what speaks for it in the adviser's eyes, then what speaks against it.
    """

    title: Text
    later: Text | None
    option: Option | None
    icon: str
    wins: int
    futures: int
    median_musd: float
    low_musd: float
    high_musd: float
    odds: Text
    spread: Text | None
    reasons: tuple[Text, ...]

    @property
    def orders(self) -> tuple[tuple[str, str], ...]:
        """Slot and option of what would be drafted."""
        return ((self.option.slot, self.option.option),) if self.option is not None else ()


@dataclass(frozen=True, slots=True)
class AdviserCard:
    """One adviser. `name` is a person's, or the office's where the level names nobody.

    `right` of `judged` past proposals turned out better than doing nothing; `record` says it in words.
    """

    id: AdviserId
    name: Text
    office: Text
    icon: str
    eyes: Text
    right: int
    judged: int
    record: Text
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Advisers:
    """The three side by side. Until `ready` they are still working it out, and have no proposals yet.

    `verdict` says whether they agree; `method` how it was found.
    """

    ready: bool
    agreed: bool
    verdict: Text
    method: Text
    cards: tuple[AdviserCard, ...]
