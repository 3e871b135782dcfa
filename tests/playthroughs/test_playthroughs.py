"""Golden games: a fixed list of orders must look as it did, in rounded figures and in the papers' words."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from game.content.packs import load_level
from game.i18n import Translator
from game.play.course import Played
from game.play.headless import Result, from_list, play_to_end
from game.play.match import Match
from game.play.order_file import read_orders
from game.rules.compile import build_rulebook

HERE = Path(__file__).parent
GAMES = {"quota_japan": ("quota", "japan", 7)}


def story(name: str) -> str:
    """The game as text: gauges, orders and front page of every quarter, then the result."""
    level, seat, seed = GAMES[name]
    loaded = load_level(level)
    rulebook = build_rulebook(loaded)
    orders = read_orders(HERE / f"{name}.yaml", rulebook, seat)
    lines = [f"{level} {seat} seed {seed}"]
    translator = Translator("en")

    def watch(match: Match, played: Played) -> None:
        view = match.view(seat)
        figures = "  ".join(f"{gauge.id} {gauge.value:.1f}" for gauge in view.gauges)
        page = view.front_page
        assert page is not None
        lines.extend(["", f"{translator.render(page.label)}  {figures}"])
        lines.extend(f"  {'*' * news.size} {translator.render(news.title)}" for news in page.headlines[:5])
        lines.append("  tray: " + "; ".join(translator.render(paper.title) for paper in view.tray))

    result = play_to_end(loaded, seat, seed, from_list(orders), rulebook=rulebook, watch=watch)
    lines += ["", *ending(result)]
    assert not translator.missing
    return "\n".join(lines).replace("\N{NO-BREAK SPACE}", " ") + "\n"


def ending(result: Result) -> list[str]:
    end = result.end
    lines = [f"refused: Q{r.quarter} {r.order.slot} {r.order.option}: {r.reason}" for r in result.refused]
    lines += [f"{row.kind}: {row.value:.2f} of {row.target:.2f}, met {row.met}" for row in end.mandate]
    lines += [f"{bar.id}: {bar.value:.0f}, against the twin {bar.difference:.0f}" for bar in end.bars]
    return [*lines, f"lead {end.lead_musd:.0f}, calm {end.calm_musd:.0f}, stressed {end.stressed_musd:.0f}"]


@pytest.mark.parametrize("name", GAMES)
def test_the_game_looks_as_it_did(name: str) -> None:
    file = HERE / f"{name}.txt"
    told = story(name)
    if os.environ.get("LANTHANIDE_UPDATE"):
        file.write_text(told, encoding="utf-8")
    assert told == file.read_text(encoding="utf-8")
