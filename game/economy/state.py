"""What the economy carries from one quarter to the next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from game.economy.batch import Batch
from game.economy.parameters import Parameters

F64 = npt.NDArray[np.float64]


@dataclass
class EconomyState(Batch):
    """The economy at the end of a quarter; float64, batch last.

    price[G,N,B]; expected_price[G,N,B] of those who hold stock (slow); planning_price[G,N,B] of inputs
    and expected_netback[G,N,B] of producers (faster): USD/kg.
    stock[G,N,B]: private stock, t. public_stock[G,N,B]: the state's, t, apart from the market.
    supply[G,N,B]: output of this quarter, t, offered in the next.
    capacity[K,O,H,B]: t a quarter of the main product (mines: contained NdPr), by owner and host.
    mothballed[K,H,B]: the part of it that is shut. pipeline[K,stage,N,B]: private projects, t a quarter.
    investor_memory[K,N,B]: slow expectation of the log mark-up above the reference; entry_memory[N,B]:
    the same of a mine with its own light separation.
    utilisation[K,N,B]: output over running capacity.
    fear[G,N,B]: extra stock that users want after a rise, as a share of the normal one.
    leakage[G,N,B]: part of a control that is evaded. reference_flow[G,S,D,B]: trailing flow, t.
    experience[K,N,B]: own output ever, a share of the others' and a start, t of main product.
    substitution[G,N,B]: log cut of final need, hardly reversed. thrift[N,B]: log cut of DyTb a magnet.
    demand_index[N,B]: level of need from growth and luck, 1 in the benchmark.
    """

    price: F64
    expected_price: F64
    planning_price: F64
    expected_netback: F64
    stock: F64
    public_stock: F64
    supply: F64
    capacity: F64
    mothballed: F64
    pipeline: F64
    investor_memory: F64
    entry_memory: F64
    utilisation: F64
    leakage: F64
    fear: F64
    reference_flow: F64
    experience: F64
    substitution: F64
    thrift: F64
    demand_index: F64


def start_state(params: Parameters, batch: int) -> EconomyState:
    """The benchmark's state in `batch` equal worlds: the quarter before the first played one."""

    def spread(array: F64) -> F64:
        return np.array(np.broadcast_to(array, (*array.shape[:-1], batch)), order="C")

    n = params.nation_count
    price = spread(params.price0_usd_kg)
    goods_shape = price.shape
    return EconomyState(
        price=price,
        expected_price=price.copy(),
        planning_price=price.copy(),
        expected_netback=spread(params.netback0_usd_kg),
        stock=spread(params.stock0_t),
        public_stock=np.zeros(goods_shape),
        supply=spread(params.supply0_t),
        capacity=spread(params.capacity0_t),
        mothballed=np.zeros((*params.utilisation0.shape[:-1], batch)),
        pipeline=spread(params.pipeline0_t),
        investor_memory=spread(params.investor_memory0),
        entry_memory=spread(params.entry_memory0),
        utilisation=spread(params.utilisation0),
        leakage=np.zeros(goods_shape),
        fear=np.zeros(goods_shape),
        reference_flow=spread(params.flow0_t),
        experience=spread(params.experience0_t),
        substitution=np.zeros(goods_shape),
        thrift=np.zeros((n, batch)),
        demand_index=np.ones((n, batch)),
    )
