"""Colours that can be read: contrast in every theme, and series that differ without colour."""

from __future__ import annotations

import itertools

import pytest

from game.desktop.kit import THEMES, Theme
from game.desktop.kit.charts.scales import DASHES
from game.desktop.kit.theme import contrast

EACH = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)


@EACH
def test_text_contrast(theme: Theme):
    for ground in (theme.panel, theme.raised, theme.field, theme.background, theme.tooltip, theme.hover):
        assert contrast(theme.text, ground) >= 7
        assert contrast(theme.muted, ground) >= 4.5
    for ink in (theme.accent_text, theme.good, theme.bad, theme.warn, theme.info):
        assert contrast(ink, theme.panel) >= 4.5
        assert contrast(ink, theme.raised) >= 4.5
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    assert contrast(theme.on_accent, theme.accent_low) >= 4.5
    assert contrast(theme.on_selected, theme.selected) >= 4.5
    assert contrast(theme.on_danger, theme.danger) >= 4.5


@EACH
def test_signs_contrast(theme: Theme):
    assert contrast(theme.focus, theme.panel) >= 3
    assert contrast(theme.disabled, theme.panel) >= 3
    for colour in theme.series:
        assert contrast(colour, theme.panel) >= 3


@EACH
def test_series_differ_in_colour_and_in_dash(theme: Theme):
    for a, b in itertools.combinations(theme.series, 2):
        assert sum(abs(x - y) for x, y in zip(a, b, strict=True)) > 60
    assert len(set(DASHES)) == len(DASHES) >= 5, "five levers, five dashes"
