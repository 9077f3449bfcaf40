"""A reader's SQL on the public views: read only, with a limit of time, rows, size and memory."""

import json
import sys
import threading
import weakref
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import Any

from headwater.base.errors import CaseError
from headwater.base.query import refuse_other_than_select
from headwater.publish.api.limits import LONGEST, MEGABYTES, SECONDS

AT_ONCE = 2
_APART = "import sys; from headwater.publish.api.apart import main; "
_APART += "main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))"
_GRACE = 10.0
"""Seconds after which a process that does not keep its limit of time, or does not begin, is ended."""


class BusyError(CaseError):
    """As many queries are at work as may be."""


class RefusedError(CaseError):
    """What is asked is no SELECT on the public views."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The first rows of an answer; `is_whole` says whether these are all."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    is_whole: bool

    def to_json(self) -> bytes:
        """The answer as ``api/sql.json`` gives it."""
        said = {"columns": self.columns, "rows": self.rows, "is_whole": self.is_whole}
        return json.dumps(said, ensure_ascii=False, indent=1).encode()


@dataclass
class _Apart:
    """One process that answers queries, of one edition of the warehouse."""

    mark: object
    process: "Popen[bytes]"

    def ask(self, sql: str, seconds: float) -> dict[str, Any] | None:
        """What it says; None if it has ended, which it also does if it takes far too long."""
        asked, said = self.process.stdin, self.process.stdout
        watch = threading.Timer(seconds + _GRACE, self.process.kill)
        watch.start()
        try:
            if asked is None or said is None:
                return None
            asked.write(json.dumps(sql).encode() + b"\n")
            asked.flush()
            line = said.readline()
        except OSError:
            return None
        finally:
            watch.cancel()
        found: dict[str, Any] | None = json.loads(line) if line.endswith(b"\n") else None
        return found

    def end(self) -> None:
        """Ends the process and waits until it has."""
        self.process.kill()
        self.process.communicate()


@dataclass(eq=False)
class Desk:
    """Answers queries over the warehouse of one case; it may be asked from several threads."""

    home: Path
    seconds: float = SECONDS
    megabytes: int = MEGABYTES
    _free: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(AT_ONCE))
    _idle: list[_Apart] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._ending = weakref.finalize(self, _end_all, self._idle)

    def ask(self, sql: str, mark: object) -> Answered:
        """The first rows of the answer to one SELECT on the public views.

        Args:
            sql: what the reader wrote.
            mark: which edition the warehouse holds; another mark opens it anew.

        Raises:
            BusyError: if as many queries are at work as may be.
            RefusedError: if it is no such query.
            CaseError: if it fails, or takes too long or too much.
        """
        if len(sql) > LONGEST:
            raise CaseError(f"the query has more than {LONGEST} characters")
        try:
            refuse_other_than_select(sql)
        except CaseError as error:
            raise RefusedError(str(error)) from error
        if not self._free.acquire(blocking=False):
            raise BusyError("other queries are at work; try again in a few seconds")
        try:
            said = self._said(sql, mark)
        finally:
            self._free.release()
        if said is None:
            raise CaseError("the query fails: it needs more time or memory than a query has")
        if "error" in said:
            raise CaseError(said["error"])
        return Answered(tuple(said["columns"]), tuple(map(tuple, said["rows"])), said["is_whole"])

    def close(self) -> None:
        """Ends the processes that wait for a query."""
        self._ending()

    def _said(self, sql: str, mark: object) -> dict[str, Any] | None:
        """What a process of this edition says; None if it has ended, which it also does at the end of its memory."""
        apart = self._taken(mark)
        said = apart.ask(sql, self.seconds)
        if said is None or "ends" in said:
            apart.end()
        else:
            self._idle.append(apart)
        return said

    def _taken(self, mark: object) -> _Apart:
        while True:
            try:
                apart = self._idle.pop()
            except IndexError:
                return _Apart(mark, self._started())
            if apart.mark == mark and apart.process.poll() is None:
                return apart
            apart.end()

    def _started(self) -> "Popen[bytes]":
        words = (str(self.home), str(self.seconds), str(self.megabytes))
        return Popen((sys.executable, "-P", "-c", _APART, *words), stdin=PIPE, stdout=PIPE, stderr=DEVNULL)  # noqa: S603 - no shell, and every word is our own


def _end_all(idle: list[_Apart]) -> None:
    while idle:
        idle.pop().end()
