"""What an order does, in one line with its figures, and what stands now."""

from __future__ import annotations

from typing import Any

import numpy as np

from game.economy.dims import GOODS, HO, LO, MUSD_PER_TONNE_AT_ONE_USD_KG
from game.i18n import Text
from game.play.words import Words, pack_text
from game.rules.legality import current_step, order_cost, stock_months
from game.rules.programmes import programme_cost, quarter_cost
from game.rules.projects import GO, SALE_SHARE, build_instalment, default_call
from game.rules.rulebook import ProjectCopy, Rulebook, Status
from game.rules.state import PROGRAMMES, State

__all__ = ["consequence", "each_quarter_musd", "month_cost_musd", "standing_option", "standing_text"]

CONTROLS = ("licence", "quota", "duty")


def month_cost_musd(rulebook: Rulebook, state: State, seat: int) -> float:
    """What a month's need of both oxides costs at today's home prices, USD million."""
    nation = rulebook.nation_of[seat]
    total = 0.0
    for row, good in ((0, LO), (1, HO)):
        tonnes = float(rulebook.need_month_t[row, seat])
        total += tonnes * float(state.economy.price[good, nation, 0]) * MUSD_PER_TONNE_AT_ONE_USD_KG
    return total


def each_quarter_musd(rulebook: Rulebook, state: State, seat: int, slot: int, option: int) -> float:
    """What an order costs every quarter while it runs, at today's prices, USD million."""
    spec = rulebook.slots[slot]
    name = spec.options[option - 1]
    if spec.kind == "stock" and name in ("half", "month"):
        months = float(rulebook.level.orders.stock.months[0 if name == "half" else -1])
        return months * month_cost_musd(rulebook, state, seat)
    if spec.kind in PROGRAMMES and name == "start":
        return float(programme_cost(rulebook, state, PROGRAMMES.index(spec.kind), seat)[0])
    index = int(rulebook.project_of_slot[seat, slot])
    if spec.kind == "build" and index >= 0:
        project = rulebook.projects[index]
        return project.build_musd / max(project.build_quarters, 1)
    if spec.kind == "gate" and index >= 0 and name in ("go", "fast"):
        building = int(state.project_status[index, 0]) != Status.COMMISSION_GATE
        return float(build_instalment(rulebook, state, index)[0]) if building else 0.0
    return 0.0


def consequence(rulebook: Rulebook, state: State, seat: int, slot: int, option: int, words: Words) -> Text:
    """What the option does, with its figures."""
    spec = rulebook.slots[slot]
    name = spec.options[option - 1]
    if spec.kind == "answer":
        event = rulebook.level.events[rulebook.event(spec.target)]
        args = words.event_args(rulebook.event(spec.target), state, seat)
        return pack_text(event.choices[option - 1].text, **args)
    if spec.kind in ("build", "join", "offtake", "guarantee", "gate"):
        index = int(rulebook.project_of_slot[seat, slot])
        return _of_project(rulebook, state, seat, index, slot, option, words)
    if spec.kind in CONTROLS:
        return _of_control(rulebook, state, seat, slot, option)
    return Text(f"play.effect.{spec.kind}.{name}", _args(rulebook, state, seat, slot))


def _args(rulebook: Rulebook, state: State, seat: int, slot: int) -> dict[str, Any]:
    """Figures that the one-line texts of plain orders quote."""
    spec, orders = rulebook.slots[slot], rulebook.level.orders
    if spec.kind == "stock":
        month = month_cost_musd(rulebook, state, seat)
        half, full = (float(m) for m in orders.stock.months)
        return {
            "half_musd": half * month,
            "month_musd": full * month,
            "half_days": half * 30.0,
            "month_days": full * 30.0,
            "cap": float(orders.stock.cap_months),
            "holding": float(orders.stock.holding_cost_quarter),
        }
    if spec.kind == "ration":
        return {"confidence": float(orders.ration.confidence)}
    if spec.kind == "thrift":
        thrift = orders.thrift
        return {
            "first": float(thrift.cost[0]),
            "second": float(thrift.cost[1]),
            "later": float(thrift.cost[2]),
            "quarters": 2 * thrift.phase_quarters,
            "step": float(thrift.per_quarter),
            "floor": float(thrift.floor),
            "odds": float(thrift.gate_odds),
            "slip": int(thrift.slip_quarters),
        }
    if spec.kind in PROGRAMMES:
        block = getattr(orders, spec.kind)
        args = {"cost": float(block.cost), "quarters": int(block.delay)}
        for field in (
            "cost_per_quarter",
            "cost_floor",
            "damage_floor",
            "overrun",
            "ramp",
            "per_quarter",
            "cap",
        ):
            if hasattr(block, field):
                args[field] = float(getattr(block, field))
        if spec.kind == "process":
            args |= {"cheaper": 1.0 - float(block.cost_floor), "cleaner": 1.0 - float(block.damage_floor)}
        return args
    other = rulebook.seat(spec.target)
    trust = float(state.trust[seat, other, 0])
    seat_name = {"seat": pack_text(rulebook.level.seats[spec.target].name), "trust": trust}
    if spec.kind == "agreement":
        block = orders.agreement
        quick = trust >= block.quick_trust
        return seat_name | {
            "quarters": int(block.quarters[0 if quick else 1]),
            "upkeep": float(block.upkeep_influence),
            "needed": float(block.trust_needed),
            "broken": float(orders.confidence.pledge_broken),
        }
    if spec.kind == "summit":
        low, high = (float(odds) for odds in orders.summit.odds)
        return seat_name | {
            "odds": low + (high - low) * trust / 100.0,
            "quarters": int(orders.summit.open_quarters),
            "gain": float(orders.summit.trust),
        }
    low, high = orders.wto.quarters
    return seat_name | {
        "when": f"{low:.0f}" if low == high else f"{low:.0f}–{high:.0f}",
        "grace": int(orders.wto.grace),
        "odds": float(orders.wto.odds),
        "cost": float(orders.wto.trust),
        "joined": float(orders.wto.joined_influence),
    }


def _of_project(
    rulebook: Rulebook, state: State, seat: int, index: int, slot: int, option: int, words: Words
) -> Text:
    spec = rulebook.slots[slot]
    name = spec.options[option - 1]
    project = rulebook.projects[index]
    args: dict[str, Any] = {
        "tonnes": 4.0 * project.plants[-1].t_quarter if project.plants else 0.0,
        "permit": project.permit_quarters,
        "build": max(project.build_quarters, 1),
        "ramp": project.ramp_quarters,
        "plan": project.build_musd,
        "overrun_high": float(rulebook.level.orders.gates.overrun[1]),
        "stake": project.stake,
        "left": int(state.project_clock[index, 0]),
        "floor": float(name) if spec.kind == "offtake" else 0.0,
    }
    if spec.kind in ("join", "offtake"):
        return _of_call(rulebook, state, seat, index, slot, project, args)
    if spec.kind == "guarantee":
        args |= {
            "share": project.guarantee_share,
            "musd": project.guarantee_share * project.build_musd,
            "price": project.guarantee_below_usd_kg,
            "quarters": project.guarantee_quarters,
        }
        return Text("play.effect.guarantee", args)
    if spec.kind == "build":
        return Text("play.effect.build", args)
    return _of_gate(rulebook, state, seat, index, slot, option, args)


def _of_call(
    rulebook: Rulebook,
    state: State,
    seat: int,
    index: int,
    slot: int,
    project: ProjectCopy,
    args: dict[str, Any],
) -> Text:
    call = project.call or default_call(project)
    args["good"] = Text(f"good.{GOODS[call.good]}")
    if rulebook.slots[slot].kind == "join":
        args |= {"tonnes": 4.0 * call.t_quarter, "years": call.quarters / 4.0}
        stranded = int(state.project_status[index, 0]) == Status.STRANDED
        return Text("play.effect.join.stranded" if stranded else "play.effect.join", args)
    offtake = rulebook.level.orders.offtake
    each = min(float(offtake.tonnes_year), 4.0 * project.plants[-1].t_quarter)
    price = float(state.economy.price[call.good, call.seller, 0])
    gap = max(args["floor"] - price, 0.0) * each * MUSD_PER_TONNE_AT_ONE_USD_KG
    args |= {"tonnes": each, "years": int(offtake.quarters) / 4.0, "musd": gap}
    return Text("play.effect.offtake", args)


def _of_gate(
    rulebook: Rulebook, state: State, seat: int, index: int, slot: int, option: int, args: dict[str, Any]
) -> Text:
    name = rulebook.slots[slot].options[option - 1]
    gates = rulebook.level.orders.gates
    status = int(state.project_status[index, 0])
    args["each"] = float(build_instalment(rulebook, state, index)[0])
    if name == "sell":
        return Text("play.effect.gate.sell", {"musd": SALE_SHARE * float(state.project_paid[index, 0])})
    if name == "shelve":
        return Text("play.effect.gate.shelve")
    if name == "fast":
        money = float(order_cost(rulebook, state, seat, slot, option)[0][0])
        fast = {
            "musd": money,
            "saved": int(gates.fast_track_quarters),
            "confidence": float(gates.fast_track_confidence),
        }
        return Text("play.effect.gate.fast", fast)
    stage = {
        Status.FINANCE_GATE: "finance",
        Status.SHELVED: "finance",
        Status.BUILD_GATE: "build",
        Status.COMMISSION_GATE: "open",
    }.get(status, "build")
    assert option == GO
    return Text(f"play.effect.gate.{stage}", args)


def _of_control(rulebook: Rulebook, state: State, seat: int, slot: int, option: int) -> Text:
    spec, controls = rulebook.slots[slot], rulebook.level.orders.controls
    step = int(np.broadcast_to(current_step(rulebook, state, seat, slot), (2,))[0])
    tighter = max(option - 1 - step, 0)
    if spec.kind == "licence":
        trust = float(controls.licence_trust[option - 1]) - float(controls.licence_trust[step])
        args = {"flow": float(controls.licence_flow[option - 1]), "trust": trust if tighter else 0.0}
        return Text("play.effect.licence" if tighter else "play.effect.loosen", args)
    if not tighter:
        return Text("play.effect.loosen")
    if spec.kind == "quota":
        trust = tighter * float(controls.quota_trust_step)
        return Text("play.effect.quota", {"share": float(controls.quota_steps[option - 1]), "trust": trust})
    trust = tighter * float(controls.duty_trust_step)
    return Text("play.effect.duty", {"rate": float(controls.duty_steps[option - 1]), "trust": trust})


# ------------------------------------------------------------------------------------- what stands now


def standing_option(rulebook: Rulebook, state: State, seat: int, slot: int) -> int:
    """The option (1-based) that stands now for standing orders, 0 = none."""
    spec = rulebook.slots[slot]
    if spec.kind == "stock":
        return int(state.stock_mode[seat, 0])
    if spec.kind in PROGRAMMES:
        return int(state.programme_on[PROGRAMMES.index(spec.kind), seat, 0] > 0)
    if spec.kind in CONTROLS:
        return int(np.broadcast_to(current_step(rulebook, state, seat, slot), (2,))[0]) + 1
    if spec.kind == "agreement":
        return int(state.agreement[seat, rulebook.seat(spec.target), 0] > 0)
    return 0


def standing_text(rulebook: Rulebook, state: State, seat: int, slot: int, words: Words) -> Text | None:
    """What stands now, in a few words."""
    spec = rulebook.slots[slot]
    if spec.kind == "stock":
        months = float(stock_months(rulebook, state, seat)[0])
        mode = int(state.stock_mode[seat, 0])
        doing = Text(f"play.stands.stock.{spec.options[mode - 1] if mode else 'hold'}")
        return Text("play.stands.stock", {"months": months, "doing": doing})
    if spec.kind in PROGRAMMES:
        return _programme(rulebook, state, seat, PROGRAMMES.index(spec.kind), spec.kind)
    if spec.kind in CONTROLS:
        step = standing_option(rulebook, state, seat, slot)
        return Text("play.stands.control", {"option": words.option(slot, step)})
    if spec.kind == "agreement":
        other = rulebook.seat(spec.target)
        wait = int(state.agreement_wait[seat, other, 0])
        if state.agreement[seat, other, 0] > 0:
            return Text("play.stands.agreement.held")
        if wait > 0:
            return Text("play.stands.agreement.proposed", {"n": wait})
        return Text("play.stands.trust", {"trust": float(state.trust[seat, other, 0])})
    if spec.kind == "summit":
        return Text("play.stands.trust", {"trust": float(state.trust[seat, rulebook.seat(spec.target), 0])})
    if spec.kind == "wto":
        wait = int(state.wto_clock[rulebook.seat(spec.target), 0])
        return Text("play.stands.wto", {"n": wait}) if wait > 0 else None
    if spec.kind in ("build", "join", "offtake", "guarantee", "gate"):
        return words.status(state, int(rulebook.project_of_slot[seat, slot]))
    return None


def _programme(rulebook: Rulebook, state: State, seat: int, row: int, name: str) -> Text:
    clock = int(state.programme_clock[row, seat, 0])
    if not state.programme_on[row, seat, 0] and clock == 0:
        return Text("play.stands.programme.none")
    level = float(state.programme_level[row, seat, 0])
    if name == "process":
        level *= float(rulebook.level.orders.process.cost_per_quarter)
    args = {"n": clock, "level": level, "musd": float(quarter_cost(rulebook, state, row, seat)[0])}
    if name == "engineers":
        return Text("play.stands.engineers.ready" if level > 0 else "play.stands.engineers", args)
    on = "on" if state.programme_on[row, seat, 0] else "off"
    return Text(f"play.stands.{name}.{on}", args)
