"""The command line: its contract, its exit codes, and one clear sentence for everything that can be wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
import typer.testing

from game import cli
from game.content.packs import load_level
from game.play.terminal import speak

ROOT = Path(__file__).parents[1]
GAME = ("play", "quota", "--seat", "japan", "--seed", "7", "--policy", "builder", "--headless")
RUNNER = typer.testing.CliRunner()


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Saves and crash notes go to a folder of the test; the language is English."""
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    speak("en")  # an earlier test's command may have chosen another for the whole process


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    result = RUNNER.invoke(cli.app, ["--language", "en", *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def run_json(*arguments: str) -> Any:
    code, out, err = run(*arguments)
    assert code == 0, err
    return json.loads(out)


def program(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The real program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "game.cli", "--language", "en", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def save(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished game of a builder in Japan."""
    file = tmp_path_factory.mktemp("saves") / "game.json"
    done = run(*GAME, "--save", str(file))
    assert done[0] == 0, done[2]
    return file


def test_play_without_a_window_gives_the_promised_json(save: Path) -> None:
    result = run_json(*GAME, "--json")
    assert list(result) == [
        "level", "seat", "seed", "quarters", "objectives", "account", "score", "better_than",
        "governments", "digest",
    ]  # fmt: skip
    assert (result["level"], result["seat"], result["seed"], result["quarters"]) == ("quota", "japan", 7, 20)
    assert result["objectives"]
    assert all(set(row) == {"kind", "text", "value", "target", "met"} for row in result["objectives"])
    lines = result["account"]["lines"]
    assert set(lines) == {"users", "producers", "treasury", "nature"}
    assert sum(line["lead_musd"] for line in lines.values()) == pytest.approx(result["account"]["lead_musd"])
    assert isinstance(result["score"], float)
    par = load_level("quota").level.par["japan"]
    worse = [quantile for quantile in par.quantiles if float(quantile) <= result["account"]["lead_musd"]]
    assert result["better_than"] == (len(worse) - 1) / 100.0 and result["governments"] == 1000
    assert result["digest"] == run_json("replay", str(save), "--json")["digest"]


def test_a_level_is_named_by_its_path_too() -> None:
    path = ROOT / "levels" / "core" / "levels" / "quota.yaml"
    by_path = run_json("play", str(path), "--headless", "--json", "--seed", "3")
    by_name = run_json("play", "quota", "--headless", "--json", "--seed", "3")
    assert by_path["digest"] == by_name["digest"] and by_path["seat"] == "japan"


def test_the_summary_is_for_people(save: Path) -> None:
    code, out, _ = run("play", "quota", "--headless", "--seed", "history")
    assert code == 0 and "The Quota, Japan, seed 2010: 20 quarters" in out and "Treasury" in out
    result = RUNNER.invoke(cli.app, ["--language", "zh-Hans", "play", "quota", "--headless"])
    assert result.exit_code == 0 and "国库" in result.stdout


def test_orders_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "orders.yaml"
    file.write_text(
        "- {quarter: Q1, orders: [{slot: thrift, option: start}, {slot: quota, option: '-20'}]}\n"
        "- {quarter: Q2, orders: [{slot: thrift, option: start}]}\n",
        encoding="utf-8",
    )
    saved = tmp_path / "game.json"
    code, _, err = run(
        "play", "quota", "--headless", "--orders", str(file), "--save", str(saved), "--seed", "1"
    )
    assert code == 0
    assert "Q2: thrift start was refused. It is running already." in err
    assert "Q1: quota -20 was refused." in err, "Japan has nothing to hold back"
    body = json.loads(saved.read_text(encoding="utf-8"))["body"]
    assert ["thrift", "start"] in body["played"][0]["orders"]["japan"]


BAD: list[tuple[tuple[str, ...], int, str]] = [
    (
        ("play", "nowhere", "--headless"),
        2,
        "There is no level 'nowhere'; there is: first_five_minutes, quota",
    ),
    (("play", "qouta", "--headless"), 2, "There is no level 'qouta'; there is: quota"),
    (("play", "none/such.yaml", "--headless"), 2, "none/such.yaml"),
    (("play", "quota", "--headless", "--seat", "mars"), 2, "no seat 'mars'; choose one of: japan"),
    (("play", "quota", "--headless", "--policy", "x"), 2, "There is no policy 'x'; choose one of:"),
    (("play", "quota", "--headless", "--seed", "abc"), 2, "'abc' is no seed"),
    (("play", "quota", "--headless", "--seed", "-1"), 2, "'-1' is no seed"),
    (("play", "quota", "--headless", "--seed", "1" * 30), 2, "is no seed"),
    (("play", "quota", "--headless", "--orders", "none.yaml"), 2, "There is no order file 'none.yaml'"),
    (("play", "quota", "--headless", "--orders", "a", "--policy", "b"), 2, "not both"),
    (("play", "quota", "--policy", "builder"), 2, "need --headless"),
    (("play", "quota", "--json"), 2, "need --headless"),
    (("play", "quota", "--headless", "--save", __file__ + "/x.json"), 1, "can't be saved"),
    (("play",), 2, "Missing argument 'LEVEL'"),
    (("play", "quota", "--fast"), 2, "No such option"),
    (("play", "quota", "--headless", "--seed", "9" * 6000), 2, "is no seed"),
    (("play", "quota", "--headless", "--save", ""), 1, "can't be saved"),
    (("play", "x" * 5000 + ".yaml", "--headless"), 2, "can't be read"),
    (("check", "x" * 5000), 1, "There is no such file or folder"),
    (("new", "level", "x" * 300), 1, "Can't write"),
    (("lab", "par", "quota", "--seed", "9" * 30), 2, "--seed"),
    (("replay", "none.json"), 1, "There is no save 'none.json'"),
    (("debrief", "none.json"), 1, "There is no save 'none.json'"),
    (("check",), 2, "Missing argument"),
    (("new", "planet", "mine"), 2, "'planet' can't be begun; choose one of: level, pack, setting"),
    (("new", "level", "My Level"), 2, "My Level"),
    (("schema", "planet"), 2, "no kind of file 'planet'"),
    (("lab", "par", "nowhere"), 2, "There is no level 'nowhere'"),
    (("lab", "par", "quota", "--seat", "mars"), 2, "no seat 'mars'"),
    (("lab", "par", "quota", "--governments", "1"), 2, "--governments"),
    (("lab", "tournament", "nowhere"), 2, "There is no level 'nowhere'"),
    (("lab", "bench", "nowhere"), 2, "There is no level 'nowhere'"),
    (("lab", "sensitivity", "--lesson", "nowhere"), 2, "There is no level 'nowhere'"),
    (("conquer",), 2, "No such command 'conquer'"),
]
if sys.platform != "win32":
    BAD.append((("play", "quota", "--headless", "--orders", "/dev/zero"), 1, "too large"))
    BAD.append((("replay", "/dev/zero"), 1, "is not a save"))


@pytest.mark.parametrize(("arguments", "exit_code", "words"), BAD, ids=[" ".join(b[0])[:50] for b in BAD])
def test_bad_input_gets_an_exit_code_and_a_sentence(
    arguments: tuple[str, ...], exit_code: int, words: str
) -> None:
    code, out, err = run(*arguments)
    assert code == exit_code, err
    said = " ".join((err + out if arguments[0] == "check" else err).replace("│", " ").split())
    assert words in said and "Traceback" not in out + err


def test_a_lesson_wants_an_ensemble_of_its_own_setting(tmp_path: Path) -> None:
    pack = tmp_path / "other"
    (pack / "levels").mkdir(parents=True)
    (pack / "settings").mkdir()
    core = ROOT / "levels" / "core"
    (pack / "pack.yaml").write_text(
        (core / "pack.yaml").read_text(encoding="utf-8").replace("id: core", "id: other"), encoding="utf-8"
    )
    level = (
        (core / "levels" / "quota.yaml").read_text(encoding="utf-8").replace("id: quota", "id: quota_2", 1)
    )
    (pack / "levels" / "quota_2.yaml").write_text(
        level.replace("setting: 2009", "setting: copy_2009", 1), encoding="utf-8"
    )
    setting = (
        (core / "settings" / "2009.yaml").read_text(encoding="utf-8").replace("id: 2009", "id: copy_2009", 1)
    )
    (pack / "settings" / "copy_2009.yaml").write_text(setting, encoding="utf-8")
    code, out, err = run("lab", "sensitivity", "--lesson", str(pack / "levels" / "quota_2.yaml"))
    assert code == 1 and out == ""
    assert "The setting 'copy_2009' of the level 'quota_2' has no ensemble and takes none over" in err
    table = (core / "settings" / "2009.ensemble.csv").read_text(encoding="utf-8")
    (pack / "settings" / "copy_2009.ensemble.csv").write_text(
        table.replace("fear_gain", "courage", 1), encoding="utf-8"
    )
    code, out, err = run("lab", "sensitivity", "--lesson", str(pack / "levels" / "quota_2.yaml"))
    assert code == 1 and out == ""
    assert "copy_2009.ensemble.csv:1" in err and "no parameter 'courage'" in err
    (pack / "settings" / "copy_2009.ensemble.csv").write_text(table, encoding="utf-8")
    loaded = load_level(pack / "levels" / "quota_2.yaml")
    assert loaded.ensemble is not None and "fear_gain" in loaded.ensemble.names


def by_hand(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Exit code of the program's own entry, in this process."""
    monkeypatch.setattr(sys, "argv", ["lanthanide", *arguments])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    return int(caught.value.code or 0)


@pytest.mark.parametrize(
    "arguments",
    [
        ("play",),
        ("play", "quota", "--fast"),
        ("replay", "a", "b"),
        ("lab",),
        ("lab", "par", "quota", "--seed", "x"),
    ],
    ids=" ".join,
)
def test_a_wrong_command_is_told_in_one_sentence(
    arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for language in ("en", "zh-Hans"):
        assert by_hand(monkeypatch, "--language", language, *arguments) == 2
        out, err = capsys.readouterr()
        assert not out and err.count("\n") == 1 and f"`lanthanide {arguments[0]}" in err


def test_output_that_cannot_be_written_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    command = [sys.executable, "-m", "game.cli", "--language", "en", "schema"]
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123
        done = subprocess.run(
            command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False
        )
    assert done.returncode == 1 and done.stderr.count("\n") == 1 and "No space left" in done.stderr


def test_a_game_without_its_files_says_so(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "game", tmp_path / "game", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "assets").symlink_to(ROOT / "assets", target_is_directory=True)
    (tmp_path / "levels").mkdir()

    def told(*arguments: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "game.cli", *arguments]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
        assert done.stderr.count("\n") == 1, done.stderr
        return done.returncode, done.stderr

    code, words = told("--language", "en", "lab", "tournament", "all")
    assert code == 1 and "`lanthanide doctor`" in words
    (tmp_path / "levels").rmdir()
    code, words = told("lab", "backtest")
    assert code == 1 and "folder 'levels' is missing" in words
    (tmp_path / "assets").unlink()
    code, words = told("nonsense")
    assert code == 1 and "folder 'assets' is missing" in words


def test_a_reader_that_leaves_is_no_failure() -> None:
    command = [sys.executable, "-m", "game.cli", "check", "--resolved", "levels/core"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None and running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b"" and running.wait() == 0


def test_a_terminal_without_chinese_gets_escapes_and_whole_json() -> None:
    environment = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "game.cli", "--language", "zh-Hans", "doctor", "--json"],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert all(row["text"] for row in json.loads(done.stdout)) and "\\u" in done.stdout


def test_ctrl_c_ends_without_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "app", interrupted)
    assert by_hand(monkeypatch, "doctor") == 130 and capsys.readouterr() == ("", "")


def test_a_user_without_a_home_can_play(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> Path:
        raise RuntimeError("no home")

    monkeypatch.setattr(Path, "home", nobody)
    assert by_hand(monkeypatch, "doctor") == 0
    assert "lanthanide-" in os.environ["HOME"]


def test_an_unknown_language_is_refused() -> None:
    result = RUNNER.invoke(cli.app, ["--language", "xx", "doctor"])
    assert result.exit_code == 2 and "no language 'xx'" in result.stderr


def test_a_mistake_in_yaml_is_shown_with_its_line(tmp_path: Path) -> None:
    text = (ROOT / "levels" / "core" / "levels" / "quota.yaml").read_text(encoding="utf-8")
    file = tmp_path / "mine.yaml"
    file.write_text(text.replace("\nquarters: 20", "\nquarters: twenty", 1), encoding="utf-8")
    for command in (("play", str(file), "--headless"), ("check", str(file))):
        code, out, err = run(*command)
        assert code == 1 and "mine.yaml:" in out + err and "twenty" in out + err


def test_a_broken_save_is_refused(tmp_path: Path, save: Path) -> None:
    file = tmp_path / "broken.json"
    file.write_bytes(save.read_bytes()[:-2000])
    for command in ("replay", "debrief"):
        code, out, err = run(command, str(file))
        assert code == 1 and not out and err.count("\n") == 1 and "is damaged" in err


def test_replay_says_in_words_and_json_whether_a_save_holds(save: Path) -> None:
    code, out, _ = run("replay", str(save))
    assert code == 0 and "every digest is the same" in out
    report = run_json("replay", str(save), "--json")
    assert report["verified"] and report["identical"] and report["first_difference"] is None


def test_replay_tells_where_a_changed_save_differs(save: Path, tmp_path: Path) -> None:
    raw = json.loads(save.read_text(encoding="utf-8"))
    file = tmp_path / "changed.json"
    raw["body"]["played"][5]["orders"]["japan"] = [["recycling", "start"]]
    file.write_text(json.dumps(raw), encoding="utf-8")
    code, out, err = run("replay", str(file))
    assert code == 1 and not err and "has been changed" in out and "quarter 6 is the first" in out
    code, out, _ = run("replay", str(file), "--json")
    report = json.loads(out)
    assert code == 1 and report["first_difference"] == 6
    assert not report["sealed"] and not report["verified"] and not report["identical"]


@pytest.fixture(scope="module")
def debriefed(save: Path) -> Any:
    """What `debrief --json` says of the builder's game."""
    return run_json("debrief", str(save), "--json")


def test_debrief_gives_each_lever_its_worth(debriefed: Any) -> None:
    result = debriefed
    assert {"attribution", "turning_points", "score", "account"} <= set(result)
    assert {"quarter", "slot", "option", "worth_musd"} <= set(result["turning_points"][0])
    levers = result["attribution"]
    assert {"industry", "technology", "market", "diplomacy", "controls"} < set(levers)
    assert all({"mean", "spread"} <= set(worth) for worth in levers.values())
    assert all(worth["over_ensemble"]["low"] <= worth["over_ensemble"]["high"] for worth in levers.values())
    assert {"decision", "share_musd", "without_musd", "text"} <= set(result["decisions"][0])


def test_debrief_writes_a_page_to_print(save: Path, tmp_path: Path) -> None:
    page, essay = tmp_path / "page.html", tmp_path / "essay.html"
    code, out, err = run("debrief", str(save), "--html", str(page), "--language", "zh-Hans")
    assert code == 0 and not err and str(page) in out
    text = page.read_text(encoding="utf-8")
    assert '<html lang="zh-Hans">' in text and "市场自身" in text and text.count("<svg") >= 8
    essay.write_text("mine", encoding="utf-8")
    for html, words in ((essay, "is not a debrief"), (tmp_path / "none" / "page.html", "can be written to")):
        code, out, err = run("debrief", str(save), "--html", str(html))
        assert code == 1 and not out and words in err and err.count("\n") == 1
    assert essay.read_text(encoding="utf-8") == "mine"
    code, _, err = run("debrief", str(save), "--seat", "china")
    assert code == 2 and "Nobody governed the seat 'china'" in err


def test_debrief_waits_for_the_end(tmp_path: Path, save: Path) -> None:
    from game.play.match import Match

    match = Match.load(save)
    match.rewind(18)
    match.save(tmp_path / "early.json")
    code, _, err = run("debrief", str(tmp_path / "early.json"))
    assert code == 1 and "3 quarters are left" in err


def test_check_counts_and_plays() -> None:
    report = run_json("check", str(ROOT / "levels"), "--json")
    assert report["errors"] == 0 and report["levels"] == ["first_five_minutes", "quota"]
    code, out, _ = run("check", str(ROOT / "levels" / "core" / "levels" / "quota.yaml"), "--resolved")
    assert code == 0 and "quota.yaml" in out
    assert run("check", str(ROOT / "tests" / "broken" / "key_unknown.yaml"))[0] == 1


def test_new_files_pass_the_check(tmp_path: Path) -> None:
    assert run("new", "pack", "islands", "--into", str(tmp_path))[0] == 0
    assert run("check", str(tmp_path / "islands"))[0] == 0
    code, _, err = run("new", "pack", "islands", "--into", str(tmp_path))
    assert code == 1 and "exists already" in err


def test_schema_doctor_and_version_answer() -> None:
    assert run_json("schema")["$defs"] and run_json("schema", "rival")["properties"]
    found = run_json("doctor", "--json")
    ids = {"python", "packages", "files", "languages", "saves", "packs", "display"}
    assert {row["id"] for row in found} == ids
    assert run("doctor")[0] == 0
    assert run("--version")[1].strip()


def test_the_back_test_has_its_keys() -> None:
    result = run_json("lab", "backtest", "--json")
    assert set(result["rms_log_error"]) == {"overall", "E1", "E2", "E3"} and result["series"]


def test_without_a_display_one_line_says_so() -> None:
    for arguments in ((), ("play", "quota", "--seat", "japan")):
        done = program(*arguments, SDL_VIDEODRIVER="", DISPLAY="", WAYLAND_DISPLAY="")
        assert done.returncode == 2 and done.stderr.count("\n") == 1 and "no display" in done.stderr
        assert not done.stdout


def test_help_needs_no_model() -> None:
    heavy = "numpy", "pydantic", "pygame", "babel"
    script = f"import sys, game.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "[]"
    helped = program("--help")
    assert helped.returncode == 0
    for command in ("play", "check", "new", "schema", "replay", "debrief", "lab", "doctor"):
        assert command in helped.stdout


def test_a_fault_of_the_game_becomes_a_note_not_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def explode(**_: object) -> None:
        raise RuntimeError("secret details")

    monkeypatch.setattr(cli, "app", explode)
    with pytest.raises(SystemExit) as caught:
        cli.main()
    err = capsys.readouterr().err
    assert caught.value.code == 1 and err.count("\n") == 1 and "RuntimeError" in err and "secret" not in err
    notes = list(tmp_path.rglob("crash-*.txt"))
    assert len(notes) == 1 and "secret details" in notes[0].read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no head")
def test_a_reader_that_leaves_is_no_fault() -> None:
    command = f"{sys.executable} -m game.cli schema | head -1"
    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.stdout.strip() == "{" and not done.stderr


def test_every_json_key_is_documented(save: Path, debriefed: Any) -> None:
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    answers = [
        run_json(*GAME, "--json"),
        run_json("replay", str(save), "--json"),
        debriefed,
        run_json("check", str(ROOT / "levels" / "core" / "pack.yaml"), "--json"),
        run_json("doctor", "--json")[0],
    ]
    keys = {key for answer in answers for key in answer}
    keys |= set(answers[0]["account"]) | set(answers[0]["objectives"][0]) | set(answers[2]["attribution"])
    missing = sorted(key for key in keys if f"`{key}`" not in page)
    assert not missing, missing


def test_a_window_never_begins_a_game_over_another(
    save: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The player who types the same command the next day goes on; another seat or seed is refused."""
    opened: list[dict[str, Any]] = []

    def window(**options: Any) -> None:
        opened.append(options)
        raise typer.Exit

    monkeypatch.setattr(cli, "_window", window)
    for more in ((), ("--seat", "japan"), ("--seed", "7")):
        assert run("play", "quota", "--save", str(save), *more)[0] == 0
        assert opened.pop() == {"language": "en", "save": save}
    for more in (("--seat", "usa"), ("--seed", "8")):
        code, _, err = run("play", "quota", "--save", str(save), *more)
        assert code == 1 and "holds another game (quota, japan, seed 7)" in err and not opened
    essay, fresh = tmp_path / "essay.txt", tmp_path / "fresh.json"
    essay.write_text("Three pages.", encoding="utf-8")
    assert run("play", "quota", "--save", str(essay))[0] == 1 and not opened
    assert run("play", "quota", "--save", str(fresh))[0] == 0
    assert opened.pop()["level"] == "quota"
