"""The tables of docs/lesson.md, written from a tournament.

`lanthanide lab tournament quota --seeds 200 --futures 8 --json > games.json`, then
`python -m game.lab.lesson_page docs/lesson.md games.json` rewrites the part between the two marks.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from game.content.level import Level
from game.content.packs import load_level
from game.content.rival import Rival
from game.i18n import Text, Translator
from game.rules.state import ACCOUNT_LINES

__all__ = ["BEGIN", "END", "tables", "with_tables"]

BEGIN = "<!-- tables: written by game/lab/lesson_page.py, do not edit by hand -->"
END = "<!-- end of tables -->"


def with_tables(page: str, written: str) -> str:
    """The page with its tables replaced. Raises ValueError without the two marks."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the page has no place for the tables: the two marks are missing")
    return f"{before}{BEGIN}\n\n{written}\n{END}{after}"


def tables(name: str, result: dict[str, Any]) -> str:
    """Markdown of a level's tournament as `lab tournament --json` gives it."""
    loaded = load_level(name)
    played = (
        f"{result['games']} games of every archetype in every seat, seed {result['seed']}, "
        f"{result['futures']} futures each, on {result['parameter_sets']} parameter sets."
    )
    parts = [played, "", *_camps(loaded.level, result), "", *_claims(loaded.level, result)]
    if loaded.level.par:
        parts += ["", *_par(loaded.level)]
    for seat in loaded.level.seats:
        parts += ["", *_archetypes(loaded.level, loaded.rivals, seat, result)]
    return "\n".join(parts) + "\n"


def _camps(level: Level, result: dict[str, Any]) -> Iterator[str]:
    yield "### Build-up against politics"
    yield ""
    yield "| seat | build-up | politics | difference | standard error | spread | ahead | Cohen's d_z |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for one in result["build_up_against_politics"]:
        effect = "–" if one["cohens_dz"] is None else f"{one['cohens_dz']:.2f}"
        cells = (
            level.seats[one["seat"]].name.en,
            *(_musd(one[key]) for key in ("build_up_musd", "politics_musd", "mean")),
            f"{one['standard_error']:.0f}",
            f"{one['spread']:.0f}",
            f"{one['share']:.0%}",
            effect,
        )
        yield f"| {' | '.join(cells)} |"


def _claims(level: Level, result: dict[str, Any]) -> Iterator[str]:
    tr = Translator("en")
    yield "### What the level claims"
    yield ""
    yield "| claim | said to hold | found | in favour | mean | standard error | figures |"
    yield "| --- | --- | --- | ---: | ---: | ---: | --- |"
    for claim in result["lesson"]:
        figures = ", ".join(
            f"{key.removesuffix('_musd').replace('_', ' ')} {_figure(key, value)}"
            for key, value in claim["figures"].items()
        )
        cells = (
            tr.render(Text.from_plain(claim["statement"])),
            "yes" if claim["declared"] else "no",
            tr.tr(f"lesson.standing.{claim['standing']}"),
            f"{claim['share']:.0%}",
            _musd(claim["mean"]),
            f"{claim['standard_error']:.0f}",
            figures,
        )
        yield f"| {' | '.join(cells)} |"


def _par(level: Level) -> Iterator[str]:
    yield "### Simulated governments"
    yield ""
    yield "| seat | governments | median | par (90th percentile) | mandate met |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for seat, par in level.par.items():
        median, top = _musd(float(par.quantiles[50])), _musd(float(par.p90_musd))
        row = (level.seats[seat].name.en, f"{par.governments:,}", median, top, f"{float(par.passed):.0%}")
        yield f"| {' | '.join(row)} |"


def _archetypes(level: Level, rivals: Any, seat: str, result: dict[str, Any]) -> Iterator[str]:
    yield f"### {level.seats[seat].name.en}"
    yield ""
    heads = " | ".join(("standard error", *ACCOUNT_LINES, "points", "spread"))
    yield f"| archetype | camp | above doing nothing | {heads} | mandate met |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    rows = [row for row in result["archetypes"] if row["seat"] == seat]
    for row in sorted(rows, key=lambda row: -row["gain"]):
        rival: Rival = rivals[row["archetype"]]
        cells = (
            row["archetype"].replace("_", " "),
            (rival.camp or "–").replace("_", "-"),
            _musd(row["gain"]),
            f"{row['standard_error']:.0f}",
            *(_musd(row["lines"][line]) for line in ACCOUNT_LINES),
            "–" if row["points"] is None else f"{round(row['points'])}",
            f"{row['spread']:.0f}",
            f"{row['met']:.0%}",
        )
        yield f"| {' | '.join(cells)} |"


def _musd(value: float) -> str:
    """With its sign; what rounds to nothing is +0, never -0."""
    return f"{round(value):+d}"


def _figure(key: str, value: float) -> str:
    if key.endswith("_musd"):
        return _musd(value)
    return f"Q{value}" if key.endswith("_quarter") else f"{value:.0%}"


if __name__ == "__main__":
    page, games = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    ((level_name, level_result),) = games.items()
    written = tables(level_name, level_result)
    page.write_text(with_tables(page.read_text(encoding="utf-8"), written), encoding="utf-8")
