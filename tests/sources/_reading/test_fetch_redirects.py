"""Where a fetch may be sent on to: https and hosts of the publisher, a few times, and nowhere else."""

import pytest

from headwater.sources._reading.fetching.addresses import check_address, check_redirect, is_loopback, registrable
from headwater.sources._reading.fetching.failures import FetchError
from tests.sources._reading.fetch_case import BODY, World, world
from tests.sources._reading.fetch_server import Stored, redirecting

__all__ = ["world"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_on_the_host_is_followed_with_its_conditions(world: World, status: int) -> None:
    world.server.acts["/lines.txt"] = [redirecting("/new/place.txt", status)]
    world.server.acts["/new/place.txt"] = [Stored(BODY).cut(5000), Stored(BODY).honest]
    world.fetch()
    assert world.ranges == ["", "", "bytes=5000-", "bytes=5000-"]
    # The name is that of the address asked for, wherever its bytes lie.
    assert world.archive() == {"lines.txt": [BODY]}
    assert world.fetch().files[0].outcome == "unchanged"


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("file:///etc/passwd", "the scheme file is refused"),
        ("ftp://127.0.0.1/lines.txt", "the scheme ftp is refused"),
        ("data:text/plain,1", "the scheme data is refused"),
        ("http://example.org/lines.txt", "the scheme http is refused"),
        ("https://example.org/lines.txt", "the host example.org, which source.toml does not list"),
        ("//example.org/lines.txt", "the scheme http is refused"),
        ("http://localhost:1/lines.txt", "the host localhost, which source.toml does not list"),
        ("http://user:word@127.0.0.1/", "no user name"),
        ("http://[::1", "no address"),
        ("https://xn--a/lines.txt", "no address"),
    ],
)
def test_other_places_are_refused(world: World, target: str, said: str) -> None:
    world.server.acts["/lines.txt"] = [redirecting(target)]
    with pytest.raises(FetchError, match=said) as caught:
        world.fetch()
    assert len(world.server.asked) == 1
    assert str(caught.value).startswith(world.server.url("/lines.txt"))
    assert world.archive() == {}


def test_a_listed_host_is_followed(world: World) -> None:
    world.source('name = "lines"\nurl = "SERVER/lines.txt"\nhosts = ["localhost"]')
    world.server.acts["/lines.txt"] = [redirecting(f"http://localhost:{world.server.port}/there.txt")]
    world.server.acts["/there.txt"] = [Stored(BODY).honest]
    world.fetch()
    assert world.archive() == {"lines.txt": [BODY]}


def test_a_loop_ends(world: World) -> None:
    world.server.acts["/lines.txt"] = [redirecting("/b.txt")]
    world.server.acts["/b.txt"] = [redirecting("/lines.txt")]
    with pytest.raises(FetchError, match="redirects more than 5 times"):
        world.fetch()
    assert len(world.server.asked) == 6


def test_plain_http_is_for_tests_only(world: World) -> None:
    with pytest.raises(FetchError, match="the scheme http is refused: official files come over https only"):
        world.fetch(allow_loopback_http=False)
    assert world.server.asked == []
    with pytest.raises(FetchError, match="the scheme http is refused"):
        check_address("http://example.org/a.txt", allow_loopback_http=True)


def test_https_never_leads_to_http() -> None:
    start = check_address("https://127.0.0.1/a.txt", allow_loopback_http=True)
    with pytest.raises(FetchError, match="the scheme http is refused"):
        check_redirect(start, start, "http://127.0.0.1/a.txt", (), loopback=True)


@pytest.mark.parametrize(
    ("host", "whole"),
    [
        ("www.fec.gov", "fec.gov"),
        ("fec.gov", "fec.gov"),
        ("cal-access.sos.ca.gov", "sos.ca.gov"),
        ("publicreporting.elections.ny.gov", "elections.ny.gov"),
        ("files.example.co.uk", "example.co.uk"),
        ("one.s3.amazonaws.com", "one.s3.amazonaws.com"),
        ("Somebody.GitHub.io", "somebody.github.io"),
        ("127.0.0.1", "127.0.0.1"),
        ("::1", "::1"),
    ],
)
def test_what_somebody_registered(host: str, whole: str) -> None:
    # By hand, from the registries' rules: states register below .gov, strangers share the storage of others.
    assert registrable(host) == whole


def test_what_is_this_machine() -> None:
    assert [is_loopback(host) for host in ("127.0.0.1", "127.9.9.9", "::1", "localhost")] == [True] * 4
    assert [is_loopback(host) for host in ("10.0.0.1", "localhost.example.org", "127.0.0.1.nip.io")] == [False] * 3
