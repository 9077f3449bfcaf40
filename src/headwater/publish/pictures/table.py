"""The table that says the same as a flow picture, and a page that holds both."""

from collections.abc import Iterator

from headwater.base.money import format_cents
from headwater.publish.pictures.flow import Flow, FlowPayment
from headwater.publish.pictures.sankey import svg_of, title_of
from headwater.publish.pictures.text import shown

ANCHOR = "band-"
NAME_LIMIT = 300
_STYLE = """\
body { margin: 0 auto; max-width: 80rem; padding: 1rem; background: #fbfaf6; color: #1d1c1a;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
.picture { overflow-x: auto; }
.picture svg { max-width: none; }
table { border-collapse: collapse; width: 100%; margin-top: 1rem; font-size: 0.94rem; }
caption { text-align: left; color: #595650; padding-bottom: 0.4rem; }
th, td { text-align: left; vertical-align: top; padding: 0.45rem 0.8rem 0.45rem 0; border-bottom: 1px solid #d8d4c9;
  overflow-wrap: anywhere; }
.num { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
tr:target { background: #fdf0bf; }
ul { list-style: none; margin: 0; padding: 0; }
"""


def table_of(flow: Flow, anchor: str = ANCHOR) -> str:
    """The bands as an HTML table, each row with its payments; the third row's id is ``band-3``.

    Names are escaped, direction marks written out, and only addresses of the web are linked.
    """
    head = "".join(
        f'<th scope="col"{mark}>{words}</th>'
        for words, mark in (
            ("From", ""), ("To", ""), ("Dollars", ' class="num"'), ("Must be the donor set’s", ' class="num"'),
            ("Can be", ' class="num"'), ("Payments", ""),
        )
    )  # fmt: skip
    caption = (
        "The same in numbers: one way in which the most can have arrived, band by band. A band’s certain part is what "
        "its own payments must hold."
    )
    body = "\n".join(_rows(flow, anchor))
    return f"<table>\n<caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def page_of(flow: Flow) -> str:
    """A whole page with the picture, wide and narrow, and its table; it loads nothing."""
    wide, narrow = (svg_of(flow, width, name, f"#{ANCHOR}") for width, name in ((1200, "wide"), (390, "narrow")))
    choice = (
        "@media (max-width: 46rem) { .wide { display: none; } }\n"
        "@media (min-width: 46.01rem) { .narrow { display: none; } }"
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{shown(title_of(flow))}</title>\n<link rel="icon" href="data:,">\n'
        f"<style>\n{_STYLE}{choice}\n</style>\n</head>\n<body>\n<main>\n"
        f'<div class="picture wide" role="region" aria-label="Picture" tabindex="0">\n{wide}</div>\n'
        f'<div class="picture narrow" role="region" aria-label="Picture, narrow" tabindex="0">\n{narrow}</div>\n'
        f"<h1>{shown(title_of(flow))}</h1>\n{table_of(flow)}\n</main>\n</body>\n</html>\n"
    )


def _rows(flow: Flow, anchor: str) -> Iterator[str]:
    for number, band in enumerate(flow.bands, start=1):
        amounts = (band.cents, band.low_cents, band.cents - band.low_cents)
        cells = "".join(f'<td class="num">{format_cents(one)}</td>' for one in amounts)
        paid = "".join(f"<li>{_payment(one)}</li>" for one in band.payments)
        yield (
            f'<tr id="{anchor}{number}"><th scope="row">{_name(band.tail[0])}</th><td>{_name(band.head[0])}</td>'
            f"{cells}<td><ul>{paid}</ul></td></tr>"
        )


def _payment(one: FlowPayment) -> str:
    words = f"{one.day}, {format_cents(one.cents)}, payment {one.payment_id[:NAME_LIMIT]}"
    if one.url.startswith(("https://", "http://")):
        return f'<a href="{shown(one.url)}" rel="noreferrer">{shown(words)}</a>'
    return shown(words)


def _name(text: str) -> str:
    return f"<bdi>{shown(text if len(text) <= NAME_LIMIT else f'{text[:NAME_LIMIT]}…')}</bdi>"
