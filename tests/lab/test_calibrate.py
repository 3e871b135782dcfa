"""Calibration: the same seed finds the same numbers, inside their ranges, and never worse ones."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from game.lab.backtest import backtest, errors, load_observations, rms
from game.lab.calibrate import Fit, Problem, calibrate, problem, write
from game.lab.strategy import Strategy, folded, hypercube
from game.paths import levels_dir

CORE = levels_dir() / "core"


@pytest.fixture(scope="module")
def core() -> Problem:
    return problem()


@pytest.fixture(scope="module")
def spoilt(core: Problem) -> Problem:
    """The same task with two values that are plainly wrong."""
    wrong = {"use_elasticity.light_oxide": 0.5, "control_china_mines@20": 0.62}
    assert set(wrong) <= {one.name for one in core.free}
    return replace(core, free=tuple(replace(o, value=wrong.get(o.name, o.value)) for o in core.free))


@pytest.fixture(scope="module")
def fit(spoilt: Problem) -> Fit:
    return calibrate(spoilt, candidates=48, seed=3)


def test_a_small_budget_improves_and_stays_in_range(fit: Fit) -> None:
    assert fit.better
    assert fit.losses.size <= 48
    for one, number in zip(fit.problem.free, fit.numbers, strict=True):
        assert one.low <= number <= one.high, one.name
    plain = fit.to_plain()
    assert set(plain["values"]) == {one.name for one in fit.problem.free}
    assert sum(plain["loss_after"].values()) == pytest.approx(fit.losses.min(), rel=1e-6)


def test_the_same_seed_finds_the_same(spoilt: Problem, fit: Fit) -> None:
    again = calibrate(spoilt, candidates=48, seed=3)
    assert np.array_equal(again.numbers, fit.numbers)
    assert np.array_equal(again.losses, fit.losses)


def test_the_shipped_values_are_the_first_candidate(core: Problem) -> None:
    score = core.score(core.present())
    shipped = backtest()["rms_log_error"]["overall"]
    table = load_observations()
    assert rms(errors(score.run, table), table)[0] == pytest.approx(shipped, abs=2e-3)


def test_writing_changes_the_numbers_alone(tmp_path: Path, fit: Fit) -> None:
    setting, history = tmp_path / "2009.yaml", tmp_path / "2010_2018.yaml"
    shutil.copy(CORE / "settings" / "2009.yaml", setting)
    shutil.copy(CORE / "history" / "2010_2018.yaml", history)
    task = replace(fit.problem, setting=setting, history=history)
    write(replace(fit, problem=task))
    for new, old in (
        (setting, CORE / "settings" / "2009.yaml"),
        (history, CORE / "history" / "2010_2018.yaml"),
    ):
        before, after = old.read_text(encoding="utf-8"), new.read_text(encoding="utf-8")
        assert before != after
        changed = [(a, b) for a, b in zip(before.splitlines(), after.splitlines(), strict=True) if a != b]
        for a, b in changed:
            assert a.split("value")[0] == b.split("value")[0]
            assert [part for part in a.split("#")[1:]] == [part for part in b.split("#")[1:]]
    read = problem(setting, history)
    for one, number in zip(read.free, fit.numbers, strict=True):
        assert one.value == pytest.approx(number, rel=1e-3), one.name


def test_the_strategy_finds_the_bottom_of_a_bowl() -> None:
    draw = np.random.default_rng(0)
    bottom = np.linspace(0.2, 0.8, 6)
    search = Strategy(np.full(6, 0.5), 0.2, 24)
    while not search.settled:
        asked = search.ask(draw)
        search.tell(asked, ((folded(asked) - bottom[:, None]) ** 2 * np.arange(1, 7)[:, None]).sum(axis=0))
    assert np.abs(search.mean - bottom).max() < 0.01


def test_a_hypercube_covers_every_range() -> None:
    places = hypercube(np.random.default_rng(1), 3, 50)
    assert (np.sort(np.floor(places * 50), axis=1) == np.arange(50)).all()
    assert folded(np.array([-0.2, 1.3, 2.2])) == pytest.approx([0.2, 0.7, 0.2])
