"""What each schedule says of a row: its kind, which way the money runs, and what is left out by name."""

import re
from typing import NamedTuple


class Schedule(NamedTuple):
    """One schedule. ``to_filer``: the other party pays the filer; ``sign`` -1: such a payment is undone.

    ``other``: what the other party is where its type is not stated.
    """

    kind: str
    to_filer: bool
    sign: int = 1
    other: str = "unknown"


SCHEDULES = {
    "A": Schedule("monetary", to_filer=True),
    "B": Schedule("monetary", to_filer=True, other="organisation"),
    "C": Schedule("monetary", to_filer=True),
    "D": Schedule("in_kind", to_filer=True),
    "E": Schedule("unclassified", to_filer=True),
    "F": Schedule("spending", to_filer=False),
    "G": Schedule("monetary", to_filer=True, other="committee"),
    "H": Schedule("contribution_made", to_filer=False, other="committee"),
    "I": Schedule("loan", to_filer=True),
    "J": Schedule("loan", to_filer=True, sign=-1),
    "L": Schedule("spending", to_filer=False, sign=-1),
    "M": Schedule("monetary", to_filer=True, sign=-1),
    "P": Schedule("monetary", to_filer=True),
    "Q": Schedule("spending", to_filer=False),
    "S": Schedule("monetary", to_filer=True, other="organisation"),
    "U": Schedule("monetary", to_filer=True, sign=-1, other="organisation"),
}

LEFT = {
    "K": "liabilities and loans forgiven: no money moves",
    "N": "outstanding liabilities: owed, not paid",
    "O": "partners and subcontracts: detail of another row",
    "R": "allocation among candidates of what schedule F holds",
}
"""Left out by name, each with the reason."""

NOT_READ = {"T": "qualified expenditures: whether they stand in schedule F too is not published"}
"""Schedules whose rows are rejected: they would count money twice or lose it."""

IN_KIND = re.compile(r"\bin[ -]?kind\b", re.IGNORECASE | re.ASCII)
"""What a filer writes of an expenditure that was a gift in kind to another."""

PERSONS = ("Individual", "Candidate/Candidate Spouse", "Candidate Family Member", "Family Members")
TYPES = {
    **dict.fromkeys(PERSONS, "person"),
    **dict.fromkeys(("Committee", "Political Committee", "Political Action Committee (PAC)"), "committee"),
    **dict.fromkeys(
        (
            "Sole Proprietorship", "Partnership", "Partnership, including LLPs", "Partnership including LLPs",
            "Corporation", "Corporate", "Union", "Association", "Other",
            "Professional/Limited Liability Company (PLLC/LLC)",
        ),
        "organisation",
    ),
    "Unitemized": "unnamed",
    "": "",
}  # fmt: skip
"""Contributor types in words, each with the kind of party."""

LEGACY_TYPES = {
    "CAN": "person",
    "FAM": "person",
    "IND": "person",
    "CORP": "organisation",
    "PART": "organisation",
    "LLC": "organisation",
    "COM": "committee",
    "UNIT": "unnamed",
    "": "",
}
PERIODS = frozenset("ABCDEFGHIJKL")
"""Codes of the disclosure periods: 32 days before a primary (A) to the July report (K), and off the cycle (L)."""
