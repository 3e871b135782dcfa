"""The one view model: everything that a screen shows of a quarter, as plain data.

Desktop scenes, class pages and the command line draw the same `View`. Nothing here is mutable, nothing
knows a window; words are `Text`s, rendered late, so that the language can change at any time.

Conventions. Quarters are level quarters counted from 1 (1 = the first that is played; 0 = before the game;
numbers above `quarters` are caretaker quarters). Money is USD million of the day, prices USD/kg, mass
tonnes a quarter, shares and ratios plain numbers (0.4 is 40 %). `seat`, `nation`, `good`, `plant` and
`project` are ids.
Icons are names of files in assets/icons.
"""

from __future__ import annotations

from dataclasses import dataclass

from game.i18n import Text
from game.play.view_advice import AdviserCard, Advisers, Proposal
from game.play.view_guide import Bubble, GuideView, Opening
from game.play.view_parts import (
    AccountBar,
    Act,
    Agenda,
    Dossier,
    DossierKind,
    Draft,
    End,
    Factory,
    FrontPage,
    Gauge,
    Headline,
    LevelCard,
    Lever,
    LeverOrder,
    Line,
    MandateRow,
    Mood,
    Option,
    QuarterLabel,
    Seal,
    SeatCard,
    SeatSheet,
    Series,
    Source,
    Speed,
    Unit,
)
from game.play.view_world import (
    BoardRow,
    Landing,
    MapView,
    NationOnMap,
    PlantOnMap,
    Timeline,
    TradeArc,
)

__all__ = [
    "AccountBar",
    "Act",
    "AdviserCard",
    "Advisers",
    "Agenda",
    "BoardRow",
    "Bubble",
    "Dossier",
    "DossierKind",
    "Draft",
    "End",
    "Factory",
    "FrontPage",
    "Gauge",
    "GuideView",
    "Headline",
    "Landing",
    "LevelCard",
    "Lever",
    "LeverOrder",
    "Line",
    "MandateRow",
    "MapView",
    "Mood",
    "NationOnMap",
    "Opening",
    "Option",
    "PlantOnMap",
    "Proposal",
    "QuarterLabel",
    "Seal",
    "SeatCard",
    "SeatSheet",
    "Series",
    "Source",
    "Speed",
    "Timeline",
    "TradeArc",
    "Unit",
    "View",
]


@dataclass(frozen=True, slots=True)
class View:
    """Everything that the screens show of one seat's quarter."""

    level: str
    level_title: Text
    question: Text
    seat: str
    nation: str
    seat_name: Text
    seed: int
    quarter: QuarterLabel
    finished: bool
    gauges: tuple[Gauge, ...]
    tray: tuple[Dossier, ...]
    advisers: Advisers
    levers: tuple[Lever, ...]
    agenda: Agenda
    drafts: tuple[Draft, ...]
    money_after_musd: float
    influence_after: float
    can_undo: bool
    can_redo: bool
    timeline: Timeline
    map: MapView
    board: tuple[BoardRow, ...]
    charts: tuple[Series, ...]
    factories: tuple[Factory, ...]
    front_page: FrontPage | None
    seats: tuple[SeatSheet, ...]
    mandate: tuple[MandateRow, ...]
    goods_shown: tuple[str, ...]
    no_cabinet: int = 0
    cabinet: Text | None = None
    practice: bool = False
    looks_back: bool = False
    assumptions: tuple[Text, ...] = ()
    reckoning: tuple[FrontPage, ...] = ()
    end: End | None = None
    guide: GuideView | None = None
    difficulty: str = "minister"

    def gauge(self, name: str) -> Gauge:
        """The gauge with this id. Raises KeyError."""
        for gauge in self.gauges:
            if gauge.id == name:
                return gauge
        raise KeyError(name)

    def series(self, name: str) -> Series:
        """The chart line with this id. Raises KeyError."""
        for line in self.charts:
            if line.id == name:
                return line
        raise KeyError(name)

    def sheet(self, seat: str) -> SeatSheet:
        """The sheet of a seat. Raises KeyError."""
        for sheet in self.seats:
            if sheet.seat == seat:
                return sheet
        raise KeyError(seat)
