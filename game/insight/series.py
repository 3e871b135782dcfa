"""Named series of one seat, read off a state: what fans, lines and tables show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from game.economy.dims import HO, LO, MG
from game.rules.features import cover_days
from game.rules.rulebook import Rulebook
from game.rules.state import Floats, State

Series = Callable[[Rulebook, State, int], Floats]


def _price(good: int) -> Series:
    return lambda rulebook, state, seat: state.economy.price[good, rulebook.nation_of[seat]].copy()


SERIES: Mapping[str, Series] = MappingProxyType(
    {
        "price_light": _price(LO),  # USD/kg at home
        "price_heavy": _price(HO),
        "price_magnets": _price(MG),
        "cover_days": cover_days,
        "magnet_output": lambda rulebook, state, seat: state.magnet_output_t[seat].copy(),  # t a quarter
        "money": lambda rulebook, state, seat: state.money[seat].copy(),  # USD million
        "confidence": lambda rulebook, state, seat: state.confidence[seat].copy(),
        "influence": lambda rulebook, state, seat: state.influence[seat].copy(),
        "account": lambda rulebook, state, seat: state.account[:, seat].sum(
            axis=0
        ),  # USD million, discounted
    }
)
FAN = ("price_light", "price_heavy", "cover_days", "magnet_output", "money", "confidence")
"""The series of the live forecast."""


def read(rulebook: Rulebook, state: State, seat: int, names: tuple[str, ...]) -> dict[str, Floats]:
    """The named series of a seat now, [B] each. Raises KeyError for a name that is not in SERIES."""
    return {name: SERIES[name](rulebook, state, seat) for name in names}
