"""Challenge the model: what a changed assumption changes, what it leaves alone, and which number wins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from game.content.level import Level
from game.content.packs import LoadedLevel, load_level
from game.economy.advance import advance
from game.economy.chance import Chance
from game.economy.parameters import quiet
from game.economy.policy import neutral_policy
from game.economy.state import start_state
from game.rivals.archetype import archetype, seat_rivals
from game.rules.assumptions import (
    ASSUMPTIONS,
    AssumptionError,
    challenged,
    checked,
    evidence,
    outranking,
)
from game.rules.compile import build_rulebook
from game.rules.resolve import Turn
from game.rules.rollout import Decider, rollout
from game.rules.rulebook import Rulebook
from game.rules.start import seed_array, start


@pytest.fixture(scope="module")
def loaded() -> LoadedLevel:
    return load_level("quota")


def test_without_assumptions_nothing_is_another(loaded: LoadedLevel, rulebook: Rulebook) -> None:
    assert challenged(loaded, {}) is loaded
    assert outranking(rulebook.parameters, loaded.setting, {}) is rulebook.parameters
    assert build_rulebook(loaded, assumptions={}).assumptions == {} == rulebook.assumptions


def test_what_stands_in_the_setting_assumed_anew_changes_no_bit(
    loaded: LoadedLevel, rulebook: Rulebook
) -> None:
    """Every assumption at the value in force gives the same game, to the last bit."""
    usual = {one.id: evidence(loaded, one.id).value for one in ASSUMPTIONS}
    same = build_rulebook(loaded, assumptions=usual)
    assert same.projects == rulebook.projects and list(same.assumptions) == [one.id for one in ASSUMPTIONS]
    for (name, one), (_, other) in zip(rulebook.parameters.arrays(), same.parameters.arrays(), strict=True):
        np.testing.assert_array_equal(one, other, err_msg=name)
    ends = [
        rollout(book, start(book, seed_array(4, 4)), seat_rivals(book), 6).digest(0)
        for book in (rulebook, same)
    ]
    assert ends[0] == ends[1]


def test_every_assumption_has_its_evidence_inside_what_may_be_tried(loaded: LoadedLevel) -> None:
    for one in ASSUMPTIONS:
        known = evidence(loaded, one.id)
        assert known.low is not None and known.high is not None
        assert one.low <= known.low <= known.value <= known.high <= one.high, one.id
        assert known.low < known.high


def test_a_challenge_outranks_the_ensemble_and_the_level(loaded: LoadedLevel, rulebook: Rulebook) -> None:
    two = {"trade_elasticity": np.array([2.0, 6.0]), "fear_gain": np.array([1.0, 2.0])}
    members = rulebook.parameters.with_values(**two)
    won = outranking(members, loaded.setting, {"trade": 1.0})
    drawn = build_rulebook(loaded, assumptions={"trade": 1.0}).ensemble
    assert drawn is not None and rulebook.ensemble is not None
    assert (
        set(drawn.parameters.trade_elasticity) == {1.0} != set(rulebook.ensemble.parameters.trade_elasticity)
    )
    np.testing.assert_array_equal(drawn.parameters.fear_gain, rulebook.ensemble.parameters.fear_gain)
    np.testing.assert_array_equal(won.trade_elasticity, [1.0])
    np.testing.assert_array_equal(won.fear_gain, [1.0, 2.0])
    own = loaded.level.orders.agreement.model_copy(update={"loyalty": 0.5})
    level = loaded.level.model_copy(
        update={"orders": loaded.level.orders.model_copy(update={"agreement": own})}
    )
    assert challenged_loyalty(loaded, level, {}) == 0.5
    assert challenged_loyalty(loaded, level, {"loyalty": 1.0}) == 1.0


def challenged_loyalty(loaded: LoadedLevel, level: Level, assumptions: dict[str, float]) -> float:
    changed = challenged(replace(loaded, level=level), assumptions)
    return float(changed.level.orders.agreement.loyalty)


@pytest.mark.parametrize("quarters", [4, 7, 24])
def test_other_lead_times_leave_the_benchmark_in_balance(loaded: LoadedLevel, quarters: int) -> None:
    """Without shocks capacity grows as before: what is under way fits the new lead time."""
    fitted = build_rulebook(loaded).parameters
    paces = {"construction": float(quarters)}
    changed = quiet(build_rulebook(loaded, assumptions=paces).parameters)
    usual = quiet(fitted)
    grown = []
    for params in (usual, changed):
        state = start_state(params, 2)
        state, _ = advance(state, neutral_policy(params, 2), params, Chance(seed_array(1, 1), 0))
        grown.append(state.capacity.sum(axis=(1, 2))[:, 0])
    np.testing.assert_allclose(grown[1], grown[0], rtol=5e-3)


def test_projects_follow_construction_time(loaded: LoadedLevel, rulebook: Rulebook) -> None:
    usual = evidence(loaded, "construction").value
    twice = build_rulebook(loaded, assumptions={"construction": 2 * usual})
    for before, after in zip(rulebook.projects, twice.projects, strict=True):
        assert after.build_quarters == 2 * before.build_quarters
        assert after.permit_quarters == 2 * before.permit_quarters
        assert after.start_clock == 2 * before.start_clock, "what is left scales too"
        assert after.ramp_quarters == before.ramp_quarters
    quick = build_rulebook(loaded, assumptions={"construction": 4.0}).projects
    pairs = zip(quick, rulebook.projects, strict=True)
    assert all(1 <= short.build_quarters <= usual.build_quarters for short, usual in pairs)


def test_tables_keep_their_proportions(loaded: LoadedLevel, rulebook: Rulebook) -> None:
    rates = 1.0 - 2.0 ** -build_rulebook(loaded, assumptions={"learning": 0.2}).parameters.learning_exponent
    before = 1.0 - 2.0**-rulebook.parameters.learning_exponent
    np.testing.assert_allclose(rates, 2.0 * before)
    none = build_rulebook(loaded, assumptions={"learning": 0.0}).parameters
    assert not none.learning_exponent.any()


def test_loyal_allies_deliver_in_want(loaded: LoadedLevel, rulebook: Rulebook) -> None:
    """An ally of the supplier gets its usual oxide under the quota, and only if allies are loyal."""
    japan = rulebook.seat("japan")
    arrivals = []
    for loyalty in (0.0, 0.5, 1.0):
        book = build_rulebook(loaded, assumptions={"loyalty": loyalty})
        rivals: dict[int, Decider] = {**seat_rivals(book, (japan,)), japan: archetype(book, "diplomat")}
        last: list[Turn] = []
        rollout(book, start(book, seed_array(5, 5), (japan,)), rivals, 8, watch=last.append)
        good, me = book.quota_goods[2], book.nation_of[japan]
        arrivals.append(last[-1].outcome.trade[good, :, me, 0].sum())
    assert arrivals[0] < arrivals[1] < arrivals[2]


def test_a_challenged_level_has_no_par(loaded: LoadedLevel) -> None:
    assert loaded.level.par and not build_rulebook(loaded, assumptions={"leakage": 0.0}).level.par


@pytest.mark.parametrize(
    "wrong", [{"luck": 1.0}, {"loyalty": 2}, {"trade": "much"}, {"trade": True}, {"trade": float("nan")}]
)
def test_what_is_no_assumption_is_refused_in_words(wrong: dict[str, object]) -> None:
    with pytest.raises(AssumptionError) as refused:
        checked(wrong)
    assert next(iter(wrong)) in refused.value.text.args.values()
