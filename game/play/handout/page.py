"""A debrief as HTML: charts from data, words from the catalogues, everything escaped by the template."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from game.content.problem import harmless
from game.i18n import Text, Translator
from game.insight.attribution import MARKET
from game.play.debrief_parts import Debrief, DecisionRow, Fork
from game.play.handout.charts import (
    WIDE,
    Chart,
    Mark,
    bars_chart,
    line_chart,
    ranges_chart,
    waterfall_chart,
)

__all__ = ["render_handout"]

HERE = Path(__file__).parent
LEAST_MUSD = 0.5  # decisions below it are told in one paragraph


def render_handout(debrief: Debrief, language: str) -> str:
    """The whole page as text, in "en" or "zh-Hans"."""
    translator = Translator(language)

    def tr(key: str, **args: Any) -> str:
        return translator.tr(key, **args)

    charts = _charts(debrief, translator)
    page = _template().render(
        d=debrief,
        tr=tr,
        say=translator.render,
        money=lambda amount: translator.money_musd(amount, signed=True),
        number=translator.number,
        language=translator.language,
        style=Markup((HERE / "style.css").read_text(encoding="utf-8")),  # our own file, not to be escaped
        charts=charts,
        itself=debrief.bar(MARKET),
        moved=_moved(debrief),
        levers=[bar for bar in debrief.bars if bar.id != MARKET],
        by_lever=_by_lever(debrief),
        idle=[row.sentence for row in debrief.decisions if not _matters(row)],
        signs={"supported": "✓", "partly": "◐", "disputed": "≈", "unsupported": "✕"},
    )
    return harmless(page)  # marks that turn the direction of writing could disguise what is said


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("handout.html.j2")


def _charts(debrief: Debrief, tr: Translator) -> dict[str, Any]:
    dates, years = debrief.dates, _years(debrief)
    office = Mark(float(debrief.quarters), tr.tr("debrief.page.office_ends"), "office")
    turns = _numbered(debrief)
    tracks = [
        line_chart(f"track-{track.id}", track, dates, years, [office, *turns], tr) for track in debrief.tracks
    ]
    return {
        "tracks": tracks,
        "account": waterfall_chart(debrief.account, debrief.spread, tr),
        "levers": bars_chart(debrief.bars, "levers", tr),
        "ranges": ranges_chart(debrief.bars, "ranges", tr),
        "refiled": bars_chart(debrief.refiled, "refiled", tr),
        "forks": [_fork(number, fork, debrief, tr) for number, fork in enumerate(debrief.forks, start=1)],
    }


def _numbered(debrief: Debrief) -> list[Mark]:
    """The quarters of the turning points, each once, with the numbers of all that lie there."""
    numbers: dict[int, list[int]] = {}
    for number, turn in enumerate(debrief.turns, start=1):
        numbers.setdefault(turn.quarter, []).append(number)
    rows = sorted(numbers.items())
    return [
        Mark(float(quarter), "·".join(map(str, found)), row=place % 2)
        for place, (quarter, found) in enumerate(rows)
    ]


def _years(debrief: Debrief) -> dict[int, str]:
    """Points of the lines that begin a year, thinned out so that their names do not touch."""
    begins = [number for number in range(len(debrief.dates)) if debrief.year_begins(number) is not None]
    step = max(1, -(-len(begins) // 6))
    return {number: str(debrief.year_begins(number)) for number in begins[::step]}


def _fork(number: int, fork: Fork, debrief: Debrief, tr: Translator) -> list[Chart]:
    marks = []
    if fork.parted is not None:
        marks.append(Mark(float(fork.parted), tr.tr("debrief.page.parted"), "parted"))
    years = {at: year for at, year in _fork_years(debrief).items() if at < len(fork.tracks[0].values)}
    return [
        line_chart(
            f"fork-{number}-{track.id}", track, debrief.dates, years, marks, tr, width=WIDE, height=106.0
        )
        for track in fork.tracks
    ]


def _fork_years(debrief: Debrief) -> dict[int, str]:
    return {
        number: str(debrief.year_begins(number))
        for number in range(debrief.quarters + 1)
        if debrief.year_begins(number) is not None
    }


def _moved(debrief: Debrief) -> list[tuple[Text, float, float]]:
    """Levers whose bar is another under the other filing: label, as on the desk, refiled."""
    pairs = zip(debrief.bars, debrief.refiled, strict=True)
    return [
        (one.label, one.mean, other.mean) for one, other in pairs if abs(one.mean - other.mean) >= LEAST_MUSD
    ]


def _matters(row: DecisionRow) -> bool:
    return max(abs(row.share), abs(row.without)) >= LEAST_MUSD


def _by_lever(debrief: Debrief) -> list[tuple[Text, float, list[DecisionRow]]]:
    """Levers that were used, each with its bar and the decisions that made a difference, the weightiest
    first."""
    groups = []
    for bar in debrief.bars:
        rows = [row for row in debrief.decisions if row.lever == bar.id and _matters(row)]
        if rows:
            rows.sort(key=lambda row: -abs(row.share))
            groups.append((bar.label, bar.mean, rows))
    return groups
