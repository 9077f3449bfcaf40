"""Downloading one file: resumed after a break, retried with back-off, its length checked to the byte."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

import httpx

from headwater.sources._reading.fetching.answers import (
    length_of_whole,
    stated_length,
    version_of,
    wrong_kind,
    wrong_rest,
)
from headwater.sources._reading.fetching.failures import FetchError, PassingError, excerpt
from headwater.sources._reading.fetching.manner import Manner, retry_after
from headwater.sources._reading.fetching.partial import Partial, sendable
from headwater.sources._reading.fetching.register import Fetch
from headwater.sources._reading.fetching.wire import Answer, Wire

_PASSING = {408, 425, 429, 500, 502, 503, 504}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be downloaded, and the version that the archive holds already, if any.

    A web page in its place is an error unless ``is_page``; ``encodings`` are the encodings the bytes may come in.
    """

    url: str
    known: Fetch | None = None
    is_page: bool = False
    encodings: frozenset[str] = frozenset({"", "identity"})


@dataclass(frozen=True, slots=True)
class Downloaded:
    """How a download went; ``is_unchanged`` where the server still has the version that is known."""

    is_unchanged: bool
    resumed_from: int
    attempts: int


class Download:
    """One download; `run` is its whole life."""

    def __init__(self, wanted: Wanted, partial: Partial, manner: Manner, progress: Callable[[int, int], None]) -> None:
        self._wanted, self._partial, self._manner, self._progress = wanted, partial, manner, progress
        self._resumed_from = partial.size

    def run(self, wire: Wire) -> Downloaded:
        """Downloads until every byte is there, or the server has nothing new, or hope is lost.

        Raises:
            FetchError: naming the url and what happened; what came so far is kept for the next run.
        """
        attempts = failures = restarts = 0
        furthest = self._partial.size
        while True:
            attempts += 1
            try:
                is_unchanged = self._attempt(wire)
            except PassingError as error:
                restarts += error.is_new_version
                # Only bytes never reached before are progress: a server that breaks off at one place ends this.
                failures = 1 if error.is_new_version or self._partial.size > furthest else failures + 1
                furthest = 0 if error.is_new_version else max(furthest, self._partial.size)
                self._wait(error, failures, restarts)
            else:
                return Downloaded(is_unchanged, self._resumed_from, attempts)

    def _wait(self, error: PassingError, failures: int, restarts: int) -> None:
        manner, kept = self._manner, f"{self._partial.size:,} bytes are kept for the next run"
        if restarts > manner.restarts:
            raise FetchError(error.url, f"{error.reason}, {restarts} times: run this again later") from error
        if failures >= manner.attempts:
            raise FetchError(error.url, f"{error.reason}; given up after {failures} attempts, {kept}") from error
        if error.wait_seconds > manner.longest_retry_after:
            asked = f"asks to wait {error.wait_seconds:,.0f} seconds: run this again then"
            raise FetchError(error.url, f"{error.reason} and {asked}; {kept}") from error
        manner.sleep(max(error.wait_seconds, manner.backoff(failures)))

    def _attempt(self, wire: Wire) -> bool:
        """One request; whether the answer is that nothing changed since the version that is known."""
        had = self._had()
        with wire.ask(self._wanted.url, self._conditions()) as answer:
            status = answer.response.status_code
            if status == 304 and self._partial.is_whole:
                return False
            if status == 304 and self._wanted.known and not had:
                return True
            if status in {304, 416} and had:
                raise self._start_over("has no rest of the file to give")
            if status == 200 or (status == 206 and had and not self._partial.is_whole):
                self._receive(answer)
                return False
            raise self._refused(answer.response)

    def _had(self) -> int:
        """The bytes that a request can build on: none where nothing tells their version from another."""
        return self._partial.size if self._partial.version.mark else 0

    def _conditions(self) -> dict[str, str]:
        partial = self._partial
        if self._had() and not partial.is_whole:
            return {"Range": f"bytes={partial.size}-", "If-Range": partial.version.mark}
        version = partial.version if partial.is_whole else self._wanted.known
        if not version:
            return {}
        marks = {"If-None-Match": sendable(version.etag), "If-Modified-Since": sendable(version.last_modified)}
        return {name: mark for name, mark in marks.items() if mark}

    def _refused(self, response: httpx.Response) -> FetchError:
        said = f"the server answered {response.status_code} {excerpt(response.reason_phrase)}".rstrip()
        if response.status_code not in _PASSING:
            return FetchError(self._wanted.url, said)
        wait = retry_after(response.headers.get("retry-after"), self._manner.now())
        return PassingError(self._wanted.url, said, wait_seconds=wait)

    def _start_over(self, reason: str, *, is_new_version: bool = False) -> PassingError:
        self._partial.drop()
        self._resumed_from = 0
        return PassingError(self._wanted.url, f"the server {reason}", is_new_version=is_new_version)

    def _receive(self, answer: Answer) -> None:
        headers, partial = answer.response.headers, self._partial
        if said := wrong_kind(headers, self._wanted.is_page, self._wanted.encodings):
            raise FetchError(self._wanted.url, said)
        stated = stated_length(headers)
        is_rest = answer.response.status_code == 206
        # What came of another version makes room for the whole.
        self._check_room(stated or 0, 0 if is_rest else partial.on_disk)
        if is_rest:
            if wrong := wrong_rest(headers, partial.size, partial.version):
                raise self._start_over(wrong, is_new_version=True)
            out = partial.go_on(length_of_whole(headers))
        else:
            self._resumed_from = 0
            out = partial.start(version_of(self._wanted.url, headers))
        with out:
            try:
                self._copy(answer, out)
            finally:
                partial.sync(out)
        if stated is not None and answer.body_bytes > stated:
            raise self._start_over(f"stated {stated:,} bytes and sent {answer.body_bytes:,} or more")
        if partial.version.length is None:
            partial.finish()
        if not partial.is_whole:
            raise self._start_over(f"ended after {partial.size:,} of {partial.version.length:,} bytes")

    def _copy(self, answer: Answer, out: BinaryIO) -> None:
        manner, partial, due = self._manner, self._partial, self._partial.version.length
        size, window, since = partial.size, 0, manner.clock()
        for block in answer.blocks():
            out.write(block)
            size, window = size + len(block), window + len(block)
            self._progress(size, due or size)
            if size > manner.largest_bytes:
                raise FetchError(self._wanted.url, f"is larger than {manner.largest_bytes:,} bytes")
            if size - partial.size >= manner.sync_bytes:
                partial.sync(out)
            if manner.clock() - since > manner.stall_timeout:
                if window < manner.slowest_bytes:
                    raise PassingError(self._wanted.url, f"the server stalls: {window:,} bytes came in time")
                window, since = 0, manner.clock()

    def _check_room(self, due: int, given_up: int) -> None:
        if due > self._manner.largest_bytes:
            raise FetchError(self._wanted.url, f"is larger than {self._manner.largest_bytes:,} bytes")
        free = shutil.disk_usage(self._partial.path.parent).free + given_up
        if due > free:
            raise FetchError(self._wanted.url, f"has {due:,} bytes, and {free:,} are free here")
