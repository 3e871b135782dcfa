"""Par: governments that differ, measured against the twin of their own luck, written without a trace."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from game.content.packs import load_level
from game.lab import commands
from game.lab.commands import lab
from game.lab.governments import govern, luck_seeds, play_twins
from game.lab.par import ParResult, par, par_archetypes, write_par
from game.lab.rewrite import must_be_writable, set_keys
from game.rivals.archetype import seat_rivals
from game.rules.compile import build_rulebook
from game.rules.rollout import nothing, rollout
from game.rules.rulebook import Rulebook
from game.rules.score import reckon
from game.rules.start import start

JAPAN = 0
LEVEL = Path(__file__).parents[1] / "insight" / "pack" / "levels" / "short.yaml"


@pytest.fixture(scope="module")
def result(rulebook: Rulebook) -> ParResult:
    return par(rulebook, JAPAN, 40, seed=1, lucks=8, count=4)


def test_only_archetypes_that_vary_take_part(rulebook: Rulebook) -> None:
    assert par_archetypes(rulebook) == ("keen",)
    with pytest.raises(ValueError, match="vary"):
        par(replace(rulebook, rivals={"idle": rulebook.rivals["idle"]}), JAPAN, 4)


def test_governments_differ_and_are_counted(result: ParResult) -> None:
    assert result.gain.shape == result.met.shape == (40,)
    assert np.unique(result.gain.round(6)).size > 20, "timing and size must matter"
    assert result.quantiles.shape == (101,) and np.all(np.diff(result.quantiles) >= 0.0)
    assert result.quantiles[90] == pytest.approx(result.p90_musd)
    assert [kind for kind, _ in result.failed] == ["debt", "stress_loss"]
    plain = json.loads(json.dumps(result.to_plain()))
    assert plain["governments"] == 40 and set(plain["archetypes"]) == {"keen"}


def test_the_same_again(rulebook: Rulebook, result: ParResult) -> None:
    again = par(rulebook, JAPAN, 40, seed=1, lucks=8, count=4)
    np.testing.assert_array_equal(again.gain, result.gain)
    other = par(rulebook, JAPAN, 40, seed=2, lucks=8, count=4)
    assert not np.array_equal(other.gain, result.gain)


def test_doing_nothing_gains_exactly_nothing(rulebook: Rulebook) -> None:
    twins = play_twins(rulebook, JAPAN, luck_seeds(1, 3), 4)
    for judged in govern(rulebook, twins, nothing, np.array([0, 1, 2, 1])):
        assert not judged.gain.any()


def test_it_judges_as_the_score_does(rulebook: Rulebook) -> None:
    """The same worlds through `reckon`, twin by twin, give the same lines and verdicts."""
    seeds = luck_seeds(5, 3)
    rivals = seat_rivals(rulebook, (JAPAN,))
    decider = seat_rivals(rulebook)[JAPAN]
    twins = play_twins(rulebook, JAPAN, seeds, 4)
    mine = list(govern(rulebook, twins, decider, np.arange(3)))
    first = start(rulebook, seeds, (JAPAN,))
    end = rollout(rulebook, first, {**rivals, JAPAN: decider}, rulebook.quarters)
    twin = rollout(rulebook, first, rivals, rulebook.quarters)
    for one, other in zip(mine, reckon(rulebook, end, twin, JAPAN, rivals, count=4), strict=True):
        np.testing.assert_array_equal(one.lines, other.lines)
        np.testing.assert_array_equal(one.twin_lines, other.twin_lines)
        np.testing.assert_array_equal(one.stressed, other.stressed)
        assert one.verdicts == other.verdicts


def test_par_is_written_and_everything_else_stays(tmp_path: Path, result: ParResult) -> None:
    level = tmp_path / "levels" / "short.yaml"
    (tmp_path / "rivals").mkdir()
    level.parent.mkdir()
    for part in ("pack.yaml", "rivals/keen.yaml", "rivals/touchy.yaml", "rivals/idle.yaml"):
        (tmp_path / part).write_bytes((LEVEL.parents[1] / part).read_bytes())
    before = LEVEL.read_text(encoding="utf-8")
    level.write_text(before, encoding="utf-8")
    write_par(level, [result])
    after = level.read_text(encoding="utf-8")
    assert after.startswith(before)
    loaded = load_level(level).level.par["japan"]
    assert loaded.p90_musd == round(result.p90_musd, 1) and len(loaded.quantiles) == 101
    write_par(level, [replace(result, seat="china"), replace(result, seed=3)])
    again = load_level(level).level.par
    assert list(again) == ["japan", "china"] and again["japan"].seed == 3
    assert level.read_text(encoding="utf-8").startswith(before)
    assert build_rulebook(load_level(level)).level.par["china"].governments == 40


def test_a_block_in_the_middle_keeps_its_neighbours(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(
        "# top\na: 1   # one\npar:\n  # mine\n  old: {n: 1}  # keep\n\n# of b\nb: [1,  2]\n", encoding="utf-8"
    )
    set_keys(path, "par", {"new": {"n": 2, "list": [1.5, 2.0]}})
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# top\na: 1   # one\npar:\n  # mine\n  old: {n: 1}  # keep\n")
    assert text.endswith("\n# of b\nb: [1,  2]\n")
    assert "  new:\n    n: 2\n    list: [1.5, 2.0]\n" in text


def test_a_file_that_is_no_mapping_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("- 1\n", encoding="utf-8")
    with pytest.raises(ValueError, match="not a mapping"):
        set_keys(path, "par", {"a": 1})
    assert path.read_text(encoding="utf-8") == "- 1\n"


def test_a_file_that_cannot_be_replaced_is_told_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "level.yaml"
    path.write_text("a: 1\n", encoding="utf-8")
    must_be_writable(path, tmp_path / "new.csv")
    monkeypatch.setattr("os.access", lambda place, mode: Path(place) != tmp_path)
    with pytest.raises(PermissionError, match=r"level\.yaml"):
        must_be_writable(path)
    monkeypatch.setattr(commands, "rulebook_of", lambda loaded: pytest.fail("the work has begun"))
    monkeypatch.setattr("os.access", lambda place, mode: False)
    result = CliRunner().invoke(lab, ["par", str(LEVEL), "--write"])
    assert result.exit_code == 1 and "short.yaml' can't be written" in result.stderr


def test_a_failed_write_leaves_the_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, link = tmp_path / "level.yaml", tmp_path / "link.yaml"
    path.write_text("a: 1\n", encoding="utf-8")
    link.symlink_to(path)
    set_keys(link, "par", {"x": 1})
    assert link.is_symlink() and path.read_text(encoding="utf-8") == "a: 1\npar:\n  x: 1\n"

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        set_keys(path, "par", {"x": 2})
    assert sorted(tmp_path.iterdir()) == [path, link] and "x: 1" in path.read_text(encoding="utf-8")


def test_twins_meet_the_same_member(rulebook: Rulebook, result: ParResult) -> None:
    """Doing nothing gains nothing on any member; members make other gains than the level's own numbers."""
    members = rulebook.beliefs(3)
    twins = play_twins(rulebook, JAPAN, luck_seeds(1, 3), 4, members=members)
    for judged in govern(rulebook, twins, nothing, np.array([0, 1, 2, 1])):
        assert not judged.gain.any()
    lone = play_twins(rulebook, JAPAN, luck_seeds(1, 3)[1:2], 4, members=members.take([1]))
    assert lone.of(0).digest(2) == twins.of(1).digest(2), "a luck's future does not depend on the others"
    alone = par(rulebook, JAPAN, 40, seed=1, lucks=8, count=4, fitted=True)
    assert not np.array_equal(alone.gain, result.gain)
    bare = par(replace(rulebook, ensemble=None), JAPAN, 40, seed=1, lucks=8, count=4)
    np.testing.assert_array_equal(bare.gain, alone.gain)
