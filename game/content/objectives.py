"""The closed vocabulary of objectives. Each class is one kind; its docstring is its entry in the manual."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from game.content.fields import Figure, Model, PackText, Positive, Share, Unsigned, WholeNumber, bounded

__all__ = ["OBJECTIVE_KINDS", "Objective", "ObjectiveBase"]


class ObjectiveBase(Model):
    """Fields that every objective has."""

    kind: str
    text: PackText = Field(description="what the player reads")


class MagnetOutput(ObjectiveBase):
    """Home magnet output is at least `share` of the benchmark's in `quarters` of the first `of` quarters."""

    kind: Literal["magnet_output"]
    share: Positive
    quarters: Annotated[WholeNumber, bounded(1)]
    of: Annotated[WholeNumber, bounded(1)]

    @model_validator(mode="after")
    def _possible(self) -> MagnetOutput:
        if self.quarters > self.of:
            raise PydanticCustomError("objective.never", "quarters > of", {})
        return self


class StressLoss(ObjectiveBase):
    """In the stressed futures, the median loss of home magnet output is at most this share."""

    kind: Literal["stress_loss"]
    at_most: Share


class CustomersStressLoss(ObjectiveBase):
    """In the stressed futures, the median loss of the customers' magnet output is at most this share."""

    kind: Literal["customers_stress_loss"]
    at_most: Share


class Debt(ObjectiveBase):
    """Debt after the last played quarter is at most this, USD million."""

    kind: Literal["debt"]
    at_most: Unsigned


class ConfidenceObjective(ObjectiveBase):
    """Confidence after the last played quarter is at least this."""

    kind: Literal["confidence"]
    at_least: Annotated[Figure, bounded(0, 100)]


class Guarantees(ObjectiveBase):
    """State guarantees called until the reckoning are at most this, USD million."""

    kind: Literal["guarantees"]
    at_most: Unsigned


class NoIdlePlant(ObjectiveBase):
    """No plant that the seat has built or joined stands idle at the end of the reckoning."""

    kind: Literal["no_idle_plant"]


class MagnetValueAboveTwin(ObjectiveBase):
    """Home magnet output up to the reckoning, at the benchmark's prices and discounted, is above that of a
    government that does nothing."""

    kind: Literal["magnet_value_above_twin"]


class NatureAboveTwin(ObjectiveBase):
    """The nature line of the account is better than that of a government that does nothing."""

    kind: Literal["nature_above_twin"]


class Gain(ObjectiveBase):
    """The nation's account at the end of the reckoning is better, by at least this, than under a government
    that does nothing, USD million."""

    kind: Literal["gain"]
    at_least: Figure


OBJECTIVE_KINDS: tuple[type[ObjectiveBase], ...] = (
    MagnetOutput, StressLoss, CustomersStressLoss, Debt, ConfidenceObjective, Guarantees, NoIdlePlant,
    MagnetValueAboveTwin, NatureAboveTwin, Gain,
)  # fmt: skip

Objective: TypeAlias = Annotated[
    MagnetOutput | StressLoss | CustomersStressLoss | Debt | ConfidenceObjective | Guarantees | NoIdlePlant
    | MagnetValueAboveTwin | NatureAboveTwin | Gain,
    Field(discriminator="kind"),
]  # fmt: skip
