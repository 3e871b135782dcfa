"""The setting file: a benchmark quarter of the world economy, every figure with its source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt
from pydantic import Discriminator, Field, Tag, field_validator, model_validator
from pydantic_core import PydanticCustomError

from game.content.fields import AbsoluteQuarter, Confidence, FreeText, Id, Model, PackText
from game.content.history import HistoryEntry
from game.content.inherit import Finder, no_other, with_inherited
from game.content.level import Source
from game.content.lint_setting import lint_setting
from game.content.parsing import parse_document
from game.content.problem import Problem
from game.content.reader import Document

__all__ = ["NationFigures", "Setting", "Stated", "parse_setting", "to_economy_data"]

F64: TypeAlias = npt.NDArray[np.float64]
Good: TypeAlias = Literal["light_concentrate", "heavy_concentrate", "light_oxide", "heavy_oxide", "magnets"]
Plant: TypeAlias = Literal["mine", "light_separation", "heavy_separation", "magnet_plant"]
GOODS: tuple[Good, ...] = ("light_concentrate", "heavy_concentrate", "light_oxide", "heavy_oxide", "magnets")
PLANTS: tuple[Plant, ...] = ("mine", "light_separation", "heavy_separation", "magnet_plant")


class Stated(Model):
    """A figure with its range, unit, source and confidence."""

    value: float = Field(allow_inf_nan=False)
    low: float | None = Field(default=None, allow_inf_nan=False)
    high: float | None = Field(default=None, allow_inf_nan=False)
    unit: FreeText | None = None
    source: Id
    confidence: Confidence
    fitted: bool = Field(default=False, description="chosen by the back-test inside low and high")
    note: FreeText | None = None

    @model_validator(mode="after")
    def _in_range(self) -> Stated:
        low = self.value if self.low is None else self.low
        high = self.value if self.high is None else self.high
        if not low <= self.value <= high:
            raise PydanticCustomError(
                "number.range",
                "out of range",
                {"low": f"{low:g}", "high": f"{high:g}", "found": f"{self.value:g}"},
            )
        return self


class OxidePrice(Model):
    """Price abroad, USD/kg, and the inside nation's price as a share of it."""

    outside: Stated = Field(description="USD/kg")
    inside_ratio: Stated = Field(description="price inside over price outside")


class Prices(Model):
    """Benchmark prices and the rules for goods that are hardly quoted."""

    inside: Id = Field(description="the nation with a price of its own; all others pay the price outside")
    light_oxide: OxidePrice
    heavy_oxide: OxidePrice
    concentrate_price_share: Stated = Field(description="price of contained oxide over price of oxide")
    magnet_material_share: Stated = Field(description="oxides' part of the price of a magnet")


class Technology(Model):
    """What makes magnets and trade."""

    light_per_magnet: Stated = Field(description="NdPr oxide, t per t of magnets")
    home_bias: Stated = Field(description="weight of buyers at home in the estimate of trade")
    entry_weight: Stated = Field(description="share of a nation's stock that is offered abroad")


class Defaults(Model):
    """What holds for nations that state nothing else."""

    cover_months: dict[Good, Stated]
    heavy_per_magnet: Stated
    by_product_credit_usd_kg: Stated


class NationFigures(Model):
    """One nation; what is not stated is zero, or the default, or left to the balance."""

    name: PackText
    ndpr_share: Stated = Field(description="contained NdPr oxide, t per t REO mined")
    heavy_share: Stated | None = Field(default=None, description="DyTb mined per NdPr mined, t/t")
    mine_output_t: Stated | None = Field(default=None, description="contained NdPr, t a quarter")
    light_separation_output_t: Stated | None = Field(default=None, description="NdPr oxide, t a quarter")
    heavy_separation_output_t: Stated | None = Field(default=None, description="DyTb oxide, t a quarter")
    magnet_output_t: Stated | None = Field(default=None, description="sintered magnets, t a quarter")
    need_light_oxide_t: Stated | None = Field(default=None, description="other than magnets, t a quarter")
    need_heavy_oxide_t: Stated | None = Field(default=None, description="other than magnets, t a quarter")
    magnet_need_share: Stated | None = Field(default=None, description="weight in the world's use of magnets")
    heavy_per_magnet: Stated | None = Field(default=None, description="DyTb oxide, t per t of magnets")
    by_product_credit_usd_kg: Stated | None = Field(default=None, description="USD per kg of NdPr mined")
    reserves_t: Stated | None = Field(default=None, description="t REO, for display")
    cover_months: dict[Good, Stated] = Field(default={}, description="private stock, months of use or output")
    processing_cost_usd_kg: dict[Plant, Stated] = Field(
        default={}, description="USD per kg of the main product, where a nation has no output yet"
    )
    latent_share: dict[Plant, float] = Field(
        default={}, description="share of world output from which private entry starts; authors' judgement"
    )


Behaviour: TypeAlias = Annotated[
    Annotated[Stated, Tag("figure")] | Annotated[dict[Good | Plant, Stated], Tag("table")],
    Discriminator(lambda data: "figure" if isinstance(data, Stated) or "value" in data else "table"),
]
"""One figure, or one for each good or plant."""


class Partner(Model):
    """A link that trades more than size alone would say."""

    good: Good
    seller: Id
    buyer: Id = Field(description="may be the seller: what stays at home")
    value: float = Field(gt=0, allow_inf_nan=False, description="multiplier on the gravity prior")
    source: Id
    confidence: Confidence
    note: FreeText | None = None


class Setting(Model):
    """A setting file."""

    format: Literal["1"]
    kind: Literal["setting"]
    id: Id
    title: PackText
    quarter: AbsoluteQuarter = Field(description="the benchmark quarter, the one before a game can start")
    balancing_nation: Id = Field(description="whose mines and separation close the world's balance")
    parameters_from: Id | None = Field(
        default=None,
        description="a setting that states what `technology`, `defaults` and `behaviour` leave out here, "
        "and the sources of it",
    )
    sources: dict[Id, Source]
    growth_quarter: Stated
    prices: Prices
    export_duty: dict[Id, dict[Good, Stated]] = Field(default={}, description="by nation and good")
    technology: Technology
    defaults: Defaults
    nations: dict[Id, NationFigures] = Field(min_length=2)
    partners: tuple[Partner, ...] = ()
    behaviour: dict[Id, Behaviour]
    under_way: tuple[HistoryEntry, ...] = Field(
        default=(), description="projects of the day: entries of kind `capacity`, after the benchmark quarter"
    )

    @field_validator("nations")
    @classmethod
    def _few(cls, nations: dict[str, NationFigures]) -> dict[str, NationFigures]:
        if len(nations) > 40:
            raise PydanticCustomError("list.long", "too many", {"limit": "40"})
        return nations

    def figures(self) -> list[tuple[str, Stated]]:
        """Every stated figure with its place in the file, for tables and checks."""
        return list(_figures("", self))


def _figures(place: str, thing: Any) -> Any:
    if isinstance(thing, Stated):
        yield place, thing
    elif isinstance(thing, Model):
        for name in type(thing).model_fields:
            yield from _figures(f"{place}.{name}" if place else name, getattr(thing, name))
    elif isinstance(thing, dict):
        for name, value in thing.items():
            yield from _figures(f"{place}.{name}" if place else str(name), value)


def parse_setting(
    document: Document, find: Finder = no_other, known: Iterable[str] = ()
) -> tuple[Setting | None, list[Problem]]:
    """The document as a setting, or None with problems.

    `find` gives the setting that `parameters_from` names; `known` are the names that it could mean.
    """
    filled, base, problems = with_inherited(document, find, known)
    if base is not None and not problems:
        problems = parse_document(base, Setting)[1]
    if problems:
        return None, problems
    setting, problems = parse_document(filled, Setting)
    if setting is not None:
        problems = lint_setting(setting, document)
    return (None if problems else setting), problems


def to_economy_data(setting: Setting) -> dict[str, Any]:
    """The setting as plain arrays: keyword arguments of the economy's data class.

    Goods and plants in the order of GOODS and PLANTS, nations in the file's order; nan where the
    balance decides.
    """
    names = list(setting.nations)
    nations = list(setting.nations.values())
    balancing = names.index(setting.balancing_nation)

    def each(field: str, default: float = 0.0, balanced: bool = False) -> F64:
        stated = [getattr(nation, field) for nation in nations]
        values = np.array([default if s is None else s.value for s in stated], dtype=np.float64)
        if balanced:
            values[balancing] = np.nan
        return values

    defaults = setting.defaults
    cover = np.array(
        [
            [nation.cover_months.get(good, defaults.cover_months[good]).value for nation in nations]
            for good in GOODS
        ]
    )
    costs = np.full((len(PLANTS), len(nations)), np.nan)
    latent = np.zeros((len(PLANTS), len(nations)))
    for k, plant in enumerate(PLANTS):
        for n, nation in enumerate(nations):
            latent[k, n] = nation.latent_share.get(plant, 0.0)
            if plant in nation.processing_cost_usd_kg:
                costs[k, n] = nation.processing_cost_usd_kg[plant].value
    duty = np.array(
        [[_value(setting.export_duty.get(name, {}).get(good)) for name in names] for good in GOODS]
    )
    partner = np.ones((len(GOODS), len(names), len(names)))
    for link in setting.partners:
        partner[GOODS.index(link.good), names.index(link.seller), names.index(link.buyer)] = link.value
    heavy_per_magnet = each("heavy_per_magnet", defaults.heavy_per_magnet.value)
    behaviour = {name: _behaviour(figure) for name, figure in setting.behaviour.items()}
    return {
        "nations": tuple(names),
        "balancing_nation": balancing,
        "growth_quarter": setting.growth_quarter.value,
        "price0_usd_kg": _prices(setting, heavy_per_magnet),
        "export_duty0": duty,
        "mine_output_t": each("mine_output_t", balanced=True),
        "light_separation_output_t": each("light_separation_output_t", balanced=True),
        "heavy_separation_output_t": each("heavy_separation_output_t", balanced=True),
        "magnet_output_t": each("magnet_output_t"),
        "need_light_oxide_t": each("need_light_oxide_t"),
        "need_heavy_oxide_t": each("need_heavy_oxide_t"),
        "magnet_need_share": each("magnet_need_share"),
        "cover_months": cover,
        "light_per_magnet": setting.technology.light_per_magnet.value,
        "heavy_per_magnet": heavy_per_magnet,
        "heavy_share": each("heavy_share", balanced=True),
        "ndpr_share": each("ndpr_share"),
        "by_product_credit_usd_kg": each("by_product_credit_usd_kg", defaults.by_product_credit_usd_kg.value),
        "processing_cost_usd_kg": costs,
        "reference_markup": np.array(behaviour.pop("reference_markup")),
        "latent_capacity_share": latent,
        "home_bias": setting.technology.home_bias.value,
        "entry_weight": setting.technology.entry_weight.value,
        "partner": partner,
        "behaviour": behaviour,
        "under_way_t": _under_way(setting),
    }


def _under_way(setting: Setting) -> F64:
    """Capacity of the named projects by plant [K], t a quarter."""
    total = np.zeros(len(PLANTS))
    for entry in setting.under_way:
        for first, after, value in entry.steps():
            times = 1 if after is None else after.index - first.index
            for plant in entry.plants:
                total[PLANTS.index(plant)] += value * times * len(entry.nations)
    return total


def _value(stated: Stated | None) -> float:
    return 0.0 if stated is None else stated.value


def _behaviour(figure: Stated | dict[Any, Stated]) -> float | list[float]:
    if isinstance(figure, Stated):
        return figure.value
    order: tuple[str, ...] = GOODS if set(figure) <= set(GOODS) else PLANTS
    return [figure[name].value for name in order]


def _prices(setting: Setting, heavy_per_magnet: F64) -> F64:
    """Benchmark prices [G,N]: quoted oxides; concentrates and magnets by the setting's mark-up rules."""
    prices = setting.prices
    inside = np.array([name == prices.inside for name in setting.nations])
    light, heavy = (
        np.where(inside, quote.outside.value * quote.inside_ratio.value, quote.outside.value)
        for quote in (prices.light_oxide, prices.heavy_oxide)
    )
    share = prices.concentrate_price_share.value
    materials = setting.technology.light_per_magnet.value * light + heavy_per_magnet * heavy
    magnets = materials / prices.magnet_material_share.value
    outside = magnets[~inside].mean()
    return np.stack([share * light, share * heavy, light, heavy, np.where(inside, magnets, outside)])
