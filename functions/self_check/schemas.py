"""
The body of the self-check.
"""

from typing import Self

from tenantry.http.bodies import AnswerBody
from tenantry.self_check.model import Finding


class FindingBody(AnswerBody):
    """
    One part, whether it is as it should be, and what was seen.
    """

    part: str
    is_good: bool
    seen: str


class SelfCheckBody(AnswerBody):
    """
    Every part, and whether all are good.
    """

    is_good: bool
    findings: list[FindingBody]

    @classmethod
    def of(cls, findings: list[Finding]) -> Self:
        """
        Show the findings.
        """
        shown = [
            FindingBody(part=finding.part, is_good=finding.is_good, seen=finding.seen)
            for finding in findings
        ]
        return cls(is_good=all(finding.is_good for finding in findings), findings=shown)
