"""Recall petitions: what several publishers state of them, which figure stands, and the arithmetic of the sample."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from headwater.base.ids import stable_id
from headwater.outcomes.fact_tables import RecallPetition, RecallStatementCheck
from headwater.outcomes.places import place_of

Row = Mapping[str, Any]


def recall_petitions(statements: Iterable[Row]) -> list[RecallPetition]:
    """One row for each petition, from the figures that stand."""
    return [_petition(petition_id, listed) for petition_id, listed in sorted(_by_petition(statements).items())]


def recall_statements(statements: Iterable[Row]) -> list[RecallStatementCheck]:
    """Each statement beside the figure that stands; one that differs is flagged, whoever makes it."""
    found = []
    for petition_id, listed in sorted(_by_petition(statements).items()):
        standing = _standing(listed)
        found += [_check(petition_id, row, standing.get(row["measure"])) for row in listed]
    return found


def projected(submitted: int, checked: int, valid: int) -> int:
    """Valid signatures that a random sample leads to expect, to the nearest whole, halves up.

    The share of valid ones in the sample times all that were handed in, without a correction for duplicates.

    Raises:
        ValueError: if the sample is empty or has more valid signatures than it has.
    """
    if checked <= 0 or valid > checked:
        raise ValueError(f"a sample of {checked} signatures cannot have {valid} valid ones")
    return int(Fraction(submitted * valid, checked) + Fraction(1, 2))


def _by_petition(statements: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in statements:
        key = stable_id("R", row["division"], row["office"], row["person"], row["petition"])
        found.setdefault(key, []).append(row)
    return found


def _standing(listed: list[Row]) -> dict[str, Row]:
    """For each measure the deciding officer's latest statement, else the latest of all."""
    order = sorted(listed, key=lambda row: (row["is_official"], row["as_of"] or date.min, row["file_name"], row["row"]))
    return {row["measure"]: row for row in order}


def _petition(petition_id: str, listed: list[Row]) -> RecallPetition:
    standing = _standing(listed)
    first = listed[0]
    counts: dict[str, int | None] = {measure: row["count"] for measure, row in standing.items()}
    required, submitted, valid = (counts.get(name) for name in ("required", "submitted", "valid"))
    checked, good = counts.get("sample_checked"), counts.get("sample_valid")
    expected = projected(submitted, checked, good) if submitted and checked and good is not None else None
    short = valid - required if valid is not None and required is not None else None
    return RecallPetition(
        petition_id=petition_id,
        division=first["division"],
        place=place_of(first["division"]),
        office=first["office"],
        person=first["person"],
        petition=first["petition"],
        deadline=standing["deadline"]["day"] if "deadline" in standing else None,
        filed=standing["filed"]["day"] if "filed" in standing else None,
        required=required,
        submitted=submitted,
        sample_checked=checked,
        sample_valid=good,
        sample_percent=100 * good / checked if checked and good is not None else None,
        projected=expected,
        projected_less_required=expected - required if expected is not None and required is not None else None,
        valid=valid,
        valid_less_required=short,
        outcome="not_counted" if short is None else "sufficient" if short >= 0 else "insufficient",
        statement_count=len(listed),
        differing_count=sum(_value(row) != _value(standing[row["measure"]]) for row in listed),
    )


def _check(petition_id: str, row: Row, standing: Row | None) -> RecallStatementCheck:
    is_number = row["count"] is not None and standing is not None and standing["count"] is not None
    return RecallStatementCheck(
        petition_id=petition_id,
        measure=row["measure"],
        stated=_value(row),
        standing=_value(standing) if standing else "",
        difference=row["count"] - standing["count"] if is_number and standing else None,
        agrees=standing is not None and _value(row) == _value(standing),
        is_official=row["is_official"],
        as_of=row["as_of"],
        document=row["document"],
        publisher=row["publisher"],
        url=row["url"],
        file_name=row["file_name"],
        row=row["row"],
    )


def _value(row: Row) -> str:
    return str(row["count"]) if row["count"] is not None else str(row["day"])
