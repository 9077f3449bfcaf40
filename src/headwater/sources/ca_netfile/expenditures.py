"""The files whose fields are letters: form 496 and schedule E, columns of NetFile's spreadsheet export in order.

The letters are the columns of that export, whose header row gives them the names of the state's CAL format; the
names stand beside each letter below.
"""

import re
from dataclasses import dataclass, replace

from headwater.sources._cal.fields import committee_number
from headwater.sources._cal.measures import ADDS_TO
from headwater.sources._reading.fields import FieldError, Take, zip5
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Ignored, Particulars, Record, blank_line, party
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party
from headwater.sources.ca_netfile.named import NAME, coordinates, filing

_STANCES = {"S": "for", "O": "against"}
_ENTITIES = {"IND": "person", "COM": "committee", "SCC": "committee", "PTY": "committee", "OTH": "organisation"}
_JURISDICTION = re.compile(r"(CITY|COUNTY) OF (.+)")

# Committee_Type, From_Date, Thru_Date, Elect_Date, Rec_Type, Form_Type, Memo_Code, Memo_RefNo, Bal_Num, Bal_Juris,
# Cand_NamT, Cand_NamS, Office_Cd, Offic_Dscr, Juris_Cd, Dist_No, Rpt_ID_Num
_LEFT_496 = tuple(re.findall(r"\w+", "D F G H I J P Q S T X Y Z AA AB AD AE"))
# Committee_Type, Elect_Date, the cover's office, Rec_Type, Form_Type, the payee's titles, Cum_YTD, check number,
# agent, candidate, office, jurisdiction, district, measure, Sup_Opp_Cd, Memo_Code and references
_LEFT_E = tuple(
    re.findall(
        r"\w+",
        "D H I J K L Q R Z AA AD AE AF AG AR AS AT AU AV AW AX AY AZ BA BB BC BD BE BF BG BH BI BJ BK",
    )
)


@dataclass(frozen=True, slots=True)
class _Topic:
    """The columns that say what an expenditure is about."""

    last: str
    first: str
    jurisdiction: str
    measure: str
    stance: str


_TOPIC_496 = _Topic(last="V", first="W", jurisdiction="AC", measure="R", stance="U")
_TOPIC_E = _Topic(last="AR", first="AS", jurisdiction="AY", measure="BB", stance="BE")


def notice_line(raw: RawFile, row: int, take: Take) -> list[Record]:
    """One independent expenditure of form 496; the form does not name who was paid."""
    if take.optional("P"):  # Memo_Code: detail of another line, no money of its own
        return [Ignored(row, "a memo: detail of another line")]
    line = _line(raw, row, take, ("496", "K", "L"))  # Tran_ID, Amount
    day = take.day("M")  # Exp_Date
    filer = _filer(take)
    payees = party(f"Payees not itemized by {filer.name}", "unnamed")
    about, stance = _about(take, _TOPIC_496)
    if about is None or not stance:
        raise FieldError("U", "an independent expenditure that says not what it is for or against")
    ended = take.optional_day("N") or day  # Date_Thru
    line = replace(
        line,
        date_from=min(day, ended),
        date_to=max(day, ended),
        kind="independent_expenditure",
        side="payer",
        filer_party_id=filer.party_id,
        payer_party_id=filer.party_id,
        payee_party_id=payees.party_id,
        about_party_id=about.party_id,
        stance=stance,
        description=take.optional("O"),  # Expn_Dscr
    )
    take.ignore(*_LEFT_496)
    take.done()
    return [filer, payees, about, line, filing(line, "")]


def schedule_line(raw: RawFile, row: int, take: Take) -> list[Record]:
    """One payment made, of schedule E of form 460."""
    if take.optional("BF"):  # Memo_Code: detail of another line, no money of its own
        return [Ignored(row, "a memo: detail of another line")]
    line = _line(raw, row, take, ("460", "M", "Y"))  # Tran_ID, Amount
    filer, payee = _filer(take), _payee(take)
    code = take.optional("AB")  # Expn_Code
    about, stance = _about(take, _TOPIC_E) if code == "IND" else (None, "")
    line = replace(
        line,
        date_from=take.day("X"),  # Expn_Date
        date_to=take.day("X"),
        kind={"IND": "independent_expenditure", "CTB": "contribution_made"}.get(code, "spending"),
        schedule="E",
        adds_to=ADDS_TO["E"],
        side="payer",
        filer_party_id=filer.party_id,
        payer_party_id=filer.party_id,
        payee_party_id=payee.party_id,
        about_party_id=about.party_id if about else "",
        stance=stance if about else "",
        description=" ".join(part for part in (code, take.optional("AC")) if part),  # Expn_Dscr
    )
    take.ignore(*_LEFT_E)
    take.done()
    return [filer, payee, *([about] if about else []), line, filing(line, "E")]


def _line(raw: RawFile, row: int, take: Take, where: tuple[str, str, str]) -> Line:
    form, transaction_field, amount_field = where
    filer, report_day = take.filled("A"), take.day("E")  # Filer_ID, Rpt_Date
    report_number, transaction = take.whole("C"), take.text(transaction_field)  # Report_Num
    cents = take.cents(amount_field)
    # A filer may give several rows one id: the amount tells them apart, as in the export.
    record = f"{filer}-{form}-{report_number}-{report_day}-{transaction}-{cents}" if transaction else ""
    line = replace(
        blank_line(raw, NAME, row, report_day, (NAME, record)),
        form=form,
        report_number=report_number,
        report_date=report_day,
        transaction_id=transaction,
        cents=cents,
    )
    if form == "460":
        line = replace(line, period_from=take.day("F"), period_thru=take.day("G"))  # From_Date, Thru_Date
    return replace(line, filing_id=coordinates(filer, line))


def _filer(take: Take) -> Party:
    return party(take.filled("B"), "committee", committee_number(take.text("A")))  # Filer_NamL, Filer_ID


def _payee(take: Take) -> Party:
    kind = take.choice("N", _ENTITIES)  # Entity_Cd
    name = f"{take.optional('P')} {take.filled('O')}"  # Payee_NamF, Payee_NamL
    place = ", ".join(part for part in (take.optional("U"), take.optional("V")) if part)  # Payee_City, Payee_State
    seen = Particulars(place, zip5(take.optional("W")))  # Payee_Zip4
    return party(name, kind, committee_number(take.optional("AH")), seen)  # Cmte_ID


def _about(take: Take, topic: _Topic) -> tuple[Party | None, str]:
    name = f"{take.optional(topic.first)} {take.optional(topic.last)}".strip()
    measure = take.optional(topic.measure)
    place = _division(take.optional(topic.jurisdiction))
    stance = take.optional(topic.stance)
    if stance and stance not in _STANCES:
        raise FieldError(topic.stance, f"{stance[:20]!r} is neither S (support) nor O (oppose)")
    if name:
        return party(name, "candidate", particulars=Particulars(place)), _STANCES.get(stance, "")
    if measure:
        return party(measure, "measure", particulars=Particulars(place)), _STANCES.get(stance, "")
    return None, ""


def _division(text: str) -> str:
    """The OCD division of a jurisdiction written as a city or county of California; empty for any other."""
    found = _JURISDICTION.fullmatch(text.upper())
    if not found:
        return ""
    kind = {"CITY": "place", "COUNTY": "county"}[found.group(1)]
    return f"ocd-division/country:us/state:ca/{kind}:{'_'.join(found.group(2).lower().split())}"
