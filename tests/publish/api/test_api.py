"""Rows as JSON, a reader's SQL and their description; what is asked wrongly is refused in one sentence."""

import http.client
import json
import socket
import sys
import time
import warnings
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from headwater.answering import CaseTracer
from headwater.base.errors import CaseError
from headwater.publish import waiting
from headwater.publish.api.sql import Desk
from headwater.publish.server import LIMITS, make_app
from headwater.publish.site_tables import VIEW_COLUMNS
from tests.publish.conftest import Site
from tests.publish.serving import serving


@pytest.fixture(scope="module")
def port(site: Site) -> Iterator[int]:
    """The site served as `headwater serve` does, on a free port."""
    with serving(make_app(site.home), backlog=2_000, **{**LIMITS, "log_level": "critical"}) as found:
        yield found


def get(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    connection.close()
    return found


def rows(port: int, path: str) -> dict[str, Any]:
    status, _headers, body = get(port, path)
    assert status == 200, body
    found: dict[str, Any] = json.loads(body)
    return found


@pytest.mark.parametrize("limit", [1, 3, 1_000])
def test_paging_gives_each_row_once_in_order(site: Site, port: int, limit: int) -> None:
    for view in ("payments", "results", "identifiers"):
        path: str | None = f"/api/{view}.json?limit={limit}"
        found: list[dict[str, Any]] = []
        while path:
            page = rows(port, path)
            assert len(page["rows"]) <= limit
            found += page["rows"]
            path = page["next"]
        columns = ", ".join(VIEW_COLUMNS[view])
        assert found == site.db.rows(f"SELECT {columns} FROM {view} ORDER BY rowid")


def test_rows_of_one_entity(site: Site, port: int) -> None:
    payer = site.db.value("SELECT payer_entity_id FROM payments WHERE payer_entity_id IS NOT NULL LIMIT 1")
    found = rows(port, f"/api/payments.json?limit=1000&payer_entity_id={payer}")["rows"]

    assert found == site.db.rows(
        f"SELECT {', '.join(VIEW_COLUMNS['payments'])} FROM payments WHERE payer_entity_id = ? ORDER BY rowid", (payer,)
    )


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/api/payments.json?limit=0", "limit is not"),
        ("/api/payments.json?limit=1001", "limit is not"),
        ("/api/payments.json?limit=ten", "limit is not"),
        ("/api/payments.json?after=-1", "after is not"),
        ("/api/payments.json?after=99999999999999999999", "after is not"),
        ("/api/payments.json?cents=5", "'cents' is none of"),
        ("/api/payments.json?limit=1&limit=2", "stands twice"),
        ("/api/payments.json?payer_entity_id=" + "x" * 301, "more than 300"),
        ("/api/sql.json", "ask with ?sql="),
        ("/api/sql.json?sql=" + quote("DELETE FROM payments"), "not one SELECT"),
        ("/api/sql.json?sql=" + quote("SELECT 1; SELECT 2"), "not one SELECT"),
        ("/api/sql.json?sql=" + quote("ATTACH 'x.db'"), "not one SELECT"),
        ("/api/sql.json?sql=" + quote("COPY payments TO 'x.csv'"), "not one SELECT"),
        ("/api/sql.json?sql=" + quote("SELECT * FROM read_csv('/etc/passwd')"), "the query reads"),
        ("/api/sql.json?sql=" + quote("SELECT * FROM '/etc/passwd'"), "the query reads"),
        ("/api/sql.json?sql=" + quote("SELECT * FROM private.source_parties"), "the query reads"),
        ("/api/sql.json?sql=" + quote("SELECT * FROM duckdb_settings()"), "the query reads"),
        ("/api/sql.json?sql=" + quote("SELECT getenv('HOME')"), "more than the public views"),
        # statements that DuckDB takes for a query, and another parser for a column or a table of a part's name
        ("/api/sql.json?sql=" + quote("WITH a AS (TABLE duckdb_views) SELECT * FROM a"), "says TABLE"),
        ("/api/sql.json?sql=" + quote("SELECT (table/**/sqlite_master)"), "says TABLE"),
        ("/api/sql.json?sql=" + quote("WITH show AS (SELECT 1) SELECT * FROM (SHOW tables)"), "names a part 'show'"),
        ("/api/sql.json?sql=" + quote('WITH "table" AS (SELECT 1) SELECT 1 FROM "table"'), "names a part 'table'"),
        ("/api/sql.json?sql=" + quote("SELECT " + "(" * 2_400 + "1" + ")" * 2_400), "nested too deeply"),
        ("/api/sql.json?sql=" + quote("SELECT nothing FROM payments"), "the query fails"),
        ("/api/sql.json?sql=" + quote("SELECT 1 --" + "x" * 5_000), "more than 5000"),
    ],
)
def test_what_is_asked_wrongly_is_refused_in_one_sentence(port: int, path: str, words: str) -> None:
    status, headers, body = get(port, path)
    refusals = ("not one SELECT", "the query reads", "more than the public", "says TABLE", "names a part", "nested too")
    is_refused = any(said in words for said in refusals)

    assert status == (403 if is_refused else 400)
    assert headers["content-type"] == "application/json"
    assert words in json.loads(body)["error"]
    assert "Traceback" not in body.decode()


@pytest.mark.parametrize("path", ["/api/site_names.json", "/api/nothing.json", "/api/payments.csv", "/api/../x.json"])
def test_only_views_have_rows(port: int, path: str) -> None:
    assert get(port, path)[0] == 404


def test_sql_answers_with_the_first_rows_and_says_so(site: Site, port: int) -> None:
    total = rows(port, "/api/sql.json?" + urlencode({"sql": "SELECT sum(cents) AS total FROM payments"}))
    many = "SELECT a.cents FROM payments a, payments b, payments c"
    cut = rows(port, "/api/sql.json?" + urlencode({"sql": many}))

    assert total["columns"] == ["total"]
    assert int(total["rows"][0][0]) == site.db.value("SELECT sum(cents) FROM payments")
    assert (len(cut["rows"]), cut["is_whole"]) == (1_000, False)


def test_cells_that_json_has_no_form_for_are_texts(port: int) -> None:
    sql = "SELECT 'NaN'::DOUBLE AS a, ['-inf'::DOUBLE, 1.5] AS b, {'c': 'inf'::DOUBLE} AS c, '\\xFF\\x00'::BLOB AS d"
    body = get(port, "/api/sql.json?" + urlencode({"sql": sql}))[2]

    def refused(word: str) -> None:
        raise AssertionError(f"{word} is no JSON")

    # RFC 8259, 6: numeric values such as Infinity and NaN are not permitted
    found = json.loads(body, parse_constant=refused)["rows"]
    assert found == [["NaN", ["-Infinity", 1.5], {"c": "Infinity"}, "ff00"]]


def test_a_query_that_takes_too_long_is_stopped(site: Site) -> None:
    desk = Desk(site.home, seconds=0.2)
    with pytest.raises(Exception, match=r"took more than 0\.2 seconds"):
        desk.ask("WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n", "first")

    assert desk.ask("SELECT count(*) AS n FROM payments", "first").rows == (
        (site.db.value("SELECT count(*) FROM payments"),),
    )


@pytest.mark.parametrize(
    "sql",
    [
        # one cell of two million numbers, of a million structs, and of forty million bytes: none is five million long
        "SELECT list(x.i) FROM (SELECT unnest(repeat([1], 2000000)) AS i) x",
        "SELECT repeat([{'a': 'bb'}], 1000000)",
        "SELECT repeat('x', 40000000)::BLOB",
    ],
)
def test_one_long_cell_is_no_long_answer(site: Site, sql: str) -> None:
    found = Desk(site.home, seconds=20).ask(sql, "first")

    assert (found.rows, found.is_whole) == ((), False)


def test_a_query_that_needs_too_much_memory_is_refused(site: Site) -> None:
    four = "lines a, lines b, lines c, lines d"
    # a million distinct texts of sixty characters and more do not fit into 32 MB, nor into as much on disk
    with pytest.raises(CaseError, match=r"(?i)memory|disk|temp"):
        Desk(site.home, seconds=60, megabytes=32).ask(
            f"SELECT count(DISTINCT a.line_id || b.line_id || c.line_id || d.line_id || '{'-' * 60}') FROM {four}",
            "first",
        )


@pytest.mark.skipif(sys.platform != "linux", reason="the system does not bound a process's memory")
def test_one_text_as_long_as_the_memory_is_refused_and_the_server_stays_small(site: Site) -> None:
    resource = pytest.importorskip("resource")
    desk = Desk(site.home)
    before = [resource.getrusage(one).ru_maxrss for one in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    for sql in ("SELECT repeat('x', 4000000000)", "SELECT length(repeat('x', 4000000000))"):
        with pytest.raises(CaseError, match="memory"):
            desk.ask(sql, "first")
    found = desk.ask("SELECT count(*) AS n FROM payments", "first").rows
    desk.close()
    own, apart = (resource.getrusage(one).ru_maxrss for one in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))

    # what is asked is 4 GB long; in kilobytes: nothing to speak of here, and there the 512 MB of the database's limit,
    # as many beside them, and up to half a gigabyte for the process before it is asked
    assert own - before[0] < 100_000
    assert apart <= max(before[1], 1_600_000)
    assert found == ((site.db.value("SELECT count(*) FROM payments"),),)


def test_a_query_reads_the_edition_it_is_asked_of(site: Site) -> None:
    desk = Desk(site.home)
    asked = [desk.ask("SELECT 1 AS one", mark) for mark in ("first", "first", "second")]
    desk.close()

    # the same answer from a process kept, and from one that was started for another edition
    assert [one.rows for one in asked] == [((1,),)] * 3


def test_the_page_works_as_a_plain_form(site: Site, port: int) -> None:
    body = get(port, "/sql.html?" + urlencode({"sql": "SELECT count(*) AS n FROM payments"}))[2].decode()

    assert f"<bdi>{site.db.value('SELECT count(*) FROM payments')}</bdi>" in body
    status, _headers, wrong = get(port, "/sql.html?" + urlencode({"sql": "<script>alert(1)</script>"}))
    assert status == 403
    assert b"<script>alert" not in wrong


@pytest.mark.parametrize("path", ["/api/payments.json", "/openapi.json", "/data/payments.csv", "/index.json"])
def test_anybodys_page_may_read_data(port: int, path: str) -> None:
    assert get(port, path)[1]["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("path", ["/api/payments.json", "/data/payments.csv", "/openapi.json", "/index.json"])
def test_what_has_not_changed_is_not_sent_again(port: int, path: str) -> None:
    etag = get(port, path)[1]["etag"]

    assert get(port, path, if_none_match=etag)[::2] == (304, b"")
    assert get(port, path, if_none_match='"another"')[0] == 200


def test_schemathesis_finds_nothing(site: Site) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import schemathesis  # noqa: PLC0415 its import warns
        from hypothesis import HealthCheck, Phase, settings  # noqa: PLC0415 beside it

        schema = schemathesis.openapi.from_asgi("/openapi.json", make_app(site.home, CaseTracer(site.home, 1)))
        for result in schema.get_all_operations():
            operation: Any = result.ok()  # type: ignore[union-attr]  # a document that cannot be read fails here
            strategy = operation.as_strategy()

            @settings(
                max_examples=20,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
                phases=[Phase.explicit, Phase.generate],
            )
            @given_cases(strategy)  # type: ignore[untyped-decorator]  # chosen while the test runs
            def check(case: Any) -> None:
                case.call_and_validate()

            check()


def given_cases(strategy: Any) -> Any:
    from hypothesis import given  # noqa: PLC0415 beside the plugin's import

    return given(case=strategy)


def test_the_server_outlives_a_thousand_connections_and_half_requests(port: int, monkeypatch: Any) -> None:
    monkeypatch.setattr(waiting, "SECONDS", 0.5)
    held = []
    for number in range(1_000):
        connection = socket.create_connection(("127.0.0.1", port), timeout=10)
        connection.sendall(
            b"GET /index.html HTTP/1.1\r\nhost: x\r\n" if number % 2 else b"\x16\x03\x01 nonsense\r\n\r\n"
        )
        held.append(connection)
    deadline = time.monotonic() + 60
    status = 0
    while status != 200 and time.monotonic() < deadline:
        try:
            status = get(port, "/index.html")[0]
        except OSError:
            time.sleep(0.2)
    for connection in held:
        connection.close()

    assert status == 200
