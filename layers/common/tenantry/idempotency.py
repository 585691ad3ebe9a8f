"""
The record of an answered request, written in the transaction of its effect (R-API-1).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from tenantry.acts import Act, Once
from tenantry.errors import Conflict, Invalid, TenantryError
from tenantry.principals import Principal
from tenantry.reads import get
from tenantry.table import Item, Key, RawItem, TimeAttribute
from tenantry.transactions import Writes

KEPT = timedelta(hours=24)
"""How long a repeat gets the first answer; published in the API's document."""


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """
    What the first request was answered with.
    """

    status: int
    body: str


class AlreadyAnswered(Conflict):
    """
    This very request has taken effect before; the layer above gives the first answer again.
    """

    code = "idempotency.already_answered"

    def __init__(self, answer: StoredAnswer) -> None:
        super().__init__("this request was answered before")
        self.answer = answer


class KeyReused(Invalid):
    """
    The same key came with another request.
    """

    code = "idempotency.key_reused"


class AnswerItem(Item):
    """
    One answered request of one principal.
    """

    KIND = "IdempotencyRecord"

    request_hash = UnicodeAttribute()
    status = NumberAttribute()
    body = UnicodeAttribute()
    expires_at = TimeAttribute()


def key(principal: Principal, once: Once) -> Key:
    """
    Keys of different persons and workspaces never meet.
    """
    owner = f"{principal.workspace_id}#{principal.person_id}"
    return f"IDEMPOTENCY#{owner}#{sha256(once.key.encode()).hexdigest()}", "IDEMPOTENCY"


def remember(writes: Writes, act: Act, result: object) -> None:
    """
    I1. Store the answer to *result* beside the effect, if the request carries a key.

    Raises (when the transaction commits):
        AlreadyAnswered: The same request has taken effect before.
        KeyReused: The key belongs to another request.
    """
    once = act.once
    if once is None:
        return
    pk, sk = key(act.principal, once)
    expires_at = act.now + KEPT
    record = AnswerItem(
        pk=pk,
        sk=sk,
        request_hash=once.request_hash,
        status=once.status,
        body=once.answer(result),
        expires_at=expires_at,
        expires=int(expires_at.timestamp()),
    )
    # The second clause: DynamoDB deletes lapsed items days late, and a lapsed record is no record.
    never_or_lapsed = AnswerItem.pk.does_not_exist() | (AnswerItem.expires_at <= act.now)
    first = Writes()
    first.put(record, never_or_lapsed, lambda raw: _refusal(once, raw))
    writes.first(first)


def find(principal: Principal, once: Once, now: datetime) -> TenantryError | None:
    """
    I2. What a repeat of *once* is told, when its command failed before it came to the write.
    """
    item = get(AnswerItem, key(principal, once))
    if item is None or item.expires_at <= now:
        return None
    return _outcome(once, item)


def key_reused() -> KeyReused:
    """
    What refuses a key that belongs to another request.
    """
    message = "this Idempotency-Key was used for another request"
    return KeyReused(message, field="Idempotency-Key")


def _refusal(once: Once, raw: RawItem | None) -> TenantryError:
    assert raw is not None, "only a record that exists can refuse"
    return _outcome(once, AnswerItem.from_raw_data(dict(raw)))


def _outcome(once: Once, item: AnswerItem) -> TenantryError:
    if item.request_hash != once.request_hash:
        return key_reused()
    return AlreadyAnswered(StoredAnswer(int(item.status), item.body))
