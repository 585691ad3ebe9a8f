"""
What the watcher sees of a job.
"""

from dataclasses import dataclass
from datetime import datetime

from tenantry.runs.model import Job


@dataclass(frozen=True, slots=True)
class Watched:
    """
    When a job finished last, and whether that is too long ago.

    Args:
        last_finished: The moment for which it did; None where it never has.
        late_from: When it is late unless another run finishes; None where nobody knows yet.
    """

    job: Job
    last_finished: datetime | None
    late_from: datetime | None
    is_late: bool
