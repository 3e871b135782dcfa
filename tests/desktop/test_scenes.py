"""Every scene outside the desk: fits all sizes and languages, is described, can be tabbed through."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from game.content.packs import LoadedLevel, load_level
from game.content.shelf import survey
from game.content.templates import new_files
from game.content.unpack import InstallError, no
from game.desktop.app import App, Scene
from game.desktop.driver import click, drive, open_app, press, settle
from game.desktop.preferences import Preferences
from game.desktop.scenes.alerts import Alerts
from game.desktop.scenes.board import Board
from game.desktop.scenes.briefing import Briefing
from game.desktop.scenes.campaign import CampaignScene
from game.desktop.scenes.credits import Credits
from game.desktop.scenes.debrief import TABS, Debrief
from game.desktop.scenes.help import TABS as HELP_TABS
from game.desktop.scenes.help import Help
from game.desktop.scenes.keys import Keys
from game.desktop.scenes.levels import Levels
from game.desktop.scenes.menu import Menu
from game.desktop.scenes.mods import Mods
from game.desktop.scenes.opening import OpeningPages
from game.desktop.scenes.pass_chair import PassChair
from game.desktop.scenes.reckoning import Reckoning
from game.desktop.scenes.report import Report
from game.desktop.scenes.saves import Saves
from game.desktop.scenes.seat_sheet import SeatSheetScene
from game.desktop.scenes.settings import Settings
from game.desktop.scenes.title import Title
from game.desktop.scenes.what_if import WhatIfScene
from game.desktop.scenes.world_sheet import TABS as WORLD_TABS
from game.desktop.scenes.world_sheet import WorldSheet
from game.desktop.sitting import Sitting
from game.i18n import Text
from game.paths import levels_dir
from game.play.match import Match
from game.play.progress import Finished, keep
from game.play.view_parts import Seal
from tests.desktop.looks import LOOKS
from tests.desktop.window.packs import write_packs

SEED = 7
SEATS = ("japan", "china", "australia", "usa")
Make = Callable[[Sitting, dict[str, Match]], Scene]


def draft_something(match: Match, most: int = 2) -> None:
    """Draft the first allowed options of different orders."""
    view, done = match.view(), 0
    for lever in view.levers:
        for order in lever.orders:
            option = next((o for o in order.options if o.refusal is None), None)
            if option is not None and done < most and order.kind in ("thrift", "agreement", "stock", "join"):
                match.draft(option.slot, option.option)
                done += 1


def wait(app: App, seconds: float = 30.0) -> None:
    """Until background work of the scene on top is done."""
    until = time.monotonic() + seconds
    while getattr(app.scene, "busy", False) and time.monotonic() < until:
        app.step()
        time.sleep(0.005)
    settle(app, 0.2)


@pytest.fixture(scope="module")
def loaded() -> LoadedLevel:
    return load_level("quota")


@pytest.fixture(scope="module")
def matches(loaded: LoadedLevel) -> dict[str, Match]:
    """A game under way (Japan), and one for each of two chairs that is over and judged."""
    running = Match(loaded, ("japan",), SEED)
    for _ in range(4):
        draft_something(running)
        running.end_quarter()
    found = {"running": running}
    for seat in ("japan", "china"):
        match = Match(loaded, (seat,), SEED)
        draft_something(match)
        while not match.finished:
            match.end_quarter()
        match.caretakers()
        match.reckoning(seat)
        found[f"over-{seat}"] = match
    return found


@pytest.fixture
def session(tmp_path: Path, loaded: LoadedLevel) -> Sitting:
    made = Sitting(
        Preferences(),
        preferences_file=tmp_path / "desktop.json",
        saves=tmp_path / "saves",
        user_packs=tmp_path / "packs",
        home=tmp_path,
    )
    made.loaded["quota"] = loaded
    return made


def briefing(session: Sitting, _: dict[str, Match]) -> Scene:
    card = next(entry.card for entry in session.levels() if entry.id == "quota" and entry.card is not None)
    return Briefing(session, card, card.seats[0], SEED)


def saves(session: Sitting, matches: dict[str, Match]) -> Scene:
    session.saves.mkdir(parents=True)
    matches["running"].save(session.saves / "running.json")
    (session.saves / "broken.json").write_text("{}", encoding="utf-8")
    return Saves(session)


def late_campaign(session: Sitting, _: dict[str, Match]) -> Scene:
    """Everything finished, two chairs compared."""
    games = [Finished("first_five_minutes", "japan", 1)]
    seals: dict[str, Seal] = {"japan": "silver", "usa": "gold", "australia": "", "china": "bronze"}
    for seat, seal in seals.items():
        games.append(
            Finished("quota", seat, SEED, points=61.0, gain_musd=300.0, seal=seal, date="2026-11-02")
        )
    for game in games:
        keep(session.saves, game)
    return CampaignScene(session, step="china", fresh=("china_veteran",))


def debrief(seat: str, tab: str, beside: str = "", way: str = "") -> Make:
    def make(session: Sitting, matches: dict[str, Match]) -> Scene:
        match = matches[f"over-{seat}"]
        session.predict(match, match.governed[0], "bargain")
        scene = Debrief(session, match, match.view(seat))
        scene.tab = tab
        scene.levers.beside = beside or scene.levers.beside
        scene.what_if.way = way or scene.what_if.way
        return scene

    return make


def rewind(session: Sitting, matches: dict[str, Match]) -> Scene:
    scene = Menu(session, matches["running"], "japan")
    scene.asking = True
    return scene


def mods(chosen: str, asking: str = "") -> Make:
    def make(session: Sitting, _: dict[str, Match]) -> Scene:
        write_packs(session.user_packs)
        scene = Mods(session)
        scene.chosen, scene.asking = chosen, asking
        scene.sheets = survey((), session.user_packs)
        if asking == "install":
            scene.typed = "/somewhere/very/far/away/in/a/folder/of/its/own/stranger.zip"
            scene.trouble = no("name", path="../" * 15 + "evil.yaml").text
        if asking == "replace":
            scene.offer = InstallError(Text("mods.install.taken"), session.user_packs / "night_shift")
        return scene

    return make


SCENES: dict[str, Make] = {
    "mods-empty": lambda session, _: Mods(session),
    "mods": mods("harbour_towns"),
    "mods-broken": mods("night_shift"),
    "mods-core": mods("core"),
    "mods-install": mods("", "install"),
    "mods-remove": mods("night_shift", "remove"),
    "mods-replace": mods("night_shift", "replace"),
    "title": lambda session, _: Title(session),
    "campaign": lambda session, _: CampaignScene(session),
    "campaign-late": late_campaign,
    "levels": lambda session, _: Levels(session, luck="x"),
    "briefing": briefing,
    "report": lambda session, matches: Report(session, matches["running"], "japan", 2),
    "board": lambda session, matches: Board(session, matches["running"], "japan"),
    "menu": lambda session, matches: Menu(session, matches["running"], "japan"),
    "rewind": rewind,
    "opening": lambda session, _: OpeningPages(
        session, session.begin("first_five_minutes", "japan", SEED), "japan"
    ),
    "chair": lambda session, _: PassChair(session, session.begin("quota", ("japan", "china"), SEED), "china"),
    "alerts": lambda session, matches: Alerts(session, matches["running"]),
    "keys": lambda session, _: Keys(session),
    **{
        f"world-{tab}": lambda session, matches, tab=tab: WorldSheet(
            session, matches["running"], "japan", tab
        )
        for tab, _ in WORLD_TABS
    },
    "settings": lambda session, _: Settings(session),
    "saves": saves,
    "credits": lambda session, _: Credits(session),
    "reckoning": lambda session, matches: Reckoning(session, matches["over-japan"], "japan"),
    "reckoning-china": lambda session, matches: Reckoning(session, matches["over-china"], "china"),
}
SCENES |= {
    f"sheet-{seat}": lambda session, matches, seat=seat: SeatSheetScene(
        session, matches["running"], "japan", seat
    )
    for seat in ("japan", "china")
}
SCENES |= {f"help-{tab}": lambda session, _, tab=tab: Help(session, tab) for tab, _ in HELP_TABS}
SCENES |= {f"debrief-{tab}": debrief("japan", tab) for tab, _ in TABS}
SCENES |= {"debrief-result-china": debrief("china", "result")}
SCENES |= {f"debrief-{part}": debrief("japan", "levers", beside=part) for part in ("joint", "prediction")}
SCENES |= {f"debrief-{way}": debrief("japan", "what_if", way=way) for way in ("change", "add")}
SCENES |= {"what-if": lambda session, matches: WhatIfScene(session, matches["running"], "japan")}


@pytest.fixture(params=list(SCENES))
def scene(request: pytest.FixtureRequest, session: Sitting, matches: dict[str, Match]) -> Scene:
    return SCENES[request.param](session, matches)


@pytest.fixture
def shown(scene: Scene) -> Iterator[App]:
    app = open_app(scene)
    wait(app)
    yield app
    app.close()


def change_look(app: App, size: tuple[int, int], language: str, text_scale: float) -> None:
    import pygame

    app.ui.set_surface(pygame.display.set_mode(size))
    app.ui.set_language(language)
    app.ui.set_scales(size[1] / 720 if size[1] >= 720 else 1.0, text_scale)
    settle(app, 0.15)


def test_fits_every_window_and_language(shown: App) -> None:
    trouble = {}
    for size, language, text_scale in LOOKS:
        change_look(shown, size, language, text_scale)
        wait(shown)
        found = [(o.id, o.text[:40], o.needed, o.available) for o in shown.ui.overflows]
        if found:
            trouble[size, language, text_scale] = found[:4]
        assert not shown.ui.state.duplicate_ids
    assert not trouble


def test_says_in_words_what_it_shows(shown: App) -> None:
    for language in ("en", "zh-Hans"):
        change_look(shown, (1280, 720), language, 1.0)
        said = shown.ui.describe()
        assert said.count("\n") >= 5
        raw = [line for line in said.splitlines() if "scenes." in line or "almanac." in line or "{" in line]
        assert not raw


def test_tab_reaches_every_control(shown: App) -> None:
    ui = shown.ui
    offered = [item.id for item in ui.state.focusables if item.layer >= ui.state.modal]
    assert offered
    reached: set[str] = set()
    for _ in range(len(offered) + 5):
        drive(shown, press("tab"))
        if ui.focused is not None:
            reached.add(ui.focused)
        offered = [item.id for item in ui.state.focusables if item.layer >= ui.state.modal]
    assert set(offered) <= reached | {ui.focused or ""}


def test_stays_when_themes_change(shown: App) -> None:
    for theme in ("light", "contrast", "dark"):
        shown.ui.set_theme(theme)
        settle(shown, 0.1)
        assert shown.scene is not None


def test_f9_changes_the_language_and_keeps_it(session: Sitting) -> None:
    app = open_app(Title(session), language="en")
    drive(app, press("f9"))
    assert app.ui.language == "zh-Hans"
    assert session.preferences.language == "zh-Hans"
    assert "逐稀土" in app.ui.describe()
    drive(app, click(app, "corner-language"))
    assert app.ui.language == "en"
    app.close()


def test_settings_act_at_once_and_are_kept(session: Sitting, tmp_path: Path) -> None:
    from game.desktop.preferences import load_preferences

    app = open_app(Settings(session))
    drive(app, click(app, "theme/light"))
    assert app.ui.theme.name == "light"
    drive(app, click(app, "reduced_motion"))
    assert app.ui.reduced_motion
    before = app.ui.text_scale
    app.ui.focus("text_scale")
    drive(app, press("right"))
    assert app.ui.text_scale == pytest.approx(before + 0.1)
    kept = load_preferences(tmp_path / "desktop.json")
    assert (kept.theme, kept.reduced_motion, kept.text_scale) == ("light", True, pytest.approx(before + 0.1))
    app.close()


def test_damaged_preferences_cost_nothing_but_themselves(tmp_path: Path) -> None:
    from game.desktop.preferences import load_preferences

    file = tmp_path / "p.json"
    for text in ("", "[]", "{", '{"theme": 3, "text_scale": "big", "scale": 99, "language": "xx"}'):
        file.write_text(text, encoding="utf-8")
        found = load_preferences(file)
        assert found.theme == "dark"
        assert found.text_scale == 1.0
        assert 0.8 <= found.scale <= 2.0


def test_the_choice_of_levels_says_which_of_two_files_it_means(tmp_path: Path) -> None:
    pack = tmp_path / "packs" / "mine"
    for path, text in new_files("pack", "mine").items():
        (tmp_path / "packs" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "packs" / path).write_text(text, encoding="utf-8")
    shipped = (levels_dir() / "core" / "levels" / "quota.yaml").read_text(encoding="utf-8")
    (pack / "levels" / "quota.yaml").write_text(shipped, encoding="utf-8")
    session = Sitting(
        Preferences(), preferences_file=tmp_path / "p.json", saves=tmp_path, packs=[tmp_path / "packs"]
    )
    app = open_app(Levels(session))
    assert "Not used" in app.ui.describe() and "core/levels/quota.yaml" in app.ui.describe()
    app.close()
