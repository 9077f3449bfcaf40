"""The rules one after the other: which lines do not count, why, and whose payment they are evidence of.

Every rule is an Ibis expression over tables with fixed names, compiled once for an engine; what it finds is held in a
table of the connection before the next begins, so that no expression grows with the number of rules.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import ibis
import pyarrow as pa
from ibis import _
from ibis.backends import BaseBackend

from headwater.base.parts import STRETCH
from headwater.ledger.again import amended
from headwater.ledger.book import OF_FEW_VALUES, Book, Filed, covered, framed
from headwater.ledger.chains import superseded
from headwater.ledger.compiled import Compiled, place_of
from headwater.ledger.giving_way import COLUMNS
from headwater.ledger.groups import marked
from headwater.ledger.holding import Holding
from headwater.ledger.numbers import NUMBER, line_of, no_line, numbered
from headwater.ledger.recurring import ALIKE, numbers_that_recur
from headwater.ledger.suspects import OFTEN, suspects, wanted
from headwater.ledger.uncounted import KEY
from headwater.ledger.why_not import RULES, noticed

_SUPERSEDED, _COVERED, _TOUCHED = "judging_superseded", "judging_covered", "judging_touched"
_GONE, _STANDING, _TAKEN, _LED, _FOUND = (f"judging_{name}" for name in ("gone", "standing", "taken", "led", "found"))
_FRAMED, _EVERY, _WANTED, PLACES = "judging_framed", "judging_every", "judging_wanted", "judging_places"
_NUMBERED, _NEEDS = "judging_numbered", "needs"
_ENDS, _ENDED, _UNCOUNTED = "judging_ends", "judging_ended", "judging_uncounted"


_AT_ONCE = 1 << 24
"""So many lines' numbers are sorted at once: 128 MB."""
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
        self.wanted: list[str] = []
        self.counted: list[str] = []
        self._compiled: dict[tuple[str, str], str] = {}
        filed = replace(filed, keys=self._step(_NUMBERED, numbered(filed.keys, filed.parties)))
        replaced = self._step(_SUPERSEDED, superseded(filed))
        marked_once = self._step(_WANTED, ibis.union(*self._marks(filed, replaced)).distinct())
        seen = framed(suspects(filed.lines, marked_once), filed)
        self.steps[_FRAMED] = seen
        every = ibis.table({**seen.schema(), "place": "int64"}, name=_FRAMED)
        covering = self._step(_COVERED, covered(every, filed))
        book = Book(replaced, covering, every.limit(0))
        places = self._step(PLACES, every.select("place", *KEY))
        for name, marks in marked(every, [rule(every, book) for rule in (amended, noticed)]).items():
            self.steps[name] = marks
        touched = ibis.table({"place": "int64"}, name=_TOUCHED)
        standing = self._step(_STANDING, every.semi_join(touched, "place"))
        self.steps[_NEEDS] = standing.aggregate(**{f"of_{n}": need(standing) for n, need in _needs()})
        empty = ibis.literal("")
        nothing = standing.limit(0).mutate(why_not=empty, same_as=no_line(), doubt=empty, family=empty)
        gone = self._step(_FOUND, nothing.select(*COLUMNS, "family"), _GONE)
        found = gone.select("family", other_line="same_as", by_source="record_source")
        taken = self._step(_TAKEN, found)
        for number, rule in enumerate(RULES):
            own = taken.filter(_.family == rule.family).drop("family")
            given = rule.give_way(standing, Book(replaced, covering, own))
            self.steps[_rule(number)] = given.select(*COLUMNS, family=ibis.literal(rule.family))
        moved = gone.filter(_.same_as != _.line_id)
        aims = gone.select(aim="same_as").view()
        onward = moved.semi_join(aims, moved.line_id == aims.aim)
        led = self._step(_LED, onward.group_by(from_line="line_id").aggregate(to_line=_.same_as.max()))
        self.steps["start"] = gone.semi_join(led, gone.same_as == led.from_line).select("place", end="same_as")
        ends = ibis.table({"place": "int64", "end": NUMBER}, name=_ENDS)
        step = ends.left_join(led, ends.end == led.from_line)
        self.steps["follow"] = step.select("place", end=ibis.coalesce(step.to_line, step.end))
        self.steps["left"] = ends.semi_join(led, ends.end == led.from_line)
        self.steps["ended"] = _with_payments(gone, ends, places)

    def _marks(self, filed: Filed, replaced: ibis.Table) -> list[ibis.Table]:
        """Marks of the lines that some rule may touch, and for some of them numbers to be counted first."""
        marks = []
        for name, found in wanted(filed, replaced).items():
            marks.append(self._step(name, found.marks))
            if found.numbers is not None:
                self.steps[name + OFTEN] = found.numbers
        self.wanted = [mark.get_name() for mark in marks]
        self.counted = [name for name in self.wanted if name + OFTEN in self.steps]
        return marks

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
    desk.judge()
    return desk.found()


class Desk:
    """What one run holds in its connection."""

    def __init__(self, connection: BaseBackend, home: Path | None = None) -> None:
        """Begins a run.

        Args:
            connection: an engine that holds the tables of ``READS``.
            home: the case's own folder: with one the rules are kept as SQL, see `place_of`.
        """
        self._connection, self._found = connection, 0
        schemas = [connection.table(name).schema() for name in READS]
        place = place_of(home, connection.name, schemas) if home else None
        self._judging = Compiled(connection.name, lambda: judging(*schemas), place)
        lines = connection.table(READS[0]).count().to_pyarrow().as_py()
        self._slices = 1 + lines // _AT_ONCE
        self._holding, self._base = Holding(connection, lines), _FRAMED

    def prepare(self) -> None:
        """Holds the lines that some rule may touch."""
        self._keep_order(is_kept=False)
        for name in (_NUMBERED, _SUPERSEDED, *self._judging.wanted, _WANTED):
            if name in self._judging.counted:
                self._count(name + OFTEN)
            self._hold(name, name)
        framed_lines = self._holding.listed(self._sql(_FRAMED), READS[0], OF_FEW_VALUES)
        self._holding.table(_FRAMED, framed_lines, "place")
        self._hold(_COVERED, _COVERED)
        self._hold(PLACES, PLACES)

    def judge(self, touched: pa.Table | None = None) -> None:
        """Runs all rules, once.

        Args:
            touched: the ``place`` of each line to be judged, which must be whole groups; all without it.
        """
        if touched is not None:
            self._connection.create_table(_TOUCHED, touched, temp=True, overwrite=True)
            self._hold(_EVERY, _STANDING)
            self._base = _EVERY
        self._holding.view(_STANDING, f"SELECT * FROM {self._base}")
        self._hold(f"{_FOUND}_0", _FOUND)
        self._gather()
        self._holding.view(_TAKEN, self._sql(_TAKEN))
        (can,) = self.read(_NEEDS).to_pylist()
        for number, rule in enumerate(RULES):
            while can.get(f"of_{number}", True) and self._run(_rule(number)) and rule.repeats:
                pass
        self._hold(_LED, _LED)
        self._follow("start", 0)
        turn = 0
        while self._is_led():
            turn += 1
            self._follow("follow", turn)

    def found(self, also: ibis.Table | None = None) -> ibis.Table:
        """The lines that do not count, as the table ``uncounted`` holds them; all else is let go of.

        Args:
            also: such lines that were found before.
        """
        self._holding.view(_ENDED, self._sql("ended"))
        gone = self._connection.table(_ENDED)
        whole = gone if also is None else ibis.union(gone, also.select(*gone.columns))
        held = self._connection.create_table(_UNCOUNTED, whole, temp=True, overwrite=True)
        self._keep_order(is_kept=True)
        self._judging.keep()
        self._holding.close()
        return held

    def read(self, step: str) -> pa.Table:
        """The rows of a step, in memory."""
        return self._connection.raw_sql(self._sql(step)).to_arrow_table()

    def stretches(self, step: str) -> Iterator[pa.RecordBatch]:
        """The rows of a step, some thousands at a time."""
        yield from self._connection.raw_sql(self._sql(step)).to_arrow_reader(STRETCH)

    def _count(self, step: str) -> None:
        """Holds the numbers of a step that recur in it, looked at slice by slice."""
        every, slices = self._sql(step), self._slices
        told = (f"SELECT * FROM ({every}) WHERE {ALIKE} % {slices} = {number}" for number in range(slices))
        read = (self._connection.raw_sql(sql).to_arrow_table().column(0) for sql in told)
        found = pa.concat_tables([numbers_that_recur(numbers) for numbers in read])
        self._connection.create_table(step, found, temp=True, overwrite=True)

    def _keep_order(self, *, is_kept: bool) -> None:
        # No rule depends on the order of rows, and keeping it costs memory.
        if self._connection.name == "duckdb":
            self._connection.raw_sql(f"SET preserve_insertion_order = {is_kept}")

    def _sql(self, step: str) -> str:
        return self._judging.sql(step)

    def _hold(self, name: str, step: str) -> None:
        """Computes a step into a table."""
        self._holding.table(name, self._sql(step))

    def _run(self, step: str) -> bool:
        """Runs a rule on what stands; whether it found anything."""
        name = f"{_FOUND}_{self._found + 1}"
        self._hold(name, step)
        if self._is_empty(name):
            return False
        self._found += 1
        self._gather()
        self._holding.remove(_STANDING, self._base, name)
        return True

    def _follow(self, step: str, turn: int) -> None:
        """Goes one step from what gives way to what it gives way to."""
        self._hold(f"{_ENDS}_{turn}", step)
        self._holding.view(_ENDS, f"SELECT * FROM {_ENDS}_{turn}")

    def _is_led(self) -> bool:
        """Whether a line still gives way to one that gives way."""
        self._holding.view("judging_left", self._sql("left"))
        return not self._is_empty("judging_left")

    def _gather(self) -> None:
        self._holding.view(_GONE, " UNION ALL ".join(f"SELECT * FROM {_FOUND}_{n}" for n in range(self._found + 1)))

    def _is_empty(self, name: str) -> bool:
        return not self._connection.table(name).limit(1).count().to_pyarrow().as_py()


def _with_payments(gone: ibis.Table, ends: ibis.Table, places: ibis.Table) -> ibis.Table:
    """The payment that each line is evidence of; none where what it gives way to proves no payment."""
    dead = gone.filter(_.same_as.isnull()).select(dead_line="line_id").distinct()
    told = gone.left_join(ends, "place").mutate(end=ibis.coalesce(_.end, _.same_as))
    found = told.left_join(dead, told.end == dead.dead_line)
    is_none = found.end.isnull() | found.dead_line.notnull()
    payment = ibis.ifelse(is_none, "", line_of(found.end, "Y"))
    told = found.select("place", "why_not", "doubt", payment_id=payment)
    keyed = told.inner_join(places, "place")
    return keyed.mutate(line_id=line_of(keyed.line_id)).select(*KEY, "why_not", "doubt", "payment_id")


def _nullable(schema: ibis.Schema) -> ibis.Schema:
    return ibis.schema({name: kind.copy(nullable=True) for name, kind in schema.items()})


def _needs() -> Iterator[tuple[int, Callable[[ibis.Table], ibis.Value]]]:
    return ((number, rule.needs) for number, rule in enumerate(RULES) if rule.needs is not None)


def _rule(number: int) -> str:
    return f"rule {number}"
