"""A match under other assumptions, and the map of wins that belongs to its level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from game.content.packs import LoadedLevel, discover
from game.insight.replays import Game
from game.insight.win_map import WinMap, read_map
from game.play.debriefing import game_of
from game.play.fingerprint import values_digest
from game.play.match import Match
from game.rivals.archetype import seat_rivals
from game.rules.compile import build_rulebook

__all__ = ["game_under", "map_of"]


def game_under(match: Match, assumptions: Mapping[str, float]) -> Game:
    """The match's orders and luck in the level as it is under these assumptions, no others.

    Raises AssumptionError.
    """
    rulebook = build_rulebook(match.loaded, assumptions=assumptions)
    return replace(
        game_of(match), rulebook=rulebook, rivals=seat_rivals(rulebook, match.people, match.difficulty)
    )


def map_of(loaded: LoadedLevel, packs: Iterable[Path | str] = ()) -> WinMap | None:
    """The map that `lab challenge --write` has left beside the level, if it holds for the level's numbers.

    The level of a save does not know where it lies; it is looked for by its id.
    """
    digest = values_digest(build_rulebook(loaded).parameters)
    path = Path(loaded.origin().file)
    if not path.is_file():
        found = discover(packs).find("level", loaded.level.id)
        if found is None:
            return None
        path = found.path
    known = read_map(path, digest)
    return known if known is not None and known.level == loaded.level.id else None
