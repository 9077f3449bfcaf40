"""Rows of a workbook that stand on another of its sheets already: a copied sheet is no money of its own."""

from collections import Counter
from collections.abc import Mapping, Sequence

from headwater.sources.ca_netfile_export.sheets import Sheet

_TRANSACTION = "Tran_ID"
_Cells = tuple[tuple[str, ...], tuple[str, ...]]


def copies(sheets: Sequence[Sheet]) -> Mapping[int, str]:
    """The rows whose every cell an earlier sheet has, and the name of that sheet, by their numbers.

    A schedule stands on one sheet, and a transaction's id names one row of it. A row without such an id is a copy only
    where all rows of its sheet are: two gifts may be alike. As many rows are copies as the earlier sheet has.
    """
    found: dict[int, str] = {}
    before: list[tuple[str, Counter[_Cells]]] = []
    for sheet in sheets:
        rows = {number: _cells(sheet, cells) for number, cells in sheet.rows}
        own: Counter[_Cells] = Counter()
        named: dict[int, str] = {}
        for number, cells in rows.items():
            own[cells] += 1
            where = next((name for name, known in before if known[cells] >= own[cells]), None)
            if where is not None:
                named[number] = where
        is_whole = len(named) == len(rows) and len(set(named.values())) == 1
        found |= {number: name for number, name in named.items() if is_whole or _has_id(rows[number])}
        before.append((sheet.name, own))
    return found


def _cells(sheet: Sheet, cells: tuple[str, ...]) -> _Cells:
    """The names of the filled columns and their cells, in the order of the names: columns may stand in any."""
    filled = sorted((name, cell.strip()) for name, cell in zip(sheet.header, cells, strict=False) if cell.strip())
    return tuple(name for name, _ in filled), tuple(cell for _, cell in filled)


def _has_id(cells: _Cells) -> bool:
    return _TRANSACTION in cells[0]
