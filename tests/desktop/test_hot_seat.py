"""Several people at one screen: chairs are passed on, drafts stay hidden, orders are resolved together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from game.desktop import start
from game.desktop.app import App
from game.desktop.driver import click, drive, press, settle, typing
from game.desktop.preferences import Preferences
from game.desktop.scenes.debrief import Debrief
from game.desktop.scenes.desk import Desk
from game.desktop.scenes.levels import Levels
from game.desktop.scenes.pass_chair import PassChair
from game.desktop.scenes.reckoning import Reckoning
from game.desktop.scenes.report import Report
from game.desktop.sitting import Sitting
from game.play.challenge import Challenge, challenge_code
from game.play.match import Match

SEED = 5


@pytest.fixture
def session(tmp_path: Path) -> Sitting:
    preferences = Preferences(reduced_motion=True)
    return Sitting(preferences, preferences_file=tmp_path / "desktop.json", saves=tmp_path / "saves")


@pytest.fixture
def app(session: Sitting) -> Iterator[App]:
    made = start.build_app(session, headless=True)
    made.push(session.scene("title"))
    settle(made, 0.1)
    yield made
    made.close()


def reach(app: App, name: str) -> None:
    """Tab until the focus is there."""
    for _ in range(40):
        if app.ui.focused == name:
            return
        drive(app, press("tab"))
    raise AssertionError(f"Tab does not lead to {name}")


def answer(app: App, key: str) -> None:
    """What this person expects, by the keyboard alone; the focus stands on the way to the desk."""
    reach(app, f"prediction/{key}")
    drive(app, press("space"))
    reach(app, "sit")


def sit(app: App, seat: str) -> Desk:
    """The person of that seat takes the chair."""
    assert isinstance(app.scene, PassChair) and app.scene.seat == seat
    if app.scene.asks:
        answer(app, "build")
    drive(app, press("enter"))
    settle(app, 0.1)
    if isinstance(app.scene, Report):
        assert app.scene.seat == seat
        drive(app, press("enter"))
        settle(app, 0.1)
    assert isinstance(app.scene, Desk) and app.scene.table.seat == seat
    return app.scene


def test_chairs_are_chosen_with_the_level(app: App) -> None:
    drive(app, press("n"))
    assert isinstance(app.scene, Levels)
    drive(app, click(app, "several"))
    settle(app, 0.1)
    drive(app, click(app, "briefing"))
    assert isinstance(app.scene, Levels), "one chair is not several"
    drive(app, click(app, "seat-china"))
    drive(app, click(app, "seat-australia"))
    drive(app, click(app, "seat-australia"))
    settle(app, 0.1)
    drive(app, click(app, "briefing"))
    assert isinstance(app.scene, PassChair)
    assert app.scene.match.governed == ("japan", "china")
    said = app.ui.describe()
    assert "Setsuko Minagawa" in said and "Magnet output" in said, "who it is, and with which task"


def test_a_game_of_two_by_keys(app: App, session: Sitting) -> None:
    match = session.begin("first_five_minutes", ("japan", "china"), SEED)
    alone = Match(match.loaded, ("japan", "china"), SEED, rulebook=match.rulebook)
    session.sit_down(app, match)
    settle(app, 0.1)
    while not match.finished:
        for seat, order in (("japan", ("stock", "half")), ("china", ("process", "start"))):
            desk = sit(app, seat)
            if match.quarter == 1:
                desk.table.match.draft(*order, seat)
                alone.draft(*order, seat)
                desk.table.forget()
                app.invalidate()
                settle(app, 0.05)
                assert [draft.slot for draft in desk.table.view.drafts] == [order[0]], "only one's own"
            assert "run" not in {node.id for node in app.ui.nodes}
            drive(app, press("e"))
            settle(app, 0.1)
        alone.end_quarter()
        assert match.digest == alone.digest, "both drafts were resolved together"
    assert isinstance(app.scene, Reckoning) and app.scene.seat == "japan"


def test_a_draft_of_another_gives_nothing_away(session: Sitting) -> None:
    """Two who want the same project: each sees the desk as if alone."""
    match = session.begin("quota", ("japan", "usa"), 7)
    alone = session.begin("quota", ("japan",), 7)
    match.draft("join:silmet", "go", "usa")
    match.draft("join:silmet", "go", "japan")
    alone.draft("join:silmet", "go", "japan")
    mine, lone = match.view("japan").drafts, alone.view("japan").drafts
    assert [(d.slot, d.refusal) for d in mine] == [(d.slot, d.refusal) for d in lone]


def test_a_saved_game_goes_on_at_the_first_chair(app: App, session: Sitting) -> None:
    match = session.begin("first_five_minutes", ("japan", "usa"), SEED)
    match.end_quarter()
    assert match.autosave is not None
    assert session.open_save(app, match.autosave) is None
    settle(app, 0.1)
    sit(app, "japan")


def test_everybody_is_asked_and_nobody_sees_the_other_answers(app: App, session: Sitting) -> None:
    match = session.begin("quota", ("japan", "china"), SEED)
    session.sit_down(app, match)
    settle(app, 0.1)
    for seat, key in (("japan", "trade"), ("china", "build")):
        assert isinstance(app.scene, PassChair) and app.scene.seat == seat
        assert app.scene.prediction is None, "nothing is chosen beforehand"
        drive(app, press("enter"))
        assert isinstance(app.scene, PassChair), "first the answer"
        answer(app, key)
        drive(app, press("enter"))
        settle(app, 0.1)
        assert isinstance(app.scene, Desk)
        drive(app, press("e"))
        settle(app, 0.1)
    assert isinstance(app.scene, PassChair) and not app.scene.asks, "once a game"
    again = Match.load(match.autosave) if match.autosave else match
    assert [session.prediction(again, seat) for seat in again.governed] == ["trade", "build"]
    for seat, key in (("japan", "trade"), ("china", "build")):
        while not match.finished:
            match.end_quarter()
        match.reckoning(seat)
        assert Debrief(session, match, match.view(seat)).prediction == key


def test_a_new_game_of_the_same_people_and_luck_asks_anew(app: App, session: Sitting) -> None:
    match = session.begin("quota", ("japan", "china"), SEED)
    session.predict(match, "china", "build")
    drive(app, press("n"))
    drive(app, click(app, "luck/typed"))
    drive(app, click(app, "seed"))
    drive(app, typing(challenge_code(Challenge("quota", ("japan", "china"), SEED))))
    settle(app, 0.1)
    drive(app, click(app, "briefing"))
    assert isinstance(app.scene, PassChair) and app.scene.match.governed == ("japan", "china")
    assert app.scene.match.seed == SEED
    assert not session.prediction(app.scene.match, "china")


def test_the_menu_gives_the_code_of_all_chairs(app: App, session: Sitting) -> None:
    match = session.begin("quota", ("japan", "china"), SEED)
    session.sit_down(app, match)
    settle(app, 0.1)
    sit(app, "japan")
    drive(app, press("esc"))
    settle(app, 0.1)
    assert challenge_code(Challenge("quota", ("japan", "china"), SEED)) in app.ui.describe()


def test_going_back_begins_the_quarter_with_the_first_chair(app: App, session: Sitting) -> None:
    match = session.begin("quota", ("japan", "china"), SEED)
    match.end_quarter()
    session.sit_down(app, match)
    settle(app, 0.1)
    sit(app, "japan")
    drive(app, press("e"))
    settle(app, 0.1)
    sit(app, "china")
    drive(app, press("esc"))
    drive(app, click(app, "rewind"))
    settle(app, 0.1)
    drive(app, click(app, "wind-back/go-back"))
    settle(app, 0.1)
    assert match.quarter == 1 and match.practice
    sit(app, "japan")
