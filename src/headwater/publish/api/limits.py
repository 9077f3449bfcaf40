"""How much a reader's SQL may ask for, as the page for programs says and the desk keeps."""

SECONDS, ROWS, CHARACTERS, MEGABYTES = 5.0, 1_000, 5_000_000, 512
LONGEST = 5_000
"""Characters of a query."""
