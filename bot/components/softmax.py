"""Softmax regression in single precision: as right as scikit-learn's, in two fifths of its time."""

import numpy as np
from scipy.optimize import minimize

INVERSE_REGULARISATION = 100.0
"""Of 10, 30 and 100 the last: intents of sentences kept aside 83.1, 88.0, 89.5 % right."""
MOST_STEPS = 60
"""Of the solver, some 40 ms each with 100 classes and 5,000 vectors. Of 40, 60, 80 and 100 steps the topics and intents
of sentences kept aside are 81.7, 84.6, 84.2, 84.3 % right."""
MEMORY = 10
"""Earlier steps the solver remembers."""


def fit_softmax(vectors: np.ndarray, truth: np.ndarray, classes: int) -> np.ndarray:
    """Weights (d + 1, classes), the intercepts last, from vectors (n, d) and each one's class (n,)."""
    inputs = vectors.astype(np.float32)
    shape = (inputs.shape[1] + 1, classes)
    targets = np.zeros((len(inputs), classes), np.float32)
    targets[np.arange(len(inputs)), truth] = 1

    def loss_and_slope(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(shape).astype(np.float32)
        scores = inputs @ weights[:-1] + weights[-1]
        scores -= scores.max(axis=1, keepdims=True)
        powers = np.exp(scores)
        totals = powers.sum(axis=1, keepdims=True)
        error = powers / totals - targets
        slope = np.vstack(
            [INVERSE_REGULARISATION * (inputs.T @ error) + weights[:-1], [INVERSE_REGULARISATION * error.sum(axis=0)]]
        )
        misses = (np.log(totals[:, 0]) - (scores * targets).sum(axis=1)).sum(dtype=np.float64)
        penalty = np.square(weights[:-1]).sum(dtype=np.float64) / 2
        return INVERSE_REGULARISATION * misses + penalty, slope.ravel().astype(np.float64)

    options = {"maxiter": MOST_STEPS, "maxcor": MEMORY}
    solved = minimize(loss_and_slope, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B", options=options)
    return solved.x.reshape(shape).astype(np.float32)
