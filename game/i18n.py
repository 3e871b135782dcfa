"""Texts that people read: ids with arguments, rendered late, in the reader's language.

The words stand in gettext catalogues, read as they are at run time (`game.catalogues`). A msgid is a key such
as `desk.end_quarter`; English is a catalogue like any other.

Inside a text `{name}` inserts an argument, `{name:format}` inserts it in the manner of the language. Formats:
`n` number, `musd` USD million, `usd_kg` USD/kg, `t` tonnes, `pct` share (0.4 is 40 %), `quarter` ("2010Q3" or
[2010, 3]) and `date`; a digit sets the decimals (`musd1`), a leading plus always shows the sign (`+pct1`). An
argument may itself be a Text, a pack's `{en: ..., zh-Hans: ...}`, or a list of such things.

Rendering never fails: a missing key or argument is shown as it is called and noted in `Translator.missing`.
"""

from __future__ import annotations

import datetime
import math
import re
import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import localcontext
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeGuard

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from game.catalogues import PSEUDO, babel_locale, found_catalogue, load_catalogue, match_language

__all__ = [
    "Text",
    "Translator",
    "placeholders",
]

NO_FIGURE = "–"

_FORMAT = re.compile(r"(?P<sign>\+?)(?P<kind>n|musd|usd_kg|t|pct|quarter|date)(?P<digits>\d?)")
_QUARTER = re.compile(r"(\d{4})\s*Q([1-4])")
_ACCENTS = str.maketrans("AEIOUCNYaeioucny", "ÁÉÎÕÛÇÑÝáéîõûçñý")  # Latin-1: in every font
_PSEUDO_GROWTH = 0.4
_MOST_NESTED = 12  # texts in texts, as saves hold them


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be rendered later: a catalogue's key or a pack's {en: ..., zh-Hans: ...}, with arguments.

    Arguments are strings, numbers, other Texts, a pack's localized mapping, or lists of these; so a Text goes
    into a save (`to_plain`) and comes back in whatever language is then read.
    """

    id: str | Mapping[str, str]
    args: Mapping[str, Any] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.id if isinstance(self.id, str) else frozenset(self.id.items()))

    @classmethod
    def of(cls, text_id: str | Mapping[str, str], /, **args: Any) -> Text:
        """Text.of("order.refused.cost", cost=40)."""
        return cls(text_id, args)

    def to_plain(self) -> dict[str, Any]:
        """As data for JSON: {"text": id, "args": {...}}, nested Texts alike."""
        return {
            "text": _to_plain(self.id),
            "args": {name: _to_plain(value) for name, value in self.args.items()},
        }

    @classmethod
    def from_plain(cls, data: Mapping[str, Any]) -> Text:
        """The inverse of `to_plain`. Raises ValueError if the data is not a text."""
        return _text_from_plain(data, _MOST_NESTED)


def _to_plain(value: Any) -> Any:
    if isinstance(value, Text):
        return value.to_plain()
    if isinstance(value, (list, tuple)):
        return [_to_plain(item) for item in value]
    return dict(value) if isinstance(value, Mapping) else value


def _text_from_plain(data: Any, deeper: int) -> Text:
    """A text out of data that anybody may have written: only what can be rendered comes through."""
    if not isinstance(data, Mapping):
        raise ValueError("expected a text")
    name, args = data.get("text"), data.get("args", {})
    if not (isinstance(name, str) or _is_localized(name)) or not isinstance(args, Mapping):
        raise ValueError("expected a text {'text': id, 'args': {...}}")
    return Text(name, {key: _from_plain(value, deeper - 1) for key, value in args.items()})


def _from_plain(value: Any, deeper: int) -> Any:
    if deeper < 0:
        raise ValueError("texts are nested too deeply")
    if isinstance(value, list):
        return [_from_plain(item, deeper - 1) for item in value]
    if not isinstance(value, Mapping) or (_is_localized(value) and "text" not in value):
        return value
    return _text_from_plain(value, deeper)


def _is_localized(value: Any) -> TypeGuard[Mapping[str, str]]:
    return isinstance(value, Mapping) and all(isinstance(text, str) for text in value.values())


def placeholders(template: str) -> dict[str, str]:
    """Argument names of a text with their formats. Raises ValueError on a broken or unknown placeholder."""
    found: dict[str, str] = {}
    for _, name, spec, conversion in string.Formatter().parse(template):
        if name is None:
            continue
        if not name.isidentifier() or conversion:
            raise ValueError(f"'{{{name}}}' is not a plain argument name")
        if spec and not _FORMAT.fullmatch(spec):
            raise ValueError(f"'{{{name}:{spec}}}' has a format that does not exist")
        found[name] = spec or ""
    return found


class Translator:
    """Renders texts and figures in one language.

    `language` is one of `catalogues.languages` or "pseudo"; anything else is matched (`match_language`).
    `missing` collects keys without a text in that language (the English text is then shown, or the key) and,
    as "key{name}", arguments that a text wants and did not get. `folder` defaults to where the language is.
    """

    def __init__(self, language: str = "en", folder: Path | None = None) -> None:
        self.language = match_language(language)
        self.missing: set[str] = set()
        self._locale = babel_locale(self.language)
        own = "en" if self.language == PSEUDO else self.language
        self._english, self._catalogue = (
            load_catalogue(code, folder) if folder else found_catalogue(code) for code in ("en", own)
        )

    # ------------------------------------------------------------------------------------------ texts

    def tr(self, key: str, /, **args: Any) -> str:
        """The text of a key with its arguments; a text with plural forms takes the argument `n`."""
        return self._render(key, args)

    def __call__(self, key: str, args: Mapping[str, Any], /) -> str:
        """As `tr`, with the arguments as a mapping: the shape in which other rooms take a translator."""
        return self._render(key, args)

    def trn(self, key: str, n: int, /, **args: Any) -> str:
        """The text of a key for a count, which the text may show as {n}."""
        return self._render(key, {**args, "n": n})

    def render(self, value: Any) -> str:
        """Whatever an argument may be, as a string: Text, localized mapping, list, number or string."""
        if isinstance(value, str):
            return value
        if isinstance(value, Text):
            if isinstance(value.id, str):
                return self._render(value.id, value.args)
            return self.localized(value.id, **value.args)
        if isinstance(value, Mapping):
            return self.localized(value)
        if isinstance(value, datetime.date):
            return self.date(value)
        if value is None:
            return NO_FIGURE
        if isinstance(value, Iterable):
            return self.joined(value)
        return self.number(value, None)

    def has(self, key: str) -> bool:
        """Whether the key has a text in this language or in English."""
        return key in self._catalogue.forms or key in self._english.forms

    def localized(self, texts: Mapping[str, str] | str, /, **args: Any) -> str:
        """A pack's text in this language: the pack's own, else the catalogue's; else in English or in any."""
        if isinstance(texts, str):
            return self._fill(texts, texts, args)
        english = texts.get("en") or next((t for t in texts.values() if t), "")
        template = texts.get(self.language) or self._catalogue.packs.get(english) or english
        return self._fill(template, template, args)

    def joined(self, values: Iterable[Any]) -> str:
        """A list in words: "a, b, and c"."""
        return format_list([self.render(value) for value in values], locale=self._locale)

    # ---------------------------------------------------------------------------------------- figures

    def number(self, x: float, digits: int | None = 0, *, signed: bool = False) -> str:
        """A number with so many decimals; digits=None: an integer whole, of the rest three figures."""
        figure = _float(x)
        if digits is None:
            digits = 0 if figure.is_integer() else _digits_for_three_figures(figure)
        return _number(self._locale, figure, digits, signed)

    def percent(self, share: float, digits: int = 0, *, signed: bool = False) -> str:
        """A share (0.4) as per cent (40%)."""
        return _percent(self._locale, float(share), digits, signed)

    def money_musd(self, x: float, digits: int = 0, *, signed: bool = False) -> str:
        """USD million of the day with its unit; Chinese counts in hundred millions (118 -> 1.18亿), and what
        is less than one of them in ten thousands (14 -> 1,400万)."""
        unit = "format.musd"
        if self.language == "zh-Hans" and abs(x) < 100:
            x, digits, unit = x * 100.0, 0, "format.musd_small" if round(x * 100.0) else "format.musd_none"
        elif self.language == "zh-Hans":
            x, digits = x / 100.0, digits + 2
        amount = self.number(x, digits, signed=signed)
        sign, amount = (amount[0], amount[1:]) if amount[0] in "+-" else ("", amount)
        return sign + self.tr(unit, amount=amount)

    def price_usd_kg(self, x: float, digits: int | None = None, *, signed: bool = False) -> str:
        """A price in USD/kg with its unit; unless told otherwise, one decimal below a hundred."""
        if digits is None:
            digits = 0 if abs(x) >= 99.95 else 1
        return self.tr("format.usd_kg", amount=self.number(x, digits, signed=signed))

    def tonnes(self, x: float, digits: int = 0, *, signed: bool = False) -> str:
        """A mass in tonnes with its unit."""
        return self.tr("format.t", amount=self.number(x, digits, signed=signed))

    def quarter(self, year: int, q: int) -> str:
        """A calendar quarter; q is 1 to 4."""
        return self.tr("format.quarter", year=str(year), q=str(q))

    def date(self, day: datetime.date) -> str:
        """A day, written out at medium length."""
        return format_date(day, format="medium", locale=self._locale)

    # ----------------------------------------------------------------------------------------- inside

    def _render(self, key: str, args: Mapping[str, Any]) -> str:
        catalogue = self._catalogue
        if key not in catalogue.forms:
            self.missing.add(key)
            catalogue = self._english
        forms = catalogue.forms.get(key)
        if forms is None:
            return key
        template = forms[0] if len(forms) == 1 else forms[catalogue.plural(_count(args.get("n", 0)))]
        return self._fill(template, key, args)

    def _fill(self, template: str, key: str, args: Mapping[str, Any]) -> str:
        return "".join(
            literal if name is None else literal + self._argument(key, name, spec, args)
            for literal, name, spec in _parsed(template, self.language == PSEUDO)
        )

    def _argument(self, key: str, name: str, spec: str, args: Mapping[str, Any]) -> str:
        if name not in args:
            self.missing.add(f"{key}{{{name}}}")
            return f"{{{name}}}"
        value = args[name]
        shape = _FORMAT.fullmatch(spec)
        if shape is None or value is None:
            return self.render(value)
        try:
            return self._figure(value, shape["kind"], shape["digits"], bool(shape["sign"]))
        except (
            TypeError,
            ValueError,
            OverflowError,
        ):  # the wrong kind of value: shown as it is rather than not at all
            self.missing.add(f"{key}{{{name}:{spec}}}")
            return str(value)

    def _figure(self, value: Any, kind: str, digits: str, signed: bool) -> str:
        if kind == "quarter":
            return self.quarter(*_year_and_quarter(value))
        if kind == "date":
            day = datetime.date.fromisoformat(value) if isinstance(value, str) else value
            if not isinstance(day, datetime.date):
                raise TypeError("not a day")
            return self.date(day)
        if kind == "n":
            return self.number(value, int(digits) if digits else None, signed=signed)
        show = {
            "musd": self.money_musd,
            "usd_kg": self.price_usd_kg,
            "t": self.tonnes,
            "pct": self.percent,
        }[kind]
        if digits:
            return show(_float(value), int(digits), signed=signed)
        return show(_float(value), signed=signed)


@lru_cache(maxsize=4096)
def _parsed(template: str, pseudo: bool) -> tuple[tuple[str, str | None, str], ...]:
    """A template as (literal, argument name or None, format); broken templates are shown as they are."""
    try:
        placeholders(template)
    except ValueError:
        return ((template, None, ""),)
    pieces = [(text, name, spec or "") for text, name, spec, _ in string.Formatter().parse(template)]
    if not pseudo:
        return tuple(pieces)
    accented = [(text.translate(_ACCENTS), name, spec) for text, name, spec in pieces]
    padding = _padding(sum(len(text) for text, _, _ in pieces))
    return (("[", None, ""), *accented, (padding + "]", None, ""))


def _padding(length: int) -> str:
    """Filler in words of five characters, so that pseudo-texts wrap like real ones."""
    return (" ~~~~" * (math.ceil(length * _PSEUDO_GROWTH) // 5 + 1))[: math.ceil(length * _PSEUDO_GROWTH)]


def _digits_for_three_figures(x: float) -> int:
    if not math.isfinite(x):
        return 0
    return min(max(2 - math.floor(math.log10(abs(x))), 0), 6)


def _pattern(digits: int, unit: str = "") -> str:
    return "#,##0" + ("." + "0" * digits if digits else "") + unit


def _with_sign(shown: str, x: float, signed: bool) -> str:
    """Drop the minus of a rounded zero; add a plus where it is wanted."""
    if not any(c in "123456789" for c in shown):
        return shown.lstrip("-")
    return f"+{shown}" if signed and x > 0 else shown


@lru_cache(maxsize=8192)
def _number(where: Locale, x: float, digits: int, signed: bool) -> str:
    if math.isnan(x):
        return NO_FIGURE
    if math.isinf(x):
        return "∞" if x > 0 else "-∞"
    # Babel rounds in the current decimal context, which a huge figure can exceed.
    with localcontext(prec=400):
        return _with_sign(format_decimal(x, format=_pattern(digits), locale=where), x, signed)


@lru_cache(maxsize=8192)
def _percent(where: Locale, share: float, digits: int, signed: bool) -> str:
    if not math.isfinite(share):
        return _number(where, share, 0, signed)
    with localcontext(prec=400):
        return _with_sign(format_percent(share, format=_pattern(digits, "%"), locale=where), share, signed)


def _float(x: Any) -> float:
    """As float() does, but a whole number beyond its reach is infinite."""
    try:
        return float(x)
    except OverflowError:
        return math.inf if x > 0 else -math.inf


def _count(n: Any) -> int:
    """What decides the plural; the form for none where it is no count."""
    try:
        return abs(math.ceil(n))
    except (TypeError, ValueError, OverflowError):
        return 0


def _year_and_quarter(value: str | Sequence[int]) -> tuple[int, int]:
    if isinstance(value, str):
        match = _QUARTER.fullmatch(value.strip())
        if match is None:
            raise ValueError(f"'{value}' is not a quarter such as 2010Q3")
        return int(match[1]), int(match[2])
    year, q = value
    return int(year), int(q)
