"""The measurements in the order in which they are shown, each with its size."""

from bench.asking import traces_of_readers
from bench.bounds import against_networkx, against_ortools
from bench.building import amended_against_first, unchanged_against_first
from bench.bulk import against_bare_polars
from bench.efiles import readers_against_others
from bench.forms import returns_against_others
from bench.matching.measuring import donors_against_splink
from bench.official.measuring import ledger_of_made_up_files
from bench.planted import inside_the_bounds
from bench.rules import against_a_bare_pass
from bench.serving import site_of_many_pages, site_of_many_payments

MEASUREMENTS = (
    (20_000, against_networkx),
    (200_000, against_ortools),
    (200_000, against_a_bare_pass),
    (200, inside_the_bounds),
    (50_000, unchanged_against_first),
    (20_000, donors_against_splink),
    (1_000_000, against_bare_polars),
    (10_000_000, against_bare_polars),
    (500_000, readers_against_others),
    (200, returns_against_others),
    (300_000, amended_against_first),
    (10_000_000, ledger_of_made_up_files),
    (200_000, site_of_many_pages),
    (1_000_000, site_of_many_payments),
    (1_000_000, traces_of_readers),
)
