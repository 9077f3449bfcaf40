"""The rules one after the other: which lines do not count, why, and whose payment they are evidence of.

Every rule is an Ibis expression over tables with fixed names, compiled once for an engine; what it finds is held in a
table of the connection before the next begins, so that no expression grows with the number of rules.
"""

from functools import cache

import duckdb
import ibis
from ibis import _
from ibis.backends import BaseBackend

from headwater.ledger.book import Book, Filed, covered, framed, superseded
from headwater.ledger.giving_way import COLUMNS
from headwater.ledger.suspects import suspects
from headwater.ledger.uncounted import KEY
from headwater.ledger.why_not import RULES

_HOLD = {"duckdb": "CREATE OR REPLACE TEMP TABLE {} AS {}", "pyspark": "CACHE TABLE {} AS {}"}
_SUPERSEDED, _SUSPECTS, _COVERED = "judging_superseded", "judging_suspects", "judging_covered"
_GONE, _STANDING, _TAKEN, _LED, _FOUND = (f"judging_{name}" for name in ("gone", "standing", "taken", "led", "found"))


READS = ("source_lines", "source_filings", "source_totals", "source_parties", "party_keys")


@cache
def judging(*schemas: ibis.Schema) -> "Judging":
    """The rules over tables of these schemas, in the order of ``READS``."""
    # Whether a column may be null differs between a file and a table in memory, and matters to no rule.
    named = zip(READS, (_nullable(schema) for schema in schemas), strict=True)
    return Judging(Filed(*(ibis.table(schema, name=name) for name, schema in named)))


class Judging:
    """The expressions of all rules over the tables of one set of schemas."""

    def __init__(self, filed: Filed) -> None:
        self.steps: dict[str, ibis.Table] = {}
        self._compiled: dict[tuple[str, str], str] = {}
        replaced = self._step(_SUPERSEDED, superseded(filed))
        lines = self._step(_SUSPECTS, framed(suspects(filed, replaced), filed).mutate(place=ibis.row_number()))
        covering = self._step(_COVERED, covered(lines, filed))
        empty = ibis.literal("")
        none = lines.limit(0).mutate(why_not=empty, same_as=empty, doubt=empty, family=empty)
        gone = self._step(_FOUND, none.select(*COLUMNS, "family"), _GONE)
        standing = self._step(_STANDING, lines.anti_join(gone, "place"))
        found = gone.select("family", other_line="same_as", by_source="record_source")
        taken = self._step(_TAKEN, found)
        for number, rule in enumerate(RULES):
            own = taken.filter(_.family == rule.family).drop("family")
            given = rule.give_way(standing, Book(replaced, covering, own))
            self.steps[_rule(number)] = given.select(*COLUMNS, family=ibis.literal(rule.family))
        moved = gone.filter(_.same_as != _.line_id)
        led = self._step(_LED, moved.group_by(from_line="line_id").aggregate(to_line=_.same_as.max()))
        ends = ibis.table({**gone.schema(), "end": "string"}, name="judging_ends")
        step = ends.left_join(led, ends.end == led.from_line)
        self.steps["start"] = gone.mutate(end=gone.same_as)
        self.steps["follow"] = step.mutate(end=ibis.coalesce(step.to_line, step.end)).drop("from_line", "to_line")
        self.steps["left"] = ends.semi_join(led, ends.end == led.from_line)
        self.steps["ended"] = _with_payments(ends, lines)

    def _step(self, name: str, expression: ibis.Table, seen_as: str = "") -> ibis.Table:
        self.steps[name] = expression
        return ibis.table(expression.schema(), name=seen_as or name)

    def sql(self, step: str, engine: str) -> str:
        """One step as SQL of an engine, compiled once."""
        if (step, engine) not in self._compiled:
            self._compiled[step, engine] = str(ibis.to_sql(self.steps[step], dialect=engine))
        return self._compiled[step, engine]


def uncounted(connection: BaseBackend) -> ibis.Table:
    """The lines that do not count, as the table ``uncounted`` holds them.

    Args:
        connection: an engine that holds the tables of ``READS``.
    """
    if connection.name == "duckdb":
        # No rule depends on the order of rows, and keeping it costs memory.
        connection.raw_sql("SET preserve_insertion_order = false")
    desk = _Desk(connection, judging(*(connection.table(name).schema() for name in READS)))
    for name in (_SUPERSEDED, _SUSPECTS, _COVERED):
        desk.hold(name, name)
    desk.begin()
    for number, rule in enumerate(RULES):
        while desk.run(_rule(number)) and rule.repeats:
            pass
    desk.hold(_LED, _LED)
    desk.follow("start", 0)
    turn = 0
    while desk.is_led():
        turn += 1
        desk.follow("follow", turn)
    desk.hold("judging_uncounted", "ended")
    if connection.name == "duckdb":
        connection.raw_sql("SET preserve_insertion_order = true")
    return connection.table("judging_uncounted")


class _Desk:
    """What one run holds in its connection."""

    def __init__(self, connection: BaseBackend, judging: Judging) -> None:
        self._connection, self._judging, self._found = connection, judging, 0

    def hold(self, name: str, step: str) -> None:
        engine = self._connection.name
        sql = _HOLD[engine].format(name, self._judging.sql(step, engine))
        try:
            self._connection.raw_sql(sql)
        except duckdb.OutOfMemoryException:
            # One thread holds less at a time than several do.
            (threads,) = self._connection.raw_sql("SELECT current_setting('threads')").fetchone()
            self._connection.raw_sql("SET threads = 1")
            self._connection.raw_sql(sql)
            self._connection.raw_sql(f"SET threads = {threads}")

    def view(self, name: str, sql: str) -> None:
        self._connection.raw_sql(f"CREATE OR REPLACE TEMP VIEW {name} AS {sql}")

    def begin(self) -> None:
        self.hold(f"{_FOUND}_0", _FOUND)
        self._gather()
        for name in (_STANDING, _TAKEN):
            self.view(name, self._judging.sql(name, self._connection.name))

    def run(self, step: str) -> bool:
        """Runs a rule on what stands; whether it found anything."""
        name = f"{_FOUND}_{self._found + 1}"
        self.hold(name, step)
        if self._is_empty(name):
            return False
        self._found += 1
        self._gather()
        return True

    def follow(self, step: str, turn: int) -> None:
        """Goes one step from what gives way to what it gives way to."""
        self.hold(f"judging_ends_{turn}", step)
        self.view("judging_ends", f"SELECT * FROM judging_ends_{turn}")

    def is_led(self) -> bool:
        """Whether a line still gives way to one that gives way."""
        self.view("judging_left", self._judging.sql("left", self._connection.name))
        return not self._is_empty("judging_left")

    def _gather(self) -> None:
        self.view(_GONE, " UNION ALL ".join(f"SELECT * FROM {_FOUND}_{n}" for n in range(self._found + 1)))

    def _is_empty(self, name: str) -> bool:
        return not self._connection.table(name).limit(1).count().to_pyarrow().as_py()


def _with_payments(ends: ibis.Table, lines: ibis.Table) -> ibis.Table:
    """The payment that each line is evidence of; none where what it gives way to proves no payment."""
    dead = ends.filter(_.same_as == "").select(dead_line="line_id").distinct()
    found = ends.left_join(dead, ends.end == dead.dead_line)
    is_none = (found.end == "") | found.dead_line.notnull()
    payment = ibis.ifelse(is_none, "", ibis.literal("Y").concat(found.end.substr(1)))
    told = found.select("place", "why_not", "doubt", payment_id=payment)
    return told.inner_join(lines.select("place", *KEY), "place").select(*KEY, "why_not", "doubt", "payment_id")


def _nullable(schema: ibis.Schema) -> ibis.Schema:
    return ibis.schema({name: kind.copy(nullable=True) for name, kind in schema.items()})


def _rule(number: int) -> str:
    return f"rule {number}"
