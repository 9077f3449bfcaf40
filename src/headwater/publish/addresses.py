"""The addresses of the site: the only place that makes them."""

import re
from functools import lru_cache

from headwater.base.ids import slug, stable_id

STYLE = "style.css"
SCRIPT = "site.js"
SEARCH = "search.html"
HOME = "index.html"
QUALITY = "quality.html"
METHODS = "methods.html"
QUESTIONS = "questions.html"
DOWNLOADS = "downloads.html"
API = "api.html"
CORRECTIONS = "corrections.html"
CONTESTS = "contests/index.html"
ENTITIES = "entities/index.html"
OFFICES = "offices/index.html"
ROSTER_DAY = "offices/on.html"
TENURE = "offices/recalls.html"
COUNTED = "counts/index.html"
CHECKS = "contests/checks.html"
VOTERS = "contests/voters.html"
NONPROFITS = "entities/nonprofits.html"
CLAIMS = "claims/index.html"
SOURCES = "sources/index.html"
LINKING = "linking/index.html"
TRACES = "traces/index.html"

_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,119}|[A-Z][0-9a-f]{16}")
_COUNTRY = "ocd-division/country:us/"


def contest(contest_id: str) -> str:
    """The address of a contest's page."""
    return f"contests/{_file_name(contest_id)}.html"


def entity(entity_id: str) -> str:
    """The address of an entity's page."""
    return f"entities/{_file_name(entity_id)}.html"


def roster_on(day: str) -> str:
    """The address of who held office on a day; without a day, of the page that asks for one."""
    return ROSTER_DAY.replace(".html", f"-{day}.html") if day else ROSTER_DAY


def claim(claim_id: str) -> str:
    """The address of a claim's page."""
    return f"claims/{_file_name(claim_id)}.html"


def source(name: str) -> str:
    """The address of a source's page."""
    return f"sources/{_file_name(name)}.html"


def linking_rule(rule: str, version: str) -> str:
    """The address of one version of a linking rule."""
    return f"linking/{_file_name(f'{rule}-v{version}')}.html"


def numbered(index: str, number: int) -> str:
    """The address of one page of a long index; the first is the index itself."""
    return index if number == 1 else index.replace("index.html", f"index-{number}.html")


def dossier(page: str) -> str:
    """The address of the document to print of a contest's or an entity's page."""
    return f"dossiers/{page.replace('/', '-')}"


def trace(donor_set: str, target: str) -> str:
    """The address of what can have reached a target from a donor set."""
    return f"traces/{_file_name(donor_set)}/{_file_name(target)}.html"


def certificate(donor_set: str, target: str, target_class: str) -> str:
    """The address of what proves the bounds of one class of a target's payments."""
    return f"certificates/{_file_name(donor_set)}/{_file_name(target)}-{target_class}.json"


def picture(kind: str, page: str) -> str:
    """The address of a page's picture, without the ending that says what it is written as."""
    return f"pictures/{kind}/{page.removesuffix('.html').replace('/', '-')}"


def data_file(view: str) -> str:
    """The address of a public view as CSV."""
    return f"data/{view}.csv"


def data_terms(view: str) -> str:
    """The address of the use terms that travel with a CSV."""
    return f"data/{view}.use-terms.txt"


def data_of(page: str) -> str:
    """The address of a page's data as JSON."""
    return f"{page.removesuffix('.html')}.json"


def page_of(data: str) -> str:
    """The address of the page whose data stand at an address; any other address as it is."""
    return f"{data.removesuffix('.json')}.html" if data.endswith(".json") else data


def search_file(name: str) -> str:
    """The address of one file of the search index."""
    return f"search/{name}"


def letter(of: str) -> str:
    """The address of the entities whose names begin with a letter."""
    return f"entities/letter-{of}/index.html"


def rel(address: str) -> str:
    """What leads from a page to the site's top: empty, or one ``../`` for each folder."""
    return "../" * address.count("/")


@lru_cache(maxsize=4096)
def _file_name(key: str) -> str:
    """A file name for a key: the key itself where that is safe, else readable words and a hash.

    Only lower-case keys and our own ids pass as they are, so that two keys never meet on a file system that
    ignores case.
    """
    if _PLAIN.fullmatch(key) and not key.startswith("index"):
        return key
    words = slug(key.removeprefix(_COUNTRY), 100) or "page"
    return f"{words}-{stable_id('', key)[:8]}"
