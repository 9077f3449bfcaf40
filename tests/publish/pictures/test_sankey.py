"""The flow picture: sound markup, widths in dollars, left to right, hostile names, and a table that says the same."""

import re
from xml.etree import ElementTree as ET

import pytest

from headwater.base.errors import CaseError
from headwater.publish.pictures import sankey
from headwater.publish.pictures.flow import Flow, FlowBand, FlowPayment, flow_of
from headwater.publish.pictures.layout import Space, columns_of, laid_out
from headwater.publish.pictures.sankey import png_of, svg_of, title_of
from headwater.publish.pictures.table import page_of, table_of

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert(1)</script>&"\u202eevil\u0000' + "x" * 5000


def band(tail: str, head: str, cents: int, low: int, day: str = "2020-01-02", url: str = "") -> FlowBand:
    return FlowBand((tail, 0), (head, 0), cents, low, (FlowPayment(f"{tail}-{head}", cents, day, day, url),))


# TRACING.md, vector 2
FLOW = Flow(("D",), ("X",), 9000, 2000, 8500, (
    band("D", "PAC1", 6000, 6000), band("PAC1", "PAC2", 6000, 2000, "2020-01-03"),
    band("D", "PAC2", 2500, 2500, "2020-01-07"), band("PAC2", "X", 8500, 2000, "2020-01-05"),
))  # fmt: skip
SPACE = Space(20, 800, 50, 300, 40, 9)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_picture_is_well_formed_and_says_what_it_shows(width: int) -> None:
    root = ET.fromstring(svg_of(FLOW, width))  # noqa: S314 - our own text
    title, words = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert title.text == "Of $90.00 that reached X, at least $20.00 and at most $85.00 can be money of D"
    assert words is not None
    assert "PAC1 to PAC2: $60.00, of which $20.00 must be money of the donor set" in (words.text or "")
    assert root.get("aria-labelledby") == "flow-title flow-words"
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))


def test_widths_are_dollars_and_solid_what_is_certain() -> None:
    boxes, ribbons = laid_out(FLOW, SPACE)
    scale = {round(ribbon.thickness / ribbon.band.cents, 9) for ribbon in ribbons}
    assert len(scale) == 1
    for ribbon in ribbons:
        assert ribbon.sure / ribbon.thickness == pytest.approx(ribbon.band.low_cents / ribbon.band.cents)
    for box in boxes:
        assert box.height / box.cents == pytest.approx(
            scale.pop() if scale else ribbons[0].thickness / ribbons[0].band.cents
        )


def test_every_band_leads_from_left_to_right_and_nothing_overlaps_in_a_column() -> None:
    boxes, ribbons = laid_out(FLOW, SPACE)
    assert columns_of(FLOW) == {("D", 0): 0, ("PAC1", 0): 1, ("PAC2", 0): 2, ("X", 0): 3}
    for ribbon in ribbons:
        across = [x for x, _ in ribbon.edge]
        assert across == sorted(across)
    for box in boxes:
        assert SPACE.top <= box.y
        assert box.y + box.height <= SPACE.top + SPACE.height + 1
        for other in boxes:
            apart = box.y + box.height <= other.y or other.y + other.height <= box.y
            assert box is other or box.column != other.column or apart


def test_each_band_links_to_its_payments_in_the_table() -> None:
    page = page_of(FLOW)
    for number in range(1, 5):
        assert page.count(f'href="#band-{number}"') == 2, "wide and narrow"
        assert page.count(f'id="band-{number}"') == 1
    alone = svg_of(Flow(("D",), ("X",), 5, 5, 5, (band("D", "X", 5, 5, url="https://filings.example.invalid/17001"),)))
    assert 'href="https://filings.example.invalid/17001"' in alone


def test_the_table_says_the_same() -> None:
    rows = re.findall(r"<tr id=.*?</tr>", table_of(FLOW))
    said = [re.findall(r"\$[\d,.]+", row)[:3] for row in rows]
    assert said == [
        ["$60.00", "$60.00", "$0.00"], ["$60.00", "$20.00", "$40.00"], ["$25.00", "$25.00", "$0.00"],
        ["$85.00", "$20.00", "$65.00"],
    ]  # fmt: skip
    assert "payment PAC1-PAC2" in rows[1]


@pytest.mark.parametrize("width", [1280, 390])
def test_hostile_names_are_text_of_bounded_length(width: int) -> None:
    bad = band(HOSTILE, HOSTILE + "2", 10, 5, url="javascript:alert(1)")
    flow = Flow((HOSTILE,), (HOSTILE + "2",), 10, 5, 10, (bad,))
    for text in (svg_of(flow, width), page_of(flow)):
        assert "<script" not in text
        assert "\u202e" not in text
        assert "\x00" not in text
        assert "javascript:" not in text
        assert "x" * 400 not in text
    root = ET.fromstring(svg_of(flow, width))  # noqa: S314 - our own text
    for one in root.iter(f"{SVG}text"):
        assert len(one.text or "") < 200


def test_no_money_is_said_and_drawn_as_nothing() -> None:
    text = svg_of(Flow(("D",), ("X",), 10, 0, 0, ()))
    assert "No money of the donor set can have reached the target." in text
    assert "exactly $0.00" in text


def test_two_donors_have_the_same_picture() -> None:
    def named(donor: str) -> Flow:
        return Flow((donor,), ("X",), 9, 1, 9, (band(donor, "A", 9, 9), band("A", "X", 9, 1)))

    assert svg_of(named("Oak")).replace("Oak", "Elm") == svg_of(named("Elm"))


def test_a_picture_is_the_same_each_time_and_from_plain_data() -> None:
    plain = {
        "donors": ["D"], "targets": ["X"], "target_total_cents": 5, "low_cents": 5, "high_cents": 5,
        "bands": [{"tail": ["D", 0], "head": ["X", 0], "cents": 5, "low_cents": 5, "payments": [
            {"payment_id": "D-X", "cents": 5, "first_day": "2020-01-02", "last_day": "2020-01-02"}]}],
    }  # fmt: skip
    assert svg_of(flow_of(plain)) == svg_of(Flow(("D",), ("X",), 5, 5, 5, (band("D", "X", 5, 5),)))
    assert title_of(flow_of(plain)).endswith("exactly $0.05 is money of D")


def test_png_is_the_picture_where_the_optional_package_is() -> None:
    drawn = png_of(svg_of(FLOW, 390))
    # the PNG signature, and the width of the picture twice: RFC 2083
    assert drawn[:8] == b"\x89PNG\r\n\x1a\n"
    wide = ET.fromstring(svg_of(FLOW, 390)).get("width")  # noqa: S314 - our own text
    assert int.from_bytes(drawn[16:20]) == 2 * int(wide or 0)


def test_png_without_the_package_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sankey, "find_spec", lambda _name: None)
    with pytest.raises(CaseError, match="headwater"):
        png_of(svg_of(FLOW))
