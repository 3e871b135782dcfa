"""Where plants stand on the map, and how they look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from game.desktop.map_data import Site, load_world
from game.play.view import PlantOnMap

PLANT_ICONS = {
    "mine": "pickaxe",
    "light_separation": "flask-conical",
    "heavy_separation": "test-tubes",
    "magnet_plant": "magnet",
}
SHIFT = (0.1, -0.05)  # plane units between neighbours on one spot


@dataclass(frozen=True)
class Place:
    """A plant with its point in the plane; `site` is None where only the nation is known."""

    plant: PlantOnMap
    x: float
    y: float
    site: Site | None


def place_plants(plants: Sequence[PlantOnMap]) -> list[Place]:
    """A point for every plant: its own site, a site of its kind and nation, else beside the nation's hub."""
    world = load_world()
    used: dict[tuple[float, float], int] = {}
    found = []
    for plant in sorted(plants, key=lambda p: (not p.project, not p.yours, p.id)):
        site = _site(plant, used)
        if site is not None:
            x, y = site.x, site.y
        elif plant.nation in world.anchors and plant.nation != "row":
            x, y = world.anchors[plant.nation].hub
        else:
            continue
        count = used.get((x, y), 0)
        used[x, y] = count + 1
        if count and not plant.project:
            continue  # plain capacity is already there; the nation's note has its tonnes
        found.append(Place(plant, x + SHIFT[0] * count, y + SHIFT[1] * count, site))
    return found


def _site(plant: PlantOnMap, used: dict[tuple[float, float], int]) -> Site | None:
    world = load_world()
    own = [s for s in world.sites.values() if s.id in plant.project and s.kind == plant.plant]
    if own:
        return own[0]
    same = [s for s in world.sites.values() if s.nation == plant.nation and s.kind == plant.plant]
    free = [s for s in same if not used.get((s.x, s.y))]
    return next(iter([*free, *same]), None)
