"""`check --lesson` and the tournament on a small level: what it says of itself is played, true or not."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import typer.testing

from game import cli
from game.lab.lesson_page import BEGIN, END, tables, with_tables

PACK = Path(__file__).parents[1] / "insight" / "pack"
CORE = Path(__file__).parents[2] / "levels" / "core"
TRUE = (
    "{kind: restriction_pays_then_costs, seat: china, quarters: 2, slot: quota, option: '-60', holds: false}"
)
FALSE = "{kind: restriction_pays_then_costs, seat: china, quarters: 3, slot: quota, option: '-60'}"


def run(*args: str) -> typer.testing.Result:
    return typer.testing.CliRunner().invoke(cli.app, list(args))


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The short level as a pack of its own, with its archetypes in camps and no others about."""
    folder = tmp_path / "pack"
    shutil.copytree(PACK, folder)
    for name, camp in {"keen": "build_up", "idle": "stock"}.items():
        path = folder / "rivals" / f"{name}.yaml"
        path.write_text(path.read_text(encoding="utf-8") + f"\ncamp: {camp}\n", encoding="utf-8")
    monkeypatch.setattr("game.content.packs.user_packs_dir", lambda: tmp_path / "none")
    return folder


def level(pack: Path, *claims: str) -> Path:
    path = pack / "levels" / "short.yaml"
    lines = "".join(f"  - {claim}\n" for claim in claims)
    path.write_text(path.read_text(encoding="utf-8") + f"\nlesson:\n{lines}", encoding="utf-8")
    return path


def line_of(path: Path, claim: str) -> int:
    return next(n for n, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if claim in text)


def test_a_lesson_that_is_not_true_is_told_with_its_place(pack: Path) -> None:
    path = level(pack, FALSE, TRUE)
    found = run("check", str(path), "--lesson", "--seeds", "20", "--workers", "1")
    assert found.exit_code == 1, found.output
    (told,) = [line for line in found.output.splitlines() if "pays for 3" in line]
    assert f"short.yaml:{line_of(path, FALSE)}:" in told and "does not hold" in told
    assert "opposite" in told and "20 games" in told and re.search(r"standard error of US\$\d", told)
    (other,) = [line for line in found.output.splitlines() if "pays for 2" in line]
    assert "as the level says" in other
    assert "1 claim of the lesson is not as declared" in found.output


def test_a_lesson_that_is_true_passes_and_json_says_all(pack: Path) -> None:
    path = level(pack, FALSE.replace("}", ", holds: false}"), TRUE)
    found = run("check", str(path), "--lesson", "--seeds", "20", "--workers", "1", "--json")
    assert found.exit_code == 0, found.output
    (told,) = json.loads(found.stdout)["lessons"]
    assert (told["level"], told["games"]) == ("short", 20) and told["parameter_sets"] >= 1
    for claim in told["claims"]:
        assert claim["as_declared"] and claim["declared"] is False and claim["standing"] == "fails"
        assert claim["line"] and claim["file"].endswith("short.yaml") and claim["games"] == 20
        assert {"mean", "share", "standard_error", "cohens_dz", "figures", "text"} <= set(claim)


def test_the_page_of_tables_is_written_between_its_marks(pack: Path) -> None:
    path = level(pack, FALSE)
    args = ("lab", "tournament", str(path), "--seeds", "4", "--futures", "2", "--workers", "1", "--json")
    (result,) = json.loads(run(*args).stdout).values()
    written = tables(str(path), result)
    assert "| Japan |" in written and "| China: restriction (quota -60) pays for 3 quarters" in written
    assert "4 games" in written and "| keen | build-up |" in written
    assert "Simulated governments" not in written, "no par, no table of it"
    page = f"# Page\n\n{BEGIN}\nSTALE\n{END}\n\nAfter.\n"
    renewed = with_tables(page, written)
    assert renewed.startswith("# Page") and renewed.endswith(f"{END}\n\nAfter.\n") and "STALE" not in renewed
    assert with_tables(renewed, written) == renewed
    with pytest.raises(ValueError, match="marks"):
        with_tables("nothing", written)


def test_too_few_games_confirm_nothing(pack: Path) -> None:
    path = level(pack, TRUE)
    found = run("check", str(path), "--lesson", "--seeds", "2", "--workers", "1")
    assert found.exit_code == 1 and "--seeds" in found.output


def test_without_a_lesson_there_is_nothing_to_play(pack: Path) -> None:
    found = run("check", str(pack / "levels" / "short.yaml"), "--lesson")
    assert found.exit_code == 0 and "declares no lesson" in found.output


def test_a_broken_level_is_not_played(pack: Path) -> None:
    path = level(pack, FALSE.replace("china", "chinna"))
    found = run("check", str(path), "--lesson")
    assert found.exit_code == 1 and "china" in found.output and "games" not in found.output


def test_the_tournament_tells_the_lesson_too(pack: Path) -> None:
    path = level(pack, FALSE)
    args = ("lab", "tournament", str(path), "--seeds", "20", "--futures", "2", "--workers", "1")
    plain: dict[str, Any] = json.loads(run(*args, "--json").stdout)["short"]
    assert {row["archetype"] for row in plain["archetypes"]} >= {"keen", "touchy", "idle"}
    assert [one["seat"] for one in plain["build_up_against_politics"]] == [
        "japan",
        "china",
        "australia",
    ]
    assert plain["lesson"][0]["standing"] == "fails" and plain["games"] == 20
    shown = run(*args)
    assert shown.exit_code == 0 and "quota -60" in shown.output and "Ahead" in shown.output


def test_all_levels_at_once(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all levels the broken one is named and left out, and the exit code says so; par does as well."""
    monkeypatch.setattr("game.content.packs.levels_dir", lambda: pack)
    own = level(pack, TRUE)
    broken = own.with_name("broken.yaml")
    broken.write_text(
        own.read_text(encoding="utf-8").replace("id: short", "id: broken", 1) + "\nodd: 1\n",
        encoding="utf-8",
    )
    shutil.copytree(CORE / "settings", pack / "settings")
    shutil.copytree(CORE / "history", pack / "history")
    for command in (("par", "--governments", "10"), ("tournament", "--seeds", "2", "--futures", "2")):
        found = run("lab", command[0], "all", *command[1:], "--workers", "1", "--json")
        assert found.exit_code == 1 and "broken.yaml" in found.stderr
        assert set(json.loads(found.stdout)) == {"short"}
    assert run("lab", "par", "all", "--seat", "japan").exit_code == 2


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("command", [("check",), ("lab", "tournament"), ("lab", "par")])
def test_a_cluster_that_is_not_there_is_a_wrong_command(
    pack: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("game.lab.workers.CONNECT_S", 1)
    args = [*command, str(level(pack, FALSE)), *(["--lesson"] if command == ("check",) else [])]
    found = run(*args, "--dask", "tcp://127.0.0.1:9")
    assert found.exit_code == 2 and "127.0.0.1:9" in found.output
    assert len(found.output.strip().splitlines()) == 1
    both = run(*args, "--dask", "tcp://127.0.0.1:9", "--workers", "2")
    assert both.exit_code == 2 and "not both" in both.output


def test_a_missing_extra_is_named(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    found = run("lab", "tournament", str(level(pack, FALSE)), "--dask", "tcp://127.0.0.1:9")
    assert found.exit_code == 2 and "lanthanide[cluster]" in found.output


@pytest.mark.slow
def test_the_lesson_of_a_new_level_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("game.content.packs.user_packs_dir", lambda: tmp_path / "none")
    assert run("new", "level", "mine", "--into", str(tmp_path)).exit_code == 0
    found = run("check", str(tmp_path / "mine.yaml"), "--lesson", "--workers", "1")
    assert found.exit_code == 0 and "all 3 claims" in found.output, found.output
