"""A former id leads on: a page for whoever may be named, nothing for anybody else."""

from headwater.base.ids import stable_id
from headwater.publish import addresses
from tests.publish.conftest import Site
from tests.publish.world import SMALL_DONOR

PAC = "Harbor Forward PAC"


def test_the_page_at_a_former_id_leads_to_the_entity(site: Site) -> None:
    text = site.text(addresses.entity(stable_id("E", f"once {PAC}")))

    assert f'href="../{addresses.entity(stable_id("E", PAC))}"' in text
    assert PAC in text


def test_there_is_none_for_who_may_not_be_named(site: Site) -> None:
    assert not (site.folder / addresses.entity(stable_id("E", f"once {SMALL_DONOR}"))).exists()
    assert site.db.rows("SELECT entity_id FROM redirects") == [{"entity_id": stable_id("E", PAC)}]
