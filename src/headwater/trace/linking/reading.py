"""Reads linking rules: one TOML file each, found by walking; every field is taken or is an error."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from headwater.base.errors import InputError
from headwater.base.money import parse_cents
from headwater.trace.linking.deciding import EVALUATORS, fault_of_query
from headwater.trace.linking.rule import MOST_POINTS, SUBJECTS, UNITS, Level, Parameter, Rule, Value

SHIPPED = Path(__file__).parent / "rules"
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_RULE = ("id", "version", "author", "title", "text", "source")


def read_rules(case_folder: Path) -> list[Rule]:
    """The rules that ship with Headwater and those of the case's folder ``linking``, by id and version.

    Raises:
        InputError: naming file, line or field, if a file is no rule or two files define the same rule and version.
    """
    own = case_folder / "linking"
    files = [*sorted(SHIPPED.glob("*.toml")), *(sorted(own.glob("*.toml")) if own.is_dir() else ())]
    found: dict[tuple[str, str], Rule] = {}
    for path in files:
        rule = read_rule(path)
        earlier = found.setdefault((rule.id, rule.version), rule)
        if earlier is not rule:
            reason = f"rule {rule.id!r}, version {rule.version!r}, is defined in {earlier.file} already"
            raise InputError(rule.file, reason, field="id")
    return [found[key] for key in sorted(found)]


def read_rule(path: Path) -> Rule:
    """One rule.

    Raises:
        InputError: naming file, line or field, if the file is no rule.
    """
    name = path.name if path.parent == SHIPPED else f"{path.parent.name}/{path.name}"
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(name, f"not TOML: {error}") from None
    except UnicodeDecodeError:
        raise InputError(name, "the file is not UTF-8") from None
    except OSError as error:
        raise InputError(name, error.strerror or "cannot be opened") from None
    return _rule(_Fields(name, data))


class _Fields:
    """A table of a file whose fields are taken one by one; what is left over is an error."""

    def __init__(self, file: str, data: Any, where: str = "") -> None:
        self.file, self.where = file, where
        if not isinstance(data, dict):
            raise InputError(file, "is not a table", field=where or None)
        self.left = dict(data)

    def fault(self, field: str, reason: str) -> InputError:
        return InputError(self.file, reason, field=f"{self.where}{field}")

    def text(self, field: str, default: str | None = None) -> str:
        found = self.left.pop(field, default)
        if found is None:
            raise self.fault(field, "this field is missing")
        if not isinstance(found, str) or (default is None and not found.strip()):
            raise self.fault(field, "is not a text")
        return " ".join(found.split()) if field != "query" else found

    def done(self) -> None:
        if self.left:
            raise self.fault(min(self.left), "unknown field")


def _rule(fields: _Fields) -> Rule:
    texts = {name: fields.text(name) for name in _RULE}
    if not _ID.fullmatch(texts["id"]):
        raise fields.fault("id", f"{texts['id'][:40]!r} is not small letters, digits and hyphens")
    given = _Fields(fields.file, fields.left.pop("parameters", {}), "parameters.")
    parameters = tuple(_parameter(given, name) for name in list(given.left))
    points = 1
    for parameter in parameters:
        points *= len(parameter.grid)
    if points > MOST_POINTS:
        raise fields.fault("parameters", f"the grids have {points} combinations; at most {MOST_POINTS} are counted")
    levels = fields.left.pop("levels", None)
    if not isinstance(levels, list) or not levels:
        raise fields.fault("levels", "a rule has one level or more")
    fields.done()
    read = tuple(_level(_Fields(fields.file, one, f"levels[{at}]."), parameters) for at, one in enumerate(levels))
    _refuse_twice(fields, [level.id for level in read])
    return Rule(file=fields.file, parameters=parameters, levels=read, **texts)


def _refuse_twice(fields: _Fields, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise fields.fault("levels", f"the level {one!r} stands twice")
        seen.add(one)


def _parameter(given: _Fields, name: str) -> Parameter:
    fields = _Fields(given.file, given.left.pop(name), f"parameters.{name}.")
    if not _NAME.fullmatch(name):
        raise fields.fault("", "a parameter's name is small letters, digits and _")
    unit = fields.text("unit")
    if unit not in UNITS:
        raise fields.fault("unit", f"{unit[:40]!r} is not one of {', '.join(UNITS)}")
    grid = fields.left.pop("grid", None)
    if not isinstance(grid, list) or not grid:
        raise fields.fault("grid", "is not a list of values")
    if "default" not in fields.left:
        raise fields.fault("default", "this field is missing")
    default = _value(fields, "default", unit, fields.left.pop("default"))
    values = tuple(dict.fromkeys(_value(fields, "grid", unit, one) for one in grid))
    if default not in values:
        raise fields.fault("grid", "does not hold the default")
    text = fields.text("text")
    fields.done()
    return Parameter(name, unit, text, default, values)


def _value(fields: _Fields, field: str, unit: str, given: Any) -> Value:
    if unit in ("years", "count"):
        if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given < 10_000:
            raise fields.fault(field, f"{given!r} is not a whole number from 0 to 9999")
        return given
    if not isinstance(given, str):
        raise fields.fault(field, f"{given!r} is not a text (write amounts and shares in quotes)")
    if unit == "choice":
        return given
    try:
        value: Value = parse_cents(given) if unit == "dollars" else Decimal(given)
    except (ValueError, InvalidOperation) as error:
        reason = str(error) if unit == "dollars" else f"{given[:40]!r} is not a number"
        raise fields.fault(field, reason) from None
    if unit == "share" and not (Decimal(value).is_finite() and 0 <= Decimal(value) <= 1):
        raise fields.fault(field, f"{given[:40]!r} is not between 0 and 1")
    if unit == "dollars" and int(value) < 0:
        raise fields.fault(field, f"{given[:40]!r} is below zero")
    return value


def _level(fields: _Fields, parameters: tuple[Parameter, ...]) -> Level:
    id_, subject = fields.text("id"), fields.text("subject")
    if not _ID.fullmatch(id_):
        raise fields.fault("id", f"{id_[:40]!r} is not small letters, digits and hyphens")
    if subject not in SUBJECTS:
        raise fields.fault("subject", f"{subject[:40]!r} is not one of {', '.join(SUBJECTS)}")
    words, text = fields.text("words"), fields.text("text")
    query, evaluator = fields.text("query", ""), fields.text("evaluator", "")
    settings = fields.left.pop("with", {})
    fields.done()
    if bool(query) == bool(evaluator):
        raise fields.fault("query", "a level has a query or an evaluator, one of the two")
    names = {parameter.name for parameter in parameters}
    if query:
        if reason := fault_of_query(query, names):
            raise fields.fault("query", reason)
    else:
        _check_evaluator(fields, evaluator, settings, names)
    return Level(id_, subject, words, text, query, evaluator, dict(settings))


def _check_evaluator(fields: _Fields, name: str, settings: Any, parameters: set[str]) -> None:
    if name not in EVALUATORS:
        raise fields.fault("evaluator", f"{name[:40]!r} is not one of {', '.join(EVALUATORS)}")
    if not isinstance(settings, Mapping):
        raise fields.fault("with", "is not a table")
    _, needs = EVALUATORS[name]
    if missing := set(needs) - set(settings) - parameters:
        raise fields.fault("with", f"the evaluator {name} needs {min(missing)!r}, here or as a parameter")
    for setting, value in settings.items():
        allowed = needs.get(setting, ())
        if setting not in needs or (allowed and value not in allowed):
            raise fields.fault(f"with.{setting}", f"{value!r} is not {' or '.join(allowed) or 'known'}")
        if not allowed:
            raise fields.fault(f"with.{setting}", "this is a parameter; give it under parameters")
