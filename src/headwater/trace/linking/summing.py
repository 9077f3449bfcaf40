"""From links to rows: what each level holds, how its count moves, and where donor sets share the same dollars."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from headwater.base.ids import stable_id
from headwater.trace.linking.book import LinkBook
from headwater.trace.linking.deciding import Decider
from headwater.trace.linking.rule import Level, Link, Rule, Value
from headwater.trace.linking.tables import LinkingCount, LinkingLevel, LinkingOverlap, LinkingPayment, LinkingText

Target = tuple[str, str]
"""An entity or candidate, and the class of payments."""


def texts_of(rule: Rule) -> Iterator[LinkingText]:
    """The levels and parameters of a rule, in the order of its file."""
    for at, level in enumerate(rule.levels, start=1):
        yield LinkingText(rule.id, rule.version, "level", at, level.id, level.subject, level.words, level.text)
    for at, one in enumerate(rule.parameters, start=1):
        words = one.say(one.default)
        yield LinkingText(rule.id, rule.version, "parameter", at, one.name, "", words, one.text)


def level_rows(rule: Rule, level: Level, links: Sequence[Link], book: LinkBook) -> Iterator[tuple[LinkingLevel, Link]]:
    """The rows of one level at the rule's defaults, each with its link."""
    cents = book.cents_of
    sums = {target: _dollars(some, cents) for target, some in _by_target(links).items()}
    for link in links:
        key = (link.donor_set, link.subject, link.entity_id, link.target_class, link.arm, link.via_entity_id)
        trace = book.bounds_by_target.get((link.donor_set, link.entity_id, link.target_class))
        low, high = link.low_cents, link.high_cents
        if trace is not None and high is None and link.subject == "candidate":
            low, high = trace["low_cents"], trace["high_cents"]
        row = LinkingLevel(
            link_id=stable_id("K", rule.id, rule.version, level.id, *key),
            rule=rule.id, version=rule.version, level=level.id, thresholds=rule.say(rule.defaults),
            donor_set=link.donor_set, subject=link.subject, entity_id=link.entity_id, target_class=link.target_class,
            arm=link.arm, via_entity_id=link.via_entity_id, cents=link.cents, low_cents=low, high_cents=high,
            is_above_high=high is not None and sums[link.donor_set, (link.entity_id, link.target_class)] > high,
        )  # fmt: skip
        yield row, link


def payment_rows(link_id: str, link: Link) -> Iterator[LinkingPayment]:
    """The payments that a row cites."""
    for role, ids in (("reached", link.reached), ("evidence", link.evidence)):
        for payment_id in sorted(set(ids)):
            yield LinkingPayment(link_id, role, payment_id)


def count_rows(rule: Rule, book: LinkBook, decider: Decider) -> Iterator[LinkingCount]:
    """The counts of every level at every choice of the rule's parameters, for each donor set and for any of them."""
    cents = book.cents_of
    for number, point in enumerate(rule.points()):
        varied, value = _varied(rule, point)
        for level in rule.levels:
            links = decider.decide(rule, level, point)
            for donor_set in ("", *book.donor_sets):
                some = [link for link in links if donor_set in ("", link.donor_set)]
                yield LinkingCount(
                    rule.id, rule.version, level.id, donor_set, number, rule.say(point), varied, value,
                    len({link.entity_id for link in some}),
                    sum(cents(one) for one in {one for link in some for one in link.reached}),
                )  # fmt: skip


def overlap_rows(rule: Rule, level: Level, links: Sequence[Link], book: LinkBook) -> Iterator[LinkingOverlap]:
    """The targets of which a level counts the same payments for two donor sets or more."""
    cents = book.cents_of
    targets: dict[Target, dict[str, list[Link]]] = defaultdict(dict)
    for (donor_set, target), some in _by_target(links).items():
        targets[target][donor_set] = some
    for (entity, target_class), by_set in sorted(targets.items()):
        times: dict[str, int] = defaultdict(int)
        for some in by_set.values():
            for payment in {one for link in some for one in link.reached}:
                times[payment] += 1
        shared = sum(cents(one) for one, count in times.items() if count > 1)
        if shared:
            total = sum(_dollars(some, cents) for some in by_set.values())
            yield LinkingOverlap(
                rule.id, rule.version, level.id, entity, target_class, len(by_set), ";".join(sorted(by_set)),
                total, sum(cents(one) for one in times), shared,
            )  # fmt: skip


def _by_target(links: Iterable[Link]) -> dict[tuple[str, Target], list[Link]]:
    found: dict[tuple[str, Target], list[Link]] = defaultdict(list)
    for link in links:
        found[link.donor_set, (link.entity_id, link.target_class)].append(link)
    return found


def _dollars(links: Sequence[Link], cents: Callable[[str], int]) -> int:
    """What several links of one donor set to one target count: a part of it is not counted twice for two arms."""
    traced = [link for link in links if link.high_cents is not None or link.subject == "entity"]
    if traced:
        return max(link.cents for link in traced)
    return sum(cents(one) for one in {one for link in links for one in link.reached})


def _varied(rule: Rule, point: Mapping[str, Value]) -> tuple[str, str]:
    differ = [one for one in rule.parameters if point[one.name] != one.default]
    if len(differ) == 1:
        return differ[0].name, differ[0].say(point[differ[0].name])
    return ("several", "") if differ else ("", "")
