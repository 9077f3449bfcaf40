"""The served site: the static site's bytes, safe headers, and nothing but what is listed."""

import http.client
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from headwater.publish.server import HEADERS, make_app
from headwater.publish.server import Site as ServedSite
from headwater.publish.site_db import FILE_NAME
from headwater.publish.written import PAGES_MARK
from tests.publish.conftest import Site
from tests.publish.serving import serving

CONTEST = "contests/zz-county-example-district-attorney-2030-06-04-primary"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answered."""

    status_code: int
    headers: dict[str, str]
    content: bytes


@dataclass(frozen=True, slots=True)
class Client:
    """Sends paths exactly as they are written, as no well-behaved client would."""

    port: int

    def request(self, method: str, path: str, headers: dict[str, str] | None = None) -> Answer:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        said = {name.lower(): value for name, value in answer.getheaders()}
        found = Answer(answer.status, said, answer.read())
        connection.close()
        return found

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        """A GET."""
        return self.request("GET", path, headers)


@pytest.fixture(scope="module")
def client(site: Site) -> Iterator[Client]:
    with serving(make_app(site.home)) as found:
        yield Client(found)


def test_every_page_and_file_is_served_as_it_is_written(site: Site, client: Client) -> None:
    written = [path for path in site.folder.rglob("*") if path.is_file() and not path.name.startswith(".")]

    assert len(written) > 60
    for path in written:
        address = path.relative_to(site.folder).as_posix()
        answer = client.get(f"/{address}")

        assert answer.status_code == 200, address
        assert answer.content == path.read_bytes(), address


def test_pages_are_read_as_written_only_where_they_were_made_from_the_same(site: Site, tmp_path: Path) -> None:
    shutil.copytree(site.folder, tmp_path / "site")
    shutil.copyfile(site.home / FILE_NAME, tmp_path / FILE_NAME)
    address, mark = f"{CONTEST}.html", tmp_path / "site" / PAGES_MARK
    (tmp_path / "site" / address).write_text("as written")
    found = [ServedSite(tmp_path).at(address)]
    mark.write_text("another case")
    found.append(ServedSite(tmp_path).at(address))
    mark.unlink()
    found.append(ServedSite(tmp_path).at(address))
    # in no list of the site, so it is no page of it
    (tmp_path / "site" / "secret.html").write_text("as written")

    assert [one.body if one else b"" for one in found] == [b"as written", *[site.text(address).encode()] * 2]
    assert ServedSite(tmp_path).at("secret.html") is None
    assert ServedSite(tmp_path).at(PAGES_MARK) is None


@pytest.mark.parametrize(
    "address", ["/", "/index.html", "/style.css", "/data/payments.csv", "/nothing", f"/{CONTEST}.json"]
)
def test_every_answer_carries_the_safe_headers(client: Client, address: str) -> None:
    headers = client.get(address).headers

    assert {name: headers[name] for name in HEADERS} == dict(HEADERS)
    assert "script-src 'self';" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    "address",
    [
        "/../site.sqlite", "/%2e%2e/site.sqlite", "/..%2fsite.sqlite", "/data/../../site.sqlite", "/site.sqlite",
        "/data/site_names.csv", "/data/.csv", "//etc/passwd", "/%00", "/contests/%0d%0aX:%20y", "/" + "a/" * 400,
        "/index.html/", "/data/payments.csv.json", "/';DROP%20TABLE%20lines;--",
    ],
)  # fmt: skip
def test_what_is_not_listed_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_missing_page_has_links_that_work_from_there(client: Client) -> None:
    answer = client.get("/contests/nothing.html")

    assert answer.status_code == 404
    assert 'href="../style.css"' in answer.content.decode()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_only_reading_is_answered(client: Client, method: str) -> None:
    assert client.request(method, "/index.html").status_code == 405


def test_head_says_what_get_would(client: Client) -> None:
    get, head = client.get("/index.html"), client.request("HEAD", "/index.html")

    assert head.content == b""
    assert head.headers["content-length"] == get.headers["content-length"]
    assert head.headers["etag"] == get.headers["etag"]


def test_a_page_that_has_not_changed_is_not_sent_again(client: Client) -> None:
    etag = client.get("/index.html").headers["etag"]
    again = client.get("/index.html", headers={"if-none-match": etag})

    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/index.html", headers={"if-none-match": '"other"'}).status_code == 200
    assert client.get("/index.html", headers={"if-none-match": "*"}).status_code == 304


def test_a_folder_leads_to_its_index(client: Client) -> None:
    answer = client.get("/contests")

    assert (answer.status_code, answer.headers["location"]) == (308, "/contests/")
    assert client.get("/contests/").status_code == 200


@pytest.mark.parametrize("ending", [".json", ".html.json"])
def test_each_page_has_its_data_beside_it(site: Site, client: Client, ending: str) -> None:
    for address in site.pages:
        answer = client.get("/" + address.removesuffix(".html") + ending)

        # a dossier shows another page's data, and its foot leads there
        assert answer.status_code == (404 if address.startswith("dossiers/") else 200), address
        assert answer.status_code == 404 or {"title", "cites"} <= set(json.loads(answer.content))
    contest = json.loads(client.get(f"/{CONTEST}{ending}").content)
    quill = next(one for one in contest["candidates"] if one["candidate"] == "Marta Quill")

    # planted, see test_citing
    assert quill["money"]["gift_cents"]["value"] == 2_742_556
    note = contest["cites"][quill["money"]["gift_cents"]["panel"] - 1]
    assert note["command"].startswith('headwater query "SELECT')


def test_the_form_for_a_day_is_answered_for_any_day(client: Client, site: Site) -> None:
    asked = client.get("/offices/on.html?day=2029-05-06")
    assert asked.status_code == 200
    assert "Office-holders on May 6, 2029" in asked.content.decode()
    assert client.get("/offices/on.html").content == (site.folder / "offices" / "on.html").read_bytes()
    wrong = client.get("/offices/on.html?day=%3Cb%3E2029")
    assert (wrong.status_code, wrong.content) == (400, b"day: not a day such as 2024-11-05")
