"""Which addresses may be asked: https only, and redirects only to hosts that belong to the publisher."""

import ipaddress
from collections.abc import Collection

import httpx

from headwater.sources._reading.fetching.failures import FetchError, excerpt

# Names under which strangers keep their files side by side: only the very same host is the publisher's.
_SHARED = ("amazonaws.com", "azureedge.net", "cloudfront.net", "github.io", "githubusercontent.com", "windows.net")
_SECOND_LEVEL = {"ac", "co", "com", "edu", "gov", "net", "org"}


def check_address(url: str, allow_loopback_http: bool) -> httpx.URL:
    """An address that may be asked.

    Raises:
        FetchError: if its scheme is not https (http on this machine, where a test allows it), or if it has no host or
            holds a user's name.
    """
    try:
        found = httpx.URL(url)
        # A host of letters beyond ASCII is decoded, and may turn out to be no name, only when it is asked for.
        host = found.host
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(url, f"this is no address ({error})") from None
    is_test = allow_loopback_http and found.scheme == "http" and is_loopback(host)
    if found.scheme != "https" and not is_test:
        raise FetchError(url, f"the scheme {found.scheme or '(none)'} is refused: official files come over https only")
    if not host or found.userinfo:
        raise FetchError(url, "an address has a host and no user name")
    return found.copy_with(fragment=None)


def check_redirect(
    start: httpx.URL, here: httpx.URL, location: str, hosts: Collection[str], loopback: bool
) -> httpx.URL:
    """Where a redirect leads, if it may be followed.

    Args:
        start: the address of the file in ``source.toml``.
        here: the address that answered.
        location: what it answered.
        hosts: further hosts that ``source.toml`` allows.
        loopback: whether http on this machine is allowed, which it never is on the way from https.

    Raises:
        FetchError: if scheme or host is refused.
    """
    try:
        target = str(here.join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(str(here), f"redirects to {location[:200]!r}, which is no address ({error})") from None
    try:
        found = check_address(target, loopback and here.scheme == "http")
    except FetchError as error:
        raise FetchError(str(here), f"redirects to {target[:200]}: {error.reason}") from None
    if found.host not in hosts and registrable(found.host) != registrable(start.host):
        raise FetchError(
            str(here), f"redirects to the host {excerpt(found.host)}, which source.toml does not list under hosts"
        )
    return found


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def registrable(host: str) -> str:
    """The part of a host's name that somebody registered: ``sos.ca.gov`` of ``cal-access.sos.ca.gov``.

    Without the public list of suffixes the longer name is taken where in doubt, so that fewer hosts pass.
    """
    name = host.lower().rstrip(".")
    labels = name.split(".")
    if _is_number(name) or any(name.endswith(f".{shared}") for shared in _SHARED):
        return name
    has_two = len(labels) > 2 and (len(labels[-2]) == 2 or (len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL))
    return ".".join(labels[-3:] if has_two else labels[-2:])


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
