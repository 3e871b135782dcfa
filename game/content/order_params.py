"""Numbers of the orders and accounts that a level sets. Blocks left out take the defaults.

Defaults are the figures that the design starts from; they are judgement, tuned with `lab`.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias, get_args

from pydantic import BeforeValidator, Field

from game.content.fields import (
    Confidence,
    Figure,
    Figures,
    FreeText,
    Model,
    Positive,
    Share,
    Span,
    Unsigned,
    WholeNumber,
    as_list,
    bounded,
    count,
)
from game.content.vocabulary import Good

__all__ = ["ORDER_KINDS", "OrderKind", "OrderParams"]

OrderKind: TypeAlias = Literal[
    "stock", "ration", "offtake", "guarantee", "thrift", "process", "engineers", "recycling", "agreement",
    "summit", "wto", "licence", "quota", "duty",
]  # fmt: skip

Quarters: TypeAlias = Annotated[WholeNumber, bounded(0, 200)]
Points: TypeAlias = Annotated[Figure, bounded(-100, 100)]
PointList: TypeAlias = Annotated[Figures, bounded(-100, 100)]
Shares: TypeAlias = Annotated[Figures, bounded(0, 1)]
GoodList: TypeAlias = Annotated[
    tuple[Good, ...],
    BeforeValidator(as_list),
    Field(min_length=1),
]


def _figure(value: float) -> Figure:
    return Figure(value)


class Block(Model):
    """What every block may say about all of its numbers."""

    source: FreeText | None = Field(default=None, description="key of the level's `sources`")
    confidence: Confidence | None = None


class StockParams(Block):
    """State stock: bought in months of need, released to home users only."""

    months: Annotated[Figures, count(2, 2), bounded(0, 12)] = Field(
        default=Figures((0.5, 1)), description="months bought a quarter by `half` and `month`"
    )
    cap_months: Unsigned = Field(default=_figure(6), description="the most that may be held, months of need")
    holding_cost_quarter: Share = Field(default=_figure(0.01), description="share of the value a quarter")


class RationParams(Model):
    """Rationing: one use first, when cover is short."""

    source: FreeText | None = Field(default=None, description="key of the level's `sources`")
    cover_below_days: Unsigned = Field(default=_figure(45), description="allowed below this cover, days")
    confidence: Points = _figure(-3)
    perceived_risk: Figure = Field(default=_figure(-0.6), description="added to firms' wish for stocks")


class OfftakeParams(Block):
    """Offtake contract: a floor price for a plant, which thereby finds its money."""

    floors_usd_kg: Annotated[Figures, bounded(0, open_low=True), count(1, 9)] = Figures((45, 60, 75))
    tonnes_year: Positive = _figure(2000)
    quarters: Quarters = 20


class AgendaParams(Block):
    """What the cabinet can open in a quarter."""

    free: Annotated[WholeNumber, bounded(1, 20)] = Field(
        default=3, description="new orders without extra cost"
    )
    extra_influence: Unsigned = Field(default=_figure(2), description="influence for each one more")


class GateParams(Block):
    """Decisions while a plant is built."""

    fast_track_quarters: Quarters = 2
    fast_track_cost: Unsigned = Field(default=_figure(0.30), description="share of the cost added")
    fast_track_confidence: Points = _figure(-4)
    overrun: Annotated[Span, bounded(0.1, 20)] = Field(
        default=Figures((1.0, 1.9)), description="lowest and highest factor on the cost, drawn per project"
    )
    stranded_price: Share = Field(
        default=_figure(0.3), description="price of a stranded project, share of its cost"
    )
    price_ratio_start: Positive = Field(
        default=_figure(1.0),
        description="light oxide price at the start over the benchmark's, for costs that follow it",
    )


class ThriftParams(Block):
    """Research that needs less heavy rare earth in each magnet."""

    cost: Annotated[Figures, count(3, 3), bounded(0)] = Field(
        default=Figures((8, 12, 5)), description="USD million a quarter in the first, second and last phase"
    )
    phase_quarters: Annotated[WholeNumber, bounded(1, 100)] = 4
    gate_odds: Share = Field(default=_figure(0.8), description="chance to pass each gate on time")
    slip_quarters: Quarters = 2
    per_quarter: Share = Field(default=_figure(0.04), description="heavy rare earths saved a quarter, share")
    floor: Share = Field(default=_figure(0.5), description="least intensity that can be reached")
    spillover: Share = Field(default=_figure(0.3), description="share that other seats learn")


class ProcessParams(Block):
    """Research for cheaper and cleaner processing."""

    cost: Unsigned = Field(default=_figure(8), description="USD million a quarter")
    retrofit_share: Share = Field(
        default=_figure(0), description="added: share of the running cost of home mines and separation plants"
    )
    delay: Quarters = 4
    cost_per_quarter: Share = Field(
        default=_figure(0.015), description="fall of running cost a quarter, share"
    )
    cost_floor: Share = _figure(0.85)
    damage_floor: Share = Field(
        default=_figure(0.4), description="least damage to nature that can be reached"
    )


class EngineersParams(Block):
    """Training: smaller overruns and faster starts."""

    cost: Unsigned = Field(default=_figure(4), description="USD million a quarter")
    delay: Quarters = 4
    overrun: Annotated[Figure, bounded(-5, 5)] = Field(
        default=_figure(-0.2), description="added to the factor"
    )
    ramp: Annotated[WholeNumber, bounded(-20, 20)] = Field(
        default=-1, description="quarters added to the ramp"
    )


class RecyclingParams(Block):
    """Oxide from scrap."""

    cost: Unsigned = Field(default=_figure(6), description="USD million a quarter")
    delay: Quarters = 8
    per_quarter: Share = Field(default=_figure(0.005), description="share of need, more each quarter")
    cap: Share = Field(default=_figure(0.05), description="share of need at most")


class AgreementParams(Block):
    """Agreements between two seats."""

    influence: Unsigned = _figure(4)
    upkeep_influence: Unsigned = Field(default=_figure(0.25), description="influence a quarter")
    trust_needed: Points = _figure(50)
    quarters: Annotated[Span, bounded(0, 40)] = Field(
        default=Figures((1, 2)), description="until it holds: with trust of `quick_trust`, else"
    )
    quick_trust: Points = _figure(60)
    affinity: Positive = Field(default=_figure(1.5), description="factor on the partner's weight in trade")
    loyalty: Share = Field(
        default=_figure(0),
        description="share of its usual deliveries that an ally keeps up when it is short itself",
    )


class SummitParams(Block):
    """A summit may open slow licences."""

    influence: Unsigned = _figure(2)
    odds: Annotated[Span, bounded(0, 1)] = Field(
        default=Figures((0.35, 0.70)), description="at trust 0 and 100"
    )
    trust: Points = _figure(8)
    open_quarters: Quarters = 2


class WtoParams(Block):
    """A case at the WTO against quota and duty."""

    influence: Unsigned = Field(default=_figure(3), description="for a seat that files alone")
    joined_influence: Unsigned = Field(
        default=_figure(2), description="for each of several seats that file in the same quarter"
    )
    quarters: Annotated[Span, bounded(0, 100)] = Field(
        default=Figures((8, 11)), description="until the ruling"
    )
    odds: Share = _figure(0.85)
    trust: Points = _figure(-10)
    grace: Quarters = Field(default=4, description="quarters until a lost measure ends")


class ControlsParams(Block):
    """Export licences, quota and export duty."""

    influence_step: Unsigned = Field(default=_figure(2), description="influence for each step")
    licence_flow: Annotated[Shares, count(4, 4)] = Field(
        default=Figures((1, 0.7, 0.35, 0.02)), description="flow at open, slow, restricted, refused"
    )
    licence_trust: Annotated[PointList, count(4, 4)] = Figures((0, -8, -15, -30))
    quota_steps: Annotated[Shares, count(2, 9)] = Field(
        default=Figures((1, 0.8, 0.6, 0.4)), description="share of benchmark exports; the first is no quota"
    )
    quota_trust_step: Points = _figure(-4)
    duty_steps: Annotated[Figures, count(2, 9), bounded(0, 10)] = Figures((0, 0.10, 0.15, 0.25))
    duty_trust_step: Points = _figure(-2)
    goods: GoodList = Field(
        default=("light_oxide", "heavy_oxide", "magnets"), description="goods with licences"
    )
    quota_goods: GoodList = Field(
        default=("light_concentrate", "heavy_concentrate", "light_oxide", "heavy_oxide"),
        description="goods that quota and duty apply to",
    )


class ConfidenceParams(Block):
    """How the public's confidence moves."""

    reversion: Share = Field(
        default=_figure(0.05), description="share of the gap to `target` closed a quarter"
    )
    target: Points = _figure(50)
    per_output_loss: Points = Field(
        default=_figure(-20), description="for losing all magnet output, in proportion"
    )
    per_bill_doubling: Points = _figure(-1)
    per_borrowed_50: Points = _figure(-1)
    plant_opens: Points = _figure(3)
    pledge_broken: Points = _figure(-4)
    spill: Points = Field(default=_figure(-5), description="for each effect `spill`")
    fall_below: Points = _figure(25)
    fall_quarters: Annotated[WholeNumber, bounded(1, 100)] = 2
    caretaker_quarters: Quarters = 2
    back_at: Points = _figure(45)


class CreditParams(Block):
    """Government borrowing."""

    interest_quarter: Share = _figure(0.02)


class TrustParams(Block):
    """How trust heals."""

    recovery_quarter: Unsigned = _figure(2)


class InfluenceParams(Block):
    """The most influence that can be held."""

    cap: Positive = _figure(20)


class NatureParams(Block):
    """Damage that mining and separating do, USD per kg REO."""

    light: Unsigned = _figure(1.5)
    heavy: Unsigned = _figure(10)


class StressParams(Block):
    """The stress of half of the futures after the last played quarter."""

    share: Share = _figure(0.5)
    factor: Share = _figure(0.5)
    quarters: Quarters = 2


class OrderParams(Model):
    """Parameters of the order kinds, and of the accounts that they move."""

    without: Annotated[tuple[OrderKind, ...], BeforeValidator(as_list)] = Field(
        default=(), description="order kinds that this level does not offer"
    )
    stock: StockParams = StockParams()
    ration: RationParams = RationParams()
    offtake: OfftakeParams = OfftakeParams()
    agenda: AgendaParams = AgendaParams()
    gates: GateParams = GateParams()
    thrift: ThriftParams = ThriftParams()
    process: ProcessParams = ProcessParams()
    engineers: EngineersParams = EngineersParams()
    recycling: RecyclingParams = RecyclingParams()
    agreement: AgreementParams = AgreementParams()
    summit: SummitParams = SummitParams()
    wto: WtoParams = WtoParams()
    controls: ControlsParams = ControlsParams()
    confidence: ConfidenceParams = ConfidenceParams()
    credit: CreditParams = CreditParams()
    trust: TrustParams = TrustParams()
    influence: InfluenceParams = InfluenceParams()
    nature: NatureParams = NatureParams()
    stress: StressParams = StressParams()


ORDER_KINDS: tuple[str, ...] = get_args(OrderKind)
