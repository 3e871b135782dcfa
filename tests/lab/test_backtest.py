"""The back-test: bars on prices and quantities, and what the history shows without the quota."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from game.economy.dims import HO, LO, MG
from game.lab.backtest import (
    QUARTERS,
    backtest,
    errors,
    fit_table,
    load_observations,
    load_parameters,
    load_script,
    rms,
    simulate,
    without,
)


@pytest.fixture(scope="module")
def result() -> dict[str, Any]:
    return backtest()


def test_the_result_is_plain_data(result: dict[str, Any]) -> None:
    assert set(result["rms_log_error"]) == {"overall", "E1", "E2", "E3"}
    lengths = {len(values) for values in result["series"].values()}
    assert lengths == {QUARTERS}
    assert json.loads(json.dumps(result, allow_nan=False)) == result


def test_prices_fit(result: dict[str, Any]) -> None:
    assert result["rms_log_error"]["overall"] < 0.15
    assert max(result["rms_log_error"].values()) < 0.25


def test_the_peak_comes_within_a_quarter_of_the_summer_of_2011(result: dict[str, Any]) -> None:
    assert result["peak"]["quarter"] in ("2011Q2", "2011Q3", "2011Q4")


def test_the_gap_closes_with_the_controls(result: dict[str, Any]) -> None:
    gap = result["price_gap"]
    for year, observed in (("2014", 0.28), ("2015", 0.116), ("2016", 0.042)):
        assert gap[year] == pytest.approx(observed, abs=0.07), year
    assert gap["2014"] > gap["2015"] > gap["2016"]


def test_quantities_stay_sound(result: dict[str, Any]) -> None:
    for year, mined in result["mines_abroad"].items():
        assert 0.5 < mined["simulated_t"] / mined["observed_t"] < 2.0, year
    magnets = np.array(result["series"]["magnets_outside_usd_kg"])
    assert magnets.max() < 4 * magnets[0]
    late = np.log(np.array([result["series"][f"{g}_inside_usd_kg"] for g in ("light_oxide", "heavy_oxide")]))
    assert np.abs(np.diff(late[:, 28:], axis=1)).max() < 0.25, "a cobweb"
    assert result["residual"] < 0.01 and result["mass_balance_t"] < 1e-6


def test_without_the_quota_there_is_no_spike(result: dict[str, Any]) -> None:
    assert max(result["no_quota"].values()) < 2.5
    params = load_parameters()
    script = load_script(params.nations)
    free = simulate(params, without(script, "quota_2010", "quota_heavy_2010"))
    bound = simulate(params, script)
    for good in (LO, HO):
        assert free.price[good, 0].max() < 0.35 * bound.price[good, 0].max()


def test_nothing_happens_where_nothing_is_done(result: dict[str, Any]) -> None:
    assert result["calm"] < 0.03


def test_the_table_of_how_well_it_must_fit_is_met_line_by_line(result: dict[str, Any]) -> None:
    lines = {line["figure"]: line for line in result["fit_table"]}
    assert len(lines) == len(result["fit_table"]) == 12
    assert all(line["meets"] in ("bar", "aim") for line in lines.values())
    assert lines["peak_quarter"]["value"] == result["peak"]["quarter"] and lines["peak_quarter"]["off"] == 0
    assert lines["rms_log_error"]["value"] == result["rms_log_error"]["overall"]
    assert lines["price_gap_2014"]["meets"] == "aim" and lines["price_gap_2015"]["meets"] == "bar"
    worse = {**result, "calm": 0.2, "peak": {**result["peak"], "quarter": "2012Q1"}}
    missed = {line["figure"]: line["meets"] for line in fit_table(worse)}
    assert missed["calm"] == missed["peak_quarter"] == "nothing"


def test_observations_are_counted_once() -> None:
    observations = load_observations()
    assert len({seen.id for seen in observations}) == len(observations)
    assert {seen.episode for seen in observations} == {"E1", "E2", "E3"}
    assert {seen.confidence for seen in observations} <= {"sourced", "derived", "recalled"}
    for inside in (False, True):
        covered: dict[tuple[int, int], float] = {}
        for seen in observations:
            if seen.statistic == "mean" and seen.inside == inside:
                for quarter in range(seen.start, seen.stop):
                    key = (seen.good, quarter)
                    covered[key] = covered.get(key, 0.0) + seen.weight / (seen.stop - seen.start)
        assert max(covered.values()) <= 1.0


def test_a_perfect_model_has_no_error() -> None:
    params = load_parameters()
    observations = load_observations()
    run = simulate(params, load_script(params.nations))
    for seen in observations:
        series = run.price[seen.good, int(seen.inside)]
        series[seen.start : seen.stop] = seen.usd_kg
        if seen.statistic == "end":
            continue
        one = errors(run, (seen,))
        assert np.abs(one).max() < 1e-12
        assert rms(one, (seen,)).max() < 1e-12


def test_script_values_can_vary_between_worlds() -> None:
    params = load_parameters()
    script = load_script(params.nations)
    values = {"quota_2010": np.array([0.6, np.inf]), "quota_heavy_2010": np.array([0.6, np.inf])}
    run = simulate(params, script, 2, values, quarters=8)
    assert run.price[LO, 0, 6, 0] > 2 * run.price[LO, 0, 6, 1]
    assert run.price[MG, 0, 0, 0] == run.price[MG, 0, 0, 1]
