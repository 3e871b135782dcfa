"""From a checked level to a `Rulebook`: every id becomes an index."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from game.content.ensemble import not_a_parameter
from game.content.lint_setting import unbalanced
from game.content.packs import ENSEMBLE, LoadedLevel
from game.content.problem import ContentError
from game.content.setting import to_economy_data
from game.content.slots import SlotSpec, slot_specs
from game.economy.benchmark import build_parameters
from game.economy.dims import GOODS, HO, LO, MG, PLANTS
from game.economy.effects import KINDS, Effect
from game.economy.parameters import EconomyData, Parameters
from game.economy.policy import Policy
from game.rules.assumptions import Assumptions, challenged, checked, outranking
from game.rules.ensemble import Ensemble, UnknownColumnError
from game.rules.rulebook import (
    ChoiceInfo,
    DeclaredEffect,
    EventInfo,
    FirstCall,
    PlantShare,
    ProjectCopy,
    Rulebook,
    ScriptedEffect,
    Status,
)
from game.rules.script import scripted_policy
from game.rules.state import NEVER

_STATUS = {
    "hidden": Status.HIDDEN,
    "offered": Status.OFFERED,
    "permit": Status.PERMIT,
    "building": Status.BUILD,
    "stranded": Status.STRANDED,
}


def build_rulebook(
    loaded: LoadedLevel, parameters: Parameters | None = None, assumptions: Assumptions | None = None
) -> Rulebook:
    """Compile a loaded level. `parameters` replace those fitted in its setting file, `assumptions` outrank
    both (`rules/assumptions.py`).

    ContentError if the figures of the setting have no balance, AssumptionError for an assumption that is
    none.
    """
    changed = checked(assumptions or {})
    loaded = challenged(loaded, changed)
    level = loaded.level
    params = outranking(parameters or _parameters(loaded), loaded.setting, changed)
    names = _Names(level, params)
    slots = slot_specs(level)
    projects = tuple(_projects(level, names))
    events = tuple(_event(level, event, names) for event in level.events)
    copies = {project.id: index for index, project in enumerate(projects)}
    effects = tuple(_effects(level, names, copies))
    script = tuple(_script(loaded, names))
    return Rulebook(
        level=level,
        parameters=params,
        nations=params.nations,
        seats=names.seats,
        nation_of=np.array([names.nation_of_seat(seat) for seat in names.seats], dtype=np.intp),
        quarters=level.quarters,
        caretaker=level.caretaker,
        slots=slots,
        slot_index={spec.id: index for index, spec in enumerate(slots)},
        project_of_slot=_project_of_slot(names, slots, copies),
        projects=projects,
        events=events,
        effects=effects,
        ended_by={
            info.id: tuple(i for i, effect in enumerate(effects) if effect.ends_with == info.id)
            for info in events
        },
        effects_by_kind={
            kind: tuple(i for i, effect in enumerate(effects) if effect.kind == kind)
            for kind in {effect.kind for effect in effects}
        },
        put_off=tuple(i for i, effect in enumerate(effects) if effect.at_once and effect.delay),
        script=script,
        script_policies=_script_policies(params, script, level.quarters + level.caretaker),
        deal=level.deal,
        board_visible=level.board.visible,
        board_refresh_year=level.board.refresh_year,
        board_order=tuple(copies[name] for name in level.board.order),
        control_goods=tuple(GOODS.index(good) for good in level.orders.controls.goods),
        quota_goods=tuple(GOODS.index(good) for good in level.orders.controls.quota_goods),
        start_trust=np.array([[level.start_trust(a, b) for b in names.seats] for a in names.seats]),
        need_month_t=_need_month(names, params),
        magnet_base_t=np.array([params.supply0_t[MG, names.nation_of_seat(s), 0] for s in names.seats]),
        rivals=dict(loaded.rivals),
        ensemble=_ensemble(loaded, params, changed),
        assumptions=changed,
    )


def _parameters(loaded: LoadedLevel) -> Parameters:
    try:
        return build_parameters(EconomyData(**to_economy_data(loaded.setting)))
    except ValueError as error:
        document = loaded.files[("setting", loaded.setting.id)]
        raise ContentError([unbalanced(document, str(error))]) from error


def _ensemble(loaded: LoadedLevel, params: Parameters, assumptions: Assumptions) -> Ensemble | None:
    """The level's ensemble, on the benchmark of its own parameters; what is challenged outranks it too."""
    if loaded.ensemble is None:
        return None
    try:
        members = Ensemble.of(params, loaded.ensemble)
    except UnknownColumnError as error:
        document = next(text for (kind, _), text in loaded.files.items() if kind == ENSEMBLE)
        raise ContentError([not_a_parameter(document, error.name)]) from error
    return replace(members, parameters=outranking(members.parameters, loaded.setting, assumptions))


class _Names:
    """Ids of a level and their indices."""

    def __init__(self, level: Any, params: Parameters) -> None:
        self.level = level
        self.nations = params.nations
        self.seats: tuple[str, ...] = tuple(level.seats)

    def nation_of_seat(self, seat: str) -> int:
        return self.nations.index(self.level.seats[seat].nation)

    def seat_of_nation(self, nation: int) -> int:
        """Seat that governs a nation, -1 none."""
        for index, seat in enumerate(self.seats):
            if self.nation_of_seat(seat) == nation:
                return index
        return -1

    def nation_set(self, ids: tuple[str, ...], chooser: int) -> tuple[int, ...]:
        own = () if chooser < 0 else (self.nation_of_seat(self.seats[chooser]),)
        return tuple(
            index for name in ids for index in (own if name == "self" else (self.nations.index(name),))
        )


def _need_month(names: _Names, params: Parameters) -> np.ndarray:
    """Benchmark need of light and heavy oxide of each seat's plants and users, tonnes a month, [2,S]."""
    need = np.zeros((2, len(names.seats)))
    for column, seat in enumerate(names.seats):
        nation = names.nation_of_seat(seat)
        magnets = float(params.supply0_t[MG, nation, 0])
        light = magnets * float(params.light_per_magnet[0]) + float(params.need0_t[LO, nation, 0])
        heavy = magnets * float(params.heavy_per_magnet[nation, 0]) + float(params.need0_t[HO, nation, 0])
        need[:, column] = light / 3.0, heavy / 3.0
    return need


def _projects(level: Any, names: _Names) -> list[ProjectCopy]:
    copies = [_named_project(project, names) for project in level.projects if not project.is_template]
    for project in level.projects:
        if project.is_template:
            for seat_index, seat in enumerate(names.seats):
                if project.seats and seat not in project.seats:
                    continue
                for host in _hosts_for(level, project, seat):
                    copies.append(_template_copy(project, names, seat_index, host))
    return copies


def _hosts_for(level: Any, project: Any, seat: str) -> list[str]:
    """Host nations where this seat may build the template."""
    hosts: list[str] = []
    for other in level.seats:
        word = "home" if other == seat else "ally"
        nation = level.seats[other].nation
        if word in project.build.hosts or nation in project.build.hosts:
            hosts.append(nation)
    return hosts + [h for h in project.build.hosts if h not in ("home", "ally") and h not in hosts]


def _named_project(project: Any, names: _Names) -> ProjectCopy:
    plants = tuple(
        PlantShare(
            PLANTS.index(host.plant),
            names.nations.index(host.nation),
            host.tonnes_year / 4.0,
            names.nations.index(host.owner or host.nation),
        )
        for host in project.hosts
    )
    status = _STATUS[project.status]
    length = {Status.PERMIT: project.stage_quarters.permit, Status.BUILD: project.stage_quarters.build}.get(
        status, 0
    )
    call = project.first_call
    return ProjectCopy(
        id=project.id,
        project=project.id,
        seat=-1,
        host_seat=names.seat_of_nation(plants[0].host),
        plants=plants,
        needs_agreement=(
            names.seats.index(project.needs_agreement_with)
            if project.needs_agreement_with is not None
            else -1
        ),
        stake=float(project.stake),
        call=None
        if call is None
        else FirstCall(
            GOODS.index(call.good), names.nations.index(call.seller), call.tonnes_year / 4.0, call.quarters
        ),
        start_status=status,
        start_clock=max(length - project.done_quarters, 1) if length else 0,
        **_common(project, names),
    )


def _template_copy(project: Any, names: _Names, seat: int, host: str) -> ProjectCopy:
    nation = names.nations.index(host)
    plants = tuple(
        PlantShare(PLANTS.index(p.plant), nation, p.tonnes_year / 4.0, nation) for p in project.plants
    )
    abroad = nation != names.nation_of_seat(names.seats[seat])
    good = {0: 0, 1: LO, 2: HO, 3: MG}[plants[-1].plant]
    return ProjectCopy(
        id=f"{project.id}:{host}@{names.seats[seat]}",
        project=project.id,
        seat=seat,
        host_seat=names.seat_of_nation(nation),
        plants=plants,
        needs_agreement=names.seat_of_nation(nation) if abroad else -1,
        stake=1.0,
        call=FirstCall(good, nation, plants[-1].t_quarter, NEVER) if abroad else None,
        start_status=Status.OFFERED,
        start_clock=0,
        **_common(project, names),
    )


def _common(project: Any, names: _Names) -> dict[str, Any]:
    stages, own, guarantee = project.stage_quarters, project.self_funded, project.guarantee
    gates = names.level.orders.gates
    stranded = project.stranded_price if project.stranded_price is not None else gates.stranded_price
    return {
        "permit_quarters": int(stages.permit),
        "build_quarters": int(stages.build),
        "ramp_quarters": max(int(stages.ramp), 1),
        "permit_musd": float(project.cost.permit_musd),
        "build_musd": float(project.cost.build_musd),
        "basket_power": float(project.cost.basket_power),
        "self_funded": own is not None,
        "slip_odds": float(own.slip_odds) if own is not None else 0.0,
        "slip_quarters": int(own.slip_quarters) if own is not None else 0,
        "stranded_price": float(stranded),
        "offtake": bool(project.offtake),
        "guarantee_share": float(guarantee.share) if guarantee is not None else 0.0,
        "guarantee_below_usd_kg": float(guarantee.price_below_usd_kg) if guarantee is not None else 0.0,
        "guarantee_quarters": int(guarantee.quarters) if guarantee is not None else NEVER,
    }


def _project_of_slot(names: _Names, slots: tuple[SlotSpec, ...], copies: dict[str, int]) -> np.ndarray:
    table = np.full((len(names.seats), len(slots)), -1, dtype=np.intp)
    for column, spec in enumerate(slots):
        if spec.kind not in ("build", "join", "offtake", "guarantee", "gate"):
            continue
        for row, seat in enumerate(names.seats):
            table[row, column] = copies.get(spec.target, copies.get(f"{spec.target}@{seat}", -1))
    return table


def _event(level: Any, event: Any, names: _Names) -> EventInfo:
    ask = tuple(names.seats.index(seat) for seat in event.ask)
    choices = tuple(
        ChoiceInfo(
            id=choice.id,
            lever=choice.lever or "",
            money_musd=float(choice.cost.money),
            influence=float(choice.cost.influence),
            conditions=tuple(choice.conditions),
            seats=tuple(names.seats.index(seat) for seat in choice.seats),
        )
        for choice in event.choices
    )
    default = {}
    for seat in ask:
        open_to = [c for c in event.choices if not c.seats or names.seats[seat] in c.seats]
        chosen = next(c for c in open_to if c.default)
        default[seat] = event.choices.index(chosen) + 1
    table = event.when.items() if event.when is not None else ()
    return EventInfo(
        id=event.id,
        known=event.known,
        side=bool(event.side),
        chance=tuple((int(quarter) - 1, float(odds)) for quarter, odds in table),
        conditions=tuple(sorted(event.conditions, key=lambda condition: condition.tag == "feature")),
        rumour_lead=int(event.rumour.lead) if event.rumour is not None else 0,
        ask=ask,
        choices=choices,
        default=default,
        first=int(event.from_quarter) - 1,
        odds=float(event.odds),
    )


def _effects(level: Any, names: _Names, copies: dict[str, int]) -> list[DeclaredEffect]:
    found: list[DeclaredEffect] = []
    for number, event in enumerate(level.events):
        ask = tuple(names.seats.index(seat) for seat in event.ask)
        for effect in event.effects:
            found += _bind(event, number, 0, -1, ask, effect, names, copies)
        for position, choice in enumerate(event.choices):
            choosers = [s for s in ask if not choice.seats or names.seats[s] in choice.seats]
            for chooser in choosers:
                for effect in choice.effects:
                    found += _bind(event, number, position + 1, chooser, (chooser,), effect, names, copies)
    return found


def _bind(
    event: Any,
    number: int,
    choice: int,
    chooser: int,
    own_seats: tuple[int, ...],
    effect: Any,
    names: _Names,
    copies: dict[str, int],
) -> list[DeclaredEffect]:
    """One declared effect, once for the economy or once for each seat that it concerns."""
    value, high = _value(event, effect)
    common: dict[str, Any] = {
        "event": number,
        "choice": choice,
        "kind": effect.kind,
        "value": value,
        "value_high": high,
        "delay": int(effect.delay),
        "quarters": int(getattr(effect, "quarters", None) or NEVER),
        "ends_with": getattr(effect, "ends_with", None) or "",
    }
    if effect.kind in KINDS:
        goods, nations, destinations, plants = effect.targets()
        economic = Effect(
            effect.kind,
            goods=tuple(GOODS.index(good) for good in goods),
            nations=names.nation_set(nations, chooser),
            destinations=names.nation_set(destinations, chooser),
            plants=tuple(PLANTS.index(plant) for plant in plants),
        )
        return [DeclaredEffect(seat=chooser, economic=economic, args={"chooser": chooser}, **common)]
    if effect.kind == "trust" and effect.between is not None:
        one, other = (names.seats.index(name) for name in effect.between)
        args = {"chooser": chooser, "one": one, "other": other}
        return [DeclaredEffect(seat=one, economic=None, args=args, **common)]
    seats = tuple(names.seats.index(name) for name in effect.seats) or own_seats
    return [
        DeclaredEffect(seat=seat, economic=None, args=_args(effect, seat, chooser, names, copies), **common)
        for seat in seats or (0,)
    ]


def _value(event: Any, effect: Any) -> tuple[float, float | None]:
    raw = getattr(effect, "value", 0.0)
    if raw == "size":
        low, high = event.size
        return float(low), float(high)
    return float(raw), None


def _args(effect: Any, seat: int, chooser: int, names: _Names, copies: dict[str, int]) -> dict[str, Any]:
    args: dict[str, Any] = {"chooser": chooser}
    if effect.kind in ("trust", "agreement"):
        args |= {"one": seat, "other": names.seats.index(effect.with_seat)}
    if getattr(effect, "taxpayers", False):
        args["taxpayers"] = True
    if effect.kind == "reveal_event":
        args |= {"event": effect.event, "odds": float(effect.odds)}
    for key in ("months", "quarters", "tonnes_quarter", "price_usd_kg"):
        if getattr(effect, key, None) is not None:
            args[key] = float(getattr(effect, key))
    if getattr(effect, "programme", None):
        args["programme"] = effect.programme
    if getattr(effect, "project", None):
        args["project"] = copies[effect.project]
    if getattr(effect, "against", None):
        args["against"] = names.seats.index(effect.against)
    if getattr(effect, "good", None):
        args["good"] = GOODS.index(effect.good)
    return args


def _script(loaded: LoadedLevel, names: _Names) -> list[ScriptedEffect]:
    """Projects of the setting and lines of the history script that this level uses, on its own quarters."""
    level, history = loaded.level, loaded.history
    skipped = level.history.skip if level.history is not None else ()
    lines: list[ScriptedEffect] = []
    for entry in (*loaded.setting.under_way, *(history.entries if history is not None else ())):
        if entry.id in skipped:
            continue
        effect = Effect(
            entry.kind,
            goods=tuple(GOODS.index(good) for good in entry.goods),
            nations=tuple(names.nations.index(nation) for nation in entry.nations),
            destinations=tuple(names.nations.index(nation) for nation in entry.targets().destinations),
            plants=tuple(PLANTS.index(plant) for plant in entry.plants),
        )
        for begin, end, value in entry.steps():
            start = level.quarter_number(begin) - 1
            stop = NEVER if end is None else level.quarter_number(end) - 1
            if stop > 0:
                lines.append(ScriptedEffect(entry.id, effect, start, stop, float(value)))
    return lines


def _script_policies(
    params: Parameters, script: tuple[ScriptedEffect, ...], quarters: int
) -> tuple[Policy, ...]:
    """What the script does in each quarter is the same in every world, so it is written down once."""
    everywhere = np.ones(1, dtype=bool)
    quarters_lines = ([line for line in script if line.start <= q < line.end] for q in range(quarters))
    return tuple(
        scripted_policy(params, ((line, everywhere) for line in lines)).shared() for lines in quarters_lines
    )
