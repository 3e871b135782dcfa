"""What the rules draw chance for; the economy's own purposes are below 100."""

from __future__ import annotations

from enum import IntEnum


class Draw(IntEnum):
    """Purposes of chance in the rules: one stream each, so that one more draw moves no other luck."""

    OVERRUN = 100
    SLIP = 101
    PROGRAMME_GATE = 102
    SUMMIT = 103
    WTO = 104
    EVENT_QUARTER = 110
    EVENT_SIZE = 111
    EVENT_DEAL = 112
    RUMOUR = 113
    EVENT_ODDS = 114
    REVEAL = 115
    STRESS = 120
    RIVAL = 130
