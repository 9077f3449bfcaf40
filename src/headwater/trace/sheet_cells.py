"""What the header and the days of a spreadsheet must be, whichever way the file is read."""

from headwater.base.dates import parse_date
from headwater.base.errors import InputError

REQUIRED = ("date", "payer", "payee", "amount")
OPTIONAL = ("id", "kind", "earmarked_for", "url")
LONGEST_CELL = 1_000_000
OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "upright strokes"}


def header_of(file: str, cells: list[str]) -> list[str]:
    """The names of the columns.

    Raises:
        InputError: if one is unknown, stands twice or is missing.
    """
    header = [cell.strip() for cell in cells]
    wanted = f"the columns are {', '.join(REQUIRED)} and optionally {', '.join(OPTIONAL)}"
    for sign, called in OTHER_SEPARATORS.items():
        if len(header) == 1 and sign in header[0]:
            raise InputError(file, f"the columns are separated by {called}, not by commas", line=1)
    for place, name in enumerate(header):
        if name not in REQUIRED + OPTIONAL:
            shown = f"column {name[:40]!r}" if name else f"column {place + 1}"
            raise InputError(file, f"unknown column; {wanted}", line=1, field=shown)
        if name in header[:place]:
            raise InputError(file, "this column stands twice", line=1, field=name)
    for name in REQUIRED:
        if name not in header:
            raise InputError(file, f"this column is missing; {wanted}", line=1, field=name)
    return header


def days_of(text: str) -> tuple[int, int]:
    """The ordinals of the first and the last day of a cell that holds a day or a range of days.

    Raises:
        ValueError: with the reason, if it holds neither.
    """
    begins, slash, ends = text.partition("/")
    if text.count("/") > 1:
        raise ValueError(f"date {text.strip()[:40]!r} is not YYYY-MM-DD, nor a range YYYY-MM-DD/YYYY-MM-DD")
    first = parse_date(begins).toordinal()
    last = parse_date(ends).toordinal() if slash else first
    if last < first:
        raise ValueError(f"range {text.strip()[:40]!r} ends before it begins")
    return first, last
