"""Tables of the invented warehouse on what happened in office, on counts and on bounds."""

from datetime import date

from headwater.base.table import Table
from headwater.outcomes.count_tables import CONTEST_ISSUES, COUNT_CHECKS, ContestIssue, CountCheck
from headwater.outcomes.fact_tables import (
    NONPROFIT_TOTALS,
    RECALL_PETITIONS,
    RECALL_STATEMENTS,
    TERM_SPANS,
    TIMELINE,
    NonprofitTotal,
    RecallPetition,
    RecallStatementCheck,
    TermSpan,
    TimelineEntry,
)
from headwater.outcomes.jurisdiction_tables import (
    JURISDICTION_COUNTIES,
    JURISDICTION_COVERAGE,
    JurisdictionCounty,
    JurisdictionCoverage,
)
from headwater.outcomes.margin_tables import VOTER_BOUNDS, VoterBound
from headwater.outcomes.set_tables import SCOREBOARD, SET_DEFINITIONS, SET_MEMBERS, Score, SetDefinition, SetMember
from tests.publish.world_tables import CONTEST, DIVISION

PLACE, OFFICE, DAY = "Example County, ZZ", "district attorney", date(2030, 6, 4)


def offices() -> dict[Table, list[object]]:
    """A petition that fell short and a statement that differs; events; a definition with and one without a count."""
    return {
        RECALL_PETITIONS: [
            RecallPetition("R1", DIVISION, PLACE, OFFICE, "Devin Oake", "2029", date(2029, 7, 6), None, 50_000, 60_000,
                           3_000, 2_400, 80.0, 48_000, -2_000, 47_500, -2_500, "insufficient", 2, 1),
        ],
        RECALL_STATEMENTS: [
            RecallStatementCheck("R1", "required", "50000", "50000", 0, True, True, date(2029, 8, 1), "certificate",
                                 "Example County", "", "recalls.csv", 2),
            RecallStatementCheck("R1", "required", "51000", "50000", 1_000, False, False, None, "<i>report</i>",
                                 "A newspaper", "", "recalls.csv", 3),
        ],
        TIMELINE: [
            TimelineEntry("L1", DIVISION, PLACE, OFFICE, "Devin Oake", date(2029, 7, 6), date(2029, 7, 8),
                          "recall_petition_filed", "", "petition", "", "Example County", "", "events.csv", 2),
        ],
        TERM_SPANS: [
            TermSpan("T1", DIVISION, OFFICE, "Devin Oake", date(2027, 1, 4), date(2027, 1, 4), date(2031, 1, 5),
                     date(2031, 1, 5), False, "stated"),
            TermSpan("T2", DIVISION, OFFICE, "Marta Quill", date(2030, 12, 30), date(2031, 1, 6), None, None, True, ""),
            TermSpan("T3", "ocd-division/country:us/state:yy", "sheriff", "<b>Ann</b> Example", None, None, None, None,
                     False, ""),
        ],
        SET_DEFINITIONS: [
            SetDefinition("defeated-candidates", "defeated", "a name in a contest", "Names said not to be elected.",
                          "SELECT candidate AS member FROM candidacies WHERE NOT elected", ""),
            SetDefinition("linked", "linked", "a candidate", "Candidates that a rule links.", "SELECT 1", "links"),
        ],
        SCOREBOARD: [
            Score("defeated-candidates", "defeated", "a name in a contest", DAY, 1, "Devin Oake", ""),
            Score("linked", "linked", "a candidate", DAY, None, "", "not in these records: the table links"),
        ],
        SET_MEMBERS: [SetMember("defeated-candidates", DAY, "Devin Oake", DIVISION, CONTEST)],
        JURISDICTION_COUNTIES: [JurisdictionCounty(DIVISION, DIVISION, "48001", None, None, "law", "ZZ Code 1")],
        JURISDICTION_COVERAGE: [
            JurisdictionCoverage("zz", OFFICE, "county", "partial", 2, 1, "Quiet County, ZZ", date(2030, 1, 1), None,
                                 "ZZ Code 1", "One county is not known."),
        ],
        NONPROFIT_TOTALS: [
            NonprofitTotal("Example Fund", "", 2029, "revenue", 1_000_00, 1_000_00, None, "", "stated", "A newspaper",
                           "line 2", ""),
            NonprofitTotal("Example Fund", "", 2029, "contributions", 895_00, 905_00, 0.9, "revenue", "stated",
                           "A newspaper", "line 3", ""),
        ],
    }  # fmt: skip


def counts() -> dict[Table, list[object]]:
    """One name twice, a county against its precincts, and what 60,000 voters must have done."""
    return {
        CONTEST_ISSUES: [
            ContestIssue("I1", "same_person_twice", DIVISION, OFFICE, DAY, "primary", "Marta Qill",
                         "Marta Qill (5) and Marta Quill (6) look like <b>one</b> person", "", "A publisher", "x.csv",
                         4),
        ],
        COUNT_CHECKS: [
            CountCheck("A publisher", DIVISION, DIVISION, OFFICE, DAY, "primary", "Marta Quill", "county", "c.csv", 100,
                       "precinct", "p.csv", 90, -10, "differs", "2 cells are no numbers"),
            CountCheck("A publisher", DIVISION, DIVISION, OFFICE, DAY, "primary", "Devin Oake", "county", "c.csv", 50,
                       "precinct", "p.csv", 50, 0, "equal", ""),
        ],
        VOTER_BOUNDS: [
            VoterBound(CONTEST, "K1", "Marta Quill", "DEM", "", 52_500, 60_000, 120_000, 0, 52_500, 0.0, 0.875, 0.1,
                       "president.csv"),
        ],
    }  # fmt: skip
