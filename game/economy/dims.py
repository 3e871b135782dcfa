"""Names and indices of the model's fixed axes.

Tonnes are per quarter: concentrates and oxides in contained NdPr (light) or
DyTb (heavy) oxide, magnets in tonnes of magnet. Prices are USD/kg, money is
USD million. The batch axis is always the last one.
"""

from __future__ import annotations

from typing import Final

GOODS: Final = ("light_concentrate", "heavy_concentrate", "light_oxide", "heavy_oxide", "magnets")
LC: Final = 0
HC: Final = 1
LO: Final = 2
HO: Final = 3
MG: Final = 4
GOOD_COUNT: Final = len(GOODS)

PLANTS: Final = ("mine", "light_separation", "heavy_separation", "magnet_plant")
MINE: Final = 0
LSEP: Final = 1
HSEP: Final = 2
MAGP: Final = 3
PLANT_COUNT: Final = len(PLANTS)

MAIN_PRODUCT: Final = (LC, LO, HO, MG)
"""The good in which each plant's capacity and output are measured."""

PIPELINE_STAGES: Final = 3
"""Private projects move through permit, build and commissioning."""

QUARTERS_A_YEAR: Final = 4
KG_A_TONNE: Final = 1000.0
USD_A_MILLION: Final = 1e6
MUSD_PER_TONNE_AT_ONE_USD_KG: Final = KG_A_TONNE / USD_A_MILLION
"""USD million that one tonne costs at 1 USD/kg."""
DAYS_A_QUARTER: Final = 90.0
MONTHS_A_QUARTER: Final = 3.0
