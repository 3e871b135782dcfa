"""The drafts of the quarter, what they leave, and the buttons that play it."""

from __future__ import annotations

from typing import Literal

from game.desktop.kit import Rect, Tip, TipRow, Ui, mix
from game.play.view import Draft

from .options import SPEED_ICONS
from .table import Table
from .words import Words

__all__ = ["drafts", "drafts_height"]

Wish = Literal["", "end", "run", "earlier", "later"]
MOST_ROWS = 4
SHARES = (1.45, 1.0)


def _row_height(ui: Ui) -> float:
    return max(30.0, ui.line_h("small") + ui.line_h("caption") + 6)


def drafts_height(ui: Ui, width: float, table: Table, w: Words) -> float:
    """Height that the panel wants; longer lists scroll."""
    rows = min(MOST_ROWS, len(table.view.drafts))
    head = max(ui.line_h("heading"), 26) + 6
    listed = rows * (_row_height(ui) + 3) + 6 if rows else 0.0
    return 20 + head + listed + ui.line_h("caption") + 8 + _buttons_height(ui, width - 20, table, w)


def _side_by_side(ui: Ui, width: float, w: Words) -> bool:
    """Whether both buttons fit into one row, the second one's text on two lines at most."""
    run = (width - 6) / (SHARES[0] + SHARES[1]) * SHARES[1] - 30 - ui.line_h("small") * 0.82
    end = (width - 6) - (run + 30) - 60
    texts = ui.text_h(w("desk.run"), run, "small") <= 2.1 * ui.line_h("small")
    return texts and ui.text_w(w("desk.end_quarter"), "strong") <= end


def _buttons_height(ui: Ui, width: float, table: Table, w: Words) -> float:
    if table.view.looks_back:
        return 2 * ui.control_h + 6
    one = max(46.0, 2 * ui.line_h("small") + 10)
    return one if _side_by_side(ui, width, w) else 2 * ui.control_h + 14


def drafts(ui: Ui, rect: Rect, table: Table, w: Words) -> Wish:
    """Draw the panel; returns what is to be played."""
    view = table.view
    with ui.group(w("desk.drafts"), rect):
        inside = ui.panel(rect, padding=10)
        head, rest = inside.split_top(max(ui.line_h("heading"), 26), gap=6)
        _head(ui, head, table, w)
        rest, buttons = rest.split_bottom(_buttons_height(ui, rest.w, table, w), gap=8)
        rows, line = rest.split_bottom(ui.line_h("caption"), gap=4)
        if view.drafts:
            with ui.scroll("drafts", rows.inset(-2, 0), padding=2) as area:
                y = area.y
                for draft in view.drafts:
                    _row(ui, Rect(area.x, y, area.w, _row_height(ui)), draft, table, w)
                    y += _row_height(ui) + 3
        _left_over(ui, line, table, w)
        return _buttons(ui, buttons, table, w)


def _head(ui: Ui, rect: Rect, table: Table, w: Words) -> None:
    view = table.view
    size = rect.h
    words_area, tools = rect.split_right(2 * size + 4, gap=8)
    if view.drafts:
        text = w("desk.past.orders" if view.looks_back else "desk.drafts_n", n=len(view.drafts))
        ui.label(words_area, text, "heading", role="heading", ellipsis=True)
    else:
        text = w("desk.past.no_orders" if view.looks_back else "desk.no_drafts")
        ui.label(words_area, text, "small", colour="muted", ellipsis=True, name="no-drafts")
    if view.looks_back:
        return
    undo, redo = tools.split_left(size, gap=4)
    none = w("desk.nothing_to_undo")
    if ui.button(
        "undo",
        undo,
        "",
        icon="undo-2",
        hotkey=ui.key("undo"),
        label=w("desk.undo"),
        kind="quiet",
        disabled=False if view.can_undo else none,
    ):
        table.undo()
        ui.cue("undo")
    if ui.button(
        "redo",
        redo,
        "",
        icon="redo-2",
        hotkey=ui.key("redo"),
        label=w("desk.redo"),
        kind="quiet",
        disabled=False if view.can_redo else none,
    ):
        table.redo()


def _row(ui: Ui, rect: Rect, draft: Draft, table: Table, w: Words) -> None:
    """What, how, what it costs, when it lands, and a button that takes it off."""
    theme = ui.theme
    bad = draft.refusal is not None
    edge = theme.bad if bad else mix(theme.accent, theme.panel, 0.55)
    ui.painter.box(ui.box(rect), ui.px(6), mix(theme.panel, theme.accent, 0.07), edge, max(1, ui.px(1)))
    close = Rect(rect.right - 28, rect.cy - 13, 26, 26)
    ui.icon(Rect(rect.x + 8, rect.cy - 9, 18, 18), draft.icon, colour=theme.bad if bad else theme.accent_text)
    area = rect.pad(left=34, right=32, top=2, bottom=2)
    top, below = area.rows(2)
    name = w.text(draft.title)
    choice = w.text(draft.choice)
    text = w("desk.draft_row", title=name, choice=choice) if choice and choice != name else name
    remark = w.text(draft.refusal) if bad else _meta(draft, table, w)
    tip = Tip(remark, title=text)
    found = ui.interact(f"draft/{draft.slot}", area, activates=False, tip=tip)
    if found.focused:
        ui.focus_ring(area, 4)
    ui.put_text(top, text, "small", "text", wid=f"draft/{draft.slot}", ellipsis=True)
    if bad:
        ui.put_text(below, remark, "caption", "bad", wid=f"draft/{draft.slot}", ellipsis=True)
    else:
        ui.put_lines(below, remark, "caption", "muted", wid=f"draft/{draft.slot}", markup=True)
    ui.note("row", text, value=remark, wid=f"draft/{draft.slot}", rect=rect)
    if table.view.looks_back:
        return
    if ui.button(f"drop/{draft.slot}", close, "", icon="x", kind="quiet", label=w("desk.drop", what=text)):
        table.drop(draft.slot)


def _meta(draft: Draft, table: Table, w: Words) -> str:
    parts = []
    if draft.money_musd:
        parts.append(f"[[coins]] {w.money(draft.money_musd)}")
    elif draft.each_quarter_musd:
        parts.append(f"[[coins]] {w('desk.each_quarter', amount=w.money(draft.each_quarter_musd))}")
    if draft.influence:
        parts.append(f"[[star]] {w.number(draft.influence, None)}")
    if draft.lands is not None:
        now = draft.lands <= table.view.quarter.number
        when = w("desk.lands_now") if now else w.quarter(table.calendar(draft.lands))
        parts.append(f"[[{SPEED_ICONS[draft.speed]}]] {when}")
    return "   ".join(parts) or w("desk.free")


def _left_over(ui: Ui, rect: Rect, table: Table, w: Words) -> None:
    view = table.view
    text = w(
        "desk.after",
        money=w.money(view.money_after_musd),
        influence=w.number(view.influence_after, 1),
    )
    low = view.money_after_musd < 0 or view.influence_after < 0
    ui.label(rect, text, "caption", colour="warn" if low else "muted", ellipsis=True)


def _buttons(ui: Ui, rect: Rect, table: Table, w: Words) -> Wish:
    view = table.view
    if view.looks_back:
        return _ways(ui, rect, table, w)
    side = _side_by_side(ui, rect.w, w)
    if table.hides("run"):
        big = small = rect
    else:
        big, small = rect.columns(SHARES, gap=6) if side else rect.rows([1.15, 1.0], gap=6)
    open_papers = [d for d in view.tray if d.must and d.drafted is None]
    rows = tuple(TipRow(w.text(d.title), w.text(d.default) if d.default else "") for d in open_papers[:5])
    tip = Tip(w("desk.end_tip", n=len(open_papers)), rows=rows) if open_papers else w("desk.end_tip_ready")
    wish: Wish = ""
    done = view.finished
    text = w("desk.to_reckoning" if done else "desk.pass_on" if table.next_chair else "desk.end_quarter")
    if ui.button(
        "end", big, text, kind="primary", icon="play", hotkey=ui.key("end"), tip=None if done else tip
    ):
        wish = "end"
    if done:
        return wish
    if table.hides("run"):
        return wish
    run_tip = w("desk.run_tip")
    if ui.button(
        "run", small, w("desk.run"), icon="fast-forward", hotkey=ui.key("run"), tip=run_tip, style="small"
    ):
        wish = "run"
    return wish


def _ways(ui: Ui, rect: Rect, table: Table, w: Words) -> Wish:
    """Looking back: the quarters beside this one, and the way back to the present."""
    back, row = rect.rows([1.0, 1.0], gap=6)
    earlier, later = row.columns(2, gap=6)
    if ui.button("back", back, w("desk.past.back"), kind="primary", icon="undo-2", hotkey=ui.key("end")):
        return "end"
    first = w("desk.past.first") if table.view.quarter.number <= 1 else False
    label = w("desk.past.earlier")
    if ui.button(
        "earlier", earlier, label, icon="arrow-left", hotkey=ui.key("past"), style="small", disabled=first
    ):
        return "earlier"
    if ui.button(
        "later", later, w("desk.past.later"), icon="arrow-right", hotkey=ui.key("run"), style="small"
    ):
        return "later"
    return ""
