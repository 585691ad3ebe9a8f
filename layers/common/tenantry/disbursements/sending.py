"""
Asking providers to pay, and what became of it: intent, call, outcome.
"""

from tenantry import idempotency
from tenantry.acts import Act
from tenantry.disbursements import attempts, checks, recording, rules, store
from tenantry.disbursements.model import (
    LIVE,
    Attempt,
    AttemptState,
    Disbursement,
    Part,
    PartState,
    Status,
)
from tenantry.disbursements.recording import News
from tenantry.errors import TenantryError
from tenantry.ids import UserId
from tenantry.observability import counted, log
from tenantry.payout_accounts import store as accounts
from tenantry.payout_accounts.commands import open_destination
from tenantry.providers import payouts
from tenantry.providers.payouts import PayoutAnswer, PayoutOrder, PayoutState
from tenantry.providers.secrets import NotConfigured
from tenantry.transactions import transaction, worked_out_anew


def send_waiting(disbursement: Disbursement, act: Act, *, most: int | None = None) -> int:
    """
    Shape 3 for each. Have the parts paid that nobody was asked to pay yet; how many were sent.

    What cannot be begun is left: the hourly sweep tries again, or an operator gives it up.

    Args:
        most: So many at once, so that whoever waits for the answer gets one.
    """
    waiting = [part for part in disbursement.parts if part.state is PartState.WAITING]
    sent = 0
    for part in waiting[:most]:
        if disbursement.status is not Status.OPEN or part not in disbursement.parts:
            # Somebody else sends it, or has ended the disbursement.
            return sent
        try:
            send_part(disbursement, part, act)
        except TenantryError as error:
            facts = {"disbursement": disbursement.id, "code": error.code}
            log.warning("a payout was not begun", extra=facts)
            return sent
        disbursement = _read(disbursement)
        sent += 1
    return sent


def send_part(
    disbursement: Disbursement, part: Part, act: Act, *, answers: bool = False
) -> Disbursement:
    """
    Shape 3. Have one part paid, by a new attempt; the disbursement as it was when that was begun.

    Raises:
        PayoutAccountDiffers: The partner has another account by now.
        ChangedMeanwhile: Somebody else did something with the disbursement.
        Unavailable: The destination could not be opened; nothing was begun.
    """
    # Opened first: an intent that nobody can carry out would block the part.
    destination = open_destination(disbursement.reseller_id, disbursement.account.sealed)
    after, attempt = begin(disbursement, part, act, answers=answers)
    order = _order(disbursement, attempt, destination)
    try:
        answer = payouts.provider_of(disbursement.account.method.value).send(order)
    except NotConfigured as error:
        # It is raised before anything is asked.
        answer = PayoutAnswer(PayoutState.FAILED, reason=str(error))
    learn(attempt, answer, act)
    return after


def begin(
    disbursement: Disbursement, part: Part, act: Act, *, answers: bool = False
) -> tuple[Disbursement, Attempt]:
    """
    Write the intent of an attempt, unless the money would go elsewhere by now.

    Args:
        answers: Whether this is what a request asks for that is to take effect once.

    Raises:
        PayoutAccountDiffers, ChangedMeanwhile: As `send_part`.
    """
    payer = act.principal.person_id
    after, attempt = rules.begun(disbursement, part, payer, act.now)
    with transaction() as writes:
        store.replace(writes, disbursement, after)
        attempts.create(writes, attempt)
        accounts.check_same(writes, attempt.reseller_id, after.account.fingerprint)
        news = News("payout.begun", {"attempt_id": attempt.id, "part": part.number})
        recording.tell(writes, after, news, act)
        if answers:
            idempotency.remember(writes, act, after)
    return after, attempt


def ask(attempt_id: str, act: Act) -> bool:
    """
    Shape 1. Ask a provider what became of an attempt, and write it down; whether it has ended.

    Raises:
        ProviderUnavailable, Unavailable: It cannot be asked at this moment.
        ChangedMeanwhile: Others keep changing the same disbursement.
    """
    attempt = attempts.find_attempt(attempt_id)
    if attempt is None or attempt.by_hand:
        return True
    disbursement = _read(attempt)
    destination = open_destination(attempt.reseller_id, disbursement.account.sealed)
    provider = payouts.provider_of(disbursement.account.method.value)
    return learn(attempt, provider.find(_order(disbursement, attempt, destination)), act)


def learn(attempt: Attempt, answer: PayoutAnswer, act: Act) -> bool:
    """
    Shape 1. Write down what a provider says of an attempt; whether it has ended.

    Raises:
        ChangedMeanwhile: Others keep changing the same disbursement.
    """
    return worked_out_anew(lambda: _learn(attempt, answer, act))


def learn_from_people(attempt: Attempt, answer: PayoutAnswer, act: Act) -> bool:
    """
    Shape 1. Write down what an operator says of an attempt whose provider does not.

    Raises:
        PaidByProvider: It has, or may yet.
        FourEyes: The operator has made the payment.
        ChangedMeanwhile: Others keep changing the same disbursement.
    """
    return worked_out_anew(lambda: _learn(attempt, answer, act, told_by=act.principal.person_id))


def _learn(attempt: Attempt, answer: PayoutAnswer, act: Act, told_by: UserId | None = None) -> bool:
    before = recording.read_books(attempt)
    if told_by is not None:
        if checks.was_told(before.attempt, answer, told_by):
            return True
        checks.check_teller(before.disbursement, before.attempt, told_by, act.now)
    after = rules.learned(before, answer, act.now, told_by)
    if after == before:
        return before.attempt.state not in LIVE
    with transaction() as writes:
        recording.write_books(writes, before, after, act)
    _count(after.attempt)
    return after.attempt.state not in LIVE


def _count(attempt: Attempt) -> None:
    """
    Count what an operator is to look at.
    """
    if attempt.is_surplus:
        counted("payout.surplus")
    elif attempt.state in {AttemptState.FAILED, AttemptState.REVERSED}:
        counted("payout.failed")


def _order(
    disbursement: Disbursement, attempt: Attempt, destination: dict[str, str]
) -> PayoutOrder:
    months = disbursement.months or ("rest",)
    first, last = months[0], months[-1]
    span = first if first == last else f"{first} to {last}"
    return PayoutOrder(attempt.id, attempt.amount, destination, f"Commission {span}")


def _read(of: Disbursement | Attempt) -> Disbursement:
    disbursement_id = of.disbursement_id if isinstance(of, Attempt) else of.id
    found = store.get_disbursement(of.reseller_id, disbursement_id)
    assert found is not None, "disbursements are never deleted"
    return found
