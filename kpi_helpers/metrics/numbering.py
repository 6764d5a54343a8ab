"""Numbers for combinations of keys, so that arrays can be grouped without a join."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

__all__ = ["numbered"]


def numbered(columns: Sequence[np.ndarray]) -> tuple[np.ndarray, list[tuple[Any, ...]]]:
    """Number the combinations of values that stand side by side in some columns.

    Parameters
    ----------
    columns : sequence of ndarray
        At least one; all of the same length.

    Returns
    -------
    ndarray of int64
        Number of each row's combination, from 0.
    list of tuple
        The combinations by number, sorted column by column.
    """
    code = np.zeros(len(columns[0]), dtype="int64")
    for column in columns:
        numbers, values = pd.factorize(np.asarray(column), sort=True)
        # Numbered anew after each column, so that the product of their sizes never overflows.
        code = np.unique(code * max(len(values), 1) + numbers, return_inverse=True)[1]
    _, first = np.unique(code, return_index=True)
    return code, [tuple(column[row] for column in columns) for row in first]
