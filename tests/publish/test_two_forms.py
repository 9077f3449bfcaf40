"""A page and its dossier are one rendering: each is what it would be alone, whatever its address holds."""

from headwater.publish import addresses
from headwater.publish.site import content, page_files
from headwater.publish.site_db import FILE_NAME, SiteDb
from headwater.publish.two_forms import COVER, END, ONLY_PAGE, as_dossier, as_page, fits
from tests.publish.conftest import Site

MARKS = ("\x1b", "\x1c", "\x1d", "\x1e")


def test_each_form_keeps_its_own_parts() -> None:
    whole = f"<body><a>Self</a>{COVER}{ONLY_PAGE}<p>print</p>{END}\n<p>same</p>"

    assert as_page(whole, "Self", "p.html") == "<body><a>p.html</a><p>print</p>\n<p>same</p>"
    assert as_dossier(whole, "Self", "d.html", "<p>cover</p>") == (
        '<body class="dossier"><a>d.html</a><p>cover</p><p>same</p>'
    )


def test_addresses_that_tex_writes_otherwise_are_not_joined() -> None:
    assert fits("entities/E1.html", "dossiers/entities-E1.html")
    assert not fits("contests/a_b.html", "dossiers/contests-a_b.html")
    assert not fits("a/b/c.html", "dossiers/a-b-c.html")


def test_a_dossier_is_the_same_after_its_page_and_alone(site: Site) -> None:
    path = site.home / FILE_NAME
    with SiteDb(path) as db:
        groups = [group for group in page_files(db) if len(group) > 2]
        assert groups
        for page, _, dossier in groups:
            alone = {}
            for address in (page, dossier):
                with SiteDb(path) as fresh:
                    alone[address] = content(fresh, address)
            for address in (page, dossier, page):
                found = content(db, address)
                assert found is not None
                assert found == alone[address], address
                text = found.body.decode()
                assert not any(mark in text for mark in MARKS)
                assert ('<body class="dossier">' in text) is (address == dossier)
                # a page of an entity that is only spoken of names no dossier, so one way only
                assert address == page or f'href="../{addresses.dossier(page)}"' not in text
                if 'id="notes"' in text:
                    assert f"data-permalink>{address}#" in text
