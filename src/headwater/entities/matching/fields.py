"""What a field of a record says, and how two of its values are compared: one set of levels a role, for every data set.

The levels are fixed beforehand and are the same for donors, firms and the known answers; only which column plays
which role is said per kind. Fellegi and Sunter, A Theory for Record Linkage, JASA 64 (1969).
"""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Role: TypeAlias = Literal["given", "family", "initial", "date", "code", "postcode", "choice", "words", "place", "home"]


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a record and the role it plays; ``label`` is what a person reads, the column's name if empty."""

    column: str
    role: Role
    swaps_with: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """How records of one kind are matched.

    ``blocking``: pairs are only compared if all expressions of one of these agree. ``training``: the model's agreement
    rates are learned on pairs that agree on one of these. ``household``: fields that different people of one household
    share.
    """

    kind: str
    fields: tuple[Field, ...]
    blocking: tuple[tuple[str, ...], ...]
    training: tuple[tuple[str, ...], ...]
    household: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are compared."""
        return tuple(field.column for field in self.fields)


def comparison(field: Field) -> dict[str, Any]:
    """The comparison of a field as Splink's settings have it."""
    column = field.column
    missing = {"sql_condition": f"{column}_l IS NULL OR {column}_r IS NULL", "label_for_charts": "missing"}
    levels: list[dict[str, Any]] = [missing | {"is_null_level": True}]
    levels.append(
        {"sql_condition": f"{column}_l = {column}_r", "label_for_charts": "same", "tf_adjustment_column": column}
    )
    levels += [{"sql_condition": sql, "label_for_charts": label} for label, sql in _NEAR[field.role](field)]
    levels.append({"sql_condition": "ELSE", "label_for_charts": "different"})
    return {"output_column_name": column, "comparison_levels": levels}


def _given(field: Field) -> list[tuple[str, str]]:
    c = field.column
    initial = f"(length({c}_l) = 1 OR length({c}_r) = 1) AND left({c}_l, 1) = left({c}_r, 1)"
    return [
        *_swapped(field),
        ("nickname", f"list_has_any({c}_forms_l, {c}_forms_r)"),
        ("initial", initial),
        ("near", f"jaro_winkler_similarity({c}_l, {c}_r) >= 0.9"),
        ("somewhat near", f"jaro_winkler_similarity({c}_l, {c}_r) >= 0.8"),
    ]


def _family(field: Field) -> list[tuple[str, str]]:
    c = field.column
    return [
        *_swapped(field),
        ("near", f"jaro_winkler_similarity({c}_l, {c}_r) >= 0.92"),
        ("somewhat near", f"jaro_winkler_similarity({c}_l, {c}_r) >= 0.8"),
    ]


def _swapped(field: Field) -> list[tuple[str, str]]:
    c, other = field.column, field.swaps_with
    return [("swapped", f"{c}_l = {other}_r AND {other}_l = {c}_r")] if other else []


def _date(field: Field) -> list[tuple[str, str]]:
    c = field.column
    return [
        ("one slip", f"damerau_levenshtein({c}_l, {c}_r) <= 1"),
        ("two slips", f"damerau_levenshtein({c}_l, {c}_r) <= 2"),
        ("same year", f"left({c}_l, 4) = left({c}_r, 4)"),
    ]


def _code(field: Field) -> list[tuple[str, str]]:
    c = field.column
    return [(f"{n} slips", f"damerau_levenshtein({c}_l, {c}_r) <= {n}") for n in (1, 2)]


def _postcode(field: Field) -> list[tuple[str, str]]:
    c = field.column
    return [
        ("one slip", f"damerau_levenshtein({c}_l, {c}_r) <= 1"),
        ("same area", f"left({c}_l, 3) = left({c}_r, 3)"),
        ("same region", f"left({c}_l, 1) = left({c}_r, 1)"),
    ]


def _place(field: Field) -> list[tuple[str, str]]:
    c = field.column
    return [("near", f"jaro_winkler_similarity({c}_l, {c}_r) >= 0.9")]


def _words(field: Field) -> list[tuple[str, str]]:
    c = field.column
    shared = f"len(list_intersect({c}_words_l, {c}_words_r))"
    least = f"least(len({c}_words_l), len({c}_words_r))"
    most = f"greatest(len({c}_words_l), len({c}_words_r))"
    return [
        ("same words", f"{shared} = {most}"),
        ("near", f"jaro_winkler_similarity({c}_l, {c}_r) >= 0.95"),
        ("one within the other", f"{shared} >= 2 AND {shared} = {least}"),
        ("most words", f"{shared} * 3 >= {most} * 2"),
        ("somewhat near", f"jaro_winkler_similarity({c}_l, {c}_r) >= 0.85"),
        ("some words", f"{shared} * 3 >= {most}"),
    ]


def _home(field: Field) -> list[tuple[str, str]]:
    """A ZIP code together with its city and state, which say nothing more where the codes are the same."""
    c = field.column
    state = "state_l = state_r"
    return [
        ("same city", f"city_l = city_r AND {state}"),
        ("one slip", f"damerau_levenshtein({c}_l, {c}_r) <= 1 AND {state}"),
        ("same area", f"left({c}_l, 3) = left({c}_r, 3)"),
        ("same state", state),
    ]


def _nothing_near(_field: Field) -> list[tuple[str, str]]:
    return []


_NEAR = {
    "given": _given,
    "family": _family,
    "initial": _nothing_near,
    "date": _date,
    "code": _code,
    "postcode": _postcode,
    "choice": _nothing_near,
    "words": _words,
    "place": _place,
    "home": _home,
}
