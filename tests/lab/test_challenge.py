"""The map of a challenge: what is played, who wins, where that changes, and the one that the game ships."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from game.catalogues import LANGUAGES
from game.content.packs import LoadedLevel, load_level
from game.i18n import Translator
from game.insight.win_map import Cell, WinMap, crossings, map_file, read_map
from game.lab import challenge as lab
from game.lab.challenge_text import picture
from game.paths import levels_dir
from game.play.fingerprint import values_digest
from game.rules.assumptions import ASSUMPTIONS, BY_ID, evidence
from game.rules.compile import build_rulebook

LEVEL = levels_dir() / "core" / "levels" / "quota.yaml"


@pytest.fixture(scope="module")
def loaded() -> LoadedLevel:
    return load_level("quota")


@pytest.fixture(scope="module")
def small(loaded: LoadedLevel) -> WinMap:
    """Two games a policy, Japan alone, the ends of two assumptions."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lab, "ASSUMPTIONS", (BY_ID["loyalty"], BY_ID["leakage"]))
        patch.setattr(lab, "points", lambda loaded, name: lab_points(loaded, name)[::4])
        heard: list[float] = []
        found = lab.challenge(loaded, ["japan"], 2, count=2, command="so", progress=heard.append)
    assert heard == sorted(heard) and heard[-1] == 1.0
    return found


lab_points = lab.points


def test_points_hold_the_evidenced_range_and_the_value_in_force(loaded: LoadedLevel) -> None:
    for one in ASSUMPTIONS:
        known, inside = evidence(loaded, one.id), lab.points(loaded, one.id)
        assert len(inside) == 5 and list(inside) == sorted(inside)
        assert inside[0] == known.low and inside[-1] == known.high and known.value in inside
        values, evidenced = lab.whole_range(loaded, one.id)
        assert [v for v, sure in zip(values, evidenced, strict=True) if sure] == list(inside)
        assert one.low <= values[0] and values[-1] <= one.high


def test_the_map_says_who_wins(small: WinMap) -> None:
    rows = {row.assumption: row for row in small.rows}
    assert set(rows) == {"loyalty", "leakage"}
    loyal = rows["loyalty"]
    assert loyal.values == (0.0, 1.0) and loyal.cells[0].mean > 0.0 > loyal.cells[1].mean
    assert len(loyal.crossings) == 1 and 0.0 < loyal.crossings[0] < 1.0
    usual = loyal.cells[0]
    grid = small.grid_of("japan")
    assert grid is not None and {grid.down, grid.across} == {"loyalty", "leakage"}
    assert grid.cells[0][0].assumptions == {
        grid.down: grid.down_values[0],
        grid.across: grid.across_values[0],
    }
    assert usual.games == 2 and usual.build in ("builder", "bridge_then_build")


def test_it_is_kept_and_read(small: WinMap, tmp_path: Path) -> None:
    level = tmp_path / "quota.yaml"
    lab.write_map(map_file(level), small)
    again = read_map(level, small.parameters)
    assert again is not None and again.to_plain() == json.loads(json.dumps(small.to_plain()))
    assert read_map(level, "other numbers") is None
    assert read_map(tmp_path / "none.yaml", small.parameters) is None
    for broken in (
        "",
        "[]",
        "{}",
        '{"rows": 3}',
        map_file(level).read_text(encoding="utf-8").replace('"cells": [', '"cells": [3,'),
    ):
        map_file(level).write_text(broken, encoding="utf-8")
        assert read_map(level, small.parameters) is None


def test_the_picture_in_both_languages(small: WinMap, loaded: LoadedLevel) -> None:
    for language in LANGUAGES:
        translator = Translator(language)
        said = picture(small, loaded, translator)
        assert not translator.missing and "B+" in said
        assert max(map(len, said.splitlines())) < 150


@pytest.mark.parametrize(
    ("mean", "error", "share", "winner"),
    [
        (50, 5, 0.9, "build"),
        (50, 5, 0.6, "open"),
        (5, 5, 0.9, "open"),
        (-50, 5, 0.1, "politics"),
        (-5, 5, 0.0, "open"),
    ],
)
def test_who_wins(mean: float, error: float, share: float, winner: str) -> None:
    assert Cell({}, "b", "p", mean, error, 30.0, share, 40).winner == winner


def test_crossings() -> None:
    assert crossings([0.0, 1.0, 2.0], [3.0, -1.0, -2.0]) == (0.75,)
    assert crossings([0.0, 1.0], [1.0, 2.0]) == ()


def test_the_shipped_map_holds(loaded: LoadedLevel) -> None:
    """The numbers it was computed with are those of today, and so is what comes out at the usual ones."""
    found = read_map(LEVEL, values_digest(build_rulebook(loaded).parameters))
    assert found is not None, "compute it again: the command stands in the file"
    assert (
        found.command == f"lanthanide lab challenge quota --seeds {found.seeds} --seed {found.seed} --write"
    )
    assert {row.seat for row in found.rows} == set(loaded.level.seats)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lab, "ASSUMPTIONS", (BY_ID["loyalty"], BY_ID["trade"]))
        patch.setattr(lab, "points", lambda loaded, name: (evidence(loaded, name).value,))
        patch.setattr(lab, "whole_range", lambda loaded, name: ((evidence(loaded, name).value,), (True,)))
        today = lab.challenge(loaded, ["australia"], found.seeds, seed=found.seed, count=found.futures)
    shipped = next(r for r in found.rows if r.seat == "australia" and r.assumption == "loyalty")
    assert today.rows[0].cells[0].mean == pytest.approx(shipped.cells[0].mean, rel=0.02)
