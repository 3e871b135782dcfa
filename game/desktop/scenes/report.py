"""The quarter's report: a front page, what changed and why, what the others did and why, and rumours."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from game.i18n import Text
from game.play.briefing import Brief, brief, pages
from game.play.words import pack_text

from ..desk.header import shown_gauges
from ..desk.whys import Explainer, explained_tip, why_dialog
from ..kit import Colour, Flow, Rect, Tip, Tone, Ui, mix
from .base import (
    Action,
    GameScene,
    Words,
    action_width,
    button_bar,
    fitted,
    headline,
    page,
    paragraph,
    quarter_names,
    words,
)
from .paper import draw_front_page
from .paper_print import Figure, Graph

if TYPE_CHECKING:
    from game.play.match import Match
    from game.play.view import Act, FrontPage, Gauge, Headline, Line, Series
    from game.play.why import Explanation

    from ..session import Session

__all__ = ["Report"]

CAUSES_SHOWN = 3
CAUSES_TOLD = 2  # in the words of a story
LEAST_SHARE = 0.01  # of the largest cause: less is not worth a line
FIGURES = (
    ("price", "price.light_oxide"),
    ("price_heavy", "price.heavy_oxide"),
    ("cover", "cover"),
    ("made", "magnets"),
)


class Report(GameScene):
    """Pages of all played quarters; opens on the first of the `count` that were just played."""

    def __init__(self, session: Session, match: Match, seat: str, count: int = 1) -> None:
        super().__init__(session)
        self.match, self.seat = match, seat
        self.pages = pages(match, seat)
        self.view: Brief = brief(match, seat)
        self.at = max(0, len(self.pages) - max(1, count))
        self.whys = Explainer(match, seat)
        self.reasoned: dict[tuple[int, str], FrontPage] = {}

    def enter(self) -> None:
        super().enter()
        self.app.submit_after(self.match.view, self.seat)  # the desk that comes next
        headlines = self.pages[self.at].headlines
        opened = any(line.id.startswith("opens:") and line.mood == "good" for line in headlines)
        self.app.ui.cue("opening" if opened else "cut" if headlines[0].mood == "bad" else "news")

    def name(self, w: Words) -> str:
        return w("scenes.report.title")

    @property
    def newest(self) -> bool:
        """Whether the page shown is that of the quarter played last."""
        return self.at == len(self.pages) - 1

    def draw(self, ui: Ui) -> None:
        w = words(ui)
        title = w("scenes.report.title")
        self.whys.begin()
        with page(self, ui, title, icon="newspaper", back=False, width=1640) as body:
            rest, foot = body.split_bottom(ui.control_h + 4, gap=12)
            left, right = rest.split_right(max(300.0, min(480.0, rest.w * 0.31)) * _growth(ui), gap=18)
            shown = self.pages[self.at]
            graphs, figures = self._graphs(w), self._figures(w)
            told = self._told(w, shown)
            draw_front_page(ui, left, w, told, line=self._line(w), graphs=graphs, figures=figures)
            with (
                ui.scroll("why", right, label=w("scenes.report.why"), padding=2) as area,
                fitted(ui, f"report-why-{self.at}", right.h - 4) as done,
            ):
                flow = Flow(area, gap=12)
                if self.newest:
                    self._next_act(ui, w, flow)
                    self._cabinet(ui, w, flow)
                self._changes(ui, w, flow)
                self._rumours(ui, w, flow)
                self._acts(ui, w, flow)
                done(flow.y - area.y)
                if self.newest:
                    self._mandate(ui, w, flow, area.y + right.h - 4)
            self._footer(ui, w, foot)
        self.whys.keys(ui)
        why_dialog(ui, self.whys, w)

    def _line(self, w: Words) -> str:
        number = self.pages[self.at].quarter
        said = w("scenes.report.line", n=number, of=self.view.quarter.of)
        acts = [act for act in self.match.loaded.level.acts if int(act.from_quarter) <= number]
        return f"{said} · {w.text(pack_text(acts[-1].title))}" if acts else said

    def _told(self, w: Words, shown: FrontPage) -> FrontPage:
        """The page with the reasons of those of its larger stories that are a bare figure."""
        key = shown.quarter, w.language
        if key not in self.reasoned:
            stories = [self._reasoned(w, story, shown.quarter) for story in shown.headlines]
            self.reasoned[key] = replace(shown, headlines=tuple(stories))
        return self.reasoned[key]

    def _reasoned(self, w: Words, story: Headline, quarter: int) -> Headline:
        kind, _, rest = story.id.partition(":")
        name = {"price": f"price.{rest}", "output": "magnets", "cover": "cover"}.get(kind)
        series = next((line for line in self.view.charts if line.id == name), None)
        if story.text is not None or story.size < 2 or series is None:
            return story
        why = self.whys.find(series.figure, quarter)
        largest = [] if why is None else _largest(why)
        causes = [line for line in largest if line.cause != "carried"][:CAUSES_TOLD]
        if why is None or not causes:
            return story
        said = [
            w(
                "rooms.cause",
                cause=w.text(line.text).rstrip(".。"),
                amount=w.value(line.amount, why.unit, signed=True),
            )
            for line in causes
        ]
        return replace(story, text=Text("rooms.why", {"causes": w.sentences(*said)}))

    def _upto(self, name: str) -> Series | None:
        """A line of the market up to the quarter of the page."""
        found = next((line for line in self.view.charts if line.id == name), None)
        if found is None:
            return None
        return replace(found, values=found.values[: self.pages[self.at].quarter - found.first + 1])

    def _graphs(self, w: Words) -> list[Graph]:
        """The home price of the oxide that the lead speaks of, and the days of cover."""
        lead = self.pages[self.at].headlines[0].id
        good = "heavy_oxide" if lead.endswith("heavy_oxide") else "light_oxide"
        found = []
        for name in (f"price.{good}", "cover"):
            series = self._upto(name)
            if series is not None:
                labels = quarter_names(w, self.view, series.first, len(series.values))
                found.append(Graph(series, labels))
        return found

    def _figures(self, w: Words) -> list[Figure]:
        """The page's quarter in figures, each with its change."""
        found = []
        for key, name in FIGURES:
            series = self._upto(name)
            if series is None or len(series.values) < 2 or (name == "magnets" and (series.base or 0) <= 1):
                continue
            now, before = series.values[-1], series.values[-2]
            label = w(f"scenes.reckoning.{key}")
            found.append(Figure(label, w.value(now, series.unit), w.change(now - before, series.unit)))
        return found

    # right column ------------------------------------------------------------------------------------------

    def _next_act(self, ui: Ui, w: Words, flow: Flow) -> None:
        """A title card where the next quarter begins a new act."""
        quarter = self.view.quarter
        if not quarter.act_begins or quarter.act_title is None or quarter.act_text is None:
            return
        number = sum(1 for act in self.match.loaded.level.acts if int(act.from_quarter) <= quarter.number)
        title = w("scenes.report.act", n=number, title=quarter.act_title)
        self._card(ui, flow, title, w.text(quarter.act_text), ui.theme.accent)

    def _cabinet(self, ui: Ui, w: Words, flow: Flow) -> None:
        """A cabinet that totters, while something can still be done, or has fallen."""
        view = self.view
        if view.cabinet is not None:
            key, tone = ("fallen", "bad") if view.no_cabinet else ("totters", "warn")
            title = w(f"scenes.report.cabinet_{key}")
            self._card(ui, flow, title, w.text(view.cabinet), ui.theme.colour(tone))

    def _card(self, ui: Ui, flow: Flow, title: str, text: str, ink: Colour) -> None:
        """Title and text in a frame of this colour."""
        width = flow.area.w - 34
        height = ui.text_h(title, width, "heading") + ui.text_h(text, width) + 30
        rect = flow.next(height)
        theme = ui.theme
        ui.painter.box(ui.box(rect), ui.px(8), mix(theme.panel, ink, 0.12), ink, max(1, ui.px(1.4)))
        ui.painter.box(ui.box(Rect(rect.x + 7, rect.y + 9, 4, rect.h - 18)), ui.px(2), ink)
        column = Flow(rect.pad(left=20, right=14, top=11, bottom=8), gap=6)
        headline(ui, column, title)
        paragraph(ui, column, text)

    def _changes(self, ui: Ui, w: Words, flow: Flow) -> None:
        """Each gauge with its change in the page's quarter and the largest causes; all of them in the
        tooltip."""
        number = self.pages[self.at].quarter
        found = [(g, self.whys.find(g.figure, number)) for g in shown_gauges(self.view) if g.id != "debt"]
        shown = [(gauge, why) for gauge, why in found if why is not None]
        height = sum(self._gauge_height(ui, w, why, flow.area.w - 28) + 8 for _, why in shown)
        rect = flow.next(height + ui.line_h("heading") + 30)
        inside = ui.panel(rect, w("scenes.report.changed"), icon="gauge")
        column = Flow(inside, gap=8)
        for gauge, why in shown:
            self._gauge(ui, w, column, gauge, why)

    def _gauge_height(self, ui: Ui, w: Words, why: Explanation, width: float) -> float:
        causes = sum(self._cause_height(ui, w, why, line, width) for line in _largest(why))
        return ui.line_h("strong") + causes

    def _cause_height(self, ui: Ui, w: Words, why: Explanation, line: Line, width: float) -> float:
        value = w.change(line.amount, why.unit)
        room = width - ui.line_h("strong") * 0.72 - ui.text_w(value, "caption") - 20
        return ui.text_h(w.text(line.text), room, "caption") + 1

    def _gauge(self, ui: Ui, w: Words, flow: Flow, gauge: Gauge, why: Explanation) -> None:
        name = w.text(gauge.label)
        value, change = w.value(why.after, why.unit), w.change(why.change, why.unit)
        strip = flow.next(self._gauge_height(ui, w, why, flow.area.w))
        head, rest = strip.split_top(ui.line_h("strong"))
        size = head.h * 0.72
        ui.icon(Rect(head.x, head.cy - size / 2, size, size), gauge.icon, colour="muted")
        wid = ui.full_id(f"gauge-{gauge.id}")
        tip = explained_tip(
            ui,
            self.whys,
            wid,
            Tip(title=name),
            gauge.figure,
            w,
            good_when=gauge.good_when,
            quarter=why.quarter,
        )
        found = ui.interact(wid, strip.inset(-4, -1), tip=tip)
        if found.clicked:
            self.whys.pin(gauge.figure, why.quarter)
        left, right = head.pad(left=size + 8).split_right(ui.text_w(change, "small") + 18, gap=6)
        label, figure = left.split_right(ui.text_w(value, "strong") + 6, gap=6)
        ui.put_text(label, name, colour="muted", wid=gauge.id, ellipsis=True)
        ui.put_text(figure, value, "strong", "text", "right", wid=gauge.id)
        moved = round(why.change, 2)
        direction = 0 if moved == 0 else 1 if moved > 0 else -1
        tone: Tone = (
            "neutral"
            if not direction or not gauge.good_when
            else ("good" if direction == gauge.good_when else "bad")
        )
        ui.delta(right, change, direction, tone=tone)
        for line in _largest(why):
            row, rest = rest.split_top(self._cause_height(ui, w, why, line, flow.area.w))
            amount = w.change(line.amount, why.unit)
            words_spot, figure_spot = row.pad(left=size + 8).split_right(
                ui.text_w(amount, "caption") + 2, gap=8
            )
            ui.put_lines(words_spot, w.text(line.text), "caption", "muted", wid=gauge.id)
            spot = Rect(figure_spot.x, figure_spot.y, figure_spot.w, ui.line_h("caption"))
            ui.put_text(spot, amount, "caption", "muted", "right", wid=gauge.id)
        if found.focused:
            ui.focus_ring(strip.inset(-4, -1), 4)
        ui.note("figure", name, value=f"{value}, {change}", hint=tip, wid=wid, rect=strip)

    def _rumours(self, ui: Ui, w: Words, flow: Flow) -> None:
        """What came of earlier rumours in the page's quarter, and those that are going round now."""
        came = self.pages[self.at].rumours
        texts = [f"[[{news.icon}]] {w.text(news.title)}" for news in came]
        texts += [w.text(news.text) for news in came[-1:]]
        papers = self.view.rumours if self.newest else ()
        texts += [f"[[radar]] **{w.text(paper.title)}**\n{w.text(paper.body)}" for paper in papers]
        if not texts:
            return
        self._box(ui, flow, w("scenes.report.rumours"), "radar", texts)

    def _acts(self, ui: Ui, w: Words, flow: Flow) -> None:
        """What the other governments did in this quarter, with the reasons that they gave."""
        number = self.pages[self.at].quarter
        texts = []
        for sheet in self.view.seats:
            acts = [act for act in sheet.acts if act.quarter == number and not sheet.you]
            if acts:
                lines = "\n".join(self._act(w, act) for act in acts)
                texts.append(f"[[flag:{sheet.nation}]] **{w.text(sheet.name)}**\n{lines}")
        if not texts:
            texts = [w("scenes.report.no_acts")]
        self._box(ui, flow, w("scenes.report.others"), "users", texts)

    def _mandate(self, ui: Ui, w: Words, flow: Flow, bottom: float) -> None:
        """Where the mandate stands, if that still fits on the screen."""
        texts = []
        for row in self.view.mandate:
            icon = {True: "circle-check", False: "circle-x", None: "circle"}[row.met]
            note = f" **{w.text(row.note)}**" if row.note is not None else ""
            texts.append(f"[[{icon}]] {w.text(row.text)}{note}")
        if flow.y + self._box_height(ui, flow, texts) <= bottom:
            self._box(ui, flow, w("scenes.briefing.mandate"), "target", texts)

    def _act(self, w: Words, act: Act) -> str:
        said = w.text(act.text)
        return f"{said}\n{w('rooms.quoted', said=w.text(act.reason))}" if act.reason is not None else said

    def _box(self, ui: Ui, flow: Flow, title: str, icon: str, texts: list[str]) -> None:
        inside = ui.panel(flow.next(self._box_height(ui, flow, texts)), title, icon=icon)
        column = Flow(inside, gap=8)
        for text in texts:
            paragraph(ui, column, text, "small")

    def _box_height(self, ui: Ui, flow: Flow, texts: list[str]) -> float:
        width = flow.area.w - 28
        return sum(ui.text_h(text, width, "small", True) + 8 for text in texts) + ui.line_h("heading") + 28

    # footer ------------------------------------------------------------------------------------------------

    def _footer(self, ui: Ui, w: Words, foot: Rect) -> None:
        first, last = self.at == 0, self.newest
        go = w("scenes.report.next") if not last else w("scenes.report.go_on")
        actions = [
            Action("earlier", w("scenes.report.earlier"), "arrow-left", disabled=_why(first, w, "first")),
            Action("later", w("scenes.report.later"), "arrow-right", disabled=_why(last, w, "last")),
        ]
        main = Action("go-on", go, "arrow-right" if not last else "check", "primary", hotkey="enter")
        wide = action_width(ui, main) + 16
        left, right = foot.split_right(min(foot.w * 0.5, wide), gap=16)
        pressed = button_bar(ui, left, actions) or button_bar(ui, right, [main], align="right")
        if pressed == "earlier" or ui.shortcut("pageup"):
            self._turn(-1)
        elif pressed == "later" or ui.shortcut("pagedown"):
            self._turn(1)
        elif pressed == "go-on":
            if last:
                self.app.pop()
            else:
                self._turn(1)

    def _turn(self, step: int) -> None:
        self.at = min(len(self.pages) - 1, max(0, self.at + step))
        self.app.ui.scroll_to("paper")
        self.app.ui.scroll_to("why")


def _largest(why: Explanation) -> list[Line]:
    """The few causes that moved a figure most."""
    ranked = sorted(why.lines, key=lambda line: -abs(line.amount))
    return [line for line in ranked[:CAUSES_SHOWN] if abs(line.amount) >= LEAST_SHARE * abs(ranked[0].amount)]


def _why(off: bool, w: Words, which: str) -> str:
    return w(f"scenes.report.{which}") if off else ""


def _growth(ui: Ui) -> float:
    """The side column widens a little with larger text."""
    return min(1.3, max(1.0, ui.text_scale))
