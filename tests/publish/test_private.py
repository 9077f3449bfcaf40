"""People below the threshold, ZIP codes and street addresses stand nowhere in what is published."""

from headwater.publish.site_db import FILE_NAME
from tests.publish import world
from tests.publish.conftest import Site

PLANTED = (world.SMALL_DONOR, world.SMALL_DONOR.split()[1], world.SMALL_ZIP, world.STREET, "Plantedhidden")


def test_no_published_file_holds_a_planted_person_or_address(site: Site) -> None:
    files = [path for path in site.folder.rglob("*") if path.is_file()] + [site.home / FILE_NAME]

    assert len(files) > 40
    for path in files:
        content = path.read_bytes()
        for planted in PLANTED:
            assert planted.encode() not in content, (path.name, planted)
            assert planted.encode("utf-16-le") not in content


def test_the_planted_person_counts_in_totals(site: Site) -> None:
    text = site.text("contests/zz-county-example-district-attorney-2030-06-04-primary.html")

    # planted: 25.00 to one candidate, 30.00 to the other
    assert "people below the naming threshold" in text
    assert "$25.00" in text
    assert "$30.00" in text
