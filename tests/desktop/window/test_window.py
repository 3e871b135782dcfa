"""The real command in a real window: by mouse, then by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .display import missing_tools
from .player import Player

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(bool(missing_tools()), reason=missing_tools() or "all there"),
]

Play = Callable[..., Player]


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Play]:
    """Starts a player; whatever is left of it is closed after the test."""
    players: list[Player] = []

    def make(**options: object) -> Player:
        players.append(Player(tmp_path, screen=(1280, 720), **options))  # type: ignore[arg-type]
        return players[-1]

    yield make
    for player in players:
        player.process.terminate()
        player.close()


def options_that_can_be_had(player: Player) -> list[tuple[str, str]]:
    """(paper, option) of the tray, the first of each paper."""
    table = player.copy.scene.table  # type: ignore[union-attr]
    found = []
    for paper in table.view.tray:
        option = next((o for o in paper.options if o.refusal is None), None)
        if option is not None:
            found.append((paper.id, option.option))
    return found


def test_a_quarter_by_mouse_from_title_to_quit(play: Play) -> None:
    player = play()
    player.click("new")
    player.click("seat-australia")
    player.click("luck/typed")
    player.click("seed")
    player.type("77")
    player.click("briefing")
    player.click("prediction/build")
    assert player.settled, player.difference()
    player.click("start")
    assert player.scene == "Desk"
    paper, option = options_that_can_be_had(player)[0]
    player.click(f"dossier/{paper}/{option}")
    assert len(player.copy.scene.table.view.drafts) == 1  # type: ignore[union-attr]
    assert player.settled, "the window shows the draft"
    player.click("end")
    assert player.scene == "Report"
    assert player.settled, "the window shows the same report: it has played the same quarter"
    player.click("go-on")
    player.click("menu")
    player.click("save")
    copies = [path for path in player.saved_games() if "-copy-" in path.name]
    assert len(copies) == 1
    player.click("title")
    assert player.scene == "Title"
    assert player.leave("quit") == 0
    assert not player.log.read_text(encoding="utf-8")


def test_the_same_by_keys(play: Play) -> None:
    player = play(language="zh-Hans", command=("play", "quota", "--seat", "japan", "--seed", "7"))
    assert player.scene == "Desk"
    assert player.settled, "the command line leads to the same desk"
    paper, option = options_that_can_be_had(player)[0]
    player.press("t")
    player.tab_to(f"dossier/{paper}/{option}")
    player.press("enter")
    assert len(player.copy.scene.table.view.drafts) == 1  # type: ignore[union-attr]
    player.press("e")
    assert player.scene == "Report"
    player.press("enter", "f9")
    assert player.copy.ui.language == "en"
    assert player.settled
    player.press("esc", "ctrl+s")
    assert any("-copy-" in path.name for path in player.saved_games())
    player.tab_to("title")
    player.press("enter")
    assert player.scene == "Title"
    player.tab_to("quit")
    player.display.do("key", "Return")
    assert player.close() == 0
    assert not player.log.read_text(encoding="utf-8")
