"""The menu over a game: go on, save, settings, help, the pages so far, leave."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from game.play.challenge import Challenge, challenge_code
from game.play.record import SaveError

from ..desk.whys import Explainer, why_dialog
from ..kit import Flow, Rect, Ui
from .alerts import Alerts
from .base import (
    Action,
    GameScene,
    Words,
    action_height,
    button_bar,
    headline,
    leaf,
    page,
    paragraph,
    quarter_names,
    words,
)
from .cards import fact
from .seat_facts import gauges

if TYPE_CHECKING:
    from game.play.match import Match
    from game.play.view import View

    from ..session import Session

__all__ = ["Menu"]


class Menu(GameScene):
    """A column of buttons and what game this is."""

    def __init__(self, session: Session, match: Match, seat: str) -> None:
        super().__init__(session)
        self.match, self.seat = match, seat
        self.view: View = match.view(seat)
        self.asking = False
        self.back_to = str(len(match.past))
        self.whys = Explainer(match, seat)

    def name(self, w: Words) -> str:
        return w("scenes.menu.title")

    def draw(self, ui: Ui) -> None:
        w = words(ui)
        self.whys.begin()
        wide = 1000 * max(1.0, ui.text_scale)
        with page(self, ui, w("scenes.menu.title"), icon="menu", width=wide) as body:
            left, right = body.columns((1.0, 1.6 if ui.text_scale < 1.4 else 1.1), gap=20)
            with ui.scroll("menu", left, label=w("scenes.menu.title"), padding=4) as area:
                self._buttons(ui, w, area)
            self._game(ui, w, right)
        if self.asking:
            self._ask(ui, w)
        self.whys.keys(ui)
        why_dialog(ui, self.whys, w)

    def _game(self, ui: Ui, w: Words, rect: Rect) -> None:
        """Which game this is, and where its mandate stands."""
        view = self.view
        title = w.text(view.level_title)
        with leaf(ui, "game", rect, title, title=title, icon="scroll-text", gap=8) as flow:
            said = f"[[flag:{view.nation}]] **{w.text(view.seat_name)}**  {w.text(view.quarter.label)}"
            paragraph(ui, flow, said)
            line = ui.line_h()
            quarter = w("scenes.saves.at", n=min(self.match.quarter, self._last), of=self._last)
            fact(ui, flow.next(line), w("scenes.saves.quarter"), quarter)
            fact(ui, flow.next(line), w("scenes.saves.luck"), str(self.match.seed))
            fact(ui, flow.next(line), w("scenes.levels.difficulty"), w(f"play.difficulty.{view.difficulty}"))
            if not view.assumptions:  # a code does not tell them
                code = challenge_code(
                    Challenge(view.level, self.match.governed, self.match.seed, self.match.difficulty)
                )
                tip = w("scenes.menu.code_tip")
                fact(ui, flow.next(line), w("scenes.levels.luck_code"), code, tip=tip)
            if self.match.practice:
                paragraph(ui, flow, w("scenes.menu.practice"), "body", "warn")
            if view.assumptions:
                paragraph(ui, flow, w.assumed(view.assumptions), "body", "warn")
            flow.skip(6)
            headline(ui, flow, w("scenes.briefing.mandate"))
            for row in view.mandate:
                icon = {True: "circle-check", False: "circle-x", None: "circle"}[row.met]
                note = f" **{w.text(row.note)}**" if row.note is not None else ""
                paragraph(ui, flow, f"[[{icon}]] {w.text(row.text)}{note}")
            self._figures(ui, w, flow)

    def _figures(self, ui: Ui, w: Words, flow: Flow) -> None:
        """The gauges with their course so far."""
        shown = [gauge for gauge in self.view.gauges if gauge.id != "debt" or gauge.value]
        gauges(ui, w, flow, shown, self.whys)

    @property
    def _last(self) -> int:
        return self.match.rulebook.quarters

    def _buttons(self, ui: Ui, w: Words, area: Rect) -> None:
        none = w("scenes.menu.no_pages") if not self.match.past else ""
        actions = [
            Action("resume", w("scenes.menu.resume"), "play", "primary"),
            Action("save", w("scenes.menu.save"), "save", hotkey=ui.key("save")),
            Action("pages", w("scenes.menu.pages"), "newspaper", disabled=none),
            Action(
                "rewind",
                w("scenes.menu.rewind"),
                "rotate-ccw",
                disabled=none,
                tip=w("scenes.menu.rewind_tip"),
            ),
            Action("alerts", w("scenes.alerts.title"), "bell"),
            Action("what_if", w("what_if.button"), "git-branch", disabled=none),
            Action("settings", w("scenes.title.settings"), "settings"),
            Action("help", w("scenes.title.help"), "book-open"),
            Action("title", w("scenes.menu.leave"), "log-out", tip=w("scenes.menu.leave_tip")),
        ]
        flow = Flow(area, gap=10)
        for action in actions:
            strip = flow.next(action_height(ui, action, area.w) + 4)
            pressed = ui.button(
                action.id,
                strip,
                action.text,
                icon=action.icon,
                kind=action.kind,
                hotkey=action.hotkey,
                disabled=action.disabled or False,
                tip=action.tip or None,
                align="left",
            )
            if pressed:
                self._choose(ui, w, action.id)

    def _choose(self, ui: Ui, w: Words, action: str) -> None:
        if action == "resume":
            self.app.pop()
        elif action == "save":
            self._save(ui, w)
        elif action == "pages":
            from .report import Report

            self.app.push(Report(self.session, self.match, self.seat, 1))
        elif action == "alerts":
            self.app.push(Alerts(self.session, self.match))
        elif action == "rewind":
            self.asking = True
        elif action == "what_if":
            from .what_if import WhatIfScene

            self.app.push(WhatIfScene(self.session, self.match, self.seat))
        elif action == "title":
            self._save_quietly()
            self.app.reset(self.session.scene("title"))
        else:
            self.app.push(self.session.scene(action))

    def _ask(self, ui: Ui, w: Words) -> None:
        """Which quarter to go back to; what comes after it is lost, so a copy is kept first."""
        played = len(self.match.past)
        names = quarter_names(w, self.view, 1, played)
        text = w("scenes.menu.rewind_text")
        width = min(ui.screen.w - 60, 540 * max(1.0, ui.text_scale))
        height = 150 + ui.text_h(text, width - 40) + 2 * ui.control_h
        with ui.dialog("wind-back", w("scenes.menu.rewind"), (width, height), icon="rotate-ccw") as box:
            flow = Flow(box.body, gap=12)
            ui.label(flow.next(ui.text_h(text, flow.area.w)), text, wrap=True)
            options = [(str(number), names[number - 1]) for number in range(played, 0, -1)]
            label = w("scenes.menu.rewind_to")
            self.back_to = ui.drop_down("to", flow.next(ui.control_h), options, self.back_to, label=label)
            actions = [
                Action("stay", w("scenes.menu.resume"), "undo-2"),
                Action("go-back", w("scenes.menu.rewind"), "rotate-ccw", "primary"),
            ]
            pressed = button_bar(ui, box.footer, actions, align="right")
        if pressed == "go-back":
            self._save(ui, w)
            self.match.rewind(int(self.back_to))
            self._save_quietly()
            if len(self.match.governed) > 1:  # the quarter begins anew, with the first chair
                self.session.sit_down(self.app, self.match)
            else:
                self.app.pop()
        if pressed or box.dismissed:
            self.asking = False

    def _save(self, ui: Ui, w: Words) -> None:
        """A save of its own, beside the running one."""
        try:
            name = self.session.save_copy(self.match)
        except SaveError as error:
            ui.toast(w.text(error.text), "bad", 8)
        else:
            ui.toast(w("scenes.menu.saved", name=name), "good")

    def _save_quietly(self) -> None:
        """The running save, so that drafts of an unfinished quarter are not lost."""
        with contextlib.suppress(SaveError):
            self.match.save_running()
