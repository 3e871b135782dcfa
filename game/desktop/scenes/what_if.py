"""What if, during play: the same replays as in the debrief, but only as far as the present quarter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..kit import Ui
from .base import GameScene, Words, page, words
from .debrief_whatif import WhatIfPart

if TYPE_CHECKING:
    from game.play.match import Match

    from ..session import Session

__all__ = ["WhatIfScene"]


class WhatIfScene(GameScene):
    """One's own past orders, and what the present would be without them."""

    def __init__(self, session: Session, match: Match, seat: str) -> None:
        super().__init__(session)
        self.match = match
        self.part = WhatIfPart(match, seat, judged=False)

    def name(self, w: Words) -> str:
        return w("scenes.debrief.tab_what_if")

    @property
    def busy(self) -> bool:
        """Whether a replay is still running."""
        return self.part.busy

    def update(self, dt: float) -> bool | None:
        return self.part.poll()

    def draw(self, ui: Ui) -> None:
        w = words(ui)
        title, note = w("scenes.debrief.tab_what_if"), w("what_if.present")
        with page(self, ui, title, icon="git-branch", note=note, width=1760) as body:
            self.part.draw(self.app, ui, w, body)
