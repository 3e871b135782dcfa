"""An X display of our own (Xvfb) whose picture is read from its frame buffer file, and hands (xdotool)."""

from __future__ import annotations

import contextlib
import os
import shutil
import struct
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["Display", "missing_tools"]

Pixels = NDArray[np.uint8]
FIELDS = struct.Struct(">25I")  # the head of an X window dump, big endian
XWD_COLOUR = 12  # bytes of one entry of its colour table


def missing_tools() -> str:
    """What a real window needs and this machine lacks, as a sentence; "" if all is there."""
    lacking = [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None]
    return f"no {' and no '.join(lacking)}: a real window can't be opened here" if lacking else ""


class Display:
    """One screen of `size` pixels. The pointer itself is not drawn, so that pictures can be compared."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self._folder = Path(tempfile.mkdtemp(prefix="lanthanide-x-"))
        read, write = os.pipe()
        screen = f"{size[0]}x{size[1]}x24"
        self._server = subprocess.Popen(
            [
                *("Xvfb", "-displayfd", str(write), "-screen", "0", screen, "-fbdir", str(self._folder)),
                *("-nocursor", "-nolisten", "tcp", "-noreset"),
            ],
            pass_fds=(write,),
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read, encoding="utf-8") as said:
            self.name = f":{said.readline().strip()}"
        self._dump = self._folder / "Xvfb_screen0"

    def close(self) -> None:
        """Switch the screen off."""
        self._server.terminate()
        self._server.wait(10)
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a program that is to show itself here."""
        return os.environ | {"DISPLAY": self.name, "SDL_VIDEODRIVER": "x11", "SDL_AUDIODRIVER": "dummy"}

    # eyes --------------------------------------------------------------------------------------------------

    def look(self, size: tuple[int, int] | None = None) -> Pixels:
        """The picture's upper left part as [height, width, 3] RGB."""
        raw = np.fromfile(self._dump, dtype=np.uint8)
        head = FIELDS.unpack_from(raw[: FIELDS.size].tobytes())
        head_size, width, height, row, colours = head[0], head[4], head[5], head[12], head[19]
        start = head_size + colours * XWD_COLOUR
        rows = raw[start : start + row * height].reshape(height, row)[:, : width * 4]
        picture = rows.reshape(height, width, 4)[:, :, 2::-1]
        across, down = size or self.size
        return np.ascontiguousarray(picture[:down, :across])

    # hands -------------------------------------------------------------------------------------------------

    def do(self, *words: object) -> str:
        """Run one xdotool command line; returns what it printed."""
        done = subprocess.run(
            ["xdotool", *(str(word) for word in words)],
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            timeout=20,
            check=True,
        )
        return done.stdout.strip()

    def window_of(self, program: str, seconds: float = 30.0) -> str:
        """The id of a program's window, once it is there. Raises TimeoutError."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with contextlib.suppress(subprocess.CalledProcessError):  # none yet
                return self.do("search", "--onlyvisible", "--class", program).split()[-1]
            time.sleep(0.1)
        raise TimeoutError(f"{program}: no window has come up")
