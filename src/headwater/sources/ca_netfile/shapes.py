"""Which schedule a NetFile file is, from the fields of its objects, and which of its fields are private."""

import re
from typing import Any

from headwater.base.errors import InputError
from headwater.sources._reading.raw import RawFile

_COMMON = (
    "id",
    "year",
    "agencyName",
    "agencyId",
    "fppcId",
    "filerName",
    "committeeType",
    "transactionId",
    "date",
    "amount",
    "contributorType",
    "contributorCommitteeId",
    "contributorLastName",
    "contributorFirstName",
    "contributorAddress1",
    "contributorAddress2",
    "contributorCity",
    "contributorState",
    "contributorZip",
    "contributorOccupation",
    "contributorEmployer",
    "contributorSelfEmployed",
    "reportNumber",
    "reportDate",
)
NOTICE = frozenset(_COMMON)
SCHEDULE = frozenset((*_COMMON, "description", "reportFromDate", "reportThruDate"))

# Objects of the lettered files leave out empty columns; these are always there.
_LETTERED_496 = frozenset(re.findall(r"\w+", "A B E I J K L M U"))
_LETTERED_E = frozenset(re.findall(r"\w+", "A B E F G K L M O X Y"))

_ADDRESS = ("contributorAddress1", "contributorAddress2")
PRIVATE: dict[str, tuple[str, ...]] = {
    "A": _ADDRESS,
    "C": _ADDRESS,
    "497": _ADDRESS,
    "496": (),
    # Payee_Adr1 and 2, and the treasurer's name and address (Tres_NamL … Tres_ZIP4).
    "E": ("S", "T", "AI", "AJ", "AK", "AL", "AM", "AN", "AO", "AP", "AQ"),
}

_NONMONETARY = re.compile(r"NON\d")
_MONETARY = re.compile(r"(INC|IDT)\d")


def kind_of(raw: RawFile, rows: list[dict[str, Any]]) -> str:
    """``A``, ``C``, ``497``, ``496`` or ``E``.

    Raises:
        InputError: if the objects differ in shape, or are of no known schedule.
    """
    shape = _shape(rows[0])
    for row, fields in enumerate(rows, start=1):
        if _shape(fields) != shape or not shape:
            known = "schedule A or C, form 497, form 496 or schedule E"
            raise InputError(raw.name, f"item {row} has not the fields of NetFile's {known}")
    return _schedule(raw, rows) if shape == "schedule" else shape


def _shape(fields: dict[str, Any]) -> str:
    names = set(fields)
    if names == SCHEDULE:
        return "schedule"
    if names == NOTICE:
        return "497"
    if names >= _LETTERED_496 and fields["I"] == "S496" and fields["J"] == "F496":
        return "496"
    if names >= _LETTERED_E and fields["K"] == "EXPN" and fields["L"] == "E":
        return "E"
    return ""


def _schedule(raw: RawFile, rows: list[dict[str, Any]]) -> str:
    """Schedule A or C, whose objects have the same fields.

    NetFile's own ids tell: INC and IDT are money, NON is not. Other filing software gives ids of no meaning, so a
    file with none of these is told by the order in which NetFile writes the fields: the contributor's committee
    stands before the contributor's name in schedule A and last of the contributor's fields in schedule C.
    """
    ids = [str(fields["transactionId"]) for fields in rows]
    money = any(_MONETARY.match(text) for text in ids)
    in_kind = any(_NONMONETARY.match(text) for text in ids)
    if money and in_kind:
        raise InputError(raw.name, "ids of money (INC) and of in-kind value (NON) in one file: not one schedule")
    if money or in_kind:
        return "A" if money else "C"
    orders = {_order(fields) for fields in rows}
    if len(orders) != 1:
        raise InputError(raw.name, "the file's fields do not tell schedule A (money) from schedule C (in kind)")
    return orders.pop()


def _order(fields: dict[str, Any]) -> str:
    names = list(fields)
    return "A" if names.index("contributorCommitteeId") < names.index("contributorLastName") else "C"
