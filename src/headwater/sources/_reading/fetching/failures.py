"""What can go wrong while fetching: each is one line that names the url and what happened."""

from headwater.base.errors import SourceError

_LONGEST = 200


def excerpt(words: str) -> str:
    """A server's own words, short enough for a line: they may be a flood."""
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


class FetchError(SourceError):
    """A file that cannot be fetched; what was added before stays, nothing of this file is added."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url}: {reason}")
        self.url, self.reason = url, reason


class PassingError(FetchError):
    """A failure that may pass: the fetch is tried again, after as long as the server asks for, if it asks."""

    def __init__(self, url: str, reason: str, *, wait_seconds: float = 0.0, is_new_version: bool = False) -> None:
        super().__init__(url, reason)
        self.wait_seconds, self.is_new_version = wait_seconds, is_new_version
