"""Judgements: append-only decisions of people on who is who; the newest on a pair holds, and it always wins.

The newest is the one of the latest date, and of one date the one that stands last in the file.
"""

import csv
import fcntl
import io
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from headwater.base.dates import parse_date
from headwater.base.errors import CaseError, InputError
from headwater.base.files import write_whole

FILE = "judgements.csv"
COLUMNS = ("left", "right", "decision", "author", "date", "reason")
DECISIONS = ("same", "different", "unsure")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision on two parties or identifiers, with who took it, when and why."""

    left: str
    right: str
    decision: str
    author: str
    day: date
    reason: str
    row: int

    @property
    def pair(self) -> tuple[str, str]:
        """The two sides in one order, whichever way they were written."""
        return (self.left, self.right) if self.left <= self.right else (self.right, self.left)


def read_judgements(folder: Path) -> list[Judgement]:
    """Reads a case's judgements; a case without the file has none.

    Raises:
        InputError: naming file, line and field of the first row that cannot be read.
    """
    path = folder / FILE
    if not path.exists():
        return []
    try:
        reader = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), strict=True)
    except UnicodeDecodeError as error:
        line = 1 + error.object[: error.start].count(b"\n")
        raise InputError(str(path), f"is not UTF-8: byte 0x{error.object[error.start]:02x}", line=line) from error
    try:
        header = next(reader, [])
        if tuple(header) != COLUMNS:
            raise InputError(str(path), f"the header is not {','.join(COLUMNS)}", line=1)
        return [_judgement(path, row, reader.line_num) for row in reader]
    except csv.Error as error:
        raise InputError(str(path), f"cannot be read as CSV: {error}", line=reader.line_num) from error


def append_judgement(folder: Path, home: Path, new: Judgement) -> None:
    """Adds one judgement at the end of a case's file; a kill at any moment leaves the file with it or without it.

    Args:
        folder: the case's folder.
        home: where a lock keeps two reviews from writing at once.
        new: the judgement; its ``row`` says nothing.

    Raises:
        CaseError: if it contradicts what stands, with the chain; nothing is written.
        InputError: if the file as it is cannot be read.
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / "judgements.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        there = read_judgements(folder)
        row = 1 + max((one.row for one in there), default=1)
        refuse_contradictions(standing([*there, replace(new, row=row)]))
        path = folder / FILE
        for part in folder.glob(f".{FILE}.*.part"):
            # Only who holds the lock writes: this is what a killed one left.
            part.unlink()
        before = path.read_bytes() if path.exists() else (",".join(COLUMNS) + "\n").encode()
        text = io.StringIO()
        cells = (new.left, new.right, new.decision, new.author, new.day.isoformat(), new.reason)
        csv.writer(text, lineterminator="\n").writerow(cells)
        gap = b"" if before.endswith(b"\n") else b"\n"
        write_whole(path, before + gap + text.getvalue().encode())


def standing(judgements: list[Judgement]) -> list[Judgement]:
    """The newest judgement of each pair, those that are unsure left out."""
    newest = {judgement.pair: judgement for judgement in sorted(judgements, key=lambda one: (one.day, one.row))}
    return [newest[pair] for pair in sorted(newest) if newest[pair].decision != "unsure"]


def refuse_contradictions(judgements: list[Judgement], alias: Mapping[str, str] | None = None) -> None:
    """Checks that no chain of *same* joins a pair that a person judged different.

    Args:
        judgements: those that stand.
        alias: what a side stands for, where these records know it by another name.

    Raises:
        CaseError: naming the pair and the chain.
    """
    known = alias or {}
    edges: dict[str, list[str]] = {}
    for judgement in judgements:
        left, right = (known.get(side, side) for side in judgement.pair)
        if judgement.decision == "same":
            edges.setdefault(left, []).append(right)
            edges.setdefault(right, []).append(left)
    for judgement in judgements:
        left, right = (known.get(side, side) for side in (judgement.left, judgement.right))
        if judgement.decision == "different" and (chain := _chain(edges, left, right)):
            said = " = ".join(chain if len(chain) > 1 else [judgement.left, judgement.right])
            message = f"{FILE}, line {judgement.row}: {judgement.left} and {judgement.right} are different, but {said}"
            raise CaseError(message)


def _chain(edges: dict[str, list[str]], start: str, goal: str) -> list[str]:
    paths: deque[list[str]] = deque([[start]])
    seen = {start}
    while paths:
        path = paths.popleft()
        if path[-1] == goal:
            return path
        for following in sorted(edges.get(path[-1], ())):
            if following not in seen:
                seen.add(following)
                paths.append([*path, following])
    return []


def _judgement(path: Path, row: list[str], line: int) -> Judgement:
    if len(row) != len(COLUMNS):
        raise InputError(str(path), f"{len(row)} fields, {len(COLUMNS)} are expected", line=line)
    cells = dict(zip(COLUMNS, row, strict=True))
    empty = next((name for name, cell in cells.items() if not cell.strip()), None)
    if empty:
        raise InputError(str(path), "is empty", line=line, field=empty)
    if cells["decision"] not in DECISIONS:
        raise InputError(str(path), f"{cells['decision']!r} is not {', '.join(DECISIONS)}", line=line, field="decision")
    if cells["left"].strip() == cells["right"].strip():
        raise InputError(str(path), "is what stands on the left as well", line=line, field="right")
    try:
        day = parse_date(cells["date"])
    except ValueError as error:
        raise InputError(str(path), str(error), line=line, field="date") from error
    return Judgement(
        cells["left"].strip(), cells["right"].strip(), cells["decision"], cells["author"], day, cells["reason"], line
    )
