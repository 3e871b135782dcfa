"""Names that every file may use: goods, plants, levers, statuses, observed features, placeholders.

The closed vocabularies with fields of their own stand in `effects`, `conditions` and `objectives`;
`registry()` in `manual` lists them all.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, get_args

__all__ = [
    "FEATURES",
    "GOODS",
    "LEVERS",
    "PLACEHOLDERS",
    "PLANTS",
    "PROGRAMMES",
    "SEAT_FEATURES",
    "Good",
    "Lever",
    "Plant",
    "Programme",
    "feature_names",
]

Good: TypeAlias = Literal["light_concentrate", "heavy_concentrate", "light_oxide", "heavy_oxide", "magnets"]
Plant: TypeAlias = Literal["mine", "light_separation", "heavy_separation", "magnet_plant"]
Lever: TypeAlias = Literal["market", "industry", "technology", "diplomacy", "controls"]
Programme: TypeAlias = Literal["thrift", "process", "engineers", "recycling"]

GOODS: Final[tuple[str, ...]] = get_args(Good)
PLANTS: Final[tuple[str, ...]] = get_args(Plant)
LEVERS: Final[tuple[str, ...]] = get_args(Lever)
PROGRAMMES: Final[tuple[str, ...]] = get_args(Programme)

FEATURES: Final[dict[str, str]] = {
    "quarter": "the level's quarter, counted from 1",
    "price_ratio_light": "home price of light oxide over the benchmark's",
    "price_ratio_heavy": "home price of heavy oxide over the benchmark's",
    "price_ratio_magnets": "home price of magnets over the benchmark's",
    "price_change_light": "relative change of the light oxide price since last quarter",
    "price_usd_kg_light": "home price of light oxide, USD/kg",
    "price_gap_light": "home price of light oxide over the seller's home price",
    "cover_days": "days that private stocks last at present use",
    "magnet_output_ratio": "magnet output over the benchmark's",
    "magnet_output_t": "home magnet output, t a quarter",
    "money": "cash in the treasury, USD million",
    "debt": "money owed, USD million",
    "confidence": "the public's confidence, 0 to 100",
    "influence": "influence in hand",
    "quota_in_force": "1 while anybody's quota holds on something that the seat buys, else 0",
    "licence_worst": "the strictest licence step against the seat: 0 open to 3 refused",
    "stock_months": "state stock in months of need",
    "rumour": "1 while a rumour about supply is open, else 0",
    "wto_open": "1 while a WTO case against any seat runs, else 0",
    "wto_won": "1 once a WTO case was won, else 0",
    "own_projects": "projects of the seat under way",
    "own_open": "plants of the seat that are open",
    "quota_use": "exports over the seat's own quota; 1 when it has none",
    "export_share": "share of the seat's light oxide output that is exported",
    "tech_thrift": "progress of the heavy thrift programme, 0 to 1",
    "tech_process": "progress of the process programme, 0 to 1",
    "need_growth": "growth of home magnet need over four quarters",
    "feed_ratio": "concentrate at hand over what separation plants could take",
}
"""What a seat sees of its situation, and conditions may ask for."""

SEAT_FEATURES: Final[dict[str, str]] = {
    "trust": "trust between the seat and that other seat, 0 to 100",
    "agreement": "1 while an agreement with that other seat holds, else 0",
}
"""Features with one value per other seat: `trust_japan`."""

PLACEHOLDERS: Final[dict[str, str]] = {
    "size": "the event's drawn size, in per cent",
    "seat": "name of the seat that reads",
    "nation": "name of the nation that the event is about",
    "date": "the quarter, in words",
}
"""Placeholders of pack texts; every feature name is one as well."""


def feature_names(seats: tuple[str, ...]) -> tuple[str, ...]:
    """All features of a level with these seats."""
    return (*FEATURES, *(f"{name}_{seat}" for name in SEAT_FEATURES for seat in seats))
