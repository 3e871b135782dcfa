"""The desk of a quarter that was played, as it was: what was known, what was decided, what was to come."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Protocol

import pygame

from .desk import Desk

if TYPE_CHECKING:
    from game.play.match import Match

    from ..desk.doors import Doors

__all__ = ["LookBack"]


class Session(Protocol):
    """What it needs of a sitting."""

    def doors(self) -> Doors: ...


class LookBack(Desk):
    """A desk at which nothing can be changed; earlier and later quarters are a key away."""

    def __init__(self, session: Session, match: Match, seat: str, quarter: int) -> None:
        self.now, self.session = match, session
        doors = dataclasses.replace(
            session.doors(), report=None, menu=None, what_if=None, pass_on=None, picture=None, look_back=None
        )
        super().__init__(match.as_of(quarter), doors, seat)

    def handle(self, event: pygame.event.Event) -> bool:
        if event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE:
            self.app.pop()
            return True
        return super().handle(event)

    def _play(self, wish: str) -> None:
        """Nothing is played: to the quarter before or after, or back to the present."""
        quarter = self.table.view.quarter.number + {"earlier": -1, "later": 1}.get(wish, 0)
        if wish == "end" or quarter > len(self.now.past):
            self.app.pop()
            return
        self._look_back(quarter)

    def _look_back(self, quarter: int) -> None:
        self.app.replace(LookBack(self.session, self.now, self.table.seat, quarter))
