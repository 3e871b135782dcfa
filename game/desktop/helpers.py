"""Processes that think beside the window: advisers while a game is played, the debrief when it is over.

A thread would do, were it not that Python lets one thread at a time compute: each little step of the model
would hold up a frame. A helper is started once and kept. Rulebooks, which are large and never change, are
packed once and unpacked once in each helper. What a helper answers is what this process would have answered,
to the bit; where none can be started the work is done here.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import pickle
import signal
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ProcessPoolExecutor
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    from game.rules.rulebook import Rulebook

__all__ = ["Helpers"]

P = ParamSpec("P")
R = TypeVar("R")

ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
TRIES = 20
"""Attempts at packing something that another thread writes into."""
KEPT = 12
"""Rulebooks that are remembered on either side: a debrief plays ten members of an ensemble."""
AHEAD = 2
"""Jobs handed out for each helper: one to do and one at hand, so that a question of the player's waits for no
more than that."""


class Helpers(Executor):
    """At most `most` helpers; none are started before they are asked for. With none, `run` works here."""

    def __init__(self, most: int = 0) -> None:
        self.most = most
        self.broken = self.closed = False
        self._pools: list[ProcessPoolExecutor] = []
        self._waiting: list[int] = []
        self._packed: OrderedDict[int, tuple[Rulebook, str, bytes]] = OrderedDict()
        self._lock = threading.RLock()

    @property
    def executor(self) -> Executor | None:
        """For what asks for one; None without helpers."""
        return self if self.most and not self.broken else None

    def prepare(self, number: int = 1) -> None:
        """Have so many helpers started, so that they are there when they are needed."""
        with self._lock:
            if self.broken or len(self._pools) >= min(number, self.most):
                return
            for name in ONE_THREAD:  # two processes on two processors need no threads besides
                os.environ.setdefault(name, "1")
            for _ in range(len(self._pools), min(number, self.most)):
                pool = ProcessPoolExecutor(
                    1, mp_context=multiprocessing.get_context("spawn"), initializer=_begin
                )
                self._pools.append(pool)
                self._waiting.append(0)
                try:
                    pool.submit(_ready)
                except (BrokenExecutor, OSError):
                    self.broken = True

    def run(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What `work` gives, computed by a helper; waits for it (to be called in the background)."""
        if self.executor is not None:
            try:
                return self.submit(work, *args, **kwargs).result()
            except (BrokenExecutor, OSError):
                self._lost()
        return work(*args, **kwargs)

    def submit(self, work: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Give a helper something to do: a function of a module, with arguments that can be pickled."""
        job, rulebooks = self._pack((work, args, kwargs))
        with self._lock:
            self.prepare()
            place = self._waiting.index(min(self._waiting))
            self._waiting[place] += 1
            pool = self._pools[place]
        future = pool.submit(_work, job, rulebooks)
        future.add_done_callback(lambda _: self._done(place))
        return future

    def map(self, work: Callable[..., R], *jobs: Any, **_: Any) -> Iterator[R]:  # type: ignore[override]
        """Results in the order of the jobs, a few of them under way at any time, by all helpers."""
        self.prepare(self.most)
        under_way: list[tuple[tuple[Any, ...], Future[R] | None]] = []
        for job in zip(*jobs, strict=False):
            under_way.append((job, self._try(work, job)))
            if len(under_way) >= AHEAD * self.most:
                yield self._result(work, *under_way.pop(0))
        while under_way:
            yield self._result(work, *under_way.pop(0))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Send the helpers away, in the middle of what they do."""
        with self._lock:
            pools, self._pools, self._waiting = self._pools, [], []
            self.broken = self.closed = True
        for pool in pools:
            processes = list((getattr(pool, "_processes", None) or {}).values())
            pool.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                process.terminate()

    # inside ------------------------------------------------------------------------------------------------

    def _try(self, work: Callable[..., R], job: tuple[Any, ...]) -> Future[R] | None:
        if self.executor is None:
            return None
        try:
            return self.submit(work, *job)
        except (BrokenExecutor, OSError):
            self._lost()
            return None

    def _result(self, work: Callable[..., R], job: tuple[Any, ...], future: Future[R] | None) -> R:
        """A helper's answer, or our own where it was lost."""
        if future is not None:
            try:
                return future.result()
            except BrokenExecutor:
                self._lost()
        return work(*job)

    def _lost(self) -> None:
        """A helper is gone: from now on the work is done here, unless nobody waits for it any longer."""
        self.broken = True
        if self.closed:
            raise CancelledError

    def _done(self, place: int) -> None:
        with self._lock:
            if place < len(self._waiting):
                self._waiting[place] -= 1

    def _pack(self, job: Any) -> tuple[bytes, dict[str, bytes]]:
        """A job as bytes, with the rulebooks that it speaks of beside it."""
        used: dict[str, bytes] = {}

        def pack() -> bytes:
            written = io.BytesIO()
            _Packer(written, lambda rulebook: self._name(rulebook, used)).dump(job)
            return written.getvalue()

        return undisturbed(pack), used

    def _name(self, rulebook: Rulebook, used: dict[str, bytes]) -> str:
        with self._lock:
            kept = self._packed.pop(id(rulebook), None)
            if kept is None or kept[0] is not rulebook:
                packed = undisturbed(lambda: pickle.dumps(rulebook, pickle.HIGHEST_PROTOCOL))
                kept = rulebook, f"{os.getpid()}/{id(rulebook)}/{len(packed)}/{hash(packed)}", packed
            self._packed[id(rulebook)] = kept
            while len(self._packed) > KEPT:
                self._packed.popitem(last=False)
        used[kept[1]] = kept[2]
        return kept[1]


def undisturbed(work: Callable[[], bytes]) -> bytes:
    """What `work` gives once no other thread writes into the same objects meanwhile: a rulebook keeps what
    was computed of it, and may keep something more while it is being packed."""
    for _ in range(TRIES):
        try:
            return work()
        except RuntimeError as error:
            if "changed size during iteration" not in str(error):
                raise
    return work()


class _Packer(pickle.Pickler):
    def __init__(self, file: io.BytesIO, name: Callable[[Rulebook], str]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        from game.rules.rulebook import Rulebook

        self._kind, self._name = Rulebook, name

    def persistent_id(self, thing: object) -> str | None:
        return self._name(thing) if isinstance(thing, self._kind) else None


# ------------------------------------------------------------------------------------ in a helper

_known: OrderedDict[str, Any] = OrderedDict()


class _Unpacker(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, rulebooks: dict[str, bytes]) -> None:
        super().__init__(file)
        self._rulebooks = rulebooks

    def persistent_load(self, name: str) -> Any:
        found = _known.pop(name, None)
        if found is None:
            found = pickle.loads(self._rulebooks[name])
        _known[name] = found
        while len(_known) > KEPT:
            _known.popitem(last=False)
        return found


def _work(job: bytes, rulebooks: dict[str, bytes]) -> Any:
    work, args, kwargs = _Unpacker(io.BytesIO(job), rulebooks).load()
    return work(*args, **kwargs)


def _ready() -> None:
    """Import what the first question will need."""
    import game.insight.adviser
    import game.insight.attribution
    import game.insight.hindsight  # noqa: F401


def _begin() -> None:
    """A helper leaves Ctrl-C to the window, and ends with it even if it was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
