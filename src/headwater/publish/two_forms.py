"""One rendering, two forms: a page, and the same contents as a dossier to print.

Both say the same but for few places. A page is rendered once, with a mark at each of these, and each form is cut from
it: half of a site's pages are the other half again. Marks of parts are control characters, which no text of a page
holds, as `showing.visible` writes them out.
"""

import re

from markupsafe import Markup

from headwater.base.ids import stable_id
from headwater.publish.quoting import tex

COVER = Markup("\x1e")
"""Where a dossier has its first sheet."""
ONLY_PAGE, END = Markup("\x1c"), Markup("\x1d")
"""What stands between is no part of a dossier."""
_LEFT_OUT = re.compile("\x1c[^\x1d]*\x1d\n?")


def fits(page: str, dossier: str) -> bool:
    """Whether two addresses can be one rendering: equally deep, and written alike in TeX as anywhere."""
    return page.count("/") == dossier.count("/") and tex(page) == page and tex(dossier) == dossier


def placeholder(page: str, edition: str) -> str:
    """What stands for a page's own address: a text that follows from all filings, so that none can hold it."""
    return stable_id("address", page, edition, "placeholder")


def as_page(rendered: str, said: str, address: str) -> str:
    """The page of a rendering in which `said` stands for the page's address."""
    for mark in (ONLY_PAGE, END, COVER):
        rendered = rendered.replace(mark, "")
    return rendered.replace(said, address)


def as_dossier(rendered: str, said: str, address: str, cover: str) -> str:
    """The dossier of a rendering, with its first sheet."""
    kept = _LEFT_OUT.sub("", rendered).replace("<body>", '<body class="dossier">', 1)
    return kept.replace(COVER, cover).replace(said, address)
