"""Sounds: every cue has a file that is short and does not clip; no device, no noise, no trouble."""

from __future__ import annotations

import wave

import numpy as np
import pygame
import pytest

from game.desktop.preferences import Preferences
from game.desktop.sound import CUES, MOODS, Sound
from game.paths import assets_dir


@pytest.fixture
def device(monkeypatch):
    """A sound card that nobody hears."""
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    pygame.mixer.quit()
    yield
    pygame.mixer.quit()


@pytest.mark.parametrize("name", CUES)
def test_a_cue_is_short_and_does_not_clip(name):
    with wave.open(str(assets_dir() / "sound" / f"{name}.wav")) as file:
        seconds = file.getnframes() / file.getframerate()
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    assert 0.03 <= seconds < 2.2
    assert 0.3 * 32767 < np.abs(samples.astype(int)).max() < 0.9 * 32767
    assert abs(int(samples[-1])) < 400, "it must not end with a crack"


def test_music_is_there_and_loops(device):
    for mood in MOODS:
        whole = (
            pygame.mixer.Sound(assets_dir() / "sound" / f"{mood}.ogg") if pygame.mixer.get_init() else None
        )
        if whole is None:
            pygame.mixer.init(32_000, -16, 2)
            whole = pygame.mixer.Sound(assets_dir() / "sound" / f"{mood}.ogg")
        samples = pygame.sndarray.array(whole).astype(float) / 32768
        assert 60 < whole.get_length() < 70
        step = np.abs(samples[0] - samples[-1]).max()
        assert step < 2 * np.percentile(np.abs(np.diff(samples, axis=0)), 99.9), "no crack at the seam"


def test_cues_and_moods_play(device):
    sound = Sound(1.0, 1.0)
    assert sound.usable is None, "the device is not opened before something is heard"
    for name in CUES:
        sound.cue(name)
    assert sound.usable and pygame.mixer.get_busy()
    sound.music("calm")
    assert pygame.mixer.music.get_busy()
    sound.set_volumes(1.0, 0.0)
    sound.set_volumes(1.0, 0.5)
    assert pygame.mixer.music.get_busy() and 0.1 < pygame.mixer.music.get_volume() < 0.5
    sound.close()
    sound.cue("click")
    assert not sound.usable


def test_silence_never_opens_a_device(device):
    sound = Sound(0.0, 0.0)
    sound.cue("click")
    sound.music("tense")
    assert sound.usable is None and not pygame.mixer.get_init()
    sound.set_volumes(0.0, 0.5)
    assert pygame.mixer.music.get_busy(), "music that was wished for begins with its volume"


def test_without_a_device_nothing_happens(monkeypatch):
    def refuse(*_):
        raise pygame.error("no card")

    monkeypatch.setattr(pygame.mixer, "init", refuse)
    sound = Sound(1.0, 1.0)
    sound.cue("good")
    sound.music("calm")
    sound.set_volumes(0.5, 0.5)
    assert sound.usable is False


@pytest.mark.parametrize("value", [True, "loud", float("nan"), -1, 7])
def test_volumes_that_make_no_sense(value):
    chosen = Preferences().with_values(sound_volume=value, music_volume=value)
    assert 0.0 <= chosen.sound_volume <= 1.0 and 0.0 <= chosen.music_volume <= 1.0
