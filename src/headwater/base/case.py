"""A case: the folder in git that holds a question, its donor sets, its facts, judgements and claims."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from headwater.base.errors import CaseError
from headwater.base.money import parse_cents

FACT_FILES = (
    *(("payments.csv", "ledger_csv"), ("contests.csv", "contest_csv"), ("roster.csv", "roster_csv")),
    *(("events.csv", "event_csv"), ("recalls.csv", "recall_csv"), ("measures.csv", "measure_csv")),
    ("nonprofits.csv", "nonprofit_csv"),
)
"""The facts a case ships, each read by the same reader as a file that is added later."""


@dataclass(frozen=True, slots=True)
class DonorSet:
    """A named set of donors whose money is traced together; members are identifiers such as ``fppc:1402586``."""

    id: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """What the case's records do not hold, said in words on the pages that it touches.

    With ``contests`` it touches these alone, whatever else was voted on there in those years.
    """

    division: str
    years: str
    text: str
    contests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FilePublisher:
    """Who published what a file of the case states, where the file's reader cannot know it: it is anybody's sheet."""

    file: str
    publisher: str


@dataclass(frozen=True, slots=True)
class Case:
    """The case's own description, read from ``case.toml``; without ``offices`` it is about every office."""

    folder: Path
    title: str
    question: str
    naming_threshold_cents: int
    offices: tuple[str, ...]
    donor_sets: tuple[DonorSet, ...]
    gaps: tuple[Gap, ...]
    named_people: tuple[str, ...]
    publishers: tuple[FilePublisher, ...] = ()

    @property
    def slug(self) -> str:
        """The case's name in addresses: its folder's name."""
        return self.folder.resolve().name


def read_case(folder: Path) -> Case:
    """Reads a case folder.

    Raises:
        CaseError: if the folder or its ``case.toml`` is missing, or a field is missing, unknown or of the wrong type.
    """
    path = folder / "case.toml"
    if not path.is_file():
        raise CaseError(f"{folder}: no case here (case.toml is missing); `headwater new case NAME` makes one")
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CaseError(f"{path}: {error}") from error
    try:
        return _case_of(folder, data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CaseError(f"{path}: {_said(error)}") from error


def _case_of(folder: Path, data: dict[str, Any]) -> Case:
    known = {"title", "question", "naming_threshold", "offices", "donor_sets", "gaps", "named_people", "publishers"}
    if unknown := set(data) - known:
        raise ValueError(f"unknown field {min(unknown)!r}")
    sets = tuple(_donor_set(row) for row in data.get("donor_sets", ()))
    if len({donor_set.id for donor_set in sets}) != len(sets):
        raise ValueError("two donor sets have one id")
    threshold = parse_cents(str(data.get("naming_threshold", "5000")))
    if threshold <= 0:
        raise ValueError("naming_threshold must be above zero")
    return Case(
        folder=folder,
        title=str(data["title"]),
        question=str(data["question"]),
        naming_threshold_cents=threshold,
        offices=_texts(data.get("offices", []), "offices"),
        donor_sets=sets,
        gaps=tuple(_gap(row) for row in data.get("gaps", ())),
        named_people=_texts(data.get("named_people", []), "named_people"),
        publishers=_publishers(data.get("publishers", [])),
    )


def _donor_set(row: dict[str, Any]) -> DonorSet:
    id_, name = _texts([row["id"], row["name"]], "donor_sets")
    return DonorSet(id_, name, _texts(row["members"], "members"))


def _gap(row: dict[str, Any]) -> Gap:
    division, years, text = _texts([row["division"], row["years"], row["text"]], "gaps")
    return Gap(division, years, text, _texts(row.get("contests", []), "contests"))


def _publishers(rows: list[dict[str, Any]]) -> tuple[FilePublisher, ...]:
    found = tuple(FilePublisher(*_texts([row["file"], row["publisher"]], "publishers")) for row in rows)
    if unknown := {key for row in rows for key in row} - {"file", "publisher"}:
        raise ValueError(f"unknown field {min(unknown)!r} in publishers")
    if len({one.file for one in found}) != len(found):
        raise ValueError("two publishers are given for one file")
    return found


def _texts(values: Any, field: str) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TypeError(f"field {field} is not made of texts")
    return tuple(values)


def _said(error: Exception) -> str:
    return f"field {error} is missing" if isinstance(error, KeyError) else str(error)
