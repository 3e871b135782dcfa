"""A session with its scenes: the way from one to the next."""

from __future__ import annotations

from collections.abc import Callable

from game.play.match import Match

from .app import Scene
from .desk.doors import Doors
from .scenes.board import Board
from .scenes.credits import Credits
from .scenes.desk import Desk
from .scenes.help import Help
from .scenes.keys import Keys
from .scenes.levels import Levels
from .scenes.menu import Menu
from .scenes.opening import OpeningPages
from .scenes.reckoning import Reckoning
from .scenes.report import Report
from .scenes.saves import Saves
from .scenes.seat_sheet import SeatSheetScene
from .scenes.settings import Settings
from .scenes.title import Title
from .scenes.what_if import WhatIfScene
from .scenes.world_sheet import WorldSheet
from .session import Session

__all__ = ["Sitting"]

NAMED: dict[str, Callable[[Session], Scene]] = {
    "title": Title,
    "new": Levels,
    "load": Saves,
    "settings": Settings,
    "help": Help,
    "credits": Credits,
    "keys": Keys,
}


class Sitting(Session):
    """The session of a running program."""

    def scene(self, name: str) -> Scene:
        return NAMED[name](self)

    def desk_scene(self, match: Match, seat: str) -> Scene:
        return Desk(match, self.doors(), seat)

    def opening_scene(self, match: Match, seat: str) -> Scene:
        return OpeningPages(self, match, seat)

    def finished_scene(self, match: Match, seat: str) -> Scene:
        return Reckoning(self, match, seat)

    def doors(self) -> Doors:
        """The scenes that the desk leads to."""
        return Doors(
            seat_sheet=lambda match, viewer, shown: SeatSheetScene(self, match, viewer, shown),
            report=lambda match, seat, count: Report(self, match, seat, count),
            finished=self.finished_scene,
            menu=lambda match, seat: Menu(self, match, seat),
            board=lambda match, seat: Board(self, match, seat),
            help=lambda: self.scene("help"),
            what_if=lambda match, seat: WhatIfScene(self, match, seat),
            picture=self.keep_picture,
            world=lambda match, seat: WorldSheet(self, match, seat),
        )
