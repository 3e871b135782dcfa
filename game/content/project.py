"""Projects: named ones of the world, and templates of what a government can build."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from game.content.fields import (
    Figure,
    Id,
    Ids,
    Model,
    PackText,
    Positive,
    Share,
    Switch,
    Unsigned,
    WholeNumber,
    as_list,
    bounded,
)
from game.content.vocabulary import Good, Plant

__all__ = ["Build", "FirstCall", "Host", "PlantSize", "Project", "ProjectGuarantee", "Stages"]

Quarters: TypeAlias = Annotated[WholeNumber, bounded(0, 200)]
Status: TypeAlias = Literal["offered", "permit", "building", "hidden", "stranded"]


class Host(Model):
    """A plant of a named project, where it stands, and its size."""

    plant: Plant
    nation: Id
    tonnes_year: Positive = Field(description="main product a year; mines: contained NdPr")
    owner: Id | None = Field(
        default=None, description="nation that owns what no joiner owns; omitted = the host"
    )


class PlantSize(Model):
    """A plant of a template, and its size."""

    plant: Plant
    tonnes_year: Positive = Field(description="main product a year; mines: contained NdPr")


class Build(Model):
    """Where a template may be built: `home`, `ally` (a seat with an agreement), or named nations."""

    hosts: Annotated[
        tuple[Id, ...],
        BeforeValidator(as_list),
        Field(min_length=1),
    ]


class Stages(Model):
    """How long each stage takes."""

    permit: Quarters = 2
    build: Quarters = 8
    ramp: Quarters = Field(default=4, description="from opening to full output")


class ProjectCost(Model):
    """What it costs; `basket_power` lets the price follow the market."""

    retired: ClassVar = frozenset({"expand_musd"})
    permit_musd: Unsigned = Figure(0)
    build_musd: Unsigned
    basket_power: Annotated[Figure, bounded(0, 3)] = Field(
        default=Figure(0), description="cost x (light oxide price / price at the start) ^ this"
    )


class SelfFunded(Model):
    """Its owners find money of their own, so that it is built without a government, but it may slip."""

    slip_odds: Share = Field(description="chance of a slip halfway, unless a government stands behind it")
    slip_quarters: Quarters


class FirstCall(Model):
    """Tonnes that whoever joins may buy first."""

    good: Good
    seller: Id = Field(description="nation")
    tonnes_year: Positive
    quarters: Annotated[WholeNumber, bounded(1, 400)]


class ProjectGuarantee(Model):
    """A state guarantee instead of money: called when the price stays low."""

    share: Share = Field(description="of the build cost")
    price_below_usd_kg: Positive
    quarters: Annotated[WholeNumber, bounded(1, 200)] = Field(
        description="below it in a row until it is called"
    )


class Project(Model):
    """A mine, separation or magnet plant that can come about."""

    retired: ClassVar = frozenset({"reopen"})
    id: Id
    name: PackText
    text: PackText
    sources: Ids = ()
    hosts: tuple[Host, ...] = Field(default=(), description="plants of a named project")
    build: Build | None = Field(default=None, description="makes it a template: one copy per seat and host")
    plants: tuple[PlantSize, ...] = Field(default=(), description="plants of a template")
    status: Status = "offered"
    stage_quarters: Stages = Stages()
    done_quarters: Quarters = Field(default=0, description="of its stage, already done at the start")
    cost: ProjectCost
    self_funded: SelfFunded | None = Field(
        default=None,
        description="omitted = the building waits until a government joins, guarantees or takes an offtake",
    )
    needs_agreement_with: Id | None = Field(default=None, description="seat")
    seats: Ids = Field(default=(), description="who may join or build; omitted = every seat")
    stake: Share = Field(default=Figure(1), description="share of the capacity that the joiner owns")
    first_call: FirstCall | None = None
    offtake: Switch = Field(default=False, description="may be given an offtake with a floor")
    guarantee: ProjectGuarantee | None = Field(default=None, description="may be given a state guarantee")
    stranded_price: Share | None = Field(default=None, description="overrides orders.gates.stranded_price")

    @property
    def is_template(self) -> bool:
        return self.build is not None

    @model_validator(mode="after")
    def _one_of_two(self) -> Project:
        if self.build is None and (self.plants or not self.hosts):
            raise PydanticCustomError("project.hosts", "a named project has hosts", {"id": self.id})
        if self.build is not None and (self.hosts or not self.plants):
            raise PydanticCustomError("project.plants", "a template has plants", {"id": self.id})
        return self
