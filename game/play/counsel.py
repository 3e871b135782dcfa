"""What the advisers of a match say, worked out once for each quarter and kept beside the game.

Advice is a function of the state it is given in, so that it is kept under that state's digest: after a
rewind, or in a game read from a file, it is the same again. The work is handed out as tasks that touch
nothing of the match, so that a window can do it in the background; who asks keeps the answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from game.insight.adviser import Council, advise
from game.insight.hindsight import RIPE, Record, hindsight
from game.insight.replays import Game
from game.play.course import Course
from game.play.games import game_of
from game.rules.rollout import Decider
from game.rules.rulebook import Rulebook
from game.rules.state import State

__all__ = ["Answer", "Task", "consult", "council_of", "keep", "next_task", "record_of"]

Key: TypeAlias = tuple[str, str, str]
Answer: TypeAlias = tuple[Key, "Council | Record"]
Task: TypeAlias = Callable[[], Answer]
"""Can be pickled, so that another process may do it."""


def consult(match: Course, seat: str | None = None) -> Council | None:
    """The advice of the quarter at hand, and the record of the past, worked out now if need be; None when
    the game is over."""
    name = match.rulebook.seats[match.seat_index(seat)]
    while (task := next_task(match, name)) is not None:
        keep(match, task())
    return council_of(match, name)


def council_of(match: Course, seat: str) -> Council | None:
    """The advice of the quarter at hand, if it has been worked out."""
    found = match.counsel.get(_key(match, "council", seat, len(match.past)))
    return found if isinstance(found, Council) else None


def record_of(match: Course, seat: str) -> Record | None:
    """How the past advice turned out, as far as this quarter shows, if it has been worked out."""
    found = match.counsel.get(_key(match, "record", seat, len(match.past)))
    return found if isinstance(found, Record) else None


def keep(match: Course, answer: Answer) -> None:
    """Keep what a task found."""
    match.counsel[answer[0]] = answer[1]


def next_task(match: Course, seat: str) -> Task | None:
    """What has to be worked out next, the quarter at hand first; None when everything is there."""
    if match.finished:
        return None
    now = len(match.past)
    old = range(max(now - RIPE + 1, 0))
    for quarter in (now, *old):
        key = _key(match, "council", seat, quarter)
        if key not in match.counsel:
            return _advice(match, seat, quarter, key)
    key = _key(match, "record", seat, now)
    return None if key in match.counsel else _hindsight(match, seat, old, key)


def _key(match: Course, kind: str, seat: str, quarter: int) -> Key:
    """Kind, seat and the digest of the world before a quarter (0-based)."""
    digest = match.past[quarter - 1].digest if quarter > 0 else match.first.digest(0)
    return kind, seat, digest


def _advice(match: Course, seat: str, quarter: int, key: Key) -> Task:
    state = match.state if quarter == len(match.past) else match.past[quarter].before
    rulebook, index, machines = match.rulebook, match.rulebook.seat(seat), dict(match.machines)
    return partial(_advised, key, rulebook, state, index, machines)


def _advised(
    key: Key, rulebook: Rulebook, state: State, seat: int, machines: Mapping[int, Decider]
) -> Answer:
    return key, advise(rulebook, state, seat, machines)


def _hindsight(match: Course, seat: str, old: range, key: Key) -> Task:
    game, index = replace(game_of(match), rivals=dict(match.machines)), match.rulebook.seat(seat)
    kept = {quarter: match.counsel[_key(match, "council", seat, quarter)] for quarter in old}
    councils = {quarter: found for quarter, found in kept.items() if isinstance(found, Council)}
    return partial(_remembered, key, game, index, councils)


def _remembered(key: Key, game: Game, seat: int, councils: Mapping[int, Council]) -> Answer:
    return key, hindsight(game, seat, councils)
