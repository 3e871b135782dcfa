"""The ensemble: read with care, usable as parameters, and found again with the same seed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from game.content.ensemble import ensemble_file, read_ensemble
from game.economy.advance import advance
from game.economy.chance import Chance
from game.economy.dims import MG
from game.economy.policy import neutral_policy
from game.economy.state import start_state
from game.lab.calibrate import problem
from game.lab.ensemble import sample, widened, write_ensemble
from game.lab.episode import load_parameters
from game.lab.sensitivity import one_at_a_time, rank_correlation, sensitivity
from game.paths import levels_dir
from game.rules.ensemble import Ensemble, load_ensemble

SETTING = levels_dir() / "core" / "settings" / "2009.yaml"


@pytest.fixture(scope="module")
def shipped() -> Ensemble:
    ensemble = load_ensemble(load_parameters(), SETTING)
    assert ensemble is not None
    return ensemble


def test_the_shipped_members_are_good_fits_inside_their_ranges(shipped: Ensemble) -> None:
    assert shipped.size >= 200
    assert np.median(shipped.rms_log_error) < 0.18
    task = widened(problem())
    table, problems = read_ensemble(ensemble_file(SETTING))
    assert table is not None and not problems
    columns = dict(zip(table.names, table.values, strict=True))
    for one in task.free:
        if one.kind != "tied":
            assert columns[one.name].min() >= one.low * 0.999, one.name
            assert columns[one.name].max() <= one.high * 1.001, one.name


def test_members_are_parameters_of_as_many_worlds(shipped: Ensemble) -> None:
    params = shipped.spread(6).parameters
    assert params.size == 6
    state = start_state(params, 6)
    for quarter in range(4):
        policy = neutral_policy(params, 6)
        policy.quota[:, 0] = 0.6
        state, outcome = advance(state, policy, params, Chance(np.zeros(6, np.uint64), quarter))
    assert np.isfinite(outcome.price).all()
    assert np.ptp(outcome.price[2, 2]) > 0.0, "members differ"
    few = shipped.take([3, 3, 1])
    assert few.size == 3 and few.rms_log_error[0] == few.rms_log_error[1]
    assert few.parameters.use_elasticity[MG].shape == (3,)
    assert shipped.spread(2 * shipped.size).size == 2 * shipped.size


def test_a_small_sample_is_repeated_and_written(tmp_path: Path) -> None:
    task = widened(problem())
    first, again = (sample(task, 8, 2, seed=5) for _ in range(2))
    assert np.array_equal(first.places, again.places)
    assert ((first.places >= 0.0) & (first.places <= 1.0)).all()
    path = tmp_path / "small.ensemble.csv"
    write_ensemble(path, first)
    table, problems = read_ensemble(path)
    assert table is not None and not problems
    assert table.values.shape[1] == 8 and (np.diff(table.rms_log_error) >= -0.05).all()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a,b\n1,2\n", "table.columns"),
        ("rms_log_error,fear_gain\n0.1\n", "table.cells"),
        ("rms_log_error,fear_gain\n0.1,much\n", "table.finite"),
        ("rms_log_error,fear_gain\n", "table.nothing"),
    ],
)
def test_what_is_wrong_with_a_table_is_said(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "x.ensemble.csv"
    path.write_text(text, encoding="utf-8")
    table, problems = read_ensemble(path)
    assert table is None and [problem.code for problem in problems] == [code]


def test_a_column_that_is_no_parameter_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    ensemble_file(path).write_text("rms_log_error,courage\n0.1,2\n", encoding="utf-8")
    with pytest.raises(ValueError, match="courage"):
        load_ensemble(load_parameters(), path)


def test_sensitivity_names_what_drives_the_spike() -> None:
    result = sensitivity(problem())
    assert set(result) == {"outcomes", "one_at_a_time", "ensemble"}
    spike = result["one_at_a_time"]["peak_light"]
    assert "use_elasticity.light_oxide" in list(spike)[:6]
    change = spike["use_elasticity.light_oxide"]
    assert change["lower"] > 0.0 > change["higher"], "a stiffer use makes a higher spike"
    assert set(result["ensemble"]) == set(result["outcomes"])


def test_one_at_a_time_starts_from_the_fitted_values() -> None:
    task = problem()
    base, changes = one_at_a_time(task)
    assert base["peak_heavy"] > 10.0
    assert all(set(row) == {one.name for one in task.free} for row in changes.values())


def test_rank_correlation() -> None:
    x = np.arange(20.0)
    assert rank_correlation(x, x**3) == pytest.approx(1.0)
    assert rank_correlation(x, -x) == pytest.approx(-1.0)
    assert rank_correlation(x, np.ones(20)) == 0.0
