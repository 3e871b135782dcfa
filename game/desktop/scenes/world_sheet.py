"""The world in figures: the market of a good, who trusts whom, what research and thrift have brought."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from game.play.sheets import Programme, Relation, alliances, technology

from ..desk.whys import Explainer, explained_tip, why_dialog
from ..kit import Axis, Cell, Column, Flow, Rect, Row, Tab, Tip, Tone, Ui
from ..kit import Series as Line
from .base import GameScene, Words, figure, leaf, page, paragraph, quarter_names, rows_of, words

if TYPE_CHECKING:
    from game.play.match import Match
    from game.play.view import NationOnMap, TradeArc, View

    from ..session import Session

__all__ = ["TABS", "WorldSheet"]

TABS = (("market", "chart-line"), ("alliances", "handshake"), ("technology", "flask-conical"))
LICENCE_TONES: dict[str, Tone] = {"slow": "warn", "restricted": "warn", "refused": "bad"}
ARCS_SHOWN = 14
LOOKS = {"light_oxide": 0, "heavy_oxide": 4, "magnets": 1}
Align = Literal["left", "right"]

NATION_KEYS: dict[str, Callable[[NationOnMap, str], float]] = {
    "price": lambda nation, good: nation.price_usd_kg[good],
    "ratio": lambda nation, good: nation.price_ratio[good],
    "output": lambda nation, good: nation.output_t[good],
    "use": lambda nation, good: nation.use_t[good],
}


class WorldSheet(GameScene):
    """Three tabs; figures are those of the quarter played last."""

    def __init__(self, session: Session, match: Match, seat: str, tab: str = "market") -> None:
        super().__init__(session)
        self.match, self.seat, self.tab = match, seat, tab
        self.view: View = match.view(seat)
        self.whys = Explainer(match, seat)
        self.good = self.view.goods_shown[0]
        self.log = False
        self.sorts: dict[str, tuple[str, bool] | None] = {"nations": ("use", True), "trade": ("tonnes", True)}
        self.rows: dict[str, str | None] = {}

    def name(self, w: Words) -> str:
        return w("scenes.world.title")

    def enter(self) -> None:
        super().enter()
        self.whys.hire(self.app.latest(brief=True))

    def update(self, dt: float) -> bool:
        return self.whys.poll()

    def draw(self, ui: Ui) -> None:
        w = words(ui)
        self.whys.begin()
        note = w.text(self.view.quarter.label)
        with page(self, ui, w("scenes.world.title"), icon="earth", note=note, width=1760) as body:
            bar, rest = body.split_top(ui.control_h, gap=12)
            tabs = [Tab(key, w(f"scenes.world.{key}"), icon) for key, icon in TABS]
            self.tab = ui.tabs("parts", bar, tabs, self.tab, fill=True)
            {"market": self._market, "alliances": self._alliances, "technology": self._technology}[self.tab](
                ui, w, rest
            )
        self.whys.keys(ui)
        why_dialog(ui, self.whys, w)

    # market ------------------------------------------------------------------------------------------------

    def _market(self, ui: Ui, w: Words, rect: Rect) -> None:
        """Prices over time and nations at the left, trade at the right; in a narrow window one column."""
        bar, rest = rect.split_top(ui.control_h, gap=10)
        choice, switch = bar.split_right(ui.two_state_w(w("scenes.world.log")), gap=12)
        goods = [Tab(good, w(f"good.{good}")) for good in self.view.goods_shown]
        self.good = ui.tabs("goods", choice, goods, self.good)
        self.log = ui.toggle("log", switch, w("scenes.world.log"), self.log)
        if rest.w > 980 * max(1.0, ui.text_scale):
            left, right = rest.columns((1.0, 1.0), gap=14)
            upper, lower = left.rows((0.85, 1.0), gap=12)
            self._prices(ui, w, upper)
            self._nations(ui, w, lower)
            self._trade(ui, w, right)
            return
        with ui.scroll("market", rest, label=w("scenes.world.market"), padding=2) as area:
            flow = Flow(area, gap=12)
            self._prices(ui, w, flow.next(190 + 80 * ui.text_scale))
            frame = ui.line_h("small") + 60
            self._nations(ui, w, flow.next(frame + ui.row_h * len(self._nation_rows())))
            self._trade(ui, w, flow.next(frame + ui.row_h * max(1, len(self._arcs()))))

    def _prices(self, ui: Ui, w: Words, rect: Rect) -> None:
        """The good's price at home and at the largest seller's, and what it was in 2009."""
        title = w("scenes.world.prices", good=w(f"good.{self.good}"))
        inside = ui.panel(rect, title, icon="chart-line")
        found = [line for line in self.view.charts if line.good == self.good and line.unit == "usd_kg"]
        if not found:
            ui.label(inside, w("scenes.none"), colour="muted")
            return
        look = LOOKS.get(self.good, 2)
        lines = [
            Line(w.text(w_name), line.values, look + 2 * number)
            for number, line in enumerate(found)
            for w_name in [next(n.name for n in self.view.map.nations if n.id == line.nation)]
        ]
        first = found[0]
        labels = quarter_names(w, self.view, first.first, len(first.values))
        axis = Axis(w("scenes.unit.usd_kg"), zero=not self.log, log=self.log)
        ui.line_chart("price", inside, lines, labels, axis=axis, title=title)

    def _nation_rows(self) -> list[NationOnMap]:
        shown = [n for n in self.view.map.nations if n.output_t[self.good] + n.use_t[self.good] > 0.5]
        sort = self.sorts["nations"]
        if sort is not None and sort[0] in NATION_KEYS:
            shown.sort(key=lambda n: NATION_KEYS[sort[0]](n, self.good), reverse=sort[1])
        return shown

    def _nations(self, ui: Ui, w: Words, rect: Rect) -> None:
        title = w("scenes.world.nations")
        inside = ui.panel(rect, title, icon="globe")
        columns = [
            Column("nation", w("scenes.world.nation"), grow=1.0),
            *(
                Column(
                    key,
                    w(f"scenes.world.{key}"),
                    align="right",
                    sortable=True,
                    tip=w(f"scenes.world.{key}_tip"),
                )
                for key in NATION_KEYS
            ),
        ]
        rows = []
        for nation in self._nation_rows():
            ratio = nation.price_ratio[self.good]
            tone: Tone = "bad" if ratio > 2 else "warn" if ratio > 1.3 else "neutral"
            cells = (
                Cell(w.text(nation.name), flag=nation.id, strong=nation.you),
                Cell(figure(w, nation.price_usd_kg[self.good], "usd_kg"), tip=self._why(ui, w, nation, 1)),
                Cell(figure(w, ratio, "ratio"), tone=tone, tip=self._why(ui, w, nation, 2)),
                Cell(figure(w, nation.output_t[self.good], "t"), tip=self._why(ui, w, nation, 3)),
                Cell(figure(w, nation.use_t[self.good], "t")),
            )
            rows.append(Row(nation.id, cells))
        self._table(ui, "nations", inside, columns, rows, title)

    def _why(self, ui: Ui, w: Words, nation: NationOnMap, column: int) -> Tip:
        """Why the figure in a column of the nations' table moved."""
        figure = f"{'output' if column == 3 else 'price'}.{self.good}.{nation.id}"
        wid = f"{ui.full_id('nations')}/{nation.id}/{column}"
        tip = Tip(title=f"{w.text(nation.name)} · {w(f'good.{self.good}')}")
        return explained_tip(ui, self.whys, wid, tip, figure, w, foot="desk.why.pin_key")

    def _arcs(self) -> list[TradeArc]:
        found = [arc for arc in self.view.map.arcs if arc.good == self.good]
        sort = self.sorts["trade"]
        if sort is not None:
            by_change = sort[0] == "change"
            found.sort(key=lambda arc: arc.change if by_change else arc.tonnes, reverse=sort[1])
        return found[:ARCS_SHOWN]

    def _trade(self, ui: Ui, w: Words, rect: Rect) -> None:
        title = w("scenes.world.trade")
        inside = ui.panel(rect, title, icon="arrow-left-right")
        names = {nation.id: w.text(nation.name) for nation in self.view.map.nations}
        columns = [
            Column("from", w("scenes.world.from"), grow=1.0),
            Column("to", w("scenes.world.to"), grow=1.0),
            Column("tonnes", w("scenes.world.tonnes"), align="right", sortable=True),
            Column("change", w("scenes.world.change"), align="right", sortable=True),
            Column("measure", w("scenes.world.measure"), align="right"),
        ]
        rows = []
        for arc in self._arcs():
            measure = "" if arc.licence == "open" else w(f"desk.licence.{arc.licence}")
            measure = measure or (w("scenes.world.quota") if arc.quota else "")
            tone: Tone = LICENCE_TONES.get(arc.licence, "warn" if arc.quota else "neutral")
            cells = (
                Cell(names[arc.origin], flag=arc.origin),
                Cell(names[arc.destination], flag=arc.destination),
                Cell(figure(w, arc.tonnes, "t")),
                Cell(w.value(arc.change, "share", signed=True)),
                Cell(measure, tone=tone, icon="file-lock" if measure else ""),
            )
            rows.append(Row(f"{arc.origin}-{arc.destination}", cells))
        self._table(ui, "trade", inside, columns, rows, title)

    def _table(
        self, ui: Ui, name: str, inside: Rect, columns: list[Column], rows: list[Row], label: str
    ) -> None:
        chosen, sort = self.rows.get(name), self.sorts.get(name)
        result = ui.table(name, inside, columns, rows, selected=chosen, sort=sort, label=label)
        self.rows[name], self.sorts[name] = result.selected, result.sort

    # alliances ---------------------------------------------------------------------------------------------

    def _alliances(self, ui: Ui, w: Words, rect: Rect) -> None:
        """Trust as a matrix, and below it what the chosen seat has with each of the others."""
        relations = alliances(self.match)
        seats = list(self.match.rulebook.seats)
        names = {sheet.seat: w.text(sheet.name) for sheet in self.view.seats}
        flags = {sheet.seat: sheet.nation for sheet in self.view.seats}
        natural = ui.line_h("small") + 84 + ui.row_h * len(seats)
        top, rest = rect.split_top(min(natural, rect.h * 0.5), gap=12)
        inside = ui.panel(top, w("scenes.world.trust"), icon="handshake", note=w("scenes.world.trust_note"))
        columns = [
            Column("seat", "", grow=0.6),
            *(Column(s, names[s], align="right", grow=1.0) for s in seats),
        ]
        table = {(r.seat, r.other): r for r in relations}
        rows = [
            Row(
                seat,
                (
                    Cell(names[seat], flag=flags[seat], strong=seat == self.seat),
                    *(self._trust(w, table.get((seat, other))) for other in seats),
                ),
            )
            for seat in seats
        ]
        self.rows.setdefault("trust", self.seat)
        self._table(ui, "trust", inside, columns, rows, w("scenes.world.trust"))
        chosen = self.rows["trust"] or self.seat
        title = w("scenes.world.bonds", seat=names[chosen])
        bonds = {relation.other: relation for relation in relations if relation.seat == chosen}
        with leaf(ui, f"bonds-{chosen}", rest, title, title=title, icon="scroll-text", gap=8) as flow:
            for row in rows_of(ui, flow, list(bonds), 330, gap=36):
                flows = [Flow(spot, 7) for spot in row.spots]
                for other, column in zip(row.items, flows, strict=False):
                    self._bond(ui, w, column, bonds[other])
                flow.y = max(column.y for column in flows) + 14

    def _bond(self, ui: Ui, w: Words, flow: Flow, relation: Relation) -> None:
        """One government as the chosen one has to deal with it: its minister, trust, agreement, measures."""
        sheet = next(sheet for sheet in self.view.seats if sheet.seat == relation.other)
        paragraph(ui, flow, f"[[flag:{sheet.nation}]] **{w.text(sheet.name)}**")
        who = w("scenes.world.minister", name=w.text(sheet.minister), manner=w.text(sheet.temperament_text))
        paragraph(ui, flow, f"[[user]] {who}", "small", "muted")
        needed = float(self.match.rulebook.level.orders.agreement.trust_needed)
        line = flow.next(ui.line_h("small") + 4)
        name, bar = line.split_left(ui.text_w(w("scenes.world.trust"), "small") + 10)
        change = relation.change or 0.0
        text = w.number(relation.trust)
        text += f" ({w.change(change, 'points')})" if abs(change) >= 0.05 else ""
        ui.label(name, w("scenes.world.trust"), "small")
        tone: Tone = "good" if relation.trust >= needed else "warn" if relation.trust >= 30 else "bad"
        tip = w("scenes.world.trust_needed", needed=needed)
        label = w("scenes.world.trust")
        ui.progress(
            bar,
            relation.trust / 100,
            text=text,
            tone=tone,
            marks=(needed / 100,),
            tip=tip,
            label=label,
            name=f"trust-{relation.seat}-{relation.other}",
        )
        sign = {"held": "handshake", "proposed": "clock"}.get(relation.agreement, "circle")
        said = w(f"scenes.world.bond_{relation.agreement or 'none'}")
        if not relation.agreement:
            state = "enough" if relation.trust >= needed else "short"
            said = w("scenes.world.bond_why", bond=said, why=w(f"scenes.world.trust_{state}", needed=needed))
        paragraph(ui, flow, f"[[{sign}]] {said}", "body")
        for measure in relation.measures:
            paragraph(ui, flow, f"[[file-lock]] {w.text(measure)}", "body", "warn")

    def _trust(self, w: Words, relation: Relation | None) -> Cell:
        """Trust and where it is going; an agreement shows its sign."""
        if relation is None:
            return Cell(w("scenes.none"), tone="neutral")
        tone: Tone = "bad" if relation.trust < 30 else "good" if relation.trust >= 60 else "neutral"
        change = relation.change or 0.0
        direction = 0 if abs(change) < 0.05 else int(math.copysign(1, change))
        icon = {"held": "handshake", "proposed": "clock"}.get(relation.agreement, "")
        return Cell(w.number(relation.trust), tone=tone, icon=icon, direction=direction)

    # technology --------------------------------------------------------------------------------------------

    def _technology(self, ui: Ui, w: Words, rect: Rect) -> None:
        sheet = technology(self.match, self.seat)
        own = w("scenes.world.own")
        across = 3 if rect.w >= 3 * 420 * max(1.0, ui.text_scale) + 120 else 2
        natural = 52 + (2 * ui.line_h() + 22) * math.ceil(len(sheet.programmes) / across)
        top, rest = rect.split_top(min(natural, rect.h * 0.5), gap=12)
        with leaf(ui, "programmes", top, own, title=own, icon="flask-conical", gap=12, grows=False) as flow:
            by_id = {programme.id: programme for programme in sheet.programmes}
            for row in rows_of(ui, flow, list(by_id), 420, gap=40):
                flows = [Flow(spot, 6) for spot in row.spots]
                for name, column in zip(row.items, flows, strict=False):
                    self._programme(ui, w, column, by_id[name])
                flow.y = max(column.y for column in flows) + 8
        saved = w("scenes.world.saved")
        inside = ui.panel(rest, saved, icon="leaf", note=w("scenes.world.saved_note"))
        if not sheet.savings:
            ui.label(inside, w("scenes.world.saved_none"), colour="muted", wrap=True)
            return
        goods = [good for good in self.view.goods_shown if any(good in dict(s.saved) for s in sheet.savings)]
        columns = [
            Column("nation", w("scenes.world.nation"), grow=1.0),
            Column(
                "heavy", w("scenes.world.heavy"), align="right", grow=0.4, tip=w("scenes.world.heavy_tip")
            ),
            *(Column(good, w(f"good.{good}"), align="right", grow=0.4) for good in goods),
        ]
        rows = []
        for saving in sheet.savings:
            shares = dict(saving.saved)
            cells = [w.value(saving.heavy_ratio - 1.0, "share", signed=True)]
            cells += [
                w.value(-shares[good], "share", signed=True) if good in shares else w("scenes.none")
                for good in goods
            ]
            nation = Cell(w.text(saving.name), flag=saving.nation, strong=saving.seat == self.seat)
            rows.append(Row(saving.nation, (nation, *cells)))
        self._table(ui, "saved", inside, columns, rows, saved)

    def _programme(self, ui: Ui, w: Words, column: Flow, programme: Programme) -> None:
        """What it is, how long it has run and costs, and how much of what it can bring has been reached."""
        state = "running" if programme.running else "rests" if programme.quarters else "none"
        cost = w.money(programme.cost_musd)
        said = w(f"scenes.world.programme_{state}", n=programme.quarters, cost=cost)
        label = w(f"scenes.world.{programme.id}")
        paragraph(ui, column, f"**{label}**  {said}")
        bar, figure_spot = column.next(ui.line_h("small")).split_right(
            ui.text_w("100 %", "small") + 8, gap=10
        )
        ui.progress(Rect(bar.x, bar.cy - 5, bar.w, 10), programme.share, label=label)
        ui.label(figure_spot, w.value(programme.share, "share"), "small", align="right")
