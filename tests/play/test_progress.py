"""Finished games: the best is kept, damage loses nothing, and no file is half written."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.i18n import Text, Translator
from game.play.progress import (
    FILE,
    SEALS,
    Finished,
    Progress,
    added,
    finished_game,
    from_saves,
    keep,
    read_progress,
)
from game.play.record import Header
from game.play.view_parts import End

GAME = Finished("quota", "japan", 7, points=61.5, gain_musd=300.0, seal="silver", met=True, date="2026-01-02")
games_of_one_kind = st.builds(
    Finished,
    st.just("quota"),
    st.just("japan"),
    st.just(7),
    points=st.none() | st.floats(-500, 200),
    gain_musd=st.none() | st.floats(-1e4, 1e4),
    seal=st.sampled_from(SEALS),
    met=st.booleans(),
    practice=st.booleans(),
    date=st.dates().map(datetime.date.isoformat),
)


def end(**values: object) -> End:
    told: dict[str, object] = {
        "seat": "japan", "score": 61.5, "score_note": None, "seal": "silver", "seal_note": None,
        "account_musd": 0.0, "twin_musd": 0.0, "lead_musd": 300.0, "calm_musd": 0.0, "stressed_musd": 0.0,
        "spread_musd": 0.0, "bars": (), "mandate": (), "passed": True, "futures": 64,
    }  # fmt: skip
    return End(**(told | values))  # type: ignore[arg-type]


def header(quarter: int, **values: object) -> Header:
    day = datetime.datetime(2026, 1, 1)
    told = Header(Path("x.json"), Text("x"), "quota", ("japan", "usa"), 7, quarter, 20, False, day)
    return replace(told, **values)  # type: ignore[arg-type]


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    assert read_progress(tmp_path) == Progress()
    assert keep(tmp_path, GAME) is None
    other = replace(GAME, seat="china", seal="", points=None, met=False)
    assert keep(tmp_path, other) is None
    assert read_progress(tmp_path) == Progress((GAME, other))
    assert [path.name for path in tmp_path.iterdir()] == [FILE], "nothing is left beside it"


@given(st.lists(games_of_one_kind, min_size=1, max_size=6))
def test_the_best_of_each_figure_is_kept_in_any_order(games: list[Finished]) -> None:
    (best,) = added((), games)
    (again,) = added((), reversed(games))
    assert replace(best, date="") == replace(again, date="")
    assert best.points == max((g.points for g in games if g.points is not None), default=None)
    assert best.seal == max((g.seal for g in games), key=SEALS.index)
    assert best.met == any(g.met for g in games)
    assert best.practice == all(g.practice for g in games)
    assert added((best,), games) == (best,), "the same game twice changes nothing"


def test_a_practice_game_brings_nothing_but_its_end() -> None:
    real = finished_game("quota", end(), 7, "minister", practice=False, day=datetime.date(2026, 1, 2))
    assert real == GAME
    practice = finished_game("quota", end(), 7, "minister", practice=True)
    assert (practice.points, practice.gain_musd, practice.seal, practice.met) == (None, None, "", False)


def test_games_that_only_the_saves_know_are_finished_too(tmp_path: Path) -> None:
    found = from_saves(
        [header(20), header(19), header(20, assumptions={"loyalty": 1.0}), header(20, problem=Text("x"))]
    )
    assert [(game.seat, game.practice, game.seal) for game in found] == [
        ("japan", True, ""),
        ("usa", True, ""),
    ]
    keep(tmp_path, GAME)
    known = read_progress(tmp_path, [header(20)]).games
    assert known[0] == GAME and known[1].seat == "usa", "a save takes nothing from what was judged"


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{", "\x00\x01", "[" * 100_000, '{"kind": "other", "games": []}',
        '{"kind": "lanthanide finished games", "format": 1, "games": {}}',
    ],
)  # fmt: skip
def test_a_damaged_file_is_told_and_put_aside(text: str, tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_text(text, encoding="utf-8")
    found = read_progress(tmp_path)
    assert found.games == () and found.trouble is not None
    for language in ("en", "zh-Hans"):
        translator = Translator(language)
        assert str(path) in translator.render(found.trouble) and not translator.missing
    assert path.read_text(encoding="utf-8") == text, "looking changes nothing"
    assert keep(tmp_path, GAME) is None
    assert read_progress(tmp_path) == Progress((GAME,))
    aside = [one for one in tmp_path.iterdir() if one.name != FILE]
    assert [one.read_text(encoding="utf-8") for one in aside] == [text], "and nothing is lost"


@pytest.mark.parametrize(
    "change",
    [
        {"seed": "7"}, {"seed": True}, {"points": "many"}, {"points": float("inf")}, {"points": 1e13},
        {"seal": "iron"}, {"difficulty": "hard"}, {"met": 1}, {"level": None}, {"date": 3},
        {"gain_musd": [1]},
    ],
)  # fmt: skip
def test_one_bad_entry_costs_only_itself(change: dict[str, object], tmp_path: Path) -> None:
    keep(tmp_path, GAME)
    keep(tmp_path, replace(GAME, seed=8))
    path = tmp_path / FILE
    data = json.loads(path.read_text(encoding="utf-8"))
    data["games"][1] |= change
    path.write_text(json.dumps(data), encoding="utf-8")
    found = read_progress(tmp_path)
    assert found.games == (GAME,) and found.trouble is not None
    for number in (9, 10):
        keep(tmp_path, replace(GAME, seed=number))
    assert {game.seed for game in read_progress(tmp_path).games} == {7, 9, 10}
    assert read_progress(tmp_path).trouble is None
    assert len(list(tmp_path.glob("*damaged*"))) == 1


def test_a_file_of_a_later_version_is_not_written_over(tmp_path: Path) -> None:
    keep(tmp_path, GAME)
    text = (tmp_path / FILE).read_text(encoding="utf-8").replace('"format": 1', '"format": 2')
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    assert read_progress(tmp_path).games == (GAME,)
    keep(tmp_path, replace(GAME, seed=8))
    assert text in {path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}


def test_killed_while_writing_the_old_file_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path, GAME)
    before = (tmp_path / FILE).read_bytes()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", killed)
    with pytest.raises(KeyboardInterrupt):
        keep(tmp_path, replace(GAME, seed=8))
    assert (tmp_path / FILE).read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_where_nothing_can_be_written_one_sentence_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    trouble = keep(tmp_path / "file" / "below", GAME)
    assert trouble is not None
    translator = Translator("en")
    said = translator.render(trouble)
    assert said.count(". ") == 0 and "file" in said and not translator.missing
