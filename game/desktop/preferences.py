"""What a person has chosen for the window: language, theme, sizes. Kept per user as a small JSON file.

A file that is damaged, or has values out of range, counts for what can be read of it; nobody is bothered.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs

from game.catalogues import languages, system_language
from game.content.places import content
from game.play.alerts import thresholds_that_make_sense

from .keymap import checked
from .kit import THEMES

__all__ = [
    "SCALE_RANGE",
    "VOLUME_RANGE",
    "Preferences",
    "load_preferences",
    "preferences_path",
    "save_preferences",
]

SCALE_RANGE = (0.8, 2.0)
VOLUME_RANGE = (0.0, 1.0)
MOST_BYTES = 100_000


@dataclass(frozen=True)
class Preferences:
    """Language code, theme name, sizes and volumes (1.0 = 100 %), motion, window, own keys, alerts."""

    language: str = "en"
    theme: str = "dark"
    text_scale: float = 1.0
    scale: float = 1.0
    reduced_motion: bool = False
    fullscreen: bool = False
    sound_volume: float = 0.7
    music_volume: float = 0.4
    window: tuple[int, int, int, int] | None = None
    keys: Mapping[str, str] = field(default_factory=dict)
    alerts: Mapping[str, float] = field(default_factory=dict)

    def with_values(self, **values: Any) -> Preferences:
        """A copy with other values, brought into range."""
        return _checked(dataclasses.asdict(self) | values)


def preferences_path() -> Path:
    """The player's own file; it need not exist."""
    return platformdirs.user_config_path("lanthanide", appauthor=False) / "desktop.json"


def load_preferences(path: Path | None = None) -> Preferences:
    """The kept choices; the system's language and the defaults for whatever is missing or damaged."""
    raw: object = {}
    with contextlib.suppress(ValueError, RecursionError):
        raw = json.loads(content(path or preferences_path(), MOST_BYTES))
    values = {"language": system_language()} | (raw if isinstance(raw, dict) else {})
    return _checked(values)


def save_preferences(preferences: Preferences, path: Path | None = None) -> bool:
    """Keep the choices; False if the disk does not let us (then they hold for this game)."""
    where = path or preferences_path()
    beside = where.with_suffix(".part")
    try:
        where.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(dataclasses.asdict(preferences), indent=1) + "\n", encoding="utf-8")
        beside.replace(where)
    except OSError:
        return False
    return True


def _checked(values: dict[str, Any]) -> Preferences:
    """Preferences of whatever was found; a value of the wrong kind gives way to the default."""
    base = Preferences()
    language, theme = values.get("language"), values.get("theme")
    return Preferences(
        language=language if language in languages() else base.language,
        theme=theme if isinstance(theme, str) and theme in THEMES else base.theme,
        text_scale=_between(values.get("text_scale"), base.text_scale, SCALE_RANGE),
        scale=_between(values.get("scale"), base.scale, SCALE_RANGE),
        reduced_motion=values.get("reduced_motion") is True,
        fullscreen=values.get("fullscreen") is True,
        sound_volume=_between(values.get("sound_volume"), base.sound_volume, VOLUME_RANGE),
        music_volume=_between(values.get("music_volume"), base.music_volume, VOLUME_RANGE),
        window=_place(values.get("window")),
        keys=checked(values.get("keys")),
        alerts=thresholds_that_make_sense(values.get("alerts")),
    )


def _place(value: object) -> tuple[int, int, int, int] | None:
    """Left, top, width, height; None for anything else."""
    if not isinstance(value, list | tuple) or len(value) != 4:
        return None
    if not all(isinstance(part, int) and not isinstance(part, bool) and abs(part) < 1e5 for part in value):
        return None
    if min(value[2:]) < 1:
        return None
    return (value[0], value[1], value[2], value[3])


def _between(value: object, default: float, bounds: tuple[float, float]) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return default
    low, high = bounds
    return round(float(min(high, max(low, value))), 2)
