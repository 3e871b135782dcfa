"""Pictures as colour-blind people see them: what matters differs in shape, and texts keep their contrast.

Vision is simulated with the matrices of Machado, Oliveira and Fernandes (2009) at full severity; total colour
blindness leaves luminance alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pygame
import pytest

from game.desktop.kit import THEMES, Axis, Bar, Rect, Series, Theme, Ui
from game.desktop.kit.theme import contrast
from game.desktop.map.arcs import Curve, draw_arcs
from game.play.view import TradeArc

MATRICES = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "achromatopsia": ((0.2126, 0.7152, 0.0722),) * 3,
}
STANDS_OUT = 70  # of 255: more than the tinted ground of a badge
VISION = pytest.mark.parametrize("vision", MATRICES)
EACH = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)


def seen(rgb: np.ndarray, vision: str) -> np.ndarray:
    """Colours 0..255 [..., 3] as somebody with this vision sees them."""
    share = np.asarray(rgb, float) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    turned = np.clip(linear @ np.array(MATRICES[vision]).T, 0, 1)
    return 255 * np.where(turned <= 0.0031308, turned * 12.92, 1.055 * turned ** (1 / 2.4) - 0.055)


def ink(surface: pygame.Surface, vision: str) -> np.ndarray:
    """Where something stands out from the ground (the corner's colour), whatever its colour."""
    picture = seen(pygame.surfarray.array3d(surface), vision)
    return np.abs(picture - picture[0, 0]).max(axis=-1) > STANDS_OUT


def shape_differs(one: np.ndarray, other: np.ndarray) -> float:
    """Share of what is drawn in either that is not drawn in both."""
    return float((one ^ other).sum() / max(1, (one | other).sum()))


@VISION
@EACH
def test_texts_keep_their_contrast(theme: Theme, vision: str) -> None:
    def as_seen(colour: tuple[int, int, int]) -> tuple[int, int, int]:
        r, g, b = (int(v) for v in seen(np.array(colour), vision))
        return r, g, b

    for colour in (theme.text, theme.muted, theme.accent_text, theme.good, theme.bad, theme.warn, theme.info):
        assert contrast(as_seen(colour), as_seen(theme.panel)) >= 3.5
    for colour in theme.series:
        assert contrast(as_seen(colour), as_seen(theme.panel)) >= 2.5


@VISION
@EACH
def test_licences_on_the_map_differ_in_shape(theme: Theme, vision: str) -> None:
    line = tuple((20.0 + 3.6 * t, 60.0 - 0.2 * t) for t in range(100))
    pictures = {}
    for licence in ("open", "slow", "restricted", "refused"):
        arc = TradeArc("light_oxide", "china", "japan", 500.0, 0.0, licence)  # type: ignore[arg-type]
        ground = pygame.Surface((420, 100))
        ground.fill(theme.background)
        ground.blit(draw_arcs((420, 100), [Curve(arc, line, 6.0)], theme, 1.0), (0, 0))
        pictures[licence] = ink(ground, vision)
    for one, other in itertools.combinations(pictures, 2):
        assert shape_differs(pictures[one], pictures[other]) > 0.12, (one, other)


Draw = Callable[[Ui], None]


def pictures_of(show, theme: Theme, vision: str, draws: dict[str, Draw]) -> dict[str, np.ndarray]:
    found = {}
    for name, draw in draws.items():
        app = show(draw, theme=theme.name, size=(1280, 720))
        found[name] = ink(app.ui.surface, vision)
    return found


@VISION
def test_lines_bars_and_signs_differ_in_shape(show, vision: str) -> None:
    theme = THEMES["dark"]
    values = (10.0, 20.0, 14.0, 30.0, 22.0, 40.0)
    labels = [""] * len(values)

    def line(look: int) -> Draw:
        return lambda ui: (
            ui.line_chart("c", Rect(20, 20, 600, 360), [Series("", values, look)], labels, axis=Axis()),
            None,
        )[1]

    lines = pictures_of(show, theme, vision, {str(look): line(look) for look in range(5)})
    for one, other in itertools.combinations(lines, 2):
        assert (lines[one] ^ lines[other]).sum() > 150, (one, other)

    def sign(direction: int) -> Draw:
        tone = "good" if direction > 0 else "bad"
        return lambda ui: (ui.delta(Rect(20, 20, 90, 24), "4.0", direction, tone=tone), None)[1]

    signs = pictures_of(show, theme, vision, {"up": sign(1), "down": sign(-1)})
    assert (signs["up"] ^ signs["down"]).sum() > 15

    def badge(icon: str, tone: str) -> Draw:
        return lambda ui: (ui.badge(Rect(20, 20, 90, 24), "x", tone=tone, icon=icon), None)[1]  # type: ignore[arg-type]

    badges = pictures_of(
        show,
        theme,
        vision,
        {"open": badge("check", "good"), "slow": badge("clock", "warn"), "refused": badge("ban", "bad")},
    )
    for one, other in itertools.combinations(badges, 2):
        assert (badges[one] ^ badges[other]).sum() > 15, (one, other)


@VISION
def test_rises_and_falls_of_a_waterfall_differ_without_colour(show, vision: str) -> None:
    from game.desktop.kit import Step

    def steps(value: float) -> Draw:
        return lambda ui: ui.waterfall(
            "w", Rect(20, 20, 600, 360), [Step("a", 50, total=True), Step("b", value)]
        )

    found = pictures_of(show, THEMES["light"], vision, {"rise": steps(20), "fall": steps(-20)})
    assert (found["rise"] ^ found["fall"]).sum() > 400

    def bars(look: int) -> Draw:
        return lambda ui: ui.bar_chart("b", Rect(20, 20, 600, 100), [Bar("x", 10, look=look)])

    hatches = {}
    for look in range(4):
        app = show(bars(look), theme="dark", size=(1280, 720))
        picture = seen(pygame.surfarray.array3d(app.ui.surface), vision).mean(axis=-1)
        body = picture[150:500, 46:70]
        hatches[look] = (body > (body.min() + body.max()) / 2) if body.max() - body.min() > 8 else body > 1e9
    for one, other in itertools.combinations(hatches, 2):
        assert (hatches[one] ^ hatches[other]).mean() > 0.05, (one, other)
