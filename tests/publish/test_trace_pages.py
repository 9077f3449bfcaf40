"""Trace pages: the way drawn and as a table say the same, paths cite payments, certificates verify, weight is small."""

import gzip
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from headwater.base.errors import HeadwaterError
from headwater.base.ids import stable_id
from headwater.publish import addresses
from headwater.publish.pages import contest
from headwater.publish.render import render
from headwater.publish.site import content
from headwater.publish.site_db import SiteDb
from headwater.trace.verify import verify
from tests.publish import world_tables
from tests.publish.conftest import Site

QUILL, PAC = stable_id("E", "Marta Quill"), stable_id("E", "Harbor Forward PAC")
PAGE = addresses.trace("alder", QUILL)


def pages(site: Site) -> list[str]:
    return [one for one in site.pages if one.startswith("traces/")]


def test_the_way_of_the_planted_gifts(site: Site) -> None:
    rows = site.db.rows(
        "SELECT tail, head, cents, low_cents FROM trace_bands WHERE donor_set = 'alder' AND target_class = 'gifts' "
        "AND target_entity_id = ? ORDER BY band",
        (QUILL,),
    )

    # world.py: the fund's own payments are its money whole; all of the PAC's 15,000 can be the other fund's 25,000
    assert [tuple(row.values()) for row in rows] == [
        ("Alder Fund", "Harbor Forward PAC", 15_000_00, 15_000_00),
        ("Harbor Forward PAC", "Marta Quill", 15_000_00, 0),
        ("Alder Fund", "Marta Quill", 5_000_00, 5_000_00),
    ]


def test_bands_and_paths_sum_to_the_most(site: Site) -> None:
    key = "donor_set, target_entity_id, target_class"
    for row in site.db.rows(f"SELECT {key}, high_cents FROM traces"):
        found = tuple(row.values())[:3]
        into = site.db.value(
            "SELECT coalesce(sum(cents), 0) FROM trace_bands "
            "WHERE donor_set = ? AND target_entity_id = ? AND target_class = ? AND head_entity_id = target_entity_id",
            found,
        )
        along = site.db.value(
            "SELECT coalesce(sum(cents), 0) FROM trace_steps "
            "WHERE donor_set = ? AND target_entity_id = ? AND target_class = ? AND step = 1",
            found,
        )
        assert into == along == row["high_cents"]


def test_each_certificate_of_the_site_verifies_and_one_changed_cent_does_not(site: Site, tmp_path: Path) -> None:
    keys = site.db.rows("SELECT donor_set, target_entity_id, target_class, low_cents, high_cents, is_exact FROM traces")
    proven = 0
    for row in keys:
        address = addresses.certificate(row["donor_set"], row["target_entity_id"], row["target_class"])
        served = content(site.db, address)
        page = site.text(addresses.trace(row["donor_set"], row["target_entity_id"]))
        assert (served is not None) == (f'href="../../{address}"' in page) == bool(row["is_exact"])
        if served is None:
            continue
        assert served.body == (site.folder / address).read_bytes()
        file = tmp_path / "c.json"
        file.write_bytes(served.body)
        assert verify(file) == (row["low_cents"], row["high_cents"])
        data = json.loads(served.body)
        data["high"]["payments"][0][5] += 1
        file.write_text(json.dumps(data), "utf-8")
        with pytest.raises(HeadwaterError):
            verify(file)
        proven += 1
    assert proven >= 3


def test_a_page_shows_rules_way_paths_proof_and_commands(site: Site) -> None:
    text = site.text(PAGE)

    for words in ("By the rule last in, first out", "a reach, not an amount", 'class="sankey"', "Certificate (JSON)",
                  "headwater verify proof.json", f"--to {QUILL} --count gifts --json"):  # fmt: skip
        assert words in text
    # every band of the drawing leads to its row, and every payment on a path to its filing
    for number in (1, 2, 3):
        assert text.count(f'href="#band-gifts-{number}"') == 2  # the wide drawing and the narrow one
        assert text.count(f'id="band-gifts-{number}"') == 1
    assert 'href="https://filings.example.invalid/17001"' in text


def test_no_inline_script_or_style_and_little_weight(site: Site) -> None:
    own = sum(len(gzip.compress((site.folder / name).read_bytes())) for name in (addresses.STYLE, addresses.SCRIPT))
    for page in pages(site):
        text = site.text(page)
        assert " style=" not in text
        assert "<style" not in text
        assert text.count("<script") == 1
        assert own + len(gzip.compress(text.encode())) < 150_000


def test_a_contest_shows_no_bounds_of_another_contests_money(site: Site, tmp_path: Path) -> None:
    copied = tmp_path / "site.sqlite"
    copied.write_bytes((site.home / "site.sqlite").read_bytes())
    with closing(sqlite3.connect(copied)) as file, file:
        # the candidate of 2030 ran in 2026 too, of which these records hold no payment
        file.execute(
            "INSERT INTO candidacies (contest_id, candidate, candidate_entity_id, committees) VALUES (?, ?, ?, '')",
            (world_tables.QUIET_CONTEST, "Marta Quill", QUILL),
        )
    with SiteDb(copied) as db:
        earlier, own = (contest.context(db, one) for one in (world_tables.QUIET_CONTEST, world_tables.CONTEST))
        (quiet,) = (one for one in earlier["candidates"] if one["candidate_entity_id"] == QUILL)
        (loud,) = (one for one in own["candidates"] if one["candidate_entity_id"] == QUILL)

    assert not quiet["money"]["has_gifts"]
    assert quiet["bounds"] == []
    assert loud["bounds"]
    # world.py: all of the candidate's gifts belong to 2030, so there the trace is of no more than they are
    assert [one["is_wider"] for one in loud["bounds"] if one["words"].startswith("gifts")] == [False]


def test_many_payments_are_folded_and_no_link_stands_in_what_opens_them(site: Site, tmp_path: Path) -> None:
    copied = tmp_path / "site.sqlite"
    copied.write_bytes((site.home / "site.sqlite").read_bytes())
    with closing(sqlite3.connect(copied)) as file, file:
        # four more payments in the first band: what opens and shuts them is a button, which may hold no link
        file.execute(
            "INSERT INTO trace_steps (donor_set, target_entity_id, target_class, path, step, payment_id, cents, band) "
            "SELECT 'alder', ?, 'gifts', 90, 1, payment_id, 1, 1 FROM payments LIMIT 4",
            (QUILL,),
        )
    with SiteDb(copied) as db:
        text = render(db, PAGE, "trace", f"alder\n{QUILL}").decode()
    opened = re.findall("<summary>.*?</summary>", text)

    assert any("2030-02-01" in one for one in opened)
    assert not [one for one in opened if "<a " in one]


def test_a_candidates_page_shows_each_donor_set_that_can_have_reached_it(site: Site) -> None:
    page = site.text(addresses.entity(QUILL))

    assert "can have reached this candidate" in page
    assert page.index("Alder donors") < page.index("Birch donors")
