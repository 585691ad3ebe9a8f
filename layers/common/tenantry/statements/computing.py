"""
Working out the lines of some tenants of a partner, from what is stored.

The same lines come out whenever it is done: for a statement, and for whoever checks it later.
"""

from collections.abc import Iterator

from tenantry.commissions import reading
from tenantry.commissions import rules as commissions
from tenantry.commissions import store as commission_store
from tenantry.commissions.adjusting import first_touched_month
from tenantry.commissions.earning import was_held_by_the_end
from tenantry.commissions.inputs import Customer, Partner
from tenantry.commissions.model import Line
from tenantry.commissions.rules import Part
from tenantry.statements import lines, rules, store
from tenantry.statements.model import Attempt, AttemptOutdated, Span, StatementHeader


def parts(partner: Partner, attempt: Attempt, span: Span) -> Iterator[Part]:
    """
    What each tenant of a span adds to the statement, by id, one after the other.

    Raises:
        RateMissing: A rate is not known.
        WrittenDiffers: The lines before are not what was known when they were written.
        AttemptOutdated: The statement before was rejected since this one was begun.
    """
    said = reading.said_of(partner.reseller_id)
    before = _Before(attempt)
    for tenant_id, holdings in commission_store.holdings_between(
        partner.reseller_id, span.first, span.last
    ):
        if was_held_by_the_end(holdings, attempt.month):
            customer = reading.customer_of(tenant_id, holdings, said)
            written = before.lines_of(partner, customer)
            yield commissions.part_of(partner, customer, attempt.closing, written)


class _Before:
    """
    The lines of earlier statements, read only where something corrects them.
    """

    def __init__(self, attempt: Attempt) -> None:
        self._attempt = attempt
        self._headers: list[StatementHeader] | None = None

    def lines_of(self, partner: Partner, customer: Customer) -> tuple[Line, ...]:
        first = first_touched_month(partner, customer, self._attempt.closing)
        if first is None:
            return ()
        if self._headers is None:
            self._headers = self._as_begun(list(store.headers_of(partner.reseller_id)))
        # What is about a month stands in its own statement, or in a later one.
        return tuple(
            line
            for header in self._headers
            if header.counts and first <= header.month < self._attempt.month
            for line in lines.lines_of_tenant(header, customer.tenant_id)
        )

    def _as_begun(self, headers: list[StatementHeader]) -> list[StatementHeader]:
        """
        The headers, unless one was rejected since: its lines would be missed.
        """
        attempt, month = self._attempt, self._attempt.month
        written = rules.written_before(headers, month)
        closing = commissions.closing_of(written, month, attempt.closing.cut_off)
        if not rules.goes_on(attempt, closing, attempt.currency):
            message = "the statement before was rejected meanwhile"
            raise AttemptOutdated(message)
        return headers
