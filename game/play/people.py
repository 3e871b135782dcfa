"""Seat sheets: the other governments as this one sees them, with what they did last and why."""

from __future__ import annotations

from game.i18n import Text
from game.play.course import Course
from game.play.view_parts import Act, SeatSheet
from game.play.why import ledger_lines
from game.play.words import Words, pack_text
from game.rivals.archetype import Archetype
from game.rivals.compiled import PRIVATE
from game.rivals.minds import hinges
from game.rules.orders import lever_of
from game.rules.state import NEVER

__all__ = ["seat_sheets"]

ACTS = 3


def seat_sheets(match: Course, seat: int, words: Words) -> tuple[SeatSheet, ...]:
    """One's own sheet first, then the others in the level's order."""
    order = [seat, *(row for row in range(match.rulebook.seat_count) if row != seat)]
    return tuple(_sheet(match, seat, row, words) for row in order)


def _sheet(match: Course, seat: int, other: int, words: Words) -> SeatSheet:
    rulebook, state = match.rulebook, match.state
    name = rulebook.seats[other]
    info = rulebook.level.seats[name]
    you = other == seat
    last = match.past[-1] if match.past else None
    trust = float(state.trust[seat, other, 0])
    wait = int(state.agreement_wait[seat, other, 0])
    return SeatSheet(
        seat=name,
        nation=info.nation,
        name=words.seat(name),
        minister=words.minister(name),
        temperament=info.minister.temperament,
        temperament_text=Text(f"play.temperament.{info.minister.temperament}"),
        wish=pack_text(info.minister.wish),
        red_line=pack_text(info.minister.red_line),
        you=you,
        governed=name in match.governed,
        trust=None if you else trust,
        trust_change=None if you or last is None else trust - float(last.before.trust[seat, other, 0]),
        trust_lines=()
        if you or last is None
        else tuple(ledger_lines(last.turn.ledger, "trust", seat, words, other)),
        agreement=""
        if you
        else "held"
        if state.agreement[seat, other, 0] > 0
        else "proposed"
        if wait
        else "",
        agreement_wait=wait,
        measures=tuple(_measures(match, seat, other, words)),
        acts=tuple(_acts(match, other, words)),
        mind=() if name in match.governed or not match.information.reasons else _mind(match, other, words),
        orders=()
        if you
        else tuple(
            spec.id
            for spec in rulebook.slots
            if spec.target == name and rulebook.seats[seat] in spec.seats and spec.kind != "answer"
        ),
    )


def _measures(match: Course, seat: int, other: int, words: Words) -> list[Text]:
    """What this government has in force that touches the seat, and cases against it."""
    rulebook, state = match.rulebook, match.state
    found = []
    for kind, row in (("quota", state.quota_step), ("duty", state.duty_step)):
        step = int(row[other, 0])
        slot = rulebook.slot_index.get(kind)
        if step and slot is not None and state.wto_ends[other, 0] > state.quarter:
            found.append(words.said(slot, step + 1, other))
    found += _of_events(match, int(rulebook.nation_of[other]))
    controls = rulebook.level.orders.controls
    for line, good in enumerate(controls.goods):
        step = int(state.licence[line, other, seat, 0]) if other != seat else 0
        slot = rulebook.slot_index.get(f"licence:{good}:{rulebook.seats[seat]}")
        if step and slot is not None:
            found.append(words.said(slot, step + 1, other))
    if state.wto_clock[other, 0] > 0:
        found.append(Text("play.measure.heard", {"n": int(state.wto_clock[other, 0])}))
    elif state.wto_ends[other, 0] < NEVER:
        found.append(Text("play.measure.void", {"date": words.date(int(state.wto_ends[other, 0]) + 1)}))
    return found


def _of_events(match: Course, nation: int) -> list[Text]:
    """Quotas and duties on a nation's exports that an event has brought, by the event's name."""
    rulebook, state = match.rulebook, match.state
    found: dict[tuple[str, int], Text] = {}
    for index, effect in enumerate(rulebook.effects):
        economic = effect.economic
        if effect.kind not in ("quota", "export_duty") or economic is None or nation not in economic.nations:
            continue
        if state.effect_start[index, 0] <= state.quarter < state.effect_end[index, 0]:
            title = pack_text(rulebook.level.events[effect.event].title)
            found[effect.kind, effect.event] = Text(f"play.measure.{effect.kind}", {"event": title})
    return list(found.values())


def _acts(match: Course, seat: int, words: Words) -> list[Act]:
    """The last three orders that were carried out, the latest first."""
    name, found = match.rulebook.seats[seat], []
    for played in reversed(match.past):
        for slot in range(len(match.rulebook.slots)):
            option = int(played.turn.accepted[seat, slot, 0])
            if not option:
                continue
            spec = match.rulebook.slots[slot]
            found.append(
                Act(
                    quarter=played.quarter,
                    label=words.date(played.quarter),
                    text=words.said(slot, option, seat),
                    reason=played.told.get(name, {}).get(spec.id) if match.information.reasons else None,
                    lever=lever_of(match.rulebook, slot, option),
                    slot=spec.id,
                    option=spec.options[option - 1],
                )
            )
        if len(found) >= ACTS:
            break
    return found[:ACTS]


def _mind(match: Course, seat: int, words: Words) -> tuple[Text, ...]:
    """What would change this minister's mind, nearest first."""
    decider = match.machines.get(seat)
    if not isinstance(decider, Archetype) or match.finished:
        return ()
    guess = match.state.copy()  # a treasury is its government's secret: its published budget stands in for it
    guess.money[seat] = float(match.rulebook.level.seats[match.rulebook.seats[seat]].money_musd)
    found = []
    for hinge in hinges(decider, match.rulebook, guess, seat):
        if hinge.feature in PRIVATE:
            continue
        slot = words.slot(hinge.slot)
        option = match.rulebook.slots[slot].options.index(hinge.option) + 1
        found.append(hinge.text(words.said(slot, option, seat)))
    return tuple(found)
