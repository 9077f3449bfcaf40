"""Days are parsed strictly; cycles end in the even year."""

from datetime import date

import pytest

from headwater.base.dates import cycle_of, parse_date


@pytest.mark.parametrize("text", ["2020-02-30", "2020-13-01", "20200101", "", "1/2/2020", "٢٠٢٠-٠١-٠١"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="date"):
        parse_date(text)


def test_a_day_is_read() -> None:
    assert parse_date("2020-02-29") == date(2020, 2, 29)


def test_the_odd_year_belongs_to_the_next_even_one() -> None:
    assert [cycle_of(date(year, 6, 1)) for year in (2017, 2018, 2019)] == [2018, 2018, 2020]
