"""Which files of the Federal Election Commission's bulk data are not in the records, cycle by cycle."""

import ibis
from ibis import _

_NAME = "fec_bulk"
_FILES = ("itcont", "itoth", "oppexp")
"""What one two-year cycle is published in; itpas2 is a subset of itoth."""
_CALLED = r"(itcont|itoth|oppexp|itpas2|indiv|oth|pas2)[0-9]*\.(txt|zip)$"
_SAME = {"indiv": "itcont", "oth": "itoth", "pas2": "itpas2"}
_CYCLE_YEARS = 2
_ONE_IN = 100
"""A smaller share of a file's lines than one in so many are errors of date."""


def lacking_files(lines: ibis.Table) -> ibis.Table:
    """Months for which a bulk file is not here though files of earlier, later or the same two-year cycles are.

    A file is of the last cycle of which it has more than a few lines: in the first months of a cycle it may hold more
    of the months before, reported late, and hardly any line is of days to come. Of a cycle in part the months are
    those of which its other files hold lines. Where a file does not have the Commission's name, nothing is said of its
    cycle: it may be any of them.

    Args:
        lines: the table ``source_lines``.
    """
    own = lines.filter((lines.record_source == _NAME) & ~lines.file_name.lower().endswith(".csv"))
    months = own.group_by("file_sha256", "file_name", month_number=_month(own.date_to)).aggregate(lines=_.count())
    cycles = months.group_by("file_sha256", "file_name", cycle=_cycle(months.month_number)).aggregate(
        lines=_.lines.sum()
    )
    of_file = ibis.window(group_by=["file_sha256", "file_name"])
    more = cycles.mutate(all_lines=_.lines.sum().over(of_file)).filter(_.lines * _ONE_IN >= _.all_lines)
    files = more.group_by("file_sha256", "file_name").aggregate(cycle=_.cycle.max())
    called = files.file_name.lower().re_extract(_CALLED, 1)
    files = files.select("file_sha256", "cycle", file=called.substitute(_SAME))
    unnamed = files.filter(_.file == "").select("cycle").distinct()
    span = files.aggregate(first=_.cycle.min(), last=_.cycle.max())
    between = span.select(cycle=ibis.range(span.first, span.last + 1, _CYCLE_YEARS).unnest())
    due = between.anti_join(unnamed, "cycle").mutate(file=ibis.array(list(_FILES))).unnest("file")
    lacking = due.anti_join(files, ["cycle", "file"])
    held = months.inner_join(files, "file_sha256").filter(_cycle(_.month_number) == _.cycle)
    ends = held.group_by("cycle").aggregate(held_first=_.month_number.min(), held_last=_.month_number.max())
    known = lacking.left_join(ends, "cycle").select(*lacking.columns, "held_first", "held_last")
    begun = (known.cycle - 1) * 12
    spans = known.mutate(
        begins=ibis.coalesce(known.held_first, begun),
        ends=ibis.coalesce(known.held_last, begun + 12 * _CYCLE_YEARS - 1),
    )
    every = spans.select(form=_.file, month_number=ibis.range(spans.begins, spans.ends + 1).unnest())
    return every.mutate(source=ibis.literal(_NAME), filer_party_id=ibis.literal(""))


def _month(day: ibis.Value) -> ibis.Value:
    return day.year().cast("int64") * 12 + day.month().cast("int64") - 1


def _cycle(month_number: ibis.Value) -> ibis.Value:
    """The even year in which the two-year cycle of a month ends."""
    year = month_number // 12
    return year + year % 2
