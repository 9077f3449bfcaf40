"""Fields as the state's CAL format writes them: days, names, committee numbers, places, who or what is meant."""

import re
from datetime import date

from headwater.sources._reading.fields import FieldError, Take, zip5
from headwater.sources._reading.records import NO_IDENTITY, Identity, Particulars, party
from headwater.sources._tables.parties import Party

ENTITIES = {
    "IND": "person",
    "COM": "committee",
    "RCP": "committee",
    "SCC": "committee",
    "PTY": "committee",
    "CTL": "committee",
    "BMC": "committee",
    "OTH": "organisation",
    "SMO": "organisation",
    "CAO": "candidate",
    "BNM": "measure",
    "": "unknown",
}
_STANCES = {"S": "for", "O": "against", "": ""}
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: 12:00:00 AM)?", re.ASCII)
_TIME = re.compile(r" \d{1,2}:\d{2}:\d{2} [AP]M")
_PLAIN = re.compile(r"(\d{4})(?:(\d{2})(\d{2})|-(\d{2})-(\d{2}))", re.ASCII)
# Filers write (1234567), 1234567. and ID1234567, too; C00123456 of the FEC without its C begins with two zeros.
_FPPC = re.compile(r"(?:\(|(?:FPPC ?)?(?:ID ?)?#? ?)?(?:0(?=[1-9]\d{5,6}\b))?(\d{6,7})[).]?", re.ASCII | re.IGNORECASE)
_FEC = re.compile(r"C\d{8}", re.ASCII)
_DISTRICT = re.compile(r"\d{1,3}", re.ASCII)
_STATE = "ocd-division/country:us/state:ca"
_DISTRICTS = {"ASM": "sldl", "SEN": "sldu"}
_LOCAL = (
    (re.compile(r"CITY OF (.+)"), "place"),
    (re.compile(r"COUNTY OF (.+)"), "county"),
    (re.compile(r"(.+) COUNTY"), "county"),
)
_IN_STATE = re.compile(r",? (CA|CALIFORNIA)$")
_BARE = re.compile(r"((?!CIT$|CTY$)[A-Z]+(?: [A-Z]+){0,2})")
_KINDS_OF_PLACE = {"CIT": "place", "CTY": "county"}
_LONGEST_NAME = 200
_MOST_CENTS = 10**15


def optional_day(take: Take, field: str) -> date | None:
    """A day written ``20260218``, ``2026-02-18`` or ``2/18/2026 12:00:00 AM``; nothing if the field is empty.

    Raises:
        FieldError: for any other text, a time of day, or a day that does not exist.
    """
    text = take.optional(field)
    if not text:
        return None
    slashed, plain = _SLASHED.fullmatch(text), _PLAIN.fullmatch(text)
    try:
        if slashed:
            month, day, year = map(int, slashed.groups())
            return date(year, month, day)
        if plain:
            return date(*(int(part) for part in plain.groups() if part))
    except ValueError:
        raise FieldError(field, f"day {text!r} does not exist") from None
    raise FieldError(field, f"{text[:40]!r} is not a day such as 20260218 or 2/18/2026")


def filed_day(take: Take, field: str) -> date | None:
    """The day of a moment such as ``2/18/2026 3:37:34 PM``, at which something was filed; nothing if it is empty.

    Raises:
        FieldError: for any other text, or a day that does not exist.
    """
    return optional_day(Take({field: _TIME.sub("", take.optional(field))}), field)


def is_memo(take: Take) -> bool:
    """Whether a row is detail of another line, with no money of its own.

    Raises:
        FieldError: for any code but X.
    """
    return take.choice("MEMO_CODE", {"": "", "X": "memo", "x": "memo"}) == "memo"


def amount(take: Take, field: str) -> int:
    """Dollars in cents.

    Raises:
        FieldError: if it is no amount, or one that no payment can have.
    """
    cents = take.cents(field)
    if abs(cents) > _MOST_CENTS:
        raise FieldError(field, "the amount is too large to be one of a filing")
    return cents


def optional_cents(take: Take, field: str) -> int:
    """Dollars in cents; an empty field is nothing."""
    return amount(take, field) if take.optional(field) else 0


def name_of(take: Take, prefix: str) -> str:
    """First name, last name and suffix of a party; titles are left out."""
    parts = (take.optional(f"{prefix}_NAM{part}") for part in "FLS")
    take.ignore(f"{prefix}_NAMT")
    return " ".join(part for part in parts if part)[:_LONGEST_NAME]


def other_party(take: Take, prefix: str, works: tuple[str, str] = ("", ""), *, has_code: bool = True) -> Party:
    """The other side of a line, as the filer names it; streets are not read at all.

    Args:
        take: the row.
        prefix: what the names of its columns begin with, such as ``CTRIB``.
        works: the columns of employer and occupation, if there are any.
        has_code: whether the row says what kind of entity the party is.

    Raises:
        FieldError: if nobody is named, or the kind of entity is not known.
    """
    name = name_of(take, prefix)
    identity = committee_number(take.optional("CMTE_ID"))
    if not name:
        raise FieldError(f"{prefix}_NAML", "is empty: nobody is named")
    kind = take.choice("ENTITY_CD", ENTITIES) if has_code else "unknown"
    city, state = take.optional(f"{_place(prefix)}_CITY"), take.optional(f"{_place(prefix)}_ST")
    seen = Particulars(
        ", ".join(part for part in (city, state.upper()) if part),
        zip5(take.optional(f"{_place(prefix)}_ZIP4")),
        *(take.optional(field) if field else "" for field in works),
    )
    return party(name, kind, identity, seen)


def committee_number(text: str) -> Identity:
    """A number of the Fair Political Practices Commission or of the FEC; none for ``Pending`` and other words."""
    found = _FPPC.fullmatch(text.strip())
    if found:
        return Identity("fppc", found.group(1))
    return Identity("fec", text) if _FEC.fullmatch(text) else NO_IDENTITY


def topic(take: Take) -> Party | None:
    """The candidate or measure that a row is about; nothing if it names none."""
    name = name_of(take, "CAND")
    measure, number = take.optional("BAL_NAME"), take.optional("BAL_NUM")
    office = take.optional("JURIS_CD").upper()
    place = Particulars(_division(office, take.optional("DIST_NO"), take.optional("JURIS_DSCR")))
    if name:
        return party(name, "candidate", particulars=place)
    if measure or number:
        said = take.optional("BAL_JURIS")
        statewide = "STATEWIDE" in said.upper() or said.upper() == "STATE OF CALIFORNIA"
        where = _STATE if statewide else _local(said)
        return party(measure or f"Measure {number}", "measure", particulars=Particulars(where or place.place))
    return None


def stance(take: Take, field: str = "SUP_OPP_CD") -> str:
    """For or against, or nothing where none is stated.

    Raises:
        FieldError: for any code but S and O.
    """
    code = take.optional(field).upper()
    if code not in _STANCES:
        raise FieldError(field, f"{code[:20]!r} is neither S (support) nor O (oppose)")
    return _STANCES[code]


def _place(prefix: str) -> str:
    return "LOAN" if prefix == "LNDR" else prefix


def _division(office: str, district: str, said: str) -> str:
    if office in _DISTRICTS:
        return f"{_STATE}/{_DISTRICTS[office]}:{int(district)}" if _DISTRICT.fullmatch(district) else ""
    return _STATE if office == "STW" else _local(said, _KINDS_OF_PLACE.get(office, ""))


def _local(said: str, kind: str = "") -> str:
    """The city or county that is meant; a bare name is one only where its kind is known."""
    named = _IN_STATE.sub("", said.strip().upper())
    for shape, of_kind in (*_LOCAL, *([(_BARE, kind)] if kind else [])):
        found = shape.fullmatch(named)
        if found:
            return f"{_STATE}/{of_kind}:{'_'.join(found.group(1).lower().split())}"
    return ""
