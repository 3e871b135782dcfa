"""What if? One's own orders with the worth of each; one taken away or moved, and where the lines part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.i18n import Text
from game.insight.series import SERIES
from game.insight.turning_points import TurningPoint, turning_points
from game.insight.what_if import Change, WhatIf, moved, what_if
from game.play.debriefing import game_of
from game.play.words import Words as PlayWords
from game.rules.orders import lever_of

from ..kit import Axis, Cell, Column, Mark, Rect, Row, Tab, Tip, TipRow, Tone, Ui
from ..kit import Series as Line
from .base import Words, waiting
from .briefing import LEVER_ICONS

if TYPE_CHECKING:
    from game.play.match import Match
    from game.play.view import Unit, View

    from ..app import App
    from ..jobs import Job

__all__ = ["GivenOrder", "WhatIfPart", "orders_given"]

UNITS: dict[str, Unit] = {
    "price_light": "usd_kg",
    "price_heavy": "usd_kg",
    "price_magnets": "usd_kg",
    "cover_days": "days",
    "magnet_output": "t",
    "money": "musd",
    "confidence": "points",
    "influence": "influence",
    "account": "musd",
}


@dataclass(frozen=True)
class GivenOrder:
    """An order of the seat that was carried out; `quarter` counts from 1."""

    quarter: int
    slot: str
    option: str
    label: Text
    said: Text
    lever: str

    @property
    def key(self) -> str:
        return f"{self.quarter}/{self.slot}"


def orders_given(match: Match, seat: str) -> tuple[GivenOrder, ...]:
    """A seat's own orders that were carried out, in order of time."""
    names, index = PlayWords(match.loaded, match.rulebook), match.rulebook.seat(seat)
    found = []
    for played in match.past:
        for slot, spec in enumerate(match.rulebook.slots):
            option = int(played.turn.accepted[index, slot, 0])
            if option and int(played.given[index, slot, 0]):
                found.append(
                    GivenOrder(
                        played.quarter,
                        spec.id,
                        spec.options[option - 1],
                        names.date(played.quarter),
                        names.said(slot, option, index),
                        lever_of(match.rulebook, slot, option),
                    )
                )
    return tuple(found)


class WhatIfPart:
    """A table of orders, what to do with the chosen one, and the two lines."""

    def __init__(self, match: Match, view: View) -> None:
        self.match, self.view = match, view
        self.orders = orders_given(match, view.seat)
        self.chosen = self.orders[0].key if self.orders else None
        self.way = "remove"
        self.to_quarter = 1
        self.series = "account"
        self.asked: tuple[str, str, int] | None = None
        self.answers: dict[tuple[str, str, int], WhatIf] = {}
        self.job: Job[WhatIf] | None = None
        self.worth: dict[str, TurningPoint] | None = None
        self.worth_job: Job[tuple[TurningPoint, ...]] | None = None
        self.sort: tuple[str, bool] | None = ("quarter", False)

    def start(self, app: App) -> None:
        """Have the worth of every order computed, once."""
        if self.worth_job is None and self.orders:
            game, index = game_of(self.match), self.match.seat_index(self.view.seat)
            self.worth_job = app.submit(lambda: turning_points(game, index))

    @property
    def order(self) -> GivenOrder | None:
        """The order that is marked."""
        return next((order for order in self.orders if order.key == self.chosen), None)

    @property
    def question(self) -> tuple[str, str, int] | None:
        """What is asked: order, way, and the quarter it moves to (0 when it is taken away)."""
        if self.order is None:
            return None
        return self.order.key, self.way, self.to_quarter if self.way == "move" else 0

    @property
    def busy(self) -> bool:
        """Whether the answer to the question is not there yet."""
        return bool(self.orders) and (self.question not in self.answers or self.worth is None)

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
        order, question = self.order, self.question
        if self.job is not None or order is None or question is None or question in self.answers:
            return
        if self.way == "move":
            changes = moved(order.slot, order.option, order.quarter - 1, self.to_quarter - 1)
        else:
            changes = (Change(order.quarter - 1, order.slot),)  # type: ignore[assignment]
        game, index = game_of(self.match), self.match.seat_index(self.view.seat)
        self.asked = question
        self.job = app.submit(lambda: what_if(game, index, changes))

    # drawing -----------------------------------------------------------------------------------------------

    def draw(self, app: App, ui: Ui, w: Words, rect: Rect) -> None:
        if not self.orders:
            ui.label(rect, w("scenes.debrief.no_orders"), colour="muted", wrap=True)
            return
        left, right = rect.columns((1.0, 1.2), gap=14)
        inside = ui.panel(left, w("scenes.debrief.your_orders"), icon="list", padding=12)
        form_h = ui.control_h * 2 + 10 if self.way == "move" else ui.control_h
        table, form = inside.split_bottom(form_h, gap=10)
        self._table(ui, w, table)
        self._form(ui, w, form)
        self._ask(app)
        self._lines(ui, w, ui.panel(right, w("scenes.debrief.two_lines"), icon="git-branch", padding=12))

    def _table(self, ui: Ui, w: Words, rect: Rect) -> None:
        columns = [
            Column("quarter", w("scenes.saves.quarter"), flexible=False, sortable=True),
            Column("order", w("scenes.debrief.order"), grow=1.0),
            Column(
                "worth", w("scenes.debrief.worth"), "right", sortable=True, tip=w("scenes.debrief.worth_tip")
            ),
        ]
        rows = []
        for order in self._sorted():
            said = w.text(order.said)
            icon = LEVER_ICONS.get(order.lever, "mail-open")
            cells = (Cell(w.text(order.label)), Cell(said, icon=icon, tip=said), self._worth(w, order))
            rows.append(Row(order.key, cells))
        result = ui.table(
            "orders",
            rect,
            columns,
            rows,
            selected=self.chosen,
            sort=self.sort,
            label=w("scenes.debrief.your_orders"),
        )
        self.sort = result.sort
        if result.selected is not None and result.selected != self.chosen:
            self.chosen = result.selected
            self.to_quarter = int(result.selected.partition("/")[0])

    def _sorted(self) -> list[GivenOrder]:
        key, descending = self.sort or ("quarter", False)
        worth = self.worth or {}

        def rank(order: GivenOrder) -> float:
            point = worth.get(order.key)
            return float(order.quarter) if key == "quarter" else point.worth_musd if point else 0.0

        return sorted(self.orders, key=rank, reverse=descending)

    def _worth(self, w: Words, order: GivenOrder) -> Cell:
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
        bar, rest = rect.split_top(ui.control_h, gap=10)
        tabs = [
            Tab("remove", w("scenes.debrief.remove"), "circle-minus"),
            Tab("move", w("scenes.debrief.move"), "arrow-left-right"),
        ]
        self.way = ui.tabs("way", bar, tabs, self.way, fill=True)
        if self.way == "move":
            names = PlayWords(self.match.loaded, self.match.rulebook)
            shown = w.text(names.date(self.to_quarter))
            last = len(self.match.past)
            label = w("scenes.debrief.to_quarter")
            value = ui.stepper("to-quarter", rest, self.to_quarter, 1, last, step=1, label=label, text=shown)
            self.to_quarter = round(value)

    def _lines(self, ui: Ui, w: Words, rect: Rect) -> None:
        bar, rest = rect.split_top(ui.control_h, gap=10)
        options = [(name, w(f"insight.series.{name}")) for name in SERIES]
        wide = min(bar.w, 320 * max(1.0, ui.text_scale))
        label = w("scenes.debrief.which_line")
        self.series = ui.drop_down("series", bar.split_left(wide)[0], options, self.series, label=label)
        answer = self.answers.get(self.question) if self.question is not None else None
        if answer is None:
            waiting(ui, rest, w("scenes.debrief.replaying"))
            return
        said = self._said(w, answer)
        text_h = ui.text_h(said, rest.w, "body", True)
        foot_text, chart = rest.split_top(text_h, gap=8)
        ui.rich(foot_text, said, name="answer")
        self._chart(ui, w, chart, answer)

    def _said(self, w: Words, answer: WhatIf) -> str:
        """Where the lines part, and by how much they differ at the end."""
        parted = answer.parts.get(self.series)
        if parted is None:
            key = "same" if answer.parted is None else "same_line"
            return w(f"scenes.debrief.{key}")
        names = PlayWords(self.match.loaded, self.match.rulebook)
        change = float(answer.difference(self.series)[-1])
        shown = w.value(change, UNITS[self.series], signed=True)
        said = w("scenes.debrief.parted", when=names.date(parted + 1), change=shown)
        if answer.dropped:
            said = w.sentences(said, w("insight.attribution.dropped", n=len(answer.dropped)))
        return said

    def _chart(self, ui: Ui, w: Words, rect: Rect, answer: WhatIf) -> None:
        names = PlayWords(self.match.loaded, self.match.rulebook)
        played, changed = answer.played[self.series], answer.changed[self.series]
        labels = [w.text(names.date(number)) for number in range(len(played))]
        parted = answer.parts.get(self.series)
        marks = [] if parted is None else [Mark(parted + 1, w("scenes.debrief.here"), "accent", "git-branch")]
        order = self.order
        if order is not None and (parted is None or parted + 1 != order.quarter):
            marks.append(Mark(order.quarter, w("scenes.debrief.order"), "info"))
        unit = UNITS[self.series]
        axis = Axis(zero=unit in ("usd_kg", "t", "days"), format=lambda value: w.value(value, unit))
        lines = [Line(w("scenes.debrief.played"), played, 0), Line(w("scenes.debrief.changed"), changed, 1)]
        title = w(f"insight.series.{self.series}")
        ui.line_chart("two-lines", rect, lines, labels, axis=axis, marks=marks, title=title)
