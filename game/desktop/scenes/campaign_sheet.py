"""The sheet of a campaign's step: why it matters, what opens it, the best game, and two chairs compared."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..ghost import Ghost
from ..kit import Axis, Flow, Rect, Ui
from ..kit import Series as Line
from .base import Words, headline, paragraph
from .debrief_result import medal

if TYPE_CHECKING:
    from game.play.campaign import Standing
    from game.play.progress import Finished
    from game.play.view import LevelCard, SeatCard

__all__ = ["Chair", "Sheet", "draw_sheet"]

PRICE = "price.light_oxide"


@dataclass(frozen=True)
class Chair:
    """One of two games that are compared: its seat in words, its nation, and the lines of its last run."""

    name: str
    nation: str
    game: Finished
    lines: Ghost


@dataclass(frozen=True)
class Sheet:
    """What the sheet shows. `card` and `seat` None: the level can't be played, and `broken` says why."""

    standing: Standing
    title: str
    text: str
    place: str  # "Step 2 of 5", or that it is an extra
    opens: tuple[str, ...]  # titles of closed steps for which it has only to be finished
    waits: tuple[str, ...]  # closed steps that ask for more, each with what it asks
    fresh: bool
    card: LevelCard | None
    seat: SeatCard | None
    broken: str
    luck: str
    chairs: tuple[Chair, Chair] | None
    compare: str  # title of the step that it is compared with, as long as there is nothing to compare


def draw_sheet(ui: Ui, w: Words, flow: Flow, sheet: Sheet) -> None:
    """Everything but the button."""
    _head(ui, w, flow, sheet)
    paragraph(ui, flow, sheet.text)
    flow.skip(2)
    _facts(ui, w, flow, sheet)
    if sheet.standing.state == "closed":
        _needs(ui, w, flow, sheet)
    elif sheet.standing.state == "open":
        _task(ui, w, flow, sheet)
    if sheet.chairs is not None:
        _chairs(ui, w, flow, sheet.chairs)
    elif sheet.standing.best is not None:
        _best(ui, w, flow, sheet.standing.best)
    if sheet.compare and sheet.chairs is None:
        paragraph(ui, flow, f"[[users]] {w('campaign.compare.later', step=sheet.compare)}", "small", "muted")
    if sheet.opens and sheet.standing.state == "open":
        said = w("campaign.opens", steps=w.translator.joined(sheet.opens))
        paragraph(ui, flow, f"[[route]] {said}", "small", "muted")
    if sheet.standing.state != "closed":
        for said in sheet.waits:
            paragraph(ui, flow, f"[[lock]] {said}", "small", "muted")


def _head(ui: Ui, w: Words, flow: Flow, sheet: Sheet) -> None:
    """State and place, title, chair."""
    state = sheet.standing.state
    tone, icon = {"closed": ("neutral", "lock"), "open": ("accent", "play"), "finished": ("good", "check")}[
        state
    ]
    strip = flow.next(ui.line_h("caption") + 6)
    text = w("campaign.new") if sheet.fresh and state == "open" else w(f"campaign.state.{state}")
    used = ui.badge(strip, text, tone=tone, icon="sparkles" if sheet.fresh and state == "open" else icon)  # type: ignore[arg-type]
    ui.label(strip.pad(left=used + 10), sheet.place, "small", colour="muted", ellipsis=True)
    headline(ui, flow, sheet.title, "title")
    if sheet.seat is None:
        return
    size = ui.line_h("small") * 1.5
    said = f"{w.text(sheet.seat.name)} · {w.text(sheet.seat.role)}"
    tall = max(size * 0.75, ui.text_h(said, flow.area.w - size - 10, "small"))
    strip = flow.next(tall)
    ui.flag(Rect(strip.x, strip.y, size, size * 0.75), sheet.seat.nation)
    ui.label(strip.pad(left=size + 10), said, "small", colour="accent_text", wrap=True)


def _facts(ui: Ui, w: Words, flow: Flow, sheet: Sheet) -> None:
    """Level, luck and difficulty; what is wrong with the level if it can't be played."""
    card, step = sheet.card, sheet.standing.step
    if card is None:
        paragraph(ui, flow, f"[[triangle-alert]] {sheet.broken}", "small", "warn")
        return
    years = (card.quarters + card.caretaker) / 4
    span = w("scenes.levels.span", start=card.start, n=card.quarters, years=years)
    lines = [f"[[scroll-text]] **{w.text(card.title)}** · {span}"]
    if not card.guided:
        icon = "history" if sheet.standing.seed is not None else "dices"
        lines.append(f"[[{icon}]] {sheet.luck}")
    if step.difficulty != "minister":
        name, more = w(f"play.difficulty.{step.difficulty}"), w(f"scenes.levels.difficulty_{step.difficulty}")
        lines.append(f"[[award]] **{name}** · {more}")
    for line in lines:
        paragraph(ui, flow, line, "small", "muted")


def _task(ui: Ui, w: Words, flow: Flow, sheet: Sheet) -> None:
    """What the chair has to reach, and how many simulated governments did."""
    if sheet.seat is None or sheet.card is None or sheet.card.guided:
        return
    flow.skip(4)
    headline(ui, flow, w("scenes.briefing.mandate"))
    for line in sheet.seat.mandate:
        paragraph(ui, flow, f"[[target]] {w.text(line)}", "small")
    if sheet.seat.passed is not None:
        paragraph(ui, flow, w("scenes.briefing.passed", share=sheet.seat.passed), "small", "muted")


def _needs(ui: Ui, w: Words, flow: Flow, sheet: Sheet) -> None:
    flow.skip(4)
    headline(ui, flow, w("campaign.needs"))
    for need in sheet.standing.needs:
        sign = "circle-check" if need.met else "circle"
        text = f"[[{sign}]] {w.text(need.text)}"
        spot = paragraph(ui, flow, text, "body", "good" if need.met else "text")
        ui.note(
            "text", w.text(need.text), value=w(f"campaign.need.{'met' if need.met else 'open'}"), rect=spot
        )


def _best(ui: Ui, w: Words, flow: Flow, game: Finished) -> None:
    """Medal and points, mandate, money, day."""
    flow.skip(4)
    headline(ui, flow, w("campaign.best"))
    if game.practice:
        paragraph(ui, flow, f"[[info]] {w('campaign.practice')}", "small", "muted")
        return
    size = max(52.0, ui.line_h("title") + ui.line_h("small"))
    strip = flow.next(size)
    _scored(ui, w, strip, size, game)
    for line in _lines(w, game):
        paragraph(ui, flow, line, "small")


def _scored(ui: Ui, w: Words, strip: Rect, size: float, game: Finished) -> None:
    """The medal, and the points beside it."""
    medal(ui, Rect(strip.x, strip.y, size, size), game.seal)
    beside = strip.pad(left=size + 12)
    points = w("campaign.unscored") if game.points is None else w("campaign.scored", points=game.points)
    seal = w(f"scenes.seal.{game.seal or 'none'}")
    top = beside.y + max(0.0, (size - ui.line_h("heading") - ui.line_h("small")) / 2)
    first = Rect(beside.x, top, beside.w, ui.line_h("heading"))
    ui.put_text(first, points, "heading", "text", wid="points", ellipsis=True)
    second = Rect(beside.x, first.bottom, beside.w, ui.line_h("small"))
    ui.put_text(second, seal, "small", "accent_text", wid="points", ellipsis=True)
    ui.note("figure", w("campaign.points"), value=f"{points}, {seal}", rect=strip)


def _lines(w: Words, game: Finished) -> list[str]:
    """Mandate and account of a game."""
    met = "circle-check" if game.met else "circle-x"
    lines = [f"[[{met}]] {w('scenes.debrief.mandate_met' if game.met else 'scenes.debrief.mandate_failed')}"]
    if game.gain_musd is not None:
        lines.append(f"[[wallet]] {w('campaign.gain', amount=w.money(game.gain_musd, signed=True))}")
    day = _day(game.date)
    if day is not None:
        lines.append(f"[[calendar]] {w('campaign.date', day=day)}")
    return lines


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


# ------------------------------------------------------------------------------------------- two chairs


def _chairs(ui: Ui, w: Words, flow: Flow, chairs: tuple[Chair, Chair]) -> None:
    """Both games beside each other, and what light oxide cost at home in each."""
    flow.skip(4)
    headline(ui, flow, w("campaign.compare.title"))
    paragraph(ui, flow, w("campaign.compare.text"), "small", "muted")
    beside = flow.area.w > 300 * max(1.0, ui.text_scale)
    spots = flow.rest.columns(2, 16) if beside else [flow.rest]
    bottoms = []
    for place, chair in enumerate(chairs):
        column = Flow(spots[place] if beside else flow.rest, gap=5)
        with ui.group(chair.name, column.area), ui.scope(f"chair-{place}"):
            _chair(ui, w, column, chair)
        bottoms.append(column.y)
        if not beside:
            flow.y = column.y + 6
    flow.y = max(bottoms) + 6
    _prices(ui, w, flow, chairs)


def _chair(ui: Ui, w: Words, flow: Flow, chair: Chair) -> None:
    flag = ui.line_h("small") * 1.4
    strip = flow.next(max(flag * 0.75, ui.text_h(chair.name, flow.area.w - flag - 8, "small_strong")))
    ui.flag(Rect(strip.x, strip.y + 1, flag, flag * 0.75), chair.nation)
    ui.put_lines(strip.pad(left=flag + 8), chair.name, "small_strong", wid=chair.name)
    if chair.game.practice:
        paragraph(ui, flow, w("campaign.practice"), "small", "muted")
        return
    size = max(40.0, ui.line_h("heading") + ui.line_h("small"))
    _scored(ui, w, flow.next(size), size, chair.game)
    for line in _lines(w, chair.game)[:2]:
        paragraph(ui, flow, line, "small")


def _prices(ui: Ui, w: Words, flow: Flow, chairs: tuple[Chair, Chair]) -> None:
    """The home price of light oxide in both games, where their lines are remembered."""
    lines = [
        Line(chair.name, chair.lines[PRICE], look=look)
        for look, chair in enumerate(chairs)
        if len(chair.lines.get(PRICE, ())) > 1
    ]
    if len(lines) < 2:
        return
    title = w("campaign.compare.price")
    paragraph(ui, flow, title, "small_strong")
    count = max(len(line.values) for line in lines)
    labels = [w("campaign.compare.start") if q == 0 else f"Q{q}" for q in range(count)]
    axis = Axis(w("scenes.unit.usd_kg"), format=lambda value: w.number(value))
    ui.line_chart("prices", flow.next(150 * max(1.0, ui.text_scale)), lines, labels, axis=axis, title=title)
