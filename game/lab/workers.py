"""Where the lab's long computations run: in this process, on all processors, or on a Dask cluster.

A computation is cut into jobs by its size alone, never by the number of workers, and results come back in the
order of the jobs; so they are the same to the last bit whoever did the work (on processors of one kind).
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, ProcessPoolExecutor
from typing import Any, Protocol, TypeVar

from game import __version__
from game.i18n import Text

__all__ = ["ALONE", "Alone", "Cluster", "Processes", "Workers", "WorkersError", "open_workers"]

Job = TypeVar("Job")
Result = TypeVar("Result")

AHEAD = 2
"""Jobs handed out for each worker: one to do and one at hand, so that memory holds no more of them."""
CONNECT_S = 10
"""Seconds that a scheduler has to answer."""
RETRIES = 2
"""How often a job is given to another worker of a cluster when one is lost."""
MOST_PROCESSES = 61 if sys.platform == "win32" else 1024
"""Windows can wait for no more of them at once."""
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


class WorkersError(RuntimeError):
    """There are no workers where some were asked for, or some were `lost`; `text` says it in a sentence."""

    def __init__(self, text: Text, lost: bool = False) -> None:
        super().__init__(text.id)
        self.text = text
        self.lost = lost


class Workers(Protocol):
    """Somebody who does jobs."""

    def map(self, function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        """What `function`, of a module, makes of every job, in order; jobs are taken as they are needed.

        WorkersError when workers are lost on the way.
        """


class Alone:
    """This process."""

    def map(self, function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        """One after the other."""
        return map(function, jobs)


ALONE = Alone()


class Processes:
    """Fresh processes on this machine; `pool` for what asks for an Executor of the standard library."""

    def __init__(self, number: int) -> None:
        self.number = min(number, MOST_PROCESSES)
        self.pool = ProcessPoolExecutor(
            self.number,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_leave_ctrl_c_to_the_parent,
        )

    def map(self, function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        """In as many processes at once as there are."""
        try:
            with _one_thread_each():
                yield from _in_order(lambda job: self.pool.submit(function, job), jobs, self.number)
        except BrokenExecutor as error:
            raise WorkersError(Text("cli.workers.lost"), lost=True) from error

    def close(self, at_once: bool) -> None:
        """End the processes, `at_once` without waiting for what they are doing."""
        mine = set(getattr(self.pool, "_processes", None) or ())
        self.pool.shutdown(wait=not at_once, cancel_futures=True)
        for process in multiprocessing.active_children() if at_once else ():
            if process.pid in mine:
                process.terminate()


class Cluster:
    """The workers of a Dask scheduler that is already running."""

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
            from distributed.comm import parse_address, parse_host_port
            from distributed.comm.registry import get_backend
        except ImportError as error:
            raise WorkersError(Text("cli.dask.missing")) from error
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # our sentence says it
        try:
            scheme, place = parse_address(address)  # a client begun on a wrong one can't be closed again
            get_backend(scheme)
            parse_host_port(place)
            self._client = Client(address, timeout=CONNECT_S, set_as_default=False)
        except (OSError, ValueError, RuntimeError, ImportError) as error:
            raise WorkersError(Text("cli.dask.unreachable", {"address": address})) from error
        try:
            self._check(address)
        except WorkersError:
            self._client.close()
            raise

    def _check(self, address: str) -> None:
        """Every worker must have this version of the game, or figures would differ without a word."""
        try:
            found: dict[str, str] = self._client.run(game_version)
        except Exception as error:  # whatever a foreign worker makes of it
            raise WorkersError(Text("cli.dask.game", {"version": __version__})) from error
        if not found:
            raise WorkersError(Text("cli.dask.empty", {"address": address}))
        if set(found.values()) != {__version__}:
            raise WorkersError(Text("cli.dask.game", {"version": __version__}))
        self.number = max(sum(self._client.nthreads().values()), 1)

    def map(self, function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        """On as many workers at once as the cluster has."""
        from distributed import KilledWorker

        def submit(job: Job) -> Any:
            return self._client.submit(function, job, pure=False, retries=RETRIES)

        try:
            yield from _in_order(submit, jobs, self.number)
        except (KilledWorker, CancelledError, OSError) as error:
            raise WorkersError(Text("cli.workers.lost"), lost=True) from error

    def close(self, at_once: bool) -> None:
        """Leave the cluster as it was; what was not yet done is dropped with the connection."""
        self._client.close(timeout=1 if at_once else CONNECT_S)


@contextlib.contextmanager
def open_workers(number: int = 0, dask: str = "") -> Iterator[Workers]:
    """Workers for a `with`: `number` processes (0: one for each processor), or those of a Dask scheduler.

    WorkersError when the scheduler or what it takes to speak with it is missing.
    """
    if not dask and (number or processors()) < 2:
        yield ALONE
        return
    found: Processes | Cluster = Cluster(dask) if dask else Processes(number or processors())
    try:
        yield found
    except BaseException:
        found.close(at_once=True)
        raise
    found.close(at_once=False)


def processors() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def game_version() -> str:
    """What a worker of a cluster says of itself."""
    return __version__


def _in_order(submit: Callable[[Job], Any], jobs: Iterable[Job], number: int) -> Iterator[Any]:
    """Results in the order of the jobs, with a few of them under way at any time."""
    under_way: deque[Any] = deque()
    for job in jobs:
        under_way.append(submit(job))
        if len(under_way) >= AHEAD * number:
            yield under_way.popleft().result()
    while under_way:
        yield under_way.popleft().result()


@contextlib.contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes that share the processors must not start a thread for each of them in linear algebra."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)


def _leave_ctrl_c_to_the_parent() -> None:
    """A worker that is interrupted too would print a traceback of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
