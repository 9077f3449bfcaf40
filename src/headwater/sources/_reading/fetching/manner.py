"""How a fetch behaves: its limits, its waiting, its clock."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_FOR_EVER = 1e9
"""Seconds beyond which a server's wish is not told from another."""


def utc_now() -> datetime:
    """The time now."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may unpack to; the defaults let the largest official files through and no bomb."""

    total_bytes: int = 200 * 10**9
    ratio: int = 100
    ratio_from_bytes: int = 10**6
    members: int = 300_000
    name_characters: int = 240


@dataclass(frozen=True, slots=True)
class Manner:
    """Waiting, limits and clock of a fetch; times are seconds. Tests give their own clock."""

    host_interval: float = 1.0
    connect_timeout: float = 30.0
    stall_timeout: float = 60.0
    slowest_bytes: int = 1024
    attempts: int = 6
    first_backoff: float = 1.0
    longest_backoff: float = 60.0
    longest_retry_after: float = 300.0
    restarts: int = 3
    redirects: int = 5
    block_bytes: int = 1 << 18
    sync_bytes: int = 1 << 24
    largest_bytes: int = 100 * 10**9
    allow_loopback_http: bool = False
    limits: Limits = field(default_factory=Limits)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = utc_now

    def backoff(self, failures: int) -> float:
        """How long to wait after so many failures in a row: doubling, capped, always the same."""
        return float(min(self.first_backoff * 2 ** (failures - 1), self.longest_backoff))


POLITE = Manner()
"""What `headwater fetch` uses."""


class Pace:
    """A polite rate: one request at a time, and a host is not asked again before its interval is over."""

    def __init__(self, manner: Manner) -> None:
        self._manner = manner
        self._asked: dict[str, float] = {}

    def wait(self, host: str) -> None:
        """Waits until the host may be asked again."""
        manner = self._manner
        if host in self._asked:
            left = self._asked[host] + manner.host_interval - manner.clock()
            if left > 0:
                manner.sleep(left)
        self._asked[host] = manner.clock()


def retry_after(value: str | None, now: datetime) -> float:
    """The seconds that a ``Retry-After`` asks for, given as seconds or as a day and time; 0 where it says nothing."""
    text = (value or "").strip()
    if text.isascii() and text.isdecimal():
        return min(float(text), _FOR_EVER)
    when = http_time(text)
    return max(0.0, (when - now).total_seconds()) if when else 0.0


def http_time(text: str) -> datetime | None:
    """A day and time as HTTP writes them; nothing where it is none."""
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
