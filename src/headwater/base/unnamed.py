"""How public text speaks of people whose sums are below the case's threshold."""

UNNAMED = "a person below the naming threshold"
