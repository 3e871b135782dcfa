"""What tests of the desktop share: a headless window (`show(draw)` opens and closes it), level, session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from game.content.packs import LoadedLevel, load_level
from game.desktop.app import App, Scene
from game.desktop.driver import open_app
from game.desktop.kit import Ui
from game.desktop.preferences import Preferences
from game.desktop.sitting import Sitting


class Sketch(Scene):
    """A scene made of one drawing function."""

    def __init__(self, paint: Callable[[Ui], None]) -> None:
        self.paint = paint

    def draw(self, ui: Ui) -> None:
        self.paint(ui)


Show = Callable[..., App]


@pytest.fixture
def show() -> Iterator[Show]:
    """show(draw or scene, size=..., scale=..., theme=..., language=...) -> App, settled."""
    opened: list[App] = []

    def open_one(what: Scene | Callable[[Ui], None], **options: object) -> App:
        app = open_app(what if isinstance(what, Scene) else Sketch(what), **options)
        opened.append(app)
        return app

    yield open_one
    for app in opened:
        app.close()


@pytest.fixture(scope="module")
def loaded() -> LoadedLevel:
    """The full level, read once a file."""
    return load_level("quota")


@pytest.fixture
def session(tmp_path: Path, loaded: LoadedLevel) -> Sitting:
    """A player's session in a folder of the test's own."""
    made = Sitting(Preferences(), preferences_file=tmp_path / "desktop.json", saves=tmp_path / "saves")
    made.loaded["quota"] = loaded
    return made
