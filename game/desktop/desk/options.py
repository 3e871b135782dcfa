"""One thing that can be ordered, as a card: what it costs, when it lands, or why it is refused."""

from __future__ import annotations

from game.desktop.kit import Rect, Tip, TipRow, Ui, mix
from game.play.view import Option

from .table import Table
from .words import Words

__all__ = ["SPEED_ICONS", "choice_sign", "cost_words", "option_card", "option_height", "when_words"]

SPEED_ICONS = {"fast": "zap", "middle": "hourglass", "slow": "construction"}
PAD_X, PAD_Y = 10.0, 8.0
GLUE = "\u00a0"  # keeps a sign on the line of its figure


def cost_words(option: Option, w: Words) -> str:
    """Money, influence and running cost as marked-up text."""
    parts = []
    if option.money_musd:
        gain = option.money_musd < 0
        amount = w.money(-option.money_musd, signed=True) if gain else w.money(option.money_musd)
        parts.append(f"[[coins]]{GLUE}{amount}")
    if option.each_quarter_musd:
        amount = w.money(option.each_quarter_musd)
        parts.append(f"[[coins]]{GLUE}{w('desk.each_quarter', amount=amount)}")
    if option.influence:
        parts.append(f"[[star]]{GLUE}{w.number(option.influence, None)}")
    return "   ".join(parts) or w("desk.free")


def when_words(option: Option, table: Table, w: Words) -> str:
    """When an option takes effect and how long it lasts, as marked-up text."""
    if option.lands is None:
        return ""
    return f"[[{SPEED_ICONS[option.speed]}]]{GLUE}{_lands(option, option.lands, 'desk.lands', table, w)}"


def _lands(option: Option, quarter: int, key: str, table: Table, w: Words) -> str:
    """The quarter in which it takes effect, said by `key`, and how long that lasts."""
    if quarter <= table.view.quarter.number:
        text = w("desk.lands_now")
    else:
        text = w(key, quarter=w.quarter(table.calendar(quarter)))
    if option.fades:
        return w("desk.lands_and", lands=text, then=w("desk.fades"))
    if option.lasts:
        return w("desk.lands_and", lands=text, then=w("desk.lasts", n=option.lasts))
    return text


def _lines(option: Option, table: Table, w: Words) -> tuple[str, str]:
    """The line of costs and time, and the refusal or remark below it."""
    if option.refusal is not None:
        meanwhile = f"[[clock]] {w('desk.default')}" if option.default else ""
        return meanwhile, f"[[lock]] {w.text(option.refusal)}"
    meta = "   ".join(part for part in (cost_words(option, w), when_words(option, table, w)) if part)
    if option.standing:
        return meta, f"[[refresh-cw]] {w('desk.standing')}"
    if option.default:
        return meta, f"[[clock]] {w('desk.default')}"
    return meta, ""


def option_height(ui: Ui, option: Option, width: float, table: Table, w: Words) -> float:
    """Height of the card at that width."""
    inner = width - 2 * PAD_X
    meta, remark = _lines(option, table, w)
    height = 2 * PAD_Y + ui.text_h(w.text(option.label), inner - _mark(ui), "small_strong")
    text = w.text(option.text)
    if text:
        height += 1 + ui.text_h(text, inner, "small", True)
    for line in (meta, remark):
        if line:
            height += 3 + ui.text_h(line, inner, "caption", True)
    return height


def _mark(ui: Ui) -> float:
    return ui.line_h("small") + 6


def option_card(ui: Ui, name: str, rect: Rect, option: Option, table: Table, w: Words) -> bool:
    """Draw the card; True when it was chosen (or chosen again, to take it back)."""
    theme = ui.theme
    wid = ui.full_id(name)
    off = option.refusal is not None
    meta, remark = _lines(option, table, w)
    tip = table.kept(("option", wid, w.language), lambda: _tip(option, table, w))
    found = ui.interact(wid, rect, enabled=not off, tip=tip)
    glow = round(ui.animate(f"{wid}/glow", 1.0 if found.hovered and not off else 0.0) * 10) / 10
    fill, edge = mix(theme.raised, theme.hover, glow), mix(theme.border, theme.border_strong, glow)
    if off:
        fill, edge = mix(theme.panel, theme.raised, 0.35), mix(theme.panel, theme.border, 0.7)
    if option.drafted:
        fill, edge = mix(fill, theme.accent, 0.12), theme.accent
    ui.painter.box(ui.box(rect), ui.px(6), fill, edge, max(1, ui.px(1.6 if option.drafted else 1)))
    inner = rect.inset(PAD_X, PAD_Y)
    ink = theme.disabled if off else theme.text
    label, text = w.text(option.label), w.text(option.text)
    head, rest = inner.split_top(ui.text_h(label, inner.w - _mark(ui), "small_strong"))
    ui.put_lines(head.pad(right=_mark(ui)), label, "small_strong", ink, wid=wid)
    choice_sign(
        ui, Rect(inner.right - 16, inner.y + ui.line_h("small_strong") / 2 - 8, 16, 16), option, glow > 0
    )
    if text:
        part, rest = rest.pad(top=1).split_top(ui.text_h(text, inner.w, "small", True))
        ui.put_lines(part, text, "small", theme.disabled if off else theme.muted, wid=wid, markup=True)
    for line, colour in ((meta, theme.accent_text), (remark, theme.warn if off else theme.muted)):
        if line:
            part, rest = rest.pad(top=3).split_top(ui.text_h(line, inner.w, "caption", True))
            ui.put_lines(part, line, "caption", colour, wid=wid, markup=True)
    if found.hovered and not off:
        ui.state.cursor = "hand"
    if found.focused:
        ui.focus_ring(rect)
    states = (*(("selected",) if option.drafted else ()), *(("disabled",) if off else ()))
    when = "" if off or option.lands is None else _lands(option, option.lands, "desk.landing.in", table, w)
    said = "; ".join(part for part in (text, meta if off else cost_words(option, w), when, remark) if part)
    ui.note("choice", label, value=said, state=states, wid=wid, rect=rect)
    return found.clicked


def choice_sign(ui: Ui, rect: Rect, option: Option, glow: bool) -> None:
    """A tick when drafted, a lock when refused, else an empty circle."""
    x, y = rect.cx * ui.scale, rect.cy * ui.scale
    theme = ui.theme
    if option.refusal is not None:
        ui.icon(rect.inset(1), "lock", colour=theme.disabled)
    elif option.drafted:
        ui.painter.disc((x, y), ui.px(8), theme.accent)
        ui.icon(rect.inset(2), "check", colour=theme.on_accent)
    else:
        ui.painter.ring((x, y), ui.px(7.5), 1.4 * ui.scale, theme.text if glow else theme.border_strong)


def _tip(option: Option, table: Table, w: Words) -> Tip | None:
    """Costs against what there is, for the pointer."""
    view = table.view
    rows = []
    if option.money_musd:
        rows.append(TipRow(w("desk.tip.money_after"), w.money(_after(option, view.money_after_musd))))
    if option.influence:
        left = view.influence_after - (0 if option.drafted else option.influence)
        rows.append(TipRow(w("desk.tip.influence_after"), w.number(left, 1)))
    if option.refusal is not None or not rows:
        return None
    return Tip(w("desk.tip.draft"), rows=tuple(rows))


def _after(option: Option, money: float) -> float:
    return money - (0.0 if option.drafted else option.money_musd)
