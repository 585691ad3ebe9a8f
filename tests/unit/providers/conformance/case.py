"""
What the conformance suite knows of a provider: how it signs, what it sends, how it counts.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from tenantry.money import Money
from tenantry.providers.facts import ProviderEvent
from tenantry.providers.parts import judge, part
from tenantry.providers.webhook import Secrets, Trust, Webhook
from tests.acting import NOON

CHARGE_ID = "chg_01M7XPE6000000000000000000"
"""Of the first payment that a case tells of."""

REFUND_ID = "rfd_01M7XPE6000000000000000000"
PEOPLE = ("Ada", "Lovelace", "ada@example.com", "254712345678", "408408", "197.210.54.33")
"""A payer's names, addresses and cards: every payload has some of them, and no event keeps any."""


@dataclass(frozen=True)
class Told:
    """
    What happened, as a case's payloads shall tell it.

    Args:
        number: Which payment, refund or dispute it is of; the first is that of `CHARGE_ID`.
        spelt: The amount as JSON has it, where it is not spelt as usual.
    """

    amount: Money
    at: datetime = NOON
    number: int = 1
    is_live: bool = False
    spelt: Any = None

    @property
    def charge_id(self) -> str:
        """
        Ours, of this payment.
        """
        return f"{CHARGE_ID[:-4]}{self.number - 1:04}"

    @property
    def refund_id(self) -> str:
        """
        Ours, of this refund.
        """
        return f"{REFUND_ID[:-4]}{self.number - 1:04}"


@dataclass(frozen=True)
class Sent:
    """
    What a provider sends, and the parts of the address that it goes to.
    """

    body: str
    path: Mapping[str, str] = field(default_factory=dict)

    @property
    def content(self) -> Any:  # noqa: ANN401 - any JSON
        """
        The body's JSON.
        """
        return json.loads(self.body)

    def saying(self, content: object) -> "Sent":
        """
        The same with another body.
        """
        return replace(self, body=json.dumps(content))


type Maker = Callable[[Told], Sent]


@dataclass(frozen=True)
class Case:
    """
    One way in which a provider speaks to us.

    Args:
        name: The provider's, with the version where it has several.
        trust: How far what it signs can be believed.
        account: What operators keep, with these webhook secrets.
        sign: What is sent, with its proof under a secret at a moment.
        proof: The header, or part of the address, in which the proof stands.
        tolerance: How old a proof may be; None where it has no time.
        usual: An amount that is neither round nor large.
        units: Per line a currency, our minor units, and the provider's own figure.
        refused: What is too fine for the provider, or in no currency of its own.
        spellings: Every form in which it may send an amount, the first as usual.
        failed, refunded, disputed: None where it tells of no such thing.
        brings: Which ids of ours its events carry back.
        hints: Kinds of events that do not say enough, so that the provider is asked, signed or not.
        says_mode: Whether its events say if they are live.
    """

    name: str
    provider: str
    trust: Trust
    account: Callable[[Sequence[str]], Secrets]
    sign: Callable[[Sent, str, datetime], Webhook]
    proof: str
    tolerance: timedelta | None
    usual: Money
    currencies: frozenset[str]
    to_provider: Callable[[Money], Any]
    from_provider: Callable[[Any, str], Money]
    units: str
    refused: Sequence[Money]
    spellings: Callable[[Money], Sequence[Any]]
    paid: Maker
    unknown: Sent
    failed: Maker | None = None
    refunded: Maker | None = None
    disputed: Maker | None = None
    proof_in: Literal["headers", "path"] = "headers"
    brings: frozenset[Literal["charge", "refund"]] = frozenset({"charge", "refund"})
    hints: frozenset[str] = frozenset()
    says_mode: bool = True

    def told(self, **changes: Any) -> Told:
        """
        The usual payment, with these changes.
        """
        return replace(Told(self.usual), **changes)

    def read(self, sent: Sent) -> ProviderEvent | None:
        """
        What an event says.
        """
        event: ProviderEvent | None = part(self.provider, "events:read")(sent.body, sent.path)
        return event

    def judge(self, webhook: Webhook, secrets: Sequence[str], now: datetime) -> Trust | None:
        """
        How far a webhook is believed by an account with these secrets.
        """
        return judge(self.provider)(webhook, self.account(secrets), now)

    def proof_of(self, webhook: Webhook) -> str:
        """
        The signature, hash or token that shall prove where a webhook comes from.
        """
        parts: Mapping[str, str] = getattr(webhook, self.proof_in)
        return parts[self.proof]

    def with_proof(self, webhook: Webhook, proof: str | None) -> Webhook:
        """
        The same webhook with another proof, or none.
        """
        parts: dict[str, str] = dict(getattr(webhook, self.proof_in))
        parts.pop(self.proof)
        if proof is not None:
            parts[self.proof] = proof
        headers = parts if self.proof_in == "headers" else webhook.headers
        path = parts if self.proof_in == "path" else webhook.path
        return replace(webhook, headers=headers, path=path)

    def makers(self) -> dict[str, Maker]:
        """
        Every kind of event that it tells of, by name.
        """
        made = {
            "paid": self.paid,
            "failed": self.failed,
            "refunded": self.refunded,
            "disputed": self.disputed,
        }
        return {name: maker for name, maker in made.items() if maker}


def whole(sent: Any) -> list[Any]:  # noqa: ANN401 - a provider's own figure
    """
    The spellings of a provider that sends whole numbers, now and then as texts.
    """
    return [int(sent), str(sent)]
