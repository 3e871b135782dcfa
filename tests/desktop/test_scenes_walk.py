"""A whole game with real events: from the title to the debrief, by mouse, and by keyboard alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from game.content.packs import load_level
from game.desktop import start
from game.desktop.app import App
from game.desktop.driver import click, drive, press, settle, typing
from game.desktop.preferences import Preferences
from game.desktop.scenes.briefing import Briefing
from game.desktop.scenes.debrief import Debrief
from game.desktop.scenes.desk import Desk
from game.desktop.scenes.levels import Levels
from game.desktop.scenes.reckoning import Reckoning
from game.desktop.scenes.report import Report
from game.desktop.scenes.saves import Saves
from game.desktop.scenes.title import Title
from game.desktop.sitting import Sitting
from game.play.match import Match


@pytest.fixture
def session(tmp_path: Path) -> Sitting:
    preferences = Preferences(reduced_motion=True)
    return Sitting(preferences, preferences_file=tmp_path / "desktop.json", saves=tmp_path / "saves")


@pytest.fixture
def app(session: Sitting) -> Iterator[App]:
    made = start.build_app(session, headless=True)
    made.push(session.scene("title"))
    settle(made, 0.2)
    yield made
    made.close()


def wait(app: App, seconds: float = 60.0) -> None:
    """Until background work of the scene on top is done."""
    until = time.monotonic() + seconds
    while getattr(app.scene, "busy", False) and time.monotonic() < until:
        app.step()
        time.sleep(0.005)
    settle(app, 0.2)


def tab_to(app: App, name: str, most: int = 200) -> None:
    """Press Tab until the widget has the focus."""
    for _ in range(most):
        if app.ui.focused == name and app.ui.focus_visible:
            return
        drive(app, press("tab"))
    raise AssertionError(f"Tab never came to {name}; there were {[f.id for f in app.ui.state.focusables]}")


def begin(app: App, seat: str) -> Desk:
    """Title, level, seat, luck, briefing, prediction: by mouse."""
    drive(app, click(app, "new"))
    assert isinstance(app.scene, Levels)
    drive(app, click(app, f"seat-{seat}"))
    drive(app, click(app, "luck/typed"))
    drive(app, click(app, "seed"))
    drive(app, typing("77"))
    drive(app, click(app, "briefing"))
    assert isinstance(app.scene, Briefing)
    assert app.scene.seed == 77
    drive(app, click(app, "start"))
    assert isinstance(app.scene, Briefing), "nobody takes office without a prediction"
    drive(app, click(app, "prediction/trade"))
    drive(app, click(app, "start"))
    settle(app, 0.2)
    assert isinstance(app.scene, Desk)
    return app.scene


def play_out(app: App, session: Sitting) -> Debrief:
    """From the desk to the debrief, pressing the buttons that lead on."""
    for _ in range(45):
        if isinstance(app.scene, Desk):
            drive(app, click(app, "end"))
        elif isinstance(app.scene, Report):
            drive(app, press("enter"))
        else:
            break
        settle(app, 0.05)
    assert isinstance(app.scene, Reckoning)
    wait(app)
    assert len(app.scene.pages) == 20
    drive(app, click(app, "quarter-7"))
    assert app.scene.at == 7
    drive(app, press("enter"))
    assert isinstance(app.scene, Debrief)
    wait(app)
    return app.scene


def test_a_game_by_mouse_from_title_to_debrief_and_on(app: App, session: Sitting) -> None:
    desk = begin(app, "australia")
    match = desk.table.match
    assert match.governed == ("australia",)
    drive(app, press("esc"))
    drive(app, click(app, "save"))
    assert any(path.name.startswith("quota-australia-77-") for path in session.saves.glob("*.json"))
    drive(app, click(app, "resume"))
    assert app.scene is desk
    debrief = play_out(app, session)
    assert debrief.prediction == "trade"
    for tab in ("levers", "what_if", "claims", "result"):
        drive(app, click(app, f"parts/{tab}"))
        wait(app)
        assert debrief.tab == tab
        assert app.ui.describe()
    drive(app, click(app, "parts/levers"))
    drive(app, click(app, "filing/place"))
    wait(app)
    assert {("bars", "desk"), ("bars", "place"), ("decisions", "place")} <= set(debrief.levers.done)
    for shown in ("spread/seeds", "spread/members", "beside-tabs/joint", "beside-tabs/prediction"):
        drive(app, click(app, shown))
    wait(app)
    assert ("members", "place") in debrief.levers.done
    drive(app, click(app, "print"))
    while debrief.printing is not None:
        app.step()
    (page,) = session.saves.glob("*.html")
    assert f'<html lang="{app.ui.language}">' in page.read_text(encoding="utf-8")
    assert any(str(page) in toast.text for toast in app.ui.toasts)
    drive(app, click(app, "same"))
    settle(app, 0.2)
    assert isinstance(app.scene, Desk)
    again = app.scene.table.match
    assert again is not match
    assert (again.seed, again.quarter, again.governed) == (77, 1, ("australia",))


def test_a_game_by_keyboard_alone(app: App, session: Sitting) -> None:
    drive(app, press("n"))
    assert isinstance(app.scene, Levels)
    drive(app, press("enter"))
    assert isinstance(app.scene, Briefing)
    tab_to(app, "prediction/build")
    drive(app, press("space"))
    drive(app, press("esc"))
    assert isinstance(app.scene, Levels)
    drive(app, press("enter"))
    tab_to(app, "prediction/build")
    drive(app, press("space"))
    tab_to(app, "start")
    drive(app, press("enter"))
    settle(app, 0.2)
    assert isinstance(app.scene, Desk)
    tab_to(app, "end", 400)
    drive(app, press("enter"))
    assert isinstance(app.scene, Report)
    assert app.scene.pages[0].quarter == 1
    drive(app, press("enter"))
    assert isinstance(app.scene, Desk)


def test_a_saved_game_goes_on_where_it_stood(app: App, session: Sitting) -> None:
    begin(app, "japan")
    drive(app, click(app, "end"))
    drive(app, press("enter"))
    before = app.scene.table.match  # type: ignore[union-attr]
    drive(app, press("esc"))
    drive(app, click(app, "title"))
    assert isinstance(app.scene, Title)
    drive(app, click(app, "continue"))
    settle(app, 0.2)
    assert isinstance(app.scene, Desk)
    match = app.scene.table.match
    assert match is not before
    assert (match.digest, match.quarter) == (before.digest, 2)
    assert session.prediction(match, match.governed[0]) == "trade"


def test_a_save_with_one_changed_character_says_so_in_its_preview(app: App, session: Sitting) -> None:
    match = Match(load_level("quota"), ["japan"], 7)
    file = session.saves / "changed.json"
    match.save(file)
    data = file.read_bytes()
    file.write_bytes(data.replace(b'"start_digest":"', b'"start_digest":"0', 1))
    drive(app, click(app, "load"))
    scene = app.scene
    assert isinstance(scene, Saves) and scene.header is not None and scene.header.problem is None
    wait(app)
    assert "has been changed since the game wrote it" in app.ui.describe()
    drive(app, click(app, "open"))
    assert isinstance(app.scene, Saves)


def test_a_broken_save_is_listed_explained_and_can_be_deleted(app: App, session: Sitting) -> None:
    session.saves.mkdir(parents=True)
    file = session.saves / "broken.json"
    file.write_text("{}", encoding="utf-8")
    drive(app, click(app, "load"))
    assert isinstance(app.scene, Saves)
    assert "broken.json" in app.ui.describe()
    drive(app, click(app, "open"))
    assert isinstance(app.scene, Saves)
    drive(app, click(app, "delete"))
    settle(app, 0.2)
    drive(app, click(app, "delete/keep"))
    assert file.exists()
    drive(app, click(app, "delete"))
    settle(app, 0.2)
    drive(app, click(app, "delete/gone"))
    assert not file.exists()


def test_drafts_on_board_and_sheet_are_the_desks(app: App, session: Sitting) -> None:
    desk = begin(app, "japan")
    match, seat = desk.table.match, desk.table.seat
    board = session.doors().board
    assert board is not None
    app.push(board(match, seat))
    settle(app, 0.2)
    row = desk.table.view.board[0]
    option = next(o for o in row.options if o.refusal is None)
    drive(app, click(app, f"{option.slot}={option.option}"))
    assert match.drafts[seat].orders == {option.slot: option.option}
    drive(app, click(app, "undo"))
    assert not match.drafts[seat].orders
    drive(app, click(app, "done"))
    assert app.scene is desk


def test_without_a_display_one_sentence(
    session: Sitting, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_window(*_: object, **__: object) -> None:
        raise start.NoDisplay("no video device")

    monkeypatch.setattr(start, "App", no_window)
    assert start.run(session=session, language="en") == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_what_cannot_be_opened_says_so(
    session: Sitting, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert start.run(save=tmp_path / "none.json", session=session, headless=True) == 1
    assert start.run(level="quota", seat="atlantis", session=session, headless=True) == 2
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 2
    assert "atlantis" in said[1]


def test_playing_again_keeps_the_first_game(app: App, session: Sitting) -> None:
    desk = begin(app, "japan")
    first = desk.table.match
    first.end_quarter()
    assert first.autosave is not None and first.autosave.exists()
    again = session.adopt(first.restart())
    assert again.autosave != first.autosave
    name = session.save_copy(first)
    assert session.open_save(app, session.saves / name) is None
    settle(app, 0.2)
    assert isinstance(app.scene, Desk)
    opened = app.scene.table.match
    assert opened.autosave not in (first.autosave, session.saves / name), "a copy is not written again"


def test_a_broken_level_stays_in_the_list_and_says_why(tmp_path: Path, session: Sitting) -> None:
    pack = tmp_path / "pack"
    (pack / "levels").mkdir(parents=True)
    (pack / "pack.yaml").write_text("format: 1\nid: odd\n", encoding="utf-8")
    (pack / "levels" / "odd.yaml").write_text(
        "format: 1\nkind: level\nid: odd\nquarters: many\n", encoding="utf-8"
    )
    table = Sitting(session.preferences, preferences_file=tmp_path / "p", saves=tmp_path / "s", packs=[pack])
    entry = next(entry for entry in table.levels() if entry.id == "odd")
    assert entry.card is None
    assert entry.problems
    made = start.build_app(table, headless=True)
    made.push(Levels(table))
    settle(made, 0.2)
    said = made.ui.describe()
    made.close()
    assert "odd.yaml" in said
