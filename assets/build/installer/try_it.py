"""Does the built program work, far from the checkout? Its commands first, then a whole game in its window.

    python assets/build/installer/try_it.py dist/lanthanide/lanthanide [--picture FILE]

Exit code 1 with one sentence if it does not. The commands are tried on every system. The game is played by
real clicks and keys on Linux, in an Xvfb of its own and with this checkout as the eyes (whole_use.py, which
needs xdotool, and Pillow beside the game); elsewhere the window has to open and to stay open.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
PATIENCE_S = 20.0
LONG_S = 900.0
PAGE_BYTES = 20_000  # a debrief without its figures is smaller


def main() -> None:
    """Try the program that the first argument names."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("program", type=Path, help="dist/lanthanide/lanthanide")
    options.add_argument("--picture", type=Path, help="keep a picture of the debrief in its window")
    given = options.parse_args()
    if not given.program.is_file():
        sys.exit("Name the built program: try_it.py dist/lanthanide/lanthanide")
    program = given.program.resolve()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        levers = _commands(program, home)
        if sys.platform == "linux":
            sys.path.insert(0, str(ROOT))
            from whole_use import WholeUse  # beside this file

            WholeUse(program, home).play(levers, given.picture)
        else:
            _window(program, home)
    print("it works")


# ------------------------------------------------------------------------------------------- commands


def _commands(program: Path, home: Path) -> list[str]:
    """Play, replay, debrief and check without a window; returns what the debrief names."""
    started = time.monotonic()
    _run(program, home, "--version")
    print(f"starts in {time.monotonic() - started:.2f} s")
    game = ("play", "quota", "--seat", "japan", "--seed", "7", "--policy", "builder", "--headless")
    played = json.loads(_run(program, home, *game, "--save", "game.json", "--json"))
    print(f"played {played['quarters']} quarters, digest {played['digest'][:16]}")
    if not json.loads(_run(program, home, "replay", "game.json", "--json"))["verified"]:
        sys.exit("The built program plays its own save differently.")
    found = json.loads(_run(program, home, "debrief", "game.json", "--json"))
    worth = {name: float(part["mean"]) for name, part in found["attribution"].items()}
    if len(worth) < 2 or not any(worth.values()):
        sys.exit(f"The debrief of the built program has no figures: {worth}")
    print("debriefed: " + ", ".join(f"{name} {value:+.1f}" for name, value in worth.items()))
    _run(program, home, "debrief", "game.json", "--html", "debrief.html", "--language", "zh-Hans")
    if (home / "debrief.html").stat().st_size < PAGE_BYTES:
        sys.exit("The page of the built program's debrief is empty.")
    _run(program, home, "new", "pack", "mine", "--into", str(home))
    _run(program, home, "check", str(home / "mine"))
    _run(program, home, "schema")
    _run(program, home, "doctor")
    _run(program, home, "lab", "tournament", "quota", "--seeds", "2", "--workers", "2", "--json")
    print("checks a pack of its own, and the lab works with processes")
    return list(worth)


def _run(program: Path, home: Path, *words: str) -> str:
    """What a command prints; it has to end well, and to leave no process behind."""
    done = subprocess.run(
        [program, *words],
        cwd=home,
        env=surroundings(home),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=LONG_S,
        check=False,
    )
    if done.returncode != 0:
        sys.exit(f"lanthanide {' '.join(words)}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def surroundings(home: Path) -> dict[str, str]:
    """The environment of a player who has never played."""
    return {**os.environ, **dict.fromkeys(("HOME", "APPDATA", "LOCALAPPDATA", "USERPROFILE"), str(home))}


# --------------------------------------------------------------------------------------------- window


def _window(program: Path, home: Path) -> None:
    """Where nothing can look at it: the window has to stay open until it is closed."""
    process: subprocess.Popen[Any] = subprocess.Popen(
        [program], cwd=home, env=surroundings(home), stderr=subprocess.PIPE, encoding="utf-8"
    )
    try:
        code = process.wait(PATIENCE_S / 2)
    except subprocess.TimeoutExpired:
        print("its window stays open")
    else:
        said = process.stderr.read().strip() if process.stderr else ""
        sys.exit(f"The window closed by itself: {said or code}")
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
