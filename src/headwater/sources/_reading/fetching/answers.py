"""What a server says about the file it sends: its length, its version, which part it is."""

import re
from collections.abc import Mapping
from datetime import timedelta

from headwater.sources._reading.fetching.failures import excerpt
from headwater.sources._reading.fetching.manner import http_time
from headwater.sources._reading.fetching.partial import Version

_RANGE = re.compile(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\*)")
_WEB_PAGES = {"text/html", "application/xhtml+xml"}
# A file changed twice within a minute may keep its day and time: RFC 9110, 8.8.2.2.
_TELLS_APART = timedelta(seconds=60)


def stated_length(headers: Mapping[str, str]) -> int | None:
    """The number of bytes that the answer has; nothing where the server does not say it beforehand."""
    text = headers.get("content-length", "").strip()
    return int(text) if text.isascii() and text.isdecimal() and "transfer-encoding" not in headers else None


def length_of_whole(headers: Mapping[str, str]) -> int | None:
    """The number of bytes of the file that a part belongs to; nothing where the part does not say it."""
    match = _RANGE.fullmatch(headers.get("content-range", "").strip())
    return int(match[3]) if match and match[3] != "*" else None


def version_of(url: str, headers: Mapping[str, str]) -> Version:
    """The version of the file in a whole answer."""
    modified = headers.get("last-modified", "").strip()
    changed, said = http_time(modified), http_time(headers.get("date", ""))
    is_dated = changed is not None and said is not None and said - changed >= _TELLS_APART
    return Version(url, headers.get("etag", "").strip(), modified, stated_length(headers), is_dated)


def wrong_rest(headers: Mapping[str, str], have: int, version: Version) -> str:
    """Why a partial answer is not the rest of what is there; empty if it is."""
    match = _RANGE.fullmatch(headers.get("content-range", "").strip())
    if not match:
        return "sends a part without saying which"
    first, last = int(match[1]), int(match[2])
    whole = version.length if match[3] == "*" else int(match[3])
    if first != have or (whole is not None and last != whole - 1):
        return f"sends the bytes {first:,} to {last:,}, not the rest from {have:,}"
    etag, modified = headers.get("etag", "").strip(), headers.get("last-modified", "").strip()
    if version.mark == version.etag and not etag:
        # A part says its ETag wherever the whole did (RFC 9110, 15.3.7): this one may be of any version.
        return "sends a part without saying of which version"
    is_other = (etag and version.etag and etag != version.etag) or (
        modified and version.last_modified and modified != version.last_modified
    )
    if is_other or (version.length is not None and whole != version.length):
        return "changed the file while it was downloaded"
    return ""


def wrong_kind(headers: Mapping[str, str], is_page: bool, encodings: frozenset[str]) -> str:
    """Why the answer cannot be the file; empty if it can."""
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding not in encodings:
        return f"the server sends it encoded as {excerpt(encoding)!r}, which was not asked for"
    kind = headers.get("content-type", "").split(";")[0].strip().lower()
    return "the server sends a web page instead of the file" if kind in _WEB_PAGES and not is_page else ""
