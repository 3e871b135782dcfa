"""The debrief as one self-contained page to print and hand out: no script, no request, both languages."""

from game.play.handout.page import render_handout
from game.play.handout.write import HandoutError, check_handout, write_handout

__all__ = ["HandoutError", "check_handout", "render_handout", "write_handout"]
