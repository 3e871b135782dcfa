"""Keys that a player chooses: they act, show on buttons, are kept, and never clash."""

from __future__ import annotations

import json

import pygame
import pytest

from game.desktop.driver import click, drive, press
from game.desktop.keymap import ACTIONS, bindings, checked, taken_by
from game.desktop.kit.keys import combination, matches, parse
from game.desktop.preferences import load_preferences
from game.desktop.scenes.keys import Keys
from game.desktop.sitting import Sitting


@pytest.fixture
def session(tmp_path):
    return Sitting(preferences_file=tmp_path / "desktop.json", saves=tmp_path / "saves")


def test_defaults_do_not_clash():
    for action in ACTIONS:
        assert not taken_by(action.default, {}, action.id)
        parse(action.default)


def test_a_key_is_chosen_kept_and_acts(session, show, tmp_path):
    scene = Keys(session)
    app = show(scene)
    drive(app, click(app, "key-end"))
    assert scene.grabs_keys and "Press a key" in app.ui.describe()
    drive(app, press("x"))
    assert not scene.waiting and app.ui.key("end") == "x"
    assert load_preferences(tmp_path / "desktop.json").keys == {"end": "x"}
    drive(app, click(app, "key-screen"))
    drive(app, press("f5"))
    assert app.ui.key("screen") == "f5"
    before = app.fullscreen
    drive(app, press("f5"))
    assert app.fullscreen != before
    drive(app, [*press("f11"), *click(app, "default")])
    assert app.ui.bindings == bindings({}) and not load_preferences(tmp_path / "desktop.json").keys


@pytest.mark.parametrize(
    ("pressed", "said"), [("tab", "Tab"), ("r", "R already does this: Run until"), ("3", "3")]
)
def test_a_key_that_has_a_part_is_refused_with_the_reason(session, show, pressed, said):
    scene = Keys(session)
    app = show(scene)
    drive(app, click(app, "key-end"))
    drive(app, press(pressed))
    assert scene.waiting == "end" and said in scene.trouble
    assert said in app.ui.describe()
    drive(app, press("esc"))
    assert not scene.waiting and app.ui.key("end") == "e", "Esc leaves the key as it was, and the scene open"
    assert app.scene is scene


@pytest.mark.parametrize(
    "raw", [None, [], {"end": 3}, {"nothing": "x"}, {"end": "strange"}, {"end": "tab"}, {"end": "r"}]
)
def test_damaged_choices_count_for_nothing(raw, tmp_path):
    file = tmp_path / "desktop.json"
    file.write_text(json.dumps({"keys": raw}), encoding="utf-8")
    assert load_preferences(file).keys == {}


def test_two_actions_on_one_key_keep_the_first():
    assert checked({"end": "x", "run": "x"}) == {"end": "x"}


@pytest.mark.parametrize("text", ["e", "ctrl+z", "shift+f5", "alt+1", "enter", "pageup"])
def test_combinations_read_back(text):
    modifiers, name = parse(text)
    masks = {"ctrl": pygame.KMOD_LCTRL, "alt": pygame.KMOD_LALT, "shift": pygame.KMOD_LSHIFT}
    mods = sum(masks[m] for m in modifiers)
    code = getattr(pygame, "K_" + {"enter": "RETURN"}.get(name, name.upper() if len(name) > 1 else name))
    assert combination(code, mods) == text
    assert matches(text, code, mods)
