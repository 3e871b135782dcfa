"""The closed vocabulary of effects: what an event, a choice or a history entry does.

Each kind is a model: a row of the tables at the end, or a class where it has a rule of its own. What it means
is its docstring and its entry in the manual.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, NamedTuple, TypeAlias, TypeVar, Union

from pydantic import BeforeValidator, Discriminator, Field, Tag, create_model, model_validator
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


class Contract(SeatEffect):
    """So many tonnes each quarter at a fixed price: the seat pays, or saves, what that differs from the
    price at home."""

    retired: ClassVar = frozenset({"seller"})
    kind: Literal["contract"]
    good: Literal["light_oxide", "heavy_oxide"]
    tonnes_quarter: Positive
    price_usd_kg: Positive
    quarters: Quarters


# --------------------------------------------------------------------------------------------- the kinds

Spec: TypeAlias = tuple[Any, Any]
"""Type and `Field` of a key."""

E = TypeVar("E", bound=EffectBase)


def _key(type_: Any, meaning: str | None = None, default: Any = ..., alias: str | None = None) -> Spec:
    return type_, Field(default=default, description=meaning, alias=alias)


def _of(base: type[E], kind: str, meaning: str, **keys: Spec) -> type[E]:
    """The model of one kind of effect."""
    name = kind.title().replace("_", "")
    model: type[E] = create_model(  # type: ignore[call-overload]
        name, __base__=base, __doc__=meaning, __module__=__name__, kind=(Literal[kind], ...), **keys
    )
    globals()[name] = model  # worker processes look classes up by name
    return model


def _nations(meaning: str | None = None) -> Spec:
    return _key(IdsOrAll, meaning)


def _others(meaning: str) -> Spec:
    """The other end of links; omitted = every one."""
    return _key(IdsOrAll, meaning, ())


NATIONS, HOSTS, PROJECT = _nations(), _nations("where the plants stand"), _key(Id)
GOODS_NAMED, PLANTS_NAMED = _key(Goods), _key(Plants)
FACTOR, TONNES = _key(Factor, "factor, 1 = unchanged"), _key(Factor, "t a quarter")
RATE = _key(Rate, "added to the rate, 0.1 = ten points more")
QUARTERS, POINTS = _key(Quarters), _key(Value, "points, scale 0 to 100")
AGAINST, PARTNER = _key(Id, "seat"), _key(Id, "the other seat", alias="with")
TAXPAYERS = _key(Switch, "from (or to) the home taxpayer: no gain for the nation", False)

ECONOMIC_KINDS: tuple[type[EconomicEffect], ...] = tuple(
    _of(EconomicEffect, kind, meaning, **keys)
    for kind, meaning, keys in (
        ("quota", "Caps exports of these goods from these nations at `value` times the benchmark's exports. "
         "Where destinations are named, each flow there has its own cap and other buyers have none.",
         {"nations": _nations("exporters"),
          "destinations": _others("buyers; omitted = all exports together"),
          "goods": GOODS_NAMED, "value": _key(Factor, "share of the benchmark's exports")}),
        ("export_duty", "Adds to the tax on exports of these goods from these nations; negative = takes off.",
         {"nations": _nations("exporters"), "destinations": _others("buyers; omitted = all"),
          "goods": GOODS_NAMED, "value": RATE}),
        ("import_duty", "Adds to the tax on imports of these goods into these nations; negative = takes off.",
         {"nations": _nations("importers"),
          "origins": _others("sellers whose goods are taxed; omitted = all"),
          "goods": GOODS_NAMED, "value": RATE}),
        ("licence", "Export licences: flows from these nations to these destinations are held to `value` "
         "times their mean of the last four quarters.",
         {"nations": _nations("exporters"), "destinations": _others("buyers; omitted = all"),
          "goods": GOODS_NAMED, "value": _key(Factor, "share of the flow that is let through")}),
        ("need", "Multiplies what final users need of these goods.",
         {"nations": NATIONS, "goods": GOODS_NAMED, "value": FACTOR}),
        ("supply", "Multiplies what these plants can make: an outage, a crackdown, informal extra output.",
         {"nations": HOSTS, "plants": PLANTS_NAMED, "value": FACTOR}),
        ("cost", "Multiplies the running cost of these plants.",
         {"nations": HOSTS, "plants": PLANTS_NAMED, "value": FACTOR}),
        ("political_risk", "Adds to the risk that private investors see in these nations, so that they build "
         "less.",
         {"nations": NATIONS, "value": _key(Value, "added; 0 = none")}),
        ("perceived_risk", "Makes firms in these nations want larger stocks.",
         {"nations": NATIONS, "goods": _key(Goods, None, ()),
          "value": _key(Value, "added; +1 doubles the months of cover that firms want")}),
        ("affinity", "Multiplies the weight that these sellers' goods have with these buyers.",
         {"nations": _nations("sellers"), "destinations": _others("buyers; omitted = all"),
          "goods": GOODS_NAMED, "value": FACTOR}),
        ("capacity", "New capacity, once, in t a quarter of the main product (mines: contained NdPr); "
         "negative = closed.",
         {"nations": _nations("owner"),
          "destinations": _others("host; omitted = the owner's own country"),
          "plants": PLANTS_NAMED, "value": _key(Value, "t a quarter")}),
        ("support", "A subsidy added to what producers of these goods receive.",
         {"nations": NATIONS, "goods": GOODS_NAMED, "value": _key(Value, "USD/kg")}),
        ("price_floor", "Producers of these goods can count on this price, for instance by a contract with "
         "their government.",
         {"nations": NATIONS, "goods": GOODS_NAMED,
          "value": _key(Factor, "USD/kg that they earn at least")}),
        ("state_buy", "The state buys for its public stock; a seat that governs the nation pays.",
         {"nations": NATIONS, "goods": GOODS_NAMED, "value": TONNES}),
        ("state_release", "The state sells from its public stock to users at home, as far as it has any.",
         {"nations": NATIONS, "goods": GOODS_NAMED, "value": TONNES}),
        ("pledge", "Long contracts: these nations serve these buyers first, from what their own use leaves.",
         {"nations": _nations("sellers"), "destinations": _nations("buyers"),
          "goods": GOODS_NAMED, "value": _key(Factor, "t a quarter on each link")}),
        ("spillover", "Multiplies how fast these nations learn from others, as a ban on exports of "
         "technology does.",
         {"nations": NATIONS, "value": FACTOR}),
        ("recycled", "Oxide from scrap, in addition to mining.",
         {"nations": NATIONS, "goods": GOODS_NAMED, "value": TONNES}),
        ("intensity", "Multiplies the heavy rare earths that a tonne of magnets takes in these nations.",
         {"nations": NATIONS, "value": FACTOR}),
    )
)  # fmt: skip

SEAT_KINDS: tuple[type[SeatEffect], ...] = tuple(
    row if isinstance(row, type) else _of(SeatEffect, row[0], row[1], **row[2])
    for row in (
        ("money", "Money received (or, negative, paid) once.",
         {"value": _key(Value, "USD million"), "taxpayers": TAXPAYERS}),
        ("money_each_quarter", "Money received (or, negative, paid) every quarter.",
         {"value": _key(Value, "USD million a quarter"), "quarters": QUARTERS, "taxpayers": TAXPAYERS}),
        ("confidence", "Changes the public's confidence.", {"value": POINTS}),
        ("spill", "Something leaked where the nation mines or separates: confidence falls by "
         "`orders.confidence.spill`.", {}),
        ("influence", "Changes the influence in hand.", {"value": _key(Value, "points")}),
        Trust,
        ("agreement", "An agreement with another seat begins, or is confirmed, as if proposed at the desk "
         "and paid.", {"with_seat": PARTNER}),
        ("nature", "Adds to the nature line of the seat's account; positive = less damage.",
         {"value": _key(Value, "USD million a quarter"), "quarters": QUARTERS}),
        ("stock", "Adds to (or takes from) the state stock.", {"months": _key(Figure, "months of need")}),
        ("research", "Moves a research programme forward.",
         {"programme": _key(Programme),
          "quarters": _key(Figure, "quarters of progress; negative = back")}),
        ("reveal_project", "Puts a hidden project on the board.", {"project": PROJECT}),
        ("reveal_event", "The seat hears whether and when an event comes; with these odds rightly.",
         {"event": _key(Id), "odds": _key(Share, None, Figure(1))}),
        ("strand_project", "Leaves a project without money: it can be bought cheaply, or it lies idle.",
         {"project": PROJECT}),
        ("slip_project", "Delays a project.", {"project": PROJECT, "quarters": QUARTERS}),
        ("file_wto", "Opens (or joins) a case at the WTO against a seat.", {"against": AGAINST}),
        ("finish_wto", "Ends the case against a seat with a ruling for those who complained.",
         {"against": AGAINST}),
        Contract,
        ("guarantee", "A state guarantee for a project, with the terms that the project states.",
         {"project": PROJECT}),
    )
)  # fmt: skip

if TYPE_CHECKING:
    Effect: TypeAlias = EconomicEffect | SeatEffect
else:
    Effect = Annotated[Union[(*ECONOMIC_KINDS, *SEAT_KINDS)], Field(discriminator="kind")]
