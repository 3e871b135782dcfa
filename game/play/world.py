"""The map, the project board, the timeline and the factories, drawn from the state and the last outcome."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import numpy as np

from game.economy.dims import GOODS, HO, LO, PLANTS
from game.i18n import Text
from game.play.course import Course
from game.play.timing import opening_quarter
from game.play.view_parts import Factory, Option, Series
from game.play.view_world import BoardRow, Landing, MapView, NationOnMap, PlantOnMap, Timeline, TradeArc
from game.play.words import Words
from game.rules.features import cover_days
from game.rules.projects import asking_price
from game.rules.rulebook import GATES, STATUS_NAMES, Status
from game.rules.state import PROGRAMMES

if TYPE_CHECKING:
    from game.play.desk import Desk

__all__ = ["board", "factories", "map_view", "shown_on_board", "timeline"]

LEAST_SHARE = 0.005  # arcs below this share of the good's world trade are not drawn
LEAST_GLOW = 0.25  # of a lamp whose plant works on empty stores
LICENCES: tuple[Literal["open", "slow", "restricted", "refused"], ...] = (
    "open",
    "slow",
    "restricted",
    "refused",
)
USE_ICONS = {"cars": "car", "electronics": "cpu", "machines": "cog"}
STATUS_ICONS = {
    Status.OFFERED: "package-search",
    Status.PERMIT: "file-text",
    Status.FINANCE_GATE: "milestone",
    Status.BUILD: "construction",
    Status.BUILD_GATE: "milestone",
    Status.COMMISSION_GATE: "milestone",
    Status.RAMP: "trending-up",
    Status.OPEN: "factory",
    Status.SHELVED: "pause",
    Status.STRANDED: "triangle-alert",
    Status.GONE: "x",
    Status.HIDDEN: "eye-off",
}


# ---------------------------------------------------------------------------------------------- map


def map_view(match: Course, seat: int, words: Words) -> MapView:
    """Prices, trade and plants as they stand."""
    return MapView(_nations(match, seat, words), _arcs(match), _plants(match, seat, words))


def _nations(match: Course, seat: int, words: Words) -> tuple[NationOnMap, ...]:
    rulebook, economy = match.rulebook, match.state.economy
    outcome = match.past[-1].turn.outcome if match.past else None
    params = rulebook.parameters
    seat_of = {int(nation): name for nation, name in zip(rulebook.nation_of, rulebook.seats, strict=True)}
    found = []
    for row, nation in enumerate(rulebook.nations):
        price = {good: float(economy.price[g, row, 0]) for g, good in enumerate(GOODS)}
        base = {good: float(params.price0_usd_kg[g, row, 0]) for g, good in enumerate(GOODS)}
        output = outcome.output[:, row, 0] if outcome else economy.supply[:, row, 0]
        used = (
            outcome.final_use[:, row, 0] + outcome.plant_input[:, row, 0]
            if outcome
            else params.need0_t[:, row, 0]
        )
        name = seat_of.get(row, "")
        ratio = {good: price[good] / max(base[good], 1e-9) for good in GOODS}
        found.append(
            NationOnMap(
                id=nation,
                seat=name,
                name=words.nation(nation),
                price_usd_kg=price,
                price_ratio=ratio,
                output_t={good: float(output[g]) for g, good in enumerate(GOODS)},
                use_t={good: float(used[g]) for g, good in enumerate(GOODS)},
                cover_days=float(cover_days(rulebook, match.state, rulebook.seat(name))[0]) if name else None,
                tint=max(-1.0, min(1.0, math.log2(max(ratio["light_oxide"], 1e-3)) / 3.0)),
                you=bool(name) and rulebook.seat(name) == seat,
            )
        )
    return tuple(found)


def _arcs(match: Course) -> tuple[TradeArc, ...]:
    rulebook, state = match.rulebook, match.state
    flows = match.past[-1].turn.outcome.trade[..., 0] if match.past else rulebook.parameters.flow0_t[..., 0]
    base = rulebook.parameters.flow0_t[..., 0]
    seat_of = {int(nation): row for row, nation in enumerate(rulebook.nation_of)}
    count = len(rulebook.nations)
    found = []
    for good, name in enumerate(GOODS):
        abroad = flows[good] * (1.0 - np.eye(count))
        limit = max(LEAST_SHARE * float(abroad.sum()), 1.0)
        for origin, destination in np.argwhere((abroad > limit) | (base[good] * (1 - np.eye(count)) > limit)):
            tonnes, before = float(abroad[origin, destination]), float(base[good, origin, destination])
            found.append(
                TradeArc(
                    good=name,
                    origin=rulebook.nations[origin],
                    destination=rulebook.nations[destination],
                    tonnes=tonnes,
                    change=tonnes / before - 1.0 if before > 0.5 else 0.0,
                    licence=_licence(match, good, seat_of.get(int(origin)), seat_of.get(int(destination))),
                    quota=_has_quota(match, good, int(origin), state.quarter - 1),
                )
            )
    return tuple(sorted(found, key=lambda arc: arc.tonnes))


def _licence(
    match: Course, good: int, origin: int | None, destination: int | None
) -> Literal["open", "slow", "restricted", "refused"]:
    if origin is None or destination is None or good not in match.rulebook.control_goods:
        return "open"
    row = match.rulebook.control_goods.index(good)
    return LICENCES[int(match.state.licence[row, origin, destination, 0])]


def _has_quota(match: Course, good: int, nation: int, quarter: int) -> bool:
    """Whether a quota on this good's exports from this nation was in force in a quarter (0-based)."""
    rulebook, state = match.rulebook, match.state
    for index, effect in enumerate(rulebook.effects):
        economic = effect.economic
        if (
            effect.kind != "quota"
            or economic is None
            or nation not in economic.nations
            or good not in economic.goods
        ):
            continue
        if state.effect_start[index, 0] <= quarter < state.effect_end[index, 0]:
            return True
    for seat, own in enumerate(rulebook.nation_of):
        if int(own) == nation and good in rulebook.quota_goods and state.quota_step[seat, 0] > 0:
            return bool(state.wto_ends[seat, 0] > quarter)
    return False


def _plants(match: Course, seat: int, words: Words) -> tuple[PlantOnMap, ...]:
    rulebook, state = match.rulebook, match.state
    found = []
    for row, nation in enumerate(rulebook.nations):
        for kind, plant in enumerate(PLANTS):
            running = float(state.economy.capacity[kind, :, row, 0].sum())
            if running > 1.0:
                found.append(
                    PlantOnMap(
                        f"{plant}@{nation}",
                        "",
                        words.plant(plant),
                        plant,
                        nation,
                        "",
                        "open",
                        1.0,
                        4 * running,
                    )
                )
    for index, project in enumerate(rulebook.projects):
        status = int(state.project_status[index, 0])
        if status in (Status.HIDDEN, Status.GONE) or (project.seat >= 0 and status == Status.OFFERED):
            continue
        owner = int(state.project_owner[index, 0])
        for plant_share in project.plants:
            found.append(
                PlantOnMap(
                    id=f"{project.id}/{PLANTS[plant_share.plant]}",
                    project=project.id,
                    name=words.project(index),
                    plant=PLANTS[plant_share.plant],
                    nation=rulebook.nations[plant_share.host],
                    owner=rulebook.seats[owner] if owner >= 0 else "",
                    status=STATUS_NAMES[status],
                    progress=_progress(match, index),
                    tonnes_year=4.0 * plant_share.t_quarter,
                    yours=owner == seat,
                )
            )
    return tuple(found)


def _progress(match: Course, index: int) -> float:
    """Share of permit and building that is done, 0 to 1."""
    project = match.rulebook.projects[index]
    status, clock = int(match.state.project_status[index, 0]), int(match.state.project_clock[index, 0])
    permit, build = project.permit_quarters, max(project.build_quarters, 1)
    whole = permit + build
    if status in (Status.RAMP, Status.OPEN, Status.COMMISSION_GATE):
        return 1.0
    if status == Status.PERMIT:
        return max(permit - clock, 0) / whole
    if status in (Status.BUILD, Status.BUILD_GATE, Status.STRANDED):
        return min(max((permit + build - clock) / whole, 0.0), 1.0)
    return permit / whole if status in (Status.FINANCE_GATE, Status.SHELVED) else 0.0


# -------------------------------------------------------------------------------------------- board


def shown_on_board(match: Course, seat: int) -> list[int]:
    """Projects that the seat can see: those of the world, and its own that have begun."""
    state = match.state
    found = []
    for index, project in enumerate(match.rulebook.projects):
        status = int(state.project_status[index, 0])
        named = project.seat < 0 and status != Status.HIDDEN
        own = project.seat == seat and status != Status.OFFERED
        if named or own:
            found.append(index)
    return found


def board(match: Course, seat: int, words: Words, desk: Desk) -> tuple[BoardRow, ...]:
    """Named projects of the world and one's own, those with an open gate first."""
    rows = [_board_row(match, seat, index, words, desk) for index in shown_on_board(match, seat)]
    gates = {STATUS_NAMES[gate] for gate in GATES}
    return tuple(sorted(rows, key=lambda row: (row.status not in gates, not row.yours, row.status == "gone")))


def _board_row(match: Course, seat: int, index: int, words: Words, desk: Desk) -> BoardRow:
    rulebook, state = match.rulebook, match.state
    project = rulebook.projects[index]
    status = int(state.project_status[index, 0])

    def who(row: int) -> str:
        return rulebook.seats[row] if row >= 0 else ""

    owner = int(state.project_owner[index, 0])
    stranded = status == Status.STRANDED
    joinable = project.seat < 0 and owner < 0
    known = status not in (Status.OFFERED, Status.PERMIT, Status.HIDDEN) and project.seat >= 0
    moving = status in (Status.PERMIT, Status.BUILD) and owner < 0 and project.seat < 0
    return BoardRow(
        id=project.id,
        project=project.project,
        name=words.project(index),
        text=words.project_text(index),
        status=STATUS_NAMES[status],
        status_text=words.status(state, index),
        icon=STATUS_ICONS[status],
        hosts=tuple(dict.fromkeys(rulebook.nations[plant.host] for plant in project.plants)),
        plants=tuple((PLANTS[p.plant], rulebook.nations[p.host], 4.0 * p.t_quarter) for p in project.plants),
        owner=who(owner),
        offtaker=who(int(state.offtaker[index, 0])),
        guarantor=who(int(state.guarantor[index, 0])),
        clock=int(state.project_clock[index, 0]),
        opens=opening_quarter(rulebook, state, index),
        cost_musd=float(asking_price(rulebook, state, index)[0]) if joinable else project.build_musd,
        paid_musd=float(state.project_paid[index, 0]),
        overrun=float(state.project_overrun[index, 0]) if known else None,
        odds=1.0 - project.slip_odds if moving and not stranded and project.slip_odds > 0 else None,
        stake=project.stake,
        call_t_year=4.0 * project.call.t_quarter if project.call is not None else 0.0,
        options=project_options(match, seat, index, desk),
        sources=words.project_sources(index),
        yours=owner == seat,
    )


def project_options(match: Course, seat: int, index: int, desk: Desk) -> tuple[Option, ...]:
    """Everything that this seat could order about a project, refused or not; gates only while one is open."""
    status = int(match.state.project_status[index, 0])
    found: list[Option] = []
    for slot in desk.slots:
        spec = match.rulebook.slots[slot]
        if int(match.rulebook.project_of_slot[seat, slot]) != index or spec.kind == "build":
            continue
        mine = int(match.state.project_owner[index, 0]) == seat
        if spec.kind == "gate":
            if mine and status in (*GATES, Status.SHELVED):
                found += desk.options(slot, default=1 if status in GATES else 0)
        elif not mine and not (spec.kind == "offtake" and int(match.state.offtaker[index, 0]) == seat):
            found += desk.options(slot)
    return tuple(found)


# ----------------------------------------------------------------------------------------- timeline


def timeline(match: Course, seat: int, words: Words, desk: Desk, series: tuple[Series, ...]) -> Timeline:
    """The quarter axis with days of cover so far, and the arrows of drafts, projects, research and cases."""
    rulebook = match.rulebook
    last = rulebook.quarters + rulebook.caretaker
    lines = {line.id: line for line in series}
    marks = tuple((int(act.from_quarter), words_of_act(act)) for act in rulebook.level.acts)
    landings = [*_draft_landings(match, desk), *_running(match, seat, words)]
    return Timeline(
        first=1,
        now=match.quarter,
        last=last,
        play_ends=rulebook.quarters,
        labels=tuple(words.date(quarter) for quarter in range(1, last + 1)),
        cover_days=lines["cover"],
        price=lines["price.light_oxide"],
        landings=tuple(sorted(landings, key=lambda landing: (landing.quarter, landing.id))),
        marks=marks,
    )


def words_of_act(act: object) -> Text:
    """Title of an act."""
    title = act.title  # type: ignore[attr-defined]
    return Text({"en": title.en, "zh-Hans": title.zh_hans})


def _draft_landings(match: Course, desk: Desk) -> list[Landing]:
    return [
        Landing(
            id=f"draft:{row.slot}",
            title=row.title,
            lever=row.lever,
            icon=row.icon,
            begins=match.quarter,
            quarter=row.lands,
            until=row.lands + row.lasts if row.lasts is not None else None,
            speed=row.speed,
            draft=True,
        )
        for row in desk.draft_rows()
        if row.lands is not None and row.refusal is None
    ]


def _running(match: Course, seat: int, words: Words) -> list[Landing]:
    """What has been ordered and has not landed yet."""
    rulebook, state, now = match.rulebook, match.state, match.quarter
    found = []
    for index in range(len(rulebook.projects)):
        mine = seat in (int(state.project_owner[index, 0]), int(state.offtaker[index, 0]))
        opens = opening_quarter(rulebook, state, index)
        busy = int(state.project_status[index, 0]) not in (Status.OPEN, Status.RAMP)
        if mine and busy and opens is not None:
            found.append(
                Landing(
                    f"project:{index}",
                    words.project(index),
                    "industry",
                    "factory",
                    now,
                    opens,
                    None,
                    "slow",
                    False,
                )
            )
    for row, programme in enumerate(PROGRAMMES):
        landing = _programme_landing(match, seat, row, programme)
        if landing is not None:
            found.append(landing)
    for other, name in enumerate(rulebook.seats):
        if state.agreement_wait[seat, other, 0] > 0:
            title = Text("play.order.agreement", {"seat": words.seat(name)})
            lands = now + int(state.agreement_wait[seat, other, 0])
            found.append(
                Landing(f"agreement:{name}", title, "diplomacy", "handshake", now, lands, None, "fast", False)
            )
        if state.wto_clock[other, 0] > 0 and other != seat:
            title = Text("play.order.wto", {"seat": words.seat(name)})
            lands = now + int(state.wto_clock[other, 0])
            found.append(
                Landing(f"wto:{name}", title, "diplomacy", "gavel", now, lands, None, "middle", False, True)
            )
    return found


def _programme_landing(match: Course, seat: int, row: int, programme: str) -> Landing | None:
    state, orders = match.state, match.rulebook.level.orders
    if not state.programme_on[row, seat, 0]:
        return None
    needed = 2 * orders.thrift.phase_quarters if programme == "thrift" else getattr(orders, programme).delay
    left = int(needed) - int(state.programme_clock[row, seat, 0]) + int(state.programme_wait[row, seat, 0])
    if left <= 0:
        return None
    title, icon = Text(f"play.order.{programme}"), "flask-conical"
    lands = match.quarter + left
    return Landing(
        f"programme:{programme}",
        title,
        "technology",
        icon,
        match.quarter,
        lands,
        None,
        "middle",
        False,
        programme == "thrift",
    )


# ---------------------------------------------------------------------------------------- factories


def factories(match: Course, seat: int, words: Words) -> tuple[Factory, ...]:
    """The three home plants; a rationed use keeps its work while the others lose theirs.

    A lamp burns for the work that is done, and dims ahead of it while stores run down: to a quarter of its
    light when nothing is left of the cover that there was at the start. Who is served first
    dims half as much.
    """
    rulebook, state = match.rulebook, match.state
    info = rulebook.level.seats[rulebook.seats[seat]]
    first = _first_use(match, seat)
    light = _light(match, seat)
    days = float(cover_days(rulebook, state, seat)[0])
    before = max(float(cover_days(rulebook, match.first, seat)[0]), 1.0)
    glow = LEAST_GLOW + (1.0 - LEAST_GLOW) * max(0.0, min(1.0, days / before))
    lost = 1.0 - light
    others = sum(float(factory.share) for factory in info.factories if factory.use != first)
    spared = min(lost, others) if first else lost
    found = []
    for factory in info.factories:
        work = light
        if first and others > 0:
            work = 1.0 - spared / others
            if factory.use == first:
                work = 1.0 - (lost - spared) / max(1.0 - others, 1e-9)
        work = max(0.0, min(1.0, work))
        found.append(
            Factory(
                id=factory.id,
                name=Text({"en": factory.name.en, "zh-Hans": factory.name.zh_hans}),
                use=factory.use,
                use_label=Text(f"play.use.{factory.use}"),
                icon=USE_ICONS[factory.use],
                workers=int(factory.workers),
                workers_at_work=round(int(factory.workers) * work),
                days=days,
                work=work,
                lamp=work * (0.5 + 0.5 * glow if factory.use == first else glow),
                first=factory.use == first,
            )
        )
    return tuple(found)


def _first_use(match: Course, seat: int) -> str:
    """The use that rationing put first in the last quarter, '' without rationing."""
    slot = match.rulebook.slot_index.get("ration")
    if not match.past or slot is None:
        return ""
    option = int(match.past[-1].turn.accepted[seat, slot, 0])
    return match.rulebook.slots[slot].options[option - 1] if option else ""


def _light(match: Course, seat: int) -> float:
    """Share of the magnet output planned at the benchmark that was made in the last quarter."""
    if not match.past:
        return 1.0
    outcome = match.past[-1].turn.outcome
    nation = int(match.rulebook.nation_of[seat])
    base = float(match.rulebook.magnet_base_t[seat])
    if base > 1.0:
        return min(float(match.state.magnet_output_t[seat, 0]) / base, 1.0)
    wanted = float((outcome.planned_input + outcome.final_need)[[LO, HO], nation, 0].sum())
    missed = float(outcome.unmet[[LO, HO], nation, 0].sum())
    return 1.0 - missed / wanted if wanted > 1e-6 else 1.0
