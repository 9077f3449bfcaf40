"""A page reads its own payments from memory; what it says is what the whole file says."""

from collections.abc import Iterator

import pytest

from headwater.publish import site_db
from headwater.publish.behind import first_lines
from headwater.publish.evidence import NET, gifts_to, lines_of
from headwater.publish.render import original_of, render, render_json
from headwater.publish.site_db import SiteDb
from tests.publish.conftest import Site

OWN = ("entity", "entity_dossier", "contest", "contest_dossier")


@pytest.fixture
def whole(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[SiteDb]:
    """The file for which any payment is one too many to hold."""
    monkeypatch.setattr(site_db, "_MOST_HELD", -1)
    with SiteDb(site.db.path) as db:
        yield db


def test_pages_and_their_data_are_those_of_the_whole_file(site: Site, whole: SiteDb) -> None:
    made = 0
    for row in site.db.rows("SELECT address, kind, key FROM site_pages ORDER BY rowid"):
        if row["kind"] in OWN:
            assert site.text(row["address"]).encode() == render(whole, **row)
            made += 1
            if not original_of(row["kind"], row["key"]):
                data = (site.folder / f"{row['address'].removesuffix('.html')}.json").read_bytes()
                assert data == render_json(whole, row["kind"], row["key"])
    assert made
    assert not any(whole._held.values())


def test_two_held_in_turns_and_all_beside_them_do_not_mix(site: Site) -> None:
    ids = [row["entity_id"] for row in site.db.rows("SELECT entity_id FROM entities ORDER BY entity_id")]
    held = {one: site.db.of_entities([one, None]) for one in ids}
    for _ in range(2):
        for one in ids:
            gifts = gifts_to([one])
            query, lines = f"SELECT {NET} FROM payments WHERE {gifts}", first_lines(lines_of(gifts), 5)
            assert held[one].value(query) == site.db.value(query) == site.db.shared.value(query)
            assert held[one].rows(lines) == site.db.rows(lines) == site.db.shared.rows(lines)
    assert held[ids[0]].shared.value("SELECT count(*) FROM payments") == site.db.value("SELECT count(*) FROM payments")


def test_answers_that_pages_share_are_kept_and_not_changed_by_a_page(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_db, "_MOST_KEPT", 2)
    with SiteDb(site.db.path) as db:
        query = "SELECT entity_id, name FROM entities ORDER BY entity_id"
        first = db.shared.rows(query)
        first[0]["name"] = "changed by a page"

        assert db.shared.rows(query) == db.rows(query)
        for number in range(3):
            assert db.shared.value(f"SELECT {number}") == number
        assert db.shared.rows(query) == db.rows(query)
        assert len(db._answers) == 2
