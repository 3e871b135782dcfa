"""What an author wrote, made trustworthy: located YAML becomes frozen models, or located problems."""

from game.content.packs import LoadedLevel, Origin, load_level, load_record
from game.content.problem import ContentError, Problem

__all__ = ["ContentError", "LoadedLevel", "Origin", "Problem", "load_level", "load_record"]
