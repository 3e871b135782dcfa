"""What helpers get is packed while other threads write into it: packing is tried again, not given up."""

from __future__ import annotations

import pickle
import threading

import pytest

from game.desktop.helpers import TRIES, undisturbed


def test_packing_succeeds_while_another_thread_writes() -> None:
    kept: dict[int, list[int]] = {n: [n] * 20 for n in range(400)}
    stop = threading.Event()

    def write() -> None:
        number = 1000
        while not stop.wait(0.0005):
            kept[number] = [number]
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(60):
            assert 399 in pickle.loads(undisturbed(lambda: pickle.dumps(kept)))
    finally:
        stop.set()
        writer.join()


def test_a_dictionary_that_grows_once_is_packed_at_the_second_try() -> None:
    calls = []

    def work() -> bytes:
        calls.append(1)
        if len(calls) < 3:
            raise RuntimeError("dictionary changed size during iteration")
        return b"packed"

    assert undisturbed(work) == b"packed" and len(calls) == 3


def test_other_faults_are_told_at_once_and_this_one_in_the_end() -> None:
    calls = []

    def broken() -> bytes:
        calls.append(1)
        raise RuntimeError("something else")

    with pytest.raises(RuntimeError, match="something else"):
        undisturbed(broken)
    assert len(calls) == 1

    def never() -> bytes:
        calls.append(1)
        raise RuntimeError("dictionary changed size during iteration")

    calls.clear()
    with pytest.raises(RuntimeError):
        undisturbed(never)
    assert len(calls) == TRIES + 1
