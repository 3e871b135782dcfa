"""History scripts: what happened in the background, quarter by quarter, as effects with sources."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias, get_args

from pydantic import BeforeValidator, Discriminator, Field, Tag, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from game.content.effects import ECONOMIC_KINDS, Goods, Plants, Targets, plural_keys
from game.content.fields import (
    AbsoluteQuarter,
    CalendarQuarter,
    Confidence,
    Figure,
    FreeText,
    Id,
    IdsOrAll,
    Limits,
    Model,
    PackText,
    parse_calendar,
)
from game.content.level import Source

__all__ = ["History", "HistoryEntry", "Step"]

EconomicKind: TypeAlias = Literal[
    "quota", "export_duty", "import_duty", "licence", "need", "supply", "cost", "political_risk",
    "perceived_risk", "affinity", "capacity", "support", "price_floor", "state_buy", "state_release",
    "pledge", "spillover", "recycled", "intensity",
]  # fmt: skip

Steps: TypeAlias = Annotated[dict[AbsoluteQuarter, Figure], Field(min_length=1)]
Series: TypeAlias = Annotated[
    Annotated[Steps, Tag("steps")] | Annotated[Figure, Tag("number")],
    Discriminator(lambda data: "steps" if isinstance(data, dict) and "value" not in data else "number"),
]
Step: TypeAlias = tuple[CalendarQuarter, CalendarQuarter | None, float]


def _parse_end(data: object) -> CalendarQuarter | None:
    return None if data == "end" or data is None else parse_calendar(data)


class Fitted(Model):
    """The range in which the back-test may choose the entry's values."""

    low: float = Field(allow_inf_nan=False)
    high: float = Field(allow_inf_nan=False)
    tie: Literal["each", "together"] = Field(
        default="each",
        description="`each` value by itself, or `together`: low and high are those of the value that is "
        "farthest from 1, and the others keep their proportion to it in logs",
    )
    steps: tuple[AbsoluteQuarter, ...] = Field(
        default=(), description="the steps of `each` that are free; all if none is named"
    )

    @model_validator(mode="after")
    def _low_to_high(self) -> Fitted:
        if self.low > self.high:
            raise PydanticCustomError("range.reversed", "reversed")
        return self


class HistoryEntry(Model):
    """One line of history: an economic effect from a quarter until another."""

    id: Id
    kind: EconomicKind
    from_quarter: AbsoluteQuarter = Field(alias="from")
    to_quarter: Annotated[
        CalendarQuarter | None,
        BeforeValidator(_parse_end),
        WithJsonSchema({"type": "string", "pattern": "^([12][0-9]{3}Q[1-4]|end)$"}),
    ] = Field(alias="to", description="first quarter without it, or `end`")
    nations: IdsOrAll
    destinations: IdsOrAll = ()
    origins: IdsOrAll = ()
    goods: Goods = ()
    plants: Plants = ()
    value: Series = Field(description="a number, or {2010Q1: 1.0, 2010Q3: 1.2}: each holds until the next")
    fitted: Fitted | None = Field(default=None, description="values chosen by the back-test, and their range")
    text: PackText | None = None
    source: FreeText
    confidence: Confidence

    @model_validator(mode="before")
    @classmethod
    def _plural(cls, data: Any) -> Any:
        return plural_keys(data)

    @model_validator(mode="after")
    def _in_time(self) -> HistoryEntry:
        end = self.to_quarter
        if end is not None and end <= self.from_quarter:
            raise PydanticCustomError("history.order", "to before from", {"to": str(end)})
        starts = [start for start, _, _ in self.steps()]
        for start in starts:
            if start < self.from_quarter or (end is not None and start >= end):
                raise PydanticCustomError("history.step", "outside", {"quarter": str(start)})
        return self

    @model_validator(mode="after")
    def _as_its_kind_wants(self) -> HistoryEntry:
        kind = next(k for k in ECONOMIC_KINDS if get_args(k.model_fields["kind"].annotation) == (self.kind,))
        for limits in (getattr(rule, "func", None) for rule in kind.model_fields["value"].metadata):
            if isinstance(limits, Limits):
                limits(tuple(value for _, _, value in self.steps()))
        for name in (*Targets._fields, "origins"):
            if getattr(self, name) and name not in kind.model_fields:
                raise PydanticCustomError("history.unused", "not used", {"key": name, "kind": self.kind})
            needed = name in kind.model_fields and kind.model_fields[name].is_required()
            if needed and name not in self.model_fields_set:
                raise PydanticCustomError("history.needs", "needed", {"key": name, "kind": self.kind})
        return self

    def targets(self) -> Targets:
        """Goods, nations, destinations and plants; empty where the kind has none, or means all."""
        return Targets(self.goods, self.nations, self.destinations or self.origins, self.plants)

    def steps(self) -> tuple[Step, ...]:
        """(first quarter, first quarter after, or None for the end, value), in order."""
        if isinstance(self.value, float):
            return ((self.from_quarter, self.to_quarter, float(self.value)),)
        starts = sorted(self.value)
        ends = [*starts[1:], self.to_quarter]
        return tuple((s, e, float(self.value[s])) for s, e in zip(starts, ends, strict=True))


class History(Model):
    """A history script."""

    format: Literal["1"]
    kind: Literal["history"]
    id: Id
    title: PackText | None = None
    sources: dict[Id, Source] = Field(default={}, description="by key")
    entries: tuple[HistoryEntry, ...]

    def without(self, skip: tuple[str, ...]) -> tuple[HistoryEntry, ...]:
        """The entries but those that a level handles itself."""
        return tuple(entry for entry in self.entries if entry.id not in skip)
