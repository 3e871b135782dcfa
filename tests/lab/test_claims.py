"""Claims on games made up for them: true and false on either side of each bar."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from game.catalogues import LANGUAGES
from game.content.lesson import (
    CLAIM_KINDS,
    AlliancesPay,
    BuildUpBeatsPolitics,
    ClaimBase,
    RestrictionPays,
    StockIsEnough,
)
from game.i18n import Translator
from game.lab.arena import Games
from game.lab.claims import LEAST_GAMES, TRIALS, Finding, LessonError, best_of, claimed
from game.lab.tournament import finding_text
from game.rules.rulebook import Rulebook

QUARTERS = 12
CAMPS = {"keen": "build_up", "touchy": "politics", "idle": "stock"}


@pytest.fixture(scope="module")
def book(rulebook: Rulebook) -> Rulebook:
    """The short level, its archetypes in camps, and a second builder."""
    rivals = {name: rival.model_copy(update={"camp": CAMPS[name]}) for name, rival in rulebook.rivals.items()}
    return replace(rulebook, rivals={**rivals, "eager": rivals["keen"]})


def games(gain: Any, met: Any = True, by_quarter: Any = None) -> Games:
    """Games with these gains [n]; one future, one line of the mandate."""
    lead = np.asarray(gain, dtype=float)
    n = lead.size
    lines = np.zeros((4, n, 1))
    lines[0, :, 0] = lead
    return Games(
        seat="japan",
        policy="made up",
        lines=lines,
        twin_lines=np.zeros((4, n, 1)),
        stressed=np.zeros((n, 1), dtype=bool),
        by_quarter=np.zeros((n, QUARTERS)) if by_quarter is None else np.asarray(by_quarter, dtype=float),
        kinds=("debt",),
        met=np.broadcast_to(np.asarray(met, dtype=bool), (1, n)),
        value=np.zeros((1, n)),
    )


def tried(book: Rulebook, claim: ClaimBase, *gains: Games) -> Finding:
    """The claim on these games, in the order of the policies that it needs."""
    needs = TRIALS[claim.kind].needs(claim, book)
    assert len(needs) == len(gains), needs
    return TRIALS[claim.kind].judge(claim, book, dict(zip(needs, gains, strict=True)))


def noisy(share: float, n: int = 100, size: float = 10.0) -> np.ndarray:
    """Gains of which this share is above zero, and the mean surely."""
    return np.where(np.arange(n) < round(share * n), size, -0.1)


@pytest.mark.parametrize(
    ("share", "standing"), [(1.0, "holds"), (0.75, "holds"), (0.70, "undecided"), (0.6, "fails")]
)
def test_build_up_beats_politics_in_three_games_of_four(book: Rulebook, share: float, standing: str) -> None:
    claim = BuildUpBeatsPolitics(kind="build_up_beats_politics", seat="japan")
    luck = np.random.default_rng(3).normal(0.0, 500.0, 100)
    build, worse, politics = games(luck + noisy(share)), games(luck - 900.0), games(luck)
    found = tried(book, claim, build, worse, politics)
    assert list(TRIALS[claim.kind].needs(claim, book)) == ["eager", "keen", "touchy"]
    assert found.standing == standing and found.paired.share == pytest.approx(share)
    assert found.figures["build_up_musd"] - found.figures["politics_musd"] == pytest.approx(found.paired.mean)
    assert found.as_declared is (standing == "holds")
    denied = tried(book, claim.model_copy(update={"holds": False}), build, worse, politics)
    assert denied.as_declared is (standing == "fails"), "not knowing confirms neither"


def test_the_best_of_a_camp_is_not_chosen_for_its_luck() -> None:
    """Two policies of pure luck: chosen in the games that count, the best of them would seem to gain."""
    draw = np.random.default_rng(0)
    honest, flattered = [], []
    for _ in range(300):
        a, b = games(draw.normal(size=20)), games(draw.normal(size=20))
        honest.append(best_of({"a": a, "b": b}, ("a", "b"), lambda g: g.gain).mean())
        flattered.append(max(a.gain.mean(), b.gain.mean()))
    error = np.std(honest) / np.sqrt(300)
    assert abs(np.mean(honest)) < 3 * error and np.mean(flattered) > 5 * error


def test_an_alliance_must_add_to_what_each_part_gains(book: Rulebook) -> None:
    claim = AlliancesPay.model_validate(
        {"kind": "alliances_pay_when_they_build", "seat": "japan", "with": "china", "build": "join:mine"}
    )
    zero, ten = games(np.zeros(20)), games(np.full(20, 10.0))
    opened = tried(book, claim, zero, zero, ten)
    assert opened.standing == "holds" and opened.figures["both_musd"] == 10.0
    assert tried(book, claim, ten, zero, ten).standing == "fails", "the agreement alone gains as much"
    assert tried(book, claim, zero, ten, ten).standing == "fails", "the plant alone gains as much"
    loss = games(np.full(20, -30.0))
    assert tried(book, claim, zero, loss, games(np.full(20, -20.0))).standing == "fails", (
        "less of a loss than alone is no gain"
    )
    assert tried(book, claim, loss, zero, ten).standing == "holds"


def rising(then: float, end: float, at: int, n: int = 20) -> np.ndarray:
    """A lead that reaches `then` after `at` quarters and `end` in the last one."""
    line = np.interp(np.arange(1, QUARTERS + 1), [0, at, QUARTERS], [0.0, then, end])
    return np.tile(line, (n, 1))


@pytest.mark.parametrize(
    ("then", "end", "standing"),
    [
        (100.0, 40.0, "holds"),  # pays, then loses a part of it
        (100.0, -40.0, "holds"),  # and more than all of it
        (100.0, 100.0, "fails"),  # costs nothing later
        (100.0, 140.0, "fails"),  # goes on paying
        (-100.0, -140.0, "fails"),  # never paid
        (-100.0, 40.0, "fails"),
    ],
)
def test_restriction_pays_for_so_long_then_costs(
    book: Rulebook, then: float, end: float, standing: str
) -> None:
    claim = RestrictionPays.model_validate(
        {
            "kind": "restriction_pays_then_costs",
            "seat": "japan",
            "quarters": 5,
            "slot": "quota",
            "option": "-60",
        }
    )
    found = tried(book, claim, games(np.full(20, end), by_quarter=rising(then, end, 5)))
    assert found.standing == standing
    assert found.figures["lead_then_musd"] == pytest.approx(then)
    assert found.figures["afterwards_musd"] == pytest.approx(end - then)
    if then > end > 0:
        assert found.figures["peak_quarter"] == 5
        longer = claim.model_copy(update={"quarters": QUARTERS})
        assert (
            tried(book, longer, games(np.full(20, end), by_quarter=rising(then, end, 5))).standing == "fails"
        )


@pytest.mark.parametrize(
    ("met", "lead", "standing"),
    [
        (0.75, 0.0, "holds"),  # as good as building, and the mandate met in three games of four
        (0.75, -3.0, "fails"),  # the mandate, but building gains more
        (0.75, -0.9, "holds"),  # within the standard error
        (0.75, -1.5, "undecided"),
        (0.50, 5.0, "fails"),  # a gain, but no mandate
        (0.70, 5.0, "undecided"),
    ],
)
def test_a_stock_must_do_both(book: Rulebook, met: float, lead: float, standing: str) -> None:
    claim = StockIsEnough(kind="a_stock_is_enough", seat="japan")
    noise = np.where(np.arange(100) % 2, 10.0, -10.0)
    stock = games(noise + lead, met=np.arange(100) < round(100 * met))
    build, worse = games(np.zeros(100)), games(np.full(100, -90.0))
    found = tried(book, claim, stock, build, worse)
    assert found.standing == standing and found.figures["mandate_met"] == pytest.approx(met)


def test_a_handful_of_games_decides_nothing(book: Rulebook) -> None:
    claim = BuildUpBeatsPolitics(kind="build_up_beats_politics", seat="japan")
    for n, standing in ((LEAST_GAMES - 1, "undecided"), (LEAST_GAMES, "holds")):
        gains = np.full(n, 5.0) + np.arange(n)
        assert tried(book, claim, games(gains), games(gains), games(0 * gains)).standing == standing


def test_a_camp_that_nobody_plays_is_a_sentence(rulebook: Rulebook) -> None:
    claim = StockIsEnough(kind="a_stock_is_enough", seat="japan")
    level = rulebook.level.model_copy(update={"lesson": (claim,)})
    with pytest.raises(LessonError) as told:
        claimed(replace(rulebook, level=level))
    for language in LANGUAGES:
        translator = Translator(language)
        assert "camp: stock" in translator.render(told.value.text) and not translator.missing


def test_every_kind_can_be_tried() -> None:
    kinds = {kind.model_fields["kind"].annotation.__args__[0] for kind in CLAIM_KINDS}  # type: ignore[union-attr]
    assert kinds == set(TRIALS)


WORDS: Mapping[str, dict[str, Any]] = {
    "alliances_pay_when_they_build": {"with": "china", "build": "join:mine"},
    "restriction_pays_then_costs": {"quarters": 5, "slot": "quota", "option": "-60"},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", TRIALS)
def test_a_finding_is_one_sentence_in_both_languages(book: Rulebook, kind: str, language: str) -> None:
    model = next(m for m in CLAIM_KINDS if m.model_fields["kind"].annotation.__args__[0] == kind)  # type: ignore[union-attr]
    claim = model.model_validate({"kind": kind, "seat": "japan", **WORDS.get(kind, {})})
    needs = TRIALS[kind].needs(claim, book)
    found = TRIALS[kind].judge(claim, book, {name: games(np.ones(9)) for name in needs})
    translator = Translator(language)
    text = translator.render(finding_text(found))
    assert not translator.missing and "{" not in text and "9" in text
