"""Beliefs about the economy: members of the ensemble, all of them with the same present."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from game.content.packs import LoadedLevel, load_level, load_record
from game.content.problem import ContentError
from game.economy.parameters import quiet
from game.insight.forecast import forecast
from game.paths import levels_dir
from game.rivals.archetype import seat_rivals
from game.rules.beliefs import explained
from game.rules.compile import build_rulebook
from game.rules.imagine import imagine
from game.rules.rollout import nothing, rollout
from game.rules.rulebook import Rulebook
from game.rules.start import seed_array, start
from game.rules.state import State

Change = Callable[[str], str]
JAPAN = 0


@pytest.fixture(scope="module")
def loaded() -> LoadedLevel:
    return load_level("quota")


@pytest.fixture(scope="module")
def quota(loaded: LoadedLevel) -> Rulebook:
    return build_rulebook(loaded)


@pytest.fixture(scope="module")
def tense(quota: Rulebook) -> State:
    """Seven quarters on: the quota has been cut and prices stand far above the benchmark's."""
    rivals = {**seat_rivals(quota, (JAPAN,)), JAPAN: nothing}
    state = rollout(quota, start(quota, seed_array(5, 5), (JAPAN,)), rivals, 7)
    assert (state.economy.price[2, quota.nation_of[JAPAN]] > 2.0 * quota.parameters.price0_usd_kg[2, 0]).all()
    return state


def idle(rulebook: Rulebook) -> np.ndarray:
    return np.zeros(len(rulebook.slots), dtype=np.int8)


def test_beliefs_are_members_of_the_ensemble_and_the_game_is_not(quota: Rulebook) -> None:
    assert quota.parameters.size == 1 and quota.ensemble is not None
    believed = quota.beliefs(64)
    assert believed.size == 64 and believed.weights.shape[-1] == 1, "matrices of trade stay shared"
    members = {row.tobytes() for row in quota.ensemble.parameters.use_elasticity.T}
    assert all(row.tobytes() in members for row in believed.use_elasticity.T)
    assert np.array_equal(believed.price0_usd_kg, quota.parameters.price0_usd_kg)
    assert dataclasses.replace(quota, ensemble=None).beliefs(64) is quota.parameters


def test_every_member_starts_from_the_same_present(quota: Rulebook, tense: State) -> None:
    """Without luck the next price is nearly the same to all; unexplained, members would be far apart."""
    believed = quiet(quota.beliefs(32))
    now = imagine(quota, tense, JAPAN, 32, parameters=believed)
    seen = tense.take(np.zeros(32, dtype=int)).economy
    for name in ("price", "stock", "supply", "capacity", "mothballed", "demand_index", "reference_flow"):
        assert np.array_equal(getattr(now.economy, name), getattr(seen, name)), name
    told, untold = now.copy(), now.copy()
    untold.economy = seen
    spread = []
    for state in (told, untold):
        after = rollout(quota, state, {JAPAN: nothing}, 1, parameters=believed)
        prices = np.log(after.economy.price[2, quota.nation_of[JAPAN]])
        spread.append(float(np.ptp(prices)))
    assert spread[0] < 0.06 < 0.25 < spread[1]


def test_the_levels_own_parameters_leave_the_present_alone(quota: Rulebook, tense: State) -> None:
    policy, own = quota.script_policies[7], quota.parameters
    assert explained(tense.economy, policy, own, own) is tense.economy
    same = explained(tense.economy, policy, own, own.repeat(1).with_values(fear_gain=own.fear_gain))
    assert np.allclose(same.fear, tense.economy.fear, atol=1e-9)
    assert np.allclose(same.expected_netback, tense.economy.expected_netback)


def test_a_forecast_opens_with_what_is_not_known_of_the_economy(quota: Rulebook, tense: State) -> None:
    rivals = seat_rivals(quota, (JAPAN,))
    bands = []
    for book in (dataclasses.replace(quota, ensemble=None), quota):
        (fan,) = forecast(book, tense, JAPAN, [idle(book)], rivals)
        bands.append(np.log(fan.bands["price_light"][-1] / fan.bands["price_light"][0]))
    certain, honest = bands
    assert (honest > certain).all() and honest[3] > 3.0 * certain[3]
    assert honest[0] < honest[3], "the present is known better than the year after"


def test_the_same_forecast_whatever_the_batch(quota: Rulebook, tense: State) -> None:
    rivals = seat_rivals(quota, (JAPAN,))
    other = idle(quota)
    other[quota.slot_index["stock"]] = 2
    alone = forecast(quota, tense.take([0]), JAPAN, [idle(quota)], rivals)[0]
    among = forecast(quota, tense.repeat(3), JAPAN, [other, idle(quota), other], rivals)[1]
    assert alone.now == among.now
    assert all(alone.bands[name].tobytes() == among.bands[name].tobytes() for name in alone.bands)


def test_a_record_carries_the_ensemble_and_an_old_one_does_without(
    loaded: LoadedLevel, quota: Rulebook, tense: State
) -> None:
    record = loaded.to_record()
    again = build_rulebook(load_record(record))
    rivals = seat_rivals(again, (JAPAN,))
    one, other = (forecast(book, tense, JAPAN, [idle(book)], rivals)[0] for book in (quota, again))
    assert all(one.bands[name].tobytes() == other.bands[name].tobytes() for name in one.bands)
    old = {**record, "files": [file for file in record["files"] if file["kind"] != "ensemble"]}
    bare = build_rulebook(load_record(old))
    assert bare.ensemble is None and bare.beliefs(8) is bare.parameters
    (fan,) = forecast(bare, tense, JAPAN, [idle(bare)], rivals)
    assert np.isfinite(fan.bands["price_light"]).all()


def test_a_setting_that_takes_parameters_over_takes_the_ensemble_too(loaded: LoadedLevel) -> None:
    """But for what it states itself, which outranks the other's members."""
    record = loaded.to_record()
    texts = {(file["kind"], file["id"]): file for file in record["files"]}
    later = (levels_dir() / "core" / "settings" / "2024.yaml").read_text(encoding="utf-8")
    stated = (
        "behaviour:\n  stock_elasticity: {value: 1.2, low: 1, high: 2, source: fit, confidence: judgement}\n"
    )
    level = texts["level", "quota"]["text"].replace("setting: 2009", 'setting: "2024"')
    for given, names in (("behaviour: {}\n", 1), (stated, 0)):
        files = [
            {**texts["level", "quota"], "text": level},
            *(file for key, file in texts.items() if key[0] in ("setting", "ensemble", "rival", "history")),
            {
                "kind": "setting",
                "id": "2024",
                "name": "2024.yaml",
                "text": later.replace("behaviour: {}\n", given),
            },
        ]
        taken = load_record({"level": "quota", "files": files})
        assert taken.setting.id == "2024" and taken.ensemble is not None
        assert taken.ensemble.names.count("stock_elasticity") == names
        assert "fear_gain" in taken.ensemble.names


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        (lambda text: text.replace("fear_gain", "fear_grain", 1), "table.parameter", 1),
        (lambda text: text.replace(",1.723,", ",much,", 1), "table.finite", 2),
        (lambda text: text.replace(",1.723,", ",-1.723,", 1), "table.range", 2),
        (lambda text: text.split("\n")[0] + "\n", "table.nothing", 1),
    ],
)
def test_a_broken_table_is_one_clear_problem(
    loaded: LoadedLevel, change: Change, code: str, line: int
) -> None:
    record = loaded.to_record()
    files = [
        {**file, "text": change(file["text"])} if file["kind"] == "ensemble" else file
        for file in record["files"]
    ]
    with pytest.raises(ContentError) as refused:
        load_record({**record, "files": files})
    (problem,) = [p for p in refused.value.problems if p.is_error]
    assert (problem.code, problem.line) == (code, line)
    assert problem.file.endswith("2009.ensemble.csv")
