"""The top of the desk: who and when, six gauges that explain themselves, language, help and menu."""

from __future__ import annotations

import math
from typing import Literal

from game.catalogues import next_language, short_name
from game.desktop.kit import Colour, Rect, Tip, Tone, Ui, mix
from game.play.briefing import Brief
from game.play.view import Gauge, QuarterLabel, View

from .table import Table
from .whys import explained_tip
from .words import Words

__all__ = ["header", "header_height", "in_trouble", "shown_gauges"]

Wish = Literal["", "language", "help", "menu"]
MOOD_ICONS = {"bad": "triangle-alert", "warn": "circle-alert"}


def header_height(ui: Ui) -> float:
    """Two lines of text and their margins."""
    return max(58.0, ui.line_h("caption") + ui.line_h("figure") + 16)


def header(ui: Ui, rect: Rect, table: Table, w: Words, left_w: float, *, menu: bool) -> Wish:
    """Draw it; returns what the buttons ask for."""
    view = table.view
    ui.painter.box(ui.box(rect), ui.px(8), ui.theme.panel, ui.theme.border, max(1, ui.px(1)))
    inner = rect.inset(12, 6)
    buttons = _buttons_width(ui, menu)
    middle, right = inner.split_right(buttons, gap=8)
    share = 0.3 if ui.text_scale < 1.4 else 0.24  # large letters: the figures need the room more
    left, middle = middle.split_left(min(left_w, middle.w * share), gap=8)
    with ui.group(w("desk.header"), rect):
        _who(ui, left, table, w)
        gauges = shown_gauges(view)
        cells = middle.columns(_shares(ui, gauges, middle.w, w), gap=0)
        for number, (gauge, cell) in enumerate(zip(gauges, cells, strict=True)):
            if number:
                _hair(ui, cell)
            _gauge(ui, cell.pad(left=10, right=6), gauge, table, w)
        return _buttons(ui, right, w, menu)


def _shares(ui: Ui, gauges: list[Gauge], width: float, w: Words) -> list[float]:
    """The gauges' parts of the width: equal ones, unless a figure or a name needs more than that."""
    equal = width / max(1, len(gauges)) - 16
    figures = [ui.text_w(w.value(gauge.value, gauge.unit), "strong") for gauge in gauges]
    sign = ui.line_h("caption") + 5  # that of a figure out of bounds never gives way to the name
    names = [ui.text_w(w.text(g.label), "caption") + sign * (g.mood in MOOD_ICONS) for g in gauges]
    if max((*figures, *names), default=0.0) <= equal:
        return [1.0] * len(gauges)
    return [max(figure, min(name, equal)) + 18 for figure, name in zip(figures, names, strict=True)]


def shown_gauges(view: View | Brief) -> list[Gauge]:
    """All that the guide shows, without a debt that is nothing or that the money, being negative, shows."""
    money = next((g.value for g in view.gauges if g.id == "money"), 0.0)
    hidden = view.guide.hidden if view.guide is not None else ()
    gauges = [g for g in view.gauges if f"gauge:{g.id}" not in hidden]
    return [g for g in gauges if g.id != "debt" or (g.value > 0.05 and abs(g.value + money) > 0.05)]


def in_trouble(view: View) -> bool:
    """Whether cover or the bill is out of bounds: a quarter that should look and sound like it."""
    return any(g.id in ("cover", "bill") and g.mood == "bad" for g in view.gauges)


# ---------------------------------------------------------------------------------------------- who


def _who(ui: Ui, rect: Rect, table: Table, w: Words) -> None:
    view = table.view
    height = min(30.0, rect.h * 0.62)
    flag, words_area = rect.split_left(height * 1.4, gap=10)
    ui.flag(Rect(flag.x, flag.cy - height / 2, flag.w, height), view.nation)
    top = words_area.h - ui.line_h("caption") - ui.line_h("heading")
    head, rest = words_area.pad(top=max(0.0, top / 2)).split_top(ui.line_h("heading"))
    title = w("desk.who", seat=w.text(view.seat_name), date=w.text(view.quarter.label))
    short = w.quarter((view.quarter.year, view.quarter.quarter))  # where both have no room; the flag says who
    shown = title if ui.text_w(title, "heading") <= head.w else short
    style = "heading" if ui.text_w(shown, "heading") <= head.w else "strong"
    ui.put_text(head, shown, style, ellipsis=True, wid="who")
    ui.note("heading", title, wid="who", rect=head)
    tip = Tip(w.text(view.quarter.act_text), title=w.text(view.quarter.act_title))
    ui.label(
        rest.split_top(ui.line_h("caption"))[0],
        _when(ui, rest.w, view.quarter, w),
        "caption",
        colour="accent_text" if view.quarter.act_begins else "muted",
        ellipsis=True,
        tip=tip,
        name="quarter",
    )


def _when(ui: Ui, width: float, quarter: QuarterLabel, w: Words) -> str:
    """Quarter 3 of 20, and the act; where that has no room, without the act, which the tooltip has."""
    if quarter.in_caretaker:
        text = w("desk.caretaker_of", n=quarter.number - quarter.of, of=quarter.caretaker)
    else:
        text = w("desk.quarter_of", n=quarter.number, of=quarter.of)
    whole = f"{text} · {w.text(quarter.act_title)}" if quarter.act_title is not None else text
    brief = f"{quarter.number} / {quarter.of}"
    return next((said for said in (whole, text) if ui.text_w(said, "caption") <= width), brief)


def _hair(ui: Ui, cell: Rect) -> None:
    x, y, _, h = ui.box(cell.inset(0, 7))
    ui.painter.rect((x, y, max(1, ui.px(1)), h), ui.theme.border)


# -------------------------------------------------------------------------------------------- gauge


def _gauge(ui: Ui, rect: Rect, gauge: Gauge, table: Table, w: Words) -> None:
    """Icon and name, figure, change with its direction, and a sparkline where there is room."""
    theme = ui.theme
    wid = f"gauge/{gauge.id}"
    tip = explained_tip(ui, table.whys, wid, gauge_tip(gauge, w), gauge.figure, w, good_when=gauge.good_when)
    found = ui.interact(wid, rect.inset(-2, 0), tip=tip)
    if found.clicked:
        table.whys.pin(gauge.figure)
    tone: Tone = {"bad": "bad", "warn": "warn"}.get(gauge.mood, "neutral")  # type: ignore[assignment]
    if tone == "bad":
        alarm = mix(theme.panel, theme.bad, 0.22 if found.hovered else 0.13)
        edge = mix(theme.panel, theme.bad, 0.5)
        ui.painter.box(ui.box(rect.inset(-5, 1)), ui.px(6), alarm, edge, max(1, ui.px(1)))
    elif found.hovered:
        ui.painter.box(ui.box(rect.inset(-4, 2)), ui.px(6), mix(theme.panel, theme.hover, 0.6))
    ink = theme.tone(tone)
    cap_h, fig_h = ui.line_h("caption"), ui.line_h("figure")
    block = rect.pad(top=max(0.0, (rect.h - cap_h - fig_h) / 2))
    top, rest = block.split_top(cap_h)
    size = cap_h * 0.95
    label, name = w.text(gauge.label), top.pad(left=size + 5)
    wanted = min(ui.text_w(label, "caption"), 2 * cap_h)
    if ui.text_w(label, "caption") > name.w and gauge.mood not in MOOD_ICONS and top.w >= wanted:
        name = top  # the name says more than the sign
    else:
        icon = MOOD_ICONS.get(gauge.mood, gauge.icon)
        ui.icon(Rect(top.x, top.cy - size / 2, size, size), icon, colour=ink)
    if name.w >= wanted:
        ui.put_text(name, label, "caption", "muted", wid=wid, ellipsis=True)
    figure = w.value(gauge.value, gauge.unit)
    line = rest.split_top(fig_h)[0]
    fitting = (name for name in ("figure", "strong", "small_strong") if ui.text_w(figure, name) <= line.w)
    style = next(fitting, "caption")
    ui.put_text(line, figure, style, ink if tone == "bad" else "text", wid=wid)
    used = ui.text_w(figure, style) + 8
    change = change_words(gauge, w)
    if change and used + ui.text_w(change, "small") + 16 <= line.w:
        used += _change(ui, line.pad(left=used, top=2), gauge, change) + 8
    history = [v for v in gauge.history if math.isfinite(v)]
    if len(history) > 2 and line.w - used > 34 * ui.text_scale:
        spot = Rect(line.x + used, line.y + 4, min(90.0, line.w - used), line.h - 7)
        ui.sparkline(spot, history, tone="neutral" if tone == "neutral" else tone)
    if found.focused:
        ui.focus_ring(rect.inset(-2, 0))
    signed = w.change(gauge.change, gauge.unit) if change and gauge.change is not None else ""
    said = f"{figure} ({signed})" if signed else figure
    if gauge.mood in MOOD_ICONS:
        said = f"{said}; {w(f'desk.mood.{gauge.mood}')}"
    ui.note("gauge", label, value=said, hint=tip, wid=wid, rect=rect)


def change_words(gauge: Gauge, w: Words) -> str:
    """The change since last quarter, or nothing where there is none to speak of."""
    if gauge.change is None:
        return ""
    text = w.change(gauge.change, gauge.unit)
    return "" if not any(c in "123456789" for c in text) else text.lstrip("+-")


def _change(ui: Ui, rect: Rect, gauge: Gauge, text: str) -> float:
    """An arrow with its direction and the amount; returns the width."""
    rise = (gauge.change or 0.0) > 0
    ink = change_colour(ui, gauge.change or 0.0, gauge.good_when)
    size = 8.0
    x, y = rect.x, rect.cy
    points = [(0, 0.8), (1, -0.7), (2, 0.8)] if rise else [(0, -0.7), (1, 0.8), (2, -0.7)]
    half = size / 2
    ui.painter.polygon([((x + px * half) * ui.scale, (y + py * half) * ui.scale) for px, py in points], ink)
    ui.put_text(rect.pad(left=size + 4), text, "small", ink, wid=f"gauge/{gauge.id}")
    return size + 4 + ui.text_w(text, "small")


def change_colour(ui: Ui, change: float, good_when: int) -> Colour:
    """Good, bad, or neither."""
    if good_when == 0 or change == 0:
        return ui.theme.muted
    return ui.theme.good if change * good_when > 0 else ui.theme.bad


def gauge_tip(gauge: Gauge, w: Words) -> Tip:
    """What the gauge means."""
    title = w("desk.tip.gauge", label=w.text(gauge.label), value=w.value(gauge.value, gauge.unit))
    return Tip(w.text(gauge.help), title=title)


# ------------------------------------------------------------------------------------------ buttons


def _buttons_width(ui: Ui, menu: bool) -> float:
    count = 2 if menu else 1
    language = 0.0 if _tight(ui) else max(46.0, ui.text_w("中文", "body") + 20)
    return language + count * (ui.control_h + 6)


def _tight(ui: Ui) -> bool:
    """Very large letters in a small window: the language then has its key and the settings alone."""
    return ui.screen.w / ui.text_scale < 640


def _buttons(ui: Ui, rect: Rect, w: Words, menu: bool) -> Wish:
    size = ui.control_h
    y = rect.cy - size / 2
    wish: Wish = ""
    other = short_name(next_language(ui.language))
    wide = max(46.0, ui.text_w("中文", "body") + 20)
    tip, key = w("desk.language_tip"), ui.key("language")
    x = rect.x
    if _tight(ui):
        wish = "language" if ui.shortcut(key) else ""
    else:
        spot = Rect(x, y, wide, size)
        wish = "language" if ui.button("language", spot, other, hotkey=key, tip=tip, label=tip) else ""
        x += wide + 6
    if ui.button(
        "help",
        Rect(x, y, size, size),
        "",
        icon="circle-question-mark",
        hotkey=ui.key("help"),
        label=w("desk.help"),
    ):
        wish = "help"
    if menu and ui.button(
        "menu",
        Rect(x + size + 6, y, size, size),
        "",
        icon="menu",
        hotkey=ui.key("settings"),
        label=w("desk.menu"),
    ):
        wish = "menu"
    return wish
