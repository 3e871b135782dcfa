"""A whole use of the built program in a window of its own (Xvfb), by clicks and keys.

Where a button is, a copy of the game in this process knows; after every act the window has to show what the
copy shows. So the debrief's figures, which the program's helper processes compute, are compared with those of
the copy.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from tests.desktop.window.display import missing_tools
from tests.desktop.window.player import Player

__all__ = ["WholeUse"]

SEAT, SEED = "japan", 7
QUARTERS = 20
END_S = 10.0
PATIENCE_S = 120.0


class Program(Player):
    """A player at the built program's window."""

    program: Path

    def command_line(self, command: tuple[str, ...]) -> list[str]:
        return [str(self.program), *command]


class WholeUse:
    """Start, a game, save, load, debrief, quit; then the end by force."""

    def __init__(self, program: Path, home: Path) -> None:
        if missing_tools():
            sys.exit(missing_tools())
        self.program, self.home = program, home

    def play(self, levers: Sequence[str], picture: Path | None) -> None:
        """Everything; ends this process with one sentence at the first thing that is wrong."""
        started = time.monotonic()
        Program.program = self.program
        player = Program(self.home / "by-hand", screen=(1280, 720))
        try:
            self._begin(player)
            self._save_and_load(player)
            self._to_the_end(player)
            self._debrief(player, levers, picture)
            if (code := player.leave("quit")) != 0:
                sys.exit(f"The window ended with {code}: {self._said(player)}")
        finally:
            player.process.kill()
            player.close()
        if self._said(player):
            sys.exit(f"The window said: {self._said(player)}")
        self._nobody_left("the window was closed")
        print(f"a whole game in its window: {time.monotonic() - started:.0f} s, no process left")
        for signal_number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT):
            self._end_by(signal_number)

    # a game ------------------------------------------------------------------------------------------------

    def _begin(self, player: Program) -> None:
        player.click("new")
        player.click(f"seat-{SEAT}")
        player.click("luck/typed")
        player.click("seed")
        player.type(str(SEED))
        player.click("briefing")
        player.click("prediction/build")
        player.click("start")
        self._at(player, "Desk")

    def _save_and_load(self, player: Program) -> None:
        """Two quarters, a copy, back to the title, and on with the copy."""
        for _ in range(2):
            self._quarter(player)
        player.press("f10")
        self._at(player, "Menu")
        player.click("save")
        player.click("title")
        self._at(player, "Title")
        player.press("l")
        self._at(player, "Saves")
        player.click("open")
        self._at(player, "Desk")
        copies = [path for path in player.saved_games() if "-copy-" in path.name]
        if len(copies) != 1:
            sys.exit(f"One copy was saved, {len(copies)} are there.")
        print("saved a copy and loaded it")

    def _to_the_end(self, player: Program) -> None:
        for _ in range(QUARTERS):
            if player.scene != "Desk":
                break
            self._quarter(player)
        self._at(player, "Reckoning")

    def _quarter(self, player: Program) -> None:
        """Answer the first paper that can be answered, end the quarter and read what it brought."""
        self._at(player, "Desk")
        for paper in player.copy.scene.table.view.tray:  # type: ignore[union-attr]
            option = next((o.option for o in paper.options if o.refusal is None), None)
            if option is not None:
                if not player.has(f"dossier/{paper.id}/{option}"):
                    player.click(f"dossier/{paper.id}")
                player.click(f"dossier/{paper.id}/{option}")
                self._at(player, "Desk")
                break
        player.press("e")
        player.press("enter")

    def _debrief(self, player: Program, levers: Sequence[str], picture: Path | None) -> None:
        """The figures have to come, and to be the copy's and the command's."""
        player.press("enter")
        self._at(player, "Debrief")
        player.click("parts/levers")
        self._at(player, "Debrief")
        helpers = self._processes() - {player.process.pid}
        if not helpers:
            sys.exit("The debrief was computed without helper processes.")
        if picture is not None:
            player.save_picture(picture)
        shown = player.copy.scene.levers.result  # type: ignore[union-attr]
        if shown is None or player.copy.scene.busy:  # type: ignore[union-attr]
            sys.exit("The debrief's figures did not appear.")
        save = max(player.saved_games(), key=lambda path: path.stat().st_mtime)
        done = subprocess.run(
            [self.program, "debrief", save, "--json"], capture_output=True, encoding="utf-8", check=False
        )
        if done.returncode != 0:
            sys.exit(f"The window's save has no debrief: {done.stderr.strip()}")
        told = {name: part["mean"] for name, part in json.loads(done.stdout)["attribution"].items()}
        if sorted(told) != sorted(levers) or not any(told.values()):
            sys.exit(f"The debrief speaks of {told}, not of {levers}.")
        if not np.allclose(list(told.values()), shown.mean, atol=0.01):
            sys.exit(f"The window shows {shown.mean.tolist()}, the command tells {told}.")
        print(f"debriefed in the window, with {len(helpers)} processes beside it")
        for tab in ("what_if", "claims", "result"):
            player.click(f"parts/{tab}")
            self._at(player, "Debrief")
        player.click("title")
        self._at(player, "Title")

    # watching ----------------------------------------------------------------------------------------------

    def _at(self, player: Program, scene: str) -> None:
        """The copy is there, and the window shows the same."""
        if player.scene != scene:
            sys.exit(f"Instead of {scene} there is {player.scene}.")
        if not (player.settled or player.meet(PATIENCE_S)):
            sys.exit(f"{scene}: the window differs from the copy by {player.difference():.2%}.")

    def _said(self, player: Program) -> str:
        return player.log.read_text(encoding="utf-8", errors="replace").strip()

    def _processes(self) -> set[int]:
        """The program's processes that run on this machine."""
        found = set()
        for place in Path("/proc").glob("[0-9]*"):
            try:
                if (place / "exe").samefile(self.program):
                    found.add(int(place.name))
            except OSError:  # it has ended, or is somebody else's
                continue
        return found

    def _nobody_left(self, after: str) -> None:
        until = time.monotonic() + END_S
        while self._processes():
            if time.monotonic() > until:
                sys.exit(f"{len(self._processes())} processes were left after {after}.")
            time.sleep(0.1)

    def _end_by(self, number: signal.Signals) -> None:
        """The window is ended from outside in the middle of a game: nobody may stay behind."""
        command = ("play", "quota", "--seat", SEAT, "--seed", str(SEED))
        player = Program(self.home / number.name, screen=(1280, 720), command=command)
        try:
            self._quarter(player)
            player.click("timeline/advisers")
            before = len(self._processes())
            player.process.send_signal(number)
            code = player.process.wait(END_S)
            said = self._said(player)
        finally:
            player.process.kill()
            player.close()
        if "Traceback" in said:
            sys.exit(f"{number.name}: {said}")
        self._nobody_left(number.name)
        print(f"{number.name} with {before} processes: exit code {code}, no process left")
