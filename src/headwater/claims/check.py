"""The check of a case: its verdicts now against the verdicts that were accepted and committed with it."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from headwater.base.errors import ClaimError
from headwater.base.files import write_whole
from headwater.claims.tables import VERDICTS, Verdict

ACCEPTED = "accepted.csv"
_HEADER = ("claim_id", "verdict", "value")


@dataclass(frozen=True, slots=True)
class Accepted:
    """One verdict as it was accepted: the claim, the word and the value, for a person to compare."""

    claim_id: str
    verdict: str
    value: str


@dataclass(frozen=True, slots=True)
class Change:
    """One claim whose verdict is no longer the accepted one; an empty side means there is none."""

    claim_id: str
    was: str
    now: str

    def __str__(self) -> str:
        return f"{self.claim_id}: was {self.was or 'not accepted yet'}, is {self.now or 'gone'}"


def read_accepted(case_folder: Path) -> dict[str, Accepted]:
    """The accepted verdicts of a case by claim id; none where the file is missing.

    Raises:
        ClaimError: naming the file and line, if it cannot be read.
    """
    path = case_folder / ACCEPTED
    if not path.is_file():
        return {}
    try:
        rows = list(csv.reader(io.StringIO(path.read_text("utf-8")), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ClaimError(f"{path}: {error}") from error
    if not rows or tuple(rows[0]) != _HEADER:
        raise ClaimError(f"{path}, line 1: the columns are not {', '.join(_HEADER)}")
    found: dict[str, Accepted] = {}
    for line, row in enumerate(rows[1:], 2):
        if len(row) != len(_HEADER):
            raise ClaimError(f"{path}, line {line}: {len(row)} fields, not {len(_HEADER)}")
        if row[1] not in VERDICTS:
            raise ClaimError(f"{path}, line {line}, verdict: unknown verdict {row[1]!r}")
        if row[0] in found:
            raise ClaimError(f"{path}, line {line}, claim_id: {row[0]!r} occurs twice")
        found[row[0]] = Accepted(*row)
    return found


def accept(case_folder: Path, verdicts: Iterable[Verdict]) -> None:
    """Writes the accepted verdicts of a case, whole or not at all, sorted by claim id."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADER)
    writer.writerows((v.claim_id, v.verdict, value_text(v)) for v in sorted(verdicts, key=lambda v: v.claim_id))
    write_whole(case_folder / ACCEPTED, out.getvalue().encode())


def changed(current: Iterable[Verdict], accepted: Mapping[str, Accepted]) -> list[Change]:
    """The claims whose verdict is another than the accepted one, is new, or is gone; sorted by id."""
    now = {verdict.claim_id: verdict.verdict for verdict in current}
    was = {claim_id: row.verdict for claim_id, row in accepted.items()}
    return [
        Change(claim_id, was.get(claim_id, ""), now.get(claim_id, ""))
        for claim_id in sorted({*now, *was})
        if was.get(claim_id) != now.get(claim_id)
    ]


def report(verdicts: Iterable[Verdict]) -> list[dict[str, str | float | None]]:
    """The verdicts as ``headwater check --json`` prints them."""
    return [
        {"id": v.claim_id, "verdict": v.verdict, "value": v.value, "low": v.low, "high": v.high, "needs": v.needs}
        for v in verdicts
    ]


def terminal_rows(verdicts: Sequence[Verdict], statements: Mapping[str, str], width: int = 60) -> list[tuple[str, ...]]:
    """The verdicts as rows for the terminal: id, verdict, value and the statement cut to `width` characters."""
    return [(v.claim_id, v.verdict, value_text(v), _cut(statements.get(v.claim_id, ""), width)) for v in verdicts]


def value_text(verdict: Verdict) -> str:
    """A verdict's value, or its interval, as text of at most six digits; empty where nothing is known."""
    if verdict.value is not None:
        return _number(verdict.value)
    if verdict.low is None and verdict.high is None:
        return ""
    return f"{_number(verdict.low)}..{_number(verdict.high)}"


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.6g}" if abs(value) < 1e6 else f"{value:.12g}"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
