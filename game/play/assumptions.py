"""Changed assumptions in words: on title, briefing, desk and debrief, in saves and on the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from game.i18n import Text

if TYPE_CHECKING:
    from game.content.packs import LoadedLevel
    from game.rules.assumptions import Evidence

__all__ = ["assumed", "changes_in_words", "from_words", "name_of", "range_in_words", "value_of"]


def assumed(assumptions: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """The entry `assumptions` of a game's JSON; none for an ordinary game."""
    return {"assumptions": dict(assumptions)} if assumptions else {}


def name_of(assumption: str) -> Text:
    """What an assumption is called."""
    return Text(f"assumptions.name.{assumption}")


def value_of(assumption: str, value: float) -> Text:
    """A value of an assumption with its unit."""
    return Text(f"assumptions.value.{assumption}", {"value": value})


def range_in_words(assumption: str, known: Evidence) -> Text:
    """The range that is evidenced, with where that is written; that there is none, if there is none."""
    if known.low is None or known.high is None:
        return Text("assumptions.range.none", {"source": known.source})
    low, high = value_of(assumption, known.low), value_of(assumption, known.high)
    return Text("assumptions.range", {"low": low, "high": high, "source": known.source})


def changes_in_words(loaded: LoadedLevel, assumptions: Mapping[str, float]) -> tuple[Text, ...]:
    """Each changed assumption: its name, what is assumed, and what the level says."""
    from game.rules.assumptions import evidence

    return tuple(
        Text(
            "assumptions.change",
            {
                "name": name_of(name),
                "value": value_of(name, value),
                "usual": value_of(name, evidence(loaded, name).value),
            },
        )
        for name, value in assumptions.items()
    )


def from_words(words: Iterable[str]) -> dict[str, float]:
    """`loyalty=1`, as on the command line. Raises AssumptionError with one sentence."""
    from game.rules.assumptions import BY_ID, AssumptionError, checked

    found: dict[str, object] = {}
    for word in words:
        name, sign, given = word.partition("=")
        name = name.strip()
        try:
            found[name] = float(given)
        except ValueError:
            if name in BY_ID or not sign:
                text = Text("assumptions.word", {"word": word, "known": ", ".join(BY_ID)})
                raise AssumptionError(text) from None
            found[name] = given
    return checked(found)
