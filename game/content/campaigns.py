"""Campaign files: one document, or all of a library, with every problem but those of their levels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from game.content.campaign import Campaign
from game.content.level import Level
from game.content.lint_campaign import FindLevel, lint_campaign
from game.content.packs import Library, PackFile, level_context, not_used, shown_path
from game.content.parsing import parse_or_guess
from game.content.problem import Problem, sort_problems
from game.content.reader import Document, read_file

__all__ = ["FoundCampaign", "all_campaigns", "find_levels", "parse_campaign"]


@dataclass(frozen=True, slots=True)
class FoundCampaign:
    """A campaign of a library; None where the file has errors, which `problems` name."""

    file: PackFile
    campaign: Campaign | None
    problems: tuple[Problem, ...]


def find_levels(library: Library, pack: Path | None = None) -> FindLevel:
    """Levels as a campaign of that pack means them, read once each, whatever else is wrong with them."""
    known: dict[str, Level | None] = {}

    def find(name: str) -> Level | None:
        if name not in known:
            file = library.find("level", name, pack)
            known[name] = None
            if file is not None:
                document, _ = read_file(file.path, shown_path(file.path))
                known[name] = parse_or_guess(document, Level, level_context(document))[0]
        return known[name]

    return find


def parse_campaign(
    document: Document, library: Library, find: FindLevel
) -> tuple[Campaign | None, list[Problem]]:
    """The campaign of a document, None with errors; problems of both what it says and what it names."""
    campaign, problems = parse_or_guess(document, Campaign)
    if campaign is None:
        return None, problems
    said = {(problem.file, problem.line) for problem in problems}
    levels = [file.id for file in library.files("level")]
    found = lint_campaign(campaign, document, levels, find)
    problems += [problem for problem in found if (problem.file, problem.line) not in said]
    return None if any(problem.is_error for problem in problems) else campaign, problems


def all_campaigns(library: Library) -> list[FoundCampaign]:
    """Every campaign of a library, broken ones with what is wrong. Never raises for what is in the files."""
    found = []
    for file in library.files("campaign"):
        pack = library.pack_of(file.path)
        document, problems = read_file(file.path, shown_path(file.path))
        campaign, more = parse_campaign(document, library, find_levels(library, pack))
        problems = sort_problems([*problems, *more, *not_used(library.twins("campaign", file.id))])
        found.append(FoundCampaign(file, campaign, tuple(problems)))
    return found
