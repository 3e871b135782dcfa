"""Five levers: a tab each, with every order there is, what it costs, when it lands, or why it is refused."""

from __future__ import annotations

from dataclasses import dataclass, field

from game.desktop.kit import Rect, Ui, mix
from game.play.view import Lever, LeverOrder, Option

from .options import cost_words, option_card, option_height, when_words
from .table import Table
from .words import Words

__all__ = ["LeverState", "levers"]

FEW = 3  # orders of a lever that leave room for one to lie open


@dataclass
class LeverState:
    """The lever on top, and the order that lies open in each."""

    lever: str = "market"
    opened: dict[str, str] = field(default_factory=dict)


def levers(ui: Ui, rect: Rect, table: Table, state: LeverState, w: Words) -> None:
    """Draw tabs and orders."""
    found = table.view.levers
    with ui.group(w("desk.levers"), rect):
        inside = ui.panel(rect, padding=10)
        bar, rest = inside.split_top(_bar_height(ui, inside.w, found, w), gap=8)
        _bar(ui, bar, table, state, w)
        lever = next((one for one in found if one.id == state.lever), found[0])
        text = w.text(lever.text)
        if text:
            head, rest = rest.split_top(ui.text_h(text, rest.w - 6, "caption"), gap=6)
            ui.label(head.inset(3, 0), text, "caption", colour="muted", wrap=True)
        with ui.scroll(f"orders/{lever.id}", rest.inset(-4, 0).pad(bottom=-4), padding=3) as area:
            _orders(ui, area, lever, table, state, w)


# --------------------------------------------------------------------------------------------- tabs


def _widths(ui: Ui, width: float, found: tuple[Lever, ...], w: Words) -> list[float]:
    """A width for every tab that holds its caption, or nothing if they do not fit together."""
    texts = [ui.text_w(w.text(one.label), "caption") + 3 for one in found]
    spare = width - sum(texts)
    return [text + spare / len(found) for text in texts] if spare >= 0 else []


def _bar_height(ui: Ui, width: float, found: tuple[Lever, ...], w: Words) -> float:
    if _widths(ui, width, found, w):
        return 13 + ui.line_h("caption") * 1.1 + max(18.0, ui.line_h("caption") * 1.1)
    return 34 + ui.line_h("strong") + 4


def _bar(ui: Ui, rect: Rect, table: Table, state: LeverState, w: Words) -> None:
    """Icon over name; where names are too long for that, icons alone and the chosen name below."""
    found = table.view.levers
    widths = _widths(ui, rect.w, found, w)
    captions = bool(widths)
    strip = rect if captions else rect.split_top(34)[0]
    ui.painter.box(ui.box(strip), ui.px(7), ui.theme.field, ui.theme.border)
    for number, (lever, cell) in enumerate(zip(found, strip.columns(widths or len(found)), strict=True)):
        drafts = sum(1 for draft in table.view.drafts if draft.lever == lever.id)
        if _tab(ui, cell.inset(2, 3), lever, lever.id == state.lever, str(number + 1), drafts, captions, w):
            state.lever = lever.id
    if not captions:
        name = next((w.text(one.label) for one in found if one.id == state.lever), "")
        ui.heading(rect.pad(top=38), name, "strong")


def _tab(ui: Ui, rect: Rect, lever: Lever, on: bool, key: str, drafts: int, captions: bool, w: Words) -> bool:
    theme = ui.theme
    wid = f"lever/{lever.id}"
    label = w.text(lever.label)
    found = ui.interact(wid, rect, tip=w("desk.lever_tip", lever=label, key=key))
    glow = round(ui.animate(f"{wid}/glow", 1.0 if found.hovered else 0.0) * 10) / 10
    ink = theme.on_selected if on else mix(theme.muted, theme.text, glow)
    if on:
        ui.painter.box(ui.box(rect), ui.px(5), theme.selected)
    elif glow:
        ui.painter.box(ui.box(rect), ui.px(5), mix(theme.field, theme.hover, glow))
    size = max(18.0, ui.line_h("caption") * 1.1)
    top = rect.y + 4 if captions else rect.cy - size / 2
    ui.icon(Rect(rect.cx - size / 2, top, size, size), lever.icon, colour=ink)
    if captions:
        line = ui.line_h("caption")
        ui.put_text(
            Rect(rect.x, rect.bottom - line - 1, rect.w, line), label, "caption", ink, "center", wid=wid
        )
    if drafts:
        ui.painter.disc(((rect.cx + 13) * ui.scale, (top + 3) * ui.scale), ui.px(4), theme.accent)
    if found.focused:
        ui.focus_ring(rect, 5)
    if found.hovered:
        ui.state.cursor = "hand"
    value = w("desk.drafts_in", n=drafts) if drafts else ""
    ui.note("tab", label, value=value, state=("selected",) if on else (), wid=wid, rect=rect)
    return found.clicked


# ------------------------------------------------------------------------------------------- orders


def _orders(ui: Ui, area: Rect, lever: Lever, table: Table, state: LeverState, w: Words) -> None:
    """What can be done first, then what can't and why."""
    y = area.y
    possible = [order for order in lever.orders if order.possible or order.drafted]
    refused = [order for order in lever.orders if not (order.possible or order.drafted)]
    for order in possible:
        y += _order(ui, Rect(area.x, y, area.w, 0), order, lever, table, state, w) + 6
    if refused:
        line = ui.line_h("caption")
        text = w("desk.not_now", n=len(refused))
        ui.label(Rect(area.x + 2, y + 4, area.w - 4, line), text, "caption", colour="muted")
        y += line + 8
    for order in refused:
        y += _order(ui, Rect(area.x, y, area.w, 0), order, lever, table, state, w) + 6
    if not lever.orders:
        ui.label(Rect(area.x, y, area.w, ui.line_h("small")), w("desk.no_orders"), "small", colour="muted")


def _first_open(lever: Lever) -> str:
    """Where there are few orders, the first that can be given lies open until another is chosen."""
    possible = [order.slot for order in lever.orders if order.possible]
    return possible[0] if possible and len(lever.orders) <= FEW else ""


def _order(
    ui: Ui, at: Rect, order: LeverOrder, lever: Lever, table: Table, state: LeverState, w: Words
) -> float:
    """One order: a row that unfolds into its options. Returns its height."""
    theme = ui.theme
    is_open = state.opened.get(lever.id, _first_open(lever)) == order.slot
    inner_w = at.w - 20
    title = w.text(order.title)
    text_w = at.w - 10 - 26 - 30
    summary = _summary(order, table, w)
    head_h = 14 + ui.text_h(title, text_w, "small_strong") + ui.text_h(summary, text_w, "caption", True)
    height = head_h + (_unfolded_height(ui, order, table, inner_w, w) if is_open else 0.0)
    rect, head = Rect(at.x, at.y, at.w, height), Rect(at.x, at.y, at.w, head_h)
    wid = f"order/{order.slot}"
    found = ui.interact(wid, head)
    off = not order.possible and not order.drafted
    fill = mix(theme.panel, theme.raised, 0.2 if off else 0.55)
    if found.hovered:
        fill = mix(fill, theme.hover, 0.7)
    edge = theme.accent if order.drafted else theme.border_strong if is_open else theme.border
    ui.painter.box(ui.box(rect), ui.px(7), fill, edge, max(1, ui.px(1)))
    ink = theme.disabled if off else theme.text
    mark = theme.accent_text if order.drafted else theme.muted
    size = min(24.0, ui.line_h("small_strong"))
    ui.icon(Rect(rect.x + 9, rect.y + 7, size, size), order.icon, colour=theme.disabled if off else mark)
    words_area = Rect(rect.x + 36, rect.y + 6, text_w, head_h - 10)
    used = ui.put_lines(words_area, title, "small_strong", ink, wid=wid)
    colour = theme.accent_text if order.drafted else theme.muted
    ui.put_lines(words_area.pad(top=used), summary, "caption", colour, wid=wid, markup=True)
    icon = "check" if order.drafted else "lock" if off else "chevron-up" if is_open else "chevron-down"
    ui.icon(Rect(rect.right - 26, rect.y + 9, 16, 16), icon, colour=colour)
    if found.hovered:
        ui.state.cursor = "hand"
    if found.focused:
        ui.focus_ring(head)
    states = (*(("open",) if is_open else ()), *(("selected",) if order.drafted else ()))
    ui.note("button", title, value=summary, state=states, wid=wid, rect=head)
    if found.clicked:
        state.opened[lever.id] = "" if is_open else order.slot
    if is_open:
        with ui.scope(wid):
            _unfolded(ui, Rect(rect.x + 10, rect.y + head_h, inner_w, height - head_h), order, table, w)
    return height


def _summary(order: LeverOrder, table: Table, w: Words) -> str:
    """What is drafted, or what stands, or the first thing one could do, or why nothing can be done."""
    drafted = next((o for o in order.options if o.option == order.drafted), None)
    if drafted is not None:
        said = "desk.past.ordered" if table.view.looks_back else "desk.drafted_as"
        return f"[[pencil]] {w(said, what=w.text(drafted.label))}"
    allowed = [o for o in order.options if o.refusal is None]
    if not allowed:
        reason = next((o.refusal for o in order.options), None)
        return w.text(reason)
    if any(o.standing for o in order.options) and order.state is not None:
        return f"[[refresh-cw]] {w.text(order.state)}"
    return _offer(allowed, table, w)


def _offer(allowed: list[Option], table: Table, w: Words) -> str:
    cheapest = min(allowed, key=lambda o: (o.money_musd <= 0 and o.influence <= 0, o.money_musd, o.influence))
    parts = [cost_words(cheapest, w), when_words(cheapest, table, w)]
    return "   ".join(part for part in parts if part)


def _about(order: LeverOrder, w: Words) -> list[tuple[str, str]]:
    """What the order does and where it stands, with colours; a standing order says the latter in its head."""
    shown = any(o.standing for o in order.options) and not order.drafted
    found = [(w.text(order.text), "text"), ("" if shown else w.text(order.state), "muted")]
    return [(text, colour) for text, colour in found if text]


def _unfolded_height(ui: Ui, order: LeverOrder, table: Table, width: float, w: Words) -> float:
    height = 0.0
    for text, _ in _about(order, w):
        height += ui.text_h(text, width, "small", True) + 6
    for option in order.options:
        height += option_height(ui, option, width, table, w) + 6
    return height + 4


def _unfolded(ui: Ui, rect: Rect, order: LeverOrder, table: Table, w: Words) -> None:
    """Effect, present state, options."""
    y = rect.y
    for text, colour in _about(order, w):
        height = ui.text_h(text, rect.w, "small", True)
        ui.rich(Rect(rect.x, y, rect.w, height), text, "small", colour=colour)
        y += height + 6
    for option in order.options:
        height = option_height(ui, option, rect.w, table, w)
        if option_card(ui, option.option, Rect(rect.x, y, rect.w, height), option, table, w):
            table.toggle(option)
            ui.cue("draft")
        y += height + 6
