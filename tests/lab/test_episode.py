"""Episodes that others write: the manual's example, every kind of entry, tables with mistakes."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from game.cli import app
from game.content.check import check
from game.content.fields import CalendarQuarter
from game.content.observations import read_observations
from game.content.problem import ContentError
from game.economy.effects import KINDS
from game.lab.backtest import backtest
from game.lab.episode import load_history, load_setting, script_of
from game.paths import levels_dir

MANUAL = Path(__file__).parents[2] / "docs" / "economy.md"
SECTION = MANUAL.read_text(encoding="utf-8").partition("## Writing another episode")[2].partition("\n## ")[0]
YAML, CSV = (re.search(rf"```{kind}\n(.*?)```", SECTION, re.DOTALL)[1] for kind in ("yaml", "csv"))  # type: ignore[index]
HEAD = CSV.splitlines()[0]
GOOD = "a,light_oxide,outside,2014Q1,2014Q4,mean,63,1,E2,USGS,sourced"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """The manual's script and table."""
    script, table = tmp_path / "episode.yaml", tmp_path / "prices.csv"
    script.write_text(YAML, encoding="utf-8")
    table.write_text(CSV, encoding="utf-8")
    return script, table


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["--language", "en", "lab", "backtest", *words])
    return result.exit_code, result.stdout, result.stderr


def test_the_manuals_episode_plays(files: tuple[Path, Path]) -> None:
    code, out, _ = run("--setting", "2024", "--history", str(files[0]), "--json")
    assert code == 0
    result = json.loads(out)
    series = {name: np.array(values) for name, values in result["series"].items() if name != "quarters"}
    quarters = result["series"]["quarters"]
    assert quarters[0] == "2025Q1" and len(quarters) > 12
    assert result["residual"] < 0.01 and result["mass_balance_t"] < 1e-8
    assert result["observations"] == [] and result["rms_log_error"] == {}
    licensed = quarters.index("2025Q2")
    heavy_out, heavy_in = (series[f"heavy_oxide_{place}_usd_kg"] for place in ("outside", "inside"))
    assert heavy_out[licensed] > 1.5 * heavy_out[0] and heavy_in[licensed] < heavy_in[0]
    exports = series["magnet_exports_of_china_t"]
    assert exports[licensed] < 0.5 * exports[0] < exports[licensed + 1]
    assert series["magnets_abroad_t"][quarters.index("2028Q4")] > series["magnets_abroad_t"][licensed] + 1000


def test_the_manuals_table_is_compared(files: tuple[Path, Path]) -> None:
    code, out, _ = run("--history", "2010_2018", "--observations", str(files[1]), "--json")
    assert code == 0
    result = json.loads(out)
    assert set(result["rms_log_error"]) == {"overall", "E2"} and len(result["observations"]) == 2
    shipped = {seen["id"]: seen["simulated_usd_kg"] for seen in backtest()["observations"]}
    for seen in result["observations"]:
        assert seen["simulated_usd_kg"] == pytest.approx(shipped[seen["id"]])


def test_scripts_are_played_together_and_prices_of_single_nations(tmp_path: Path) -> None:
    table = tmp_path / "prices.csv"
    rows = [HEAD, GOOD, GOOD.replace("a,", "b,").replace("outside", "japan").replace("2014", "2020")]
    table.write_text("\n".join(rows), encoding="utf-8")
    later = tmp_path / "later.yaml"
    entry = (
        "{id: cut, kind: licence, from: 2019Q1, to: end, nation: china, destination: japan, "
        "good: light_oxide, value: 0, source: s, confidence: judgement}"
    )
    head = "format: 1\nkind: history\nid: later\nentries:\n  - "
    later.write_text(f"{head}{entry}\n", encoding="utf-8")
    alone = backtest(history=["2010_2018"], observations=table)
    both = backtest(history=["2010_2018", later], observations=table)
    assert both["episode"]["quarters"] == 44 and "light_oxide_japan_usd_kg" in both["series"]
    first, second = (run["observations"] for run in (alone, both))
    assert second[0]["simulated_usd_kg"] == pytest.approx(first[0]["simulated_usd_kg"])
    assert second[1]["simulated_usd_kg"] > 1.02 * first[1]["simulated_usd_kg"]
    with pytest.raises(ContentError):
        backtest(history=["2010_2018", "2010_2018"], observations=table)


def test_every_kind_can_be_written_by_quarter_and_place(tmp_path: Path) -> None:
    """A value by steps for each kind, on all that the kind knows; the model plays all of them."""
    setting = load_setting("2024")
    lines = ["format: 1", "kind: history", "id: all", "entries:"]
    for kind in sorted(KINDS):
        links = kind in ("quota", "export_duty", "licence", "affinity", "pledge", "capacity")
        far = "destinations: [japan, malaysia], " if links else ""
        far += "origins: [china], " if kind == "import_duty" else ""
        goods = "goods: [heavy_oxide, magnets], " if kind in GOODS_KINDS else ""
        plants = "plants: [mine, magnet_plant], " if kind in ("supply", "cost", "capacity") else ""
        lines.append(
            f"  - {{id: {kind}, kind: {kind}, from: 2025Q1, to: 2026Q3, nations: [china, usa], "
            f"{far}{goods}{plants}"
            "value: {2025Q1: 0.9, 2025Q3: 0.8, 2026Q2: 0}, source: s, confidence: judgement}"
        )
    path = tmp_path / "all.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    history = load_history(path, setting.nations)
    assert {line.effect.kind for line in script_of(setting, history)} == set(KINDS)
    assert len([line for line in script_of(setting, history) if line.id == "quota"]) == 3
    result = backtest("2024", [path])
    assert result["mass_balance_t"] < 1e-8
    assert all(np.isfinite(values).all() for name, values in result["series"].items() if name != "quarters")


GOODS_KINDS = (
    "quota", "export_duty", "import_duty", "licence", "need", "perceived_risk", "affinity", "support",
    "price_floor", "state_buy", "state_release", "pledge", "recycled",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "table.columns", 1),
        (HEAD.replace("usd_kg", "price"), "table.columns", 1),
        (HEAD.replace(",", ";"), "table.columns", 1),
        (f"id,{HEAD}\nb,{GOOD}", "table.twice", 1),
        (f"{HEAD}\n{GOOD}{'x' * 200_000}", "table.broken", 2),
        (HEAD, "table.empty", 1),
        (f"{HEAD}\n{GOOD},more", "table.cells", 2),
        (f"{HEAD}\n\n{GOOD.replace('63', 'dear')}", "table.number", 3),
        (f"{HEAD}\n{GOOD.replace('63', '-1')}", "table.number", 2),
        (f"{HEAD}\n{GOOD.replace('63', 'nan')}", "table.number", 2),
        (f"{HEAD}\n{GOOD.replace('outside', 'mars')}", "table.word", 2),
        (f"{HEAD}\n{GOOD.replace('light', 'lihgt')}", "table.word", 2),
        (f"{HEAD}\n{GOOD.replace('2014Q4', '2014')}", "table.quarter", 2),
        (f"{HEAD}\n{GOOD.replace('2014Q4', '2013Q4')}", "table.order", 2),
        (f"{HEAD}\n{GOOD.replace('2014', '2009')}", "table.early", 2),
        (f"{HEAD}\n{GOOD.replace('2014Q4', '2914Q4')}", "table.late", 2),
        (f"{HEAD}\n{GOOD.replace('USGS', '')}", "table.blank", 2),
        (f"{HEAD}\n{GOOD}\n{GOOD}", "id.twice", 3),
    ],
)
def test_mistakes_in_a_table_are_named_by_line(tmp_path: Path, text: str, code: str, line: int) -> None:
    path = tmp_path / "prices.csv"
    path.write_text(text, encoding="utf-8")
    seen, problems = read_observations(path, CalendarQuarter(2010, 1), ("china", "japan"))
    assert seen == () and [(p.code, p.line) for p in problems] == [(code, line)]


def test_a_table_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_bytes(HEAD.encode() + b"\n\xff\xfe")
    assert [p.code for p in read_observations(path, CalendarQuarter(2010, 1), ())[1]] == ["file.encoding"]
    path.write_text(f'{HEAD}\n"{GOOD}\n{GOOD}\n', encoding="utf-8")
    assert read_observations(path, CalendarQuarter(2010, 1), ())[1]


def test_wrong_words_get_one_clear_sentence(files: tuple[Path, Path], tmp_path: Path) -> None:
    for words, code in (
        (("--setting", "2025"), 2),
        (("--history", "2010"), 2),
        (("--observations", str(tmp_path / "none.csv")), 2),
        (("--setting", str(tmp_path / "none.yaml")), 2),
    ):
        exit_code, out, err = run(*words)
        assert exit_code == code and out == "" and "error: " in err and "Traceback" not in err, words
    script = files[0]
    script.write_text(YAML.replace("destination: usa", "destination: mars"), encoding="utf-8")
    exit_code, _, err = run("--setting", "2024", "--history", str(script))
    assert exit_code == 1 and f"{script.name}:" in err and "'mars'" in err
    with pytest.raises(ContentError):
        backtest("2024", [script])


def test_figures_without_a_balance_are_one_sentence(tmp_path: Path) -> None:
    """Japan's plants make more oxide than the world uses: the back-test, a game and a check say so."""
    pack = tmp_path / "pack"
    shutil.copytree(Path(__file__).parents[1] / "content" / "pack", pack)
    shipped = (levels_dir() / "core" / "settings" / "2009.yaml").read_text(encoding="utf-8")
    many = "magnet_output_t: {value: 3000,"
    assert many in shipped
    flood = "light_separation_output_t: {value: 90000, source: authors, confidence: judgement}"
    text = shipped.replace(many, f"{flood}\n    {many}")
    (pack / "settings").mkdir()
    (pack / "settings" / "flood.yaml").write_text(text.replace("id: 2009", "id: flood"), encoding="utf-8")
    level = pack / "levels" / "trial.yaml"
    level.write_text(
        level.read_text(encoding="utf-8").replace("setting: 2009", "setting: flood"), encoding="utf-8"
    )
    for words in (
        ("lab", "backtest", "--setting", str(pack / "settings" / "flood.yaml")),
        ("play", str(level), "--seat", "japan", "--headless"),
        ("check", str(level), "--play"),
    ):
        result = CliRunner().invoke(app, ["--language", "en", *words])
        assert isinstance(result.exception, SystemExit) and result.exit_code in (1, 2), words
        assert "no balance" in result.stderr and "light_oxide" in result.stderr, words


def test_a_table_of_another_spreadsheet_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    for mark, name in ((";", "';'"), ("\t", "'Tab'")):
        path.write_text(HEAD.replace(",", mark), encoding="utf-8")
        code, _, err = run("--observations", str(path))
        assert code == 1 and f"separated by {name}" in err


def test_parameters_come_from_one_setting_that_states_them(tmp_path: Path) -> None:
    text = (levels_dir() / "core" / "settings" / "2024.yaml").read_text(encoding="utf-8")

    def write(name: str, other: str) -> Path:
        path = tmp_path / f"{name}.yaml"
        new = text.replace("id: 2024", f"id: {name}", 1)
        path.write_text(new.replace("parameters_from: 2009", f"parameters_from: {other}"), encoding="utf-8")
        return path

    cases = {"a": ("b", "setting.chain"), "b": ("a", "setting.chain"), "own": ("own", "setting.chain")}
    cases |= {"listed": ("[2009]", "word.expected"), "none": ("nowhere", "setting.none")}
    cases |= {"far": ("../2009", "setting.none")}
    for name, (other, _) in cases.items():
        write(name, other)
    for name, (_, code) in cases.items():
        path = tmp_path / f"{name}.yaml"
        with pytest.raises(ContentError) as refused:
            load_setting(path)
        told = {problem.code for problem in refused.value.problems}
        assert told == {problem.code for problem in check([path]).problems} == {code}, name


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("kind: history", "kind: history\nkind: history", "yaml.duplicate"),
        ("source: s,", "source: t,", "source.none"),
        ("{low: 1, high: 2}", "{low: 2, high: 1}", "range.reversed"),
    ],
)
def test_the_lab_refuses_what_check_refuses(tmp_path: Path, old: str, new: str, code: str) -> None:
    text = (
        "format: 1\nkind: history\nid: mine\nsources: {s: {text: x}}\nentries:\n"
        "  - {id: a, kind: need, from: 2010Q1, to: end, nations: all, goods: [magnets], value: 1.1, "
        "fitted: {low: 1, high: 2}, source: s, confidence: derived}\n"
    )
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    assert load_history(path, ("china",)).entries and not check([path]).problems
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        load_history(path, ("china",))
    assert {problem.code for problem in refused.value.problems} == {code}
    assert {problem.code for problem in check([path]).problems} == {code}
