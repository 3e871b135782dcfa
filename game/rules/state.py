"""What a game carries from one quarter to the next, for a batch of worlds.

Every array has the batch `B` last; a world is one column. `quarter` is common to the batch: the quarter
that is
about to be played (0 = the first of the level; after the level's quarters come caretaker quarters).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.economy.batch import Batch
from game.economy.state import EconomyState

Floats = NDArray[np.float64]
Ints = NDArray[np.int16]

NEVER = 9999  # a quarter that no game reaches
ACCOUNT_LINES = ("users", "producers", "treasury", "nature")
PROGRAMMES = ("thrift", "process", "engineers", "recycling")


@dataclass
class State(Batch):
    """One column per world. S seats, P project copies, E events, F declared effects, T programmes, B worlds.

    Money in USD million of the day, stocks in tonnes of contained oxide, clocks in quarters.
    """

    clock: Ints  # [B] quarters played
    seed: NDArray[np.uint64]  # [B]
    economy: EconomyState
    governed: Ints  # [S,B] 1 = a person governs; nothing new is started for it in caretaker quarters
    market_frozen: Floats  # [B] 1 = private investment, substitution and thrift stand still (the market twin)

    money: Floats  # [S,B]
    confidence: Floats  # [S,B] 0..100
    influence: Floats  # [S,B]
    trust: Floats  # [S,S,B] 0..100, symmetric
    fallen: Ints  # [S,B] quarters left without a cabinet
    low_quarters: Ints  # [S,B] quarters in a row with too little confidence
    guarantees_called: Floats  # [S,B]

    stock_cost_musd: Floats  # [2,S,B] what it cost, for valuing what is left
    stock_mode: Ints  # [S,B] standing option of the slot `stock`
    ration: Ints  # [S,B] which use goes first this quarter; 0 none

    programme_on: Ints  # [T,S,B]
    programme_clock: Ints  # [T,S,B] quarters of work done
    programme_wait: Ints  # [T,S,B] quarters lost at a failed gate
    programme_level: Floats  # [T,S,B] effect reached, in the programme's own unit

    agreement: Ints  # [S,S,B] 1 = first refusal of the column seat's surplus for the row seat
    agreement_wait: Ints  # [S,S,B] quarters until a proposal takes effect
    licence: Ints  # [C,S,S,B] licence step of good C from seat to seat
    opened_until: Ints  # [S,S,B] a summit keeps licences open before this quarter
    quota_step: Ints  # [S,B]
    duty_step: Ints  # [S,B]
    wto_clock: Ints  # [S,B] quarters until the case against this seat is ruled; 0 none
    wto_ends: Ints  # [S,B] from this quarter quota and duty of this seat are void

    project_status: Ints  # [P,B]
    project_owner: Ints  # [P,B] seat, or -1 private
    project_clock: Ints  # [P,B] quarters left in the stage
    project_overrun: Floats  # [P,B] cost factor, known from the finance gate on
    project_ramp: Ints  # [P,B] ramp quarters left
    project_paid: Floats  # [P,B] public money spent so far
    project_floor: Floats  # [P,B] USD/kg floor of an offtake, 0 none
    offtaker: Ints  # [P,B] seat or -1
    offtake_left: Ints  # [P,B] quarters of the offtake left once delivering
    call_left: Ints  # [P,B] quarters of the owner's first call left
    guarantor: Ints  # [P,B] seat or -1
    project_low: Ints  # [P,B] quarters in a row under the guarantee price

    event_due: Ints  # [E,B] quarter in which it comes into force; NEVER
    event_rumour: Ints  # [E,B] quarter of the rumour; NEVER
    event_fired: Ints  # [E,B] quarter in which it came into force; NEVER while it has not
    event_size: Floats  # [E,B] 0..1, place within the declared range
    event_choice: Ints  # [S,E,B] choice taken, 1-based; 0 not asked
    effect_start: Ints  # [F,B]
    effect_end: Ints  # [F,B]
    contract_t: Floats  # [2,S,B] t a quarter at a fixed price
    contract_price: Floats  # [2,S,B]
    contract_end: Ints  # [S,B]

    transfers: Floats  # [S,B] money from home taxpayers this quarter: no gain in the account
    account: Floats  # [4,S,B] discounted, USD million
    magnet_value: Floats  # [S,B] discounted home magnet output at benchmark prices, USD million
    output_ok: Ints  # [S,B] quarters in which magnet output met the mandate
    idle_quarters: Ints  # [S,B] quarters in a row in which an own plant stood idle
    stress_seat: Ints  # [B] whose supply is watched in a future; -1 nobody's
    stress_on: Ints  # [B] 1 = its largest partner fails, 0 = the calm twin of such a future
    stress_quarter: Ints  # [B] from which quarter
    stress_partner: Ints  # [B] nation that fails, fixed when it begins; -1
    stress_output: Floats  # [B] mean output in the quarters of the stress, and of its calm twin
    bill_musd: Floats  # [S,B] what home users and plants paid for rare earths this quarter
    magnet_output_t: Floats  # [S,B]
    price_before: Floats  # [5,S,B] home prices a quarter ago

    def next(self) -> State:
        """A copy to be changed in the coming quarter. It shares the economy, whose arrays no rule changes."""
        own = {name: value if name == "economy" else value.copy() for name, value in vars(self).items()}
        return State(**own)

    @property
    def size(self) -> int:
        """Number of worlds."""
        return int(self.clock.shape[0])

    @property
    def quarter(self) -> int:
        """The quarter about to be played, 0-based; the same in every world of a batch."""
        return int(self.clock[0])
