"""Ids: opaque, stable from build to build, and made of content, never of position or time."""

import hashlib
import re
import unicodedata

_NOT_WORD = re.compile(r"[^0-9a-z]+")


def stable_id(prefix: str, *parts: str) -> str:
    """A short id of some text parts: the prefix and 16 hexadecimal digits of their SHA-256."""
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return prefix + hashlib.sha256(joined).hexdigest()[:16]


def clean_name(text: str) -> str:
    """A name as filed with Unicode composed and white space collapsed; nothing else is touched."""
    composed = text if text.isascii() else unicodedata.normalize("NFC", text)
    return " ".join(composed.split())


def normal_name(text: str) -> str:
    """A name for exact comparison: no accents, case, punctuation or doubled spaces.

    ``&`` and the word *and* are one, apostrophes vanish (``O'Malley`` is ``omalley``). Names with no Latin
    letter or digit keep their own letters, so that two scripts never become one empty name.
    """
    spelled = text.replace("&", " and ").replace("'", "").replace("\u2019", "")
    if spelled.isascii():
        # Nothing to take apart: most names are so.
        plain = spelled.lower()
    else:
        plain = unicodedata.normalize("NFKD", spelled).casefold()
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    latin = " ".join(_NOT_WORD.sub(" ", plain).split())
    return latin or " ".join(plain.split())


def slug(text: str, limit: int = 60) -> str:
    """A readable piece of an address: lower-case letters and digits joined by hyphens."""
    return normal_name(text).encode("ascii", "ignore").decode().replace(" ", "-")[:limit].strip("-")
