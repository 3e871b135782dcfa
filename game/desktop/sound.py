"""Sounds and quiet music. Whatever is heard is also shown; without a sound device the game is silent.

The device is opened when something is to be heard for the first time, so that it does not delay the window.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pygame

from game.paths import assets_dir

__all__ = ["CUES", "MOODS", "Sound"]

CUES = (
    "click",
    "refused",
    "draft",
    "undo",
    "quarter",
    "good",
    "bad",
    "warn",
    "info",
    "news",
    "cut",
    "opening",
    "seal",
)
MOODS = ("calm", "tense")
RATE_HZ = 44_100
BUFFER = 1024
FADE_MS = 2500
FULL_MUSIC = 0.55
"""Loudest music: it stays behind the sounds."""
CHANNELS = 6


class Sound:
    """What is heard, with two volumes (0..1). Unknown cues and files that are missing make no noise."""

    def __init__(self, sound_volume: float = 0.7, music_volume: float = 0.4, *, device: bool = True) -> None:
        self.sound_volume = sound_volume
        self.music_volume = music_volume
        self.usable: bool | None = None if device else False  # None: not tried yet
        self.mood = ""
        self._loaded: dict[str, pygame.mixer.Sound | None] = {}

    def cue(self, name: str) -> None:
        """Play a short sound."""
        if self.sound_volume <= 0 or name not in CUES or not self._open():
            return
        if name not in self._loaded:
            self._loaded[name] = _read(assets_dir() / "sound" / f"{name}.wav")
        sound = self._loaded[name]
        if sound is not None:
            sound.set_volume(self.sound_volume)
            sound.play()

    def music(self, mood: str) -> None:
        """Let music of a mood fade in; the same mood goes on, "" fades out."""
        if mood == self.mood:
            return
        self.mood = mood
        self._play()

    def set_volumes(self, sound_volume: float, music_volume: float) -> None:
        """Change both; music starts or ends accordingly."""
        before, self.sound_volume, self.music_volume = self.music_volume, sound_volume, music_volume
        if not self.usable or music_volume <= 0 or before <= 0:
            self._play()
        else:
            pygame.mixer.music.set_volume(FULL_MUSIC * music_volume)

    def close(self) -> None:
        """Let go of the device."""
        if self.usable:
            pygame.mixer.quit()
        self.usable = False

    def _play(self) -> None:
        if not self.mood or self.music_volume <= 0:
            if self.usable:
                pygame.mixer.music.fadeout(FADE_MS)
            return
        path = assets_dir() / "sound" / f"{self.mood}.ogg"
        if self.mood not in MOODS or not path.is_file() or not self._open():
            return
        try:
            pygame.mixer.music.load(path)
            pygame.mixer.music.set_volume(FULL_MUSIC * self.music_volume)
            pygame.mixer.music.play(-1, fade_ms=FADE_MS)
        except pygame.error:
            self.usable = False

    def _open(self) -> bool:
        if self.usable is None:
            try:
                with _system_libraries_quiet():
                    pygame.mixer.init(RATE_HZ, -16, 2, BUFFER)
                pygame.mixer.set_num_channels(CHANNELS)
                self.usable = True
            except pygame.error:  # no sound card, or somebody else has it
                self.usable = False
        return self.usable


@contextmanager
def _system_libraries_quiet() -> Iterator[None]:
    """Sound libraries write pages to standard error where there is no card; nobody needs to read them."""
    try:
        kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    except OSError:  # no standard error at all
        yield
        return
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _read(path: Path) -> pygame.mixer.Sound | None:
    try:
        return pygame.mixer.Sound(path)
    except (pygame.error, OSError):
        return None
