"""Pictures of the screen as files: written small, read again, compared."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

__all__ = [
    "MOST_MEAN",
    "MOST_SHARE",
    "PIXEL",
    "Album",
    "Comparison",
    "Difference",
    "compare",
    "marked",
    "read",
]

Pixels = NDArray[np.uint8]
"""[height, width, 3] RGB."""

COLOURS = 256  # of a picture's palette
PIXEL = 24  # of 255, in any of its three colours: by more than this a pixel is another one
MOST_SHARE = 0.0001  # of such pixels, in a picture that is still the same: 92 at 1280 x 720
MOST_MEAN = 0.5  # of 255, over all pixels and colours


def small(pixels: Pixels) -> Image.Image:
    """A picture in 256 colours of its own: a third of the size, and to the eye the same (no dithering, so
    that flat areas stay flat). The same pixels give the same bytes."""
    packed = pixels.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    colours, counts = np.unique(packed, return_counts=True)
    unpacked = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1).astype(np.uint8)
    weighed = np.repeat(unpacked, np.ceil(np.cbrt(counts)).astype(int), axis=0)  # small signs keep their hues
    palette = Image.fromarray(weighed[np.newaxis]).quantize(
        COLOURS, method=Image.Quantize.MEDIANCUT, kmeans=2
    )
    return Image.fromarray(pixels).quantize(palette=palette, dither=Image.Dither.NONE)


def write(picture: Image.Image, path: Path) -> None:
    """As a PNG file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, optimize=True)


def read(path: Path) -> Pixels:
    """The pixels of a PNG file."""
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))


@dataclass(frozen=True)
class Difference:
    """How two pictures differ: share of pixels that are others, mean over all pixels and colours (of 255)."""

    share: float
    mean: float

    @property
    def seen(self) -> bool:
        """Whether that is more than a picture of the same thing may have."""
        return self.share > MOST_SHARE or self.mean > MOST_MEAN

    def __str__(self) -> str:
        return f"{self.share:.3%} of its pixels are others, mean difference {self.mean:.2f} of 255"


def _distance(new: Pixels, old: Pixels) -> NDArray[np.int16]:
    return np.abs(new.astype(np.int16) - old)


def compare(new: Pixels, old: Pixels) -> Difference:
    """Two pictures, pixel by pixel; of two sizes everything differs."""
    if new.shape != old.shape:
        return Difference(1.0, 255.0)
    if np.array_equal(new, old):
        return Difference(0.0, 0.0)
    distance = _distance(new, old)
    return Difference(float((distance > PIXEL).any(axis=2).mean()), float(distance.mean()))


def marked(new: Pixels, old: Pixels) -> Pixels:
    """The new picture, pale, with what differs in red."""
    if new.shape != old.shape:
        return new
    pale = (new.astype(np.uint16) + 3 * 255) // 4
    distance = _distance(new, old).max(axis=2)
    pale[distance > PIXEL // 4] = (255, 170, 170)
    pale[distance > PIXEL] = (220, 0, 0)
    return pale.astype(np.uint8)


@dataclass(frozen=True)
class Album:
    """Where new pictures go."""

    folder: Path

    def keep(self, name: str, pixels: Pixels) -> str:
        """Write a picture there; returns what is wrong with it: nothing."""
        write(small(pixels), self.folder / name)
        return ""


@dataclass(frozen=True)
class Comparison:
    """New pictures are held against those of an album; of those that differ, the new one and what differs go
    into another folder."""

    album: Path
    folder: Path

    def keep(self, name: str, pixels: Pixels) -> str:
        """Compare a picture with the one of the same name; returns what is wrong, "" if they are the same."""
        old = self.album / name
        new = small(pixels)
        if not old.is_file():
            write(new, self.folder / name)
            return f"{name}: no such picture in {self.album.name}"
        seen, before = np.asarray(new.convert("RGB")), read(old)
        found = compare(seen, before)
        if not found.seen:
            return ""
        write(new, self.folder / name)
        write(small(marked(seen, before)), (self.folder / name).with_suffix(".difference.png"))
        return f"{name}: {found}"
