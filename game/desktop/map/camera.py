"""Where the map is looked at from: the plane of `map_data` onto a rectangle of pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.desktop.map_data import BOUNDS

Floats = NDArray[np.float64]

HOME = (-2.02, -0.88, 2.62, 1.26)
"""West, south, east and north of the first look: every nation of the core setting, less empty ocean."""

ZOOMS = (0.82, 1.0, 1.35, 1.85, 2.6, 3.6)


@dataclass(frozen=True, slots=True)
class Camera:
    """Centre in the plane and magnification; 1.0 fits `HOME` into the window."""

    x: float = (HOME[0] + HOME[2]) / 2
    y: float = (HOME[1] + HOME[3]) / 2
    zoom: float = 1.0

    def stepped(self, step: int) -> Camera:
        """The next magnification up or down."""
        nearest = min(range(len(ZOOMS)), key=lambda i: abs(ZOOMS[i] - self.zoom))
        return Camera(self.x, self.y, ZOOMS[max(0, min(len(ZOOMS) - 1, nearest + step))])

    def kept(self) -> Camera:
        """Moved so that the centre stays on the map."""
        return Camera(
            min(max(self.x, BOUNDS[0] * 0.8), BOUNDS[2] * 0.9),
            min(max(self.y, BOUNDS[1] * 0.8), BOUNDS[3] * 0.8),
            self.zoom,
        )


@dataclass(frozen=True, slots=True)
class Window:
    """A camera on a box of `size` pixels; places are pixels from the box's corner."""

    camera: Camera
    size: tuple[int, int]

    @property
    def k(self) -> float:
        """Pixels per radius of the sphere; a window may be too small to leave the map any."""
        w, h = (max(length, 1) for length in self.size)
        return min(w / (HOME[2] - HOME[0]), h / (HOME[3] - HOME[1])) * self.camera.zoom

    def points(self, plane: Floats, factor: float = 1.0) -> Floats:
        """Plane points [n, 2] as pixels times `factor`."""
        k = self.k * factor
        out = np.empty_like(plane)
        out[:, 0] = (plane[:, 0] - self.camera.x) * k + self.size[0] * factor / 2
        out[:, 1] = (self.camera.y - plane[:, 1]) * k + self.size[1] * factor / 2
        return out

    def point(self, x: float, y: float) -> tuple[float, float]:
        """One plane point as pixels."""
        k = self.k
        return (x - self.camera.x) * k + self.size[0] / 2, (self.camera.y - y) * k + self.size[1] / 2

    def plane(self, px: float, py: float) -> tuple[float, float]:
        """Pixels as a plane point."""
        k = self.k
        return (px - self.size[0] / 2) / k + self.camera.x, self.camera.y - (py - self.size[1] / 2) / k

    def zoomed_at(self, px: float, py: float, step: int) -> Camera:
        """One step nearer or farther with the plane point under the pixel kept in its place."""
        x, y = self.plane(px, py)
        camera = self.camera.stepped(step)
        nx, ny = Window(camera, self.size).plane(px, py)
        return Camera(camera.x + x - nx, camera.y + y - ny, camera.zoom).kept()

    def moved(self, dx: float, dy: float) -> Camera:
        """The camera after the map was dragged by that many pixels."""
        k = self.k
        return Camera(self.camera.x - dx / k, self.camera.y + dy / k, self.camera.zoom).kept()
