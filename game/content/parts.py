"""The files that a level names: each is found, read and parsed once, and its problems are collected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from pydantic import BaseModel

from game.content.ensemble import EnsembleTable, ensemble_for
from game.content.parsing import did_you_mean, parse_document
from game.content.problem import Problem
from game.content.reader import Document, Steps, path_place
from game.content.setting import Setting, parse_setting
from game.i18n import Text

__all__ = ["ENSEMBLE", "Parts", "Source"]

M = TypeVar("M", bound=BaseModel)

ENSEMBLE = "ensemble"  # a table beside a setting, by the setting's id

Source: TypeAlias = Callable[[str, str], tuple[Document | None, list[Problem]]]
"""(kind, id) -> the document that has it."""


@dataclass(slots=True)
class Parts:
    """Loads the files that a level names, once each, and collects their problems."""

    document: Document
    source: Source
    names: Mapping[str, tuple[str, ...]]
    files: dict[tuple[str, str], Document]
    problems: list[Problem]
    asleep: Callable[[str, str], Text | None]

    def read(self, kind: str, name: str, path: Steps) -> Document | None:
        if (kind, name) in self.files:
            return self.files[(kind, name)]
        document, problems = self.source(kind, name)
        self.problems += problems
        if document is None:
            assert self.document.root is not None
            spot = path_place(self.document.root, path).node
            hint = self.asleep(kind, name) or did_you_mean(name, self.names.get(kind, ()))
            self.problems.append(self.document.problem(f"{kind}.none", spot, hint=hint, name=name))
            return None
        self.files[(kind, name)] = document
        return document

    def load(self, kind: str, name: str, model: type[M], path: Steps) -> M | None:
        document = self.read(kind, name, path)
        if document is None:
            return None
        part, problems = parse_document(document, model)
        self.problems += problems
        return part

    def setting(self, name: str) -> Setting | None:
        document = self.read("setting", name, ("setting",))
        if document is None:
            return None
        setting, problems = parse_setting(document, self.base, self.names.get("setting", ()))
        self.problems += problems
        return setting

    def ensemble(self, setting: Setting) -> EnsembleTable | None:
        """The parameter sets of a setting: its own, or those of the setting whose parameters it takes."""
        for name in (setting.id, setting.parameters_from):
            document, problems = self.source(ENSEMBLE, name) if name else (None, [])
            self.problems += problems
            if document is not None and not problems:
                self.files[(ENSEMBLE, name or "")] = document
                own = self.files[("setting", setting.id)] if name != setting.id else None
                table, problems = ensemble_for(document, setting.behaviour, own)
                self.problems += problems
                return table
        return None

    def base(self, name: str) -> tuple[Document | None, list[Problem]]:
        """The setting whose parameters another one takes; it becomes one of the level's files."""
        document, problems = self.source("setting", name)
        if document is not None:
            self.files[("setting", name)] = document
        return document, problems
