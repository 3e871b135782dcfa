"""Typed parsing: a read document becomes a frozen model, or problems in an author's words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from collections.abc import Mapping as AbstractMapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from game.content.fields import shown
from game.content.problem import Problem, Severity
from game.content.reader import Document, Entry, Mapping, Node, Scalar, Steps, Tree, path_place, plain
from game.content.repair import drop, repair
from game.i18n import Text

__all__ = ["did_you_mean", "near", "parse_document", "parse_or_guess"]

M = TypeVar("M", bound=BaseModel)
MAX_LISTED = 16
MAX_PROBLEMS = 200
MAX_SEEN = 10 * MAX_PROBLEMS  # errors of the library that are looked at; the rest is only counted

# What the library calls an error -> what an author reads. Its own wording is never shown.
_CODES = {
    "missing": "key.missing",
    "extra_forbidden": "key.unknown",
    "invalid_key": "key.unknown",
    "model_type": "shape.mapping",
    "model_attributes_type": "shape.mapping",
    "dict_type": "shape.mapping",
    "tuple_type": "shape.list",
    "list_type": "shape.list",
    "string_type": "word.expected",
    "literal_error": "word.unknown",
    "enum": "word.unknown",
    "union_tag_invalid": "kind.unknown",
    "union_tag_not_found": "kind.missing",
    "too_short": "list.short",
    "too_long": "list.long",
    "float_parsing": "number.invalid",
    "float_type": "number.invalid",
    "int_parsing": "number.whole",
    "int_type": "number.whole",
    "int_from_float": "number.whole",
    "finite_number": "number.invalid",
    "greater_than": "number.low",
    "greater_than_equal": "number.low",
    "less_than": "number.high",
    "less_than_equal": "number.high",
    "bool_parsing": "switch.invalid",
    "bool_type": "switch.invalid",
}


def near(word: str, known: Iterable[str]) -> str | None:
    """The known word that the author most likely meant: nearly the same, or the only one that begins so."""
    folded = {w.lower().replace("-", "_"): w for w in known}
    plain_word = word.lower().replace("-", "_")
    match = difflib.get_close_matches(plain_word, list(folded), n=1, cutoff=0.6)
    if match:
        return folded[match[0]]
    begins = [w for f, w in folded.items() if f.startswith(plain_word)]
    return begins[0] if len(begins) == 1 and len(plain_word) > 1 else None


def did_you_mean(word: str, known: Iterable[str]) -> Text | None:
    """A hint: the near miss, else the list of what there is, else nothing."""
    words = sorted(set(known))
    guess = near(word, words)
    if guess is not None and guess != word:
        return Text("content.hint.near", {"word": guess})
    if not words:
        return None
    if len(words) > MAX_LISTED:
        return Text("content.hint.known_some", {"words": ", ".join(words[:MAX_LISTED])})
    return Text("content.hint.known", {"words": ", ".join(words)})


def parse_document(
    document: Document, model: type[M], context: AbstractMapping[str, object] | None = None
) -> tuple[M | None, list[Problem]]:
    """The document as this model, or None with problems. Never raises for what an author wrote."""
    return _parse(document, model, context, guessing=False)


def parse_or_guess(
    document: Document, model: type[M], context: AbstractMapping[str, object] | None = None
) -> tuple[M | None, list[Problem]]:
    """Like `parse_document`, but with problems comes, where possible, what the author probably meant.

    Such a guess is good for one thing: looking for further problems in the same pass.
    """
    return _parse(document, model, context, guessing=True)


def _parse(
    document: Document, model: type[M], context: AbstractMapping[str, object] | None, *, guessing: bool
) -> tuple[M | None, list[Problem]]:
    if document.root is None:
        return None, []
    if not isinstance(document.root, Mapping):
        return None, [document.problem("shape.file", document.root)]
    tree = plain(document.root)
    valid, details = _validated(model, tree, context)
    old = [d for d in details if d["type"] == "extra_forbidden" and _is_retired(model, d["loc"])]
    warnings = [_retired(document, document.root, detail["loc"]) for detail in old]
    if old:
        for detail in old:
            drop(tree, detail["loc"])
        valid, details = _validated(model, tree, context)
    if valid is not None:
        return valid, warnings
    unseen = max(len(details) - MAX_SEEN, 0)
    details = _without_echoes(details[:MAX_SEEN])
    found = [_Translation(document, document.root, model, detail) for detail in details[:MAX_PROBLEMS]]
    problems = [translation.problem() for translation in found]
    if len(details) + unseen > MAX_PROBLEMS:
        problems.append(document.problem("file.many", n=len(details) + unseen - MAX_PROBLEMS))
    if not guessing:
        return None, warnings + problems
    for translation, problem in zip(found, problems, strict=False):
        repair(tree, translation.steps, problem)
    return _validated(model, tree, context)[0], warnings + problems


def _validated(
    model: type[M], tree: Tree, context: AbstractMapping[str, object] | None
) -> tuple[M | None, list[ErrorDetails]]:
    """The tree as the model, or what the library has against it."""
    try:
        return model.model_validate(tree, context=dict(context or {})), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


def _is_retired(model: type[BaseModel], steps: Steps) -> bool:
    """Whether an unknown key is one that earlier versions took."""
    return any(str(steps[-1]) in getattr(type_, "retired", ()) for type_ in _types_at(model, steps[:-1]))


def _retired(document: Document, root: Node, steps: Steps) -> Problem:
    place = path_place(root, steps)
    at: Node = place.own_key or place.node
    return document.problem("key.retired", at, severity=Severity.WARNING, key=str(steps[-1]))


def _without_echoes(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """Without errors that only follow from others.

    A misspelt key is both unknown and missing; a list whose items have errors counts as too short.
    """
    unknown: dict[Steps, list[str]] = {}
    for detail in details:
        if detail["type"] == "extra_forbidden":
            unknown.setdefault(detail["loc"][:-1], []).append(str(detail["loc"][-1]))
    whole = [d["loc"] for d in details if d["type"] != "too_short"]
    return [
        d
        for d in details
        if not (d["type"] == "missing" and _is_meant(d["loc"], unknown.get(d["loc"][:-1], [])))
        and not (d["type"] == "too_short" and any(_is_below(at, d["loc"]) for at in whole))
    ]


def _is_meant(missing: Steps, unknown: list[str]) -> bool:
    """Near misses take time; among hundreds of strange keys nobody looks for them."""
    return any(near(key, [str(missing[-1])]) is not None for key in unknown[:MAX_PROBLEMS])


def _is_below(path: Steps, top: Steps) -> bool:
    return len(path) > len(top) and path[: len(top)] == top


class _Translation:
    """One error of the library, looked up in the file and put in words."""

    def __init__(self, document: Document, root: Node, model: type[BaseModel], detail: ErrorDetails) -> None:
        self.document = document
        self.detail = detail
        self.steps: Steps = tuple(detail["loc"])
        self.model = model
        self.place = path_place(root, self.steps)
        if detail["type"].startswith("number.") and isinstance(self.place.node, Mapping):
            self.steps = (*self.steps, "value")  # a thing with one number, checked as a whole
            self.place = path_place(root, self.steps)
        self.at = self.spot()
        self.code = _CODES.get(detail["type"], detail["type"])
        context = dict(detail.get("ctx") or {})
        self.args: dict[str, Any] = {k: str(v) for k, v in context.items()}
        for name, limits in (("low", ("ge", "gt")), ("high", ("le", "lt"))):
            found = next((self.args[limit] for limit in limits if limit in self.args), None)
            if found is not None:
                self.args[name] = found

    def problem(self) -> Problem:
        if self.code == "shape.mapping" and self.args.get("class_name") == "PackText":
            hint = Text("content.hint.write", {"example": example("title").replace("title", self.what())})
            return self.document.problem("text.language", self.place.node, hint=hint, what=self.what())
        handler = getattr(self, "_" + self.code.replace(".", "_"), None)
        if handler is not None:
            made: Problem = handler()
            return made
        if "." not in self.code:  # a type of the library that this table does not know yet
            self.code, self.args = "value.unfit", {}
        self.args.setdefault("found", shown(self.detail["input"]))
        self.args["what"] = self.what()
        return self.document.problem(self.code, self.at, **self.args)

    def spot(self) -> Node:
        """The node to point at: of a list its key, of a thing its id, of a table's entry its key."""
        place = self.place
        if self.steps[-1:] == ("[key]",) and place.own_key is not None:
            return place.own_key
        focus = _FOCUS.get(self.detail["type"], "id")
        entry = place.node.get(focus) if isinstance(place.node, Mapping) else None
        if entry is not None and "." in self.detail["type"]:
            return entry.value if isinstance(entry.value, Scalar) else entry.key
        if isinstance(place.node, Scalar) or place.own_key is None:
            return place.node
        return place.own_key

    def what(self) -> str:
        """The key that the value belongs to."""
        return self.place.key.text if self.place.key else ""

    def where(self) -> str:
        """The key that the mapping at hand stands under, for 'in ...'."""
        return self.place.key.text if self.place.key else self.document.file.rsplit("/", 1)[-1]

    def _key_missing(self) -> Problem:
        key = str(self.steps[-1])
        node = self.place.node
        entry = node.get(key) if isinstance(node, Mapping) else None
        if entry is None and isinstance(node, Scalar) and self.place.key and self.place.key.text == key:
            entry = Entry(self.place.key, node)
        if entry is not None:
            return self.document.problem("key.empty", entry.key, key=key)
        at: Node = self.place.own_key or node
        hint = Text("content.hint.add", {"key": key, "where": self.where(), "example": example(key)})
        return self.document.problem("key.missing", at, hint=hint, key=key, where=self.where())

    def _key_unknown(self) -> Problem:
        key = str(self.steps[-1])
        parent = path_place(self.document.root or self.place.node, self.steps[:-1])
        entry = parent.node.get(key) if isinstance(parent.node, Mapping) else None
        at: Node = entry.key if entry else self.place.node
        where = parent.key.text if parent.key else self.document.file.rsplit("/", 1)[-1]
        known = known_keys(self.model, self.steps[:-1])
        free = {k for k in known if not (isinstance(parent.node, Mapping) and parent.node.get(k))}
        hint = did_you_mean(key, free or known)
        return self.document.problem("key.unknown", at, hint=hint, key=key, where=where)

    def _word_unknown(self) -> Problem:
        found = shown(self.detail["input"])
        words = [w.strip("'") for w in str(self.args.get("expected", "")).replace(" or ", ", ").split(", ")]
        hint = did_you_mean(found, words)
        return self.document.problem(
            "word.unknown", self.place.node, hint=hint, found=found, what=self.what()
        )

    def _kind_unknown(self) -> Problem:
        found = str(self.args.get("tag", ""))
        words = [w.strip("'") for w in str(self.args.get("expected_tags", "")).split(", ")]
        node = self.place.node
        entry = node.get("kind") if isinstance(node, Mapping) else None
        at = entry.value if entry else node
        return self.document.problem("kind.unknown", at, hint=did_you_mean(found, words), found=found)

    def _kind_missing(self) -> Problem:
        return self.document.problem("kind.missing", self.place.node, where=self.where())


def example(key: str) -> str:
    """How a missing key is written, for the hint."""
    if key in _TEXT_KEYS:
        return f'{key}: {{en: "...", zh-Hans: "..."}}'
    return f"{key}: ..."


# Where to point within a thing, when the error is about the whole of it; else at its id.
_FOCUS = {
    "turns.total": "turns",
    "event.default": "choices",
    "event.no_ask": "choices",
    "event.no_choices": "ask",
    "history.order": "to",
    "history.step": "value",
    "history.unused": "kind",
    "history.needs": "kind",
    "condition.never": "above",
    "objective.never": "quarters",
    "trust.parties": "kind",
}

_TEXT_KEYS = frozenset(
    ("title", "question", "briefing", "teaser", "name", "role", "brief", "text", "label", "wish", "red_line",
     "description", "reason")
)  # fmt: skip


def known_keys(model: type[BaseModel], steps: Steps) -> set[str]:
    """Keys that may stand where this path leads, following the model's annotations."""
    return {name for type_ in _types_at(model, steps) for name in _names(type_)}


def _types_at(model: type[BaseModel], steps: Steps) -> list[Any]:
    here: list[Any] = [model]
    for step in steps:
        here = [after for type_ in here for after in _descend(type_, step)]
    return here


def _names(type_: Any) -> set[str]:
    return set(_keys(type_)) if isinstance(type_, type) and issubclass(type_, BaseModel) else set()


def _keys(model: type[BaseModel]) -> dict[str, Any]:
    return {info.alias or name: info for name, info in model.model_fields.items()}


def _descend(type_: Any, step: str | int) -> list[Any]:
    """The types that a step leads to: a field's, a list's items', a table's values', a tagged kind's."""
    out: list[Any] = []
    for option in _options(type_):
        if isinstance(option, type) and issubclass(option, BaseModel):
            fields = _keys(option)
            if _tag(option) == step:  # of a kind among others; its fields come with the next step
                out.append(option)
            elif step in fields:
                out.extend(_options(fields[str(step)].annotation))
        elif getattr(option, "__origin__", None) in (tuple, list, dict):
            args = [a for a in get_args(option) if a is not Ellipsis]
            out.extend(_options(args[-1]))
    return out


def _options(type_: Any) -> list[Any]:
    """Members of a union and what an annotation wraps, flat."""
    origin = getattr(type_, "__origin__", None)
    if getattr(type_, "__metadata__", None) is not None:
        return _options(origin)
    if origin in (tuple, list, dict) or isinstance(type_, type):
        return [type_]
    return [member for arg in get_args(type_) for member in _options(arg)]


def _tag(model: type[BaseModel]) -> str:
    info = model.model_fields.get("kind")
    words = get_args(info.annotation) if info else ()
    return str(words[0]) if words else getattr(model, "tag", "")
