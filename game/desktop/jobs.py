"""Work that must not hold up a frame: a small thread pool whose results scenes poll."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Job(Generic[T]):
    """One piece of work. Poll `done`; `result()` returns its value or raises what it raised."""

    def __init__(self, future: Future[T]) -> None:
        self._future = future

    @property
    def done(self) -> bool:
        return self._future.done()

    def result(self) -> T:
        """The value. Waits if it is not there yet."""
        return self._future.result()

    def cancel(self) -> None:
        """Give up if it has not begun."""
        self._future.cancel()

    @property
    def cancelled(self) -> bool:
        return self._future.cancelled()


class Latest(Generic[T]):
    """Runs only the newest request: while one runs, at most one waits, and a newer one replaces it.

    This is what a live forecast needs: a slider asks for far more results than can be computed.
    """

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._running: Job[T] | None = None
        self._waiting: Callable[[], T] | None = None

    def ask(self, work: Callable[[], T]) -> None:
        """Request a result; it replaces a request that has not begun."""
        self._waiting = work
        self._start()

    def poll(self) -> T | None:
        """A result that has arrived since the last call, or None. Raises what the work raised."""
        running = self._running
        if running is None or not running.done:
            return None
        self._running = None
        self._start()
        return running.result()

    @property
    def busy(self) -> bool:
        return self._running is not None or self._waiting is not None

    def _start(self) -> None:
        if self._running is None and self._waiting is not None:
            work, self._waiting = self._waiting, None
            self._running = self._jobs.submit(work)


class Jobs:
    """The pool. `on_done` is called on the worker's thread after each job (the window wakes up)."""

    def __init__(self, on_done: Callable[[], None], workers: int = 1) -> None:
        self._pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="job")
        self._on_done = on_done

    def submit(self, work: Callable[..., T], *args: Any) -> Job[T]:
        """Run `work(*args)` in the background."""
        future = self._pool.submit(work, *args)
        future.add_done_callback(lambda _: self._on_done())
        return Job(future)

    def latest(self) -> Latest[Any]:
        """A slot that runs only the newest request."""
        return Latest(self)

    def close(self) -> None:
        """Forget what has not begun and wait for the rest."""
        self._pool.shutdown(wait=True, cancel_futures=True)
