"""Does the built program work, far from the checkout? Headless first, then its window with a real key.

    xvfb-run -s '-screen 0 1280x720x24' python assets/build/installer/try_it.py dist/lanthanide/lanthanide

Exit code 1 with one sentence if it does not. Without a display only the headless part is tried.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

GAME = ["play", "quota", "--seat", "japan", "--seed", "7", "--policy", "builder", "--headless", "--json"]
PATIENCE_S = 20.0


def main() -> None:
    """Try the program that the first argument names."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_file():
        sys.exit("Name the built program: try_it.py dist/lanthanide/lanthanide")
    program = str(Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as home:
        surroundings = {**os.environ, "HOME": home, "APPDATA": home, "LOCALAPPDATA": home}
        played = subprocess.run(
            [program, *GAME], cwd=home, env=surroundings, capture_output=True, text=True, check=False
        )
        if played.returncode != 0:
            sys.exit(f"The built program does not play: {played.stderr.strip() or played.stdout.strip()}")
        result = json.loads(played.stdout)
        print(f"played {result['quarters']} quarters, digest {result['digest'][:16]}")
        if sys.platform != "linux" or os.environ.get("DISPLAY"):
            _window(program, home, surroundings)


def _window(program: str, home: str, surroundings: dict[str, str]) -> None:
    """The window has to stay open until we close it."""
    process = subprocess.Popen([program], cwd=home, env=surroundings, stderr=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline and not _shown(process):
            time.sleep(0.2)
        if process.poll() is not None:
            said = process.stderr.read().strip() if process.stderr else ""
            sys.exit(f"The window closed by itself: {said or process.returncode}")
        if not _shown(process):
            sys.exit(f"No window within {PATIENCE_S:.0f} seconds.")
        print("its window opened")
    finally:
        process.terminate()
        process.wait()


def _shown(process: subprocess.Popen[str]) -> bool:
    """Whether the window is there; where nothing can tell, whether the program has run for five seconds."""
    if sys.platform == "linux":
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--class", "lanthanide"], capture_output=True, check=False
        )
        return found.returncode == 0 and bool(found.stdout.strip())
    time.sleep(5)
    return process.poll() is None


if __name__ == "__main__":
    main()
