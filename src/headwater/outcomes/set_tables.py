"""The tables of sets: counts under written definitions as of written days, and who is in them."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from headwater.base.table import table


@dataclass(frozen=True, slots=True)
class SetDefinition:
    """One definition of a word such as linked or defeated: a text, and the query that decides."""

    definition: Annotated[str, "Id of the definition"]
    word: Annotated[str, "The word that sentences use: linked, on the ballot, defeated, left office, replaced …"]
    counts: Annotated[str, "What one member is: a person, a candidacy, a term"]
    text: Annotated[str, "What it says, in words"]
    query: Annotated[str, "The query, over public views; $as_of is the day"]
    needs: Annotated[str, "Tables that it needs, separated by commas; empty if only those of the outcomes"]


@dataclass(frozen=True, slots=True)
class Score:
    """One count of one set under one definition as of one day."""

    definition: Annotated[str, "The definition"]
    word: Annotated[str, "The word that sentences use"]
    counts: Annotated[str, "What one member is"]
    as_of: Annotated[date, "The day"]
    count: Annotated[int | None, "Members in these records; null where a table that the definition needs is not there"]
    members: Annotated[str, "Members in words, separated by semicolons"]
    missing: Annotated[str, "Why there is no count; empty if there is one"]


@dataclass(frozen=True, slots=True)
class SetMember:
    """One member of one set as of one day, with the rows that make it one."""

    definition: Annotated[str, "The definition"]
    as_of: Annotated[date, "The day"]
    member: Annotated[str, "Who or what, in words"]
    division: Annotated[str, "OCD division id; empty if the definition gives none"]
    evidence: Annotated[str, "The row that makes it a member, as the definition's query gives it"]


SET_DEFINITIONS = table("set_definitions", SetDefinition, key=("definition",))
SCOREBOARD = table("scoreboard", Score, key=("definition", "as_of"))
SET_MEMBERS = table("set_members", SetMember, key=("definition", "as_of", "member", "division", "evidence"))
