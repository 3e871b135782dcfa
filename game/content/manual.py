"""The reference part of docs/modding.md, written from the models that read the files.

`python -m game.content.manual docs/modding.md` rewrites the part between the two marks; a test compares it.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from game.content import fields as f
from game.content.campaign import OPENING_KINDS, Campaign, MapPlace, Step
from game.content.conditions import CONDITION_KINDS
from game.content.difficulty import DIFFICULTIES
from game.content.effects import ECONOMIC_KINDS, SEAT_KINDS
from game.content.event import Choice, ChoiceCost, Event, Rumour
from game.content.glossary import TERMS
from game.content.guide import ACTIONS, PARTS, PLACES, Guide, GuidePage, GuidePoint, GuideStep
from game.content.history import Fitted, History, HistoryEntry
from game.content.lesson import CLAIM_KINDS
from game.content.level import Act, Board, HistoryUse, Level, Par, Solution, SolutionOrder, Source, TrustPair
from game.content.objectives import OBJECTIVE_KINDS
from game.content.order_params import OrderParams
from game.content.pack import Manifest
from game.content.project import (
    Build,
    FirstCall,
    Host,
    PlantSize,
    Project,
    ProjectCost,
    ProjectGuarantee,
    SelfFunded,
    Stages,
)
from game.content.rival import Difficulty, Rival, RivalRule, Vary
from game.content.seat import Advisers, Factory, Minister, Seat
from game.content.setting import (
    Defaults,
    NationFigures,
    OxidePrice,
    Partner,
    Prices,
    Setting,
    Stated,
    Technology,
)
from game.content.slots import SLOT_GRAMMAR
from game.content.vocabulary import FEATURES, GOODS, PLACEHOLDERS, PLANTS, SEAT_FEATURES

__all__ = ["BEGIN", "END", "reference", "with_reference"]

BEGIN = "<!-- reference: written by game/content/manual.py, do not edit by hand -->"
END = "<!-- end of reference -->"

_FILES: tuple[tuple[str, tuple[type[BaseModel], ...]], ...] = (
    ("pack.yaml", (Manifest,)),
    ("Level", (Level, HistoryUse, Act, TrustPair, Board, Solution, SolutionOrder, Par, Source)),
    ("Seats", (Seat, Minister, Advisers, Factory)),
    (
        "Projects",
        (Project, Host, Build, PlantSize, Stages, ProjectCost, SelfFunded, FirstCall, ProjectGuarantee),
    ),
    ("Events", (Event, Rumour, Choice, ChoiceCost)),
    ("Difficulties", (Difficulty,)),
    ("Guide", (Guide, GuidePage, GuidePoint, GuideStep)),
    ("Rival", (Rival, RivalRule, Vary)),
    ("History", (History, HistoryEntry, Fitted)),
    (
        "Setting",
        (Setting, Stated, Prices, OxidePrice, Technology, Defaults, NationFigures, Partner),
    ),
    ("Campaign", (Campaign, Step, MapPlace)),
)

_BY_PARSER: dict[Any, str] = {
    f.parse_number: "number",
    f.parse_whole: "whole number",
    f.parse_level_quarter: "quarter",
    f.parse_calendar: "calendar quarter",
    f.parse_id: "id",
    f.parse_free_text: "text in one language",
    f.parse_switch: "true or false",
    f.same_in_both: "text, in one or both languages",
}

_PLAIN: dict[Any, str] = {f.CalendarQuarter: "calendar quarter", float: "number", bool: "true or false"}


def reference() -> str:
    """Markdown of every key and every word of the closed vocabularies."""
    parts = [_models(title, models) for title, models in _FILES]
    parts.append(_orders())
    parts.append(_slots())
    parts.append(_kinds("Conditions", CONDITION_KINDS, "A list under `if` holds when all of it holds."))
    both = "Every effect may have `delay`."
    economic = (
        f"{both} These may also have `quarters` and `ends_with`; `nation: x` is the same as `nations: [x]`."
    )
    parts.append(
        _kinds("Effects on the economy", ECONOMIC_KINDS, economic, hide=("delay", "quarters", "ends_with"))
    )
    seat = f"{both} These may also have `seats`: whom they concern."
    parts.append(_kinds("Effects on a seat", SEAT_KINDS, seat, hide=("delay", "seats")))
    parts.append(_kinds("Objectives", OBJECTIVE_KINDS, "Every objective has a `text`.", hide=("text",)))
    claims = "What `lesson` may claim. Every claim names a `seat` and may have `holds`."
    parts.append(_kinds("Claims", CLAIM_KINDS, claims, hide=("seat", "holds")))
    opens = "What `after` of a campaign's step may ask for; all that it lists must hold."
    parts.append(_kinds("Openings", OPENING_KINDS, opens))
    parts.append(_words())
    parts.append(_information())
    parts.append(_guide_words())
    return "\n".join(parts)


def with_reference(page: str) -> str:
    """The page with its reference part written anew. Raises ValueError without the two marks."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the page has no place for the reference: the two marks are missing")
    return f"{before}{BEGIN}\n\n{reference()}\n{END}{after}"


# --------------------------------------------------------------------------------------------- sections


def _models(title: str, models: Iterable[type[BaseModel]]) -> str:
    lines = [f"### {title}", ""]
    for model in models:
        lines += [f"#### {_name(model)}", "", _doc(model), "", *_table(model), ""]
    return "\n".join(lines)


def _orders() -> str:
    lines = [
        "### Orders",
        "",
        "#### order params",
        "",
        _doc(OrderParams),
        "",
        *_table(OrderParams, ("without",)),
        "",
    ]
    for name, info in OrderParams.model_fields.items():
        model = info.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            lines += [f"#### orders.{name}", "", _doc(model), "", *_table(model), ""]
    return "\n".join(lines)


def _slots() -> str:
    lines = ["### Slots", "", "How an order is named in solutions and rivals.", ""]
    lines += ["| slot | lever | options |", "| --- | --- | --- |"]
    for kind, (lever, written, options) in SLOT_GRAMMAR.items():
        lines.append(
            f"| `{written.replace(' or ', '` or `')}` | {lever or 'named by the choice'} | {options} |"
        )
        assert written.startswith(kind)
    return "\n".join([*lines, ""])


def _kinds(title: str, kinds: Iterable[type[BaseModel]], intro: str, hide: tuple[str, ...] = ()) -> str:
    lines = [f"### {title}", "", intro, ""]
    for model in kinds:
        tag = getattr(model, "tag", None)
        kind = tag or get_args(model.model_fields["kind"].annotation)[0]
        lines += [f"#### {kind}", "", _doc(model), ""]
        shown = [name for name in model.model_fields if name not in (*hide, "kind")]
        if shown:
            lines += [*_table(model, shown), ""]
    return "\n".join(lines)


def _words() -> str:
    lines = ["### Words", "", f"Goods: {_listed(GOODS)}.", "", f"Plants: {_listed(PLANTS)}.", ""]
    lines += ["Features, for conditions and as placeholders:", "", "| feature | meaning |", "| --- | --- |"]
    lines += [f"| `{name}` | {meaning} |" for name, meaning in FEATURES.items()]
    lines += [f"| `{name}_<seat>` | {meaning} |" for name, meaning in SEAT_FEATURES.items()]
    lines += ["", "Further placeholders:", "", "| placeholder | meaning |", "| --- | --- |"]
    lines += [f"| `{{{name}}}` | {meaning} |" for name, meaning in PLACEHOLDERS.items()]
    return "\n".join([*lines, ""])


def _information() -> str:
    lines = [
        "### What a difficulty lets a player know",
        "",
        "The same for every level; the economy is the same in all three.",
        "",
        "| difficulty | forecast, quarters | rumours | ministers' reasons | advisers' ideas |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, info in DIFFICULTIES.items():
        words = [f"{info.forecast_quarters}", info.rumours]
        words += ["yes" if shown else "no" for shown in (info.reasons, info.advisers)]
        lines.append(f"| `{name}` | {' | '.join(words)} |")
    return "\n".join([*lines, ""])


def _guide_words() -> str:
    lines = ["### Words of a guide", ""]
    tables = (
        ("Places, for `look_at`", "place", PLACES),
        ("Actions, for `done`: the step is complete when the player", "action", ACTIONS),
        ("Parts, for `unlocks`", "part", PARTS),
    )
    for title, head, words in tables:
        lines += [f"{title}:", "", f"| {head} | meaning |", "| --- | --- |"]
        lines += [f"| `{written}` | {meaning} |" for written, meaning in words.values()]
        lines.append("")
    return "\n".join([*lines, f"Words of the glossary, for `terms`: {_listed(TERMS)}.", ""])


# ---------------------------------------------------------------------------------------------- tables


def _table(model: type[BaseModel], only: Iterable[str] | None = None) -> list[str]:
    lines = ["| key | value | if omitted | meaning |", "| --- | --- | --- | --- |"]
    for name, info in model.model_fields.items():
        if only is None or name in only:
            meaning = info.description or ""
            words = f"| `{info.alias or name}` | {_value(info)} | {_default(info)} | {meaning} |"
            lines.append(words.replace("|  |", "| |").replace("|  |", "| |"))
    return lines


def _doc(model: type[BaseModel]) -> str:
    return " ".join((inspect.getdoc(model) or "").split())


def _name(model: type[BaseModel]) -> str:
    """`SelfFunded` -> `self funded`, for headings and links."""
    return "".join(f" {c.lower()}" if c.isupper() else c for c in model.__name__).strip()


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _default(info: FieldInfo) -> str:
    if info.is_required():
        return "needed"
    value = info.default
    if isinstance(value, BaseModel):
        return "defaults"
    if value is None or value in ((), {}):
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"`[{', '.join(_number(item) for item in value)}]`"
    return f"`{_number(value)}`"


def _number(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _value(info: FieldInfo) -> str:
    limits = next(
        (rule.func.words for rule in _validators(info.metadata) if isinstance(rule.func, f.Limits)), ""
    )
    return " ".join(part for part in (_words_for(info.annotation, info.metadata), limits) if part)


def _validators(metadata: Iterable[Any]) -> Iterator[Any]:
    return (rule for rule in metadata if hasattr(rule, "func"))


def _words_for(type_: Any, metadata: Iterable[Any] = ()) -> str:
    """What to write for this type, in words."""
    if type_ is None or type_ is type(None):
        return ""
    if hasattr(type_, "__metadata__"):
        limits = [r.func.words for r in _validators(type_.__metadata__) if isinstance(r.func, f.Limits)]
        return " ".join([_words_for(type_.__origin__, type_.__metadata__), *limits])
    for rule in _validators(metadata):
        if rule.func in _BY_PARSER:
            return _BY_PARSER[rule.func]
    if type_ is f.Figure:
        return "number"
    if type_ is f.Figures:
        return "list of numbers"
    if type_ is f.PackText:
        return "text in both languages"
    if isinstance(type_, type) and issubclass(type_, BaseModel):
        return f"[{_name(type_)}](#{_name(type_).replace(' ', '-')})"
    return _composed(type_, any(rule.func is f.all_is_empty for rule in _validators(metadata)))


def _composed(type_: Any, may_be_all: bool) -> str:
    origin, args = get_origin(type_), get_args(type_)
    if origin is Literal:
        return _listed(args)
    if origin is tuple:
        items = {_words_for(arg): None for arg in args if arg is not Ellipsis}
        return f"list of {', '.join(items)}" + (", or `all`" if may_be_all else "")
    if origin is dict:
        return f"table {_words_for(args[0])}: {_words_for(args[1])}"
    if not args:
        return _PLAIN.get(type_, str(getattr(type_, "__name__", type_)))
    models = [arg for arg in map(_unwrapped, args) if isinstance(arg, type) and issubclass(arg, BaseModel)]
    if len(models) > 2:
        if models[0] in ECONOMIC_KINDS:
            return "effect"
        if models[0] in CLAIM_KINDS:
            return "claim"
        if models[0] in OPENING_KINDS:
            return "opening"
        return "condition" if models[0] in CONDITION_KINDS else "objective"
    return " or ".join(part for part in map(_words_for, args) if part)


def _unwrapped(type_: Any) -> Any:
    return type_.__origin__ if hasattr(type_, "__metadata__") else type_


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.write_text(with_reference(target.read_text(encoding="utf-8")), encoding="utf-8")
