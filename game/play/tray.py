"""The in-tray: four to six papers a quarter, each with a face, a text and options from the desk.

Papers that act by themselves when nobody answers (events, gates) always lie on top; the three advisers have
a sheet every quarter; offers, requests and letters fill up. Options are the desk's own orders, so that a
paper can never offer what the desk refuses.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from game.i18n import Text
from game.play.cabinet import cabinet_wants_a_look
from game.play.course import Course
from game.play.gauges import states_of
from game.play.rumours import rumour_record
from game.play.view_advice import AdviserCard, Advisers
from game.play.view_parts import Dossier, Line, Option
from game.play.words import ICONS, Words, pack_text
from game.play.world import project_options, shown_on_board
from game.rules.features import cover_days
from game.rules.projects import asking_price
from game.rules.rulebook import GATES, Status
from game.rules.state import NEVER, State

if TYPE_CHECKING:
    from game.play.desk import Desk

__all__ = ["needs_decision", "rumours", "tray"]

LEAST, MOST = 4, 6
EVENT_ICONS = {
    "warning": "signpost",
    "cut": "ban",
    "spike": "trending-up",
    "bust": "trending-down",
    "ruling": "gavel",
}


def tray(match: Course, seat: int, words: Words, desk: Desk, council: Advisers) -> tuple[Dossier, ...]:
    """The papers of the quarter for a seat, the most pressing first."""
    if match.finished:
        return ()
    papers = [*_events(match, seat, words, desk), *_gates(match, seat, words, desk)]
    papers += _plea(match, seat, words, desk)
    papers += rumours(match, seat, words, _stock_options(match, desk))
    papers += _revealed(match, seat, words)
    papers += _advice(match, seat, council) if match.information.advisers else []
    filling = [_offers, _requests, *([_letters] if match.information.reasons else [])]
    found = [list(more(match, seat, words, desk)) for more in filling]
    for place in range(max(map(len, found))):  # one of each kind before a second of any
        for papers_of_kind in found:
            for paper in papers_of_kind[place : place + 1]:
                if len(papers) < LEAST or (len(papers) < MOST and paper.urgency > 0):
                    papers.append(paper)
    return tuple(papers)


def needs_decision(match: Course, seat_name: str) -> bool:
    """Whether something new wants this seat's decision: question, gate, rumour, short cover, a new act,
    a cabinet that totters or has just taken office."""
    rulebook, state = match.rulebook, match.state
    seat = rulebook.seat(seat_name)
    if state.fallen[seat, 0] > 0:
        return False
    for index, info in enumerate(rulebook.events):
        if seat in info.ask and state.event_fired[index, 0] == state.quarter:
            return True
        if _heard(state, index) == state.quarter and rulebook.level.events[index].rumour is not None:
            return True
    for index in range(len(rulebook.projects)):
        if state.project_owner[index, 0] == seat and state.project_status[index, 0] in GATES:
            return True
    short = float(rulebook.level.orders.ration.cover_below_days)
    days = [float(cover_days(rulebook, s, seat)[0]) for s in states_of(match)[-2:]]
    if days[-1] < short <= days[0]:
        return True
    new_act = any(int(act.from_quarter) == match.quarter for act in rulebook.level.acts)
    return new_act or cabinet_wants_a_look(match, seat)


# ----------------------------------------------------------------------------------- events, gates


def _events(match: Course, seat: int, words: Words, desk: Desk) -> list[Dossier]:
    rulebook, state = match.rulebook, match.state
    found = []
    for index, info in enumerate(rulebook.events):
        if seat not in info.ask or state.event_fired[index, 0] != state.quarter:
            continue
        declared = rulebook.level.events[index]
        slot = rulebook.slot_index[f"answer:{info.id}"]
        default = info.default[seat]
        face = declared.sender or _seat_of(match, declared.nation)
        found.append(
            Dossier(
                id=f"event:{info.id}",
                kind="event",
                icon=EVENT_ICONS.get(declared.act or "", "mail-open"),
                face=face,
                sender=words.minister(face) if declared.sender else _from(match, declared.nation, words),
                title=pack_text(declared.title),
                body=pack_text(declared.text, **words.event_args(index, state, seat)),
                options=desk.options(slot, default=default),
                must=True,
                default=Text("play.tray.default", {"option": words.option(slot, default)}),
                sources=words.sources(declared.sources),
                urgency=3 if declared.great else 2,
                about=info.id,
            )
        )
    return sorted(found, key=lambda paper: -paper.urgency)


def _seat_of(match: Course, nation: str | None) -> str:
    seats = match.rulebook.level.seats
    return next((name for name, seat in seats.items() if seat.nation == nation), "")


def _from(match: Course, nation: str | None, words: Words) -> Text:
    return words.nation(nation) if nation else Text("play.tray.from.office")


def _gates(match: Course, seat: int, words: Words, desk: Desk) -> list[Dossier]:
    rulebook, state = match.rulebook, match.state
    found = []
    for slot in desk.slots:
        spec = rulebook.slots[slot]
        index = int(rulebook.project_of_slot[seat, slot])
        if spec.kind != "gate" or int(state.project_owner[index, 0]) != seat:
            continue
        status = int(state.project_status[index, 0])
        if status not in GATES:
            continue
        stage = {Status.FINANCE_GATE: "finance", Status.BUILD_GATE: "build"}.get(status, "open")
        project = rulebook.projects[index]
        args = {
            "project": words.project(index),
            "overrun": float(state.project_overrun[index, 0]),
            "total": project.build_musd * float(state.project_overrun[index, 0]),
            "paid": float(state.project_paid[index, 0]),
        }
        found.append(
            Dossier(
                id=f"gate:{project.id}",
                kind="gate",
                icon=ICONS["gate"],
                face="",
                sender=Text("play.tray.from.site"),
                title=Text(f"play.tray.gate.{stage}.title", args),
                body=Text(f"play.tray.gate.{stage}", args),
                options=desk.options(slot, default=1),
                must=True,
                default=Text("play.tray.default", {"option": words.option(slot, 1)}),
                sources=words.project_sources(index),
                urgency=2,
                about=project.id,
            )
        )
    return found


# ------------------------------------------------------------------------------------ pleas, rumours


def _plea(match: Course, seat: int, words: Words, desk: Desk) -> list[Dossier]:
    """The largest home plant writes when cover is short."""
    rulebook, state = match.rulebook, match.state
    days = float(cover_days(rulebook, state, seat)[0])
    slot = rulebook.slot_index.get("ration")
    if slot is None or slot not in desk.slots or days >= float(rulebook.level.orders.ration.cover_below_days):
        return []
    factories = rulebook.level.seats[rulebook.seats[seat]].factories
    factory = max(factories, key=lambda f: int(f.workers))
    options = list(desk.options(slot))
    stock = rulebook.slot_index.get("stock")
    if stock is not None:
        options += [option for option in desk.options(stock) if option.option == "release"]
    name = pack_text(factory.name)
    return [
        Dossier(
            id=f"plea:{factory.id}",
            kind="plea",
            icon="factory",
            face=f"factory:{factory.id}",
            sender=name,
            title=Text("play.tray.plea.title", {"n": round(days)}),
            body=Text("play.tray.plea", {"factory": name, "workers": int(factory.workers), "n": round(days)}),
            options=tuple(options),
            urgency=2,
            about=factory.id,
        )
    ]


def _heard(state: State, event: int) -> int:
    """Quarter (0-based) in which a rumour of an event was heard, if it is still open; else NEVER."""
    if state.event_fired[event, 0] < NEVER:
        return NEVER
    return int(state.event_rumour[event, 0])


def rumours(match: Course, seat: int, words: Words, options: tuple[Option, ...] = ()) -> tuple[Dossier, ...]:
    """Rumours heard this quarter or the last, with `options` against them."""
    state = match.state
    found: list[Dossier] = []
    if match.finished:
        return ()
    for index, info in enumerate(match.rulebook.events):
        declared = match.rulebook.level.events[index]
        heard = _heard(state, index)
        if declared.rumour is None or not state.quarter - 1 <= heard <= state.quarter:
            continue
        args = words.event_args(index, state, seat)
        true, of = rumour_record(match, len(match.past))
        found.append(
            Dossier(
                id=f"rumour:{info.id}",
                kind="rumour",
                icon="radar",
                face="",
                sender=Text("play.tray.from.port"),
                title=Text("play.tray.rumour.title", {"event": pack_text(declared.title)}),
                body=Text(
                    _rumour_text(match, index),
                    {
                        "rumour": pack_text(declared.rumour.text, **args),
                        "odds": float(declared.rumour.true_odds),
                    },
                ),
                options=options,
                urgency=1,
                new=heard == state.quarter,
                about=info.id,
                facts=(Line(Text("play.rumour.record", {"true": true, "of": of}), 0.0),) if of else (),
            )
        )
    return tuple(found)


def _rumour_text(match: Course, event: int) -> str:
    """How a rumour is passed on: with its odds, bare, or with what the embassy has found out about it."""
    rumours = match.information.rumours
    if rumours == "checked":
        return f"play.tray.rumour.{'true' if match.state.event_due[event, 0] < NEVER else 'false'}"
    return "play.tray.rumour" if rumours == "odds" else "play.tray.rumour.bare"


def _stock_options(match: Course, desk: Desk) -> tuple[Option, ...]:
    slot = match.rulebook.slot_index.get("stock")
    if slot is None or slot not in desk.slots:
        return ()
    return tuple(option for option in desk.options(slot) if option.option in ("half", "month"))


def _revealed(match: Course, seat: int, words: Words) -> list[Dossier]:
    """What was heard in answer to last quarter's question about an event; it may be wrong."""
    if not match.past:
        return []
    rulebook, state = match.rulebook, match.state
    found = []
    for effect in rulebook.effects:
        if effect.kind != "reveal_event" or effect.choice == 0 or effect.args.get("chooser") != seat:
            continue
        asked = state.event_fired[effect.event, 0] == state.quarter - 1
        if not asked or state.event_choice[seat, effect.event, 0] != effect.choice:
            continue
        event = rulebook.event(effect.args["event"])
        coming = int(state.event_rumour[event, 0]) == state.quarter - 1
        title = pack_text(rulebook.level.events[event].title)
        answer = Text(f"play.tray.revealed.{'yes' if coming else 'no'}", {"event": title})
        found.append(
            Dossier(
                id=f"revealed:{effect.args['event']}",
                kind="letter",
                icon="message-square",
                face="",
                sender=Text("play.tray.from.embassy"),
                title=Text("play.tray.revealed.title", {"event": title}),
                body=Text("play.tray.revealed", {"answer": answer, "odds": float(effect.args["odds"])}),
                options=(),
                urgency=1,
                about=effect.args["event"],
            )
        )
    return found


# ------------------------------------------------------------------------- offers, requests, ideas


def _offers(match: Course, seat: int, words: Words, desk: Desk) -> list[Dossier]:
    """Projects of the world that the seat could enter now: what has just turned up or fallen first."""
    rulebook, state = match.rulebook, match.state
    before = match.past[-1].before if match.past else None
    offers = []
    for index in shown_on_board(match, seat):
        project = rulebook.projects[index]
        if project.seat >= 0 or int(state.project_owner[index, 0]) == seat:
            continue
        options = project_options(match, seat, index, desk)
        if not any(option.refusal is None for option in options):
            continue
        status = int(state.project_status[index, 0])
        fresh = before is None or int(before.project_status[index, 0]) != status
        stranded = status == Status.STRANDED
        offers.append((not (fresh and before is not None), not stranded, index, options))
    turn = state.quarter % max(len(offers), 1)
    offers = sorted(offers[turn:] + offers[:turn], key=lambda offer: offer[:2])  # stable: each in its turn
    found = []
    for stale, sound, index, options in offers[:2]:
        name, price = words.project(index), float(asking_price(rulebook, state, index)[0])
        project = rulebook.projects[index]
        if not sound:  # to buy it is the decision of the bust
            options = tuple(sorted(options, key=lambda option: not option.slot.startswith("join:")))
        args = {"project": name}
        found.append(
            Dossier(
                id=f"offer:{project.id}",
                kind="offer",
                icon="package-search" if sound else "triangle-alert",
                face="",
                sender=name,
                title=Text("play.tray.offer.title" if sound else "play.tray.stranded.title", args),
                body=Text(
                    "play.tray.offer" if sound else "play.tray.stranded",
                    {
                        "text": words.project_text(index),
                        "status": words.status(state, index),
                        "share": project.stranded_price,
                    },
                ),
                options=options,
                sources=words.project_sources(index),
                urgency=0 if stale and sound else 1,
                new=not stale,
                about=project.id,
                facts=(Line(Text("play.tray.offer.price", {"musd": price}), price, "price"),),
            )
        )
    return found


def _requests(match: Course, seat: int, words: Words, desk: Desk) -> list[Dossier]:
    """Each quarter one of the other ministers asks for something."""
    rulebook, state = match.rulebook, match.state
    others = [row for row in range(rulebook.seat_count) if row != seat]
    for step in range(len(others)):
        other = others[(state.quarter + step) % len(others)]
        name = rulebook.seats[other]
        asked = _request(match, seat, other, desk)
        if asked is None:
            continue
        kind, options = asked
        args = {"seat": words.seat(name), "minister": words.minister(name)}
        wish = pack_text(rulebook.level.seats[name].minister.wish)
        return [
            Dossier(
                id=f"request:{name}:{kind}",
                kind="request",
                icon="mail",
                face=name,
                sender=words.minister(name),
                title=Text(f"play.tray.request.{kind}.title", args),
                body=Text(
                    "play.tray.request", {"ask": Text(f"play.tray.request.{kind}", args), "wish": wish}
                ),
                options=options,
                default=Text("play.tray.request.default"),
                about=name,
            )
        ]
    return []


def _request(match: Course, seat: int, other: int, desk: Desk) -> tuple[str, tuple[Option, ...]] | None:
    """What this minister would ask of the seat now, as orders that the seat could give."""
    rulebook, state = match.rulebook, match.state
    name = rulebook.seats[other]

    def allowed(prefix: str, wanted: str) -> tuple[Option, ...]:
        found = []
        for slot in desk.slots:
            if rulebook.slots[slot].id.startswith(prefix):
                found += [o for o in desk.options(slot) if o.option == wanted and o.refusal is None]
        return tuple(found)

    closed = [row for row in range(len(rulebook.control_goods)) if state.licence[row, seat, other, 0] > 0]
    if closed and (options := allowed("licence:", "open")):
        mine = tuple(option for option in options if option.slot.endswith(f":{name}"))
        if mine:
            return "licence", mine
    if state.quota_step[seat, 0] > 0 and (options := allowed("quota", "none")):
        return "quota", options
    needed = float(rulebook.level.orders.agreement.trust_needed)
    if float(state.trust[seat, other, 0]) >= needed and (options := allowed(f"agreement:{name}", "propose")):
        return "agreement", options
    cases = allowed("wto:", "go")
    against = tuple(option for option in cases if option.slot != f"wto:{name}")
    if against:
        return "wto", against
    if options := allowed(f"summit:{name}", "go"):
        return "summit", options
    return None


def _letters(match: Course, seat: int, words: Words, desk: Desk) -> list[Dossier]:
    """What other governments did last quarter, in their ministers' words."""
    if not match.past:
        return []
    found = []
    for name, told in match.past[-1].told.items():
        other = match.rulebook.seat(name)
        for slot_id, reason in told.items():
            slot = words.slot(slot_id)
            option = int(match.past[-1].turn.accepted[other, slot, 0])
            if not option or other == seat:
                continue
            args = {"seat": words.seat(name), "order": words.said(slot, option, other)}
            found.append(
                Dossier(
                    id=f"letter:{name}:{slot_id}",
                    kind="letter",
                    icon="mail-open",
                    face=name,
                    sender=words.minister(name),
                    title=Text("play.news.control", args),
                    body=Text("play.tray.letter", {"reason": reason}),
                    options=(),
                    about=name,
                )
            )
            break
    return found


def _advice(match: Course, seat: int, council: Advisers) -> list[Dossier]:
    """The three advisers on one sheet: what each would do, and the options that they speak of."""
    if match.state.fallen[seat, 0] > 0:
        return []
    lines, options = [], []
    for cards in _by_opinion(council).values():
        offices = {"office": [card.office for card in cards]}
        if not cards[0].proposals:
            lines.append(Line(Text("play.tray.advice.waits", offices), 0.0))
            continue
        lines.append(
            Line(Text("play.tray.advice.line", {**offices, "order": cards[0].proposals[0].title}), 0.0)
        )
        option = cards[0].proposals[0].option
        if option is not None:
            options.append(replace(option, label=cards[0].proposals[0].title))
    return [
        Dossier(
            id="advice",
            kind="idea",
            icon="lightbulb",
            face="",
            sender=Text("play.tray.from.advisers"),
            title=council.verdict,
            body=Text("play.tray.advice"),
            options=tuple(options),
            facts=tuple(lines),
        )
    ]


def _by_opinion(council: Advisers) -> dict[tuple[tuple[str, str], ...], list[AdviserCard]]:
    """The advisers by what they would do first."""
    found: dict[tuple[tuple[str, str], ...], list[AdviserCard]] = {}
    for card in council.cards:
        found.setdefault(card.proposals[0].orders if card.proposals else (), []).append(card)
    return found
