"""What is wrong with a file that an author wrote, as data: place, message id, hint; words come late."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from game.i18n import Text, Translator

__all__ = [
    "ContentError",
    "Problem",
    "Severity",
    "excerpt",
    "harmless",
    "render",
    "render_all",
    "sort_problems",
]

MAX_LINE = 160  # characters of a source line that are shown
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Severity(StrEnum):
    """ERROR: the file cannot be used. WARNING: it can, but somebody should look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right. `line` and `column` count from 1; 0 says that the whole file is meant.

    `code` is what `# lanthanide: allow <code>` names; `length` is the number of characters that the
    caret underlines; `source_line` is the line as the author wrote it.
    """

    severity: Severity
    code: str
    file: str
    line: int
    column: int
    message: Text
    hint: Text | None = None
    source_line: str = ""
    length: int = 1

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    def to_plain(self, translator: Translator) -> dict[str, str | int]:
        """The JSON form: place, code and rendered words."""
        return {
            "severity": self.severity.value,
            "code": self.code,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "message": translator.render(self.message),
            "hint": translator.render(self.hint) if self.hint else "",
            "source": excerpt(self)[0],
        }


class ContentError(Exception):
    """Content that cannot be used; carries every problem found, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sort_problems(problems))
        first = next((p for p in self.problems if p.is_error), None)
        where = f"{first.file}:{first.line}: {first.code}" if first else "no problem given"
        super().__init__(f"{len(self.problems)} problem(s), first {where}")


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """By file, place, severity and code; the same finding twice is kept once."""
    unique = {(p.file, p.line, p.column, p.code, repr(p.message)): p for p in problems}
    return sorted(
        unique.values(), key=lambda p: (p.file, p.line, p.column, p.severity, p.code, repr(p.message))
    )


def excerpt(problem: Problem) -> tuple[str, int]:
    """The line that the problem is on, and the column in it; of a long line the part around the column."""
    line = problem.source_line.rstrip()
    if len(line) <= MAX_LINE:
        return line, problem.column
    start = max(0, min(problem.column - 1 - MAX_LINE // 2, len(line) - MAX_LINE))
    end = start + MAX_LINE
    before, after = "…" if start else "", "…" if end < len(line) else ""
    return f"{before}{line[start:end]}{after}", problem.column - start + len(before)


def harmless(text: str) -> str:
    """A text from a file as a terminal may print it: what could steer the terminal becomes a mark."""
    return _CONTROL.sub("\ufffd", text)


def _caret_line(line: str, column: int, length: int) -> str:
    """Spaces and tabs as in the source, so that the caret stands under its character."""
    before = line[: column - 1]
    room = max(1, min(length, len(line) - column + 1))
    # A Chinese character is two cells wide in a terminal; an ideographic space keeps the caret in place.
    pad = "".join(c if c == "\t" else "\u3000" if ord(c) > 0x2E7F else " " for c in before)
    return pad + "^" + "~" * (room - 1)


def render(problem: Problem, translator: Translator) -> str:
    """`file:line:column: error: message [code]`, the line, a caret, and the hint."""
    place = f"{problem.file}:{problem.line}:{problem.column}" if problem.line else problem.file
    words = translator.render(problem.message)
    lines = [f"{place}: {translator.tr(f'content.{problem.severity.value}')}: {words} [{problem.code}]"]
    if problem.line and problem.source_line.strip():
        number = f"{problem.line:>5}"
        line, column = excerpt(problem)
        lines += [f"{number} | {line}", f"{' ' * 5} | {_caret_line(line, column, problem.length)}"]
    if problem.hint:
        lines.append(f"{' ' * 5} = {translator.render(problem.hint)}")
    return harmless("\n".join(lines))


def render_all(problems: Iterable[Problem], translator: Translator) -> str:
    """Every problem, sorted, with an empty line between."""
    return "\n\n".join(render(problem, translator) for problem in sort_problems(problems))
