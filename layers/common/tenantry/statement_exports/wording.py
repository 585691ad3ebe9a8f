"""
What a statement's document says in words: where its numbers come from.
"""

from tenantry.clock import stamp
from tenantry.commissions.model import Agreement, Basis, Status
from tenantry.disbursements.model import Disbursement
from tenantry.money import Money
from tenantry.statement_exports.model import Told
from tenantry.statement_exports.rows import rate_text

MRR = (
    """
    MRR (monthly recurring revenue) of a tenant for a month is the payment that covers the month's
    last instant (UTC), net of tax, divided by the calendar months that it is spread over: of a year
    that is paid at once, a twelfth each month. Only money that the platform has counts.
    """,
    """
    The commission of a line is the partner's share of the MRR, less the part of the payment that
    was refunded, lost, or is disputed, converted at the rates of exchange of the month's last day.
    It is computed exactly and rounded once, in the line, to a whole minor unit, a half to the even
    one. The total is the sum of the rounded lines.
    """,
    """
    A line is never changed. What becomes known later is a line of its own (an adjustment) in the
    next statement, at the rate, the rates of exchange and for the partner of the month that it is
    about.
    """,
    "No tax is computed or withheld here.",
)
"""The definition of what is counted, in paragraphs."""

OWN_FONTS = (
    "Chinese, Japanese and Korean characters are drawn with the fonts of your viewer; if it has"
    " none, they stay blank. The partner's id says who is meant."
)


def missing(characters: frozenset[str]) -> str:
    """
    That some characters could not be drawn.
    """
    codes = ", ".join(f"U+{ord(one):04X}" for one in sorted(characters))
    return f"Characters that no font of this document has are written as their codes: {codes}."


def amount(money: Money) -> str:
    """
    An amount as people read it.

    Example:
        >>> amount(Money(-1250, "KES"))
        '-12.50 KES'
    """
    return f"{money.major()} {money.currency}"


def agreed(agreement: Agreement) -> str:
    """
    What a month is earned under.

    Example:
        >>> from tenantry.clock import Month
        >>> agreed(Agreement(Month("2026-01")))
        '20 % of what customers pay, net of tax; paid out from 50.00 USD on'
    """
    share = f"{(agreement.rate * 100).normalize():f} %"
    of = (
        f"{share} of what customers pay, net of tax"
        if agreement.basis is Basis.PAID
        else f"{share} of the wholesale price, and all that customers pay above it (markup)"
    )
    held = f"; held for {agreement.hold_days} days" if agreement.hold_days else ""
    return f"{of}; paid out from {amount(agreement.minimum)} on{held}"


def standing(told: Told) -> list[str]:
    """
    What has become of a statement, step by step.
    """
    header = told.header
    steps = [f"Written {stamp(header.written_at)}"]
    if header.approved_at is not None:
        steps.append(f"Approved {stamp(header.approved_at)}")
    if header.rejected_at is not None:
        steps.append(f"Rejected {stamp(header.rejected_at)}: {header.reason or 'no reason given'}")
    if header.settled_at is not None:
        reference = f", reference {header.reference}" if header.reference else ""
        steps.append(f"Settled {stamp(header.settled_at)}{reference}")
    elif header.status is Status.PENDING:
        steps.append(f"To be approved by {stamp(header.approve_by)}")
    elif header.pay_by is not None and header.status is Status.APPROVED:
        steps.append(f"To be paid by {stamp(header.pay_by)}, or carried until enough is payable")
    if told.disbursement is not None:
        steps += _payment(told.disbursement)
    return steps


def _payment(disbursement: Disbursement) -> list[str]:
    months = ", ".join(disbursement.months)
    paid = f"{amount(disbursement.amount)} by {disbursement.account.method.value}"
    steps = [f"Disbursement {disbursement.id} ({disbursement.status.value}): {paid}"]
    carried = f" and {amount(disbursement.carried)} carried" if disbursement.carried.minor else ""
    total = amount(disbursement.total)
    steps.append(f"It pays the statements of {months}{carried}, together {total}")
    if disbursement.quotes:
        quotes = "; ".join(rate_text(quote) for quote in disbursement.quotes)
        steps.append(f"Converted at the rates of {disbursement.fx_day}: {quotes}")
    return steps
