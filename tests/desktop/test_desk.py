"""The desk played with real events: by mouse, by keys, in every language and size."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pygame
import pytest

from game.content.packs import LoadedLevel, load_level
from game.desktop.app import App, Scene
from game.desktop.desk import forecasts
from game.desktop.desk.doors import Doors
from game.desktop.desk.words import words
from game.desktop.driver import click, drive, move, open_app, press, settle, wheel
from game.desktop.kit import Ui
from game.desktop.scenes.desk import Desk
from game.i18n import Translator
from game.play.match import Match
from tests.desktop.looks import LOOKS, Look, called

Open = Callable[..., tuple[App, Desk]]


@pytest.fixture(scope="module")
def level() -> LoadedLevel:
    return load_level("quota")


@pytest.fixture
def desk(level: LoadedLevel) -> Iterator[Open]:
    """Opens a desk of a new match; `quarters` are played before."""
    apps: list[App] = []

    def make(
        seat: str = "japan",
        *,
        quarters: int = 0,
        doors: Doors | None = None,
        language: str = "en",
        **options: object,
    ) -> tuple[App, Desk]:
        match = Match(level, [seat], 7)
        for _ in range(quarters):
            match.end_quarter()
        scene = Desk(match, doors)
        tr = Translator(language).tr
        apps.append(open_app(scene, language=language, tr=tr, reduced_motion=True, **options))
        return apps[-1], scene

    yield make
    for app in apps:
        app.close()


class Blank(Scene):
    """A scene behind a door."""

    def __init__(self, name: str) -> None:
        self.name = name

    def draw(self, ui: Ui) -> None:
        ui.label(ui.screen.split_top(40)[0], self.name)


def test_the_first_screen_says_everything(desk: Open) -> None:
    app, scene = desk()
    said = app.ui.describe()
    view, w = scene.table.view, words(app.ui)
    for thing in [*view.levers, *(g for g in view.gauges if g.id != "debt")]:
        assert w.text(thing.label) in said
    for paper in view.tray[:2]:
        assert w.text(paper.title) in said
    for factory in view.factories:
        assert w.text(factory.name) in said
    assert "60 days" in said
    assert "End quarter" in said
    assert "NdPr oxide, China → Japan" in said


def test_an_order_is_drafted_and_undone_with_the_mouse(desk: Open) -> None:
    app, scene = desk()
    paper = scene.table.view.tray[0]
    option = next(o for o in paper.options if o.refusal is None)
    drive(app, click(app, f"dossier/{paper.id}/{option.option}"))
    assert [(d.slot, d.option) for d in scene.table.view.drafts] == [(option.slot, option.option)]
    assert "1 of 3 opened" in app.ui.describe()
    drive(app, click(app, "undo"))
    assert not scene.table.view.drafts
    drive(app, click(app, "redo"))
    drive(app, click(app, f"drop/{option.slot}"))
    assert not scene.table.view.drafts


def test_a_second_choice_takes_the_draft_back(desk: Open) -> None:
    app, scene = desk()
    paper = scene.table.view.tray[0]
    option = next(o for o in paper.options if o.refusal is None)
    for expected in (1, 0):
        drive(app, click(app, f"dossier/{paper.id}/{option.option}"))
        assert len(scene.table.view.drafts) == expected


def test_the_same_by_keyboard_alone(desk: Open) -> None:
    app, scene = desk()
    drive(app, press("t"))
    assert app.ui.focused == f"dossier/{scene.table.view.tray[0].id}"
    for _ in range(12):
        if "/" in (app.ui.focused or "").removeprefix("dossier/"):
            break
        drive(app, press("tab"))
    drive(app, press("enter"))
    assert len(scene.table.view.drafts) == 1
    drive(app, press("ctrl+z"))
    assert not scene.table.view.drafts
    drive(app, press("e"))
    assert scene.table.match.quarter == 2


def test_levers_by_number_and_orders_by_enter(desk: Open) -> None:
    app, scene = desk()
    drive(app, press("2"))
    assert scene.levers.lever == "technology"
    order = next(o for o in scene.table.view.levers[1].orders if o.possible)
    drive(app, click(app, f"order/{order.slot}"))
    option = next(o for o in order.options if o.refusal is None)
    drive(app, click(app, f"order/{order.slot}/{option.option}"))
    assert [d.slot for d in scene.table.view.drafts] == [order.slot]
    arrows = [n for n in app.ui.nodes if n.id.startswith("landing/")]
    assert [n.value.split(";")[0] for n in arrows] == ["Draft"]


def test_a_refused_order_says_why(desk: Open) -> None:
    app, scene = desk()
    drive(app, press("3"))
    order = next(o for o in scene.table.view.levers[2].orders if not o.possible)
    node = app.ui.find(f"order/{order.slot}")
    reason = order.options[0].refusal
    assert reason is not None
    assert words(app.ui).text(reason) in node.value
    drive(app, press("d"))
    app.ui.focus(f"order/{order.slot}")
    settle(app, 0.1)
    drive(app, press("enter"))
    settle(app, 0.2)
    card = app.ui.find(f"order/{order.slot}/{order.options[0].option}")
    assert "disabled" in card.state
    drive(app, click(app, card.id))
    assert not scene.table.view.drafts


def explained(app: App, scene: Desk, figure: str, quarter: int | None = None) -> None:
    """Wait until the background has worked out why a figure moved, and let the tooltip come."""
    for _ in range(500):
        settle(app, 0.05)
        if scene.table.whys.find(figure, quarter) is not None:
            break
        threading.Event().wait(0.02)
    settle(app, 1.0)


@pytest.mark.parametrize("place", ["gauge/money", "gauge/cover", "gauge/bill"])
def test_gauges_explain_themselves(desk: Open, place: str) -> None:
    app, scene = desk(quarters=2)
    drive(app, move(app, place))
    w = words(app.ui)
    gauge = scene.table.view.gauge(place.partition("/")[2])
    explained(app, scene, gauge.figure)
    tip = next(n for n in app.ui.nodes if n.role == "tooltip")
    found = scene.table.whys.find(gauge.figure)
    assert found is not None and found.lines
    largest = max(found.lines, key=lambda line: abs(line.amount))
    assert w.text(largest.text) in tip.label
    assert "Change since last quarter" in tip.label
    drive(app, press("g"))
    assert app.ui.focused == "gauge/money"


def test_prices_and_factories_explain_themselves(desk: Open) -> None:
    app, scene = desk(quarters=2)
    for place in ("map/nation/japan", f"factory/{scene.table.view.factories[0].id}"):
        drive(app, move(app, place))
        explained(app, scene, "cover.japan")
        tip = next(n for n in app.ui.nodes if n.role == "tooltip")
        assert "moved" in tip.label and "Change since last quarter" in tip.label, place


def test_an_explanation_is_pinned_by_click_and_key(desk: Open) -> None:
    app, scene = desk(quarters=3)
    whys = scene.table.whys
    drive(app, click(app, "gauge/cover"))
    explained(app, scene, "cover.japan")
    assert whys.pinned == ("cover.japan", 3)
    assert any(n.role == "dialog" and n.label == "Cover, Japan" for n in app.ui.nodes)
    assert any("quota.yaml:" in n.hint for n in app.ui.nodes)
    drive(app, click(app, "why/earlier"))
    explained(app, scene, "cover.japan", 2)
    assert whys.pinned == ("cover.japan", 2)
    drive(app, press("esc"))
    settle(app, 0.2)
    assert whys.pinned is None
    drive(app, move(app, "map/nation/china"))
    settle(app, 0.2)
    drive(app, press("w"))
    settle(app, 0.5)
    assert whys.pinned == ("price.light_oxide.china", 3)
    drive(app, press("w"))
    settle(app, 0.2)
    assert whys.pinned is None


def test_before_the_first_quarter_there_is_nothing_to_explain(desk: Open) -> None:
    app, scene = desk()
    drive(app, click(app, "gauge/cover"))
    settle(app, 0.5)
    assert scene.table.whys.pinned is None


def test_doors(desk: Open) -> None:
    counts: list[int] = []

    def report(match: Match, seat: str, count: int) -> Scene:
        counts.append(count)
        return Blank("report")

    doors = Doors(
        seat_sheet=lambda match, viewer, shown: Blank(f"sheet {viewer} {shown}"),
        report=report,
        finished=lambda match, seat: Blank("finished"),
        menu=lambda match, seat: Blank("menu"),
        board=lambda match, seat: Blank("board"),
    )
    app, _ = desk(doors=doors)

    def shown_then_back() -> str:
        top = app.scene
        name = top.name if isinstance(top, Blank) else ""
        app.pop()
        settle(app, 0.05)
        return name

    drive(app, click(app, "map/nation/china"))
    assert shown_then_back() == "sheet japan china"
    drive(app, press("f10"))
    assert shown_then_back() == "menu"
    drive(app, press("esc"))
    assert shown_then_back() == "menu"
    drive(app, click(app, "timeline/board"))
    drive(app, press("b"))
    assert shown_then_back() == "board"
    drive(app, press("e"))
    assert counts == [1]
    assert shown_then_back() == "report"
    drive(app, press("r"))
    assert counts[1] >= 1
    assert shown_then_back() == "report"


def test_after_the_last_quarter_the_desk_gives_way(desk: Open) -> None:
    doors = Doors(finished=lambda match, seat: Blank("finished"))
    app, _ = desk(quarters=19, doors=doors)
    drive(app, press("e"))
    assert isinstance(app.scene, Blank)
    assert [s.__class__ for s in app.scenes] == [Blank]


def test_the_language_changes_at_any_moment(desk: Open) -> None:
    app, scene = desk(quarters=1)
    drive(app, press("f9"))
    settle(app, 0.1)
    assert app.ui.language == "zh-Hans"
    assert "结束本季" in app.ui.describe()
    assert not words(app.ui).translator.missing
    drive(app, click(app, "language"))
    assert app.ui.language == "en"
    assert not words(app.ui).translator.missing
    assert scene.table.match.quarter == 2


def test_the_forecast_never_holds_up_a_frame(desk: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    gate, real = threading.Event(), forecasts.forecast

    def slow(*args: object, **options: object) -> object:
        assert gate.wait(20)
        return real(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(forecasts, "forecast", slow)
    app, scene = desk()
    assert scene.forecaster is not None
    drive(
        app, click(app, f"dossier/{scene.table.view.tray[0].id}/{scene.table.view.tray[0].options[0].option}")
    )
    assert scene.table.view.drafts, "the desk answers while the forecast is still on its way"
    assert scene.forecaster.outlook is None
    gate.set()
    for _ in range(400):
        settle(app, 0.02)
        if not scene.forecaster.stale(scene.table):
            break
        threading.Event().wait(0.02)
    outlook = scene.forecaster.outlook
    assert outlook is not None and outlook.idle is not None
    assert outlook.draft.bands["cover_days"].shape == (5, 8)


def test_every_control_is_reached_with_tab(desk: Open) -> None:
    app, _ = desk()
    wanted = {f.id for f in app.ui.state.focusables}
    seen: set[str] = set()
    for _ in range(len(wanted) + 20):
        pygame.event.post(press("tab")[0])
        app.step()
        seen.add(app.ui.focused or "")
    assert wanted <= seen


@pytest.mark.parametrize("look", LOOKS, ids=called)
def test_nothing_overflows(desk: Open, look: Look) -> None:
    size, language, text_scale = look
    app, scene = desk(quarters=6, language=language, size=size, text_scale=text_scale)
    steps = [*(f"{n}" for n in range(1, 6)), "l", "m", "t"]
    for key in steps:
        drive(app, press(key))
        settle(app, 0.05)
        misfits = [(o.id, o.text) for o in app.ui.overflows]
        assert not misfits, f"after key {key}"
        assert not app.ui.state.duplicate_ids
    for tab in ("price", "output", "board"):
        scene.timeline.tab = tab
        app.invalidate()
        settle(app, 0.05)
        assert not [(o.id, o.text) for o in app.ui.overflows], f"on tab {tab}"


@pytest.mark.parametrize("seat", ["usa", "china", "australia"])
def test_every_seat_has_a_desk(desk: Open, seat: str) -> None:
    app, scene = desk(seat, quarters=3)
    assert words(app.ui).text(scene.table.view.seat_name) in app.ui.describe()
    assert not app.ui.overflows
    assert not words(app.ui).translator.missing


@pytest.mark.parametrize("theme", ["light", "contrast"])
def test_other_themes_draw(desk: Open, theme: str) -> None:
    app, _ = desk(quarters=2, theme=theme)
    assert not app.ui.overflows


def test_the_map_zooms_and_drags(desk: Open) -> None:
    app, scene = desk()
    before = scene.map.camera
    drive(app, wheel(app, "map", 1))
    assert scene.map.camera.zoom > before.zoom
    drive(app, click(app, "zoom-home"))
    assert scene.map.camera == type(before)()
    drive(app, press("m", "+", "right"))
    assert scene.map.camera.x > before.x and scene.map.camera.zoom > before.zoom


def test_choosing_a_good_changes_the_arcs(desk: Open) -> None:
    app, scene = desk()
    drive(app, click(app, "goods/magnets"))
    assert scene.map.good == "magnets"
    assert "NdFeB magnets, China → United States" in app.ui.find("map").value


def test_the_map_explains_the_broken_arcs_of_a_quota(desk: Open) -> None:
    assert "under a quota" not in desk()[0].ui.describe()
    app, scene = desk(quarters=3)
    assert any(arc.quota for arc in scene.table.view.map.arcs)
    assert "under a quota" in app.ui.describe()
    assert not app.ui.overflows


def test_a_low_window_still_names_an_objective(desk: Open) -> None:
    """Where the mandate has no room for all its rows, the one nearest to failing keeps its words."""
    app, scene = desk(size=(1280, 720))
    w = words(app.ui)
    shown = [node for node in app.ui.nodes if node.id.startswith("mandate/")]
    assert len(shown) == 1
    assert shown[0].label in [w.text(row.text) for row in scene.table.view.mandate]


def test_every_gauge_has_its_name_with_large_letters(desk: Open) -> None:
    """At 200 % in the smallest window no gauge is a bare sign; the language has its key."""
    app, scene = desk(size=(1024, 640), text_scale=2.0)
    drive(app, press(app.ui.key("language")))
    settle(app)
    assert app.ui.language == "zh-Hans"
    assert not app.ui.overflows
    gauges = [n for n in app.ui.nodes if n.role == "gauge"]
    assert len(gauges) == len([g for g in scene.table.view.gauges if g.id != "debt"])
