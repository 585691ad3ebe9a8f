"""
What a person sees of the stand-in: Checkout's page for each session, and a list of all.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from html import escape
from string import Template

from infra.local.stripe.account import Account
from infra.local.stripe.refused import Json, Refused

EXPONENTS = {
    **dict.fromkeys(["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA"], 0),
    **dict.fromkeys(["PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"], 0),
    **dict.fromkeys(["BHD", "JOD", "KWD", "OMR", "TND"], 3),
}
"""Stripe's, of the currencies that have not two decimals."""

SHOWN_EVENTS = 40

PAGE = Template("""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>$title</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body { font: 16px/1.5 system-ui, sans-serif; color: #1c2430; max-width: 60rem; margin: 2rem auto;
  padding: 0 1rem; overflow-wrap: anywhere }
table { border-collapse: collapse; width: 100%; margin-bottom: .75rem }
th, td { border-bottom: 1px solid #c9d1dc; padding: .4rem .5rem .4rem 0; text-align: start }
form { display: inline-block; margin: .25rem .75rem .25rem 0 }
button, input { font: inherit; padding: .4rem .9rem; border: 1px solid #4c5866;
  border-radius: .4rem; background: #f2f5f9; color: inherit }
button.main { background: #0b4f8a; border-color: #0b4f8a; color: #fff }
input { width: 8rem; background: #fff }
.alert { background: #fdecea; border-inline-start: .3rem solid #b3261e; padding: .5rem 1rem }
.note { color: #4c5866 }
</style></head>
<body><main><h1>$title</h1>
<p class="note">A stand-in for Stripe on this machine. No money moves.</p>
$content
</main></body></html>
""")
TABLE = Template("""<h2>$title</h2>
<table><thead><tr>$head</tr></thead><tbody>
$rows
</tbody></table>
""")
BUTTON = Template("""<form method="post" action="/c/pay/$session/$act/$target">$field
<button$main>$label</button></form>
""")
AMOUNT = Template("""<label>Amount in $currency, empty for all that is left
<input name="amount" inputmode="decimal" autocomplete="off"></label>""")


def listing(account: Account, log: Sequence[Json]) -> str:
    """
    Every session, and the events that were told of last.
    """
    sessions = [
        (
            f'<a href="/c/pay/{escape(session["id"])}">{escape(session["id"])}</a>',
            _moment(session["created"]),
            escape(f"{session['status']}, {session['payment_status']}"),
            _money(session["amount_total"], session["currency"]),
            escape(session["client_reference_id"] or ""),
            escape(session["customer_email"] or ""),
        )
        for session in account.all("checkout.session")
    ]
    answers = {attempt["event"]: _answered(attempt) for attempt in log}
    events = [
        (
            escape(event["type"]),
            _moment(event["created"]),
            escape(event["data"]["object"]["id"]),
            answers.get(event["id"], "waits" if event["pending_webhooks"] else "taken"),
        )
        for event in account.all("event")[:SHOWN_EVENTS]
    ]
    content = _table(
        "Checkouts", ["Session", "Opened", "State", "Total", "Reference", "E-mail"], sessions
    ) + _table("Newest events", ["Event", "At", "About", "Webhook"], events)
    return PAGE.substitute(title="Payments", content=content)


def checkout(account: Account, session_id: str, wrong: str = "") -> str:
    """
    The page on which one session is paid, and all that can happen to it afterwards.

    Args:
        wrong: What went wrong just now.
    """
    session = account.find("checkout.session", session_id)
    parts = [
        f'<p class="alert" role="alert">{escape(wrong)}</p>' if wrong else "",
        _bill(session, account.asked[session_id]["line_items"]),
        _state(account, session),
        '<p><a href="/">All payments</a></p>',
    ]
    return PAGE.substitute(title="Checkout", content="".join(parts))


def problem(message: str) -> str:
    """
    A page that only says what is wrong.
    """
    return PAGE.substitute(title="Not possible", content=f"<p>{escape(message)}</p>")


def return_url(session: Json) -> str:
    """
    Where the buyer goes after paying.
    """
    url: str = session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"])
    return url


def to_minor(text: str, currency: str) -> int:
    """
    An amount as a person writes it, in Stripe's units.

    Example:
        >>> to_minor("12.5", "usd")
        1250
    """
    try:
        minor = Decimal(text).scaleb(EXPONENTS.get(currency.upper(), 2))
    except InvalidOperation:
        raise Refused(f"'{text}' is no amount.", param="amount") from None
    if minor != minor.to_integral_value():
        raise Refused(f"'{text}' has too many decimals.", param="amount")
    return int(minor)


def _bill(session: Json, lines: Sequence[Json]) -> str:
    currency = session["currency"]
    rows = [
        (
            escape(line["price_data"]["product_data"]["name"]),
            str(line["quantity"]),
            _money(line["price_data"]["unit_amount"], currency),
        )
        for line in lines
    ]
    sums = {
        "Subtotal": session["amount_subtotal"],
        "Tax": session["total_details"]["amount_tax"],
        "Total": session["amount_total"],
    }
    rows += [(name, "", _money(amount, currency)) for name, amount in sums.items()]
    return _table("To pay", ["Item", "Quantity", "Price"], rows)


def _state(account: Account, session: Json) -> str:
    session_id = session["id"]
    if session["status"] == "open":
        cancel = escape(session["cancel_url"] or "/", quote=True)
        return "".join(
            (
                _button(session_id, "pay", session_id, "Pay", main=' class="main"'),
                _button(session_id, "pay_later", session_id, "Pay with a delayed method"),
                _button(session_id, "decline", session_id, "Let it fail"),
                _button(session_id, "expire", session_id, "Let it expire"),
                f'<p><a href="{cancel}">Go back without paying</a></p>',
            )
        )
    if session["status"] == "expired":
        return "<p>This checkout has expired.</p>"
    intent = account.find("payment_intent", session["payment_intent"])
    back = f'<p><a href="{escape(return_url(session), quote=True)}">Go on to the seller</a></p>'
    if intent["status"] == "succeeded":
        return f"<p>This is paid.</p>{back}{_afterwards(account, session)}"
    if intent["status"] == "processing":
        return "".join(
            (
                f"<p>The money is on its way.</p>{back}",
                _button(session_id, "settle", session_id, "Settle the payment"),
                _button(session_id, "fail", session_id, "Fail the payment"),
            )
        )
    return f"<p>The payment has failed.</p>{back}"


def _afterwards(account: Account, session: Json) -> str:
    session_id, intent_id = session["id"], session["payment_intent"]
    amount = AMOUNT.substitute(currency=session["currency"].upper())
    acts = {
        "refund": {
            "pending": [("settle_refund", "Let it arrive"), ("fail_refund", "Let it fail")],
            "succeeded": [("fail_refund", "Let it come back")],
        },
        "dispute": {"needs_response": [("win", "Won"), ("lose", "Lost")]},
    }
    rows = [
        (
            escape(f"{kind} {thing['id']}"),
            _money(thing["amount"], thing["currency"]),
            escape(thing["status"])
            + " "
            + "".join(
                _button(session_id, act, thing["id"], label)
                for act, label in by_status.get(thing["status"], [])
            ),
        )
        for kind, by_status in acts.items()
        for thing in account.all(kind)
        if thing["payment_intent"] == intent_id
    ]
    return "".join(
        (
            _table("Afterwards", ["What", "Amount", "State"], rows) if rows else "",
            _button(session_id, "refund", intent_id, "Refund", field=amount),
            _button(session_id, "dispute", intent_id, "Dispute"),
        )
    )


def _button(session_id: str, act: str, target: str, label: str, **more: str) -> str:
    filled = {"field": "", "main": "", **more}
    return BUTTON.substitute(session=session_id, act=act, target=target, label=label, **filled)


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return TABLE.substitute(
        title=title,
        head="".join(f'<th scope="col">{name}</th>' for name in head),
        rows="\n".join(
            "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows
        ),
    )


def _money(amount: int, currency: str) -> str:
    exponent = EXPONENTS.get(currency.upper(), 2)
    return f"{Decimal(amount).scaleb(-exponent):,.{exponent}f} {escape(currency.upper())}"


def _moment(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"


def _answered(attempt: Json) -> str:
    status = attempt["status"] or "no answer"
    return f"{status} (attempt {attempt['attempt']})"
