"""The desk: one quarter of one seat, everything on one screen."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from game.catalogues import next_language
from game.play.alerts import alerts_passed
from game.play.match import Match

from ..app import Scene
from ..desk.counsel import Counsel
from ..desk.doors import Doors
from ..desk.drafts import drafts, drafts_height
from ..desk.factories import factories, factories_height
from ..desk.forecasts import Forecaster
from ..desk.guide import guide_bubble, later
from ..desk.header import header, header_height, in_trouble, shown_gauges
from ..desk.help import OPENS, help_dialog
from ..desk.levers import LeverState, levers
from ..desk.mandate import mandate, mandate_height
from ..desk.map_panel import FIGURES, map_panel
from ..desk.table import Table
from ..desk.timeline import CHARTS, TimelineState, Wish, timeline
from ..desk.tray import TrayState, tray
from ..desk.whys import why_dialog
from ..desk.words import words
from ..jobs import Job
from ..kit import Rect, Tab, Ui
from ..kit.quiet import quiet
from ..map import MapState
from .base import FAINT
from .title_art import backdrop, backdrop_key

__all__ = ["Desk"]

GAP = 8.0
WIDE = 1120.0  # logical units at text scale 1; below, tray and levers share one column


class Desk(Scene):
    """The scene. `doors` says where clicks on seats, the report, the menu and the end of play lead."""

    def __init__(self, match: Match, doors: Doors | None = None, seat: str | None = None) -> None:
        self.table = Table(match, seat)
        self.doors = doors or Doors()
        self.tray = TrayState()
        self.levers = LeverState()
        self.map = MapState()
        self.timeline = TimelineState()
        self.forecaster: Forecaster | None = None
        self.counsel: Counsel | None = None
        self.side = "tray"
        self.middle = "timeline"
        self.help_open = False
        self.ground: tuple[tuple[object, ...], Job[pygame.Surface]] | None = None
        self.wish = ""  # end of the quarter, or a run: once the pass is over, which shows the old one
        self.aim = ""
        self.step = ""  # of the guide, as last shown
        self.places: dict[str, Rect] = {}

    @property
    def music(self) -> str:
        """Tense while cover or the bill is out of bounds."""
        return "tense" if in_trouble(self.table.view) else "calm"

    # life --------------------------------------------------------------------------------------------------

    def enter(self) -> None:
        w = words(self.app.ui)
        self.title = w.text(self.table.view.level_title)
        if self.forecaster is None:
            self.forecaster = Forecaster(self.app)
            self.counsel = Counsel(self.app)
            self.app.submit(self.app.helpers.prepare)
            self._paint_ground()
            if self.doors.ghost is not None:
                self.timeline.ghost = self.doors.ghost(self.table.match, self.table.seat)
        self.table.whys.hire(self.app.latest(brief=True))
        self.table.forget()
        for said in alerts_passed(self.table.match, self.table.seat, self.table.match.alerts):
            self.app.ui.toast(w.text(said), "warn", 8)
        if self.table.match.finished:
            self._leave_office()

    def leave(self) -> None:
        if self.doors.picture is not None:
            self.app.submit_after(self.doors.picture, self.table.match, self.app.ui.surface.copy())

    def _paint_ground(self) -> None:
        """The ground of the pages that follow a quarter, painted while the first one is thought about."""
        ui = self.app.ui
        if ui.theme.name != "contrast" and ui.painter.cached(backdrop_key(ui, FAINT)) is None:
            job = self.app.submit(backdrop, ui.surface.get_size(), ui.theme, FAINT, False)
            self.ground = backdrop_key(ui, FAINT), job

    def update(self, dt: float) -> bool:
        if self.ground is not None and self.ground[1].done:
            self.app.ui.painter.keep(self.ground[0], self.ground[1].result())
            self.ground = None
        explained = self.table.whys.poll()
        if self.forecaster is None or self.counsel is None:
            return explained
        self.forecaster.follow(self.table)
        advised = self.counsel.poll(self.table)
        self.counsel.follow(self.table)
        return self.forecaster.poll() or explained or advised

    @property
    def thinks(self) -> bool:
        """Whether forecasts, reasons or advice are being worked out."""
        parts = (self.forecaster, self.counsel, self.table.whys)
        return any(part.busy for part in parts if part is not None)

    def handle(self, event: pygame.event.Event) -> bool:
        if event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE and self.doors.menu is not None:
            self._menu()
            return True
        return False

    # drawing -----------------------------------------------------------------------------------------------

    def draw(self, ui: Ui) -> None:
        if self.aim:
            ui.focus(self.aim)
            self.aim = ""
        self.table.whys.begin()
        self._follow_guide()
        area = ui.screen.inset(GAP)
        top, area = area.split_top(header_height(ui), gap=GAP)
        wide = ui.screen.w / ui.text_scale >= WIDE
        left_w = self._side_width(ui)
        self._header(ui, top, left_w)
        if wide:
            self._three_columns(ui, area, left_w)
        else:
            self._two_columns(ui, area)
        self._keys(ui)
        self.table.whys.keys(ui)
        why_dialog(ui, self.table.whys, words(ui))
        if self.help_open:
            self.help_open = help_dialog(ui, words(ui))
        else:
            guide_bubble(ui, self.table, self.places, words(ui))
        wish, self.wish = self.wish, ""
        if wish:
            self._play(wish)

    def _follow_guide(self) -> None:
        """A new step of the guide brings what it speaks of into view."""
        guide = self.table.view.guide
        bubble = guide.bubble if guide is not None else None
        step = f"{self.table.view.quarter.number}/{bubble.step}" if bubble is not None else ""
        if step == self.step or bubble is None:
            return
        self.step, self.places = step, {}
        head, _, name = bubble.look_at.partition(":")
        if head in ("event", "rumour"):
            self.side, self.tray.opened = "tray", bubble.look_at
            self.tray.quarter = self.table.view.quarter.number
        elif head in ("tray", "mandate", "levers"):
            self.side = head
        elif head == "lever":
            self.side, self.levers.lever = "levers", name
        elif head in ("map", "timeline"):
            self.middle = head

    def _place(self, part: str, ui: Ui, rect: Rect) -> bool:
        """Remember where a part of the desk stands; True if the guide keeps it for later."""
        self.places[part] = rect
        if not self.table.hides(part):
            return False
        later(ui, rect, words(ui)("guide.later"))
        return True

    def _side_width(self, ui: Ui) -> float:
        return max(268.0, min(ui.screen.w * 0.225, 400.0)) * max(1.0, ui.text_scale * 0.85)

    def _header(self, ui: Ui, rect: Rect, left_w: float) -> None:
        menu = self.doors.menu is not None

        def draw() -> str:
            return header(ui, rect, self.table, words(ui), left_w - GAP, menu=menu)

        wish = quiet(ui, "header", rect, self.table.look, draw, "")
        if wish == "language":
            ui.set_language(next_language(ui.language))
        elif wish == "help":
            if self.doors.help is not None:
                self.app.push(self.doors.help())
            else:
                self.help_open = True
        elif wish == "menu":
            self._menu()

    def _three_columns(self, ui: Ui, area: Rect, left_w: float) -> None:
        few = self.table.hides("levers")  # then tray and drafts share a column, and the map gets the room
        left, middle = area.split_left(left_w * (1.1 if few else 1.0), gap=GAP)
        if few:
            left, right = left.split_bottom(self._drafts_height(ui, left), gap=GAP)
        else:
            middle, right = middle.split_right(left_w * 1.1, gap=GAP)
        low = mandate_height(ui, left.w, self.table, left.h, words(ui))
        left, below = (left, left) if self.table.hides("mandate") else left.split_bottom(low, gap=GAP)
        self._tray(ui, left)
        if not self.table.hides("mandate"):
            self._mandate(ui, below)
        middle, row = middle.split_bottom(factories_height(ui), gap=GAP)
        if self.table.hides("timeline"):
            self._map(ui, middle)
        else:
            map_h = min(middle.w * 0.475, (middle.h + GAP) * 0.5)
            if self.timeline.tab == "advisers":  # three columns of text want room; the map can do with less
                map_h = max(map_h - 60.0, map_h * 0.7)
            above, rest = middle.split_top(map_h, gap=GAP)
            self._map(ui, above)
            self._timeline(ui, rest)
        self._factories(ui, row)
        if few:
            self._drafts(ui, right)
        else:
            self._orders(ui, right)

    def _two_columns(self, ui: Ui, area: Rect) -> None:
        """Large text or a small window: tray and levers share the right column, map and time the left one."""
        w = words(ui)
        middle, right = area.split_right(min(area.w * 0.46, 400 * max(1.0, ui.text_scale)), gap=GAP)
        bar, middle = middle.split_top(ui.control_h, gap=GAP)
        tabs = [Tab("timeline", w("desk.timeline"), "calendar"), Tab("map", w("desk.map_short"), "map")]
        tabs = [tab for tab in tabs if not self.table.hides(tab.key)] or tabs
        self.middle = self.middle if self.middle in [tab.key for tab in tabs] else tabs[0].key
        self.middle = ui.tabs("middle", bar, tabs, self.middle, fill=True)
        middle, row = middle.split_bottom(factories_height(ui), gap=GAP)
        if self.middle == "map":
            self._map(ui, middle)
        else:
            self._timeline(ui, middle)
        self._factories(ui, row)
        bar, right = right.split_top(ui.control_h, gap=GAP)
        waiting = sum(1 for d in self.table.view.tray if d.must and d.drafted is None)
        tabs = [
            Tab("tray", w("desk.tray"), "inbox", str(waiting) if waiting else ""),
            Tab("levers", w("desk.levers_short"), "sliders-horizontal"),
            Tab("mandate", w("desk.mandate"), "target"),
        ]
        tabs = [tab for tab in tabs if not self.table.hides(tab.key)] or tabs
        self.side = self.side if self.side in [tab.key for tab in tabs] else tabs[0].key
        self.side = ui.tabs("side", bar, tabs, self.side, fill=True)
        self._orders(ui, right)

    def _factories(self, ui: Ui, rect: Rect) -> None:
        if not self._place("factories", ui, rect):
            look = self.table.look
            quiet(ui, "factories", rect, look, lambda: factories(ui, rect, self.table, words(ui)), None)

    def _mandate(self, ui: Ui, rect: Rect) -> None:
        if not self._place("mandate", ui, rect):
            look = self.table.look
            quiet(ui, "mandate", rect, look, lambda: mandate(ui, rect, self.table, words(ui)), None)

    def _orders(self, ui: Ui, rect: Rect) -> None:
        """Levers (or, in a small window, the tray) above, drafts and the buttons below."""
        wide = ui.screen.w / ui.text_scale >= WIDE
        upper, lower = rect.split_bottom(self._drafts_height(ui, rect), gap=GAP)
        if wide or self.side == "levers":
            self._levers(ui, upper)
        elif self.side == "mandate":
            self._mandate(ui, upper)
        else:
            self._tray(ui, upper)
        self._drafts(ui, lower)

    def _levers(self, ui: Ui, rect: Rect) -> None:
        if self._place("levers", ui, rect):
            return
        state = self.levers
        key = (self.table.look, state.lever, tuple(state.opened.items()))
        quiet(ui, "levers", rect, key, lambda: levers(ui, rect, self.table, state, words(ui)), None)

    def _drafts_height(self, ui: Ui, rect: Rect) -> float:
        return min(drafts_height(ui, rect.w, self.table, words(ui)), rect.h * 0.52)

    def _drafts(self, ui: Ui, rect: Rect) -> None:
        self._place("drafts", ui, rect)
        look = self.table.look
        wish = quiet(ui, "drafts", rect, look, lambda: drafts(ui, rect, self.table, words(ui)), "")
        self.wish = self.wish or wish

    def _tray(self, ui: Ui, rect: Rect) -> None:
        if self._place("tray", ui, rect):
            return
        state = self.tray
        key = (self.table.advised_look, state.opened, state.quarter, frozenset(state.cited))
        seat = quiet(ui, "tray", rect, key, lambda: tray(ui, rect, self.table, state, words(ui)), "")
        if seat:
            self._sheet(seat)
        if state.compare:
            state.compare = False
            self._advisers()

    def _advisers(self) -> None:
        """Show the three advisers side by side, if there are any."""
        if not self.table.match.information.advisers or self.table.hides("timeline"):
            return
        self.middle, self.timeline.tab = "timeline", "advisers"
        self.app.invalidate()

    def _map(self, ui: Ui, rect: Rect) -> None:
        if self._place("map", ui, rect):
            return
        nation = map_panel(ui, rect, self.table, self.map, words(ui))
        if nation == FIGURES:
            self._world()
            return
        seat = next((n.seat for n in self.table.view.map.nations if n.id == nation), "") if nation else ""
        if seat:
            self._sheet(seat)

    def _timeline(self, ui: Ui, rect: Rect) -> None:
        if self._place("timeline", ui, rect):
            return
        doors, state, outlook = self.doors, self.timeline, self.forecaster and self.forecaster.outlook
        stale = self.forecaster is not None and self.forecaster.stale(self.table)
        look = self.table.advised_look if state.tab == "advisers" else self.table.look
        shown = (state.tab, state.cursor, state.board.opened, outlook and outlook.key, stale)
        board, back = doors.board is not None, doors.what_if is not None

        def draw() -> Wish:
            w = words(ui)
            return timeline(ui, rect, self.table, state, self.forecaster, w, whole_board=board, what_if=back)

        wish = quiet(ui, "timeline", rect, (look, shown), draw, "")
        if wish == "board" and doors.board is not None:
            self.app.push(doors.board(self.table.match, self.table.seat))
        elif wish == "what_if":
            self._what_if()
        elif wish.startswith("past/"):
            self._look_back(int(wish.removeprefix("past/")))

    def _look_back(self, quarter: int) -> None:
        """The desk of a played quarter, as it was."""
        if self.doors.look_back is not None and quarter >= 1:
            self.app.push(self.doors.look_back(self.table.match, self.table.seat, quarter))

    def _what_if(self) -> None:
        if self.doors.what_if is not None:
            self.app.push(self.doors.what_if(self.table.match, self.table.seat))

    # doing -------------------------------------------------------------------------------------------------

    def _keys(self, ui: Ui) -> None:
        """Keys that jump to a part of the desk; the focus follows when it is drawn, in the next pass."""
        view = self.table.view
        for number, lever in enumerate(view.levers):
            if ui.shortcut(str(number + 1)):
                self.levers.lever, self.side = lever.id, "levers"
        if ui.shortcut(ui.key("tray")) and view.tray:
            self.side = "tray"
            self.aim = f"dossier/{self.tray.opened or view.tray[0].id}"
        if ui.shortcut(ui.key("levers")):
            self.side, self.aim = "levers", f"lever/{self.levers.lever}"
        if ui.shortcut(ui.key("map")):
            self.middle, self.aim = "map", "map"
        if ui.shortcut(ui.key("timeline")):
            self.middle = "timeline"
            self.aim = "timeline/charts" if self.timeline.tab in CHARTS else f"timeline/{self.timeline.tab}"
        if ui.shortcut(ui.key("advisers")):
            self._advisers()
        if ui.shortcut(ui.key("gauges")):
            self.aim = f"gauge/{shown_gauges(view)[0].id}"
        if ui.shortcut(ui.key("world")):
            self._world()
        if ui.shortcut(ui.key("what_if")):
            self._what_if()
        if not view.looks_back and ui.shortcut(ui.key("past")):
            self._look_back(view.quarter.number - 1)
        if ui.shortcut(OPENS):
            self.help_open = True

    def _play(self, wish: str) -> None:
        if self.table.match.finished:
            self._leave_office()
            return
        if self.doors.pass_on is not None and len(self.table.match.governed) > 1:
            self._pass_on(self.doors.pass_on)
            return
        self.app.ui.cue("quarter")
        count = self.table.run() if wish == "run" else self.table.end_quarter()
        self._tell_unsaved()
        self.app.invalidate()
        if self.doors.report is not None:
            self.app.push(self.doors.report(self.table.match, self.table.seat, count))
        elif self.table.match.finished:
            self._leave_office()

    def _pass_on(self, door: Callable[[Match, str], Scene]) -> None:
        """The next person's turn; after the last one the quarter is played with everybody's drafts."""
        match, chair = self.table.match, self.table.next_chair
        if not chair:
            self.app.ui.cue("quarter")
            self.table.end_quarter()
            self._tell_unsaved()
            chair = match.governed[0]
            if match.finished and self.doors.finished is not None:
                self.app.replace(self.doors.finished(match, chair))
                return
        self.app.replace(door(match, chair))

    def _tell_unsaved(self) -> None:
        """A full disk stops no game, but nobody shall find out tomorrow."""
        ui, why = self.app.ui, self.table.match.unsaved
        if why is not None:
            ui.toast(words(ui).text(why), "bad", 12)

    def _leave_office(self) -> None:
        if self.doors.finished is not None:
            self.app.replace(self.doors.finished(self.table.match, self.table.seat))

    def _sheet(self, seat: str) -> None:
        if self.doors.seat_sheet is not None:
            self.app.push(self.doors.seat_sheet(self.table.match, self.table.seat, seat))

    def _world(self) -> None:
        if self.doors.world is not None:
            self.app.push(self.doors.world(self.table.match, self.table.seat))

    def _menu(self) -> None:
        if self.doors.menu is not None:
            self.app.push(self.doors.menu(self.table.match, self.table.seat))
