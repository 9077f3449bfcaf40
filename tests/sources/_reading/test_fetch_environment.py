"""Certificates and proxies as the machine says, on this machine alone."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from headwater.base.errors import SourceError
from headwater.sources._reading.fetching.failures import FetchError
from tests.sources._reading.fetch_case import BODY, World, world
from tests.sources._reading.fetch_server import Server, Stored, redirecting, served

__all__ = ["world"]


@pytest.fixture(scope="module")
def identity(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate of 127.0.0.1 that nobody trusts, made for this run."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl is not installed")
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    made = [program, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    named = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
    subprocess.run([*made, *named, "-keyout", f"{path}.key", "-out", str(path)], check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + Path(f"{path}.key").read_bytes())
    return path


@pytest.fixture
def secure(identity: Path, world: World) -> Iterator[Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(identity)
    with served(context) as server:
        world.source(f'name = "lines"\nurl = "{server.url("/lines.txt")}"')
        server.acts["/lines.txt"] = [Stored(BODY).honest]
        yield server


@pytest.fixture
def untrusting(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_a_certificate_that_nobody_trusts_is_refused_once(
    world: World, secure: Server, untrusting: pytest.MonkeyPatch
) -> None:
    assert untrusting
    with pytest.raises(FetchError, match="its certificate cannot be trusted"):
        world.fetch()
    assert secure.asked == []
    assert world.clock.slept == []


def test_a_certificate_that_the_machine_trusts_is_taken(
    world: World, secure: Server, identity: Path, untrusting: pytest.MonkeyPatch
) -> None:
    untrusting.setenv("SSL_CERT_FILE", str(identity))
    secure.acts["/lines.txt"] = [Stored(BODY).cut(5000), Stored(BODY).honest]
    world.fetch(allow_loopback_http=False)
    assert world.archive() == {"lines.txt": [BODY]}
    assert secure.asked[1].headers["range"] == "bytes=5000-"


def test_more_than_the_stated_length_is_noticed_behind_tls(
    world: World, secure: Server, identity: Path, untrusting: pytest.MonkeyPatch
) -> None:
    untrusting.setenv("SSL_CERT_FILE", str(identity))
    secure.acts["/lines.txt"] = [lambda request: request.send(200, BODY, {"Content-Length": "100"})]
    with pytest.raises(FetchError, match="stated 100 bytes and sent"):
        world.fetch()


def test_https_is_never_left_for_http(
    world: World, secure: Server, identity: Path, untrusting: pytest.MonkeyPatch
) -> None:
    untrusting.setenv("SSL_CERT_FILE", str(identity))
    world.server.acts["/lines.txt"] = [Stored(BODY).honest]
    secure.acts["/lines.txt"] = [redirecting(world.server.url("/lines.txt"))]
    with pytest.raises(FetchError, match="the scheme http is refused"):
        world.fetch()
    assert world.server.asked == []


def test_certificates_that_cannot_be_read_are_a_line(world: World, untrusting: pytest.MonkeyPatch) -> None:
    untrusting.setenv("SSL_CERT_FILE", str(world.home / "nowhere.pem"))
    with pytest.raises(SourceError, match="the certificates or the proxy of the environment cannot be used"):
        world.fetch()


def test_a_proxy_is_used(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", world.server.url(""))
    # Nothing listens at port 9: only through the proxy does the file come.
    world.source('name = "lines"\nurl = "http://127.0.0.1:9/lines.txt"')
    world.server.acts["http://127.0.0.1:9/lines.txt"] = [Stored(BODY).cut(5000), Stored(BODY).honest]
    world.fetch()
    assert [request.path for request in world.server.asked] == ["http://127.0.0.1:9/lines.txt"] * 2
    assert world.archive() == {"lines.txt": [BODY]}


def test_hosts_without_proxy_are_asked_directly(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    world.server.acts["/lines.txt"] = [Stored(BODY).honest]
    world.fetch()
    assert world.archive() == {"lines.txt": [BODY]}


def test_a_proxy_that_is_none_is_a_line(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "gopher://127.0.0.1:9")
    with pytest.raises(SourceError, match="the certificates or the proxy of the environment cannot be used"):
        world.fetch()
