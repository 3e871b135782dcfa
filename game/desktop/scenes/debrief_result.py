"""The result: points and seal, the account as a waterfall, calm and stressed futures, the mandate."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.insight.account import Waterfall

from ..kit import Axis, Cell, Colour, Column, Flow, Rect, Row, Step, Tip, TipRow, Ui, mix
from .base import Words, figure, leaf, paragraph
from .cards import fact

if TYPE_CHECKING:
    from game.play.view import End, MandateRow

__all__ = ["draw_result"]

METALS: dict[str, Colour] = {"bronze": (190, 118, 66), "silver": (186, 196, 208), "gold": (232, 182, 66)}
LINES = ("users", "producers", "treasury", "nature")


def draw_result(ui: Ui, w: Words, rect: Rect, end: End, bars: Waterfall) -> None:
    """Left: what it came to; right: where it came from."""
    growth = min(1.3, max(1.0, ui.text_scale))
    left, right = rect.split_left(max(310.0, min(430.0, rect.w * 0.3)) * growth, gap=14)
    with leaf(ui, "score", left, w("scenes.debrief.tab_result"), gap=5) as flow:
        _score(ui, w, flow, end)
        flow.skip(6)
        _mandate(ui, w, flow, end)
    _account(ui, w, right, end, bars)


def _score(ui: Ui, w: Words, flow: Flow, end: End) -> None:
    """The seal as a medal beside the points; the rank among simulated governments below."""
    size = max(86.0, ui.line_h("display") * 2.2)
    points = w("scenes.none") if end.score is None else w.number(end.score)
    seal = w(f"scenes.seal.{end.seal or 'none'}")
    strip = flow.next(size + 4)
    medal(ui, Rect(strip.x, strip.y, size, size), end.seal)
    beside = strip.pad(left=size + 16)
    tall = ui.line_h("display") + ui.line_h("body") * 2
    top = beside.y + max(0.0, (strip.h - tall) / 2)
    ui.put_text(Rect(beside.x, top, beside.w, ui.line_h("display")), points, "display", "text", wid="points")
    line = Rect(beside.x, top + ui.line_h("display"), beside.w, ui.line_h())
    ui.put_text(line, w("scenes.debrief.points"), "body", "muted", wid="points")
    ui.put_text(line.moved(0, line.h), seal, "strong", "accent_text", wid="points", ellipsis=True)
    ui.note("figure", w("scenes.debrief.points"), value=f"{points}, {seal}", rect=strip)
    for note in (end.score_note, end.seal_note):
        if note is not None:
            paragraph(ui, flow, w.text(note), "small", "warn")
    if end.rank is not None:
        paragraph(ui, flow, rank_words(end.rank, end.governments, w), "small", "muted")
    flow.skip(2)
    line_h = ui.line_h()
    rows = (
        ("yours", end.account_musd, False),
        ("twin", end.twin_musd, False),
        ("lead", end.lead_musd, True),
        ("calm", end.calm_musd, True),
        ("stressed", end.stressed_musd, True),
        ("spread", end.spread_musd, False),
    )
    for key, value, signed in rows:
        shown = w.value(value, "musd", signed=signed)
        shown = f"±{shown}" if key == "spread" else shown
        fact(ui, flow.next(line_h), w(f"scenes.debrief.{key}"), shown, tip=w(f"scenes.debrief.{key}_tip"))


def rank_words(share: float, governments: int, w: Words) -> str:
    """How many of the simulated governments did worse; a sample is never all of them, nor none."""
    if share > 0.99:
        return w("scenes.debrief.rank_top", share=0.99, n=governments)
    if share < 0.01:
        return w("scenes.debrief.rank_low", share=0.01, n=governments)
    return w("scenes.debrief.rank", share=share, n=governments)


def medal(ui: Ui, rect: Rect, seal: str) -> None:
    """A medal in the seal's metal, ridged edge, one to three stars; an empty ring for none."""
    x, y, r = rect.cx * ui.scale, rect.cy * ui.scale, rect.w / 2 * ui.scale - 1
    if seal not in METALS:
        ui.painter.ring((x, y), round(r, 1), max(1.5, 2 * ui.scale), ui.theme.border_strong)
        size = rect.w * 0.4
        ui.icon(rect.centred(size, size), "minus", colour="muted")
        return
    metal = METALS[seal]
    for step in range(24):
        angle = step * math.pi / 12
        ridge = (x + math.cos(angle) * r * 0.9, y + math.sin(angle) * r * 0.9)
        ui.painter.disc(ridge, round(r * 0.1, 1), mix(metal, (0, 0, 0), 0.15))
    ui.painter.disc((x, y), round(r * 0.93, 1), metal)
    ui.painter.ring((x, y), round(r * 0.8, 1), max(1.0, 1.5 * ui.scale), mix(metal, (0, 0, 0), 0.35))
    count = {"bronze": 1, "silver": 2, "gold": 3}[seal]
    size = rect.w * 0.24
    for place in range(count):
        left = rect.cx + (place - (count - 1) / 2) * size * 1.05
        spot = Rect(left - size / 2, rect.cy - size / 2, size, size)
        ui.icon(spot, "star", colour=(48, 30, 6))


def _mandate(ui: Ui, w: Words, flow: Flow, end: End) -> None:
    title = w("scenes.debrief.mandate_met" if end.passed else "scenes.debrief.mandate_failed")
    ui.heading(flow.next(ui.text_h(title, flow.area.w, "heading")), title)
    for row in end.mandate:
        sign = "circle-check" if row.met else "circle-x"
        colour = "good" if row.met else "bad"
        text = f"{w.text(row.text)}{_reached(w, row)}"
        size = ui.line_h("small") * 0.9
        strip = flow.next(max(ui.text_h(text, flow.area.w - size - 8, "small", True), size))
        ui.icon(Rect(strip.x, strip.y + 1, size, size), sign, colour=colour)
        word = w("scenes.debrief.met" if row.met else "scenes.debrief.not_met")
        ui.put_lines(strip.pad(left=size + 8), text, "small", wid=row.kind, markup=True)
        ui.note("text", text, value=word, rect=strip)


def _reached(w: Words, row: MandateRow) -> str:
    """What was reached, where it is a figure."""
    if row.value is None:
        return ""
    shown = w.number(row.value) if row.unit == "points" else figure(w, row.value, row.unit)
    return f" **{w('scenes.debrief.reached', value=shown)}**"


def _account(ui: Ui, w: Words, rect: Rect, end: End, bars: Waterfall) -> None:
    """The waterfall above, the lines in calm and stressed futures below it; scrolled if it is too tight."""
    table_h = len(end.bars) * ui.row_h + ui.row_h + ui.line_h("small") + ui.line_h("heading") + 52
    least = 190.0 * max(1.0, ui.text_scale) + ui.line_h("heading")
    with ui.scroll("account-part", rect, label=w("scenes.debrief.account"), padding=0) as area:
        flow = Flow(area, gap=12)
        top = flow.next(max(least, rect.h - table_h - 12))
        bottom = flow.next(table_h)
        _waterfall(ui, w, top, bars)
        _futures(ui, w, bottom, end)


def _waterfall(ui: Ui, w: Words, rect: Rect, bars: Waterfall) -> None:
    inside = ui.panel(rect, w("scenes.debrief.account"), icon="scale", note=w("scenes.debrief.account_note"))
    steps = []
    for step in bars.steps:
        total = step.name in ("nothing", "yours")
        shown = step.end if total else step.change
        tip = Tip(
            w(f"scenes.debrief.line_{step.name}"),
            rows=(TipRow(w("scenes.debrief.spread"), f"±{w.value(step.spread, 'musd')}"),),
        )
        steps.append(Step(w(f"insight.account.{step.name}"), shown, total=total, tip=tip))
    axis = Axis(w("scenes.unit.musd"), format=lambda value: w.number(value))
    ui.waterfall("account", inside, steps, axis=axis, title=w("scenes.debrief.account"))


def _futures(ui: Ui, w: Words, rect: Rect, end: End) -> None:
    """A table of the lines: difference to the twin, calm, stressed."""
    note = w("scenes.debrief.futures_note", n=end.futures)
    inside = ui.panel(rect, w("scenes.debrief.futures"), icon="dices", note=note, padding=12)
    heads = {
        "difference": w("scenes.debrief.difference"),
        "calm": w("insight.account.calm"),
        "stressed": w("insight.account.stressed"),
    }
    names = [w.text(bar.label) for bar in end.bars]
    needed = max(ui.text_w(name) for name in names) + sum(ui.text_w(h, "small") + 22 for h in heads.values())
    if needed > inside.w - 40:  # the waterfall above shows these figures too
        heads.pop("difference")
    meant = {bar.id: w(f"rooms.line.{bar.id}") for bar in end.bars}
    spare = inside.w - 60 - needed - max(ui.text_w(said) for said in meant.values())
    columns = [Column("line", w("scenes.debrief.line"), grow=0.0 if spare > 0 else 1.0)]
    if spare > 0:
        columns.append(Column("meant", w("rooms.line.meant"), grow=1.0))
    columns += [Column(key, head, align="right") for key, head in heads.items()]
    rows = []
    for bar, name in zip(end.bars, names, strict=True):
        values = {"difference": bar.difference, "calm": bar.calm, "stressed": bar.stressed}
        cells = [Cell(name), *([Cell(meant[bar.id], tone="neutral")] if spare > 0 else [])]
        cells += [Cell(w.change(values[key], "musd")) for key in heads]
        rows.append(Row(bar.id, tuple(cells), tip=w(f"scenes.debrief.line_{bar.id}")))
    total = {"difference": end.lead_musd, "calm": end.calm_musd, "stressed": end.stressed_musd}
    cells = [Cell(w("scenes.sum"), strong=True), *([Cell()] if spare > 0 else [])]
    cells += [Cell(w.change(total[key], "musd"), strong=True) for key in heads]
    rows.append(Row("total", tuple(cells)))
    ui.table("futures", inside, columns, rows, label=w("scenes.debrief.futures"))
