"""Several people at one screen: between two turns nobody's papers lie open until the right one sits down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.play.words import pack_text

from ..kit import Flow, Rect, Ui
from .base import Action, GameScene, Words, action_width, bullet, button_bar, headline, page, paragraph, words
from .predictions import answers

if TYPE_CHECKING:
    from game.play.match import Match

    from ..session import Session

__all__ = ["PassChair"]

WIDE = 860.0  # at text scale 1: task and question beside each other


class PassChair(GameScene):
    """Whose turn it is; behind the button their report and their desk."""

    def __init__(self, session: Session, match: Match, seat: str) -> None:
        super().__init__(session)
        self.match, self.seat = match, seat
        self.info = match.loaded.level.seats[seat]
        self.prediction: str | None = None
        self.asks = not match.past and not session.prediction(match, seat)

    def name(self, w: Words) -> str:
        return w("scenes.chair.title", seat=w.text(pack_text(self.info.name)))

    def draw(self, ui: Ui) -> None:
        w = words(ui)
        level = w.text(pack_text(self.match.loaded.level.title))
        n, of = self.match.quarter, self.match.rulebook.quarters
        note = w("scenes.report.line", n=min(n, of), of=of)
        with page(self, ui, level, icon="users", note=note, width=1180, back=False) as body:
            rest, foot = body.split_bottom(ui.control_h + 6, gap=16)
            with ui.scroll("chair", rest, label=self.name(w), padding=4) as area:
                self._person(ui, w, Flow(area, gap=12))
            open_question = self.asks and not self.prediction
            first = w("scenes.briefing.predict_first") if open_question else ""
            go = Action(
                "sit", w("scenes.chair.sit"), "arrow-right", "primary", hotkey="enter", disabled=first
            )
            wide = action_width(ui, go) + 30
            leave = Action("title", w("scenes.menu.leave"), "log-out", tip=w("scenes.menu.leave_tip"))
            left, right = foot.split_right(min(foot.w * 0.6, wide), gap=14)
            if open_question:
                away = action_width(ui, leave) + 30
                ui.label(left.pad(left=away), first, "small", colour="muted", align="right", ellipsis=True)
            pressed = button_bar(ui, left, [leave]) or button_bar(ui, right, [go], align="right")
        if pressed == "sit":
            self._sit_down()
        elif pressed == "title":
            self.app.reset(self.session.scene("title"))

    def _person(self, ui: Ui, w: Words, flow: Flow) -> None:
        """Flag and name, that the others look away, and in the first quarter the task."""
        flow.skip(16)
        tall = 72.0 * ui.text_scale
        strip = flow.next(tall)
        ui.flag(Rect(strip.x, strip.y, tall * 4 / 3, tall), self.info.nation)
        beside = strip.pad(left=tall * 4 / 3 + 22)
        title = self.name(w)
        spare = max(0.0, tall - ui.text_h(title, beside.w, "display")) / 2
        ui.label(beside.pad(top=spare), title, "display", role="heading", wrap=True)
        flow.skip(max(0.0, ui.text_h(title, beside.w, "display") - tall))
        minister = w.text(pack_text(self.info.minister.name))
        paragraph(ui, flow, w("scenes.chair.look_away", minister=minister), "heading", "accent_text")
        if self.match.past:
            return
        task, question = flow, flow
        if self.asks and flow.area.w > WIDE * ui.text_scale:
            one, other = flow.rest.columns((1.15, 1.0), gap=28)
            task, question = Flow(one, gap=12), Flow(other, gap=12)
        self._task(ui, w, task)
        if self.asks:
            self._ask(ui, w, question)
        flow.y = max(flow.y, task.y, question.y)

    def _task(self, ui: Ui, w: Words, flow: Flow) -> None:
        """What this chair is for."""
        paragraph(ui, flow, f"**{w.text(pack_text(self.info.role))}**", "body")
        paragraph(ui, flow, w.text(pack_text(self.info.brief)), "body", "muted")
        flow.skip(4)
        headline(ui, flow, w("scenes.briefing.mandate"))
        for objective in self.info.mandate:
            bullet(ui, flow, "target", w.text(pack_text(objective.text)))

    def _ask(self, ui: Ui, w: Words, flow: Flow) -> None:
        """What this person expects; nobody else is shown it before the debrief."""
        headline(ui, flow, w("scenes.briefing.predict"))
        paragraph(ui, flow, w("scenes.chair.predict"), "small", "muted")
        choices = answers(w)
        tall = max(ui.card_height(choice, flow.area.w) for choice in choices)
        area = flow.next(tall * len(choices) + 8 * (len(choices) - 1))
        self.prediction = ui.choice_cards("prediction", area, choices, self.prediction, columns=1)

    def _sit_down(self) -> None:
        """The desk of this person, below the report of what has happened since their last turn."""
        from .report import Report

        if self.asks and self.prediction:
            self.session.predict(self.match, self.seat, self.prediction)
        self.app.replace(self.session.desk_scene(self.match, self.seat))
        if self.match.past:
            self.app.push(Report(self.session, self.match, self.seat, 1))
