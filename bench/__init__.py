"""The measurements in the order in which they are shown, each with the payments of its ledgers."""

from bench.bounds import against_networkx, against_ortools
from bench.building import unchanged_against_first
from bench.matching.measuring import donors_against_splink
from bench.planted import inside_the_bounds
from bench.rules import against_a_bare_pass
from bench.serving import site_of_many_payments

MEASUREMENTS = (
    (20_000, against_networkx),
    (200_000, against_ortools),
    (200_000, against_a_bare_pass),
    (200, inside_the_bounds),
    (50_000, unchanged_against_first),
    (20_000, donors_against_splink),
    (1_000_000, site_of_many_payments),
)
