"""Logistic regression for the weights that the program ships with."""

import numpy as np

from benchmarks.measures import Floats

_RIDGE = 1e-4
_STEPS = 30  # Newton's method needs about ten


def solve_logistic(parts: Floats, labels: Floats, shares: Floats) -> Floats:
    """Weights of shape (parts,), by Newton's method.

    `parts` has the shape (examples, parts), its last column being the bias; `labels` are 1 or -1 and `shares` weigh the
    examples, both of shape (examples,). All weights but the bias are kept small (ridge).
    """
    weights = np.zeros(parts.shape[1])
    ridge = np.r_[np.full(parts.shape[1] - 1, 2 * _RIDGE), 1e-12]
    for _ in range(_STEPS):
        doubt = 1.0 / (1.0 + np.exp(np.clip(labels * (parts @ weights), -500, 500)))
        slope = -(labels * shares * doubt) @ parts + ridge * weights
        bend = (parts * (shares * doubt * (1 - doubt))[:, None]).T @ parts + np.diag(ridge)
        weights = weights - np.linalg.solve(bend, slope)
    return weights
