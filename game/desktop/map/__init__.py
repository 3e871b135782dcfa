"""The world on the desk: land tinted by price, trade arcs, plants and the names of nations."""

from .world import MapState, world_map

__all__ = ["MapState", "world_map"]
