"""The static site is written whole, the same each time, and never over somebody else's files."""

import hashlib
import os
from pathlib import Path

import pytest

from headwater.base.errors import WarehouseError
from headwater.publish import static
from headwater.publish.behind import first_lines
from headwater.publish.evidence import gifts_to, lines_of, spending_about
from headwater.publish.site_db import FILE_NAME, SiteDb
from headwater.publish.stage import publish_site
from headwater.publish.static import MARKER, copy_static, write_static
from tests.full_disk import room_for
from tests.publish import world
from tests.publish.conftest import Site


def hashes(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def test_two_builds_are_the_same_bytes(site: Site, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    folder = publish_site(home, world.build(home), threads=2).folder

    assert hashes(folder) == hashes(site.folder)
    assert (home / FILE_NAME).read_bytes() == (site.home / FILE_NAME).read_bytes()


def test_a_disk_that_is_full_is_one_line_and_leaves_what_was_there(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    case = world.build(home)
    before = b"what was written before"
    (home / FILE_NAME).write_bytes(before)
    # No file of SQLite's is smaller than one page, which here has 4,096 bytes.
    with room_for(4000), pytest.raises(WarehouseError, match=r"home: what pages read cannot be written here \(.+\)$"):
        publish_site(home, case, threads=1)

    assert (home / FILE_NAME).read_bytes() == before
    assert list(home.glob(".*.part")) == []


def test_data_lie_beside_every_page_but_dossiers_and_its_foot_leads_there(site: Site) -> None:
    pages = [one for one in site.pages if not one.startswith("dossiers/")]
    written = {path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*.json")}
    written = {one for one in written if not one.startswith("certificates/")}

    assert written == {address.removesuffix(".html") + ".json" for address in pages}
    for address in site.pages:
        shown = address.removesuffix(".html").removeprefix("dossiers/").replace("entities-", "entities/")

        assert f'{shown.replace("contests-", "contests/")}.json">What this page shows, as JSON</a>' in site.text(
            address
        )


def test_two_processes_write_the_bytes_of_one(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # so that the invented site is worth two processes
    monkeypatch.setattr(static, "_WORTH_PROCESSES", 2)

    assert write_static(site.db, tmp_path / "site", processes=2) == len(site.pages)
    assert hashes(tmp_path / "site") == hashes(site.folder)


def test_writing_again_replaces_the_folder_whole(site: Site, tmp_path: Path) -> None:
    out = tmp_path / "site"
    write_static(site.db, out)
    (out / "left-over.html").write_text("from an earlier case")
    with (out / MARKER).open("a") as listed:
        listed.write("left-over.html\n")

    assert write_static(site.db, out) == len(site.pages)
    assert not (out / "left-over.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_somebody_put_into_the_folder_is_never_lost(site: Site, tmp_path: Path) -> None:
    out = tmp_path / "site"
    write_static(site.db, out)
    (out / "data" / "CNAME").write_text("example.invalid")

    with pytest.raises(WarehouseError, match="data/CNAME was not written by"):
        write_static(site.db, out)
    assert (out / "data" / "CNAME").read_text() == "example.invalid"


def test_an_empty_folder_is_taken(site: Site, tmp_path: Path) -> None:
    write_static(site.db, tmp_path)

    assert (tmp_path / MARKER).is_file()


def test_a_foreign_folder_is_refused_and_left_alone(site: Site, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(WarehouseError, match="holds files that `headwater publish` did not write"):
        write_static(site.db, tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_or_a_link_in_the_place_of_the_folder_is_refused(site: Site, tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file")
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    for name in ("site", "link"):
        with pytest.raises(WarehouseError, match="not a folder"):
            write_static(site.db, tmp_path / name)


def test_what_a_killed_run_left_is_swept(site: Site, tmp_path: Path) -> None:
    # no process has this number: Linux gives out at most 4,194,304
    left = tmp_path / ".site.99999999.part"
    left.mkdir()
    (left / MARKER).write_bytes(b"")
    write_static(site.db, tmp_path / "site")

    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_a_killed_run_left_of_the_site_s_file_is_swept(tmp_path: Path) -> None:
    # no process has the first number, see above; the second is this very one, which is at work
    left, other, mine = (tmp_path / f".{FILE_NAME}.{one}.part" for one in ("99999999", "notes", os.getppid()))
    for path in (left, other, mine):
        path.write_bytes(b"half")
    publish_site(tmp_path, world.build(tmp_path), threads=1)

    assert [path.exists() for path in (left, other, mine)] == [False, True, True]


def test_each_data_file_has_the_terms_of_its_sources(site: Site) -> None:
    files = sorted((site.folder / "data").glob("*.csv"))

    assert len(files) >= 15
    for path in files:
        terms = path.with_suffix("").with_suffix(".use-terms.txt").read_text("utf-8")

        assert "Credit the clerk." in terms
        assert "52 U.S.C. 30111(a)(4)" in terms


def test_a_case_without_a_site_says_so(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="no site here yet"):
        SiteDb(tmp_path / FILE_NAME)


@pytest.mark.parametrize("who", ["'x'", "coalesce('x', '')"])
def test_no_query_of_a_page_reads_a_whole_table_of_payments_or_lines(site: Site, who: str) -> None:
    conditions = (
        gifts_to(["x", "y"]),
        spending_about(["x", "y"], 2030),
        f"(payer_entity_id = {who} OR payee_entity_id = {who})",
        f"payee_entity_id = {who}",
    )
    for where in conditions:
        for query in (f"SELECT count(*) FROM payments WHERE {where}", first_lines(lines_of(where), 25)):
            steps = [row["detail"] for row in site.db.rows(f"EXPLAIN QUERY PLAN {query}")]

            assert not [one for one in steps if one in ("SCAN payments", "SCAN lines")], (query, steps)
            # an index of whom a row is about would be asked for the rows that are about nobody: nearly all
            assert "USING INDEX payments_about_entity_id" not in " ".join(steps) or "about_entity_id IN" in where


def test_a_copy_of_a_site_is_the_site(site: Site, tmp_path: Path) -> None:
    copy_static(site.folder, tmp_path / "out")

    assert hashes(tmp_path / "out") == hashes(site.folder)
    (tmp_path / "out" / "mine.txt").write_text("not the site's")
    with pytest.raises(WarehouseError, match=r"mine\.txt was not written by"):
        copy_static(site.folder, tmp_path / "out")
    assert (tmp_path / "out" / "mine.txt").read_text() == "not the site's"
