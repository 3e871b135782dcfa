"""YAML with places: every scalar stays text, every node knows its line and column, every trap is a Problem.

Built on the parser's events rather than on constructed objects: no type is ever guessed (`no`, `1:30` and
dates stay what the author typed), no anchor is ever followed, and depth costs no recursion.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from game.content.problem import Problem, Severity
from game.i18n import Text

__all__ = [
    "Document",
    "Entry",
    "Mapping",
    "Node",
    "Place",
    "Scalar",
    "Sequence",
    "Tree",
    "path_place",
    "plain",
    "read_file",
    "read_text",
    "unparsed",
]

MAX_BYTES = 1 << 20
MAX_DEPTH = 40
MAX_REPORTS = 200  # of one file, about how it is written
MAX_ENTRIES = 5_000  # of one list or table; the longest of the game has a few dozen

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BREAKS = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_ALLOW = re.compile(r"#\s*lanthanide:\s*allow\s+([\w.,\s-]+)")

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree]"
Steps: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Scalar:
    """A word, number or text as typed. `quoted` tells '' from nothing at all."""

    text: str
    line: int
    column: int
    length: int
    quoted: bool = False

    @property
    def is_nothing(self) -> bool:
        """`key:` with nothing behind it, or `~` or `null`."""
        return not self.quoted and self.text in ("", "~", "null")


@dataclass(frozen=True, slots=True)
class Entry:
    key: Scalar
    value: Node


@dataclass(slots=True)
class Mapping:
    line: int
    column: int
    by_key: dict[str, Entry] = field(default_factory=dict)

    @property
    def entries(self) -> list[Entry]:
        """In the order of the file."""
        return list(self.by_key.values())

    def get(self, key: str) -> Entry | None:
        return self.by_key.get(key)


@dataclass(slots=True)
class Sequence:
    line: int
    column: int
    items: list[Node] = field(default_factory=list)


Node: TypeAlias = Scalar | Mapping | Sequence


@dataclass(frozen=True, slots=True)
class Place:
    """Where a path leads: the node, the nearest key above it, and the steps that could not be taken.

    `own_key` is the key that introduces the node itself; None for items of a list.
    """

    node: Node
    key: Scalar | None
    own_key: Scalar | None
    rest: Steps


@dataclass(slots=True)
class Document:
    """One file as read. `file` is the name shown to people; `root` is None when nothing could be read."""

    file: str
    text: str
    root: Node | None = None
    lines: list[str] = field(default_factory=list)

    def line(self, number: int) -> str:
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def allowed(self, number: int) -> frozenset[str]:
        """Codes silenced on this line, or by a comment standing alone on the line above."""
        found: set[str] = set()
        for at, alone in ((number, False), (number - 1, True)):
            line = self.line(at)
            match = _ALLOW.search(line)
            if match and (not alone or line.lstrip().startswith("#")):
                found.update(re.split(r"[,\s]+", match.group(1).strip()))
        return frozenset(found)

    def allowances(self) -> list[tuple[int, str, int]]:
        """(line, code, column) of every code that a comment allows."""
        found = []
        for number, line in enumerate(self.lines, 1):
            if match := _ALLOW.search(line):
                words = re.finditer(r"[\w.-]+", match.group(1))
                found += [(number, word.group(), match.start(1) + word.start() + 1) for word in words]
        return found

    def problem(
        self,
        code: str,
        at: Node | None = None,
        *,
        severity: Severity = Severity.ERROR,
        hint: Text | None = None,
        **args: Any,
    ) -> Problem:
        """A Problem at this node (or about the whole file), message id `content.<code>`."""
        line = at.line if at else 0
        length = at.length if isinstance(at, Scalar) else 1
        return Problem(
            severity,
            code,
            self.file,
            line,
            at.column if at else 0,
            Text(f"content.{code}", {name: str(value) for name, value in args.items()}),
            hint,
            self.line(line),
            length,
        )

    def silence(self, problems: list[Problem]) -> list[Problem]:
        """Without the warnings that a comment of the author allows."""
        return [
            p for p in problems if p.is_error or p.file != self.file or p.code not in self.allowed(p.line)
        ]


def read_file(path: Path, shown_as: str | None = None) -> tuple[Document, list[Problem]]:
    """Read a YAML file. Never raises for what is in it, nor when it cannot be opened."""
    document, problems = read_characters(path, shown_as)
    return (document, problems) if problems else read_text(document.text, document.file)


def read_characters(path: Path, shown_as: str | None = None) -> tuple[Document, list[Problem]]:
    """The text and lines of a file, without a root. Never raises."""
    name = shown_as or path.as_posix()
    document = Document(name, "")
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        return document, [document.problem("file.unreadable", reason=error.strerror or type(error).__name__)]
    if len(data) > MAX_BYTES:
        return document, [document.problem("file.large", limit=MAX_BYTES >> 20)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        spot = Scalar("", line, column, 1)
        document.lines = _BREAKS.split(data.decode("utf-8", "replace"))
        return document, [document.problem("file.encoding", spot, byte=f"{data[error.start]:02X}")]
    return unparsed(text, name), []


def unparsed(text: str, shown_as: str) -> Document:
    """A text with its lines, without a root: for what is no YAML."""
    return Document(shown_as, text, None, _BREAKS.split(text))


def read_text(text: str, shown_as: str) -> tuple[Document, list[Problem]]:
    """Read YAML text; `root` stays None after an error that makes the rest unreadable."""
    document = unparsed(text, shown_as)
    problems = _forbidden_characters(document)
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        problems.append(document.problem("file.large", limit=MAX_BYTES >> 20))
    if not problems:
        _Builder(document, problems).build()
        if document.root is None and not problems:
            problems.append(document.problem("file.empty"))
    return document, problems


def _forbidden_characters(document: Document) -> list[Problem]:
    for number, line in enumerate(document.lines, 1):
        match = _FORBIDDEN.search(line) or re.search(r"[\ud800-\udfff]", line)
        if match:
            spot = Scalar("", number, match.start() + 1, 1)
            return [document.problem("file.character", spot, character=f"U+{ord(match.group()):04X}")]
    return []


class _Builder:
    """Turns parser events into nodes with an explicit stack, collecting problems on the way."""

    def __init__(self, document: Document, problems: list[Problem]) -> None:
        self.document = document
        self.problems = problems
        self.stack: list[Mapping | Sequence] = []
        self.keys: list[Scalar | None] = []
        self.documents = 0

    def build(self) -> None:
        try:
            for event in yaml.parse(self.document.text, Loader=_LOADER):
                if not self.take(event):
                    break
        except (yaml.YAMLError, RecursionError, ValueError) as error:
            self.syntax(error)

    def take(self, event: Any) -> bool:
        """Handle one event; False stops reading, because what follows would only cascade."""
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.report("yaml.documents", self.spot(event))
                return False
        elif isinstance(event, yaml.AliasEvent):
            self.report("yaml.alias", self.spot(event), name=event.anchor)
            self.add(self.spot(event))
        elif isinstance(event, yaml.NodeEvent):
            self.marks(event)
            return self.node(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()
            self.keys.pop()
        return True

    def marks(self, event: Any) -> None:
        """Anchors and tags are refused: a level is data, and each fact stands where it is used."""
        if event.anchor is not None:
            self.report("yaml.anchor", self.spot(event), name=event.anchor)
        if event.tag is not None and event.tag != "!":
            self.report("yaml.tag", self.spot(event), tag=str(event.tag).replace("tag:yaml.org,2002:", "!!"))

    def node(self, event: Any) -> bool:
        if self.full():
            self.report("yaml.many", self.spot(event), limit=MAX_ENTRIES)
            self.document.root = None
            return False
        if isinstance(event, yaml.ScalarEvent):
            self.add(self.scalar(event))
            return True
        spot = self.spot(event)
        if len(self.stack) >= MAX_DEPTH:
            self.report("yaml.deep", spot, limit=MAX_DEPTH)
            return False
        kind = Mapping if isinstance(event, yaml.MappingStartEvent) else Sequence
        node = kind(spot.line, spot.column)
        self.add(node)
        self.stack.append(node)
        self.keys.append(None)
        return True

    def full(self) -> bool:
        """Whether the group at hand holds as many entries as a file may have in one place."""
        if not self.stack:
            return False
        group = self.stack[-1]
        if isinstance(group, Sequence):
            return len(group.items) >= MAX_ENTRIES
        return self.keys[-1] is None and len(group.by_key) >= MAX_ENTRIES

    def add(self, node: Node) -> None:
        if not self.stack:
            if self.document.root is None:
                self.document.root = node
            return
        parent = self.stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif (key := self.keys[-1]) is not None:
            self.keys[-1] = None
            self.entry(parent, key, node)
        elif isinstance(node, Scalar):
            self.keys[-1] = node
        else:
            self.report("yaml.key", node)
            self.keys[-1] = Scalar("", node.line, node.column, 1)

    def entry(self, parent: Mapping, key: Scalar, value: Node) -> None:
        first = parent.get(key.text)
        if first is None:
            parent.by_key[key.text] = Entry(key, value)
        else:
            self.report("yaml.duplicate", key, key=key.text, line=first.key.line)

    def spot(self, event: Any) -> Scalar:
        mark = event.start_mark
        return Scalar("", mark.line + 1, mark.column + 1, 1)

    def scalar(self, event: Any) -> Scalar:
        start, end = event.start_mark, event.end_mark
        length = end.column - start.column if end.line == start.line else 1
        quoted = event.style in ("'", '"', "|", ">")
        return Scalar(event.value, start.line + 1, start.column + 1, max(1, length), quoted)

    def report(self, code: str, at: Node, **args: Any) -> None:
        if len(self.problems) < MAX_REPORTS:
            self.problems.append(self.document.problem(code, at, **args))

    def syntax(self, error: Exception) -> None:
        """The parser stops at its first error: say in plain words what it stumbled over, and where."""
        said = str(getattr(error, "problem", None) or "")
        noticed = self.mark(getattr(error, "problem_mark", None))
        began = self.mark(getattr(error, "context_mark", None) or getattr(error, "problem_mark", None))
        line = self.document.line(noticed.line)
        indent = line[: len(line) - len(line.lstrip())]
        code = next((code for part, code in _SYNTAX if part in said), "yaml.syntax")
        if "\t" in indent or "\t" in said or "'\\t'" in said:
            tab = Scalar("", noticed.line, max(line.find("\t"), 0) + 1, 1)
            self.report("yaml.tab", tab)
        elif code == "yaml.colon" and ":" not in line[: noticed.column - 1].rstrip(":"):
            self.report("yaml.indent", noticed)
        elif code in ("yaml.bracket", "yaml.quote", "yaml.no_colon"):
            self.report(code, began, line=noticed.line)
        else:
            self.report(code, noticed)
        self.document.root = None

    def mark(self, mark: Any) -> Scalar:
        if mark is None:
            return Scalar("", 1, 1, 1)
        line = min(mark.line + 1, max(1, len(self.document.lines)))
        return Scalar("", line, mark.column + 1, 1)


# What the two parsers (libyaml and the pure one) say -> what an author reads.
_SYNTAX = (
    ("mapping values are not allowed", "yaml.colon"),
    ("could not find expected ':'", "yaml.no_colon"),
    ("did not find expected ',' or '", "yaml.bracket"),
    ("expected ',' or '", "yaml.bracket"),
    ("unexpected end of stream", "yaml.quote"),
    ("did not find expected key", "yaml.indent"),
    ("did not find expected '-' indicator", "yaml.indent"),
    ("expected <block end>", "yaml.indent"),
    ("block sequence entries are not allowed", "yaml.dash"),
    ("unknown escape character", "yaml.escape"),
    ("cannot start any token", "yaml.start"),
)


def plain(node: Node) -> Tree:
    """Dicts, lists and strings for the typed parser. Keys with nothing behind them are left out."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {entry.key.text: plain(entry.value) for entry in node.entries if not _is_nothing(entry.value)}


def _is_nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_nothing


def path_place(root: Node, path: Steps) -> Place:
    """Follow a path of keys, positions and ids as far as it goes.

    Steps that name no key of the file (the kind that a typed parser inserts) are passed over; in a list of
    things with ids, an id is as good as a position; a plural may be written in the singular and a list of
    one as a bare word. `rest` holds the steps after the last one taken.
    """
    node, key, own_key, rest = root, None, None, path
    for at, step in enumerate(path):
        found = _step(node, step)
        if found is None:
            continue
        node, own_key = found
        key, rest = own_key or key, path[at + 1 :]
    return Place(node, key, own_key, rest)


def _step(node: Node, step: str | int) -> tuple[Node, Scalar | None] | None:
    if isinstance(node, Mapping) and isinstance(step, str):
        entry = node.get(step) or (node.get(step[:-1]) if step.endswith("s") else None)
        return (entry.value, entry.key) if entry else None
    if isinstance(node, Scalar) and step == 0:
        return node, None  # a bare word is a list of one
    if isinstance(node, Sequence):
        if isinstance(step, int):
            return (node.items[step], None) if 0 <= step < len(node.items) else None
        for item in node.items:
            name = item.get("id") if isinstance(item, Mapping) else None
            if name and isinstance(name.value, Scalar) and name.value.text == step:
                return item, None
    return None
