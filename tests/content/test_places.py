"""Packs as they come from strangers: links in circles, pipes, odd names, one bad file beside good ones."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
import typer.testing

from game import cli
from game.content.check import check
from game.content.fields import CalendarQuarter
from game.content.observations import read_observations
from game.content.packs import discover, load_level, user_packs_dir
from game.content.places import exists, is_file, is_folder, listed, real
from game.content.problem import ContentError, render_all
from game.content.templates import new_files
from game.i18n import Translator
from game.paths import levels_dir

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are made the POSIX way")


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The player's folder of packs, with one pack whose first level works."""
    for name in ("XDG_DATA_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    folder = user_packs_dir()
    for path, text in new_files("pack", "islands").items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def test_the_file_system_answers_and_never_throws(tmp_path: Path) -> None:
    circle, pipe = tmp_path / "circle", tmp_path / "pipe"
    circle.symlink_to(circle)
    os.mkfifo(pipe)
    for path in (circle, pipe, Path("x" * 5000), tmp_path / "none", Path("/dev/null"), Path("a\0b")):
        assert not is_file(path) and not is_folder(path) and listed(path, "*") == []
        assert isinstance(real(path), Path)
    assert exists(pipe) and not exists(circle) and is_folder(tmp_path)
    (tmp_path / "one.yaml").touch()
    (tmp_path / "two.yaml").mkdir()
    assert listed(tmp_path, "*.yaml") == [tmp_path / "one.yaml"]


def test_a_bad_file_stops_no_good_one(packs: Path) -> None:
    islands = packs / "islands"
    (islands / "levels" / "bad.yaml").write_text("id: bad\nformat: [", encoding="utf-8")
    (islands / "rivals").mkdir(exist_ok=True)
    (islands / "rivals" / "builder.yaml").write_text("id: builder\n][", encoding="utf-8")
    assert load_level("islands_1").level.id == "islands_1"
    assert load_level("quota").level.id == "quota"
    with pytest.raises(ContentError):
        load_level("bad")
    report = check([packs])
    assert [level.level.id for level in report.levels] == ["islands_1"]
    assert {Path(problem.file).name for problem in report.problems if problem.is_error} == {
        "bad.yaml",
        "builder.yaml",
    }


def test_links_pipes_and_odd_manifests_are_passed_over(packs: Path) -> None:
    islands = packs / "islands"
    (islands / "history").symlink_to(islands)
    (islands / "rivals").symlink_to("circle")
    (islands / "circle").symlink_to("rivals")
    (islands / "settings").mkdir()
    os.mkfifo(islands / "settings" / "pipe.yaml")
    (islands / "settings" / "endless.yaml").symlink_to("/dev/zero")
    (packs / "self").symlink_to(packs / "self")
    (packs / "up").symlink_to(packs)
    (packs / "folder" / "pack.yaml").mkdir(parents=True)
    (packs / "noise").mkdir()
    (packs / "noise" / "pack.yaml").write_bytes(bytes(range(256)))
    library = discover()
    assert {"islands_1", "quota"} <= {file.id for file in library.files("level")}
    assert load_level("islands_1").level.id == "islands_1"
    assert any("noise" in problem.file for problem in library.problems)


def test_a_level_of_the_same_name_is_told_with_both_places(packs: Path) -> None:
    text = (levels_dir() / "core" / "levels" / "quota.yaml").read_text(encoding="utf-8")
    (packs / "islands" / "levels" / "quota.yaml").write_text(text, encoding="utf-8")
    problems = [p for p in discover().problems if p.code == "pack.conflict"]
    assert len(problems) == 1 and "islands" in str(problems[0].message.args["other"])


def test_a_level_that_stands_in_two_packs_is_never_replaced_in_silence(packs: Path) -> None:
    shipped = levels_dir() / "core" / "levels" / "quota.yaml"
    mine = packs / "islands" / "levels" / "quota.yaml"
    mine.write_text(shipped.read_text(encoding="utf-8"), encoding="utf-8")
    (told,) = [p for p in load_level("quota").problems if p.code == "pack.twins"]
    assert str(told.message.args["used"]).endswith("islands/levels/quota.yaml")
    assert str(told.message.args["others"]).endswith("core/levels/quota.yaml")
    for path in (shipped, mine):
        loaded = load_level(path)
        assert not loaded.problems and Path(loaded.origin().file).resolve() == path.resolve()
    result = typer.testing.CliRunner().invoke(cli.app, ["play", "quota", "--seat", "nobody"])
    assert "islands/levels/quota.yaml" in result.stderr and "Not used" in result.stderr


def test_a_pack_that_calls_itself_core_takes_over_no_part_of_the_shipped_level(packs: Path) -> None:
    shipped = levels_dir() / "core"
    manifest = packs / "islands" / "pack.yaml"
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace("id: islands", "id: core"), encoding="utf-8"
    )
    parts = [path.relative_to(shipped) for path in shipped.glob("[shr]*/*.yaml")]
    for part in parts:
        (packs / "islands" / part).parent.mkdir(exist_ok=True)
        (packs / "islands" / part).write_text((shipped / part).read_text(encoding="utf-8"), encoding="utf-8")
    loaded = load_level("quota")
    assert parts and not loaded.problems
    assert all("islands" not in document.file for document in loaded.files.values())


def test_all_levels_means_all_that_can_be_played(packs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from game.lab import commands

    asked: list[str] = []

    def load(name: str) -> object:
        asked.append(name)
        raise typer.Exit(1)

    monkeypatch.setattr(commands, "load", load)
    result = typer.testing.CliRunner().invoke(cli.app, ["lab", "tournament", "all", "--json"])
    assert result.exit_code == 1 and result.stdout == "{}\n"
    assert set(asked) == {"islands_1", "first_five_minutes", "quota"}


def test_a_folder_is_checked_whole(tmp_path: Path) -> None:
    for kind, name in (("pack", "islands"), ("level", "lonely")):
        for path, text in new_files(kind, name).items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, encoding="utf-8")
    assert {level.level.id for level in check([tmp_path]).levels} == {"islands_1", "lonely"}


def test_a_file_cannot_steer_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_text("a\x1b[2J\x07\u202eb,\n", encoding="utf-8")
    problems = read_observations(path, CalendarQuarter(2010, 1), ())[1]
    shown = render_all(problems, Translator("en"))
    assert "a\ufffd[2J\ufffd\ufffdb" in shown and "\x1b" not in shown


def test_a_level_of_another_time_than_its_setting_is_told(tmp_path: Path) -> None:
    text = next(iter(new_files("level", "later").values()))
    for start, told in (("2010Q1", set()), ("2012Q1", {"level.begins"}), ("2008Q1", {"level.begins"})):
        path = tmp_path / "later.yaml"
        path.write_text(text.replace("start: 2010Q1", f"start: {start}"), encoding="utf-8")
        report = check([path])
        assert {problem.code for problem in report.problems if not problem.is_error} == told and report.levels


def test_a_setting_that_is_not_there_is_the_only_complaint(tmp_path: Path) -> None:
    text = (levels_dir() / "core" / "levels" / "quota.yaml").read_text(encoding="utf-8")
    path = tmp_path / "quota.yaml"
    path.write_text(text.replace("setting: 2009", "setting: 2090"), encoding="utf-8")
    assert {problem.code for problem in check([path]).problems} == {"setting.none"}
