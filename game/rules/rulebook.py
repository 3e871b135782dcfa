"""A level made ready to play: ids turned into indices and arrays, nothing that changes during a game."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from game.content.slots import SlotSpec
from game.economy.effects import Effect
from game.economy.parameters import Parameters
from game.economy.policy import Policy
from game.rules.ensemble import Ensemble
from game.rules.state import Floats, Ints, State
from game.rules.tables import Tables, tabulate

LEVERS = ("industry", "technology", "market", "diplomacy", "controls")


class Status:
    """Stages of a project. A template that is OPEN may be started again. Plain integers: they index and
    compare fast."""

    HIDDEN: Final = 0
    OFFERED: Final = 1
    PERMIT: Final = 2
    FINANCE_GATE: Final = 3
    BUILD: Final = 4
    BUILD_GATE: Final = 5
    COMMISSION_GATE: Final = 6
    RAMP: Final = 7
    OPEN: Final = 8
    SHELVED: Final = 9
    STRANDED: Final = 10
    GONE: Final = 11


STATUS_NAMES: Final = (
    "hidden", "offered", "permit", "finance_gate", "build", "build_gate", "commission_gate", "ramp", "open",
    "shelved", "stranded", "gone",
)  # fmt: skip
GATES = (Status.FINANCE_GATE, Status.BUILD_GATE, Status.COMMISSION_GATE)


def stands_at(status: Ints, stages: tuple[int, ...]) -> NDArray[np.bool_]:
    """Where projects stand at one of these stages; the shape of `status`."""
    found = status == stages[0]
    for stage in stages[1:]:
        found |= status == stage
    return np.asarray(found)


@dataclass(frozen=True)
class PlantShare:
    """Capacity that a project brings: plant kind, host nation, tonnes a quarter of its main product, and
    the nation
    that owns what no joiner owns."""

    plant: int
    host: int
    t_quarter: float
    owner: int


@dataclass(frozen=True)
class FirstCall:
    """A right to the first tonnes: good, seller nation, tonnes a quarter, quarters."""

    good: int
    seller: int
    t_quarter: float
    quarters: int


@dataclass(frozen=True)
class ProjectCopy:
    """One startable project: a named one of the world (`seat` -1) or a seat's copy of a build template."""

    id: str
    project: str
    seat: int
    host_seat: int  # the seat that hosts it, -1 when no seat does
    plants: tuple[PlantShare, ...]
    permit_quarters: int
    build_quarters: int
    ramp_quarters: int
    permit_musd: float
    build_musd: float
    basket_power: float
    self_funded: bool
    slip_odds: float
    slip_quarters: int
    needs_agreement: int  # seat, -1 none
    stake: float
    stranded_price: float  # share of the cost
    call: FirstCall | None
    offtake: bool
    guarantee_share: float  # 0 none
    guarantee_below_usd_kg: float
    guarantee_quarters: int
    start_status: int
    start_clock: int


@dataclass(frozen=True)
class DeclaredEffect:
    """One effect of an event or of a choice, bound to the seat that it works for.

    `choice` 0 = the event itself; `seat` is the chooser (-1 for the event itself). `economic` is set for
    effects on
    the economy, which run from start to end; the others happen once, `kind` and `args` say what.
    """

    event: int
    choice: int
    seat: int
    kind: str
    economic: Effect | None
    value: float
    value_high: float | None  # with `size`: the drawn place between value and value_high
    delay: int
    quarters: int
    ends_with: str
    args: dict[str, Any] = field(default_factory=dict)

    @property
    def at_once(self) -> bool:
        """Whether it happens once and is over, on a government's own affairs."""
        return self.economic is None and self.kind not in ("money_each_quarter", "nature")


def declared_value(state: State, effect: DeclaredEffect) -> Floats | float:
    """The declared value of an effect, or the size drawn for its event, [B]."""
    if effect.value_high is None:
        return effect.value
    drawn: Floats = effect.value + (effect.value_high - effect.value) * state.event_size[effect.event]
    return drawn


@dataclass(frozen=True)
class ChoiceInfo:
    """One answer to a dossier."""

    id: str
    lever: str  # '' = in all coalitions
    money_musd: float
    influence: float
    conditions: tuple[Any, ...]
    seats: tuple[int, ...]


@dataclass(frozen=True)
class EventInfo:
    """An event as compiled: `chance` is (quarter, probability) pairs; quarters are 0-based.

    `conditions` begin with those that are read off the state. Without `chance` the event comes with `odds`
    in each quarter from `first` on in which its conditions hold.
    """

    id: str
    known: str
    side: bool
    chance: tuple[tuple[int, float], ...]
    conditions: tuple[Any, ...]
    rumour_lead: int  # 0 none
    ask: tuple[int, ...]
    choices: tuple[ChoiceInfo, ...]
    default: dict[int, int]  # seat -> 1-based choice
    first: int
    odds: float


@dataclass(frozen=True)
class ScriptedEffect:
    """A line of the history script, on the level's own quarters."""

    id: str
    effect: Effect
    start: int
    end: int
    value: float


@dataclass(frozen=True)
class Rulebook:
    """Everything `resolve` needs besides state, orders, parameters and chance. S seats, L slots, P
    projects."""

    level: Any  # content's Level, kept for texts and numbers
    parameters: Parameters
    nations: tuple[str, ...]
    seats: tuple[str, ...]
    nation_of: NDArray[np.intp]  # [S]
    quarters: int
    caretaker: int
    slots: tuple[SlotSpec, ...]
    slot_index: dict[str, int]
    project_of_slot: NDArray[np.intp]  # [S,L] project copy a slot works on, -1 none
    projects: tuple[ProjectCopy, ...]
    events: tuple[EventInfo, ...]
    effects: tuple[DeclaredEffect, ...]
    ended_by: dict[str, tuple[int, ...]]  # by event id: effects that end with it
    effects_by_kind: dict[str, tuple[int, ...]]
    put_off: tuple[int, ...]  # effects that happen once, some quarters later
    script: tuple[ScriptedEffect, ...]
    script_policies: tuple[
        Policy, ...
    ]  # one world; by quarter: the neutral policy with the script's lines written in
    deal: int  # side events dealt in a game
    board_visible: int
    board_refresh_year: int
    board_order: tuple[int, ...]
    control_goods: tuple[int, ...]
    quota_goods: tuple[int, ...]
    start_trust: Floats  # [S,S]
    need_month_t: Floats  # [2,S] benchmark need of light and heavy oxide, tonnes a month
    magnet_base_t: Floats  # [S] magnet output of the benchmark quarter
    rivals: dict[str, Any]  # archetypes by id, as loaded
    ensemble: Ensemble | None = None  # parameter sets about as good as the level's own
    assumptions: Mapping[str, float] = field(default_factory=dict)  # what is challenged, by id

    @property
    def seat_count(self) -> int:
        """Number of seats."""
        return len(self.seats)

    def beliefs(self, worlds: int) -> Parameters:
        """Parameters of `worlds` futures that a government thinks possible (last axis `worlds` or 1).

        Members of the ensemble, spread evenly over it: world i has the same one whenever `worlds` is the
        same. Without an ensemble, the level's own. The game itself always runs on `parameters`.
        """
        return self.parameters if self.ensemble is None else self.ensemble.spread(worlds).parameters

    @cached_property
    def tables(self) -> Tables:
        """Numbers of seats and orders as columns."""
        return tabulate(self)

    def scripted(self, quarter: int) -> Policy:
        """What the script does in a quarter; after the last one its last quarter stands."""
        return self.script_policies[min(quarter, len(self.script_policies) - 1)]

    def seat(self, name: str) -> int:
        """Index of a seat. Raises KeyError."""
        if name not in self.seats:
            raise KeyError(name)
        return self.seats.index(name)

    @cached_property
    def effects_of(self) -> Mapping[tuple[int, int, int], list[int]]:
        """What an event declares (event, 0, -1), or one of its choices for a seat (event, choice, seat)."""
        found: defaultdict[tuple[int, int, int], list[int]] = defaultdict(list)
        for index, effect in enumerate(self.effects):
            found[effect.event, effect.choice, effect.args["chooser"] if effect.choice else -1].append(index)
        return found

    def effects_of_kind(self, *kinds: str) -> list[tuple[int, DeclaredEffect]]:
        """Index and effect of every declared effect of these kinds."""
        return [
            (index, self.effects[index]) for kind in kinds for index in self.effects_by_kind.get(kind, ())
        ]

    def event(self, name: str) -> int:
        """Index of an event. Raises KeyError."""
        return self._event_index[name]

    @cached_property
    def _event_index(self) -> dict[str, int]:
        return {info.id: index for index, info in enumerate(self.events)}

    @cached_property
    def choice_numbers(self) -> dict[str, tuple[int, int]]:
        """Event and 1-based number of each choice by `event.choice`."""
        return {
            f"{info.id}.{choice.id}": (index, number)
            for index, info in enumerate(self.events)
            for number, choice in enumerate(info.choices, start=1)
        }

    @cached_property
    def project_index(self) -> dict[str, int]:
        """Index of a project copy by its id."""
        return {project.id: index for index, project in enumerate(self.projects)}
