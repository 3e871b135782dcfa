"""The first five minutes in a real window, following only what the screen says: with clicks, with keys."""

from __future__ import annotations

import pytest

from .display import missing_tools
from .player import Player
from .test_window import Play, play

__all__ = ["play"]  # the fixture

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(bool(missing_tools()), reason=missing_tools() or "all there"),
]


def asked(player: Player) -> tuple[str, str]:
    """What the bubble on the screen asks for, and the paper or figure that it points at; "" without one."""
    guide = player.copy.scene.table.view.guide  # type: ignore[union-attr]
    return (guide.bubble.action, guide.bubble.look_at) if guide.bubble is not None else ("", "")


def first_of(player: Player, beginning: str) -> str:
    """The first widget on the screen whose name begins so."""
    return next(node.id for node in player.copy.ui.nodes if node.id.startswith(beginning))


def walk(player: Player, keys: bool) -> list[str]:
    """Do what each bubble says until none is left; returns what was done."""
    done = []
    for _ in range(60):
        assert player.settled, player.difference()
        if player.scene == "Report":
            player.press("enter") if keys else player.click("go-on")
            continue
        action, place = asked(player)
        if not action:
            return done
        done.append(action)
        if action == "next":
            player.press("n") if keys else player.click("guide/next")
        elif action == "end":
            player.press("e") if keys else player.click("end")
        else:
            name = first_of(player, f"dossier/{place}/" if action == "answer" else "guide/same")
            if keys:
                player.tab_to(name)
                player.press("enter")
            else:
                player.click(name)
    raise AssertionError(f"the guide never ends: {done}")


@pytest.mark.parametrize("keys", [False, True], ids=["clicks", "keys"])
def test_what_the_screen_says_is_enough(play: Play, keys: bool) -> None:
    player = play(language="zh-Hans" if keys else "en")
    player.press("f") if keys else player.click("first")
    assert player.scene == "OpeningPages"
    for _ in range(2):
        player.press("enter") if keys else player.click("next")
    done = walk(player, keys)
    assert [done.count(action) for action in ("answer", "predict", "end")] == [3, 1, 4]
    desk = player.copy.scene
    assert desk.table.match.quarter == 5 and not desk.table.view.guide.hidden  # type: ignore[union-attr]
    assert player.settled, "the window shows the open desk"
    assert not player.log.read_text(encoding="utf-8")
