"""Where plants stand on the map, and how they look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from game.desktop.map_data import Site, load_world
from game.play.view import PlantOnMap

from .camera import Window

PLANT_ICONS = {
    "mine": "pickaxe",
    "light_separation": "flask-conical",
    "heavy_separation": "test-tubes",
    "magnet_plant": "magnet",
}
SHIFT = (0.1, -0.05)  # plane units between neighbours on one spot


CROWDED = 17.0  # units between signs, below which plain capacity gives way


@dataclass(frozen=True)
class Place:
    """A plant with its point in the plane; `site` is None where only the nation is known."""

    plant: PlantOnMap
    x: float
    y: float
    site: Site | None


def place_plants(plants: Sequence[PlantOnMap]) -> list[Place]:
    """A point for every plant that has one.

    A project stands at its own site (the one whose id is part of the project's; a second kind of plant beside
    it, if it has no site of its own), else beside its nation's hub; plain capacity at a site of its kind.
    What is somewhere in the rest of the world is not drawn at a guess.
    """
    anchors = load_world().anchors
    beside: dict[str, int] = {}
    stands: set[tuple[float, float]] = set()
    found = []
    for plant in sorted(plants, key=lambda p: (not p.project, not p.yours, p.id)):
        site = _own_site(plant) if plant.project else _site_of_kind(plant)
        if site is not None:
            aside = 1 if site.kind != plant.plant else 0
            x, y = site.x + SHIFT[0] * aside, site.y + SHIFT[1] * aside
        elif plant.project and plant.nation in anchors and plant.nation != "row":
            count = beside.get(plant.nation, 0)
            beside[plant.nation] = count + 1
            x, y = anchors[plant.nation].hub
            x, y = x + SHIFT[0] * count, y + SHIFT[1] * count
        else:
            continue
        if (
            x,
            y,
        ) not in stands:  # a project hides the plain capacity below it; the nation's note has its tonnes
            stands.add((x, y))
            found.append(Place(plant, x, y, site))
    return found


def thinned(places: Sequence[Place], window: Window, scale: float) -> list[Place]:
    """The places that can be told apart at this size: projects all, plain capacity only where it has room.

    What gives way comes back when the map is zoomed; until then the nation's note has its tonnes.
    """
    shown: list[tuple[float, float]] = []
    found = []
    for place in places:
        x, y = (v / scale for v in window.point(place.x, place.y))
        near = any((x - a) ** 2 + (y - b) ** 2 < CROWDED**2 for a, b in shown)
        if place.plant.project or not near:
            shown.append((x, y))
            found.append(place)
    return found


def _own_site(plant: PlantOnMap) -> Site | None:
    sites = [s for s in load_world().sites.values() if s.id in plant.project and s.nation == plant.nation]
    return next((s for s in sites if s.kind == plant.plant), sites[0] if sites else None)


def _site_of_kind(plant: PlantOnMap) -> Site | None:
    sites = load_world().sites.values()
    return next((s for s in sites if s.nation == plant.nation and s.kind == plant.plant), None)
