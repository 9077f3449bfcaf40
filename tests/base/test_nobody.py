"""Which texts name nobody: expected answers are what a reader of a filing would say."""

import polars as pl
import pytest

from headwater.base.ids import normal_name
from headwater.base.nobody import names_nobody, says_nothing
from headwater.entities.matching.preparing import plain, somebody
from headwater.ledger.party_keys import own_keys
from headwater.sources._tables.parties import PARTIES
from tests.planted import memory, party

NOBODY = (
    *("", "---", "...", "  ", "🙂", "?", "N/A", "n.a.", "NA", "None", "NONE NONE", "Not Applicable", "UNKNOWN"),
    *("Information Requested", "INFORMATION REQUESTED (BEST EFFORTS)", "REQUESTED, INFORMATION", "Anonymous"),
    *("INFORMATION REQUESTED PER BEST EFFORTS", "See attached", "UNITEMIZED TOTAL", "not employed", "Retired"),
    *("SELF", "Self-Employed", "SELF EMPLOYED / SELF", "homemaker", "N/A - RETIRED", "xxx"),
    *("Anonymous Donor", "ANONYMOUS CONTRIBUTORS", "Unknown Donor", "Unknown Payee", "CONTRIBUTOR, UNKNOWN", "Anon."),
    *("Name Unknown", "Unnamed Donor", "Mr. Unknown", "Unknown, Mrs.", "Requested Info", "Various donors", "Cash"),
    *(
        "Various Contributors",
        "Cash contribution",
        "CASH CONTRIBUTIONS",
        "Unitemized individual contributions",
        "misc.",
    ),
    *(
        "Miscellaneous",
        "Misc. Vendors",
        "Individual",
        "Donors",
        "Unnamed Person",
        "Vendor Name",
        "No Name Given (Donor)",
    ),
)
SOMEBODY = (
    *(
        "SELF, LAURA",
        "Self Storage Inc",
        "CASSIOPEIA, N. A.",
        "BANK OF EXAMPLE, N.A.",
        "FLORIDA, NONE",
        "Retired Teachers",
    ),
    *("Contributors not itemized by Invented PAC", "Unknown Pleasures LLC", "X", "7-Eleven", "李", "Información"),
    *("Anonymous Hamburgers Inc", "Cash America LLC", "Unknown Lake Association", "Vendor Name LLC", "CASH, LAURA"),
    *("Various Artists Guild", "Individual Investors PAC", "Donors for Example", "Mr. Misc Goods", "Donor 7"),
    *("Student Loan Fund", "Requested Items Co", "None Such Records", "3M"),
)


@pytest.mark.parametrize("name", [*NOBODY, *SOMEBODY])
def test_the_ledger_and_matching_agree_on_who_is_nobody(name: str) -> None:
    rows = memory(PARTIES, [party(name, "organisation")])
    frame = pl.DataFrame({"name": [name]}).select(plain("name")).select(somebody("name"))

    assert rows.select(is_nobody=names_nobody(rows.normal_name)).to_pyarrow().to_pylist() == [
        {"is_nobody": name in NOBODY}
    ]
    assert (frame["name"].to_list() == [None]) == (name in NOBODY)


@pytest.mark.parametrize("kind", ["organisation", "person", "unknown"])
def test_two_parties_that_are_not_named_are_never_one_account(kind: str) -> None:
    """Nobody is equal to nobody, so there are as many keys as parties."""
    rows = [party(name, kind, place=f"Town {n}") for name in NOBODY for n in range(2)]
    keys = own_keys(memory(PARTIES, rows)).to_pyarrow().to_pylist()

    assert len({row["key"] for row in keys}) == len({row.party_id for row in rows}) == len(rows)


def test_that_somebody_is_retired_says_that_he_is_a_person() -> None:
    texts = ("Retired", "not employed", "N/A", "---", "", "Teacher", "Vendor", "Name unknown", "Requested info")
    assert [says_nothing(normal_name(text)) for text in texts] == [
        *(False, False, True, True, True, False, False, True, True)
    ]
