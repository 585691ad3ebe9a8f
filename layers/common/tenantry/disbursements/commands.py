"""
Operators pay partners; a second person, never who has approved (R-COM-6).
"""

from tenantry import idempotency
from tenantry.acts import Act
from tenantry.commissions.model import Method
from tenantry.disbursements import (
    attempts,
    carrying,
    checks,
    planning,
    recording,
    rules,
    sending,
    store,
)
from tenantry.disbursements.model import (
    Attempt,
    AttemptNotFound,
    Disbursement,
    DisbursementNotFound,
    Status,
)
from tenantry.disbursements.recording import News
from tenantry.errors import invalid_field
from tenantry.ids import TenantId
from tenantry.payout_accounts import store as accounts
from tenantry.providers.payouts import PayoutAnswer, PayoutHeard, PayoutState
from tenantry.resellers import commands as resellers
from tenantry.statements import deciding
from tenantry.statements import store as statements
from tenantry.transactions import transaction, worked_out_anew

SENT_AT_ONCE = 2
"""So many parts are sent while the operator waits; the hourly sweep sends the others."""


def create(reseller_id: TenantId, act: Act) -> Disbursement:
    """
    Shape 3. Pay a partner all that is approved and not held, at once (R-COM-3, R-COM-6).

    The disbursement is answered as it was made, before anybody was asked to pay it. What cannot be
    asked for now is by the hourly sweep.

    Raises:
        ResellerNotFound: There is no such reseller.
        DisbursementOpen: Another one of it has not ended.
        BelowMinimum: What can be paid is less than the agreed minimum.
        FourEyes: The payer has approved a part of it.
        PayoutAccountNotFound, PayoutAccountPaused, MethodNotAgreed: There is nowhere to pay it to.
        RateMissing: It is paid in another currency, and no rate is known.
        Conflict: Somebody changed a statement or the account at the same moment.
    """
    made = worked_out_anew(lambda: _create(reseller_id, act))
    if made.account.method is not Method.BANK_TRANSFER:
        sending.send_waiting(made, act, most=SENT_AT_ONCE)
    return made


def get(reseller_id: TenantId, disbursement_id: str) -> Disbursement:
    """
    Read a disbursement.

    Raises:
        ResellerNotFound, DisbursementNotFound: There is none.
    """
    resellers.get(reseller_id)
    found = store.get_disbursement(reseller_id, disbursement_id)
    if found is None:
        message = "this partner has no such disbursement"
        raise DisbursementNotFound(message)
    return found


def retry(reseller_id: TenantId, disbursement_id: str, act: Act) -> Disbursement:
    """
    Shape 3. Try the first part that failed once more, by a new attempt.

    Raises:
        DisbursementNotFound: There is none.
        FourEyes: Whoever asks has approved a part of it.
        DisbursementEnded, NothingToRetry: There is nothing to pay.
        PayoutAccountDiffers: The partner has another account by now: give this one up.
        ChangedMeanwhile: Somebody else did something with it at the same moment.
    """
    disbursement = get(reseller_id, disbursement_id)
    checks.check_four_eyes(disbursement.approvers, act.principal.person_id)
    part = checks.to_retry(disbursement)
    if disbursement.account.method is Method.BANK_TRANSFER:
        return sending.begin(disbursement, part, act, answers=True)[0]
    return sending.send_part(disbursement, part, act, answers=True)


def give_up(reseller_id: TenantId, disbursement_id: str, reason: str, act: Act) -> Disbursement:
    """
    Shape 1. End a disbursement of which nothing more can be paid; once more is the same.

    Its statements can be paid anew; where parts of it were paid they are settled, and what is left
    stays in the balance.

    Raises:
        DisbursementNotFound: There is none.
        DisbursementEnded: It was paid, or given up in other words.
        UnderWay: A payment is under way, or nobody knows whether it was made.
        ChangedMeanwhile: Somebody else did something with it at the same moment.
    """
    before = get(reseller_id, disbursement_id)
    if before.status is not Status.OPEN and before.reason == reason:
        return before
    carried = carrying.get_carried(reseller_id, before.total.currency)
    after, left = rules.given_up(before, carried, reason, act.now)
    with transaction() as writes:
        recording.write_ended(writes, before, after, act)
        carrying.put_carried(writes, carried, left)
        recording.tell(writes, after, News(f"disbursement.{after.status.value}", {}), act)
    return after


def record(
    reseller_id: TenantId,
    disbursement_id: str,
    answer: PayoutAnswer,
    act: Act,
    *,
    attempt_id: str | None = None,
) -> Disbursement:
    """
    Shape 1. Say what became of a bank transfer: paid, failed, or paid and come back.

    Where a provider pays, and is silent about an attempt for a day, what its own portal says is
    recorded by somebody who did not pay. It is still asked for three days, and its word counts.

    Args:
        attempt_id: Which attempt of a provider's.

    Raises:
        DisbursementNotFound, AttemptNotFound: There is none.
        Invalid: It does not say which attempt of a provider's.
        PaidByProvider: The provider has said itself what it has paid, or may yet.
        FourEyes: Whoever says that a bank transfer was paid has approved a part of it, or says what
            became of a provider's and has made it.
        ChangedMeanwhile: Somebody else did something with it at the same moment.
    """
    disbursement = get(reseller_id, disbursement_id)
    if disbursement.account.method is not Method.BANK_TRANSFER:
        sending.learn_from_people(_named(disbursement, attempt_id), answer, act)
        return get(reseller_id, disbursement_id)
    if answer.state is PayoutState.PAID:
        checks.check_four_eyes(disbursement.approvers, act.principal.person_id)
    sending.learn(_by_hand(disbursement), answer, act)
    return get(reseller_id, disbursement_id)


def heard(told: PayoutHeard, act: Act) -> None:
    """
    Shape 1. Take what a provider told by itself; a hint is only a reason to ask it at once.

    An attempt that is not ours changes nothing.

    Raises:
        ProviderUnavailable, Unavailable: It cannot be asked at this moment.
        ChangedMeanwhile: Others keep changing the same disbursement.
    """
    if told.is_hint:
        sending.ask(told.attempt_id, act)
        return
    attempt = attempts.find_attempt(told.attempt_id)
    if attempt is not None and not attempt.by_hand:
        sending.learn(attempt, told.of(attempt.amount), act)


def _create(reseller_id: TenantId, act: Act) -> Disbursement:
    reseller = resellers.get(reseller_id)
    planned = planning.plan(reseller.id, act)
    made, attempt = planned.disbursement, None
    if made.account.method is Method.BANK_TRANSFER:
        # Whoever pays by hand is asked by the disbursement itself.
        made, attempt = rules.begun(made, made.parts[0], act.principal.person_id, act.now)
    news = News("disbursement.created", {"months": list(made.months)})
    with transaction() as writes:
        # The first two: no other disbursement of the partner is open, and what is left over from
        # earlier ones is as it was read.
        recording.write_open(writes, planned.owed.carried, made)
        # The money goes where its owner has had it for a week.
        accounts.check_payable(writes, planned.account, act.now)
        for header in planned.owed.claimed:
            statements.replace_header(writes, header, deciding.claimed(header, made.id))
        if attempt is not None:
            attempts.create(writes, attempt)
        recording.tell(writes, made, news, act)
        idempotency.remember(writes, act, made)
    return made


def _named(disbursement: Disbursement, attempt_id: str | None) -> Attempt:
    if attempt_id is None:
        method = disbursement.account.method.value
        raise invalid_field("attempt_id", f"is required for what {method} pays")
    attempt = attempts.find_attempt(attempt_id)
    if attempt is None or attempt.disbursement_id != disbursement.id:
        message = "this disbursement has no such attempt"
        raise AttemptNotFound(message)
    return attempt


def _by_hand(disbursement: Disbursement) -> Attempt:
    """
    The last attempt: what people pay has one part, and one attempt at a time.
    """
    rows = attempts.attempts_of(disbursement.reseller_id, disbursement.id, None, None)
    *_, (_, last) = rows
    return last
