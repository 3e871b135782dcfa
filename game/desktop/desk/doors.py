"""Where the desk leads: scenes made by others, handed in when the game starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pygame

from game.desktop.app import Scene
from game.desktop.ghost import Ghost
from game.play.match import Match

__all__ = ["Doors"]


@dataclass(frozen=True)
class Doors:
    """Makers of the scenes that the desk opens; a door that is None is not shown.

    `seat_sheet(match, viewer, shown)`; `report(match, seat, quarters just played)`; `finished(match, seat)`
    takes the desk's place after the last quarter; `menu(match, seat)`; `board(match, seat)`;
    `world(match, seat)`; `help()`; `what_if(match, seat)`.
    `look_back(match, seat, quarter)` is the desk of a played quarter.
    `pass_on(match, seat)` comes between two people's turns at one screen.
    `ghost(match, seat)` gives the lines of the last run with the same luck.
    `picture(match, what the desk shows)` is told whenever the desk is left.
    """

    seat_sheet: Callable[[Match, str, str], Scene] | None = None
    report: Callable[[Match, str, int], Scene] | None = None
    finished: Callable[[Match, str], Scene] | None = None
    menu: Callable[[Match, str], Scene] | None = None
    board: Callable[[Match, str], Scene] | None = None
    help: Callable[[], Scene] | None = None
    world: Callable[[Match, str], Scene] | None = None
    what_if: Callable[[Match, str], Scene] | None = None
    look_back: Callable[[Match, str, int], Scene] | None = None
    pass_on: Callable[[Match, str], Scene] | None = None
    ghost: Callable[[Match, str], Ghost] | None = None
    picture: Callable[[Match, pygame.Surface], None] | None = None
