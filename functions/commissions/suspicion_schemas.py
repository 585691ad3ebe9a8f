"""
The bodies of the routes of tenants that may be their reseller's own.
"""

from typing import Self

from pydantic import Field

from tenantry.clock import stamp
from tenantry.commissions.inputs import FlagStatus
from tenantry.commissions.self_dealing import Sign
from tenantry.commissions.suspicions import Suspicion, Word
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.fields import Line
from tenantry.http.route import ListQuery


class SaySelfDealing(Body):
    """
    What an operator says of a tenant that may be its reseller's own.
    """

    status: FlagStatus = Field(
        description="released: its lines count; confirmed: it earns nothing; held: it waits."
    )
    reason: Line = Field(min_length=1)


class SelfDealingQuery(ListQuery):
    """
    Of which tenants this was said last.
    """

    status: FlagStatus = FlagStatus.HELD


class HeldTenantBody(AnswerBody):
    """
    A tenant that may be its reseller's own, as its reseller sees it.
    """

    reseller_id: str
    tenant_id: str
    status: FlagStatus
    since: str = Field(description="The first month that this is about.")
    said_at: str

    @classmethod
    def of(cls, suspicion: Suspicion) -> Self:
        """
        Show the last word.
        """
        last = suspicion.last
        return cls(
            reseller_id=suspicion.reseller_id,
            tenant_id=suspicion.tenant_id,
            status=last.status,
            since=last.since,
            said_at=stamp(last.said_at),
        )


class WordBody(AnswerBody):
    """
    What was said of a tenant once.
    """

    status: FlagStatus
    since: str
    said_at: str
    said_by: str
    reason: str | None = Field(description="Null where the system found a sign.")

    @classmethod
    def of(cls, word: Word) -> Self:
        """
        Show a word.
        """
        return cls(
            status=word.status,
            since=word.since,
            said_at=stamp(word.said_at),
            said_by=word.by,
            reason=word.why,
        )


class SelfDealingBody(HeldTenantBody):
    """
    A tenant that may be its reseller's own, with all that was found and said of it.
    """

    signs: list[Sign] = Field(description="Empty where an operator held it by hand.")
    words: list[WordBody] = Field(description="In the order in which they were said.")

    @classmethod
    def of(cls, suspicion: Suspicion) -> Self:
        """
        Show all of it.
        """
        shown = HeldTenantBody.of(suspicion)
        return cls(
            **dict(shown),
            signs=sorted(set(suspicion.signs.values())),
            words=[WordBody.of(word) for word in suspicion.words],
        )
