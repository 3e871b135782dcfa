"""Charts as geometry: what the template draws as SVG, with the table that stands behind each.

Figures are 360 units wide (`WIDE`) or 250 (`SMALL`), so that they stand two or three to a sheet of A4 and one
on a telephone, always with letters that can be read. Colour never says anything alone: signs, hatching and
dashes say it too, so that a grey copy is as good.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from game.i18n import Text, Translator
from game.insight.account import Waterfall
from game.insight.attribution import MARKET
from game.play.debrief_parts import LeverBar, Track
from game.play.handout.scale import Axis, axis_over

__all__ = ["Chart", "Label", "Mark", "Row", "bars_chart", "line_chart", "ranges_chart", "waterfall_chart"]

WIDE, SMALL = 360.0, 250.0
SHOWN_LINES = ("users", "producers", "treasury", "nature")


@dataclass(frozen=True)
class Label:
    """Words at a place; `anchor` as in SVG."""

    x: float
    y: float
    text: str
    anchor: str = "middle"
    kind: str = ""


@dataclass(frozen=True)
class Row:
    """A bar with its whisker, from `x`, `y`; `kind` is good, bad or total. `dots` are marks on it."""

    x: float
    y: float
    w: float
    h: float
    kind: str
    whisker: tuple[float, float] | None = None
    middle: float = 0.0
    dots: tuple[tuple[float, float, str], ...] = ()


@dataclass(frozen=True)
class Mark:
    """A quarter that is marked with a number or word; `row` 1 stands above row 0."""

    x: float
    text: str
    kind: str = "turn"
    row: int = 0


@dataclass(frozen=True)
class Chart:
    """Everything that the template needs for one figure. `lines` are point lists, the first drawn solid.

    `grid` are the marked values of the axis: (place, label). `head` and `rows` are the table behind it.
    """

    id: str
    kind: str
    title: str
    description: str
    width: float
    height: float
    grid: tuple[tuple[float, str], ...]
    zero: float | None
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    unit: str = ""
    lines: tuple[str, ...] = ()
    bars: tuple[Row, ...] = ()
    labels: tuple[Label, ...] = ()
    marks: tuple[Mark, ...] = ()
    steps: tuple[tuple[float, float, float], ...] = ()
    box: tuple[float, float, float, float] = field(default=(0.0, 0.0, 0.0, 0.0))


def value(tr: Translator, unit: str, amount: float, *, signed: bool = False) -> str:
    """A figure with its unit."""
    if unit == "usd_kg":
        return tr.price_usd_kg(amount, signed=signed)
    if unit == "days":
        return tr.trn("format.days", round(amount))
    if unit == "t":
        return tr.tonnes(amount, signed=signed)
    if unit == "musd":
        return tr.money_musd(amount, signed=signed)
    return tr.number(amount, 1, signed=signed)


# ------------------------------------------------------------------------------------------- lines


def line_chart(
    name: str,
    track: Track,
    dates: Sequence[Text],
    years: Mapping[int, str],
    marks: Sequence[Mark],
    tr: Translator,
    *,
    width: float = SMALL,
    height: float = 150.0,
) -> Chart:
    """A line over quarters, or two to compare. `dates` name the points; `years` the points that are labelled.

    A mark's `x` is a point's number; it is drawn where that point lies.
    """
    left, right, top, bottom = 38.0, width - 8.0, 8.0 + 9.0 * len({m.row for m in marks}), height - 20.0
    across = Axis(0.0, max(len(track.values) - 1, 1), left, right, ())
    up = axis_over((*track.values, *track.other), bottom, top, 4, zero=track.unit != "musd")
    unit = tr.tr(f"debrief.page.unit.{track.unit}")
    played, changed = tr.tr("debrief.page.played"), tr.tr("debrief.page.changed")
    head = [tr.tr("debrief.page.quarter"), tr.render(track.label) if not track.other else played]
    rows = []
    for number, amount in enumerate(track.values):
        cells = [tr.render(dates[number]), value(tr, track.unit, amount)]
        if track.other:
            cells.append(value(tr, track.unit, track.other[number]))
        rows.append(tuple(cells))
    highest = max(range(len(track.values)), key=lambda number: track.values[number])
    args = {
        "label": track.label,
        "first": value(tr, track.unit, track.values[0]),
        "most": value(tr, track.unit, track.values[highest]),
        "when": dates[highest],
        "last": value(tr, track.unit, track.values[-1]),
    }
    said = tr.tr("debrief.page.about.line", **args)
    if track.other:
        head.append(changed)
        said = tr.tr("debrief.page.about.fork", other=value(tr, track.unit, track.other[-1]), **args)
    return Chart(
        id=name,
        kind="line",
        title=tr.render(track.label),
        description=said,
        width=width,
        height=height,
        grid=tuple((up.at(tick), _short(tr, tick)) for tick in up.ticks),
        zero=up.at(0.0) if up.low <= 0.0 <= up.high else None,
        head=tuple(head),
        rows=tuple(rows),
        unit=unit,
        lines=tuple(_points(across, up, line) for line in (track.values, track.other) if line),
        labels=tuple(Label(across.at(at), height - 6.0, text) for at, text in years.items()),
        marks=tuple(Mark(across.at(mark.x), mark.text, mark.kind, mark.row) for mark in marks),
        box=(left, top, right, bottom),
    )


def _points(across: Axis, up: Axis, line: Sequence[float]) -> str:
    return " ".join(f"{across.at(number)},{up.at(amount)}" for number, amount in enumerate(line))


def _short(tr: Translator, amount: float) -> str:
    """A mark's figure: as few decimals as it needs."""
    digits = next((d for d in range(3) if abs(round(amount, d) - amount) < 1e-9), 2)
    return tr.number(amount, digits)


# ------------------------------------------------------------------------------------ the account


def waterfall_chart(bars: Waterfall, spread: float, tr: Translator) -> Chart:
    """From doing nothing (zero), line by line, to the lead over it; dots are calm and stressed futures.

    `spread` is the standard deviation of the lead.
    """
    width, height = WIDE, 214.0
    left, right, top, bottom = 44.0, width - 6.0, 18.0, height - 34.0
    changes = {step.name: step for step in bars.steps if step.name in SHOWN_LINES}
    level, corners = 0.0, [0.0, bars.low, bars.high]
    for step in changes.values():
        level += step.change
        corners.append(level)
    up = axis_over(corners, bottom, top, 5)
    slot = (right - left) / (len(changes) + 1)
    wide = slot * 0.56
    shown, labels, steps, rows, level = [], [], [], [], 0.0
    for place, (name, step) in enumerate(changes.items()):
        x, start, end = left + slot * (place + 0.5) - wide / 2, up.at(level), up.at(level + step.change)
        calm, stressed = (float(side[place]) for side in (bars.calm, bars.stressed))
        dots = tuple(
            (x + wide * share, up.at(level + amount), kind)
            for share, amount, kind in ((0.32, calm, "calm"), (0.68, stressed, "stressed"))
        )
        kind = "good" if step.change >= 0 else "bad"
        shown.append(Row(x, min(start, end), wide, abs(end - start), kind, dots=dots))
        labels.append(Label(x + wide / 2, height - 18.0, tr.tr(f"insight.account.{name}"), kind="name"))
        figure = tr.number(step.change, signed=True)
        labels.append(Label(x + wide / 2, min(start, end) - 7.0, figure, kind="figure"))
        level += step.change
        steps.append((x + wide, x + slot, up.at(level)))
        cells = (tr.tr(f"insight.account.{name}"), step.change, step.spread, calm, stressed)
        rows.append((str(cells[0]), *(_money(tr, float(c), signed=i != 1) for i, c in enumerate(cells[1:]))))
    x, end = left + slot * (len(changes) + 0.5) - wide / 2, up.at(bars.gain)
    ends = (up.at(bars.low), up.at(bars.high))
    shown.append(Row(x, min(end, up.at(0.0)), wide, abs(end - up.at(0.0)), "total", ends, x + wide / 2))
    label = tr.tr("debrief.page.lead")
    labels.append(Label(x + wide / 2, height - 18.0, label, kind="name strong"))
    figure = tr.number(bars.gain, signed=True)
    labels.append(Label(x + wide / 2, min(end, *ends, up.at(0.0)) - 4.0, figure, kind="figure strong"))
    total = (bars.gain, spread, bars.calm.sum(), bars.stressed.sum())
    rows.append((label, *(_money(tr, float(c), signed=i != 1) for i, c in enumerate(total))))
    return Chart(
        id="account",
        kind="waterfall",
        title=tr.tr("debrief.page.account"),
        description=tr.tr(
            "debrief.page.about.account",
            lead=bars.gain,
            low=bars.low,
            high=bars.high,
            **{name: changes[name].change for name in SHOWN_LINES},
        ),
        width=width,
        height=height,
        grid=tuple((up.at(tick), _short(tr, tick)) for tick in up.ticks),
        zero=up.at(0.0),
        head=tuple(
            tr.tr(f"debrief.page.head.{name}") for name in ("line", "change", "sd", "calm", "stressed")
        ),
        rows=tuple(rows),
        unit=tr.tr("debrief.page.unit.musd"),
        bars=tuple(shown),
        labels=tuple(labels),
        steps=tuple(steps),
        box=(left, top, right, bottom),
    )


def _money(tr: Translator, amount: float, *, signed: bool = True) -> str:
    return tr.money_musd(amount, signed=signed)


# -------------------------------------------------------------------------------------- the levers


def bars_chart(bars: Sequence[LeverBar], name: str, tr: Translator) -> Chart:
    """One bar a lever with the ends between which nine futures in ten lie. The market by itself stands in
    the table alone: its bar is of another size."""
    row_h, top, left, right = 30.0, 6.0, 92.0, WIDE - 44.0
    drawn = [bar for bar in bars if bar.id != MARKET]
    height = top + row_h * len(drawn) + 22.0
    corners = [x for bar in drawn for x in (bar.mean, bar.low, bar.high)]
    across = axis_over(corners, left, right, 4)
    zero = across.at(0.0)
    shown, labels, rows = [], [], []
    for place, bar in enumerate(bars):
        text = tr.render(bar.label)
        lines = [_money(tr, amount) for amount in bar.lines]
        rows.append((text, _money(tr, bar.mean), _money(tr, bar.low), _money(tr, bar.high), *lines))
        if bar not in drawn:
            continue
        y, x = top + row_h * place + 7.0, across.at(bar.mean)
        kind = "good" if bar.mean >= 0 else "bad"
        ends = (across.at(bar.low), across.at(bar.high)) if bar.used else None
        shown.append(Row(min(zero, x), y, abs(x - zero), row_h - 14.0, kind, ends, y + row_h / 2 - 7.0))
        labels.append(Label(left - 8.0, y + 12.0, text, "end", "name"))
        figure = tr.number(bar.mean, signed=True)
        beside = max(x, zero, *(ends or (zero,))) + 5.0
        labels.append(Label(beside, y + 12.0, figure, "start", "figure"))
    heads = ("lever", "mean", "low", "high")
    return Chart(
        id=name,
        kind="bars",
        title=tr.tr(f"debrief.page.{name}"),
        description=tr.tr(
            "debrief.page.about.bars",
            bars=[Text("debrief.page.about.bar", {"lever": bar.label, "mean": bar.mean}) for bar in drawn],
        ),
        width=WIDE,
        height=height,
        grid=tuple((across.at(tick), _short(tr, tick)) for tick in across.ticks),
        zero=zero,
        head=(
            *(tr.tr(f"debrief.page.head.{head}") for head in heads),
            *(tr.tr(f"insight.account.{line}") for line in SHOWN_LINES),
        ),
        rows=tuple(rows),
        unit=tr.tr("debrief.page.unit.musd"),
        bars=tuple(shown),
        labels=tuple(labels),
        box=(left, top, right, height - 20.0),
    )


def ranges_chart(bars: Sequence[LeverBar], name: str, tr: Translator) -> Chart:
    """For each lever the range over other luck (solid) and over other parameter sets (dashed)."""
    row_h, top, left, right = 30.0, 6.0, 92.0, WIDE - 12.0
    drawn = [bar for bar in bars if bar.id != MARKET]
    height = top + row_h * len(drawn) + 22.0
    corners = [bar.mean for bar in drawn]
    for bar in drawn:
        for found in (bar.seeds, bar.members):
            corners += [found.low, found.high] if found is not None else []
    across = axis_over(corners, left, right, 4)
    shown, labels, rows = [], [], []
    for place, bar in enumerate(bars):
        y = top + row_h * place
        text = tr.render(bar.label)
        cells = [text, _money(tr, bar.mean)]
        for offset, kind, found in ((10.0, "seeds", bar.seeds), (20.0, "members", bar.members)):
            if found is None:
                continue
            ends = (across.at(found.low), across.at(found.high))
            dot = ((across.at(found.mean), y + offset, kind),)
            if bar.used and bar in drawn:
                shown.append(Row(ends[0], y + offset, 0.0, 0.0, kind, ends, y + offset, dot))
            cells += [_money(tr, x) for x in (found.mean, found.low, found.high)]
        rows.append(tuple(cells))
        if bar in drawn:
            labels.append(Label(left - 8.0, y + 19.0, text, "end", "name"))
            shown.append(Row(across.at(bar.mean), y + 4.0, 0.0, row_h - 8.0, "here"))
    heads = ["lever", "mean", "seeds_mean", "seeds_low", "seeds_high"]
    if bars and bars[0].members is not None:
        heads += ["members_mean", "members_low", "members_high"]
    return Chart(
        id=name,
        kind="ranges",
        title=tr.tr(f"debrief.page.{name}"),
        description=tr.tr(
            "debrief.page.about.ranges",
            ranges=[
                Text(
                    "debrief.page.about.range",
                    {"lever": bar.label, "low": bar.seeds.low, "high": bar.seeds.high},
                )
                for bar in drawn
                if bar.seeds is not None
            ],
        ),
        width=WIDE,
        height=height,
        grid=tuple((across.at(tick), _short(tr, tick)) for tick in across.ticks),
        zero=across.at(0.0),
        head=tuple(tr.tr(f"debrief.page.head.{head}") for head in heads),
        rows=tuple(rows),
        unit=tr.tr("debrief.page.unit.musd"),
        bars=tuple(shown),
        labels=tuple(labels),
        box=(left, top, right, height - 20.0),
    )
