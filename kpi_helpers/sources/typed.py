"""Fields typed so far: values beside the codes of what is wrong with their cells."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from kpi_helpers.sources.numbers import Habits

__all__ = ["TypedCells"]


@dataclass
class TypedCells:
    """Fields typed so far.

    Parameters
    ----------
    values : dict of str to Arrow array
        Value of each field; null where a cell is missing or wrong.
    codes : dict of str to numpy.ndarray of uint8
        Place in ``faults.CODES`` of what is wrong with each cell.
    currencies : dict of str to str
        Number field to the currency it is in, where one is known.
    habits : Habits
        How the file writes numbers.
    """

    values: dict[str, pa.Array | pa.ChunkedArray] = field(default_factory=dict)
    codes: dict[str, np.ndarray] = field(default_factory=dict)
    currencies: dict[str, str] = field(default_factory=dict)
    habits: Habits = field(default_factory=lambda: Habits(None, False))
