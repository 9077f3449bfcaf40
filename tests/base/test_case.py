"""A case's description is read strictly: each wrong field is one clear error."""

from pathlib import Path

import pytest

from headwater.base.case import read_case
from headwater.base.errors import CaseError

GOOD = 'title = "T"\nquestion = "Q"\n'


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ('offices = "district attorney"', "offices is not made of texts"),
        ("named_people = [5]", "named_people is not made of texts"),
        ('naming_threshold = "-1"', "above zero"),
        ('naming_threshold = "0"', "above zero"),
        ('[[donor_sets]]\nid = 7\nname = "N"\nmembers = []', "donor_sets is not made of texts"),
        ('[[donor_sets]]\nid = "i"\nname = "N"\nmembers = "fppc:1"', "members is not made of texts"),
        ('[[donor_sets]]\nid = "i"\nname = "N"', "members"),
        ('[[gaps]]\ndivision = "d"\nyears = 2014\ntext = "t"', "gaps is not made of texts"),
        ('[[publishers]]\nfile = "a.csv"', "publisher"),
        ('[[publishers]]\nfile = "a.csv"\npublisher = 5', "publishers is not made of texts"),
        ('[[publishers]]\nfile = "a.csv"\npublisher = "P"\nurl = "u"', "unknown field 'url'"),
        ('[[publishers]]\nfile = "a.csv"\npublisher = "P"\n' * 2, "two publishers"),
        ("unknown = 1", "unknown field 'unknown'"),
        ("title = ", "case.toml"),
    ],
)
def test_a_wrong_field_is_said(tmp_path: Path, more: str, why: str) -> None:
    (tmp_path / "case.toml").write_text(GOOD + more)

    with pytest.raises(CaseError, match=why):
        read_case(tmp_path)


def test_a_plain_case_has_defaults(tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text(GOOD)

    assert (read_case(tmp_path).naming_threshold_cents, read_case(tmp_path).offices) == (500_000, ())
