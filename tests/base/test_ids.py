"""Names for comparison, and ids."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from headwater.base.ids import normal_name


@given(st.text(st.characters(max_codepoint=127)) | st.text())
def test_plain_names_are_normal_as_all_others_are(text: str) -> None:
    spelled = text.replace("&", " and ").replace("'", "").replace("\u2019", "")
    # The definition, letter by letter, for every name: accents off, case off, other signs to single spaces.
    letters = [c for c in unicodedata.normalize("NFKD", spelled).casefold() if not unicodedata.combining(c)]
    plain = "".join(letters)
    latin = " ".join("".join(c if c in "0123456789abcdefghijklmnopqrstuvwxyz" else " " for c in plain).split())
    assert normal_name(text) == (latin or " ".join(plain.split()))
