"""The world in the view model: timeline, map, project board.

Conventions as in `game.play.view`, which gives all of these out again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from game.i18n import Text
from game.play.view_parts import Option, Series, Source, Speed

__all__ = [
    "BoardRow",
    "Landing",
    "MapView",
    "NationOnMap",
    "PlantOnMap",
    "Timeline",
    "TradeArc",
]


# ------------------------------------------------------------------------------------------ timeline


@dataclass(frozen=True, slots=True)
class Landing:
    """An arrow on the timeline: ordered in `begins`, takes effect in `quarter`; `until` None = lasting."""

    id: str
    title: Text
    lever: str
    icon: str
    begins: int
    quarter: int
    until: int | None
    speed: Speed
    draft: bool
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """The quarter axis: `first` to `last`, with `now` about to be played and the end of play marked."""

    first: int
    now: int
    last: int
    play_ends: int
    labels: tuple[Text, ...]
    cover_days: Series
    price: Series
    landings: tuple[Landing, ...]
    marks: tuple[tuple[int, Text], ...] = ()


# ----------------------------------------------------------------------------------------------- map


@dataclass(frozen=True, slots=True)
class NationOnMap:
    """A nation. `tint` -1..1 colours it by its oxide price against the benchmark (log scale)."""

    id: str
    seat: str
    name: Text
    price_usd_kg: Mapping[str, float]
    price_ratio: Mapping[str, float]
    output_t: Mapping[str, float]
    use_t: Mapping[str, float]
    cover_days: float | None
    tint: float
    you: bool = False


@dataclass(frozen=True, slots=True)
class TradeArc:
    """Trade of one good last quarter. `change` is relative to the benchmark; `licence` open to refused."""

    good: str
    origin: str
    destination: str
    tonnes: float
    change: float
    licence: Literal["open", "slow", "restricted", "refused"] = "open"
    quota: bool = False


@dataclass(frozen=True, slots=True)
class PlantOnMap:
    """A project's plant, or plain capacity (`project` '')."""

    id: str
    project: str
    name: Text
    plant: str
    nation: str
    owner: str
    status: str
    progress: float
    tonnes_year: float
    yours: bool = False


@dataclass(frozen=True, slots=True)
class MapView:
    """What the map shows of the last quarter."""

    nations: tuple[NationOnMap, ...]
    arcs: tuple[TradeArc, ...]
    plants: tuple[PlantOnMap, ...]


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A project of the world or of one's own. `clock`: quarters left in the stage. `opens`: expected quarter.

    `odds`: chance that a project without a government stays on time (None: not a matter of chance).
    """

    id: str
    project: str
    name: Text
    text: Text
    status: str
    status_text: Text
    icon: str
    hosts: tuple[str, ...]
    plants: tuple[tuple[str, str, float], ...]
    owner: str
    offtaker: str
    guarantor: str
    clock: int
    opens: int | None
    cost_musd: float
    paid_musd: float
    overrun: float | None
    odds: float | None
    stake: float
    call_t_year: float
    options: tuple[Option, ...]
    sources: tuple[Source, ...] = ()
    yours: bool = False
