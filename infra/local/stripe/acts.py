"""
What happens to payments: by the buyer, by the buyer's bank, and by Stripe itself.
"""

import time
from collections.abc import Callable, Mapping

from infra.local.stripe import objects
from infra.local.stripe.account import Account
from infra.local.stripe.refused import Json, Refused

AMOUNT_MAX = 99_999_999
"""Eight digits, in any currency."""

type Act = Callable[[Account, str, Json], Json]
"""Does something to the object of an id, with what else was said, and gives it as it then is."""


def open_session(account: Account, asked: Json, pages: str) -> Json:
    """
    Open a Checkout Session.
    """
    session = objects.session(asked, pages, account.settings["tax_percent"])
    if session["amount_total"] > AMOUNT_MAX:
        message = f"The total amount due must be no more than {AMOUNT_MAX}."
        raise Refused(message, code="amount_too_large")
    made = account.put(session)
    account.asked[made["id"]] = asked
    return made


def pay(account: Account, session_id: str, _: Json) -> Json:
    """
    The buyer pays by card.
    """
    session = _open(account, session_id)
    intent = account.put(objects.payment_intent(session, _payment_asked(account, session_id)))
    _receive(account, intent)
    return _complete(account, session, intent, "paid")


def pay_later(account: Account, session_id: str, _: Json) -> Json:
    """
    The buyer chooses a method by which the money comes days later, if at all.
    """
    session = _open(account, session_id)
    intent = account.put(objects.payment_intent(session, _payment_asked(account, session_id)))
    account.tell("payment_intent.processing", intent)
    return _complete(account, session, intent, "unpaid")


def decline(account: Account, session_id: str, _: Json) -> Json:
    """
    The buyer's card is declined; the session stays open for another try.
    """
    _open(account, session_id)
    message = "Your card was declined."
    raise Refused(message, status=402, kind="card_error", code="card_declined")


def settle(account: Account, session_id: str, _: Json) -> Json:
    """
    The money of a delayed method has come.
    """
    session, intent = _awaited(account, session_id)
    _receive(account, intent)
    session = account.put(session, payment_status="paid")
    account.tell("checkout.session.async_payment_succeeded", session)
    return session


def fail(account: Account, session_id: str, _: Json) -> Json:
    """
    The money of a delayed method will not come.
    """
    session, intent = _awaited(account, session_id)
    intent = account.put(intent, status="requires_payment_method")
    account.tell("payment_intent.payment_failed", intent)
    account.tell("checkout.session.async_payment_failed", session)
    return session


def expire(account: Account, session_id: str, _: Json) -> Json:
    """
    A session's time is over, or it is ended before.
    """
    session = account.put(_open(account, session_id), status="expired", url=None)
    account.tell("checkout.session.expired", session)
    return session


def expire_due(account: Account) -> None:
    """
    Expire each session whose time is over.
    """
    now = time.time()
    for session in account.all("checkout.session"):
        if session["status"] == "open" and session["expires_at"] <= now:
            expire(account, session["id"], {})


def change_amount(account: Account, session_id: str, said: Json) -> Json:
    """
    Let a session cost something else than was asked for.
    """
    session = _open(account, session_id)
    taxed = session["automatic_tax"]["enabled"]
    tax_percent = account.settings["tax_percent"] if taxed else "0"
    return account.put(session, **objects.amounts(said["subtotal"], tax_percent))


def refund(account: Account, charge_id: str, said: Json) -> Json:
    """
    Pay back a part of a charge, all that is left of it unless an amount is said.
    """
    charge = account.find("charge", charge_id)
    left = charge["amount"] - charge["amount_refunded"]
    if charge["disputed"]:
        message = f"Charge {charge_id} has been charged back."
        raise Refused(message, code="charge_disputed")
    if not left:
        message = f"Charge {charge_id} has already been refunded."
        raise Refused(message, code="charge_already_refunded")
    amount: int = said.get("amount", left)
    if not 0 < amount <= left:
        message = f"Refund amount ({amount}) is not between 1 and what is left ({left})"
        raise Refused(message, param="amount")
    status = "pending" if account.settings["pending_refunds"] else "succeeded"
    made = account.put(objects.refund(charge, amount, said, status))
    account.tell("refund.created", made)
    account.tell("charge.refunded", _refunded(account, charge, amount))
    return made


def refund_payment(account: Account, intent_id: str, said: Json) -> Json:
    """
    The same, for a payment.
    """
    return refund(account, charge_of(account, intent_id)["id"], said)


def settle_refund(account: Account, refund_id: str, _: Json) -> Json:
    """
    A pending refund has reached the buyer.
    """
    made = account.find("refund", refund_id)
    _expect(made["status"] == "pending", f"The refund is {made['status']}.")
    made = account.put(made, status="succeeded")
    account.tell("refund.updated", made)
    return made


def fail_refund(account: Account, refund_id: str, _: Json) -> Json:
    """
    The buyer's bank sends a refund back, also one that had succeeded.
    """
    made = account.find("refund", refund_id)
    _expect(made["status"] != "failed", "The refund has failed already.")
    made = account.put(made, status="failed", failure_reason="expired_or_canceled_card")
    _refunded(account, account.find("charge", made["charge"]), -made["amount"])
    account.tell("refund.updated", made)
    account.tell("refund.failed", made)
    return made


def dispute(account: Account, intent_id: str, said: Json) -> Json:
    """
    The buyer disputes a payment; the bank takes the money until it is decided.
    """
    charge = charge_of(account, intent_id)
    _expect(not charge["disputed"], "The payment is disputed already.")
    paid: int = charge["amount"]
    amount: int = said.get("amount", paid)
    _expect(0 < amount <= paid, "A dispute is about no more than was paid.")
    account.put(charge, disputed=True)
    made = account.put(objects.dispute(charge, amount, said.get("reason", "general")))
    account.tell("charge.dispute.created", made)
    account.tell("charge.dispute.funds_withdrawn", made)
    return made


def win(account: Account, dispute_id: str, _: Json) -> Json:
    """
    A dispute ends for the seller.
    """
    made = _closed(account, dispute_id, "won")
    account.put(account.find("charge", made["charge"]), disputed=False)
    account.tell("charge.dispute.funds_reinstated", made)
    return made


def lose(account: Account, dispute_id: str, _: Json) -> Json:
    """
    A dispute ends for the buyer.
    """
    return _closed(account, dispute_id, "lost")


def charge_of(account: Account, intent_id: str) -> Json:
    """
    The charge of a payment.

    Raises:
        Refused: There is no such payment, or it has not succeeded.
    """
    intent = account.find("payment_intent", intent_id)
    if intent["latest_charge"] is None:
        message = f"The PaymentIntent {intent_id} does not have a successful charge."
        raise Refused(message, param="payment_intent")
    return account.find("charge", intent["latest_charge"])


ACTS: Mapping[str, Act] = {
    "pay": pay,
    "pay_later": pay_later,
    "decline": decline,
    "settle": settle,
    "fail": fail,
    "expire": expire,
    "change_amount": change_amount,
    "refund": refund_payment,
    "settle_refund": settle_refund,
    "fail_refund": fail_refund,
    "dispute": dispute,
    "win": win,
    "lose": lose,
}
"""What the page's buttons and `Player` do."""


def _expect(is_so: bool, message: str) -> None:  # noqa: FBT001 - reads as the sentence it is
    if not is_so:
        raise Refused(message)


def _open(account: Account, session_id: str) -> Json:
    session = account.find("checkout.session", session_id)
    _expect(session["status"] == "open", f"This Checkout Session is {session['status']}.")
    return session


def _awaited(account: Account, session_id: str) -> tuple[Json, Json]:
    session = account.find("checkout.session", session_id)
    _expect(session["payment_intent"] is not None, "Nothing was paid, so nothing is awaited.")
    intent = account.find("payment_intent", session["payment_intent"])
    _expect(intent["status"] == "processing", "No delayed payment is awaited.")
    return session, intent


def _payment_asked(account: Account, session_id: str) -> Json:
    asked: Json = account.asked[session_id].get("payment_intent_data", {})
    return asked


def _receive(account: Account, intent: Json) -> None:
    charge = account.put(objects.charge(intent))
    intent = account.put(
        intent, status="succeeded", amount_received=intent["amount"], latest_charge=charge["id"]
    )
    account.tell("charge.succeeded", charge)
    account.tell("payment_intent.succeeded", intent)


def _complete(account: Account, session: Json, intent: Json, payment_status: str) -> Json:
    email = {"email": session["customer_email"] or "buyer@example.com"}
    session = account.put(
        session,
        status="complete",
        payment_status=payment_status,
        payment_intent=intent["id"],
        customer_details=email,
        url=None,
    )
    account.tell("checkout.session.completed", session)
    return session


def _refunded(account: Account, charge: Json, amount: int) -> Json:
    refunded = charge["amount_refunded"] + amount
    return account.put(charge, amount_refunded=refunded, refunded=refunded == charge["amount"])


def _closed(account: Account, dispute_id: str, status: str) -> Json:
    made = account.find("dispute", dispute_id)
    _expect(made["status"] == "needs_response", f"The dispute is {made['status']}.")
    made = account.put(made, status=status)
    account.tell("charge.dispute.closed", made)
    return made
