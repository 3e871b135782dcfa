"""Field types of the content models: each reads the author's text and says plainly what does not fit.

Errors are raised as `PydanticCustomError(code, ...)`, where the code is the one that authors see.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

__all__ = [
    "AbsoluteQuarter",
    "CalendarQuarter",
    "ChanceTable",
    "Confidence",
    "Figure",
    "Figures",
    "FreeText",
    "Id",
    "Ids",
    "LevelQuarter",
    "Model",
    "PackText",
    "Positive",
    "Share",
    "Unsigned",
    "WholeNumber",
    "bounded",
]

Confidence = Literal["sourced", "derived", "recalled", "judgement"]

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_ID = re.compile(r"[a-z0-9][a-z0-9_]*")
_CALENDAR = re.compile(r"([12][0-9]{3})Q([1-4])")
_LEVEL_QUARTER = re.compile(r"Q([1-9][0-9]{0,2})")


class Model(BaseModel):
    """Base of everything that an author writes: frozen, and a key that it does not know is an error."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, populate_by_name=False, arbitrary_types_allowed=True
    )

    retired: ClassVar[frozenset[str]] = frozenset()
    """Keys of earlier versions: passed over with a warning, so that saves and packs go on to work."""


# ------------------------------------------------------------------------------------------- numbers


class Figure(float):
    """A number that may carry where it comes from. Arithmetic gives plain floats.

    In YAML `3.5`, or `{value: 3.5, source: usgs_2011, confidence: sourced}`.
    """

    __slots__ = ("confidence", "source")
    source: str | None
    confidence: Confidence | None

    def __new__(cls, value: float, source: str | None = None, confidence: Confidence | None = None) -> Figure:
        self = super().__new__(cls, value)
        self.source = source
        self.confidence = confidence
        return self

    def __getnewargs__(self) -> tuple[float, str | None, Confidence | None]:  # type: ignore[override]
        return float(self), self.source, self.confidence

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _from_record(cls, _as_record, handler.generate_schema(_FigureRecord), float)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"anyOf": [{"type": "number"}, _sourced_schema({"type": "number"})]}


def _from_record(
    made: Callable[..., Any], read: Callable[[Any], Any], record: CoreSchema, written: Callable[[Any], Any]
) -> CoreSchema:
    """Read what an author wrote as {value, source, confidence}, check that, and make the thing of it."""
    return core_schema.no_info_before_validator_function(
        read,
        core_schema.no_info_after_validator_function(
            lambda found: made(found.value, found.source, found.confidence), record
        ),
        serialization=core_schema.plain_serializer_function_ser_schema(written),
    )


def _sourced_schema(value: dict[str, Any]) -> dict[str, Any]:
    confidences = ["sourced", "derived", "recalled", "judgement"]
    return {
        "type": "object",
        "properties": {
            "value": value,
            "source": {"type": "string"},
            "confidence": {"enum": confidences},
        },
        "required": ["value"],
        "additionalProperties": False,
    }


def _as_record(data: object) -> object:
    """A bare number (or an object that is one already) in the long form."""
    if isinstance(data, Figure):
        return {"value": str(float(data)), "source": data.source, "confidence": data.confidence}
    return data if isinstance(data, dict) else {"value": data}


def parse_number(data: object) -> float:
    """Text to float; refuses what YAML or Python would guess (inf, nan, 1_000, 0x10)."""
    text = str(data).strip() if isinstance(data, str | int | float) and not isinstance(data, bool) else None
    if text is None or not _NUMBER.fullmatch(text) or not math.isfinite(float(text)):
        raise PydanticCustomError("number.invalid", "not a number", {"found": shown(data)})
    return float(text)


def parse_whole(data: object) -> int:
    number = parse_number(data)
    if isinstance(data, str) and data.strip().lstrip("+-").isdigit():
        return int(data)  # exact, also beyond what a float can count
    if not number.is_integer():
        raise PydanticCustomError("number.whole", "not a whole number", {"found": shown(data)})
    return int(number)


def shown(data: object) -> str:
    """How a value is quoted in a message: short, on one line."""
    if isinstance(data, dict):
        return "{...}"
    if isinstance(data, list | tuple):
        return "[...]"
    text = " ".join(str(data).split())
    return text if len(text) <= 40 else text[:37] + "..."


_Number = Annotated[float, BeforeValidator(parse_number), WithJsonSchema({"type": "number"})]


class _FigureRecord(Model):
    value: _Number
    source: str | None = None
    confidence: Confidence | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """A range for a number, a whole number or every number of a list; `open_low` excludes `low`.

    `size` passes: it stands for a number that is drawn later.
    """

    low: float = -math.inf
    high: float = math.inf
    open_low: bool = False

    def __call__(self, value: Any) -> Any:
        numbers = value if isinstance(value, tuple) else () if value == "size" else (value,)
        for number in numbers:
            if not self.holds(number):
                limits = {"found": f"{number:.12g}", "low": f"{self.low:.12g}", "high": f"{self.high:.12g}"}
                raise PydanticCustomError(self.code, "out of range", limits)
        return value

    def holds(self, number: float) -> bool:
        return self.low <= number <= self.high and not (self.open_low and number == self.low)

    @property
    def code(self) -> Literal["number.range", "number.low", "number.high", "number.positive"]:
        if math.isinf(self.low):
            return "number.high"
        if math.isfinite(self.high):
            return "number.range"
        return "number.positive" if self.open_low and self.low == 0 else "number.low"

    @property
    def words(self) -> str:
        """For the manual: `0 to 1`, `above 0`."""
        if math.isfinite(self.low) and math.isfinite(self.high):
            return f"{self.low:g} to {self.high:g}"
        if math.isfinite(self.low):
            return f"above {self.low:g}" if self.open_low else f"at least {self.low:g}"
        return f"at most {self.high:g}"


def bounded(low: float = -math.inf, high: float = math.inf, *, open_low: bool = False) -> AfterValidator:
    """The limits of a number as part of an annotation."""
    return AfterValidator(Limits(low, high, open_low))


Unsigned = Annotated[Figure, bounded(0)]
Positive = Annotated[Figure, bounded(0, open_low=True)]
Share = Annotated[Figure, bounded(0, 1)]
WholeNumber = Annotated[int, BeforeValidator(parse_whole), WithJsonSchema({"type": "integer"})]


class _FiguresRecord(Model):
    value: Annotated[tuple[_Number, ...], Field(min_length=1)]
    source: str | None = None
    confidence: Confidence | None = None


def _figures_record(data: object) -> object:
    if isinstance(data, dict):
        return data
    if isinstance(data, str | int | float):
        return {"value": [data]}
    return {"value": data}


class Figures(tuple[float, ...]):
    """A list of numbers that may carry one source: `[1, 2]` or `{value: [1, 2], source: ...}`."""

    source: str | None
    confidence: Confidence | None

    def __new__(
        cls, values: Iterable[float], source: str | None = None, confidence: Confidence | None = None
    ) -> Figures:
        self = super().__new__(cls, tuple(values))
        self.source = source
        self.confidence = confidence
        return self

    def __getnewargs__(self) -> tuple[tuple[float, ...], str | None, Confidence | None]:
        return tuple(self), self.source, self.confidence

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _from_record(cls, _figures_record, handler.generate_schema(_FiguresRecord), list)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        numbers = {"type": "array", "items": {"type": "number"}, "minItems": 1}
        return {"anyOf": [{"type": "number"}, numbers, _sourced_schema(numbers)]}


def count(low: int, high: int) -> AfterValidator:
    """How many numbers a list must have."""

    def check(value: Any) -> Any:
        if not low <= len(value) <= high:
            wanted = f"{low}" if low == high else f"{low}-{high}"
            raise PydanticCustomError("list.length", "wrong length", {"found": len(value), "wanted": wanted})
        return value

    return AfterValidator(check)


def rising(values: tuple[float, ...]) -> tuple[float, ...]:
    if any(b < a for a, b in pairwise(values)):
        raise PydanticCustomError("range.reversed", "not rising", {"low": f"{values[0]:g}"})
    return values


Span = Annotated[Figures, count(2, 2), AfterValidator(rising)]
"""[low, high]."""


# ----------------------------------------------------------------------------------- switches, words


def parse_switch(data: object) -> bool:
    word = str(data).lower()
    if word in ("true", "yes", "on"):
        return True
    if word in ("false", "no", "off"):
        return False
    raise PydanticCustomError("switch.invalid", "not true or false", {"found": shown(data)})


Switch = Annotated[bool, BeforeValidator(parse_switch), WithJsonSchema({"type": "boolean"})]


def is_id(word: str) -> bool:
    """Small letters, digits and underscores, beginning with a letter or digit."""
    return _ID.fullmatch(word) is not None


def parse_id(data: object) -> str:
    if not isinstance(data, str):
        raise PydanticCustomError("word.expected", "not a word", {"found": shown(data)})
    if not is_id(data):
        raise PydanticCustomError("id.form", "not an id", {"found": shown(data)})
    return data


Id = Annotated[
    str,
    BeforeValidator(parse_id),
    WithJsonSchema({"type": ["string", "integer"], "pattern": "^[a-z0-9][a-z0-9_]*$"}),
]


def parse_free_text(data: object) -> str:
    if not isinstance(data, str):
        raise PydanticCustomError("word.expected", "not text", {"found": shown(data)})
    if not data.strip():
        raise PydanticCustomError("text.empty", "empty", {})
    return data.strip()


FreeText = Annotated[
    str, BeforeValidator(parse_free_text), WithJsonSchema({"type": ["string", "number"], "minLength": 1})
]
"""Text that needs no translation: names, licences, citations."""


def as_list(data: object) -> object:
    """A bare word is a list of one."""
    return [data] if isinstance(data, str) else data


def all_is_empty(data: object) -> object:
    """`all` is the empty list; an empty list is a slip. A bare word is a list of one."""
    if data == "all":
        return []
    if data == [] or data == ():
        raise PydanticCustomError("list.empty", "empty list", {})
    return as_list(data)


def word_list(*words: str) -> WithJsonSchema:
    """JSON Schema of a list of words that may be one bare word; any words when none are given."""
    item: dict[str, Any] = {"enum": list(words)} if words else {"type": ["string", "integer"]}
    return WithJsonSchema({"anyOf": [item, {"type": "array", "items": item}]})


Ids = Annotated[tuple[Id, ...], BeforeValidator(as_list), word_list()]
"""A list of ids; a bare word is a list of one."""

IdsOrAll = Annotated[tuple[Id, ...], BeforeValidator(all_is_empty), word_list()]
"""A list of ids, or `all`, which is the empty tuple in Python."""


# ----------------------------------------------------------------------------------------- languages


class PackText(Model):
    """Text for people, in every language of the game: `{en: ..., zh-Hans: ...}`."""

    en: FreeText
    zh_hans: FreeText = Field(alias="zh-Hans")

    def in_language(self, language: str) -> str:
        """The words in this language; English for a language that packs do not have."""
        return self.zh_hans if language.startswith("zh") else self.en


def same_in_both(data: object) -> object:
    return {"en": data, "zh-Hans": data} if isinstance(data, str) else data


AnyText = Annotated[PackText, BeforeValidator(same_in_both)]
"""A PackText, or a plain text that is the same in all languages (a citation)."""


# ------------------------------------------------------------------------------------------ quarters


@dataclass(frozen=True, slots=True, order=True)
class CalendarQuarter:
    """A quarter of a year: `2010Q3`."""

    year: int
    quarter: int

    @property
    def index(self) -> int:
        """Quarters since the year 0, for differences."""
        return 4 * self.year + self.quarter - 1

    @staticmethod
    def from_index(index: int) -> CalendarQuarter:
        return CalendarQuarter(index // 4, index % 4 + 1)

    def __str__(self) -> str:
        return f"{self.year}Q{self.quarter}"


def parse_calendar(data: object) -> CalendarQuarter:
    if isinstance(data, CalendarQuarter):
        return data
    match = _CALENDAR.fullmatch(data.strip()) if isinstance(data, str) else None
    if not match:
        raise PydanticCustomError("quarter.calendar", "not a quarter", {"found": shown(data)})
    return CalendarQuarter(int(match[1]), int(match[2]))


AbsoluteQuarter = Annotated[
    CalendarQuarter,
    BeforeValidator(parse_calendar),
    WithJsonSchema({"type": "string", "pattern": "^[12][0-9]{3}Q[1-4]$"}),
]


def parse_level_quarter(data: object, info: ValidationInfo) -> int:
    """`Q3` or, where the level's start is known from the context, `2010Q3`: a number counted from 1."""
    if isinstance(data, int):
        return data
    text = data.strip() if isinstance(data, str) else ""
    if match := _LEVEL_QUARTER.fullmatch(text):
        return int(match[1])
    start = (info.context or {}).get("start")
    if _CALENDAR.fullmatch(text) and start is not None:
        number: int = parse_calendar(text).index - start.index + 1
        if number < 1:
            raise PydanticCustomError("quarter.before", "before start", {"found": text, "start": str(start)})
        return number
    code = "quarter.invalid" if start is not None else "quarter.level"
    raise PydanticCustomError(code, "not a quarter", {"found": shown(data)})


LevelQuarter = Annotated[
    int,
    BeforeValidator(parse_level_quarter),
    WithJsonSchema({"type": "string", "pattern": "^([12][0-9]{3}Q[1-4]|Q[1-9][0-9]{0,2})$"}),
]


def _check_chances(table: dict[int, Figure]) -> dict[int, Figure]:
    total = sum(table.values())
    if total > 1 + 1e-9:
        raise PydanticCustomError("chance.total", "over 1", {"total": f"{total:g}"})
    return dict(sorted(table.items()))


ChanceTable = Annotated[dict[LevelQuarter, Share], Field(min_length=1), AfterValidator(_check_chances)]
"""When something happens: `{Q2: 0.2, Q3: 0.6}`; what is missing to 1 is the chance of never."""
