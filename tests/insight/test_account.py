"""The waterfall lays out what was scored: bars join, add up and split into calm and stressed futures."""

import itertools
import json

import numpy as np
import pytest

from game.i18n import Translator
from game.insight.account import Waterfall, waterfall
from game.insight.replays import Game, play
from game.rules.rollout import nothing
from game.rules.score import Reckoning, reckon

JAPAN = 0


@pytest.fixture(scope="module")
def reckoning(game: Game) -> Reckoning:
    end = play(game, game.begin(2), {}, game.quarters)
    twin = play(game, game.begin(2), {JAPAN: nothing}, game.quarters)
    return reckon(game.rulebook, end, twin, JAPAN, game.rivals, count=8)[0]


@pytest.fixture(scope="module")
def bars(reckoning: Reckoning) -> Waterfall:
    return waterfall(reckoning)


def test_bars_join_and_end_at_the_account(reckoning: Reckoning, bars: Waterfall) -> None:
    lines = bars.steps[1:-1]
    assert [step.name for step in lines] == ["users", "producers", "treasury", "nature"]
    assert lines[0].start == bars.steps[0].end
    for one, following in itertools.pairwise(lines):
        assert one.end == following.start
    assert bars.steps[-1].end == pytest.approx(reckoning.lines.sum(axis=0).mean(), abs=1e-9)
    assert sum(step.change for step in lines) == pytest.approx(bars.gain, abs=1e-9)


def test_calm_and_stressed_are_halves_of_the_gain(bars: Waterfall) -> None:
    assert (bars.calm.sum() + bars.stressed.sum()) / 2 == pytest.approx(bars.gain, abs=1e-9)
    assert bars.low <= bars.gain <= bars.high
    assert bars.points is None and bars.seal == "none"


def test_a_reckoning_without_stress_has_no_stressed_part(reckoning: Reckoning) -> None:
    calm = Reckoning(
        reckoning.lines, reckoning.twin_lines, np.zeros_like(reckoning.stressed), 100.0, reckoning.verdicts
    )
    bars = waterfall(calm)
    assert not bars.stressed.any() and bars.points == pytest.approx(bars.gain)
    json.dumps(bars.to_plain())


def test_every_bar_has_a_name(bars: Waterfall) -> None:
    for language in ("en", "zh-Hans"):
        translator = Translator(language)
        assert all(translator.has(f"insight.account.{step.name}") for step in bars.steps)
