"""What if? Past orders taken away, decided otherwise, moved or added, and where the two lines part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.i18n import Text
from game.insight.series import SERIES
from game.insight.turning_points import TurningPoint, turning_points
from game.insight.what_if import Change, WhatIf, at_the_reckoning, moved, what_if
from game.play.debrief_story import UNITS
from game.play.debriefing import game_of
from game.play.past_orders import PastOrder, orders_allowed, orders_given, other_options
from game.play.words import Words as PlayWords
from game.rules.state import Floats

from ..kit import Axis, Cell, Column, Flow, Mark, Rect, Row, Tab, Tip, TipRow, Tone, Ui
from ..kit import Series as Line
from .base import Action, Words, bar_height, button_bar, waiting
from .briefing import LEVER_ICONS

if TYPE_CHECKING:
    from game.insight.replays import Game
    from game.play.match import Match

    from ..app import App
    from ..jobs import Job

__all__ = ["WhatIfPart"]

WAYS = (
    ("remove", "circle-minus"),
    ("change", "pencil"),
    ("move", "arrow-left-right"),
    ("add", "plus"),
)
Question = tuple[Change, ...]


@dataclass(frozen=True)
class Answer:
    """A replay, and for a game that is over both accounts after the reckoning, [2,F]."""

    lines: WhatIf
    accounts: Floats | None


def _answer(game: Game, seat: int, question: Question, judged: bool) -> Answer:
    lines = what_if(game, seat, question)
    return Answer(lines, at_the_reckoning(game, seat, lines) if judged else None)


class WhatIfPart:
    """A table of orders, what to do with the chosen one, and the two lines.

    `judged`: the game is over, so the worth of every order and the account after the reckoning are told too;
    during play nothing reaches beyond the present quarter.
    """

    def __init__(self, match: Match, seat: str, *, judged: bool = True) -> None:
        self.match, self.seat, self.judged = match, seat, judged
        self.index = match.rulebook.seat(seat)
        self.orders = orders_given(match, seat)
        self.names = PlayWords(match.loaded, match.rulebook)
        self.chosen = self.orders[0].key if self.orders else None
        self.way = "remove" if self.orders else "add"
        self.to_quarter = self.orders[0].quarter if self.orders else 1
        self.add_quarter = 1
        self.option = ""  # what the chosen order is changed to
        self.added: str | None = None  # key of an order that was not given
        self.kept: list[tuple[Text, Question]] = []
        self.series = "account"
        self.asked: Question | None = None
        self.answers: dict[Question, Answer] = {}
        self.job: Job[Answer] | None = None
        self.worth: dict[str, TurningPoint] | None = None if judged else {}
        self.worth_job: Job[tuple[TurningPoint, ...]] | None = None
        self.sort: tuple[str, bool] | None = ("quarter", False)
        self._others: dict[str, tuple[PastOrder, ...]] = {}
        self._allowed: dict[int, tuple[PastOrder, ...]] = {}

    # what is asked -----------------------------------------------------------------------------------------

    def start(self, app: App) -> None:
        """Have the worth of every order computed, once."""
        if self.judged and self.worth_job is None and self.orders:
            game = game_of(self.match)
            self.worth_job = app.submit(lambda: app.helpers.run(turning_points, game, self.index))

    @property
    def order(self) -> PastOrder | None:
        """The order that is marked."""
        return next((order for order in self.orders if order.key == self.chosen), None)

    def others(self, order: PastOrder) -> tuple[PastOrder, ...]:
        """The options that the marked order could have had instead."""
        if order.key not in self._others:
            self._others[order.key] = other_options(self.match, self.seat, order)
        return self._others[order.key]

    def allowed(self, quarter: int) -> tuple[PastOrder, ...]:
        """What could have been ordered besides in a quarter; nothing before the first one was played."""
        if quarter > len(self.match.past):
            return ()
        if quarter not in self._allowed:
            self._allowed[quarter] = orders_allowed(self.match, self.seat, quarter)
        return self._allowed[quarter]

    @property
    def present(self) -> tuple[Text, Question] | None:
        """The change that is set up now, in words and as data; None while none is chosen."""
        if self.way == "add":
            found = next((o for o in self.allowed(self.add_quarter) if _full(o) == self.added), None)
            if found is None:
                return None
            return found.said, (Change(found.quarter - 1, found.slot, found.option),)
        order = self.order
        if order is None:
            return None
        if self.way == "move":
            return order.said, moved(order.slot, order.option, order.quarter - 1, self.to_quarter - 1)
        if self.way == "change":
            other = next((o for o in self.others(order) if o.option == self.option), None)
            return (
                None
                if other is None
                else (other.said, (Change(order.quarter - 1, order.slot, other.option),))
            )
        return order.said, (Change(order.quarter - 1, order.slot),)

    @property
    def question(self) -> Question:
        """All changes that are asked about: those that were kept, and the one at hand."""
        now = self.present
        return (*(change for _, changes in self.kept for change in changes), *(now[1] if now else ()))

    @property
    def busy(self) -> bool:
        """Whether the answer to the question is not there yet."""
        missing = bool(self.question) and self.question not in self.answers
        return missing or (self.worth is None and bool(self.orders))

    def poll(self) -> bool | None:
        """Take an answer that has arrived; True if there is something new to draw."""
        arrived = None
        if self.worth is None and self.worth_job is not None and self.worth_job.done:
            self.worth = {f"{p.quarter + 1}/{p.slot}": p for p in self.worth_job.result()}
            arrived = True
        if self.job is None or not self.job.done or self.asked is None:
            return arrived
        self.answers[self.asked] = self.job.result()
        self.job = None
        return True

    def _ask(self, app: App) -> None:
        question = self.question
        if self.job is not None or not question or question in self.answers:
            return
        game, index, judged = game_of(self.match), self.index, self.judged
        self.asked = question
        self.job = app.submit(lambda: app.helpers.run(_answer, game, index, question, judged))

    # drawing -----------------------------------------------------------------------------------------------

    def draw(self, app: App, ui: Ui, w: Words, rect: Rect) -> None:
        if not self.match.past:
            ui.label(rect, w("what_if.too_soon"), colour="muted", wrap=True)
            return
        left, right = rect.columns((1.0, 1.2), gap=14)
        inside = ui.panel(left, w("scenes.debrief.your_orders"), icon="list", padding=12)
        bar, rest = inside.split_top(ui.control_h, gap=10)
        tabs = [Tab(key, w(f"what_if.way_{key}"), icon) for key, icon in WAYS]
        if sum(ui.text_w(tab.text) + 30 for tab in tabs) <= bar.w:
            self.way = ui.tabs("way", bar, tabs, self.way, fill=True)
        else:
            entries = [(tab.key, tab.text) for tab in tabs]
            label = w("scenes.debrief.tab_what_if")
            self.way = ui.drop_down("way", bar, entries, self.way, label=label)
        rest, foot = rest.split_bottom(self._kept_height(ui, w, rest.w), gap=10)
        if self.way == "add":
            self._adding(ui, w, rest)
        elif not self.orders:
            ui.label(rest, w("scenes.debrief.no_orders"), colour="muted", wrap=True)
        else:
            self._choosing(ui, w, rest)
        self._keeping(ui, w, foot)
        self._ask(app)
        self._lines(ui, w, ui.panel(right, w("scenes.debrief.two_lines"), icon="git-branch", padding=12))

    def _choosing(self, ui: Ui, w: Words, rect: Rect) -> None:
        """The table of orders and what is to become of the chosen one; scrolled if it is too tight."""
        with ui.scroll("orders-part", rect, label=w("scenes.debrief.your_orders"), padding=2) as area:
            form_h = 0.0 if self.way == "remove" else ui.control_h
            if self.way == "change" and self.order is not None and not self.others(self.order):
                form_h = ui.text_h(w("what_if.no_other"), area.w, "small")
            flow = Flow(area, gap=10 if form_h else 0)
            least = ui.line_h("small") + 12 + 3 * ui.row_h
            self._table(ui, w, flow.next(max(least, rect.h - 4 - form_h - flow.gap)))
            self._form(ui, w, flow.next(form_h))

    def _table(self, ui: Ui, w: Words, rect: Rect) -> None:
        columns = [
            Column("quarter", w("scenes.saves.quarter"), flexible=False, sortable=True),
            Column("order", w("scenes.debrief.order"), grow=1.0),
        ]
        if self.judged:
            tip = w("scenes.debrief.worth_tip")
            columns.append(Column("worth", w("scenes.debrief.worth"), "right", sortable=True, tip=tip))
        rows = []
        for order in self._sorted():
            cells = [Cell(w.text(order.label)), _order_cell(w, order)]
            rows.append(Row(order.key, tuple(cells + [self._worth(w, order)] * self.judged)))
        label = w("scenes.debrief.your_orders")
        result = ui.table("orders", rect, columns, rows, selected=self.chosen, sort=self.sort, label=label)
        self.sort = result.sort
        if result.selected is not None and result.selected != self.chosen:
            self.chosen = result.selected
            self.to_quarter = int(result.selected.partition("/")[0])

    def _sorted(self) -> list[PastOrder]:
        key, descending = self.sort or ("quarter", False)
        worth = self.worth or {}

        def rank(order: PastOrder) -> float:
            point = worth.get(order.key)
            return float(order.quarter) if key == "quarter" else point.worth_musd if point else 0.0

        return sorted(self.orders, key=rank, reverse=descending)

    def _worth(self, w: Words, order: PastOrder) -> Cell:
        """What the order alone was worth; an hourglass while that is computed."""
        if self.worth is None:
            return Cell("", icon="hourglass")
        point = self.worth.get(order.key)
        if point is None:
            return Cell(w("scenes.none"))
        sign = 0 if abs(point.worth_musd) < 0.5 else 1 if point.worth_musd > 0 else -1
        tip = Tip(
            w("scenes.debrief.worth_tip"),
            rows=(
                TipRow(w("scenes.debrief.worth"), w.value(point.worth_musd, "musd", signed=True)),
                TipRow(w("scenes.debrief.spread"), f"±{w.value(point.spread_musd, 'musd')}"),
            ),
        )
        tone: Tone = "good" if sign > 0 else "bad" if sign < 0 else "neutral"
        return Cell(w.change(point.worth_musd, "musd"), tone=tone, direction=sign, tip=tip)

    def _form(self, ui: Ui, w: Words, rect: Rect) -> None:
        if self.way == "move":
            self.to_quarter = self._quarter(ui, w, rect, "to-quarter", self.to_quarter)
        elif self.way == "change" and self.order is not None:
            others = self.others(self.order)
            if not others:
                ui.label(rect, w("what_if.no_other"), "small", colour="muted", wrap=True)
                return
            if self.option not in [o.option for o in others]:
                self.option = others[0].option
            options = [(o.option, w.text(o.said)) for o in others]
            label = w("what_if.instead")
            self.option = ui.drop_down("instead", rect, options, self.option, label=label)

    def _quarter(self, ui: Ui, w: Words, rect: Rect, name: str, quarter: int) -> int:
        """A played quarter, chosen with a stepper."""
        shown = w.text(self.names.date(quarter))
        label, last = w("scenes.debrief.to_quarter"), len(self.match.past)
        return round(ui.stepper(name, rect, quarter, 1, last, step=1, label=label, text=shown))

    def _adding(self, ui: Ui, w: Words, rect: Rect) -> None:
        """A quarter, and what could have been ordered in it."""
        bar, rest = rect.split_top(ui.control_h, gap=10)
        before = self.add_quarter
        self.add_quarter = self._quarter(ui, w, bar, "add-quarter", self.add_quarter)
        found = self.allowed(self.add_quarter)
        if self.add_quarter != before and self.added not in [_full(order) for order in found]:
            self.added = None
        if not found:
            ui.label(rest, w("what_if.nothing_allowed"), colour="muted", wrap=True)
            return
        columns = [Column("order", w("what_if.allowed"), grow=1.0)]
        rows = [Row(_full(order), (_order_cell(w, order),)) for order in found]
        label = w("what_if.allowed")
        result = ui.table("allowed", rest, columns, rows, selected=self.added, label=label)
        self.added = result.selected if result.selected is not None else self.added

    # changes that stay -------------------------------------------------------------------------------------

    def _kept_words(self, w: Words) -> str:
        return w("what_if.kept", changes=w("assumptions.comma").join(w.text(t) for t, _ in self.kept))

    def _kept_height(self, ui: Ui, w: Words, wide: float) -> float:
        said = ui.text_h(self._kept_words(w), wide, "small") + 6 if self.kept else 0.0
        return bar_height(ui, wide, self._keeping_actions(w)) + min(said, 3 * ui.line_h("small") + 6)

    def _keeping_actions(self, w: Words) -> list[Action]:
        reason = "" if self.present else w("what_if.choose_first")
        keep = Action("keep", w("what_if.keep"), "plus", disabled=reason, tip=w("what_if.keep_tip"))
        clear = Action("clear", w("what_if.clear"), "rotate-ccw", "quiet")
        return [keep, clear] if self.kept else [keep]

    def _keeping(self, ui: Ui, w: Words, rect: Rect) -> None:
        """Keep the change at hand and ask for another, or forget all that were kept."""
        actions, now = self._keeping_actions(w), self.present
        said, bar = rect.split_bottom(bar_height(ui, rect.w, actions), gap=6 if self.kept else 0)
        if self.kept:
            ui.label(said, self._kept_words(w), "small", colour="accent_text", wrap=True)
        pressed = button_bar(ui, bar, actions)
        if pressed == "keep" and now is not None:
            self.kept.append(now)
            self.added = None
        elif pressed == "clear":
            self.kept.clear()

    # the answer --------------------------------------------------------------------------------------------

    def _lines(self, ui: Ui, w: Words, rect: Rect) -> None:
        bar, rest = rect.split_top(ui.control_h, gap=10)
        options = [(name, w(f"insight.series.{name}")) for name in SERIES]
        wide = min(bar.w, 320 * max(1.0, ui.text_scale))
        label = w("scenes.debrief.which_line")
        self.series = ui.drop_down("series", bar.split_left(wide)[0], options, self.series, label=label)
        if not self.question:
            ui.label(rest, w("what_if.choose_first"), colour="muted", wrap=True)
            return
        answer = self.answers.get(self.question)
        if answer is None:
            waiting(ui, rest, w("scenes.debrief.replaying"))
            return
        said = self._said(w, answer)
        with ui.scroll("lines-part", rest, label=w("scenes.debrief.two_lines"), padding=2) as area:
            flow = Flow(area, gap=8)
            text_h = ui.text_h(said, area.w, "body", True)
            ui.rich(flow.next(text_h), said, name="answer")
            tall = max(150 * max(1.0, ui.text_scale), rest.h - 4 - text_h - flow.gap)
            self._chart(ui, w, flow.next(tall), answer.lines)

    def _said(self, w: Words, answer: Answer) -> str:
        """Where the lines part, by how much they differ at the end, and by how much after the reckoning."""
        lines = answer.lines
        parted = lines.parts.get(self.series)
        if parted is None:
            said = w(f"scenes.debrief.{'same' if lines.parted is None else 'same_line'}")
        else:
            change = w.value(float(lines.difference(self.series)[-1]), UNITS[self.series], signed=True)
            key = "scenes.debrief.parted" if self.judged else "what_if.parted_now"
            said = w(key, when=self.names.date(parted + 1), change=change)
        if answer.accounts is not None and lines.parted is not None:
            gain = answer.accounts[1] - answer.accounts[0]
            shown = w.value(float(gain.mean()), "musd", signed=True)
            spread = w.value(float(gain.std()), "musd")
            after = w("what_if.reckoned", change=shown, spread=spread, n=int(gain.size))
            said = w.sentences(said, after)
        if lines.dropped:
            said = w.sentences(said, w("insight.attribution.dropped", n=len(lines.dropped)))
        return said

    def _chart(self, ui: Ui, w: Words, rect: Rect, answer: WhatIf) -> None:
        played, changed = answer.played[self.series], answer.changed[self.series]
        labels = [w.text(self.names.date(number)) for number in range(len(played))]
        parted = answer.parts.get(self.series)
        marks = [] if parted is None else [Mark(parted + 1, w("scenes.debrief.here"), "accent", "git-branch")]
        for quarter in _quarters(self.question):
            if parted is None or parted != quarter:
                marks.append(Mark(quarter + 1, w("scenes.debrief.order"), "info"))
        unit = UNITS[self.series]
        axis = Axis(zero=unit in ("usd_kg", "t", "days"), format=lambda value: w.value(value, unit))
        lines = [Line(w("scenes.debrief.played"), played, 0), Line(w("scenes.debrief.changed"), changed, 1)]
        title = w(f"insight.series.{self.series}")
        ui.line_chart("two-lines", rect, lines, labels, axis=axis, marks=marks, title=title)


def _quarters(changes: Sequence[Change]) -> list[int]:
    """The quarters of some changes, the earliest two of them: more marks would hide the lines."""
    return sorted({change.quarter for change in changes})[:2]


def _full(order: PastOrder) -> str:
    """Names an order that was not given: quarter, slot and option."""
    return f"{order.key}/{order.option}"


def _order_cell(w: Words, order: PastOrder) -> Cell:
    said = w.text(order.said)
    return Cell(said, icon=LEVER_ICONS.get(order.lever, "mail-open"), tip=said)
