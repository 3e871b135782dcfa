"""Why a figure moved, on the screen: in the tooltip of any figure, and pinned with all that lies behind it.

What clearing decides is worked out in the background when somebody first points at such a figure; a frame
never waits for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from game.desktop.jobs import Latest
from game.desktop.kit import Flow, Rect, Tip, TipRow, Tone, Ui
from game.desktop.kit.keys import label as key_label
from game.insight.why import Why
from game.play.match import Match
from game.play.view import Line
from game.play.why import OWN, Explanation, explain, quick

from .words import Words

__all__ = ["Explainer", "explained_tip", "figure_here", "why_dialog"]

MOST_LINES = 8
SMALL = 0.004  # of the largest line: what is less stands together in one
CAPTION_ICON = 0.8
MEASURE = "why/height"


class Explainer:
    """The explanations of one seat's figures, and the one that is pinned.

    `pointed` is the figure under the pointer or the focus in this pass, with its quarter.
    """

    def __init__(self, match: Match, seat: str, latest: Latest[Why] | None = None) -> None:
        self.match, self.seat = match, seat
        self.pointed: tuple[str, int | None] | None = None
        self.pinned: tuple[str, int] | None = None
        self._latest = latest
        self._asked = 0
        self._kept: dict[tuple[str, int, str], Explanation | None] = {}

    def hire(self, latest: Latest[Why]) -> None:
        """Work in the background from now on."""
        self._latest = self._latest or latest

    def find(self, figure: str, quarter: int | None = None, *, ask: bool = True) -> Explanation | None:
        """Why a figure moved, in the last quarter or in a played one (from 1); None before the first, and
        while it is being worked out. Without `ask` nothing is begun that takes time."""
        number = quarter or len(self.match.past)
        if not figure or not 1 <= number <= len(self.match.past):
            return None
        key = figure, number, self.match.past[number - 1].digest
        if key in self._kept:
            return self._kept[key]
        if not ask and figure.partition(".")[0] not in OWN:
            return None
        if self._latest is not None and not quick(self.match, figure, number):
            self._ask(number)
            return None
        seat = self.match.rulebook.seat(self.seat)
        self._kept[key] = found = explain(self.match, figure, seat, number)
        return found

    def _ask(self, quarter: int) -> None:
        if self._latest is not None and (quarter != self._asked or not self._latest.busy):
            self._asked = quarter
            self._latest.ask(self.match.asking_why(quarter))

    def poll(self) -> bool:
        """Take what has arrived; True if there is more to be shown."""
        return self._latest is not None and self._latest.poll() is not None

    @property
    def busy(self) -> bool:
        """Whether something is being worked out."""
        return self._latest is not None and self._latest.busy

    def point(self, figure: str, quarter: int | None = None) -> None:
        """This figure has the pointer or the focus."""
        self.pointed = figure, quarter

    def pin(self, figure: str, quarter: int | None = None) -> None:
        """Open the explanation of a figure; before the first quarter there is none."""
        if self.match.past:
            self.pinned = figure, quarter or len(self.match.past)

    def begin(self) -> None:
        """A pass begins: nothing is pointed at yet."""
        self.pointed = None

    def keys(self, ui: Ui) -> None:
        """The key of `why` pins what is pointed at."""
        if self.pointed is not None and self.pinned is None and ui.shortcut(ui.key("why")):
            self.pin(*self.pointed)


# ------------------------------------------------------------------------------------------ tooltips


def explained_tip(
    ui: Ui,
    whys: Explainer,
    wid: str,
    tip: Tip,
    figure: str,
    w: Words,
    *,
    good_when: int = 0,
    quarter: int | None = None,
    heading: str = "",
    foot: str = "desk.why.pin",
    most: int = MOST_LINES,
) -> Tip:
    """A tooltip with the reasons of a figure, as soon as somebody points at the widget `wid` (a full id), or
    at the cell of a table of that id."""
    pointed = ui.last.hot == wid or (ui.focused == wid and ui.focus_visible)
    pointed |= ui.last.tip is not None and ui.last.tip[0] == wid
    if pointed:
        whys.point(figure, quarter)
    found = whys.find(figure, quarter, ask=pointed)
    if found is None:
        waiting = pointed and bool(whys.match.past) and bool(figure)
        return replace(tip, foot=w("desk.why.working")) if waiting else tip
    return replace(
        tip,
        why=heading or w("desk.why.heading", date=w.text(found.date)),
        causes=cause_rows(found.lines, found, w, good_when, most),
        total=TipRow(w("desk.tip.change"), w.change(found.change, found.unit)),
        foot=w(foot, key=key_label(ui.key("why"), ui.tr)),
    )


def figure_here(
    ui: Ui,
    whys: Explainer,
    name: str,
    rect: Rect,
    figure: str,
    w: Words,
    *,
    title: str = "",
    value: str = "",
    good_when: int = 0,
) -> None:
    """Make what is drawn at `rect` a figure that explains itself to pointer, focus and click. With a `value`
    it is described; else whoever draws it has to."""
    wid = ui.full_id(name)
    tip = explained_tip(ui, whys, wid, Tip(title=title), figure, w, good_when=good_when)
    found = ui.interact(wid, rect, tip=tip)
    if found.hovered:
        ui.state.cursor = "hand"
    if found.focused:
        ui.focus_ring(rect, 4)
    if found.clicked:
        whys.pin(figure)
    if value:
        ui.note("figure", title, value=value, hint=tip, wid=wid, rect=rect)


def cause_rows(
    lines: Sequence[Line], found: Explanation, w: Words, good_when: int = 0, most: int = MOST_LINES
) -> tuple[TipRow, ...]:
    """The largest causes first, what is carried over last; what is left out stands in one line, so that the
    rows still add up."""
    carried = [line for line in lines if line.cause == "carried"]
    ranked = sorted((line for line in lines if line.cause != "carried"), key=lambda line: -abs(line.amount))
    least = SMALL * max((abs(line.amount) for line in lines), default=0.0)
    kept = [line for line in ranked[:most] if abs(line.amount) >= least]
    rest = ranked[len(kept) :]
    entries = [(w.text(line.text), line.amount, line.icon) for line in kept]
    if rest:
        entries.append((w("desk.tip.rest", n=len(rest)), sum(line.amount for line in rest), "ellipsis"))
    entries += [(w.text(line.text), line.amount, line.icon) for line in carried]
    steps = waterfall([amount for _, amount, _ in entries])
    return tuple(
        TipRow(label, w.change(amount, found.unit), tone_of(amount, good_when), icon, step)
        for (label, amount, icon), step in zip(entries, steps, strict=True)
    )


def waterfall(amounts: Sequence[float]) -> list[tuple[float, float]]:
    """Where each step begins and ends, between 0 and 1 of the room that all of them need."""
    ends = list(accumulate(amounts, initial=0.0))
    low, high = min(ends), max(ends)
    span = max(high - low, 1e-12)
    return [((a - low) / span, (b - low) / span) for a, b in pairwise(ends)]


def tone_of(amount: float, good_when: int) -> Tone:
    """Good, bad, or neither where neither is better."""
    if not good_when or not amount:
        return "neutral"
    return "good" if amount * good_when > 0 else "bad"


# -------------------------------------------------------------------------------------------- pinned


def why_dialog(ui: Ui, whys: Explainer, w: Words) -> None:
    """The pinned explanation, if one is: a waterfall of all causes with what lies behind each."""
    if whys.pinned is None:
        return
    figure, quarter = whys.pinned
    found = whys.find(figure, quarter)
    title = w.text(found.label) if found is not None else w("desk.why.working")
    tall = ui.memory.get(MEASURE, 420.0)
    assert isinstance(tall, float)
    size = 640 * max(1.0, ui.text_scale * 0.9), min(tall, ui.screen.h * 0.9)
    with ui.dialog("why", title, size, icon="search") as box:
        if found is not None:
            content = _pinned(ui, box.body, found, w)
            ui.memory[MEASURE] = wanted = box.frame.h - box.body.h + content
            if abs(wanted - tall) > 1.0:
                ui.state.relayout = True
        step = _quarters(ui, box.footer, quarter, len(whys.match.past), w)
        if step:
            whys.pinned = figure, quarter + step
        if ui.take_key(ui.key("why")):
            box.dismissed = True
    if box.dismissed:
        whys.pinned = None


def _quarters(ui: Ui, rect: Rect, quarter: int, last: int, w: Words) -> int:
    """Buttons to the quarter before and after; returns the step that was chosen."""
    back, on = rect.split_left(rect.w / 2 - 5)[0], rect.split_right(rect.w / 2 - 5)[1]
    size = ui.control_h
    step = 0
    before = Rect(back.x, back.y, back.w, size)
    after = Rect(on.x, on.y, on.w, size)
    disabled: str | bool = w("desk.why.no_earlier") if quarter <= 1 else False
    if ui.button("earlier", before, w("desk.why.earlier"), icon="chevron-left", disabled=disabled):
        step = -1
    disabled = w("desk.why.no_later") if quarter >= last else False
    if ui.button("later", after, w("desk.why.later"), icon="chevron-right", disabled=disabled):
        step = 1
    return step


def _pinned(ui: Ui, rect: Rect, found: Explanation, w: Words) -> float:
    """All causes; returns the height that they need."""
    said = w(
        "desk.why.moved",
        date=w.text(found.date),
        before=w.value(found.before, found.unit),
        after=w.value(found.after, found.unit),
    )
    head, rest = rect.split_top(ui.text_h(said, rect.w, "strong"), gap=8)
    ui.label(head, said, "strong", wrap=True)
    amounts = [line.amount for line in found.lines]
    with ui.scroll("causes", rest, label=w("desk.why.causes"), padding=2) as area:
        flow = Flow(area, gap=7)
        for line, bar in zip(found.lines, waterfall(amounts), strict=True):
            _cause(ui, flow, line, bar, found, w)
        strip = flow.next(8)
        ui.divider(strip)
        total = flow.next(ui.line_h("strong"))
        ui.put_text(total, w("desk.tip.change"), "strong", wid="total")
        change = w.change(found.change, found.unit)
        ui.put_text(total, change, "strong", "text", "right", wid="total")
        ui.note("figure", w("desk.tip.change"), value=change, rect=total)
        method = w("desk.why.method")
        spot = flow.next(ui.text_h(method, area.w, "caption"))
        ui.label(spot, method, "caption", colour="muted", wrap=True)
        return spot.bottom - area.y + head.h + 20


def _cause(ui: Ui, flow: Flow, line: Line, bar: tuple[float, float], found: Explanation, w: Words) -> None:
    """Icon, words, step and amount of a cause; below it its source, or everything that it is made of."""
    width = flow.area.w
    amount, label = w.change(line.amount, found.unit), w.text(line.text)
    value_w = max(ui.text_w(amount, "strong"), 58.0 * ui.text_scale)
    bar_w = width * 0.24
    lead = ui.line_h() + 4
    room = width - value_w - bar_w - lead - 24
    tall = max(ui.line_h(), ui.text_h(label, room))
    strip = flow.next(tall)
    first = strip.split_top(ui.line_h())[0]
    if line.icon:
        size = ui.line_h() * CAPTION_ICON
        ui.icon(Rect(first.x, first.cy - size / 2, size, size), line.icon, colour="muted")
    ui.put_lines(Rect(strip.x + lead, strip.y, room, tall), label, wid=label)
    right = Rect(strip.right - value_w, first.y, value_w, first.h)
    ui.step_bar(Rect(right.x - bar_w - 12, first.y, bar_w, first.h), bar, "neutral")
    ui.put_text(right, amount, "strong", "text", "right", wid=label)
    notes = [(w.text(note.text), note.origin) for note in line.notes] or [("", line.origin)]
    said = "; ".join(part for pair in notes for part in pair if part)
    ui.note("figure", label, value=amount, hint=said, rect=strip)
    flow.skip(-5)
    for text, origin in notes:
        words = "  ".join(part for part in (text, f"[[link]] {origin}" if origin else "") if part)
        if words:
            height = ui.text_h(words, width - lead, "caption", True)
            spot = flow.next(height).pad(left=lead)
            ui.put_lines(spot, words, "caption", "muted", wid=label, markup=True)
            flow.skip(-5)
    flow.skip(5)
