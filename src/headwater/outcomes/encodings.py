"""Names whose letters were broken by a wrong encoding on the way: found, and where there is one way back, mended."""

import re
import unicodedata

WRONG = ("cp1252", "mac_roman", "latin-1")
_LOST = "\ufffd"
_CAPITAL_INSIDE = re.compile(r"[a-z][À-ÖØ-ÞŸ](?=[a-z]|$|\W)")


def mended(name: str) -> str:
    """The name as it was before UTF-8 was read as something else; the same name where nothing of that kind is seen."""
    for wrong in WRONG:
        try:
            found = name.encode(wrong).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        if found != name:
            return unicodedata.normalize("NFC", found)
    if _CAPITAL_INSIDE.search(name):
        try:
            return name.encode("mac_roman").decode("latin-1")
        except (UnicodeEncodeError, UnicodeDecodeError):
            return name
    return name


def is_broken(name: str) -> bool:
    """Whether a name shows that its letters were broken: a lost one, a stray mark, or a capital inside a word."""
    composed = unicodedata.normalize("NFC", name)
    has_stray_mark = any(unicodedata.combining(letter) for letter in composed)
    return _LOST in name or has_stray_mark or mended(name) != name
