"""Where readers' questions wait for their turn: one is traced at a time, and answers are kept for a while."""

import threading
import time
from collections import OrderedDict
from collections.abc import Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field

from headwater.base.errors import CaseError
from headwater.publish.questions.question import Preparing, Question, Traced, Tracer

MOST_WAITING, MOST_KEPT = 8, 64


class FullError(CaseError):
    """As many questions wait as may."""


@dataclass
class Job:
    """One question at work: the step that it is at, and since when."""

    step: int = 0
    began: float = field(default_factory=time.monotonic)
    coming: "Future[Traced]" = field(default_factory=Future)

    def within(self, seconds: float) -> Traced | None:
        """The answer, if it comes within so many seconds.

        Raises:
            HeadwaterError: if there is none, and why.
        """
        try:
            return self.coming.result(seconds)
        except NotYet:
            return None


class TraceDesk:
    """Takes questions from several threads; each is asked once, and answered from memory after that."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer
        self._pool = ThreadPoolExecutor(1, "trace")
        self._jobs: OrderedDict[Hashable, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._ready: Hashable = None

    def make_ready(self, mark: Hashable) -> None:
        """Has the tracer read the payments, once for each edition: a reader fills in the form meanwhile."""
        with self._lock:
            if self._ready == mark or not isinstance(self._tracer, Preparing):
                return
            self._ready = mark
            self._pool.submit(self._tracer.make_ready)

    def ask(self, question: Question, mark: Hashable) -> Job:
        """The job of a question.

        Args:
            question: what is asked.
            mark: which edition of the case it is asked of.

        Raises:
            FullError: if as many questions wait as may.
        """
        with self._lock:
            key = (question, mark)
            if key in self._jobs:
                self._jobs.move_to_end(key)
                return self._jobs[key]
            if sum(not job.coming.done() for job in self._jobs.values()) >= MOST_WAITING:
                raise FullError("other questions are being traced; try again in a few seconds")
            done = [one for one, job in self._jobs.items() if job.coming.done()]
            for old in done[: max(0, len(self._jobs) - MOST_KEPT + 1)]:
                del self._jobs[old]
            job = self._jobs[key] = Job()
            job.coming = self._pool.submit(self._tracer, question, lambda step: setattr(job, "step", step))
            return job
