"""Units beside numbers, as English has them: one month, two months; less where a number says more than before."""

_KEEPS = frozenset({"percent", "dollars", "of", "on", "in", "points"})
_LOOKED_AT = 2
_ODD = {"bases": "basis"}


def beside(unit: str, number: float) -> str:
    """A unit as it stands beside a number: ``months`` is ``month`` beside 1."""
    if abs(number) != 1:
        return unit
    words = unit.split(" ")
    for at, word in enumerate(words[:_LOOKED_AT]):
        if word.strip("(),") in _KEEPS:
            return unit
        if word.endswith("s"):
            return " ".join([*words[:at], _singular(word), *words[at + 1 :]])
    return unit


def turned(number_text: str, number: float, unit: str) -> str:
    """A number with its unit; below nought, *more* is said as *less*, such as ``42 percent less``."""
    if number < 0 and unit.endswith(" more"):
        return f"{number_text.lstrip('−-')} {beside(unit, number).removesuffix('more')}less"
    return f"{number_text} {beside(unit, number)}".strip()


def _singular(word: str) -> str:
    if word in _ODD:
        return _ODD[word]
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes")) else word[:-1]
