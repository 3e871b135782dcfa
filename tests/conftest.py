"""What every test relies on: no window or sound, one BLAS thread, nobody's own folders, the same examples."""

import atexit
import os
import shutil
import tempfile

# Before the first import of NumPy or pygame, hence above the other imports. BLAS threads would fight over
# the few cores that pytest-xdist already uses.
os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import pytest
from hypothesis import HealthCheck, settings

# Packs, saves and settings of whoever runs the tests are left alone, and change no result.
_HOME = tempfile.mkdtemp(prefix="lanthanide-tests-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
for _kind in ("DATA", "CONFIG", "STATE", "CACHE"):
    os.environ[f"XDG_{_kind}_HOME"] = f"{_HOME}/{_kind.lower()}"

settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start the longest checks first, so that two workers end at about the same time."""
    items.sort(key=lambda item: item.path.name != "test_house.py")
