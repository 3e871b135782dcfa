"""The first five minutes with real events, following only what the screen says; every step points."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from game.catalogues import PSEUDO
from game.desktop import start
from game.desktop.app import App
from game.desktop.driver import click, drive, press, settle
from game.desktop.preferences import Preferences
from game.desktop.scenes.desk import Desk
from game.desktop.scenes.levels import Levels
from game.desktop.scenes.opening import OpeningPages
from game.desktop.scenes.report import Report
from game.desktop.scenes.title import Title
from game.desktop.sitting import Sitting
from game.play.view import Bubble

STEPS = 17


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    preferences = Preferences(reduced_motion=True)
    session = Sitting(preferences, preferences_file=tmp_path / "desktop.json", saves=tmp_path / "saves")
    made = start.build_app(session, headless=True)
    made.push(session.scene("title"))
    settle(made, 0.2)
    yield made
    made.close()


def bubble(app: App) -> Bubble | None:
    """The step on the screen."""
    if not isinstance(app.scene, Desk):
        return None
    guide = app.scene.table.view.guide
    return guide.bubble if guide is not None else None


def ids(app: App) -> set[str]:
    return {node.id for node in app.ui.nodes}


def test_by_keys_alone(app: App) -> None:
    """F on the title, Enter through the pages, then N, Tab and E: nothing else is needed."""
    assert app.ui.find("first").hint or "first" in ids(app)
    drive(app, press("f"))
    assert isinstance(app.scene, OpeningPages)
    drive(app, press("enter", "enter"))
    seen = []
    for _ in range(60):
        settle(app, 0.05)
        step = bubble(app)
        if isinstance(app.scene, Report):
            drive(app, press("enter"))
        elif step is None:
            break
        else:
            seen.append(step.step)
            if step.action == "next":
                drive(app, press("n"))
            elif step.action == "end":
                drive(app, press("e"))
            else:
                wanted = f"dossier/{step.look_at}/" if step.action == "answer" else "guide/"
                drive(app, press("tab"))
                while not str(app.ui.focused).startswith(wanted):
                    drive(app, press("tab"))
                drive(app, press("enter"))
    assert len(dict.fromkeys(seen)) == STEPS
    assert isinstance(app.scene, Desk) and app.scene.table.match.quarter == 5
    assert {"run", "lever/market"} <= ids(app), "everything is open"


@pytest.mark.parametrize(
    ("language", "text_scale"), [("en", 1.0), ("en", 2.0), ("zh-Hans", 1.0), (PSEUDO, 1.25)]
)
def test_every_bubble_fits_and_points(app: App, language: str, text_scale: float) -> None:
    """In both languages, in a long one and with large text: nothing is cut, what is meant is not covered."""
    app.ui.set_language(language)
    app.ui.set_scales(1.0, text_scale)
    drive(app, press("f"))
    for _ in range(2):
        settle(app, 0.05)
        assert not app.ui.overflows
        drive(app, press("enter"))
    for _ in range(60):
        settle(app, 0.05)
        step = bubble(app)
        if isinstance(app.scene, Report):
            drive(app, press("enter"))
            continue
        if step is None:
            break
        assert isinstance(app.scene, Desk)
        mine = [one for one in app.ui.overflows if one.id.startswith("guide")]
        assert not mine, (step.step, mine)
        frame = next(node.rect for node in app.ui.nodes if node.label == app.ui.tr("guide.name"))
        assert app.ui.screen.intersect(frame).h > frame.h - 0.1, "on the screen as a whole"
        if step.look_at.startswith("gauge:") or step.look_at == "end":
            name = step.look_at.replace(":", "/") if ":" in step.look_at else "end"
            assert frame.intersect(app.ui.find(name).rect).h <= 1, "what is meant can be seen"
        if step.action == "next":
            drive(app, press("n"))
        elif step.action == "predict":
            drive(app, click(app, "guide/down"))
        elif step.action == "answer":
            paper = next(p for p in app.scene.table.view.tray if p.id == step.look_at)
            app.scene.table.toggle(paper.options[-1])
            app.invalidate()
        else:
            drive(app, press("e"))
    assert step is None


def test_the_guide_can_be_skipped_and_never_stops_a_key(app: App) -> None:
    drive(app, press("f"))
    drive(app, click(app, "skip"))
    desk = app.scene
    assert isinstance(desk, Desk) and "tray" not in ids(app)
    drive(app, press("e"))
    assert isinstance(app.scene, Report), "the quarter can be ended whatever the guide says"
    drive(app, press("enter"))
    assert bubble(app) is not None and bubble(app).step == "price"  # type: ignore[union-attr]
    drive(app, click(app, "guide/skip"))
    settle(app, 0.05)
    assert bubble(app) is None
    assert {"gauge/money", "lever/industry", "run"} <= ids(app)


def test_the_list_of_levels_offers_its_one_seat(app: App) -> None:
    assert isinstance(app.scene, Title)
    drive(app, press("n"))
    assert isinstance(app.scene, Levels) and app.scene.level == "quota"
    drive(app, click(app, "level-first_five_minutes"))
    settle(app, 0.05)
    assert {"seat-japan"} == {name for name in ids(app) if name.startswith("seat-")}
    drive(app, click(app, "briefing"))
    assert isinstance(app.scene, OpeningPages)
