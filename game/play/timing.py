"""When an order takes effect and how long it lasts: the arrows that land on the timeline."""

from __future__ import annotations

from dataclasses import dataclass

from game.play.view_parts import Speed
from game.rules.projects import unfunded
from game.rules.rulebook import Rulebook, Status
from game.rules.state import NEVER, State

__all__ = ["Timing", "opening_quarter", "timing"]

FAST_UNTIL, MIDDLE_UNTIL = 3, 8  # quarters (gameplay.md: fast 0-1, middle 4-8, slow 8-16 and more)


@dataclass(frozen=True, slots=True)
class Timing:
    """`lands`: level quarter of the first effect (None: none of its own). `lasts`: quarters, None = for good.

    `fades`: it wears off by itself. `uncertain`: the quarter is an expectation.
    """

    lands: int | None
    lasts: int | None = None
    fades: bool = False
    uncertain: bool = False

    def speed(self, now: int) -> Speed:
        """fast, middle or slow, seen from quarter `now`."""
        wait = 0 if self.lands is None else self.lands - now
        return "fast" if wait < FAST_UNTIL else "middle" if wait < MIDDLE_UNTIL else "slow"


def opening_quarter(rulebook: Rulebook, state: State, index: int, *, started: bool = False) -> int | None:
    """Level quarter in which a project's first tonnes come if all goes to plan; None if it does not move.

    With `started`, as if somebody began or joined it now.
    """
    project = rulebook.projects[index]
    status = int(state.project_status[index, 0])
    clock = int(state.project_clock[index, 0])
    now = state.quarter + 1
    build = max(project.build_quarters, 1)
    if not started and status in (Status.PERMIT, Status.BUILD) and unfunded(state, index, project)[0]:
        return None
    if status == Status.PERMIT:
        return now + max(clock, 1) + build
    if status in (Status.FINANCE_GATE, Status.SHELVED):
        return now + build if status == Status.FINANCE_GATE or started else None
    if status in (Status.BUILD, Status.BUILD_GATE):
        return now + max(clock, 1)
    if status in (Status.COMMISSION_GATE, Status.RAMP, Status.OPEN) and not (started and project.seat >= 0):
        return now
    if not started or status == Status.GONE:
        return None
    if project.seat >= 0:
        return now + max(project.permit_quarters, 1) + build
    return now + (2 if status == Status.STRANDED else build)


def timing(rulebook: Rulebook, state: State, seat: int, slot: int, option: int) -> Timing:
    """Timing of an order of this seat if it is given now."""
    spec = rulebook.slots[slot]
    orders = rulebook.level.orders
    now = state.quarter + 1
    name = spec.options[option - 1]
    if spec.kind == "answer":
        return _answer(rulebook, seat, spec.target, option, now)
    if spec.kind in ("build", "join", "offtake", "guarantee", "gate"):
        return _project(rulebook, state, int(rulebook.project_of_slot[seat, slot]), spec.kind, name)
    if spec.kind in ("thrift", "process", "engineers", "recycling"):
        if name == "stop":
            return Timing(None)
        delay = (
            2 * orders.thrift.phase_quarters if spec.kind == "thrift" else getattr(orders, spec.kind).delay
        )
        return Timing(now + int(delay), uncertain=spec.kind == "thrift")
    if spec.kind == "stock":
        return Timing(None) if name == "hold" else Timing(now, fades=True)
    if spec.kind == "ration":
        return Timing(now, 1, fades=True)
    if spec.kind == "agreement":
        if name == "leave":
            return Timing(now)
        other = rulebook.seat(spec.target)
        quick = float(state.trust[seat, other, 0]) >= orders.agreement.quick_trust
        return Timing(now + int(orders.agreement.quarters[0 if quick else 1]))
    if spec.kind == "summit":
        return Timing(now, int(orders.summit.open_quarters), fades=True, uncertain=True)
    if spec.kind == "wto":
        low, high = orders.wto.quarters
        return Timing(now + round((low + high) / 2) + int(orders.wto.grace), uncertain=True)
    return Timing(now)


def _project(rulebook: Rulebook, state: State, index: int, kind: str, name: str) -> Timing:
    if index < 0 or name in ("shelve", "sell"):
        return Timing(None)
    shelved = int(state.project_status[index, 0]) == Status.SHELVED
    lands = opening_quarter(rulebook, state, index, started=kind != "gate" or shelved)
    if lands is not None and name == "fast":
        lands = max(lands - int(rulebook.level.orders.gates.fast_track_quarters), state.quarter + 1)
    project = rulebook.projects[index]
    lasts = int(rulebook.level.orders.offtake.quarters) if kind == "offtake" else None
    return Timing(lands, lasts, uncertain=project.seat < 0 and kind == "offtake")


def _answer(rulebook: Rulebook, seat: int, event_id: str, option: int, now: int) -> Timing:
    """From the effects that the choice declares: the first delay and the longest duration."""
    event = rulebook.event(event_id)
    mine = [
        effect
        for effect in rulebook.effects
        if effect.event == event and effect.choice == option and effect.args.get("chooser") == seat
    ]
    if not mine:
        return Timing(None)
    running = [effect for effect in mine if effect.quarters < NEVER]
    lasts = max(effect.quarters for effect in running) if len(running) == len(mine) else None
    return Timing(now + min(effect.delay for effect in mine), lasts, fades=lasts is not None)
