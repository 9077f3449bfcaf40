"""The rule `direct`: gifts from the donor set straight to the target, with no account between."""

from headwater.trace.problem import Problem


def direct(problem: Problem) -> int:
    """Cents of the donor set's own payments to the target."""
    return problem.question.cents(problem.book.transfers, of_donors=True)
