"""Search in the unit box: a Latin hypercube, and CMA-ES (Hansen 2016, arXiv:1604.00772) in NumPy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]

SETTLED = 2e-3


@dataclass
class Strategy:
    """CMA-ES in the unit box: mean, step size, covariance and their paths; the constants are Hansen's."""

    mean: F64
    sigma: float
    size: int

    def __post_init__(self) -> None:
        n, half = self.mean.size, self.size // 2
        weights = np.log(half + 0.5) - np.log(np.arange(1, half + 1))
        self.weights = weights / weights.sum()
        mass = 1.0 / (self.weights**2).sum()
        self.mass = mass
        self.c_sigma = (mass + 2) / (n + mass + 5)
        self.damping = 1 + 2 * max(0.0, np.sqrt((mass - 1) / (n + 1)) - 1) + self.c_sigma
        self.c_path = (4 + mass / n) / (n + 4 + 2 * mass / n)
        self.c_one = 2 / ((n + 1.3) ** 2 + mass)
        self.c_mu = min(1 - self.c_one, 2 * (mass - 2 + 1 / mass) / ((n + 2) ** 2 + mass))
        self.usual = np.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n))
        self.covariance = np.eye(n)
        self.path = np.zeros(n)
        self.path_sigma = np.zeros(n)
        self.root = np.eye(n)
        self.unroot = np.eye(n)

    @property
    def settled(self) -> bool:
        """Whether the steps have become too small to matter."""
        return bool(self.sigma * np.sqrt(np.abs(np.diag(self.covariance)).max()) < SETTLED)

    def ask(self, draw: np.random.Generator) -> F64:
        """Candidates [free, size], not yet folded into the box."""
        steps = self.root @ draw.standard_normal((self.mean.size, self.size))
        return np.asarray(self.mean[:, None] + self.sigma * steps)

    def tell(self, candidates: F64, loss: F64) -> None:
        """Move towards the better half."""
        best = np.argsort(loss, kind="stable")[: self.weights.size]
        steps = (candidates[:, best] - self.mean[:, None]) / self.sigma
        move = steps @ self.weights
        self.mean = self.mean + self.sigma * move
        n = self.mean.size
        self.path_sigma = (1 - self.c_sigma) * self.path_sigma + np.sqrt(
            self.c_sigma * (2 - self.c_sigma) * self.mass
        ) * (self.unroot @ move)
        length = float(np.linalg.norm(self.path_sigma))
        slow = length < (1.4 + 2 / (n + 1)) * self.usual
        self.path = (1 - self.c_path) * self.path
        if slow:
            self.path = self.path + np.sqrt(self.c_path * (2 - self.c_path) * self.mass) * move
        rank_mu = (steps * self.weights) @ steps.T
        self.covariance = (
            (1 - self.c_one - self.c_mu) * self.covariance
            + self.c_one * np.outer(self.path, self.path)
            + self.c_mu * rank_mu
        )
        self.sigma *= float(np.exp((length / self.usual - 1) * self.c_sigma / self.damping))
        self.sigma = min(self.sigma, 0.5)
        values, vectors = np.linalg.eigh(self.covariance)
        scale = np.sqrt(np.maximum(values, 1e-12))
        self.root = vectors * scale @ vectors.T
        self.unroot = vectors / scale @ vectors.T


def folded(places: F64) -> F64:
    """Places reflected into 0 to 1."""
    inside: F64 = 1.0 - np.abs(1.0 - np.mod(places, 2.0))
    return inside


def hypercube(draw: np.random.Generator, free: int, count: int) -> F64:
    """A Latin hypercube [free, count]."""
    rows = [(draw.permutation(count) + draw.random(count)) / count for _ in range(free)]
    return np.array(rows)
