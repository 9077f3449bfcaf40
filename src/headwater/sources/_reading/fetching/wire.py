"""One request: redirects checked one by one, certificates and proxies as the machine says, extra bytes noticed."""

import re
import ssl
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import httpcore
import httpx

from headwater.base.errors import SourceError
from headwater.sources._reading.fetching.addresses import check_address, check_redirect
from headwater.sources._reading.fetching.failures import FetchError, PassingError, excerpt
from headwater.sources._reading.fetching.manner import Manner, Pace

_REDIRECTS = {301, 302, 303, 307, 308}
_HEADER_BYTES = 1 << 17
# Answers such as "103 Early Hints" are heads of their own before the one that counts.
_IN_ADVANCE = re.compile(rb"HTTP/1\.[01] 1")
_LOCATION = "location-as-sent"
_MORE_BYTES = 1 << 16
_MORE_SECONDS = 0.2


class _Watch:
    """Counts the bytes of a connection behind its answer's head: a server that sends more than it stated lies.

    The HTTP library drops such bytes silently, and a plain text cut short at the stated length would look whole. It
    also waits as long for each single byte as for the first: a server may trickle a head that never ends.
    """

    def __init__(self, manner: Manner) -> None:
        self._manner = manner
        self._head: bytearray | None = bytearray()
        self.body_bytes = 0
        self._came, self._since = 0, manner.clock()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Listens for a connection that is made, and to all that is read from it then."""
        if not event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            return
        stream = info["return_value"]
        read = stream.read
        self._head, self.body_bytes = bytearray(), 0
        self._came, self._since = 0, self._manner.clock()

        def watched(max_bytes: int, timeout: float | None = None) -> bytes:
            found: bytes = read(max_bytes, timeout)
            self._count(found)
            self._check_pace(len(found))
            return found

        stream.read = watched

    def _check_pace(self, came: int) -> None:
        self._came += came
        if self._manner.clock() - self._since > self._manner.stall_timeout:
            if came and self._came < self._manner.slowest_bytes:
                raise httpcore.ReadTimeout
            self._came, self._since = 0, self._manner.clock()

    def _count(self, found: bytes) -> None:
        if self._head is None:
            self.body_bytes += len(found)
            return
        self._head += found
        end = self._head.find(b"\r\n\r\n")
        while end >= 0 and _IN_ADVANCE.match(self._head):
            del self._head[: end + 4]
            end = self._head.find(b"\r\n\r\n")
        if end >= 0:
            self.body_bytes = len(self._head) - end - 4
        if end >= 0 or len(self._head) > _HEADER_BYTES:
            self._head = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer whose body is still to be read."""

    response: httpx.Response
    watch: _Watch

    @property
    def body_bytes(self) -> int:
        """How many bytes came behind the answer's head."""
        return self.watch.body_bytes

    def blocks(self) -> Iterator[bytes]:
        """The body as it comes; behind its stated end it is looked whether the server goes on."""
        yield from self.response.iter_raw()
        stream = self.response.extensions.get("network_stream")
        # A server that keeps the connection open, or drops it, has said no more: that is the honest case.
        with suppress(httpcore.TimeoutException, httpcore.NetworkError):
            if stream is not None and "transfer-encoding" not in self.response.headers:
                stream.read(_MORE_BYTES, _MORE_SECONDS)


class Wire:
    """Asks for addresses at a polite rate over one connection at a time."""

    def __init__(self, manner: Manner, pace: Pace, hosts: Collection[str], client: httpx.Client) -> None:
        self._manner, self._pace, self._client = manner, pace, client
        self._hosts = frozenset(host.lower() for host in hosts)

    @contextmanager
    def ask(self, url: str, headers: Mapping[str, str]) -> Iterator[Answer]:
        """The answer to a request, behind its redirects.

        Raises:
            FetchError: if a redirect is refused or there are too many, or the certificate is not trusted.
            PassingError: if the connection fails.
        """
        start = here = check_address(url, self._manner.allow_loopback_http)
        for _ in range(self._manner.redirects + 1):
            answer = self._send(here, headers)
            with closing(answer.response):
                location = answer.response.headers.get(_LOCATION)
                if answer.response.status_code not in _REDIRECTS or location is None:
                    yield from _told(url, answer)
                    return
            here = check_redirect(start, here, location, self._hosts, self._manner.allow_loopback_http)
        raise FetchError(url, f"redirects more than {self._manner.redirects} times, last to {str(here)[:200]}")

    def _send(self, here: httpx.URL, headers: Mapping[str, str]) -> Answer:
        watch = _Watch(self._manner)
        extensions = {"trace": watch.trace, "timeout": self._client.timeout.as_dict()}
        request = self._client.build_request("GET", here, headers=headers, extensions=extensions)
        self._pace.wait(here.host)
        try:
            return Answer(self._client.send(request, stream=True, follow_redirects=False), watch)
        except httpx.TransportError as error:
            raise _failed(str(here), error) from error


@contextmanager
def connected(manner: Manner) -> Iterator[httpx.Client]:
    """A client that honours the environment's proxies and certificates.

    Raises:
        SourceError: if these cannot be used.
    """
    timeout = httpx.Timeout(manner.stall_timeout, connect=manner.connect_timeout)
    # No connection is used twice: bytes that a lying server leaves on it would be read as the next answer.
    limits = httpx.Limits(max_connections=1, max_keepalive_connections=0)
    try:
        hooks = {"response": [_hide_location]}
        client = httpx.Client(timeout=timeout, limits=limits, headers=_HEADERS, trust_env=True, event_hooks=hooks)
    except (OSError, ValueError, ImportError) as error:
        raise SourceError(f"the certificates or the proxy of the environment cannot be used ({error})") from error
    with client:
        yield client


def _hide_location(response: httpx.Response) -> None:
    """Keeps a redirect's target from the library, which would read it, and stumble over it, before it is checked."""
    if "location" in response.headers:
        response.headers[_LOCATION] = response.headers.pop("location")


def _told(url: str, answer: Answer) -> Iterator[Answer]:
    try:
        yield answer
    except httpx.TransportError as error:
        raise _failed(url, error) from error


def _failed(url: str, error: httpx.HTTPError) -> FetchError:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return FetchError(url, f"its certificate cannot be trusted ({cause.verify_message})")
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.UnsupportedProtocol | httpx.LocalProtocolError):
        return FetchError(url, f"cannot be asked ({error})")
    if isinstance(error, httpx.ReadTimeout):
        return PassingError(url, "the server stalls: nothing came in time")
    return PassingError(url, f"the connection failed ({excerpt(str(error)) or type(error).__name__})")


def _user_agent() -> str:
    try:
        return f"headwater/{version('headwater')}"
    except PackageNotFoundError:
        return "headwater"


_HEADERS = {
    "User-Agent": _user_agent(),
    "Accept": "*/*",
    # Bytes are kept as the publisher stores them: a checksum of something re-compressed on the way says nothing.
    "Accept-Encoding": "identity",
    "Connection": "close",
}
