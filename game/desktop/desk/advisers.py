"""Three advisers side by side: what each would do, with odds, a range, reasons, and their record."""

from __future__ import annotations

from game.desktop.kit import Rect, Tip, TipRow, Ui, mix
from game.play.view import AdviserCard, Advisers, Proposal

from .options import choice_sign
from .table import Table
from .words import Words

__all__ = ["advisers"]

PAD = 8.0
BAR_H = 13.0
DISC = 32.0
SIGN = 22.0
GLUE = "\u00a0"  # keeps a sign on the line of its words
GAP = 7.0
LEAST_COLUMN = 170.0


def advisers(ui: Ui, rect: Rect, table: Table, w: Words) -> None:
    """A column for each adviser; the first proposals stand in one row, the second in the next."""
    council = table.view.advisers
    line = ui.line_h("small")
    head, body = rect.split_top(line, gap=5)
    _verdict(ui, head, council, w)
    if table.view.no_cabinet:
        ui.label(body, w("desk.advisers.none"), "small", colour="muted", align="center")
        return
    count = len(council.cards)
    with ui.scroll("advisers", body, label=w("desk.tab.advisers"), padding=2) as area:
        stacked = (area.w - GAP * (count - 1)) / count < LEAST_COLUMN * ui.text_scale
        columns = 1 if stacked else count
        width = (area.w - GAP * (columns - 1)) / columns
        tops = [area.y] * count
        heads = max(_head_height(ui, card, width, w) for card in council.cards)
        reach = max((_reach(p) for card in council.cards for p in card.proposals), default=1.0)
        y = area.y
        for number, card in enumerate(council.cards):
            if stacked and number:
                y += 8
            x = area.x if stacked else area.x + number * (width + GAP)
            top = y if stacked else area.y
            _head(ui, Rect(x, top, width, heads), card, w)
            tops[number] = top + heads + 5
            if stacked:
                y = _column(ui, Rect(x, tops[number], width, 0), card, table, reach, w)
        if not stacked:
            _rows(ui, Rect(area.x, area.y + heads + 5, width, 0), council, table, reach, w)


def _verdict(ui: Ui, rect: Rect, council: Advisers, w: Words) -> None:
    """Whether they agree; how it was found lies under the sign."""
    icon = "hourglass" if not council.ready else "check" if council.agreed else "split"
    ui.icon(Rect(rect.x + 1, rect.cy - 8, 16, 16), icon, colour="muted")
    text = w.text(council.verdict)
    used = ui.text_w(text, "small_strong") + 6
    ui.label(rect.pad(left=24), text, "small_strong", ellipsis=True)
    if council.ready:
        spot = Rect(rect.x + 24 + used, rect.y, rect.h, rect.h)
        ui.icon(
            spot.inset(3), "info", colour="muted", label=w.text(council.method), tip=w.text(council.method)
        )


def _rows(ui: Ui, at: Rect, council: Advisers, table: Table, reach: float, w: Words) -> None:
    """Proposals of the same rank stand beside each other, equally high."""
    y = at.y
    for rank in range(max((len(card.proposals) for card in council.cards), default=0)):
        row = [
            (n, card.proposals[rank]) for n, card in enumerate(council.cards) if rank < len(card.proposals)
        ]
        height = max(_height(ui, proposal, at.w, w) for _, proposal in row)
        for number, proposal in row:
            spot = Rect(at.x + number * (at.w + GAP), y, at.w, height)
            _proposal(ui, spot, council.cards[number].id, rank, proposal, table, reach, w)
        y += height + 6
    if not council.ready:
        for number in range(len(council.cards)):
            _waiting(ui, Rect(at.x + number * (at.w + GAP), y, at.w, ui.line_h("small") + 2 * PAD), w)


def _column(ui: Ui, at: Rect, card: AdviserCard, table: Table, reach: float, w: Words) -> float:
    """One adviser's proposals below each other; returns where they end."""
    y = at.y
    for rank, proposal in enumerate(card.proposals):
        height = _height(ui, proposal, at.w, w)
        _proposal(ui, Rect(at.x, y, at.w, height), card.id, rank, proposal, table, reach, w)
        y += height + 6
    if not card.proposals:
        height = ui.line_h("small") + 2 * PAD
        _waiting(ui, Rect(at.x, y, at.w, height), w)
        y += height
    return y


def _waiting(ui: Ui, rect: Rect, w: Words) -> None:
    ui.painter.box(ui.box(rect), ui.px(6), mix(ui.theme.panel, ui.theme.raised, 0.35), ui.theme.border, 1)
    ui.label(rect, w("desk.advisers.thinking"), "small", colour="muted", align="center")


# ---------------------------------------------------------------------------------------------- head


def _head_height(ui: Ui, card: AdviserCard, width: float, w: Words) -> float:
    inner = width - DISC - 8
    height = ui.text_h(w.text(card.name), inner, "small_strong")
    return max(height + ui.text_h(_title(card, w), inner, "caption", True), DISC) + 3


def _title(card: AdviserCard, w: Words) -> str:
    """Office and record in one line, as far as there is room."""
    record = f"[[target]]{GLUE}{w.text(card.record).replace(' ', GLUE)}"
    return f"{w.text(card.office)}   {record}" if w.text(card.name) != w.text(card.office) else record


def _head(ui: Ui, rect: Rect, card: AdviserCard, w: Words) -> None:
    """Name, office and record; what the adviser looks at lies under them."""
    theme = ui.theme
    notes = (TipRow(w.text(card.record), ""),)
    tip = Tip(
        w.sentences(w.text(card.eyes), w("desk.advisers.record_tip")), title=w.text(card.office), rows=notes
    )
    wid = f"adviser/{card.id}"
    found = ui.interact(wid, rect, activates=False, tip=tip)
    disc = Rect(rect.x, rect.y + 2, DISC, DISC)
    ui.painter.box(
        ui.box(disc), ui.px(DISC / 2), mix(theme.panel, theme.accent, 0.12), theme.border_strong, 1
    )
    ui.icon(disc.inset(8), card.icon, colour="accent_text")
    text = rect.pad(left=DISC + 8)
    name = w.text(card.name)
    height = ui.text_h(name, text.w, "small_strong")
    ui.put_lines(Rect(text.x, text.y, text.w, height), name, "small_strong", theme.text, wid=wid)
    good = card.right * 2 > card.judged
    colour = "muted" if not card.judged else "good" if good else "warn"
    below = Rect(text.x, text.y + height, text.w, rect.h - height)
    ui.put_lines(below, _title(card, w), "caption", theme.colour(colour), wid=wid, markup=True)
    if found.focused:
        ui.focus_ring(rect)
    said = f"{w.text(card.office)}; {w.text(card.record)}"
    ui.note("text", name, value=said, hint=w.text(card.eyes), wid=wid, rect=rect)


# ------------------------------------------------------------------------------------------ proposal


def _reach(proposal: Proposal) -> float:
    """How far the bar goes from no difference, USD million."""
    return max(abs(proposal.low_musd), abs(proposal.high_musd), 1e-6)


def _lines(proposal: Proposal, w: Words) -> list[tuple[str, str]]:
    """Lines below the title with their colours; the bar stands after the first."""
    share = proposal.wins / max(proposal.futures, 1)
    colour = "good" if share > 0.6 else "bad" if share < 0.4 else "warn"
    lines = [(w.text(proposal.odds), colour if proposal.spread is not None else "muted")]
    if proposal.spread is not None:
        lines.append((w.text(proposal.spread), "muted"))
    lines += [(w.text(reason), "text") for reason in proposal.reasons]
    if proposal.later is not None:
        lines.append((w.text(proposal.later), "muted"))
    option = proposal.option
    if option is not None and option.refusal is not None and not option.drafted:
        lines.append((f"[[lock]]{GLUE}{w.text(option.refusal)}", "warn"))
    return lines


def _height(ui: Ui, proposal: Proposal, width: float, w: Words) -> float:
    inner = width - 2 * PAD
    height = 2 * PAD + ui.text_h(w.text(proposal.title), inner - SIGN, "small_strong") + 1
    height += sum(ui.text_h(text, inner, "caption", True) + 1 for text, _ in _lines(proposal, w))
    return height + (BAR_H if proposal.spread is not None else 0.0)


def _proposal(
    ui: Ui, rect: Rect, name: str, rank: int, proposal: Proposal, table: Table, reach: float, w: Words
) -> None:
    """A card with title, odds, the bar of its range, reasons and what follows; chosen, it is drafted."""
    theme = ui.theme
    option = proposal.option
    drafted = option is not None and option.drafted
    off = option is None or (option.refusal is not None and not drafted)
    tip = None if off else w("desk.advisers.drafted" if drafted else "desk.advisers.draft")
    wid = ui.full_id(f"advice/{name}/{rank}")
    found = ui.interact(wid, rect, enabled=not off, tip=tip)
    glow = 0.25 if found.hovered and not off else 0.0
    fill = mix(theme.panel, theme.raised, (0.75 if rank == 0 else 0.35) + glow)
    edge = theme.accent if drafted else theme.border_strong if rank == 0 or glow else theme.border
    ui.painter.box(ui.box(rect), ui.px(6), fill, edge, max(1, ui.px(1.6 if drafted else 1)))
    inner = rect.inset(PAD, PAD)
    title = w.text(proposal.title)
    height = ui.text_h(title, inner.w - SIGN, "small_strong")
    ui.put_lines(Rect(inner.x, inner.y, inner.w - SIGN, height), title, "small_strong", theme.text, wid=wid)
    sign = Rect(inner.right - 16, inner.y + 1, 16, 16)
    if option is None:
        ui.icon(sign, proposal.icon, colour="muted")
    else:
        choice_sign(ui, sign, option, glow > 0)
    y = inner.y + height + 1
    lines = _lines(proposal, w)
    for place, (text, colour) in enumerate(lines):
        height = ui.text_h(text, inner.w, "caption", True)
        ink = theme.colour(colour)
        ui.put_lines(Rect(inner.x, y, inner.w, height), text, "caption", ink, wid=wid, markup=True)
        y += height + 1
        if place == 0 and proposal.spread is not None:
            _bar(ui, Rect(inner.x, y, inner.w, BAR_H), proposal, reach, colour)
            y += BAR_H
    if found.focused:
        ui.focus_ring(rect)
    if found.hovered and not off:
        ui.state.cursor = "hand"
    states = (*(("selected",) if drafted else ()), *(("disabled",) if off else ()))
    ui.note("choice", title, value="; ".join(text for text, _ in lines), state=states, wid=wid, rect=rect)
    if found.clicked and option is not None:
        table.toggle(option)


def _bar(ui: Ui, rect: Rect, proposal: Proposal, reach: float, colour: str) -> None:
    """What it does to the account, nine of ten futures and the middle one, on one scale for all proposals."""
    theme = ui.theme
    middle = rect.cx
    half = rect.w / 2 - 5

    def at(musd: float) -> float:
        return middle + half * max(-1.0, min(1.0, musd / reach))

    y = rect.cy
    ui.painter.rect(ui.box(Rect(rect.x, y - 0.5, rect.w, 1)), theme.border)
    ui.painter.rect(ui.box(Rect(middle - 0.5, rect.y + 1, 1, rect.h - 2)), theme.border_strong)
    ink = theme.colour(colour)
    left, right = at(proposal.low_musd), at(proposal.high_musd)
    ui.painter.rect(ui.box(Rect(left, y - 2, max(right - left, 2), 4)), mix(theme.panel, ink, 0.6))
    ui.painter.disc((at(proposal.median_musd) * ui.scale, y * ui.scale), ui.px(4), ink)
