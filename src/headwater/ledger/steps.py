"""All rules as steps: an Ibis expression each, over tables with fixed names.

What a step finds is held in a table before the next begins, so that no expression grows with the number of rules.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import ibis
from ibis import _

from headwater.ledger.again import amended
from headwater.ledger.agencies import NAMESAKES, namesakes
from headwater.ledger.book import Book, Filed, covered, followed, framed
from headwater.ledger.chains import superseded
from headwater.ledger.evidence import DAYS, ended, evidence, told, topics
from headwater.ledger.giving_way import COLUMNS
from headwater.ledger.groups import marked
from headwater.ledger.numbers import NUMBER, no_line, numbered
from headwater.ledger.suspects import AGAIN, OFTEN, Wanted, said_again, suspects, wanted
from headwater.ledger.uncounted import KEY
from headwater.ledger.why_not import RULES, noticed

SUPERSEDED, COVERED, TOUCHED = "judging_superseded", "judging_covered", "judging_touched"
GONE, STANDING, TAKEN, LED, FOUND = (f"judging_{name}" for name in ("gone", "standing", "taken", "led", "found"))
FRAMED, EVERY, WANTED, PLACES = "judging_framed", "judging_every", "judging_wanted", "judging_places"
NUMBERED, NEEDS, BASE, MARKED = "judging_numbered", "needs", "judging_base", "judging_marked"
TURNS = "judging_turns"
ENDS, ENDED, TOLD = "judging_ends", "judging_ended", "judging_told"
UNCOUNTED, TOPICS, EVIDENCE = "judging_uncounted", "judging_topics", "judging_evidence"

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
        filed = replace(filed, keys=self._step(NUMBERED, numbered(filed.keys, filed.parties)))
        alike = self._step(NAMESAKES, namesakes(filed))
        again = self._found(AGAIN, said_again(filed))
        replaced = self._step(SUPERSEDED, superseded(filed, again))
        marks = [self._found(name, found) for name, found in wanted(filed, replaced, again, alike).items()]
        self.wanted = [mark.get_name() for mark in marks]
        marked_once = self._step(WANTED, ibis.union(*marks).distinct())
        seen = framed(suspects(filed.lines, marked_once), filed)
        self.steps[FRAMED] = seen
        held = ibis.table({**seen.schema(), "place": "int64"}, name=FRAMED)
        every = followed(held)
        covering = self._step(COVERED, covered(every, filed))
        book = Book(replaced, covering, every.limit(0), alike)
        # Beside the lines: those that are found are taken from them.
        places = self._step(PLACES, every.select("place", *KEY, *DAYS))
        for name, marks in marked(every, [rule(every, book) for rule in (amended, noticed)], alike).items():
            self.steps[name] = marks
        touched = ibis.table({"place": "int64"}, name=TOUCHED)
        self.steps[EVERY] = held.semi_join(touched, "place")
        standing = self._step(STANDING, followed(ibis.table(held.schema(), name=BASE)))
        self.steps[NEEDS] = standing.aggregate(**{f"of_{n}": need(standing) for n, need in _needs()})
        empty = ibis.literal("")
        nothing = standing.limit(0).mutate(why_not=empty, same_as=no_line(), doubt=empty, family=empty)
        gone = self._step(FOUND, nothing.select(*COLUMNS, "family"), GONE)
        partners = gone.select("family", other_line="same_as", by_source="record_source")
        taken = self._step(TAKEN, partners)
        for number, rule in enumerate(RULES):
            own = taken.filter(_.family == rule.family).drop("family")
            given = rule.give_way(standing, Book(replaced, covering, own, alike))
            self.steps[rule_step(number)] = given.select(*COLUMNS, family=ibis.literal(rule.family))
        ends = self._leading(gone)
        found = self._step(ENDED, ended(gone, ends), TOLD)
        uncounted = self._step(UNCOUNTED, told(found, places))
        about = self._step(TOPICS, topics(filed.lines, uncounted))
        self.steps[EVIDENCE] = evidence(found, places, about)

    def _leading(self, gone: ibis.Table) -> ibis.Table:
        """Where those lines lead that give way to a line which gives way, step by step; the last as a table."""
        moved = gone.filter(_.same_as != _.line_id)
        aims = gone.select(aim="same_as").view()
        onward = moved.semi_join(aims, moved.line_id == aims.aim)
        led = self._step(LED, onward.group_by(from_line="line_id").aggregate(to_line=_.same_as.max()))
        self.steps["start"] = gone.semi_join(led, gone.same_as == led.from_line).select("place", end="same_as")
        ends = ibis.table({"place": "int64", "end": NUMBER}, name=ENDS)
        step = ends.left_join(led, ends.end == led.from_line)
        self.steps["follow"] = step.select("place", end=ibis.coalesce(step.to_line, step.end))
        self.steps["left"] = ends.semi_join(led, ends.end == led.from_line)
        return ends

    def _found(self, name: str, wanted: Wanted) -> ibis.Table:
        """Lines that some rule may touch, or their marks, and for some of them numbers to be counted first."""
        if wanted.numbers is not None:
            self.steps[name + OFTEN] = wanted.numbers
            self.counted.append(name)
        return self._step(name, wanted.found)

    def _step(self, name: str, expression: ibis.Table, seen_as: str = "") -> ibis.Table:
        self.steps[name] = expression
        return ibis.table(expression.schema(), name=seen_as or name)

    def sql(self, step: str, engine: str) -> str:
        """One step as SQL of an engine, compiled once."""
        if (step, engine) not in self._compiled:
            self._compiled[step, engine] = str(ibis.to_sql(self.steps[step], dialect=engine))
        return self._compiled[step, engine]


def _nullable(schema: ibis.Schema) -> ibis.Schema:
    return ibis.schema({name: kind.copy(nullable=True) for name, kind in schema.items()})


def _needs() -> Iterator[tuple[int, Callable[[ibis.Table], ibis.Value]]]:
    return ((number, rule.needs) for number, rule in enumerate(RULES) if rule.needs is not None)


def rule_step(number: int) -> str:
    """The step of a rule, by its number among `RULES`."""
    return f"rule {number}"
