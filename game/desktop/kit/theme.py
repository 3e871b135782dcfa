"""Colours, text styles and measures. Three themes share one set of token names.

Series colours follow Okabe and Ito's palette for colour-blind readers (2008), moved a little for each
background until the first six keep apart in simulated protanopia, deuteranopia and tritanopia; a series also
has a dash pattern, a marker and a hatch, so that colour is never the only sign.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Colour = tuple[int, int, int]
Tone = Literal["neutral", "good", "bad", "warn", "info", "accent"]
ThemeName = Literal["dark", "light", "contrast"]


@dataclass(frozen=True)
class Theme:
    """One complete set of colour tokens. `accent` fills, `accent_text` writes on a panel."""

    name: ThemeName
    background: Colour
    panel: Colour
    raised: Colour
    field: Colour
    hover: Colour
    pressed: Colour
    stripe: Colour
    border: Colour
    border_strong: Colour
    grid: Colour
    text: Colour
    muted: Colour
    disabled: Colour
    accent: Colour
    accent_low: Colour
    accent_text: Colour
    on_accent: Colour
    selected: Colour
    on_selected: Colour
    good: Colour
    bad: Colour
    warn: Colour
    info: Colour
    danger: Colour
    on_danger: Colour
    focus: Colour
    tooltip: Colour
    shadow_alpha: int
    scrim_alpha: int
    series: tuple[Colour, ...]

    def colour(self, token: str | Colour) -> Colour:
        """The colour of a token name; a colour passes through."""
        if isinstance(token, str):
            value = getattr(self, token)
            return (value[0], value[1], value[2])
        return token

    def tone(self, tone: Tone) -> Colour:
        """The colour in which a tone is written on a panel."""
        return {
            "neutral": self.muted,
            "good": self.good,
            "bad": self.bad,
            "warn": self.warn,
            "info": self.info,
            "accent": self.accent_text,
        }[tone]

    def series_colour(self, index: int) -> Colour:
        return self.series[index % len(self.series)]


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """Colour between `a` (share 0) and `b` (share 1)."""
    return (
        round(a[0] + (b[0] - a[0]) * share),
        round(a[1] + (b[1] - a[1]) * share),
        round(a[2] + (b[2] - a[2]) * share),
    )


def contrast(a: Colour, b: Colour) -> float:
    """Contrast ratio of two colours, 1 to 21, as WCAG 2.1 defines it."""

    def luminance(colour: Colour) -> float:
        parts = [c / 255 for c in colour]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


DARK = Theme(
    name="dark",
    background=(9, 14, 22),
    panel=(17, 26, 41),
    raised=(26, 38, 58),
    field=(11, 18, 30),
    hover=(34, 49, 74),
    pressed=(20, 30, 47),
    stripe=(21, 32, 49),
    border=(37, 52, 77),
    border_strong=(82, 108, 148),
    grid=(33, 46, 68),
    text=(233, 239, 247),
    muted=(154, 171, 196),
    disabled=(112, 128, 152),
    accent=(233, 172, 66),
    accent_low=(196, 135, 38),
    accent_text=(243, 191, 98),
    on_accent=(26, 18, 4),
    selected=(54, 102, 156),
    on_selected=(242, 247, 255),
    good=(98, 205, 160),
    bad=(246, 139, 120),
    warn=(243, 200, 92),
    info=(116, 188, 244),
    danger=(186, 66, 58),
    on_danger=(255, 246, 244),
    focus=(255, 214, 130),
    tooltip=(29, 43, 66),
    shadow_alpha=120,
    scrim_alpha=150,
    series=(
        (239, 158, 49),
        (107, 169, 233),
        (52, 223, 134),
        (231, 99, 75),
        (202, 141, 179),
        (234, 248, 75),
        (130, 141, 251),
        (199, 199, 197),
    ),
)

LIGHT = Theme(
    name="light",
    background=(229, 233, 239),
    panel=(252, 253, 254),
    raised=(240, 243, 247),
    field=(244, 246, 249),
    hover=(228, 234, 242),
    pressed=(214, 222, 233),
    stripe=(244, 247, 250),
    border=(205, 213, 224),
    border_strong=(122, 138, 160),
    grid=(224, 229, 237),
    text=(22, 31, 44),
    muted=(79, 93, 114),
    disabled=(124, 136, 154),
    accent=(196, 120, 4),
    accent_low=(188, 112, 4),
    accent_text=(140, 80, 0),
    on_accent=(28, 17, 0),
    selected=(38, 92, 150),
    on_selected=(255, 255, 255),
    good=(0, 108, 78),
    bad=(178, 48, 24),
    warn=(128, 84, 0),
    info=(8, 94, 158),
    danger=(178, 44, 38),
    on_danger=(255, 255, 255),
    focus=(20, 92, 180),
    tooltip=(255, 255, 255),
    shadow_alpha=60,
    scrim_alpha=110,
    series=(
        (203, 124, 0),
        (23, 117, 205),
        (14, 150, 94),
        (218, 57, 43),
        (162, 79, 156),
        (95, 106, 21),
        (52, 80, 190),
        (98, 130, 132),
    ),
)

CONTRAST = Theme(
    name="contrast",
    background=(0, 0, 0),
    panel=(0, 0, 0),
    raised=(22, 22, 22),
    field=(0, 0, 0),
    hover=(40, 40, 40),
    pressed=(30, 30, 30),
    stripe=(20, 20, 20),
    border=(170, 170, 170),
    border_strong=(255, 255, 255),
    grid=(92, 92, 92),
    text=(255, 255, 255),
    muted=(220, 220, 220),
    disabled=(172, 172, 172),
    accent=(255, 213, 0),
    accent_low=(255, 213, 0),
    accent_text=(255, 221, 51),
    on_accent=(0, 0, 0),
    selected=(255, 255, 255),
    on_selected=(0, 0, 0),
    good=(92, 240, 170),
    bad=(255, 165, 148),
    warn=(255, 221, 51),
    info=(130, 210, 255),
    danger=(255, 120, 100),
    on_danger=(0, 0, 0),
    focus=(0, 230, 255),
    tooltip=(0, 0, 0),
    shadow_alpha=0,
    scrim_alpha=200,
    series=(
        (242, 170, 47),
        (128, 213, 255),
        (84, 255, 149),
        (238, 121, 80),
        (214, 142, 200),
        (253, 255, 80),
        (146, 168, 255),
        (210, 210, 210),
    ),
)

THEMES: dict[str, Theme] = {"dark": DARK, "light": LIGHT, "contrast": CONTRAST}


@dataclass(frozen=True)
class TextStyle:
    """Size in logical units at text scale 1.0, weight, and line height as a multiple of the size."""

    size: float
    weight: Literal["regular", "medium", "bold"] = "regular"
    leading: float = 1.4


STYLES: dict[str, TextStyle] = {
    "display": TextStyle(30, "bold", 1.25),
    "title": TextStyle(22, "bold", 1.3),
    "heading": TextStyle(16, "bold", 1.35),
    "figure": TextStyle(20, "medium", 1.3),
    "body": TextStyle(15),
    "strong": TextStyle(15, "bold"),
    "small": TextStyle(13),
    "small_strong": TextStyle(13, "bold"),
    "caption": TextStyle(12),
}

RADIUS = 8.0
RADIUS_SMALL = 6.0
GAP = 8.0
PADDING = 14.0
