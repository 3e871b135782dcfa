"""The briefing: the question, the chair, its people and its task; then a prediction before the start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from game.content.difficulty import DEFAULT
from game.content.level import Level
from game.content.seat import Seat
from game.play.assumptions import changes_in_words
from game.play.view import Source
from game.play.words import pack_text

from ..kit import Choice, Flow, Rect, Ui
from .base import (
    Action,
    GameScene,
    Words,
    action_width,
    bullet,
    button_bar,
    fitted,
    headline,
    page,
    paragraph,
    words,
)
from .cards import fact, source_lines
from .predictions import answers

if TYPE_CHECKING:
    from game.play.view import LevelCard, SeatCard

    from ..session import Session

__all__ = ["LEVER_ICONS", "Briefing"]

LEVER_ICONS = {
    "industry": "factory",
    "technology": "flask-conical",
    "market": "package",
    "diplomacy": "handshake",
    "controls": "stamp",
}
USE_ICONS = {"cars": "car", "electronics": "cpu", "machines": "cog"}


class Briefing(GameScene):
    """Three columns: the situation, the means, the task with the prediction."""

    def __init__(
        self,
        session: Session,
        card: LevelCard,
        seat: SeatCard,
        seed: int,
        assumptions: Mapping[str, float] | None = None,
        difficulty: str = DEFAULT,
    ) -> None:
        super().__init__(session)
        self.difficulty = difficulty
        self.assumptions = dict(assumptions or {})
        self.changes = changes_in_words(session.level(card.id), self.assumptions)
        self.card, self.seat, self.seed = card, seat, seed
        self.level: Level = session.level(card.id).level
        self.info: Seat = self.level.seats[seat.seat]
        self.prediction: str | None = None

    def name(self, w: Words) -> str:
        return w.text(self.card.title)

    def draw(self, ui: Ui) -> None:
        w = words(ui)
        note = w("scenes.briefing.luck", seed=str(self.seed))
        with page(self, ui, w.text(self.card.title), icon="scroll-text", note=note, width=1560) as body:
            rest, foot = body.split_bottom(ui.control_h + 4, gap=12)
            narrow = rest.w < 1080 * max(1.0, ui.text_scale)
            if narrow:
                with ui.scroll("briefing", rest, label=w("scenes.briefing.all"), padding=2) as area:
                    self._stacked(ui, w, area)
            else:
                self._columns(ui, w, rest)
            self._start(ui, w, foot)

    def _columns(self, ui: Ui, w: Words, rect: Rect) -> None:
        parts = (("situation", self._situation), ("means", self._means), ("task", self._task))
        for (name, part), column in zip(parts, rect.columns((1.1, 0.96, 0.96), gap=14), strict=True):
            inside = ui.panel(column).inset(-6)
            with (
                ui.scroll(name, inside, label=w(f"scenes.briefing.{name}"), padding=6) as area,
                fitted(ui, f"briefing-{name}-{self.seat.seat}", inside.h - 14) as done,
            ):
                flow = Flow(area, gap=8)
                part(ui, w, flow)
                done(flow.y - area.y)

    def _stacked(self, ui: Ui, w: Words, area: Rect) -> None:
        flow = Flow(area, gap=16)
        for part in (self._situation, self._means, self._task):
            inside = Flow(flow.rest, gap=8)
            part(ui, w, inside)
            flow.y = inside.y + 10

    # columns -----------------------------------------------------------------------------------------------

    def _situation(self, ui: Ui, w: Words, flow: Flow) -> None:
        paragraph(ui, flow, w.text(self.card.question), "title", "accent_text")
        paragraph(ui, flow, w.text(self.card.briefing))
        if self.changes:
            said = f"[[triangle-alert]] {w.assumed(self.changes)} {w('assumptions.no_points')}"
            paragraph(ui, flow, said, "small", "warn")
        flow.skip(6)
        self._person(ui, w, flow)
        paragraph(ui, flow, w.text(self.seat.brief))
        flow.skip(6)
        headline(ui, flow, w("scenes.briefing.factories"))
        for factory in self.info.factories:
            title = w.text(pack_text(factory.name))
            said = w(
                "scenes.briefing.factory",
                use=w(f"scenes.use.{factory.use}"),
                n=int(factory.workers),
                share=float(factory.share),
            )
            icon = USE_ICONS.get(str(factory.use), "factory")
            paragraph(ui, flow, f"[[{icon}]] **{title}**\n{said}", "small", "muted")

    def _person(self, ui: Ui, w: Words, flow: Flow) -> None:
        """Flag, seat and role, then the minister with wish and red line."""
        size = ui.line_h("heading") * 1.5
        name, role = w.text(self.seat.name), w.text(self.seat.role)
        width = flow.area.w - size - 12
        first, second = ui.text_h(name, width, "heading"), ui.text_h(role, width, "small")
        strip = flow.next(max(size * 0.75, first + second))
        ui.flag(Rect(strip.x, strip.y + 2, size, size * 0.75), self.seat.nation)
        beside = strip.pad(left=size + 12)
        ui.label(beside.split_top(first)[0], name, "heading", role="heading", wrap=True)
        ui.label(beside.pad(top=first), role, "small", colour="accent_text", wrap=True)
        minister = self.info.minister
        said = w(
            "scenes.briefing.minister",
            name=pack_text(minister.name),
            wish=pack_text(minister.wish),
            red_line=pack_text(minister.red_line),
        )
        paragraph(ui, flow, said, "small", "muted")

    def _means(self, ui: Ui, w: Words, flow: Flow) -> None:
        headline(ui, flow, w("scenes.briefing.treasury"))
        facts = (
            ("money", w.money(self.seat.money_musd)),
            ("income", w.money(self.seat.income_musd)),
            ("confidence", w.number(self.seat.confidence)),
            ("influence", w.number(self.seat.influence, None)),
        )
        for key, value in facts:
            tip = w(f"scenes.briefing.{key}_tip")
            fact(ui, flow.next(ui.line_h()), w(f"scenes.briefing.{key}"), value, tip=tip)
        flow.skip(8)
        headline(ui, flow, w("scenes.briefing.levers"))
        paragraph(ui, flow, w("scenes.briefing.levers_text"), "small", "muted")
        for lever, icon in LEVER_ICONS.items():
            text = f"[[{icon}]] **{w(f'lever.{lever}')}**\n{w(f'scenes.briefing.lever_{lever}')}"
            paragraph(ui, flow, text, "small")
        flow.skip(8)
        sources = self._sources()
        if sources:
            headline(ui, flow, w("scenes.sources"))
            source_lines(ui, flow, w, sources)

    def _sources(self) -> tuple[Source, ...]:
        """The seat's sources first, then the level's, each with its mark of confidence."""
        keys = dict.fromkeys((*self.info.sources, *self.level.sources))
        known = (self.level.sources[key] for key in keys if key in self.level.sources)
        return tuple(Source(pack_text(s.text), s.url or "", s.confidence or "") for s in known)

    def _task(self, ui: Ui, w: Words, flow: Flow) -> None:
        headline(ui, flow, w("scenes.briefing.mandate"))
        for line in self.seat.mandate:
            bullet(ui, flow, "target", w.text(line))
        years = (self.card.quarters + self.card.caretaker) / 4
        said = w("scenes.briefing.judged", n=self.card.quarters, years=years)
        if self.seat.passed is not None:
            said = w.sentences(said, w("scenes.briefing.passed", share=self.seat.passed))
        paragraph(ui, flow, said, "small", "muted")
        flow.skip(4)
        headline(ui, flow, w("scenes.briefing.predict"))
        paragraph(ui, flow, w("scenes.briefing.predict_text"), "small", "muted")
        columns, choices = self._fit(ui, w, flow)
        gap, rows = 8, -(-len(choices) // columns)
        width = (flow.area.w - gap * (columns - 1)) / columns
        tall = max(ui.card_height(choice, width) for choice in choices)
        area = flow.next(tall * rows + gap * (rows - 1))
        self.prediction = ui.choice_cards("prediction", area, choices, self.prediction, columns=columns)

    def _fit(self, ui: Ui, w: Words, flow: Flow) -> tuple[int, list[Choice]]:
        """Columns and answers that can all be seen: with words, without, or two beside each other."""
        for columns, short in ((1, False), (1, True), (2, True)):
            choices = answers(w, short=short)
            width = (flow.area.w - 8 * (columns - 1)) / columns
            tall = max(ui.card_height(choice, width) for choice in choices) + 8
            if flow.y + tall * len(choices) / columns - 8 <= ui.visible.bottom:
                return columns, choices
        return 1, answers(w, short=True)

    # the start ---------------------------------------------------------------------------------------------

    def _start(self, ui: Ui, w: Words, foot: Rect) -> None:
        reason = "" if self.prediction else w("scenes.briefing.predict_first")
        action = Action(
            "start", w("scenes.briefing.start"), "play", "primary", hotkey="enter", disabled=reason
        )
        wide = min(foot.w, action_width(ui, action) + 30)
        left, right = foot.split_right(wide, gap=14)
        if reason:
            ui.label(left, reason, "small", colour="muted", align="right", ellipsis=True)
        if button_bar(ui, right, [action], align="right") and self.prediction:
            match = self.session.begin(
                self.card.id, self.seat.seat, self.seed, self.assumptions, self.difficulty
            )
            self.session.predict(match, self.seat.seat, self.prediction)
            self.session.sit_down(self.app, match)
