"""The world map as plain data: shapes, outlines, dots, anchors and sites, in the Equal Earth plane.

Coordinates: x to the east, y to the north, both in radii of the sphere. The whole sphere spans
x = ±2.7066 and y = ±1.3173; the part with land on it is `BOUNDS`. Longitude 0 is in the middle; rings
are cut at 180 degrees. The files are made by assets/build/build_map.py, which says from what.

A nation key is one of the ten of the core setting. `eu` means its 27 members of 2010, the United
Kingdom among them; whatever has no key of its own is `row`. Disputed areas have no key: they are hatched,
never labelled, and imply no judgement.
"""

from __future__ import annotations

import functools
import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from game.paths import assets_dir

__all__ = [
    "BOUNDS",
    "UNIT",
    "Anchor",
    "Dot",
    "Outline",
    "Shape",
    "Site",
    "WorldMap",
    "globe_edge",
    "graticule",
    "load_world",
    "project",
]

Floats = NDArray[np.float64]

UNIT = 1e-4
"""Step of the stored whole numbers, in sphere radii (0.64 km)."""

BOUNDS = (-2.7066, -1.0609, 2.7066, 1.3173)
"""West, south, east and north edge of the part worth showing (58 degrees south to the pole)."""

# Polynomial of Šavrič, Patterson and Jenny (2019), "The Equal Earth map projection".
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796


@dataclass(frozen=True, eq=False)
class Shape:
    """One filled piece of land. Draw in the given order: enclaves come after what surrounds them."""

    iso3: str  # ISO 3166-1 alpha-3, or x-... for a disputed part of a country
    iso_numeric: str  # three digits, or "" where there is none
    nation: str  # nation key, or "" in disputed areas
    disputed: bool
    ring: Floats  # [n, 2], the first point not repeated
    box: tuple[float, float, float, float]  # west, south, east, north


@dataclass(frozen=True, eq=False)
class Outline:
    """One ring of a nation's outline, borders inside the nation dissolved; holes are rings too."""

    nation: str
    ring: Floats


@dataclass(frozen=True)
class Dot:
    """An economy too small for a shape."""

    iso3: str
    nation: str
    disputed: bool
    x: float
    y: float


@dataclass(frozen=True)
class Anchor:
    """Where trade arcs of a nation end (`hub`) and where its name fits (`label`), both (x, y)."""

    nation: str
    hub: tuple[float, float]
    label: tuple[float, float]


@dataclass(frozen=True)
class Site:
    """A place of the industry. `generic`: stands for works that are spread over the region."""

    id: str
    nation: str
    kind: str  # mine, light_separation, heavy_separation or magnet_plant
    generic: bool
    name: Mapping[str, str]  # by language: en, zh-Hans
    x: float
    y: float


@dataclass(frozen=True, eq=False)
class WorldMap:
    """Everything that the map screen draws."""

    shapes: tuple[Shape, ...]
    outlines: tuple[Outline, ...]
    dots: tuple[Dot, ...]
    anchors: Mapping[str, Anchor]
    sites: Mapping[str, Site]

    def shape_at(self, x: float, y: float) -> Shape | None:
        """The topmost shape under a point of the plane, or None at sea."""
        for shape in reversed(self.shapes):
            west, south, east, north = shape.box
            if west <= x <= east and south <= y <= north and _inside(shape.ring, x, y):
                return shape
        return None

    def nation_at(self, x: float, y: float) -> str | None:
        """Nation key under a point of the plane; None at sea and in disputed areas."""
        shape = self.shape_at(x, y)
        return shape.nation if shape is not None and shape.nation else None


def project(lon_deg: ArrayLike, lat_deg: ArrayLike) -> tuple[Floats, Floats]:
    """Equal Earth: degrees to the plane (x, y), arrays of any shape. lon -180..180, lat -90..90."""
    lon, lat = np.radians(np.asarray(lon_deg, float)), np.radians(np.asarray(lat_deg, float))
    t = np.arcsin(np.sqrt(3) / 2 * np.sin(lat))
    t2 = t * t
    t6 = t2 * t2 * t2
    slope = 9 * _A4 * t6 * t2 + 7 * _A3 * t6 + 3 * _A2 * t2 + _A1
    x = 2 * np.sqrt(3) * lon * np.cos(t) / (3 * slope)
    y = t * (_A4 * t6 * t2 + _A3 * t6 + _A2 * t2 + _A1)
    return x, y


def globe_edge(south_deg: float = -58.0, north_deg: float = 90.0, steps: int = 60) -> Floats:
    """Ring [n, 2] around the sphere between two latitudes: what to fill with the sea's colour."""
    lat = np.linspace(south_deg, north_deg, steps)
    x, y = project(np.full(steps, 180.0), lat)
    return np.concatenate([np.column_stack([x, y]), np.column_stack([-x, y])[::-1]])


def graticule(step_deg: int = 30, south_deg: float = -58.0, north_deg: float = 90.0) -> tuple[Floats, ...]:
    """Meridians and parallels as polylines [n, 2]."""
    lat = np.linspace(south_deg, north_deg, 40)
    meridians = [project(np.full(40, float(lon)), lat) for lon in range(-180 + step_deg, 180, step_deg)]
    rows = [lat for lat in range(-90 + step_deg, 90, step_deg) if south_deg <= lat <= north_deg]
    parallels = [project(np.array([-180.0, 180.0]), np.full(2, float(row))) for row in rows]
    return tuple(np.column_stack(line) for line in (*meridians, *parallels))


@functools.cache
def load_world() -> WorldMap:
    """Read the map once. Raises FileNotFoundError (one sentence) when the game's files are incomplete."""
    folder = assets_dir() / "map"
    with np.load(folder / "world.npz", allow_pickle=False) as data:
        arrays = {name: data[name] for name in data.files}
    places = json.loads((folder / "places.json").read_text(encoding="utf-8"))
    return WorldMap(
        shapes=_shapes(arrays),
        outlines=_outlines(arrays),
        dots=_dots(arrays),
        anchors=MappingProxyType({key: _anchor(key, entry) for key, entry in places["anchors"].items()}),
        sites=MappingProxyType({key: _site(key, entry) for key, entry in places["sites"].items()}),
    )


def _rings(points: NDArray[np.int16], starts: NDArray[np.int32]) -> list[Floats]:
    plane = points.astype(np.float64) * UNIT
    plane.flags.writeable = False
    return [plane[a:b] for a, b in itertools.pairwise(starts)]


def _shapes(arrays: dict[str, NDArray]) -> tuple[Shape, ...]:
    found = []
    rings = _rings(arrays["points"], arrays["ring_start"])
    for ring, area in zip(rings, arrays["ring_area"], strict=True):
        west, south = ring.min(axis=0)
        east, north = ring.max(axis=0)
        found.append(
            Shape(
                iso3=str(arrays["area_iso3"][area]),
                iso_numeric=str(arrays["area_numeric"][area]),
                nation=str(arrays["area_nation"][area]),
                disputed=bool(arrays["area_disputed"][area]),
                ring=ring,
                box=(float(west), float(south), float(east), float(north)),
            )
        )
    return tuple(found)


def _outlines(arrays: dict[str, NDArray]) -> tuple[Outline, ...]:
    rings = _rings(arrays["outline_points"], arrays["outline_start"])
    return tuple(Outline(str(n), ring) for n, ring in zip(arrays["outline_nation"], rings, strict=True))


def _dots(arrays: dict[str, NDArray]) -> tuple[Dot, ...]:
    return tuple(
        Dot(
            iso3=str(arrays["area_iso3"][area]),
            nation=str(arrays["area_nation"][area]),
            disputed=bool(arrays["area_disputed"][area]),
            x=float(x) * UNIT,
            y=float(y) * UNIT,
        )
        for (x, y), area in zip(arrays["dot_point"], arrays["dot_area"], strict=True)
    )


def _anchor(key: str, entry: dict) -> Anchor:
    hub, label = entry["hub"], entry["label"]
    return Anchor(key, (hub["x"], hub["y"]), (label["x"], label["y"]))


def _site(key: str, entry: dict) -> Site:
    return Site(
        id=key,
        nation=entry["nation"],
        kind=entry["kind"],
        generic=entry["generic"],
        name=MappingProxyType(entry["name"]),
        x=entry["x"],
        y=entry["y"],
    )


def _inside(ring: Floats, x: float, y: float) -> bool:
    """Even-odd rule: an odd number of edges crosses the ray to the east."""
    x0, y0 = ring[:, 0], ring[:, 1]
    x1, y1 = np.roll(x0, -1), np.roll(y0, -1)
    spans = (y0 > y) != (y1 > y)
    slope = (x1[spans] - x0[spans]) / (y1[spans] - y0[spans])
    return bool(np.count_nonzero(x < x0[spans] + (y - y0[spans]) * slope) % 2)
