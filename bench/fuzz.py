"""Feeds damaged sample files to every source's reader: ``python -m bench.fuzz --minutes 15``.

A reader may read a file, reject rows of it, or refuse it with an error of the tree. Reported is anything else: another
exception, a reader that does not account for each row, more time or memory than a file of that size can need.
"""

import argparse
import json
import os
import re
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from random import Random
from typing import Any

from bench.damage import damaged
from headwater.sources._reading.catalogue import Source, catalogue

SECONDS, MEGABYTES = 20, 500
SHRINK_SECONDS = 15
_STANDSTILL, _MOSTLY = 5, 0.9
_WORKER = """
import json, os, resource, sys, tempfile, traceback
told = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # what is logged is no answer
resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
from pathlib import Path
from headwater.base.errors import HeadwaterError, SourceError
from headwater.sources._reading.catalogue import find_source
from headwater.sources._reading.gathering import Gathering
from headwater.sources._reading.parsed import read_into
from headwater.sources._reading.raw import raw_file
def peak():
    # Not ru_maxrss: that begins with what the parent held.
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0])
def counted(raw, source):
    # As files are added: into part files, not all at once into memory.
    with tempfile.TemporaryDirectory() as folder:
        gathering = Gathering(Path(folder))
        try:
            counts, _ = read_into(gathering, raw, source)
            gathering.close()
        finally:
            gathering.abandon()
    return counts
def said(source, path, name):
    try:
        counts = counted(raw_file(Path(path), name), find_source(source))
        return {"fate": "read", "rows": counts.read}
    except SourceError as error:
        return {"fate": "wrong", "what": "SourceError", "why": str(error)}
    except HeadwaterError as error:
        is_one_line = type(error).__name__ == "RowsError" or "\\n" not in str(error)
        return {"fate": "refused" if is_one_line else "wrong", "what": "several lines", "why": str(error)}
    except BaseException as error:
        frames = [f for f in traceback.extract_tb(error.__traceback__) if "headwater" in f.filename]
        where = f"{Path(frames[-1].filename).name}:{frames[-1].name}" if frames else ""
        return {"fate": "wrong", "what": f"{type(error).__name__} in {where}", "why": str(error)[:300]}
for line in sys.stdin:
    found = said(*json.loads(line))
    found["megabytes"] = peak() >> 10
    print(json.dumps(found), file=told, flush=True)
"""


_ENDED, _SLOW, _LARGE = "the process ended", f"more than {SECONDS} seconds", f"more than {MEGABYTES} MB"
_LIMITS = (_ENDED, _SLOW, _LARGE)


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample file of one source."""

    source: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """What a reader did that none may, and the smallest file found that makes it."""

    source: str
    name: str
    what: str
    why: str
    content: bytes


class Worker:
    """A process that reads files one after the other; ended and begun anew where it hangs or grows."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._reads = 0
        self._process = self._begin()

    def read(self, sample: Sample, content: bytes) -> dict[str, Any]:
        """Reads a file; says ``fate`` (read, refused, wrong), and ``what`` and ``why`` where it is wrong.

        Too much time or memory counts only where a process that has read nothing else needs it too.
        """
        path = self._folder / "file"
        path.write_bytes(content)
        has_read = self._reads > 0
        found = self._told(sample, path)
        return self._told(sample, path) if found.get("what") in _LIMITS and has_read else found

    def _told(self, sample: Sample, path: Path) -> dict[str, Any]:
        """What the process says of a file; one that hangs, ends or grows is followed by a new one."""
        assert self._process.stdin is not None  # noqa: S101 it is a pipe
        assert self._process.stdout is not None  # noqa: S101 it is a pipe
        self._process.stdin.write(json.dumps([sample.source, str(path), sample.name]) + "\n")
        self._process.stdin.flush()
        ready = self._waited()
        line = self._process.stdout.readline() if ready else ""
        found: dict[str, Any] = json.loads(line) if line else {"fate": "wrong", "why": "", "megabytes": 0}
        if not line:
            found["what"] = _ENDED if ready else _SLOW
        elif found["megabytes"] > MEGABYTES and found["fate"] != "wrong":
            found |= {"fate": "wrong", "what": _LARGE, "why": f"{found['megabytes']} MB"}
        self._reads += 1
        if found.get("what") in _LIMITS:
            self.end()
            self._process = self._begin()
        return found

    def _waited(self) -> bool:
        """Whether the process answers before it has worked too long, or stood still as long as no machine does."""
        assert self._process.stdout is not None  # noqa: S101 it is a pipe
        began = self._worked()
        for _ in range(_STANDSTILL):
            if select.select([self._process.stdout], [], [], SECONDS)[0]:
                return True
            # On a busy machine seconds pass in which nothing is done.
            if self._worked() - began >= SECONDS * _MOSTLY:
                return False
        return False

    def _worked(self) -> float:
        """Seconds of processor time that the process has used."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self) -> None:
        """Ends the process."""
        self._process.kill()
        self._process.communicate()

    def _begin(self) -> subprocess.Popen[str]:
        self._reads = 0
        return subprocess.Popen(
            [sys.executable, "-c", _WORKER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )


def main() -> None:
    """Feeds files for some minutes and prints each kind of fault once, with where its smallest file lies."""
    words = argparse.ArgumentParser(description="Feeds damaged sample files to every reader.")
    words.add_argument("--minutes", type=float, default=15)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--source", action="append", help="only this source (may be repeated)")
    words.add_argument("--out", type=Path, help="folder for the files that made faults")
    asked = words.parse_args()
    until = time.monotonic() + asked.minutes * 60
    out = asked.out or Path(tempfile.mkdtemp(prefix="fuzz-"))
    out.mkdir(parents=True, exist_ok=True)
    fates: dict[tuple[str, str], int] = {}
    with tempfile.TemporaryDirectory() as folder:
        worker = Worker(Path(folder))
        try:
            for fault in _faults(worker, samples(asked.source), (asked.seed, until), fates):
                number = len(list(out.iterdir()))
                (out / f"{number:03}-{fault.source}-{Path(fault.name).name}").write_bytes(fault.content)
                print(f"{fault.source} {fault.name}: {fault.what}: {fault.why}", flush=True)
                print(f"    {len(fault.content):,} bytes: {fault.content[:120]!r}", flush=True)
        finally:
            worker.end()
    for (source, fate), count in sorted(fates.items()):
        print(f"{count:>8,}  {source}: {fate}")
    print(f"the files lie in {out}")


def samples(only: list[str] | None = None) -> list[Sample]:
    """Every sample file that its source reads."""
    found = []
    for source in catalogue().values():
        folder = source.folder / "sample"
        if only and source.name not in only:
            continue
        paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and _is_read(source, path)]
        found += [Sample(source.name, str(path.relative_to(folder)), path.read_bytes()) for path in paths]
    return found


def _faults(
    worker: Worker, known: list[Sample], asked: tuple[int, float], fates: dict[tuple[str, str], int]
) -> Iterator[Fault]:
    seed, until = asked
    seen: set[tuple[str, str]] = set()
    number = 0
    by_source: dict[str, list[Sample]] = {}
    for sample in known:
        by_source.setdefault(sample.source, []).append(sample)
    while time.monotonic() < until:
        # Each source in turn, whatever the number of its samples.
        source = sorted(by_source)[number % len(by_source)]
        draw = Random(f"{seed}-{number}")
        sample = draw.choice(by_source[source])
        number += 1
        content = damaged(sample.content, draw)
        told = worker.read(sample, content)
        fates[source, told["fate"]] = fates.get((source, told["fate"]), 0) + 1
        # Numbers and quoted parts differ from file to file; the rest tells one kind of fault from another.
        kind = (source, told.get("what", "") + re.sub(r"'[^']*'|\d+", "#", told.get("why", ""))[:80])
        if told["fate"] == "wrong" and kind not in seen:
            seen.add(kind)
            small = _smallest(content, lambda tried, s=sample, w=told["what"]: worker.read(s, tried).get("what") == w)  # type: ignore[misc]
            yield Fault(source, sample.name, told["what"], told["why"], small)


def _smallest(content: bytes, is_same: Callable[[bytes], bool]) -> bytes:
    """A file that makes the same fault with as little as some seconds' tries find."""
    until, size = time.monotonic() + SHRINK_SECONDS, max(1, len(content) // 2)
    while size and time.monotonic() < until:
        at, was = 0, len(content)
        while at < len(content) and time.monotonic() < until:
            tried = content[:at] + content[at + size :]
            if is_same(tried):
                content = tried
            else:
                at += size
        size = size // 2 if len(content) == was or size > len(content) else size
    return content


def _is_read(source: Source, path: Path) -> bool:
    return any(fnmatch(path.name.lower(), pattern.lower()) for pattern in source.files)


if __name__ == "__main__":
    main()
