"""The closed vocabulary of effects: what an event, a choice or a history entry does.

Each class is one kind; its docstring is its entry in the manual.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, NamedTuple, TypeAlias, get_args

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from game.content.fields import (
    Figure,
    Id,
    Ids,
    IdsOrAll,
    Model,
    Positive,
    Share,
    Switch,
    WholeNumber,
    all_is_empty,
    bounded,
    word_list,
)
from game.content.vocabulary import GOODS, PLANTS, Good, Plant, Programme

__all__ = [
    "ECONOMIC_KINDS",
    "SEAT_KINDS",
    "EconomicEffect",
    "Effect",
    "EffectBase",
    "SeatEffect",
    "Targets",
    "Value",
]


Goods: TypeAlias = Annotated[tuple[Good, ...], BeforeValidator(all_is_empty), word_list(*GOODS, "all")]
Plants: TypeAlias = Annotated[tuple[Plant, ...], BeforeValidator(all_is_empty), word_list(*PLANTS, "all")]
Quarters: TypeAlias = Annotated[WholeNumber, bounded(1)]

Value: TypeAlias = Annotated[
    Annotated[Literal["size"], Tag("size")] | Annotated[Figure, Tag("number")],
    Discriminator(lambda data: "size" if data == "size" else "number"),
]
"""A number, or `size`: the size drawn for the event."""


Factor: TypeAlias = Annotated[Value, bounded(0)]
Rate: TypeAlias = Annotated[Value, bounded(-1, 10)]


class Targets(NamedTuple):
    """What an economic effect reaches; an empty tuple means every one. The origins of an import duty stand
    as its destinations: the other end of the links that it is about."""

    goods: tuple[str, ...]
    nations: tuple[str, ...]
    destinations: tuple[str, ...]
    plants: tuple[str, ...]


class EffectBase(Model):
    """Fields that every effect has."""

    kind: str
    delay: Annotated[WholeNumber, bounded(0, 200)] = Field(
        default=0, description="quarters until it begins; 0 = with the quarter that follows"
    )


class EconomicEffect(EffectBase):
    """An effect on the economic model while it lasts."""

    quarters: Quarters | None = Field(default=None, description="how long; omitted = for good")
    ends_with: Id | None = Field(default=None, description="event that ends it")

    @model_validator(mode="before")
    @classmethod
    def _plural(cls, data: Any) -> Any:
        return plural_keys(data)

    def targets(self) -> Targets:
        """Goods, nations, destinations and plants; empty where the kind has none, or means all."""
        found = Targets(*(tuple(getattr(self, name, ())) for name in Targets._fields))
        return found._replace(destinations=found.destinations or tuple(getattr(self, "origins", ())))


def plural_keys(data: Any) -> Any:
    """`nation: china` is the same as `nations: [china]`."""
    if not isinstance(data, dict):
        return data
    plurals = {
        "good": "goods", "nation": "nations", "destination": "destinations", "origin": "origins",
        "plant": "plants",
    }  # fmt: skip
    return {(plurals[k] if k in plurals and plurals[k] not in data else k): v for k, v in data.items()}


class Quota(EconomicEffect):
    """Caps exports of these goods from these nations at `value` times the benchmark's exports. Where
    destinations are named, each flow there has its own cap and other buyers have none."""

    kind: Literal["quota"]
    nations: IdsOrAll = Field(description="exporters")
    destinations: IdsOrAll = Field(default=(), description="buyers; omitted = all exports together")
    goods: Goods
    value: Factor = Field(description="share of the benchmark's exports")


class ExportDuty(EconomicEffect):
    """Adds to the tax on exports of these goods from these nations; negative = takes off."""

    kind: Literal["export_duty"]
    nations: IdsOrAll = Field(description="exporters")
    destinations: IdsOrAll = Field(default=(), description="buyers; omitted = all")
    goods: Goods
    value: Rate = Field(description="added to the rate, 0.1 = ten points more")


class ImportDuty(EconomicEffect):
    """Adds to the tax on imports of these goods into these nations; negative = takes off."""

    kind: Literal["import_duty"]
    nations: IdsOrAll = Field(description="importers")
    origins: IdsOrAll = Field(default=(), description="sellers whose goods are taxed; omitted = all")
    goods: Goods
    value: Rate = Field(description="added to the rate, 0.1 = ten points more")


class Licence(EconomicEffect):
    """Export licences: flows from these nations to these destinations are held to `value` times their
    mean of the last four quarters."""

    kind: Literal["licence"]
    nations: IdsOrAll = Field(description="exporters")
    destinations: IdsOrAll = Field(default=(), description="buyers; omitted = all")
    goods: Goods
    value: Factor = Field(description="share of the flow that is let through")


class Need(EconomicEffect):
    """Multiplies what final users need of these goods."""

    kind: Literal["need"]
    nations: IdsOrAll
    goods: Goods
    value: Factor = Field(description="factor, 1 = unchanged")


class Supply(EconomicEffect):
    """Multiplies what these plants can make: an outage, a crackdown, informal extra output."""

    kind: Literal["supply"]
    nations: IdsOrAll = Field(description="where the plants stand")
    plants: Plants
    value: Factor = Field(description="factor, 1 = unchanged")


class Cost(EconomicEffect):
    """Multiplies the running cost of these plants."""

    kind: Literal["cost"]
    nations: IdsOrAll = Field(description="where the plants stand")
    plants: Plants
    value: Factor = Field(description="factor, 1 = unchanged")


class PoliticalRisk(EconomicEffect):
    """Adds to the risk that private investors see in these nations, so that they build less."""

    kind: Literal["political_risk"]
    nations: IdsOrAll
    value: Value = Field(description="added; 0 = none")


class PerceivedRisk(EconomicEffect):
    """Makes firms in these nations want larger stocks."""

    kind: Literal["perceived_risk"]
    nations: IdsOrAll
    goods: Goods = ()
    value: Value = Field(description="added; +1 doubles the months of cover that firms want")


class Affinity(EconomicEffect):
    """Multiplies the weight that these sellers' goods have with these buyers."""

    kind: Literal["affinity"]
    nations: IdsOrAll = Field(description="sellers")
    destinations: IdsOrAll = Field(default=(), description="buyers; omitted = all")
    goods: Goods
    value: Factor = Field(description="factor, 1 = unchanged")


class Capacity(EconomicEffect):
    """New capacity, once, in t a quarter of the main product (mines: contained NdPr); negative = closed."""

    kind: Literal["capacity"]
    nations: IdsOrAll = Field(description="owner")
    destinations: IdsOrAll = Field(default=(), description="host; omitted = the owner's own country")
    plants: Plants
    value: Value = Field(description="t a quarter")


class Support(EconomicEffect):
    """A subsidy added to what producers of these goods receive."""

    kind: Literal["support"]
    nations: IdsOrAll
    goods: Goods
    value: Value = Field(description="USD/kg")


class PriceFloor(EconomicEffect):
    """Producers of these goods can count on this price, for instance by a contract with their government."""

    kind: Literal["price_floor"]
    nations: IdsOrAll
    goods: Goods
    value: Factor = Field(description="USD/kg that they earn at least")


class StateBuy(EconomicEffect):
    """The state buys for its public stock; a seat that governs the nation pays."""

    kind: Literal["state_buy"]
    nations: IdsOrAll
    goods: Goods
    value: Factor = Field(description="t a quarter")


class StateRelease(EconomicEffect):
    """The state sells from its public stock to users at home, as far as it has any."""

    kind: Literal["state_release"]
    nations: IdsOrAll
    goods: Goods
    value: Factor = Field(description="t a quarter")


class Pledge(EconomicEffect):
    """Long contracts: these nations serve these buyers first, from what their own use leaves."""

    kind: Literal["pledge"]
    nations: IdsOrAll = Field(description="sellers")
    destinations: IdsOrAll = Field(description="buyers")
    goods: Goods
    value: Factor = Field(description="t a quarter on each link")


class Spillover(EconomicEffect):
    """Multiplies how fast these nations learn from others, as a ban on exports of technology does."""

    kind: Literal["spillover"]
    nations: IdsOrAll
    value: Factor = Field(description="factor, 1 = unchanged")


class Recycled(EconomicEffect):
    """Oxide from scrap, in addition to mining."""

    kind: Literal["recycled"]
    nations: IdsOrAll
    goods: Goods
    value: Factor = Field(description="t a quarter")


class Intensity(EconomicEffect):
    """Multiplies the heavy rare earths that a tonne of magnets takes in these nations."""

    kind: Literal["intensity"]
    nations: IdsOrAll
    value: Factor = Field(description="factor, 1 = unchanged")


class SeatEffect(EffectBase):
    """An effect on a government's own affairs."""

    seats: Ids = Field(
        default=(), description="whom; omitted = the seat that chose, in an event the seats of `ask`"
    )

    @model_validator(mode="before")
    @classmethod
    def _one_seat(cls, data: Any) -> Any:
        if isinstance(data, dict) and "seat" in data and "seats" not in data:
            return {("seats" if k == "seat" else k): v for k, v in data.items()}
        return data


class Money(SeatEffect):
    """Money received (or, negative, paid) once."""

    kind: Literal["money"]
    value: Value = Field(description="USD million")
    taxpayers: Switch = Field(
        default=False, description="from (or to) the home taxpayer: no gain for the nation"
    )


class MoneyEachQuarter(SeatEffect):
    """Money received (or, negative, paid) every quarter."""

    kind: Literal["money_each_quarter"]
    value: Value = Field(description="USD million a quarter")
    quarters: Quarters
    taxpayers: Switch = Field(
        default=False, description="from (or to) the home taxpayer: no gain for the nation"
    )


class ConfidenceChange(SeatEffect):
    """Changes the public's confidence."""

    kind: Literal["confidence"]
    value: Value = Field(description="points, scale 0 to 100")


class Spill(SeatEffect):
    """Something leaked where the nation mines or separates: confidence falls by `orders.confidence.spill`."""

    kind: Literal["spill"]


class InfluenceChange(SeatEffect):
    """Changes the influence in hand."""

    kind: Literal["influence"]
    value: Value = Field(description="points")


class Trust(SeatEffect):
    """Changes the trust between two seats: `between: [japan, china]`, or `with: china` for who chose."""

    kind: Literal["trust"]
    between: Annotated[tuple[Id, ...], Field(min_length=2, max_length=2)] | None = Field(
        default=None, description="two seats"
    )
    with_seat: Id | None = Field(default=None, alias="with", description="the other seat")
    value: Value = Field(description="points, scale 0 to 100")

    @model_validator(mode="after")
    def _one_of_two(self) -> Trust:
        if (self.between is None) == (self.with_seat is None):
            raise PydanticCustomError("trust.parties", "between or with", {})
        return self


class Agreement(SeatEffect):
    """An agreement with another seat begins, or is confirmed, as if proposed at the desk and paid."""

    kind: Literal["agreement"]
    with_seat: Id = Field(alias="with", description="the other seat")


class Nature(SeatEffect):
    """Adds to the nature line of the seat's account; positive = less damage."""

    kind: Literal["nature"]
    value: Value = Field(description="USD million a quarter")
    quarters: Quarters


class RevealEvent(SeatEffect):
    """The seat hears whether and when an event comes; with these odds rightly."""

    kind: Literal["reveal_event"]
    event: Id
    odds: Share = Figure(1)


class Stock(SeatEffect):
    """Adds to (or takes from) the state stock."""

    kind: Literal["stock"]
    months: Figure = Field(description="months of need")


class Research(SeatEffect):
    """Moves a research programme forward."""

    kind: Literal["research"]
    programme: Programme
    quarters: Figure = Field(description="quarters of progress; negative = back")


class RevealProject(SeatEffect):
    """Puts a hidden project on the board."""

    kind: Literal["reveal_project"]
    project: Id


class StrandProject(SeatEffect):
    """Leaves a project without money: it can be bought cheaply, or it lies idle."""

    kind: Literal["strand_project"]
    project: Id


class SlipProject(SeatEffect):
    """Delays a project."""

    kind: Literal["slip_project"]
    project: Id
    quarters: Quarters


class FileWto(SeatEffect):
    """Opens (or joins) a case at the WTO against a seat."""

    kind: Literal["file_wto"]
    against: Id = Field(description="seat")


class FinishWto(SeatEffect):
    """Ends the case against a seat with a ruling for those who complained."""

    kind: Literal["finish_wto"]
    against: Id = Field(description="seat")


class Contract(SeatEffect):
    """So many tonnes each quarter at a fixed price: the seat pays, or saves, what that differs from the
    price at home."""

    retired: ClassVar = frozenset({"seller"})
    kind: Literal["contract"]
    good: Literal["light_oxide", "heavy_oxide"]
    tonnes_quarter: Positive
    price_usd_kg: Positive
    quarters: Quarters


class Guarantee(SeatEffect):
    """A state guarantee for a project, with the terms that the project states."""

    kind: Literal["guarantee"]
    project: Id


Economic: TypeAlias = (
    Quota | ExportDuty | ImportDuty | Licence | Need | Supply | Cost | PoliticalRisk | PerceivedRisk
    | Affinity | Capacity | Support | PriceFloor | StateBuy | StateRelease | Pledge | Spillover | Recycled
    | Intensity
)  # fmt: skip
OfSeat: TypeAlias = (
    Money | MoneyEachQuarter | ConfidenceChange | Spill | InfluenceChange | Trust | Agreement | Nature | Stock
    | Research | RevealProject | RevealEvent | StrandProject | SlipProject | FileWto | FinishWto | Contract
    | Guarantee
)  # fmt: skip
Effect: TypeAlias = Annotated[Economic | OfSeat, Field(discriminator="kind")]

ECONOMIC_KINDS: tuple[type[EconomicEffect], ...] = get_args(Economic)
SEAT_KINDS: tuple[type[SeatEffect], ...] = get_args(OfSeat)
