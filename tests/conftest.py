"""What every test relies on: no window, no sound, one BLAS thread, the same examples every time."""

import os

# Before the first import of NumPy or pygame, hence above the other imports. BLAS threads would fight over
# the few cores that pytest-xdist already uses.
os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start the longest checks first, so that two workers end at about the same time."""
    items.sort(key=lambda item: item.path.name != "test_house.py")
