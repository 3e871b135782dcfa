"""An address that is none is told in one sentence; nothing of the cluster's client is left to complain."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize("address", ["nonsense", "foo://x:1"])
def test_a_wrong_address_is_one_sentence(address: str) -> None:
    pytest.importorskip("distributed")
    command = [sys.executable, "-m", "game.cli", "lab", "par", "quota", "--dask", address]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
