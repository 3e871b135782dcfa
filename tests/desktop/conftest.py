"""A headless window for tests of the desktop: `show(draw)` opens it, and it is closed after the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from game.desktop.app import App, Scene
from game.desktop.driver import open_app
from game.desktop.kit import Ui


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
