"""The filing that a row of the export stands in: every row repeats its cover."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from headwater.base.ids import normal_name
from headwater.sources._cal.fields import committee_number, optional_day
from headwater.sources._cal.report import Report
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import party
from headwater.sources._tables.filings import Filing

NAME = "ca_netfile_export"
# The JSON of the source ca_netfile and the export are NetFile's same records.
PUBLISHER = "ca_netfile"
COVER = (
    "FILER_ID", "FILER_NAML", "REPORT_NUM", "COMMITTEE_TYPE", "RPT_DATE", "FROM_DATE", "THRU_DATE", "ELECT_DATE",
    "TBLCOVER_OFFICE_CD", "TBLCOVER_OFFIC_DSCR", "RPT_ID_NUM",
)  # fmt: skip
"""What a row says of its filing."""
_FILERS = {
    "": "committee",
    "BMC": "committee",
    "COM": "committee",
    "CTL": "committee",
    "PTY": "committee",
    "RCP": "committee",
    "SCC": "committee",
    "CAO": "committee",
    "IND": "unknown",
    "MDI": "unknown",
    "OTH": "organisation",
    "SMO": "organisation",
}
_FORMS = {
    "F401": "401", "F450": "450", "F450P5": "450", "F460": "460", "F461": "461", "F461P5": "461", "F465": "465",
    "F465P3": "465", "F496": "496", "F496P3": "496", "F497P1": "497", "F497P2": "497",
}  # fmt: skip
_NOTICES = ("496", "497")
_NOT_NUMBERED = "the row gives no number of its filer"


@dataclass(slots=True)
class Filings:
    """The filings of one file; a row without the filer's number takes it from rows of its name and period."""

    raw: RawFile
    _numbers: dict[tuple[str, str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    _reports: dict[tuple[str, ...], Report] = field(default_factory=dict)
    _listed: set[tuple[str, str]] = field(default_factory=set)

    def note(self, rows: Iterable[Mapping[str, str]]) -> None:
        """Takes note of who files under which number."""
        for row in rows:
            if number := committee_number(row["FILER_ID"].strip()).identifier:
                self._numbers[_name_and_period(row)].add(number)

    def report(self, cover: Mapping[str, str], form_type: str) -> Report:
        """The filing of a row.

        Raises:
            FieldError: if the cover's columns do not tell it.
        """
        form = _FORMS.get(form_type, "460")
        key = (form, *cover.values())
        if key not in self._reports:
            self._reports[key] = self._made(Take(cover), form)
        return self._reports[key]

    def new_filing(self, report: Report, form: str, schedule: str) -> list[Filing]:
        """The filing with this schedule, the first time that a row of it is met."""
        if (report.filing_id, schedule) in self._listed:
            return []
        self._listed.add((report.filing_id, schedule))
        return [replace(report.filing(form, schedule), number=report.number)]

    def why_unnumbered(self, report: Report, cover: Mapping[str, str]) -> str:
        """What to say of a row that gives no number of its filer; nothing for others."""
        if cover["FILER_ID"].strip():
            return ""
        number = report.filer.identifier
        return f"{_NOT_NUMBERED}; taken as {number} by name and period" if number else _NOT_NUMBERED

    def _made(self, take: Take, form: str) -> Report:
        name, day = take.filled("FILER_NAML"), optional_day(take, "RPT_DATE")
        if day is None:
            raise FieldError("RPT_DATE", "is empty")
        number = take.whole("REPORT_NUM")
        identity = committee_number(take.text("FILER_ID") or self._known(take))
        kind = take.choice("COMMITTEE_TYPE", _FILERS)
        filer = party(name, kind, identity)
        first, last = _period(take)
        # A word such as Pending is no number: two filers may have it.
        whose = identity.identifier or f"unnumbered {normal_name(name)}"
        stem = f"{whose}-{form}-{number}-{day}"
        said = take.optional("RPT_ID_NUM")
        days = "" if first is None else f"-{first}-{last}"
        filing_id = f"{stem}{days}" + (f"-{said}" if said and form == "497" else "")
        return Report(
            self.raw, NAME, filing_id, filer, number, day, first, last, said if form in _NOTICES else "",
            PUBLISHER, stem,
        )  # fmt: skip

    def _known(self, take: Take) -> str:
        """The number under which this name files for this period, where there is just one."""
        row = {name: take.text(name) for name in ("FILER_NAML", "FROM_DATE", "THRU_DATE")}
        found = self._numbers.get(_name_and_period(row), set())
        return next(iter(found)) if len(found) == 1 else ""


def _period(take: Take) -> tuple[date, date] | tuple[None, None]:
    first, last = optional_day(take, "FROM_DATE"), optional_day(take, "THRU_DATE")
    if first is None or last is None:
        return None, None
    if last < first:
        raise FieldError("THRU_DATE", "is before From_Date")
    return first, last


def _name_and_period(row: Mapping[str, str]) -> tuple[str, str, str]:
    return normal_name(row["FILER_NAML"]), row["FROM_DATE"].strip(), row["THRU_DATE"].strip()
