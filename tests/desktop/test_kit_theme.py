"""Colours that can be read: contrast of every text and sign in every theme, and series that keep apart.

The bounds are those of WCAG 2.1: 4.5 for text, 3 for large text and for signs; the contrast theme promises 7.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from game.desktop.kit import THEMES, Colour, Theme
from game.desktop.kit.charts.scales import DASHES
from game.desktop.kit.theme import contrast, mix
from game.desktop.scenes.paper_print import INKS
from tests.desktop.test_colour_blind import MATRICES, seen

EACH = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
TEXT, SIGN, HIGH = 4.5, 3.0, 7.0
GROUNDS = ("panel", "raised", "field", "background", "tooltip", "hover", "pressed", "stripe")
INK = ("text", "muted", "accent_text", "good", "bad", "warn", "info")
TONES = ("neutral", "good", "bad", "warn", "info", "accent")
BADGE = 0.16  # of a tone's ink in the ground of its badge
APART = 10.0  # of CIE 1976: what is told apart without looking twice


def least(theme: Theme, otherwise: float = TEXT) -> float:
    return HIGH if theme.name == "contrast" else otherwise


@EACH
def test_every_text_on_every_ground(theme: Theme):
    poor = {
        (ink, ground): round(found, 2)
        for ink, ground in itertools.product(INK, GROUNDS)
        if (found := contrast(getattr(theme, ink), getattr(theme, ground))) < least(theme)
    }
    assert not poor


@EACH
def test_texts_on_what_is_chosen_pressed_or_tinted(theme: Theme):
    for ink, ground in (
        ("on_accent", "accent"),
        ("on_accent", "accent_low"),
        ("on_selected", "selected"),
        ("on_danger", "danger"),
    ):
        assert contrast(getattr(theme, ink), getattr(theme, ground)) >= least(theme), (ink, ground)
    for tone in TONES:
        ink = theme.tone(tone)  # type: ignore[arg-type]
        assert contrast(ink, mix(theme.panel, ink, BADGE)) >= least(theme), f"badge {tone}"
    chosen = mix(theme.panel, theme.selected, 0.45 if theme.name == "dark" else 0.16)
    for name in ("text", "muted", "good", "bad", "warn", "info"):
        assert contrast(getattr(theme, name), chosen) >= TEXT, f"{name} in the row that is chosen"
    card = mix(theme.raised, theme.accent, 0.10)
    for name in ("text", "muted", "accent_text"):
        assert contrast(getattr(theme, name), card) >= TEXT, f"{name} on the card that is chosen"


@EACH
def test_signs_and_edges(theme: Theme):
    edge = ("border_strong", "accent", "focus")
    for name in edge:
        assert contrast(getattr(theme, name), theme.panel) >= SIGN, name
    for ground in (theme.panel, theme.raised):
        assert contrast(theme.disabled, ground) >= least(theme, SIGN)
    assert contrast(theme.border_strong, theme.field) >= SIGN, "the edge of a field, of a switch"
    assert contrast(theme.selected, theme.field) >= SIGN, "the tab that is chosen"
    for colour in theme.series:
        assert contrast(colour, theme.panel) >= least(theme, SIGN)


@pytest.mark.parametrize("name", THEMES)
def test_the_paper_can_be_read(name: str):
    ink = INKS[name]
    bound = HIGH if name == "contrast" else TEXT
    shade = mix(ink.paper, ink.accent, 0.1)
    for colour in (ink.text, ink.soft, ink.accent):
        assert contrast(colour, ink.paper) >= bound
    assert contrast(ink.text, shade) >= bound
    assert contrast(ink.accent, shade) >= SIGN, "the line on its ground"


def lab(rgb: np.ndarray) -> np.ndarray:
    """sRGB 0..255 [..., 3] as CIE L*a*b* (D65)."""
    share = np.asarray(rgb, float) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array(
        ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505)),
    )
    xyz = linear @ to_xyz.T / np.array((0.9505, 1.0, 1.089))
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    x, y, z = f[..., 0], f[..., 1], f[..., 2]
    return np.stack((116 * y - 16, 500 * (x - y), 200 * (y - z)), axis=-1)


@EACH
@pytest.mark.parametrize("vision", ["full", *(name for name in MATRICES if name != "achromatopsia")])
def test_series_keep_apart_in_every_vision(theme: Theme, vision: str):
    colours = np.array(theme.series, float)
    places = lab(colours if vision == "full" else seen(colours, vision))
    close = {
        (a, b): round(float(np.linalg.norm(places[a] - places[b])), 1)
        for a, b in itertools.combinations(range(len(places)), 2)
    }
    assert min(close.values()) > APART, sorted(close.items(), key=lambda pair: pair[1])[:3]


@EACH
def test_series_differ_in_dash_too(theme: Theme):
    def far(a: Colour, b: Colour) -> int:
        return sum(abs(x - y) for x, y in zip(a, b, strict=True))

    assert all(far(a, b) > 60 for a, b in itertools.combinations(theme.series, 2))
    assert len(set(DASHES)) == len(DASHES) >= 5, "five levers, five dashes"
