"""Tables of the invented warehouse beside the ledger: outcomes, audits, traces and claims."""

from datetime import date

from headwater.base.table import Table
from headwater.claims.tables import CLAIM_FACTS, CLAIMS, VERDICT_TABLE, Claim, ClaimFact, Verdict
from headwater.ledger.audits import (
    CONSERVATION,
    COVERAGE,
    RECONCILIATION,
    Conservation,
    Coverage,
    Reconciliation,
)
from headwater.outcomes.tables import (
    CANDIDACIES,
    CONTESTS,
    RESULTS,
    TERMS,
    TICKET_TOPS,
    Candidacy,
    Contest,
    Result,
    Term,
    TicketTop,
)

DIVISION = "ocd-division/country:us/state:zz/county:example"
FILE = "schedule-c-2030.json"
CONTEST = "zz-county-example-district-attorney-2030-06-04-primary"
QUIET_CONTEST = "zz-county-quiet-district-attorney-2026-11-03-general"


def outcomes(quill: str, oake: str) -> dict[Table, list[object]]:
    """Two contests: one with everything, one with nothing but a name."""
    day, url = date(2030, 6, 4), "https://registrar.example.invalid/2030"

    def result(name: str, votes: int, margin: int, rank: int, row: int) -> Result:
        return Result(CONTEST, name, "Example County Registrar", votes, 100_000, "all_votes_cast", "certified",
                      date(2030, 7, 1), votes / 100_000, margin, margin / 100_000, rank, "contest_csv", "contests.csv",
                      row, url)  # fmt: skip

    return {
        CONTESTS: [
            Contest(CONTEST, DIVISION, "Example County, ZZ", "district attorney", day, "primary", 2),
            Contest(QUIET_CONTEST, "ocd-division/country:us/state:zz/county:quiet", "Quiet County, ZZ",
                    "district attorney", date(2026, 11, 3), "general", 1),
        ],
        CANDIDACIES: [
            Candidacy(CONTEST, "Marta Quill", quill, "fppc:9000001", "DEM", True),
            Candidacy(CONTEST, "Devin Oake", oake, "fppc:9000002", "REP", False),
            Candidacy(QUIET_CONTEST, "Devin Oake", oake, "", "", None),
        ],
        RESULTS: [result("Marta Quill", 52_500, 7_500, 1, 2), result("Devin Oake", 45_000, -7_500, 2, 3)],
        TERMS: [
            Term("T1", DIVISION, "Example County, ZZ", "district attorney", "Devin Oake", date(2027, 1, 4), "elected",
                 date(2031, 1, 6), "defeat", "Example County", url, "roster.csv", 2),
            Term("T2", DIVISION, "Example County, ZZ", "district attorney", "Marta Quill", date(2031, 1, 6), "elected",
                 None, "", "Example County", "", "roster.csv", 3),
            Term("T3", "ocd-division/country:us/state:yy", "State of YY", "sheriff", "<b>Ann</b> Example", None,
                 "unknown", None, "suspension", "A newspaper", "", "roster.csv", 4),
        ],
        TICKET_TOPS: [TicketTop(DIVISION, 2030, 60_000, 50_000, 120_000, "county_presidential", "president.csv", 5)],
    }  # fmt: skip


def audits(own: str, pac: str) -> dict[Table, list[object]]:
    """Stated totals, of which two pages disagree; one account; coverage."""
    url = "https://ethics.example.invalid/"
    return {
        RECONCILIATION: [
            Reconciliation(own, "receipts", "contest page", "ca_netfile", "", date(2030, 6, 4), None, None,
                           120_623_85, 27_500_50, 27_500_50,
                           27_500_50 - 120_623_85, "below", "two pages of the agency differ", 111_423_85, FILE, url),
            Reconciliation(own, "receipts", "committee page", "ca_netfile", "", date(2030, 6, 4), None, None,
                           111_423_85, 27_500_50, 27_500_50,
                           27_500_50 - 111_423_85, "below", "two pages of the agency differ", 120_623_85, FILE, ""),
            Reconciliation(pac, "receipts", "summary, line 5", "ca_netfile", "ca_netfile:1", None, None, None,
                           65_000_00, 65_000_00, 65_000_00, 0, "equal", "", None, FILE, url),
        ],
        CONSERVATION: [
            Conservation(pac, None, None, 65_000_00, 33_000_00, 0, False, None, 32_000_00, None, None, None, False),
        ],
        COVERAGE: [
            Coverage("ca_netfile", own, "460", "C", 2030, 3, "held", 12, 30_000_00),
            Coverage("ca_netfile", pac, "460", "A", 2029, 11, "held", 1, 1_00),
            Coverage("ca_netfile", pac, "460", "A", 2030, 2, "held", 2, 65_000_00),
            Coverage("ca_netfile", pac, "460", "", 2029, 12, "missing", 0, 0),
        ],
    }  # fmt: skip


def claims() -> dict[Table, list[object]]:
    """Three claims: decided, within bounds, not checkable."""

    def claim(number: str, statement: str, unit: str, stated: str) -> Claim:
        return Claim(number, statement, "An example newspaper", "Example Gazette, 2030-07-02", "a" * 64, "12-14",
                     "share", unit, stated, "Names counted over all names.",
                     "SELECT 100.0 * 12 / 25")  # fmt: skip

    return {
        CLAIMS: [
            claim("c01", "Twelve of 25 prosecutors are a majority.", "percent", "> 50"),
            claim("c02", "The donors gave at least $40 million.", "dollars", "≥ 40,000,000"),
            claim("c03", "The office is the best in the state.", "", ""),
        ],
        CLAIM_FACTS: [
            ClaimFact("c01", "names_counted", 12.0, None, "names", "", "the article, line 12", ""),
            ClaimFact("c01", "sworn_in", None, date(2030, 1, 5), "", "Example Gazette", "issue 7", "https://example.org/7"),
        ],
        VERDICT_TABLE: [
            Verdict("c01", "contradicted", 48.0, None, None, "12 of 25 is 48%, less than half.", ""),
            Verdict("c02", "not determinable from these records", None, 1_000_000.0, 39_300_000.5, "Its parts overlap.",
                    "The donors' own reports for 2029."),
            Verdict("c03", "not checkable", None, None, None, "It names no measure.", ""),
        ],
    }  # fmt: skip
