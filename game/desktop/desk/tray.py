"""The in-tray: papers with a face and a choice. One lies open at a time."""

from __future__ import annotations

from dataclasses import dataclass, field

from game.desktop.kit import Rect, Ui, mix
from game.play.view import Agenda, Dossier

from .options import option_card, option_height
from .table import Table
from .words import Words

__all__ = ["TrayState", "tray"]

FACE = 34.0
MOST_NEWS = 6
ADVICE = "advice"  # the paper of the three advisers
MOOD_COLOURS = {"good": "good", "bad": "bad", "warn": "warn"}


@dataclass
class TrayState:
    """Which paper lies open; the sources of which are shown. `quarter` is the one it was opened in."""

    opened: str = ""
    quarter: int = 0
    cited: set[str] = field(default_factory=set)
    compare: bool = False  # the three advisers are asked for


def tray(ui: Ui, rect: Rect, table: Table, state: TrayState, w: Words) -> str:
    """Draw the in-tray; returns the seat whose face was clicked, or ""."""
    view = table.view
    if state.quarter != view.quarter.number:
        state.quarter = view.quarter.number
        state.opened = next((d.id for d in view.tray if d.must), view.tray[0].id if view.tray else "")
    with ui.group(w("desk.tray"), rect):
        inside = ui.panel(rect, w("desk.tray"), icon="inbox", padding=12)
        _agenda(ui, rect, table, w)
        asked = ""
        inside = _banner(ui, inside, table, w)
        with ui.scroll("tray", inside.inset(-6, 0).pad(bottom=-6), label=w("desk.tray"), padding=3) as area:
            y = area.y
            if not view.tray:
                empty = w("desk.tray_empty")
                room = Rect(area.x + 3, y, area.w - 6, ui.text_h(empty, area.w - 6, "small"))
                y += ui.label(room, empty, "small", colour="muted", wrap=True) + 10
            for dossier in view.tray:
                part = Rect(area.x, y, area.w, 0)
                height, seat = _dossier(ui, part, dossier, table, state, w)
                asked = seat or asked
                y += height + 6
            _news(ui, Rect(area.x, y + 6, area.w, 0), table, w)
    return asked


def _news(ui: Ui, at: Rect, table: Table, w: Words) -> None:
    """What the papers wrote about the last quarter, below the papers that wait."""
    page = table.view.front_page
    if page is None or not page.headlines:
        return
    line = ui.line_h("caption")
    ui.label(Rect(at.x + 3, at.y, at.w - 6, line), w("desk.news"), "caption", colour="muted", role="heading")
    y = at.y + line + 4
    for headline in (*page.headlines[:MOST_NEWS], *page.rumours):
        title, text = w.text(headline.title), w.text(headline.text)
        height = ui.text_h(title, at.w - 36, "small") + 4
        row = Rect(at.x, y, at.w, height)
        wid = f"news/{headline.id}"
        found = ui.interact(wid, row, activates=False, tip=text or None)
        colour = MOOD_COLOURS.get(headline.mood, "muted")
        size = line * 0.95
        ui.icon(Rect(row.x + 5, row.y + 3, size, size), headline.icon, colour=colour)
        ink = "text" if found.hovered else mix(ui.theme.text, ui.theme.muted, 0.55)
        ui.put_lines(Rect(row.x + 28, row.y, row.w - 34, height), title, "small", ink, wid=wid)
        if found.focused:
            ui.focus_ring(row, 4)
        ui.note("text", title, hint=text, wid=wid, rect=row)
        y += height + 3


def _banner(ui: Ui, rect: Rect, table: Table, w: Words) -> Rect:
    """Says that there is no cabinet, that this is a look back or practice; returns what is left."""
    view = table.view
    for text, tone in (
        (w.text(view.cabinet), "bad" if view.no_cabinet else "warn"),
        (w("desk.past.banner", quarter=w.text(view.quarter.label)) if view.looks_back else "", "warn"),
        (w("desk.practice") if view.practice else "", "info"),
        (w.assumed(view.assumptions), "warn"),
    ):
        if not text:
            continue
        height = ui.text_h(text, rect.w - 40, "small") + 14
        box, rect = rect.split_top(height, gap=8)
        colour = ui.theme.colour(tone)
        ui.painter.box(ui.box(box), ui.px(6), mix(ui.theme.panel, colour, 0.14), colour, max(1, ui.px(1)))
        ui.icon(
            Rect(box.x + 9, box.cy - 9, 18, 18), "info" if tone == "info" else "triangle-alert", colour=colour
        )
        ui.label(box.pad(left=34, right=6, top=7), text, "small", wrap=True)
    return rect


def opened_words(agenda: Agenda, w: Words, key: str = "desk.opened") -> str:
    """How many matters are opened of those that are free; those beyond them are told apart."""
    extra = max(0, agenda.used - agenda.free)
    used = agenda.used - extra
    return w(f"{key}_extra" if extra else key, used=used, free=agenda.free, extra=extra)


def _agenda(ui: Ui, rect: Rect, table: Table, w: Words) -> None:
    """How many of the cabinet's openings are used: a pip each, the extra ones hollow and dear."""
    agenda = table.view.agenda
    text = opened_words(agenda, w)
    height = ui.line_h("heading")
    width = ui.text_w(text, "small") + 4
    pips = agenda.most * 13.0
    room = rect.w - 24 - height - 12 - ui.text_w(w("desk.tray"), "heading")
    if room < width + pips + 8:
        pips = -8.0  # the words say the same
    spot = Rect(rect.right - 12 - width - pips - 8, rect.y + 12, width + pips + 8, height)
    tip = w("desk.agenda_tip", free=agenda.free, most=agenda.most, influence=agenda.extra_influence)
    used_all = agenda.used > agenda.free
    for number in range(agenda.most if pips > 0 else 0):
        x, y = (spot.x + 6 + number * 13) * ui.scale, spot.cy * ui.scale
        colour = ui.theme.accent if number < agenda.used else ui.theme.border_strong
        if number < agenda.used:
            ui.painter.disc((x, y), ui.px(4), colour)
        else:
            ui.painter.ring((x, y), ui.px(4), 1.2 * ui.scale, colour)
        if number >= agenda.free:
            ui.painter.rect((round(x) - ui.px(4), round(y) + ui.px(6), ui.px(8), max(1, ui.px(1.5))), colour)
    ui.label(
        spot.pad(left=pips + 8),
        text,
        "small",
        colour="accent_text" if used_all else "muted",
        align="right",
        tip=tip,
        name="agenda",
    )


# ------------------------------------------------------------------------------------------ dossier


def _dossier(
    ui: Ui, at: Rect, dossier: Dossier, table: Table, state: TrayState, w: Words
) -> tuple[float, str]:
    """One paper; returns its height and the seat whose face was clicked."""
    is_open = state.opened == dossier.id
    title, sender = w.text(dossier.title), w.text(dossier.sender)
    text_w = at.w - FACE - 10 - 20 - 26
    head_h = max(FACE + 14, ui.text_h(title, text_w, "small_strong") + ui.line_h("caption") + 14)
    inner_w = at.w - 20
    height = head_h + (_body_height(ui, dossier, table, state, inner_w, w) if is_open else 0.0)
    rect = Rect(at.x, at.y, at.w, height)
    theme = ui.theme
    wid = f"dossier/{dossier.id}"
    head = Rect(rect.x, rect.y, rect.w, head_h)
    found = ui.interact(wid, head)
    fill = mix(theme.panel, theme.raised, 0.55 if is_open else 0.25)
    if found.hovered:
        fill = mix(fill, theme.hover, 0.7)
    edge = theme.border_strong if is_open else theme.border
    ui.painter.box(ui.box(rect), ui.px(7), fill, edge, max(1, ui.px(1)))
    _stripe(ui, rect, dossier)
    seat = _face(ui, Rect(rect.x + 10, rect.y + 7, FACE, FACE), dossier, table, w)
    words_area = Rect(rect.x + FACE + 20, rect.y + 7, text_w, head_h - 14)
    ui.put_text(
        words_area.split_top(ui.line_h("caption"))[0], sender, "caption", "muted", wid=wid, ellipsis=True
    )
    ui.put_lines(words_area.pad(top=ui.line_h("caption")), title, "small_strong", wid=wid)
    _answer(ui, Rect(rect.right - 28, rect.y + 7, 20, 20), dossier, is_open)
    if found.focused:
        ui.focus_ring(head)
    drafted = dossier.drafted
    states = ("open",) if is_open else ()
    answered = w.text(drafted.label) if drafted else w("desk.unanswered")
    ui.note("button", title, value=f"{sender}; {answered}", state=states, wid=wid, rect=head)
    if found.hovered:
        ui.state.cursor = "hand"
    if found.clicked:
        state.opened = "" if is_open else dossier.id
    if is_open:
        with ui.scope(wid):
            _body(ui, Rect(rect.x + 10, rect.y + head_h, inner_w, height - head_h), dossier, table, state, w)
    return height, seat


def _stripe(ui: Ui, rect: Rect, dossier: Dossier) -> None:
    """A coloured edge: answered, wants an answer, or can wait. The sign at the right says the same."""
    theme = ui.theme
    colour = theme.accent if dossier.drafted else theme.warn if dossier.must else None
    if colour is not None:
        x, y, _, h = ui.box(rect)
        ui.painter.box((x, y + ui.px(7), ui.px(3), max(1, h - ui.px(14))), ui.px(1.5), colour)


def _face(ui: Ui, rect: Rect, dossier: Dossier, table: Table, w: Words) -> str:
    """The sender: a minister's flag with the kind of paper, a factory, or the kind alone."""
    theme = ui.theme
    sheet = next((s for s in table.view.seats if s.seat == dossier.face), None)
    ground = mix(theme.panel, theme.background, 0.45)
    ui.painter.box(ui.box(rect), ui.px(8), ground, theme.border, max(1, ui.px(1)))
    if sheet is None:
        ui.icon(rect.inset(8), dossier.icon, colour=theme.warn if dossier.must else theme.muted)
        return ""
    ui.flag(rect.inset(5, 7), sheet.nation)
    badge = Rect(rect.right - 12, rect.bottom - 12, 16, 16)
    ui.painter.disc((badge.cx * ui.scale, badge.cy * ui.scale), ui.px(9), ground)
    ui.icon(badge.inset(2), dossier.icon, colour=theme.text)
    found = ui.interact(f"face/{dossier.id}", rect, focusable=False, tip=w.text(sheet.minister))
    if found.hovered:
        ui.state.cursor = "hand"
    return sheet.seat if found.clicked else ""


def _answer(ui: Ui, rect: Rect, dossier: Dossier, is_open: bool) -> None:
    theme = ui.theme
    if dossier.drafted:
        ui.painter.disc((rect.cx * ui.scale, rect.cy * ui.scale), ui.px(9), theme.accent)
        ui.icon(rect.inset(3), "check", colour=theme.on_accent)
    elif dossier.must:
        ui.icon(rect.inset(1), "circle-alert", colour=theme.warn)
    else:
        ui.icon(rect.inset(2), "chevron-up" if is_open else "chevron-down", colour=theme.muted)


# --------------------------------------------------------------------------------------------- body


def _facts(dossier: Dossier, w: Words) -> list[str]:
    return [w.text(line.text) for line in dossier.facts]


def _remark(dossier: Dossier, w: Words) -> str:
    shown = any(option.default for option in dossier.options)
    if dossier.default is None or dossier.drafted is not None or shown:
        return ""
    return f"[[clock]] {w.text(dossier.default)}"


def _body_height(ui: Ui, dossier: Dossier, table: Table, state: TrayState, width: float, w: Words) -> float:
    height = ui.text_h(w.text(dossier.body), width, "small", True) + 8
    for fact in _facts(dossier, w):
        height += ui.text_h(fact, width - 14, "caption", True) + 2
    for option in dossier.options:
        height += option_height(ui, option, width, table, w) + 6
    remark = _remark(dossier, w)
    if remark:
        height += ui.text_h(remark, width, "caption", True) + 4
    if dossier.id == ADVICE:
        height += ui.line_h("caption") + 6
    if dossier.sources:
        height += ui.line_h("caption") + 6
        if dossier.id in state.cited:
            for source in dossier.sources:
                height += ui.text_h(w.text(source.text), width - 12, "caption") + 3
    return height + 6


def _body(ui: Ui, rect: Rect, dossier: Dossier, table: Table, state: TrayState, w: Words) -> None:
    """Text, facts, choices, what happens without an answer, sources."""
    y = rect.y
    text = w.text(dossier.body)
    y += ui.rich(Rect(rect.x, y, rect.w, ui.text_h(text, rect.w, "small", True)), text, "small") + 8
    for fact in _facts(dossier, w):
        height = ui.text_h(fact, rect.w - 14, "caption", True)
        ui.painter.disc(
            ((rect.x + 4) * ui.scale, (y + ui.line_h("caption") / 2) * ui.scale), ui.px(2), ui.theme.muted
        )
        ui.rich(Rect(rect.x + 14, y, rect.w - 14, height), fact, "caption", colour="muted")
        y += height + 2
    named: set[str] = set()
    for option in dossier.options:
        height = option_height(ui, option, rect.w, table, w)
        name = f"{option.slot}/{option.option}" if option.option in named else option.option
        named.add(option.option)  # papers may speak of several orders: each card has a name of its own
        if option_card(ui, name, Rect(rect.x, y, rect.w, height), option, table, w):
            table.toggle(option)
            ui.cue("draft")
        y += height + 6
    remark = _remark(dossier, w)
    if remark:
        height = ui.text_h(remark, rect.w, "caption", True)
        y += ui.rich(Rect(rect.x, y, rect.w, height), remark, "caption", colour="muted") + 4
    if dossier.id == ADVICE:
        line = ui.line_h("caption")
        state.compare |= ui.link(
            "compare", Rect(rect.x, y, rect.w, line), w("desk.advisers.compare"), style="caption"
        )
    if dossier.sources:
        _sources(ui, Rect(rect.x, y, rect.w, rect.bottom - y), dossier, state, w)


def _sources(ui: Ui, rect: Rect, dossier: Dossier, state: TrayState, w: Words) -> None:
    """A link that unfolds the sources of the paper."""
    line = ui.line_h("caption")
    shown = dossier.id in state.cited
    text = w("desk.sources_hide" if shown else "desk.sources", n=len(dossier.sources))
    if ui.link("sources", Rect(rect.x, rect.y, rect.w, line), text, style="caption"):
        state.cited ^= {dossier.id}
    if not shown:
        return
    y = rect.y + line + 4
    for source in dossier.sources:
        said = w.text(source.text)
        height = ui.text_h(said, rect.w - 12, "caption")
        ui.label(Rect(rect.x + 12, y, rect.w - 12, height), said, "caption", colour="muted", wrap=True)
        y += height + 3
