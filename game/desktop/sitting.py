"""A session with its scenes: the way from one to the next. A scene is imported when it is first opened."""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from .session import Session

if TYPE_CHECKING:
    from collections.abc import Mapping

    from game.play.match import Match

    from .app import Scene
    from .desk.doors import Doors

__all__ = ["Sitting"]

NAMED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "title": ("title", "Title"),
        "campaign": ("campaign", "CampaignScene"),
        "new": ("levels", "Levels"),
        "load": ("saves", "Saves"),
        "settings": ("settings", "Settings"),
        "help": ("help", "Help"),
        "credits": ("credits", "Credits"),
        "keys": ("keys", "Keys"),
        "mods": ("mods", "Mods"),
    }
)
"""Scenes by name: the module in `scenes` and the class."""
SCENES = (
    "desk",
    "opening",
    "campaign",
    "levels",
    "reckoning",
    "report",
    "debrief",
    "menu",
    "saves",
    "settings",
)
"""What the first game opens, read in the background."""


class Sitting(Session):
    """The session of a running program."""

    def warm_up(self) -> None:
        for name in SCENES:
            import_module(f".scenes.{name}", __package__)
        super().warm_up()

    def scene(self, name: str) -> Scene:
        module, kind = NAMED[name]
        found: Scene = getattr(import_module(f".scenes.{module}", __package__), kind)(self)
        return found

    def desk_scene(self, match: Match, seat: str) -> Scene:
        from .scenes.desk import Desk

        return Desk(match, self.doors(), seat)

    def chair_scene(self, match: Match, seat: str) -> Scene:
        from .scenes.pass_chair import PassChair

        return PassChair(self, match, seat)

    def opening_scene(self, match: Match, seat: str) -> Scene:
        from .scenes.opening import OpeningPages

        return OpeningPages(self, match, seat)

    def finished_scene(self, match: Match, seat: str) -> Scene:
        from .scenes.reckoning import Reckoning

        self.keep_run(match, seat)
        return Reckoning(self, match, seat)

    def doors(self) -> Doors:
        """The scenes that the desk leads to."""
        from .desk.doors import Doors
        from .scenes.board import Board
        from .scenes.look_back import LookBack
        from .scenes.menu import Menu
        from .scenes.report import Report
        from .scenes.seat_sheet import SeatSheetScene
        from .scenes.what_if import WhatIfScene
        from .scenes.world_sheet import WorldSheet

        return Doors(
            seat_sheet=lambda match, viewer, shown: SeatSheetScene(self, match, viewer, shown),
            report=lambda match, seat, count: Report(self, match, seat, count),
            finished=self.finished_scene,
            menu=lambda match, seat: Menu(self, match, seat),
            board=lambda match, seat: Board(self, match, seat),
            help=lambda: self.scene("help"),
            what_if=lambda match, seat: WhatIfScene(self, match, seat),
            picture=self.keep_picture,
            ghost=self.last_run,
            pass_on=self.chair_scene,
            look_back=lambda match, seat, quarter: LookBack(self, match, seat, quarter),
            world=lambda match, seat: WorldSheet(self, match, seat),
        )
