"""Numbers in the place of texts: ids, keys and names are compared, joined and sorted as numbers, at half the cost.

A number follows from its text alone, so that it is the same from build to build: half of the text's MD5, since the
engine's own hash is one and the same for many texts that differ a little. The empty text has 0.
"""

import ibis
import ibis.expr.datatypes as dt

NUMBER = "uint64"
NONE = 0
"""The number of an empty text."""
_DIGITS = 16
CALACCESS_FILING = "calaccess_filing"
"""The scheme of a filer that its lines know by the number of the filing alone."""
_KNOWN_TO_AGENCY = "^(fec|fppc):"


@ibis.udf.scalar.builtin(name="md5_number_lower", signature=((dt.string,), dt.uint64))  # type: ignore[untyped-decorator]  # ibis has no types
def md5_lower(_text: str) -> int:
    """Half of a text's MD5, as the engine gives it."""
    raise NotImplementedError


@ibis.udf.scalar.builtin(name="hex", signature=((dt.uint64,), dt.string))  # type: ignore[untyped-decorator]  # ibis has no types
def _hex(_number: int) -> str:
    raise NotImplementedError


@ibis.udf.scalar.builtin(name="hash", signature=((None,), dt.uint64))  # type: ignore[untyped-decorator]  # ibis has no types
def hash_of(_value: object) -> int:
    """The engine's own hash, quick and not always another for another value; Ibis' word for it casts it twice."""
    raise NotImplementedError


def number_of(text: ibis.Value) -> ibis.Value:
    """The number of a text; nothing where there is none."""
    return ibis.ifelse(text == "", ibis.literal(NONE, NUMBER), md5_lower(text))


def number_of_line(line_id: ibis.Value) -> ibis.Value:
    """The number of a line: its id's own 16 hexadecimal digits, so that numbers have the order of ids."""
    return ibis.literal("0x").concat(line_id.substr(1)).cast(NUMBER)


def line_of(number: ibis.Value, sign: str = "L") -> ibis.Value:
    """The id of a line, or with another sign of its payment, from the line's number."""
    return ibis.literal(sign).concat(_hex(number).lower().lpad(_DIGITS, "0"))


def no_line() -> ibis.Value:
    """No line: every number may be a line's."""
    return ibis.null(NUMBER)


def numbered(keys: ibis.Table, parties: ibis.Table) -> ibis.Table:
    """Every party with the numbers of its key (``key``) and its normal name (``name``).

    ``is_known``: whether the key is a number that the federal or the Californian agency gave. A filer that its lines
    know by the number of the filing has a name of whoever filed that.

    Args:
        keys: the table ``party_keys``.
        parties: the table ``source_parties``.
    """
    joined = keys.inner_join(parties, "party_id")
    unnamed = joined.filter(joined.scheme == CALACCESS_FILING).select("party_id", "key")
    named = joined.filter(joined.scheme != CALACCESS_FILING).view().semi_join(unnamed, "key")
    by_key = named.group_by("key").aggregate(filer_name=named.normal_name.min())
    found = joined.left_join(unnamed.inner_join(by_key, "key").drop("key"), "party_id")
    name = ibis.coalesce(found.filer_name, found.normal_name)
    is_known = found.key.re_search(_KNOWN_TO_AGENCY)
    return found.select("party_id", key=number_of(found.key), name=number_of(name), is_known=is_known)
