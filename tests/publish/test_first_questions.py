"""What new readers meet: the findings on the first page, the page of first questions, titles that name the contest."""

from datetime import date
from pathlib import Path

from headwater.base.ids import stable_id
from headwater.outcomes.tables import CANDIDACIES, CONTESTS, Candidacy, Contest
from headwater.publish import addresses
from headwater.publish.apart import target_name
from headwater.publish.site import content
from headwater.publish.site_db import FILE_NAME, SiteDb
from tests.publish.conftest import Site
from tests.publish.test_edges import published
from tests.publish.test_rosters_and_dossiers import PLACE


def test_first_questions_are_one_step_from_the_first_page_and_from_methods(site: Site) -> None:
    for page in (addresses.HOME, addresses.METHODS):
        assert f'href="{addresses.QUESTIONS}"' in site.text(page)
    for part in ("number", "bound", "missing", "cite", "mistake"):
        assert f'<h2 id="{part}">' in site.text(addresses.QUESTIONS)


def test_findings_stand_before_what_the_records_hold(site: Site) -> None:
    text = site.text(addresses.HOME)
    found = text[text.index('id="findings"') : text.index('id="found"')]

    for name in site.db.set_names.values():
        assert name in found
    for row in site.db.rows("SELECT DISTINCT verdict FROM verdicts"):
        assert row["verdict"] in found


def test_a_recall_option_is_named_with_its_contest(tmp_path: Path) -> None:
    contest = Contest("zz-recall", PLACE, "Quiet County, ZZ", "sheriff", date(2030, 6, 4), "recall", 2)
    sides = [Candidacy("zz-recall", side, stable_id("E", side), "", "", None) for side in ("Yes", "No")]
    published(tmp_path / "home", {CONTESTS: [contest], CANDIDACIES: list(sides)})

    with SiteDb(tmp_path / "home" / FILE_NAME) as db:
        said = [target_name(db, stable_id("E", side), side) for side in ("Yes", "Somebody")]
    assert said == ["Yes: Sheriff, Quiet County, ZZ, June 4, 2030 (recall)", "Somebody"]


def test_an_entity_with_payments_of_one_year_has_its_picture_and_each_file_of_it(site: Site) -> None:
    for row in site.db.rows(
        "SELECT payee_entity_id AS id FROM (SELECT payee_entity_id, date_from FROM payments UNION ALL "
        "SELECT payer_entity_id, date_from FROM payments) WHERE payee_entity_id IN (SELECT entity_id FROM entities) "
        "GROUP BY 1 HAVING count(DISTINCT substr(date_from, 1, 4)) = 1"
    ):
        if row["id"] in site.db.options:
            continue
        assert 'class="picture"' in site.text(addresses.entity(row["id"]))
        for ending in (".svg", ".csv", ".html"):
            assert content(site.db, addresses.picture("years", addresses.entity(row["id"])) + ending)


def test_the_embedded_map_says_what_its_colours_mean(site: Site) -> None:
    found = content(site.db, addresses.picture("places", addresses.OFFICES) + ".html")
    assert found is not None
    assert "contests or terms in these records" in found.body.decode()
