"""Accepted verdicts: committed with the case, each with the day since which it stands and the one before it."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from headwater.base.errors import ClaimError
from headwater.base.files import write_whole
from headwater.claims.listed import csv_rows
from headwater.claims.tables import VERDICTS, Verdict

ACCEPTED = "accepted.csv"
_HEADER = ("claim_id", "verdict", "value", "since", "was")
_OLD_HEADER = _HEADER[:3]


@dataclass(frozen=True, slots=True)
class Accepted:
    """One verdict as it was accepted: the claim, the word, the value, the day, and the word accepted before it."""

    claim_id: str
    verdict: str
    value: str
    since: date | None = None
    was: str = ""


def read_accepted(case_folder: Path) -> dict[str, Accepted]:
    """The accepted verdicts of a case by claim id; none where the file is missing.

    Raises:
        ClaimError: naming the file and line, if it cannot be read.
    """
    path = case_folder / ACCEPTED
    if not path.is_file():
        return {}
    rows = csv_rows(path)
    header = tuple(rows[0]) if rows else ()
    if header not in (_HEADER, _OLD_HEADER):
        raise ClaimError(f"{path}, line 1: the columns are not {', '.join(_HEADER)}")
    found: dict[str, Accepted] = {}
    for line, row in enumerate(rows[1:], 2):
        if len(row) != len(header):
            raise ClaimError(f"{path}, line {line}: {len(row)} fields, not {len(header)}")
        one = _one(f"{path}, line {line}", dict(zip(header, row, strict=True)))
        if one.claim_id in found:
            raise ClaimError(f"{path}, line {line}, claim_id: {one.claim_id!r} occurs twice")
        found[one.claim_id] = one
    return found


def accept(case_folder: Path, verdicts: Iterable[Verdict], on: date) -> None:
    """Writes the accepted verdicts of a case, whole or not at all, sorted by claim id.

    A verdict that is already accepted keeps its day; another one stands since `on`, after the one before it.
    """
    before = read_accepted(case_folder)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADER)
    for verdict in sorted(verdicts, key=lambda one: one.claim_id):
        old = before.get(verdict.claim_id)
        since, was = on, "" if old is None else old.verdict
        if old is not None and old.verdict == verdict.verdict:
            since, was = old.since or on, old.was
        writer.writerow((verdict.claim_id, verdict.verdict, value_text(verdict), since.isoformat(), was))
    write_whole(case_folder / ACCEPTED, out.getvalue().encode())


def value_text(verdict: Verdict) -> str:
    """A verdict's value, or its interval, as text of at most six digits; empty where nothing is known."""
    if verdict.value is not None:
        return _number(verdict.value)
    if verdict.low is None and verdict.high is None:
        return ""
    return f"{_number(verdict.low)}..{_number(verdict.high)}"


def _one(where: str, row: dict[str, str]) -> Accepted:
    was, since = row.get("was", ""), row.get("since", "")
    for field, word in (("verdict", row["verdict"]), ("was", was or row["verdict"])):
        if word not in VERDICTS:
            raise ClaimError(f"{where}, {field}: unknown verdict {word!r}")
    try:
        day = date.fromisoformat(since) if since else None
    except ValueError as error:
        raise ClaimError(f"{where}, since: {since!r} is not a day written 2020-01-31") from error
    return Accepted(row["claim_id"], row["verdict"], row["value"], day, was)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.6g}" if abs(value) < 1e6 else f"{value:.12g}"
