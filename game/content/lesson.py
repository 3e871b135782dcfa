"""The closed vocabulary of claims, of which a level declares its lesson. Each class is one kind; its
docstring is its entry in the manual. `game/lab/claims.py` tries each of them in games."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from game.content.fields import FreeText, Id, LevelQuarter, Model, Switch, WholeNumber, bounded

__all__ = [
    "CLAIM_KINDS",
    "AlliancesPay",
    "BuildUpBeatsPolitics",
    "Camp",
    "Claim",
    "ClaimBase",
    "RestrictionPays",
    "StockIsEnough",
]

Camp: TypeAlias = Literal["build_up", "politics", "stock"]
"""What an archetype mainly does, so that claims speak of all archetypes that do it, whoever wrote them."""


class ClaimBase(Model):
    """Fields that every claim has."""

    kind: str
    seat: Id = Field(description="whose seat it is said of")
    holds: Switch = Field(
        default=True, description="false: the level says openly that it is not so in this seat"
    )


class BuildUpBeatsPolitics(ClaimBase):
    """The best archetype of the camp `build_up` gains more than the best of the camp `politics`. Which is the
    best of a camp is told by the other half of the games, so that nobody is chosen for its luck in the games
    that count."""

    kind: Literal["build_up_beats_politics"]


class AlliancesPay(ClaimBase):
    """An agreement and a plant together gain more than the sum of what each gains alone, and more than doing
    nothing. Three governments that do nothing else are compared: one proposes the agreement in the first
    quarter in which that is allowed, one gives the order `build` likewise, one does both."""

    kind: Literal["alliances_pay_when_they_build"]
    with_seat: Id = Field(alias="with", description="the seat to agree with")
    build: FreeText = Field(description="slot of the order, such as `join:<project>`")
    option: FreeText | None = Field(default=None, description="of `build`; omitted = the slot's first")


class RestrictionPays(ClaimBase):
    """The nation's account under a government that restricts, and does nothing else, is ahead of doing
    nothing at the end of quarter `quarters`, and from then on to the end of the reckoning it loses again. The
    order is given in the first quarter in which it is allowed, and kept."""

    kind: Literal["restriction_pays_then_costs"]
    quarters: Annotated[WholeNumber, bounded(1)] = Field(
        description="how long it pays, from the level's start; may lie in the caretaker quarters"
    )
    slot: FreeText = Field(description="the restriction, such as `quota` or `licence:<good>:<seat>`")
    option: FreeText = Field(description="how strict, such as `-40` or `refused`")
    from_quarter: LevelQuarter = Field(default=1, alias="from", description="not before")


class StockIsEnough(ClaimBase):
    """The best archetype of the camp `stock` meets the mandate, and gains no less than the best of the camp
    `build_up`, within the standard error of their difference."""

    kind: Literal["a_stock_is_enough"]


CLAIM_KINDS: tuple[type[ClaimBase], ...] = (
    BuildUpBeatsPolitics,
    AlliancesPay,
    RestrictionPays,
    StockIsEnough,
)

Claim: TypeAlias = Annotated[
    BuildUpBeatsPolitics | AlliancesPay | RestrictionPays | StockIsEnough, Field(discriminator="kind")
]
