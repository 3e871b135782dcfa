"""Claims of a lesson, tried in played games: one function a kind, named in `TRIALS`.

What each kind says to an author stands with its model in `game/content/lesson.py`. All of them are decided by
one standard, that of `game/lab/paired.py`: how often in games with the same luck and parameter set, and how
far from zero on average.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from game.content.lesson import (
    AlliancesPay,
    BuildUpBeatsPolitics,
    Camp,
    ClaimBase,
    RestrictionPays,
    StockIsEnough,
)
from game.content.rival import Rival
from game.i18n import Text
from game.lab.arena import Games, single_minded
from game.lab.paired import BEYOND, SHARE, Paired, compare
from game.rules.rulebook import Rulebook

__all__ = [
    "LEAST_GAMES",
    "TRIALS",
    "Finding",
    "LessonError",
    "Played",
    "Standing",
    "best_of",
    "camp",
    "claimed",
]

F64 = NDArray[np.float64]
Standing: TypeAlias = Literal["holds", "fails", "undecided"]
Played: TypeAlias = Mapping[str, Games]
"""Games of one seat by policy."""

LEAST_GAMES = 20
"""Below it a claim is left undecided: of fewer games the share that decides is not known to ten points."""


class LessonError(ValueError):
    """A claim that cannot be tried; `text` is one sentence about it."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.id)
        self.text = text


@dataclass(frozen=True)
class Finding:
    """What came out for one claim. `figures` are its own, by name, USD million or shares."""

    claim: ClaimBase
    standing: Standing
    paired: Paired
    statement: Text
    detail: Text
    figures: Mapping[str, Any]

    @property
    def as_declared(self) -> bool:
        """Whether it came out as the level says."""
        return self.standing == ("holds" if self.claim.holds else "fails")

    def to_plain(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "kind": self.claim.kind,
            "seat": self.claim.seat,
            "declared": self.claim.holds,
            "standing": self.standing,
            "as_declared": self.as_declared,
            "statement": self.statement.to_plain(),
            **self.paired.to_plain(),
            "figures": dict(self.figures),
        }


@dataclass(frozen=True)
class Trial:
    """How a kind of claim is tried: `needs` gives the policies it compares, ids of archetypes and archetypes
    made up for it; `judge` looks at their games."""

    needs: Callable[[Any, Rulebook], Mapping[str, Rival | None]]
    judge: Callable[[Any, Rulebook, Played], Finding]


def claimed(rulebook: Rulebook) -> dict[str, dict[str, Rival | None]]:
    """The policies that the level's lesson compares, by seat; None for an archetype of the packs.

    LessonError where nobody plays what a claim speaks of.
    """
    found: dict[str, dict[str, Rival | None]] = {}
    for claim in rulebook.level.lesson:
        found.setdefault(claim.seat, {}).update(TRIALS[claim.kind].needs(claim, rulebook))
    return found


def camp(rulebook: Rulebook, name: Camp) -> tuple[str, ...]:
    """The archetypes that say they belong to a camp."""
    return tuple(sorted(key for key, rival in rulebook.rivals.items() if rival.camp == name))


def best_of(played: Played, names: tuple[str, ...], look: Callable[[Games], F64]) -> F64:
    """`look` [n] at the best of some policies in each game.

    The best is the one with the highest mean gain in the other half of the games (odd for even ones): chosen
    in the games that count, the luckier of two equals would always seem the better one.
    """
    gains = np.stack([played[name].gain for name in names])
    seen = np.stack([look(played[name]) for name in names])
    result = np.empty(gains.shape[1])
    for half in (0, 1):
        other = gains[:, 1 - half :: 2] if gains.shape[1] > 1 else gains
        result[half::2] = seen[int(other.mean(axis=1).argmax()), half::2]
    return result


# ------------------------------------------------------------------------------------------- one a kind


def build_up_beats_politics(claim: BuildUpBeatsPolitics, rulebook: Rulebook, played: Played) -> Finding:
    """The best of the camp `build_up` minus the best of the camp `politics`, game by game."""
    build = best_of(played, camp(rulebook, "build_up"), lambda g: g.gain)
    politics = best_of(played, camp(rulebook, "politics"), lambda g: g.gain)
    return _found(
        claim,
        rulebook,
        compare(build, politics),
        build_up_musd=float(build.mean()),
        politics_musd=float(politics.mean()),
    )


def alliances_pay_when_they_build(claim: AlliancesPay, rulebook: Rulebook, played: Played) -> Finding:
    """Both together minus the sum of each alone; where that sum is a loss, both together minus nothing."""
    alone, build, both = (played[name].gain for name in _alliance(claim, rulebook))
    return _found(
        claim,
        rulebook,
        compare(both, np.maximum(alone + build, 0.0)),
        {"partner": _name(rulebook, claim.with_seat), "order": _order(claim.build, claim.option)},
        agreement_musd=float(alone.mean()),
        build_musd=float(build.mean()),
        both_musd=float(both.mean()),
    )


def restriction_pays_then_costs(claim: RestrictionPays, rulebook: Rulebook, played: Played) -> Finding:
    """The smaller of two figures: the lead over doing nothing at the end of quarter N, and what is lost of it
    from there to the end of the reckoning. Above zero, both halves of the claim are true of the game."""
    (name,) = _restriction(claim, rulebook)
    lead = played[name].by_quarter
    paid, lost = lead[:, claim.quarters - 1], lead[:, claim.quarters - 1] - lead[:, -1]
    words = {"order": _order(claim.slot, claim.option), "quarters": claim.quarters}
    return _found(
        claim,
        rulebook,
        compare(np.minimum(paid, lost)),
        words,
        lead_then_musd=float(paid.mean()),
        afterwards_musd=float(-lost.mean()),
        peak_quarter=int(lead.mean(axis=0).argmax()) + 1,
    )


def a_stock_is_enough(claim: StockIsEnough, rulebook: Rulebook, played: Played) -> Finding:
    """Two conditions: the best of the camp `stock` meets the mandate in the share of games that every claim
    needs; and the mean of its gain minus that of the best of `build_up` is not below zero by more than one
    standard error (surely less from BEYOND of them on, undecided between). `paired` is that difference."""
    stocks = camp(rulebook, "stock")
    stock = best_of(played, stocks, lambda g: g.gain)
    build = best_of(played, camp(rulebook, "build_up"), lambda g: g.gain)
    met = compare(best_of(played, stocks, lambda g: g.mandate_met.astype(np.float64)))
    paired = compare(stock, build)
    less = paired.mean < -BEYOND * paired.error
    standing: Standing = "undecided"
    if paired.games >= LEAST_GAMES:
        if met.share >= SHARE and paired.mean >= -paired.error:
            standing = "holds"
        elif less or met.share + BEYOND * met.share_error < SHARE:
            standing = "fails"
    return _found(
        claim,
        rulebook,
        paired,
        standing=standing,
        stock_musd=float(stock.mean()),
        build_up_musd=float(build.mean()),
        mandate_met=met.share,
    )


# ------------------------------------------------------------------------------------------ policies


def _camps(*names: Camp) -> Callable[[ClaimBase, Rulebook], dict[str, Rival | None]]:
    def needs(claim: ClaimBase, rulebook: Rulebook) -> dict[str, Rival | None]:
        for name in names:
            if not camp(rulebook, name):
                raise LessonError(
                    Text("lesson.camp.none", {"claim": _statement(claim, rulebook), "camp": name})
                )
        return {key: None for name in names for key in camp(rulebook, name)}

    return needs


def _alliance(claim: AlliancesPay, rulebook: Rulebook) -> dict[str, Rival | None]:
    """The three governments: agreement alone, building alone, both."""
    talk = (f"agreement:{claim.with_seat}", "propose")
    build = (claim.build, claim.option)
    plans: tuple[tuple[tuple[str, str | None], ...], ...] = ((talk,), (build,), (talk, build))
    named = {" + ".join(_order(*order) for order in plan): plan for plan in plans}
    return {name: single_minded(name, *plan) for name, plan in named.items()}


def _restriction(claim: RestrictionPays, rulebook: Rulebook) -> dict[str, Rival | None]:
    name = f"{_order(claim.slot, claim.option)} (Q{claim.from_quarter})"
    return {name: single_minded(name, (claim.slot, claim.option), since=claim.from_quarter)}


def _order(slot: str, option: str | None) -> str:
    return slot if option in (None, "go") else f"{slot} {option}"


TRIALS: dict[str, Trial] = {
    "build_up_beats_politics": Trial(_camps("build_up", "politics"), build_up_beats_politics),
    "alliances_pay_when_they_build": Trial(_alliance, alliances_pay_when_they_build),
    "restriction_pays_then_costs": Trial(_restriction, restriction_pays_then_costs),
    "a_stock_is_enough": Trial(_camps("stock", "build_up"), a_stock_is_enough),
}
"""Kind of claim -> how it is tried."""


# --------------------------------------------------------------------------------------------- words


def _found(
    claim: ClaimBase,
    rulebook: Rulebook,
    paired: Paired,
    words: Mapping[str, Any] | None = None,
    /,
    standing: Standing | None = None,
    **figures: Any,
) -> Finding:
    if standing is None:
        enough = paired.games >= LEAST_GAMES
        standing = "holds" if enough and paired.wins else "fails" if enough and paired.loses else "undecided"
    detail = Text(f"lesson.detail.{claim.kind}", {**figures, **(words or {})})
    return Finding(claim, standing, paired, _statement(claim, rulebook, words), detail, figures)


def _statement(claim: ClaimBase, rulebook: Rulebook, words: Mapping[str, Any] | None = None) -> Text:
    return Text(f"lesson.claim.{claim.kind}", {"seat": _name(rulebook, claim.seat), **(words or {})})


def _name(rulebook: Rulebook, seat: str) -> Text:
    name = rulebook.level.seats[seat].name
    return Text({language: name.in_language(language) for language in ("en", "zh-Hans")})
