"""The rules one after the other: which lines do not count, why, and whose payment they are evidence of.

Every rule is an Ibis expression over tables with fixed names, compiled once for an engine; what it finds is held in a
table of the connection before the next begins, so that no expression grows with the number of rules.
"""

from functools import cache

import duckdb
import ibis
import pyarrow as pa
from ibis import _
from ibis.backends import BaseBackend

from headwater.ledger.again import amended
from headwater.ledger.book import Book, Filed, covered, framed, superseded
from headwater.ledger.giving_way import COLUMNS
from headwater.ledger.groups import marked
from headwater.ledger.suspects import suspects
from headwater.ledger.uncounted import KEY
from headwater.ledger.why_not import RULES, noticed

_HOLD = {"duckdb": "CREATE OR REPLACE TEMP TABLE {} AS {}", "pyspark": "CACHE TABLE {} AS {}"}
_SUPERSEDED, _SUSPECTS, _COVERED = "judging_superseded", "judging_suspects", "judging_covered"
FRAMED, TOUCHED, MARKS = "judging_framed", "judging_touched", "marks"
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
        every = self._step(FRAMED, framed(suspects(filed, replaced), filed).mutate(place=ibis.row_number()))
        covering = self._step(_COVERED, covered(every, filed))
        book = Book(replaced, covering, every.limit(0))
        self.steps[MARKS] = marked(every, [rule(every, book) for rule in (amended, noticed)])
        touched = ibis.table({"place": "int64"}, name=TOUCHED)
        lines = self._step(_SUSPECTS, every.semi_join(touched, "place"))
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
    desk = Desk(connection)
    desk.prepare()
    return desk.judge()


class Desk:
    """What one run holds in its connection."""

    def __init__(self, connection: BaseBackend) -> None:
        self._connection, self._found = connection, 0
        self._judging = judging(*(connection.table(name).schema() for name in READS))

    def prepare(self) -> None:
        """Holds the lines that some rule may touch."""
        if self._connection.name == "duckdb":
            # No rule depends on the order of rows, and keeping it costs memory.
            self._connection.raw_sql("SET preserve_insertion_order = false")
        for name in (_SUPERSEDED, FRAMED, _COVERED):
            self.hold(name, name)

    def judge(self, touched: pa.Table | None = None) -> ibis.Table:
        """Runs all rules, and gives the lines that do not count.

        Args:
            touched: the ``place`` of each line to be judged, which must be whole groups; all without it.
        """
        if touched is None:
            self._view(_SUSPECTS, f"SELECT * FROM {FRAMED}")
        else:
            self._connection.create_table(TOUCHED, touched, temp=True, overwrite=True)
            self.hold(_SUSPECTS, _SUSPECTS)
        self._begin()
        for number, rule in enumerate(RULES):
            while self._run(_rule(number)) and rule.repeats:
                pass
        self.hold(_LED, _LED)
        self._follow("start", 0)
        turn = 0
        while self._is_led():
            turn += 1
            self._follow("follow", turn)
        self.hold("judging_uncounted", "ended")
        # The next run of the same connection may hold all lines or some of them under this name.
        self._connection.raw_sql(f"DROP {'VIEW' if touched is None else 'TABLE'} {_SUSPECTS}")
        if self._connection.name == "duckdb":
            self._connection.raw_sql("SET preserve_insertion_order = true")
        return self._connection.table("judging_uncounted")

    def read(self, step: str) -> pa.Table:
        """The rows of a step, in memory."""
        return self._connection.raw_sql(self._judging.sql(step, self._connection.name)).to_arrow_table()

    def hold(self, name: str, step: str) -> None:
        """Computes a step into a table of the connection."""
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

    def _view(self, name: str, sql: str) -> None:
        self._connection.raw_sql(f"CREATE OR REPLACE TEMP VIEW {name} AS {sql}")

    def _begin(self) -> None:
        self.hold(f"{_FOUND}_0", _FOUND)
        self._gather()
        for name in (_STANDING, _TAKEN):
            self._view(name, self._judging.sql(name, self._connection.name))

    def _run(self, step: str) -> bool:
        """Runs a rule on what stands; whether it found anything."""
        name = f"{_FOUND}_{self._found + 1}"
        self.hold(name, step)
        if self._is_empty(name):
            return False
        self._found += 1
        self._gather()
        return True

    def _follow(self, step: str, turn: int) -> None:
        """Goes one step from what gives way to what it gives way to."""
        self.hold(f"judging_ends_{turn}", step)
        self._view("judging_ends", f"SELECT * FROM judging_ends_{turn}")

    def _is_led(self) -> bool:
        """Whether a line still gives way to one that gives way."""
        self._view("judging_left", self._judging.sql("left", self._connection.name))
        return not self._is_empty("judging_left")

    def _gather(self) -> None:
        self._view(_GONE, " UNION ALL ".join(f"SELECT * FROM {_FOUND}_{n}" for n in range(self._found + 1)))

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
