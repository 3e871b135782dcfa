"""Synthesises the game's sounds and music into assets/sound: `python assets/build/build_sound.py`.

Everything is made of sines, noise and their echoes; nothing is recorded. Effects are WAV, music is Ogg
Vorbis (whose encoder writes a random stream number: the same sound, not always the same bytes).
"""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import soundfile

RATE = 32_000
HERE = Path(__file__).resolve().parents[1] / "sound"
BEAT = 1.0
BAR = 8 * BEAT
A4_HZ = 440.0

Wave = np.ndarray


def hertz(semitones: float) -> float:
    """A note so many semitones above A4."""
    return A4_HZ * 2.0 ** (semitones / 12.0)


def moments(seconds: float) -> Wave:
    return np.arange(int(seconds * RATE)) / RATE


def bell(note: float, seconds: float, brightness: float = 1.0) -> Wave:
    """A struck bar: a sine and two higher ones that fade sooner."""
    t = moments(seconds)
    f = hertz(note)
    tone = np.sin(2 * np.pi * f * t) * np.exp(-4.0 * t / seconds)
    tone += 0.35 * brightness * np.sin(2 * np.pi * 2.76 * f * t) * np.exp(-11.0 * t / seconds)
    tone += 0.12 * brightness * np.sin(2 * np.pi * 5.40 * f * t) * np.exp(-22.0 * t / seconds)
    return tone * np.minimum(1.0, t / 0.004)


def noise(seconds: float, low_hz: float, high_hz: float, seed: int) -> Wave:
    """Noise between two frequencies."""
    count = int(seconds * RATE)
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(count))
    at = np.fft.rfftfreq(count, 1 / RATE)
    spectrum *= np.exp(-((low_hz / np.maximum(at, 1.0)) ** 4)) * np.exp(-((at / high_hz) ** 4))
    sound = np.fft.irfft(spectrum, count)
    return sound / np.abs(sound).max()


def thud(hz: float, seconds: float) -> Wave:
    """A soft blow whose pitch falls."""
    t = moments(seconds)
    phase = 2 * np.pi * hz * (t + 0.012 * (1.0 - np.exp(-t / 0.012)) * 2.0)
    return np.sin(phase) * np.exp(-t / (seconds / 6)) * np.minimum(1.0, t / 0.002)


def together(*parts: tuple[float, float, Wave]) -> Wave:
    """(start in seconds, loudness, sound) added up."""
    length = max(int(start * RATE) + sound.size for start, _, sound in parts)
    whole = np.zeros(length)
    for start, loud, sound in parts:
        first = int(start * RATE)
        whole[first : first + sound.size] += loud * sound
    return whole


def effects() -> dict[str, Wave]:
    """What answers a player: short, dry, and none of them shrill."""
    paper = noise(0.22, 900, 7000, 3) * np.exp(-moments(0.22) / 0.06)
    rustle = noise(0.5, 700, 6000, 5) * np.sin(np.pi * moments(0.5) / 0.5) ** 2
    return {
        "click": together(
            (0, 0.5, noise(0.03, 1500, 6000, 1) * np.exp(-moments(0.03) / 0.006)), (0, 0.3, bell(15, 0.06))
        ),
        "refused": together((0, 0.7, thud(150, 0.16)), (0.09, 0.6, thud(120, 0.2))),
        "draft": together((0, 0.5, paper), (0.03, 0.5, bell(7, 0.3, 0.4))),
        "undo": together((0, 0.4, paper), (0.03, 0.4, bell(2, 0.25, 0.3))),
        "quarter": together((0, 0.5, rustle), (0.34, 0.9, thud(95, 0.4)), (0.36, 0.3, paper)),
        "good": together((0, 0.5, bell(3, 0.6)), (0.11, 0.5, bell(7, 0.6)), (0.22, 0.5, bell(10, 0.9))),
        "bad": together((0, 0.6, bell(-2, 0.7, 0.5)), (0.16, 0.6, bell(-6, 1.0, 0.5))),
        "warn": together((0, 0.5, bell(5, 0.5, 0.7)), (0.14, 0.5, bell(5, 0.7, 0.7))),
        "info": together((0, 0.45, bell(10, 0.6, 0.6))),
        "news": together((0, 0.4, rustle), (0.2, 0.5, bell(-9, 1.2, 0.5)), (0.2, 0.4, bell(-2, 1.2, 0.5))),
        "cut": together(
            (0, 0.9, thud(60, 0.9)), (0.02, 0.5, bell(-14, 1.6, 0.4)), (0.02, 0.4, bell(-13, 1.6, 0.4))
        ),
        "opening": together(*((0.09 * k, 0.4, bell(n, 0.9)) for k, n in enumerate((-9, -5, -2, 3, 7)))),
        "seal": together(
            (0, 0.9, thud(80, 0.5)),
            *((0.2 + 0.1 * k, 0.4, bell(n, 1.6)) for k, n in enumerate((3, 7, 10, 15))),
        ),
    }


def pad(loop: Wave, start: float, seconds: float, notes: tuple[float, ...], loud: float) -> None:
    """A chord that swells and fades; what passes the loop's end goes on at its beginning."""
    t = moments(seconds)
    swell = np.sin(np.pi * np.minimum(t / seconds, 1.0)) ** 1.2
    for k, note in enumerate(notes):
        for side, drift in ((0, -0.07), (1, 0.07)):
            f = hertz(note + drift)
            tone = sum(
                np.sin(2 * np.pi * h * f * t + k + 2 * side) / h**2.2 * np.exp(-((h * f / 2600) ** 2))
                for h in range(1, 6)
            )
            slow = 1.0 + 0.15 * np.sin(2 * np.pi * (0.11 + 0.02 * k) * t + k)
            _wrap(loop[side], start, loud / len(notes) * swell * slow * tone)


def pluck(loop: Wave, start: float, note: float, loud: float, place: float) -> None:
    """A soft struck note, `place` 0 left to 1 right."""
    tone = bell(note, 3.2, 0.25)
    for side, share in ((0, 1.0 - place), (1, place)):
        _wrap(loop[side], start, loud * np.sqrt(share) * tone)


def _wrap(track: Wave, start: float, sound: Wave) -> None:
    at = (int(start * RATE) + np.arange(sound.size)) % track.size
    np.add.at(track, at, sound)


def hall(loop: Wave, seconds: float, share: float) -> Wave:
    """The loop in a large room: echoes of the end are heard at the beginning."""
    t = moments(seconds)
    result = np.empty_like(loop)
    for side in (0, 1):
        echo = np.zeros(loop.shape[1])
        echo[: t.size] = np.random.default_rng(11 + side).standard_normal(t.size) * np.exp(-5.0 * t / seconds)
        spectrum = np.fft.rfft(echo)
        spectrum *= np.exp(-((np.fft.rfftfreq(echo.size, 1 / RATE) / 2400) ** 2))
        wet = np.fft.irfft(np.fft.rfft(loop[side]) * spectrum, echo.size)
        result[side] = (1 - share) * loop[side] + share * wet * (loop[side].std() / wet.std())
    return result


CALM = ((-12, -5, 0, 2, 7), (-16, -9, -4, 0, 3), (-9, -2, 3, 5, 10), (-14, -7, -2, 2, 5)) * 2
CALM_NOTES = (7, 10, 12, 15, 14, 10, 7, 5, 12, 17, 15, 10, 7, 3, 5, 10)
TENSE = ((-19, -12, -7, -4, 1), (-19, -11, -7, -4, 0), (-21, -14, -9, -5, -2), (-20, -13, -8, -5, -1)) * 2
TENSE_NOTES = (5, 8, 13, 12, 8, 5, 1, 0, 5, 13, 17, 12, 8, 1, 0, 5)


def calm() -> Wave:
    """For the title and quiet quarters."""
    loop = np.zeros((2, int(len(CALM) * BAR * RATE)))
    for bar, chord in enumerate(CALM):
        pad(loop, bar * BAR - 2, BAR + 4, chord, 0.5)
    for k, note in enumerate(CALM_NOTES * 2):
        if k % 5 != 3:  # rests keep it from becoming a melody that one knows too well
            pluck(
                loop, 2 * k * BEAT + (0.5 if k % 4 == 2 else 0.0), note, 0.10, 0.25 + 0.5 * ((k * 7) % 5) / 4
            )
    return hall(loop, 3.5, 0.45)


def tense() -> Wave:
    """For the cut, the spike and the bust: lower, with a pulse."""
    loop = np.zeros((2, int(len(TENSE) * BAR * RATE)))
    for bar, chord in enumerate(TENSE):
        pad(loop, bar * BAR - 2, BAR + 4, chord, 0.55)
        for beat in range(0, 8, 2):
            for track in loop:
                _wrap(track, bar * BAR + beat * BEAT, 0.10 * thud(48, 0.7))
                _wrap(track, bar * BAR + beat * BEAT + 0.32, 0.06 * thud(44, 0.6))
    for k, note in enumerate(TENSE_NOTES * 2):
        if k % 3 != 1:
            pluck(
                loop, 2 * k * BEAT + (0.25 if k % 2 else 0.0), note - 12, 0.08, 0.3 + 0.4 * ((k * 3) % 4) / 3
            )
    return hall(loop, 4.0, 0.45)


def main() -> None:
    """Write every file anew."""
    HERE.mkdir(exist_ok=True)
    for name, sound in effects().items():
        fade = np.minimum(1.0, (sound.size - np.arange(sound.size)) / (0.01 * RATE))
        whole = (0.6 * sound * fade / np.abs(sound).max() * 32767).astype("<i2")
        with wave.open(str(HERE / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(whole.tobytes())
    for name, loop in (("calm", calm()), ("tense", tense())):
        soundfile.write(
            HERE / f"{name}.ogg", 0.5 * loop.T / np.abs(loop).max(), RATE, format="OGG", subtype="VORBIS"
        )


if __name__ == "__main__":
    main()
