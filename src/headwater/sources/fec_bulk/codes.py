"""What each transaction type says of a line: its kind, which way the money runs, and what it is beside the money.

The filer is always CMTE_ID. Types 1x and 3x are receipts (the other party pays the filer), 2x and 4x disbursements. A
refund or repayment is a negative amount of the payment that it undoes, so that its parties stand as they stood there.
"""

from typing import NamedTuple


class Code(NamedTuple):
    """One transaction type.

    ``to_filer``: whether the payment runs from the other party to the filer. ``sign``: -1 where the line undoes such
    a payment. ``role``: money; memo, no money of its own whatever MEMO_CD says (15F, a loan forgiven, moves none);
    passed_on, a conduit's record of earmarked money; about, spending about a candidate.
    """

    kind: str
    to_filer: bool
    sign: int
    schedule: str
    role: str = "money"
    stance: str = ""


def _each(types: str, code: Code) -> dict[str, Code]:
    return dict.fromkeys(types.split(), code)


CODES: dict[str, Code] = {
    **_each("10 11 12 13 15 15C 15E 15K 18G 18H 18K 18U 19", Code("monetary", True, 1, "A")),
    **_each("30 30E 30G 30K 30T 31 31E 31G 31K 31T 32 32E 32G 32K 32T", Code("monetary", True, 1, "A")),
    **_each("10J 11J 15J 18J 19J 30F 30J 31F 31J 32F 32J", Code("monetary", True, 1, "A", "memo")),
    # What lobbyists bundled (form 3L) is credited to them; the givers' own lines are the money.
    "18L": Code("monetary", True, 1, "A", "memo"),
    "28L": Code("monetary", True, -1, "B", "memo"),
    **_each("15I 15T", Code("monetary", True, 1, "A", "passed_on")),
    **_each("15Z", Code("in_kind", True, 1, "A")),
    **_each("16C 16F 16G 16H 16R 16U", Code("loan", True, 1, "A")),
    **_each("15F", Code("loan", True, 1, "A", "memo")),
    **_each("16J 16K 16L", Code("loan", False, -1, "A")),
    **_each("17R 17Z", Code("contribution_made", False, -1, "A")),
    **_each("17U 17Y", Code("spending", False, -1, "A")),
    **_each("20 20A 20B 20D 20V 24R 40 41 42", Code("spending", False, 1, "B")),
    **_each("20Y 21Y 22R 22Y 22Z 23Y", Code("monetary", True, -1, "B")),
    **_each("40T 40Y 40Z 41T 41Y 41Z 42T 42Y 42Z", Code("monetary", True, -1, "B")),
    **_each("20C 20F 20G 20R 22J 22K 22L 22U", Code("loan", True, -1, "B")),
    **_each("22G 22H 22X", Code("loan", False, 1, "B")),
    **_each("24G 24H 24K 24P 24U", Code("contribution_made", False, 1, "B")),
    **_each("24I 24T", Code("monetary", True, 1, "B", "passed_on")),
    **_each("24Z", Code("in_kind", False, 1, "B")),
    "24A": Code("independent_expenditure", False, 1, "E", "about", "against"),
    "24E": Code("independent_expenditure", False, 1, "E", "about", "for"),
    "24C": Code("coordinated_expenditure", False, 1, "F", "about", "for"),
    "24F": Code("communication_cost", False, 1, "7", "about", "for"),
    "24N": Code("communication_cost", False, 1, "7", "about", "against"),
    "29": Code("electioneering", False, 1, "9", "about"),
}
EARMARKED = ("15E", "30E", "31E", "32E")
"""Gifts that a conduit, OTHER_ID, passed on to the filer."""
