"""The closed vocabulary of conditions. Each class is one kind; its docstring is its entry in the manual."""

from __future__ import annotations

from itertools import islice
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from game.content.fields import Figure, FreeText, Id, Model, Switch, as_list
from game.content.parsing import near

__all__ = [
    "CONDITION_KINDS",
    "ChoiceCondition",
    "Condition",
    "EventCondition",
    "FeatureCondition",
    "ProjectCondition",
]

Stage: TypeAlias = Literal[
    "hidden", "offered", "permit", "building", "ramp", "open", "shelved", "stranded", "gone"
]


class FeatureCondition(Model):
    """Something that the seat sees lies `above` or `below` a number (or between both)."""

    tag: ClassVar[str] = "feature"
    feature: Id
    above: Figure | None = None
    below: Figure | None = None
    seat: Id | None = Field(default=None, description="who looks; omitted = the seat at hand")

    @model_validator(mode="after")
    def _has_a_limit(self) -> FeatureCondition:
        if self.above is None and self.below is None:
            raise PydanticCustomError("condition.limits", "above or below", {})
        if self.above is not None and self.below is not None and self.above >= self.below:
            raise PydanticCustomError("condition.never", "above >= below", {})
        return self


class EventCondition(Model):
    """An event has happened (or, `happened: false`, has not) by now."""

    tag: ClassVar[str] = "event"
    event: Id
    happened: Switch = True


class ChoiceCondition(Model):
    """A seat has taken this choice, written `event.choice`."""

    tag: ClassVar[str] = "choice"
    choice: FreeText
    by: Id | None = Field(default=None, description="seat; omitted = the seat at hand")
    taken: Switch = True


class ProjectCondition(Model):
    """A project belongs to a seat (`owner`), or stands at one of these stages (`status`), or both."""

    tag: ClassVar[str] = "project"
    project: Id
    owner: Id | None = Field(default=None, description="seat that has joined or built it")
    status: Annotated[tuple[Stage, ...], BeforeValidator(as_list)] = Field(
        default=(), description="any of these"
    )

    @model_validator(mode="after")
    def _asks_something(self) -> ProjectCondition:
        if self.owner is None and not self.status:
            raise PydanticCustomError("condition.project", "owner or status", {})
        return self


CONDITION_KINDS: tuple[type[Model], ...] = (
    FeatureCondition,
    EventCondition,
    ChoiceCondition,
    ProjectCondition,
)


_MOST_KEYS = 8  # of a condition that are looked at for a near miss


def _which(data: Any) -> str | None:
    """The kind, told by its leading key; a misspelt one still finds its kind, so that the hint fits."""
    if isinstance(data, Model):
        return str(getattr(data, "tag", ""))
    if not isinstance(data, dict):
        return None
    names = ("feature", "event", "choice", "project")
    return next((n for n in names if n in data), None) or next(
        (guess for key in islice(data, _MOST_KEYS) if (guess := near(str(key), names))), None
    )


Condition: TypeAlias = Annotated[
    Annotated[FeatureCondition, Tag("feature")]
    | Annotated[EventCondition, Tag("event")]
    | Annotated[ChoiceCondition, Tag("choice")]
    | Annotated[ProjectCondition, Tag("project")],
    Discriminator(_which, custom_error_type="condition.unknown", custom_error_message="unknown condition"),
]
