"""An amendment of a filing in a made-up bulk file, as it comes later."""

from collections import Counter

_AMENDED, _FILING, _TRANSACTION, _RECORD, _DOLLARS, _FIELDS = 1, 17, 16, 20, 14, 21


def amended(text: bytes) -> bytes:
    """An amendment of the filing that holds most lines of a file: the same transactions, of the first another amount.

    Args:
        text: the file ``itcont.txt``; lines with dirt are left out.
    """
    rows = [fields for fields in (line.split(b"|") for line in text.split(b"\n")) if _is_usual(fields)]
    counts = Counter(fields[_FILING] for fields in rows)
    most = max(counts, key=lambda number: (counts[number], number))
    found = [fields for fields in rows if fields[_FILING] == most]
    for place, fields in enumerate(found):
        fields[_AMENDED], fields[_FILING], fields[_RECORD] = b"A", b"9" + most, b"9%018d" % place
    found[0][_DOLLARS] = b"77"
    return b"\n".join(map(b"|".join, found)) + b"\n"


def _is_usual(fields: list[bytes]) -> bool:
    is_whole = len(fields) == _FIELDS and fields[_FILING].isdigit() and fields[_RECORD].isdigit()
    return is_whole and bool(fields[_TRANSACTION]) and fields[_AMENDED] == b"N"
