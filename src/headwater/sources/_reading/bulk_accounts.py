"""What became of each row of a file: one byte a row, however many rows there are."""

import numpy as np
import numpy.typing as npt

FATES = ("kept", "ignored", "rejected")
_HELD = 1 << 16
_BIT = {fate: np.uint8(1 << place) for place, fate in enumerate(FATES)}


class Fates:
    """The fates that the rows of one file have met; a row may meet the same fate many times."""

    def __init__(self) -> None:
        self._met: npt.NDArray[np.uint8] = np.zeros(1024, np.uint8)
        self._single: dict[str, list[int]] = {fate: [] for fate in FATES}

    def one(self, fate: str, row: int) -> None:
        """Notes that one row has met a fate."""
        self._single[fate].append(row)
        if len(self._single[fate]) > _HELD:
            self._settle()

    def met(self, fate: str, rows: npt.ArrayLike) -> None:
        """Notes that rows have met a fate.

        Args:
            fate: kept, ignored or rejected.
            rows: their numbers in the file, from 1.
        """
        numbers = np.asarray(rows, np.int64)
        if not len(numbers):
            return
        if int(numbers.min()) < 0:
            raise ValueError(f"row {int(numbers.min())} is below zero")
        last = int(numbers.max())
        if last >= len(self._met):
            grown = np.zeros(max(last + 1, 2 * len(self._met)), np.uint8)
            grown[: len(self._met)] = self._met
            self._met = grown
        self._met[numbers] |= _BIT[fate]

    def counts(self) -> tuple[int, int, int]:
        """How many rows were kept, ignored and rejected."""
        self._settle()
        kept, ignored, rejected = (int(np.count_nonzero(self._met & _BIT[fate])) for fate in FATES)
        return kept, ignored, rejected

    def rows(self) -> int:
        """How many rows have met any fate."""
        self._settle()
        return int(np.count_nonzero(self._met))

    def _settle(self) -> None:
        for fate, rows in self._single.items():
            self.met(fate, rows)
            rows.clear()
