"""Why a figure moved: its change since last quarter by cause, with names, icons and the level's own lines.

Every screen asks here. Money, debt, confidence, influence and trust are the ledger's own entries; prices,
cover, magnet output, the bill and what nations make are shares of what was new in the quarter
(`insight.why`), found when somebody asks. The lines of an explanation add up to the change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from game.content.history import HistoryEntry
from game.economy.dims import GOODS
from game.i18n import Text
from game.insight.why import Cause
from game.play.course import Course, Played
from game.play.view_parts import Line, Note, Unit
from game.play.words import ICONS, Words, pack_text
from game.rules.causes import Change
from game.rules.events import source_id
from game.rules.ledger import Cause as Booked
from game.rules.ledger import Ledger

__all__ = ["OWN", "Explanation", "explain", "ledger_lines", "quick"]

_LEAST = 1e-9
OWN: Final[Mapping[str, Unit]] = {
    "money": "musd", "debt": "musd", "confidence": "points", "influence": "influence", "trust": "points",
}  # fmt: skip
"""Measures of the ledger; a figure is named `money`, or `trust.<seat>`."""
CLEARED: Final[Mapping[str, Unit]] = {
    "price": "usd_kg", "output": "t", "cover": "days", "magnets": "t", "bill": "ratio", "stock": "months",
}  # fmt: skip
"""Kinds of figures that clearing decides, named as in `insight.why`."""
CAUSE_ICONS: Final = {
    "demand": "trending-up", "chance": "dices", "need": "trending-up", "supply": "package-open",
    "stocks": "warehouse", "opening": "warehouse", "capacity": "factory", "history": "scroll-text",
    "news": "newspaper", "orders": "flag", "carried": "history",
}  # fmt: skip
LEDGER_ICONS: Final = {
    "income": "coins", "interest": "percent", "agenda": "inbox", "agreement": "handshake",
    "event": "newspaper", "answer": "mail-open", "running": "mail-open", "bill": "receipt",
    "contract": "receipt", "debt": "landmark", "fall": "landmark", "new_cabinet": "landmark",
    "habit": "users", "output_lost": "magnet", "programme": "flask-conical", "stock_bought": "warehouse",
    "stock_sold": "warehouse", "stock_storage": "warehouse", "summit": "users", "time": "clock",
    "wto": "gavel", "joint_case": "gavel", "spill": "droplets", "offtake": "receipt",
    "guarantee": "shield-check", "licence": "stamp", "quota": "percent", "duty": "receipt",
    "left_agreement": "unlink", "from_cash": "wallet",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Explanation:
    """A figure's change over one quarter (counted from 1): `lines`, the largest first, add up to it; what is
    carried over from earlier quarters comes last."""

    figure: str
    label: Text
    unit: Unit
    quarter: int
    date: Text
    before: float
    after: float
    lines: tuple[Line, ...]

    @property
    def change(self) -> float:
        """How far it has moved."""
        return self.after - self.before


def quick(match: Course, figure: str, quarter: int) -> bool:
    """Whether an explanation costs nothing: the ledger has it, or the quarter has been explained before."""
    return figure.partition(".")[0] in OWN or match.explained(quarter)


def explain(match: Course, figure: str, seat: int, quarter: int | None = None) -> Explanation | None:
    """Why a figure moved in a quarter, by default the last one; None before the first has been played.

    Raises KeyError for an unknown figure.
    """
    kind = figure.partition(".")[0]
    if kind not in OWN and kind not in CLEARED:
        raise KeyError(figure)
    number = len(match.past) if quarter is None else quarter
    if not 1 <= number <= len(match.past):
        return None
    words = Words(match.loaded, match.rulebook)
    if kind in OWN:
        return _from_ledger(match, figure, seat, number, words)
    found = match.why(number)
    shares, carried = found.of(figure)
    lines = [_line(match, figure, number, cause, amount, words) for cause, amount in shares]
    place = found.names.index(figure)
    before, after = float(found.before[place]), float(found.after[place])
    by_itself = (Note(Text("play.why.by_itself")),)
    text = Text("play.cause.carried")
    lines.append(Line(text, carried, "carried", icon=CAUSE_ICONS["carried"], notes=by_itself))
    return Explanation(
        figure, _label(figure, words), CLEARED[kind], number, words.date(number), before, after, tuple(lines)
    )


def _label(figure: str, words: Words) -> Text:
    kind, _, rest = figure.partition(".")
    if kind in ("price", "output"):
        good, _, nation = rest.partition(".")
        return Text(f"play.why.{kind}", {"good": words.good(good), "nation": words.nation(nation)})
    if kind == "trust":
        return Text("play.why.trust", {"seat": words.seat(rest)})
    if kind in OWN:
        return Text(f"play.gauge.{kind}")
    return Text(f"play.why.{kind}", {"seat": words.seat(rest)})


# ------------------------------------------------------------------------------------------- ledger


def ledger_lines(ledger: Ledger, measure: str, seat: int, words: Words, other: int = -1) -> list[Line]:
    """The ledger's entries of a seat in one measure, equal causes added up, the largest first."""
    found: dict[tuple[str, str], float] = {}
    causes: dict[tuple[str, str], Booked] = {}
    for entry in ledger.entries:
        pair = {entry.seat, entry.other}
        mine = pair == {seat, other} if measure == "trust" else entry.seat == seat
        if entry.measure != measure or not mine:
            continue
        key = (entry.cause.kind, entry.cause.id)
        found[key] = found.get(key, 0.0) + float(entry.amount[0])
        causes[key] = entry.cause
    lines = [
        Line(
            words.cause(causes[key], seat), amount, *key, words.origin(causes[key]), _ledger_icon(key, words)
        )
        for key, amount in found.items()
        for cause in (causes[key],)
        if abs(amount) > _LEAST
    ]
    return sorted(lines, key=lambda line: -abs(line.amount))


def _ledger_icon(key: tuple[str, str], words: Words) -> str:
    kind, about = key
    if about in words.rulebook.slot_index:
        return ICONS[words.rulebook.slots[words.slot(about)].kind]
    return LEDGER_ICONS.get(kind, "construction")


def _from_ledger(match: Course, figure: str, seat: int, quarter: int, words: Words) -> Explanation:
    """Money and the rest: entries of the quarter, and what they leave unexplained as carried over."""
    played = match.past[quarter - 1]
    kind, _, rest = figure.partition(".")
    other = match.rulebook.seat(rest) if kind == "trust" else -1
    before, after = (_own(kind, state, seat, other) for state in (played.before, played.after))
    measure = "money" if kind == "debt" else kind
    lines = ledger_lines(played.turn.ledger, measure, seat, words, other)
    if kind == "debt":
        lines = _debt_lines(played, seat, lines) if before != after else []
    rest_musd = after - before - sum(line.amount for line in lines)
    if abs(rest_musd) > max(1e-6, 1e-9 * abs(after - before)):
        lines.append(Line(Text("play.cause.carried"), rest_musd, "carried", icon=CAUSE_ICONS["carried"]))
    return Explanation(
        figure, _label(figure, words), OWN[kind], quarter, words.date(quarter), before, after, tuple(lines)
    )


def _own(kind: str, state: Any, seat: int, other: int) -> float:
    if kind == "trust":
        return float(state.trust[seat, other, 0])
    if kind == "debt":
        return max(-float(state.money[seat, 0]), 0.0)
    return float(getattr(state, kind)[seat, 0])


def _debt_lines(played: Played, seat: int, lines: list[Line]) -> list[Line]:
    """Debt is money below zero: the same lines, turned, and what cash took of them."""
    turned = [Line(line.text, -line.amount, line.cause, line.about, line.origin, line.icon) for line in lines]
    then, now = float(played.before.money[seat, 0]), float(played.after.money[seat, 0])
    cash = max(now, 0.0) - max(then, 0.0)
    if cash:
        turned.append(Line(Text("play.cause.from_cash"), cash, "from_cash", icon=LEDGER_ICONS["from_cash"]))
    return turned


# ------------------------------------------------------------------------------------------- causes


def _line(match: Course, figure: str, quarter: int, cause: Cause, amount: float, words: Words) -> Line:
    """A cause in words: by itself where it is one change, else by its kind, with a note for each change."""
    notes = [_note(match, quarter, change, words) for change in cause.changes]
    own = [note for note in notes if note is not None]
    single = own[0] if len(cause.changes) == 1 and own else None
    about = cause.changes[0].id if len(cause.changes) == 1 else ""
    seat = match.rulebook.seats[cause.seat] if cause.kind == "orders" and cause.seat >= 0 else ""
    if single is not None:
        return Line(single.text, amount, cause.kind, about, single.origin, single.icon, seat=seat)
    if cause.kind in ("history", "news", "orders"):  # all of these have names
        text = Text("play.why.cause.more", {"first": own[0].text, "n": len(cause.changes) - 1})
    else:
        text = Text(f"play.why.cause.{cause.kind}")
    kinds = {change.kind for change in cause.changes}
    own += [
        note
        for kind in ("supply", "stocks")
        if kind in kinds
        for note in _tonnes(match, figure, quarter, kind, words)
    ]
    return Line(text, amount, cause.kind, about, "", CAUSE_ICONS[cause.kind], tuple(own), seat)


def _note(match: Course, quarter: int, change: Change, words: Words) -> Note | None:
    """What a change is called, with its icon and where the level says so; None if its kind says it all."""
    name = _NAMED.get(change.kind)
    return None if name is None else name(match, quarter, change, words)


def _tonnes(match: Course, figure: str, quarter: int, kind: str, words: Words) -> list[Note]:
    """How much there was at the start of the quarter and of the one before: stocks of the figure's nation,
    supply of the world; of the oxides where the figure is no single good's."""
    now, then = match.past[quarter - 1].before.economy, match.past[quarter - 2].before.economy
    what, _, rest = figure.partition(".")
    good, _, nation = rest.partition(".")
    if what not in ("price", "output"):
        nation = match.rulebook.level.seats[rest].nation
    goods = (good,) if what in ("price", "output") else ("light_oxide", "heavy_oxide")
    row = match.rulebook.nations.index(nation)
    found = []
    for name in goods:
        at = GOODS.index(name)
        args = {"good": words.good(name), "nation": words.nation(nation)}
        pairs = [("stocks", [float(e.stock[at, row, 0]) for e in (now, then)])]
        state = [float(e.public_stock[at, row, 0]) for e in (now, then)]
        if any(state):
            pairs.append(("public", state))
        if kind == "supply":
            pairs = [("supply", [float(e.supply[at, :, 0].sum()) for e in (now, then)])]
        for key, (after, before) in pairs:
            found.append(Note(Text(f"play.why.{key}", args | {"now": after, "then": before})))
    return found


def _event(match: Course, quarter: int, change: Change, words: Words) -> Note:
    """An event or an answer; what no longer works is said to end."""
    rulebook, before = match.rulebook, match.past[quarter - 1].before
    cause = Booked("answer" if "." in change.id else "event", change.id)
    text = words.cause(cause, -1)
    ended = [
        int(before.effect_end[index, 0]) == before.quarter
        for index, effect in enumerate(rulebook.effects)
        if source_id(rulebook, effect) == change.id
        and before.quarter in (int(before.effect_start[index, 0]), int(before.effect_end[index, 0]))
    ]
    fresh = "." not in change.id and int(before.event_fired[rulebook.event(change.id), 0]) == before.quarter
    if ended and all(ended) and not fresh:
        text = Text("play.why.ends", {"event": text})
    return Note(text, words.origin(cause), CAUSE_ICONS["news"])


def _project(match: Course, quarter: int, change: Change, words: Words) -> Note:
    cause = Booked("opens", change.id)
    return Note(words.cause(cause, -1), words.origin(cause), "factory")


def _scripted(match: Course, quarter: int, change: Change, words: Words) -> Note:
    entry, kind, file, place = _entries(match, change.id)
    text = (
        pack_text(entry.text)
        if entry is not None and entry.text is not None
        else Text("play.cause.event", {"event": change.id})
    )
    number = quarter - 1
    lines = [line for line in match.rulebook.script if line.id == change.id]
    if not any(line.start <= number < line.end for line in lines):
        text = Text("play.why.ends", {"event": text})
    spot = match.loaded.origin(place, change.id, kind=kind, id=file)
    icon = "factory" if change.kind == "site" else CAUSE_ICONS["history"]
    return Note(text, f"{spot.file}:{spot.line}", icon)


def _entries(match: Course, name: str) -> tuple[HistoryEntry | None, str, str, str]:
    """A line of the script by its id, and where it stands: kind and id of the file, and the list in it."""
    history, setting = match.loaded.history, match.loaded.setting
    if history is not None:
        for entry in history.entries:
            if entry.id == name:
                return entry, "history", history.id, "entries"
    return next((e for e in setting.under_way if e.id == name), None), "setting", setting.id, "under_way"


def _order(match: Course, quarter: int, change: Change, words: Words) -> Note:
    slot = words.slot(change.id)
    option = int(match.past[quarter - 1].turn.accepted[change.seat, slot, 0])
    said = words.said(slot, option, change.seat)
    spec = match.rulebook.slots[slot]
    origin = words.origin(Booked("event", spec.target)) if spec.kind == "answer" else ""
    args = {"seat": words.seat(change.seat), "order": said, "date": words.date(quarter)}
    return Note(Text("play.why.order", args), origin, ICONS[spec.kind])


def _programme(match: Course, quarter: int, change: Change, words: Words) -> Note:
    args = {"seat": words.seat(change.seat), "programme": Text(f"play.order.{change.id}")}
    return Note(
        Text("play.why.programme", args), words.origin(Booked("programme", change.id)), ICONS[change.id]
    )


def _agreement(match: Course, quarter: int, change: Change, words: Words) -> Note:
    args = {"seat": words.seat(change.seat), "other": words.seat(change.id)}
    return Note(Text(f"play.why.{change.kind}", args), "", ICONS[change.kind])


_NAMED: Final[Mapping[str, Callable[[Course, int, Change, Words], Note]]] = {
    "event": _event, "project": _project, "site": _scripted, "script": _scripted, "order": _order,
    "programme": _programme, "agreement": _agreement, "summit": _agreement,
}  # fmt: skip
