"""Challenge codes: level, seat, luck and difficulty in one word to pass on, such as `quota.japan.77.m.3k`.

Several people at one screen have several seats: `quota.japan+china.77.m.aw`. The last part is a check, so
that a slip of the pen starts no other game.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from game.content.difficulty import DEFAULT, DIFFICULTIES

__all__ = ["Challenge", "ChallengeError", "challenge_code", "read_code"]

LETTERS = {name[0]: name for name in DIFFICULTIES}  # a, m, v
SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"  # without those that look alike
FORM = re.compile(r"([a-z0-9_]+)\.([a-z0-9_]+(?:\+[a-z0-9_]+)*)\.([0-9]{1,15})\.([a-z])\.([a-z0-9]{2})")


class ChallengeError(ValueError):
    """The text is no challenge; `reason` is `form` (not written like one) or `check` (a letter is wrong)."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Challenge:
    """One game that others can play as well; with two `seats` or more, several people at one screen."""

    level: str
    seats: tuple[str, ...]
    seed: int
    difficulty: str = DEFAULT


def challenge_code(challenge: Challenge) -> str:
    """The code of a game, in small letters."""
    said = f"{challenge.level}.{'+'.join(challenge.seats)}.{challenge.seed}.{challenge.difficulty[0]}"
    return f"{said}.{_check(said)}"


def read_code(text: str) -> Challenge:
    """The game of a code; blanks and capitals do not matter. Raises ChallengeError."""
    said = "".join(text.split()).lower()
    found = FORM.fullmatch(said)
    if found is None or found[4] not in LETTERS:
        raise ChallengeError("form")
    if _check(said.rpartition(".")[0]) != found[5]:
        raise ChallengeError("check")
    return Challenge(found[1], tuple(found[2].split("+")), int(found[3]), LETTERS[found[4]])


def _check(said: str) -> str:
    """Two signs that change with every letter."""
    number = int.from_bytes(hashlib.sha256(said.encode()).digest()[:4], "big")
    return SIGNS[number % len(SIGNS)] + SIGNS[number // len(SIGNS) % len(SIGNS)]
