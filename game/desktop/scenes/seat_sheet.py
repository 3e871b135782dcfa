"""A government on one sheet: its minister, trust, measures, last acts with reasons, what would move it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from game.desktop.desk.table import Table

from ..desk.whys import explained_tip, why_dialog
from ..kit import Flow, Rect, Tab, Tip, Tone, Ui, mix
from .base import GameScene, Words, fitted, headline, page, paragraph, words
from .board import draft_cards
from .seat_facts import gauges, mandate, market, projects, under_way

if TYPE_CHECKING:
    from game.play.match import Match
    from game.play.view import LeverOrder, SeatSheet

    from ..session import Session

__all__ = ["SeatSheetScene"]

WIDE = 1400.0  # units from which there are three columns
Part = Callable[[Ui, Words, Flow, "SeatSheet"], None]
TRUST_BANDS: tuple[tuple[float, Tone], ...] = ((35.0, "bad"), (55.0, "warn"), (100.0, "good"))


class SeatSheetScene(GameScene):
    """Sheets of all seats, one at a time; `shown` is the one opened first."""

    def __init__(self, session: Session, match: Match, viewer: str, shown: str) -> None:
        super().__init__(session)
        self.table = Table(match, viewer)
        self.shown = shown

    def name(self, w: Words) -> str:
        return w("scenes.sheet.title")

    def draw(self, ui: Ui) -> None:
        w = words(ui)
        view = self.table.view
        self.table.whys.begin()
        with page(self, ui, w("scenes.sheet.title"), icon="users", width=1560) as body:
            bar, rest = body.split_top(ui.control_h, gap=12)
            tabs = [
                Tab(sheet.seat, w.text(sheet.name), "star" if sheet.you else "flag") for sheet in view.seats
            ]
            self.shown = ui.tabs("seats", bar, tabs, self.shown, fill=True)
            sheet = view.sheet(self.shown)
            wide = rest.w > WIDE * max(1.0, ui.text_scale)
            columns = rest.columns((1.0, 1.0, 1.25) if wide else (1.0, 1.3), gap=14)
            parts: list[Part] = [self._person_and_acts, self._world, self._means]
            if not wide:
                parts = [self._person_and_world, self._deeds]
            for number, (part, column) in enumerate(zip(parts, columns, strict=True)):
                inside = ui.panel(column).inset(-6)
                name = f"sheet-{number}-{sheet.seat}"
                with (
                    ui.scroll(name, inside, label=w.text(sheet.name), padding=6) as area,
                    fitted(ui, name, inside.h - 14) as done,
                ):
                    flow = Flow(area, gap=8)
                    part(ui, w, flow, sheet)
                    done(flow.y - area.y)
        self.table.whys.keys(ui)
        why_dialog(ui, self.table.whys, w)

    def _person_and_world(self, ui: Ui, w: Words, flow: Flow, sheet: SeatSheet) -> None:
        self._person(ui, w, flow, sheet)
        flow.skip(8)
        self._world(ui, w, flow, sheet)

    def _person_and_acts(self, ui: Ui, w: Words, flow: Flow, sheet: SeatSheet) -> None:
        self._person(ui, w, flow, sheet)
        flow.skip(8)
        self._acts(ui, w, flow, sheet)

    def _deeds(self, ui: Ui, w: Words, flow: Flow, sheet: SeatSheet) -> None:
        self._acts(ui, w, flow, sheet)
        flow.skip(6)
        self._means(ui, w, flow, sheet)

    def _world(self, ui: Ui, w: Words, flow: Flow, sheet: SeatSheet) -> None:
        """Its market, the trade with it, its projects."""
        room = flow.area.h if flow.y == flow.area.y else 0.0
        market(ui, w, flow, self.table, sheet, room)
        projects(ui, w, flow, self.table, sheet)

    # the person --------------------------------------------------------------------------------------------

    def _person(self, ui: Ui, w: Words, flow: Flow, sheet: SeatSheet) -> None:
        self._head(ui, w, flow, sheet)
        if not sheet.you:  # how a seat decides that nobody at the screen holds
            paragraph(ui, flow, f"[[user]] {w.text(sheet.temperament_text)}", "body", "muted")
        paragraph(ui, flow, f"[[heart]] **{w('scenes.sheet.wish')}** {w.text(sheet.wish)}")
        paragraph(ui, flow, f"[[ban]] **{w('scenes.sheet.red_line')}** {w.text(sheet.red_line)}")
        if sheet.you:
            paragraph(ui, flow, w("scenes.sheet.you"), "small", "muted")
            shown = [gauge for gauge in self.table.view.gauges if gauge.id != "debt" or gauge.value]
            gauges(ui, w, flow, shown, self.table.whys)
            return
        flow.skip(4)
        if sheet.trust is not None:
            self._trust(ui, w, flow, sheet)
        state = {"held": "agreement_held", "proposed": "agreement_proposed", "": "agreement_none"}
        icon = {"held": "handshake", "proposed": "clock", "": "circle"}[sheet.agreement]
        said = w(f"scenes.sheet.{state[sheet.agreement]}", n=sheet.agreement_wait)
        paragraph(ui, flow, f"[[{icon}]] {said}")
        for measure in sheet.measures:
            paragraph(ui, flow, f"[[stamp]] {w.text(measure)}", "body", "warn")
        if not sheet.measures:
            paragraph(ui, flow, w("scenes.sheet.no_measures"), "small", "muted")

    def _head(self, ui: Ui, w: Words, flow: Flow, sheet: SeatSheet) -> None:
        """A seal with the minister's initials, the name, and the flag of the seat."""
        name, seat = w.text(sheet.minister), w.text(sheet.name)
        size = max(64.0, ui.line_h("title") + ui.line_h("body") + 8)
        width = flow.area.w - size - 14
        first = ui.text_h(name, width, "title")
        strip = flow.next(max(size, first + ui.line_h() + 4))
        x, y = (strip.x + size / 2) * ui.scale, (strip.y + size / 2) * ui.scale
        ground = mix(ui.theme.panel, ui.theme.accent, 0.16)
        ui.painter.disc((x, y), round(size / 2 * ui.scale, 1), ground)
        ui.painter.ring((x, y), round(size / 2 * ui.scale, 1), max(1.0, 1.6 * ui.scale), ui.theme.accent)
        spot = Rect(strip.x, strip.y, size, size)
        ui.put_text(spot, initials(name), "title", "accent_text", "center", wid="initials")
        beside = strip.pad(left=size + 14)
        ui.label(beside.split_top(first)[0], name, "title", role="heading", wrap=True)
        line = Rect(beside.x, beside.y + first + 4, beside.w, ui.line_h())
        tall = line.h * 0.8
        ui.flag(Rect(line.x, line.cy - tall / 2, tall * 4 / 3, tall), sheet.nation)
        ui.label(line.pad(left=tall * 4 / 3 + 8), seat, colour="muted")

    def _trust(self, ui: Ui, w: Words, flow: Flow, sheet: SeatSheet) -> None:
        trust, change = sheet.trust or 0.0, sheet.trust_change or 0.0
        name, figure = f"trust-{sheet.seat}", f"trust.{sheet.seat}"
        base = Tip(title=w("scenes.sheet.trust"))
        tip = explained_tip(
            ui, self.table.whys, ui.full_id(name), base, figure, w, good_when=1, foot="desk.why.pin_key"
        )
        size = min(flow.area.w * 0.45, 150 * ui.text_scale)
        strip = flow.next(size * 0.82 + ui.line_h("small"))
        ui.gauge(
            name,
            strip.split_left(size)[0],
            trust,
            0,
            100,
            label=w("scenes.sheet.trust"),
            text=w.number(trust),
            bands=TRUST_BANDS,
            tip=tip,
        )
        lines = [f"**{w('scenes.sheet.trust_change', change=change)}**"]
        lines += [f"{w.change(line.amount, 'points')}  {w.text(line.text)}" for line in sheet.trust_lines[:4]]
        if not sheet.trust_lines:
            lines.append(w("scenes.sheet.trust_still"))
        beside = Flow(strip.pad(left=size + 12), gap=4)
        for line in lines:
            paragraph(ui, beside, line, "small", "muted")
        flow.y = max(flow.y, beside.y + 4)

    # deeds and means ---------------------------------------------------------------------------------------

    def _acts(self, ui: Ui, w: Words, flow: Flow, sheet: SeatSheet) -> None:
        """The last acts with their reasons, and what would change the minister's mind."""
        headline(ui, flow, w("scenes.sheet.acts"))
        if not sheet.acts:
            paragraph(ui, flow, w("scenes.sheet.no_acts"), "body", "muted")
        for act in sheet.acts:
            said = f"**{w.text(act.label)}** {w.text(act.text)}"
            if act.reason is not None:
                said += f"\n[[quote]] {w.text(act.reason)}"
            paragraph(ui, flow, said)
        if sheet.mind:
            flow.skip(6)
            headline(ui, flow, w("scenes.sheet.mind"))
            for hinge in sheet.mind:
                paragraph(ui, flow, f"[[signpost]] {w.text(hinge)}", "body")

    def _means(self, ui: Ui, w: Words, flow: Flow, sheet: SeatSheet) -> None:
        """What can be ordered towards this seat; your own task and what is under way on your own sheet."""
        if sheet.you:
            mandate(ui, w, flow, self.table.view)
            under_way(ui, w, flow, self.table)
        orders = self._orders(sheet)
        if orders:
            headline(ui, flow, w("scenes.sheet.orders"))
        for order in orders:
            state = f"  {w.text(order.state)}" if order.state is not None else ""
            paragraph(ui, flow, f"[[{order.icon}]] **{w.text(order.title)}**{state}", "small")
            flow.y = draft_cards(ui, w, flow.rest, self.table, order.options)

    def _orders(self, sheet: SeatSheet) -> tuple[LeverOrder, ...]:
        """What can be ordered towards this seat, as the desk has it."""
        wanted = set(sheet.orders)
        return tuple(o for lever in self.table.view.levers for o in lever.orders if o.slot in wanted)


def initials(name: str) -> str:
    """The first letters of a name in Latin script; the first character of any other."""
    if not name.isascii() and not name[:1].isalpha():
        return name[:1]
    if name[:1] >= "\u2e80":
        return name[:1]
    return "".join(part[:1] for part in name.split()[:2]).upper()
