"""How spend becomes effect: what is carried over to later weeks, and what a further unit adds.

Every channel may follow any shape of a grid (:func:`shape_grid`): a geometric carry-over and one
of two families of saturation. No shape is chosen: the fit weighs them all, so that an interval
holds what is not known of the shape as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.signal import lfilter

__all__ = ["Shape", "adstock", "saturation", "shape_grid"]

CARRY = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
POWERS = (1.0, 0.8, 0.6, 0.45, 0.3)
SCALES = (0.25, 0.5, 1.0, 2.0, 4.0)
FIRST_WEEKS = 4  # whose mean stands for the spend before the first week


@dataclass(frozen=True)
class Shape:
    """One way in which spend may work.

    Parameters
    ----------
    carry : float
        Share of an effect that is left a week later, from 0 up to below 1.
    family : {"power", "exponential"}
        Of the saturation.
    size : float
        Exponent of the power (1 is a straight line); of the exponential, the spend at which
        63 % of all it can bring is reached, in usual weeks.
    """

    carry: float
    family: str
    size: float


def shape_grid() -> tuple[tuple[Shape, ...], np.ndarray]:
    """Every shape, and how likely each is held before the data: both families the same."""
    saturations = [("power", size) for size in POWERS] + [("exponential", s) for s in SCALES]
    weights = {"power": 1 / len(POWERS), "exponential": 1 / len(SCALES)}
    shapes = tuple(Shape(carry, *one) for carry, one in product(CARRY, saturations))
    weight = np.array([weights[shape.family] for shape in shapes])
    return shapes, weight / weight.sum()


def adstock(spend: np.ndarray, carry: float, before: float = 0.0) -> np.ndarray:
    """Spend as it works week by week: a share `carry` of each week's effect goes to the next.

    Parameters
    ----------
    spend : numpy.ndarray
        By week, oldest first.
    carry : float
        From 0 up to below 1.
    before : float
        Weekly spend ever before the first week.

    Returns
    -------
    numpy.ndarray
        In money; a steady spend stays what it is, so that nothing is gained or lost in all.
    """
    kept, _ = lfilter([1 - carry], [1, -carry], spend, zi=np.array([carry * before]))
    return np.asarray(kept)


def saturation(spend: np.ndarray, shape: Shape) -> np.ndarray:
    """Effect of a spend in usual weeks, on a scale of its own; never falls, 0 without spend."""
    if shape.family == "power":
        return np.power(spend, shape.size)
    return -np.expm1(-spend / shape.size)


def worked(spend: np.ndarray, shape: Shape) -> np.ndarray:
    """Adstocked spend of each week, the spend before the first being that of the first weeks."""
    return adstock(spend, shape.carry, float(spend[:FIRST_WEEKS].mean()))
