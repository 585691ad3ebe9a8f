"""
Packs of licences: bought once, whatever is repeated, and right in the end in any order of events.
"""

from dataclasses import replace
from functools import partial

import pytest

from tenantry.ids import TenantId
from tenantry.license_prices import commands as prices
from tenantry.license_prices import rules
from tenantry.license_prices import store as quotes
from tenantry.license_prices.model import QUOTE_VALID_FOR, Quote, Tier
from tenantry.license_purchases import commands, store
from tenantry.license_purchases.model import Purchase
from tenantry.money import Money
from tenantry.providers.model import ProviderUnavailable
from tenantry.resellers import commands as resellers
from tenantry.transactions import transaction
from tests.acting import NOON, SECOND, an_act, owner_of
from tests.builders import make_prepaid_reseller, make_reseller, refusal_of
from tests.commands.faults import tapped
from tests.commands.packs import asks, deaths, die_and_repeat
from tests.licensing import (
    PretendProvider,
    buy_licenses,
)

BUY_CALLS = 5
"""The purchase, the quote, the reseller, the intent; the reseller again, and the checkout."""


@pytest.fixture
def reseller_id(world: None) -> TenantId:
    """
    A prepaid reseller without licences.
    """
    del world
    return make_prepaid_reseller(0).id


def quote_of(reseller_id: TenantId, quantity: int = 10) -> Quote:
    """
    A quote, made at noon.
    """
    return prices.quote(resellers.get(reseller_id), quantity, an_act(owner_of(reseller_id)))


def buy(quote: Quote, provider: PretendProvider, key: str) -> Purchase:
    """
    The owner's request to buy what was quoted.
    """
    return commands.buy(quote.reseller_id, quote.id, provider, asks(quote.reseller_id, key))


def bought(reseller_id: TenantId) -> list[Purchase]:
    """
    The reseller's purchases.
    """
    return [purchase for _, purchase in store.purchases_of(reseller_id)]


@pytest.mark.requirement("R-API-1")
def test_a_purchase_that_is_asked_for_twice_has_one_checkout(reseller_id: TenantId) -> None:
    provider, quote = PretendProvider(), quote_of(reseller_id)

    first, second = (buy(quote, provider, "one") for _ in range(2))

    assert first.checkout_url == second.checkout_url is not None
    assert len(provider.checkouts) == len(bought(reseller_id)) == 1


@pytest.mark.requirement("R-API-1")
def test_a_key_is_for_one_quote_only(reseller_id: TenantId) -> None:
    provider = PretendProvider()
    buy(quote_of(reseller_id), provider, "one")

    refusal = refusal_of(lambda: buy(quote_of(reseller_id, 20), provider, "one"))

    assert refusal == "idempotency.key_reused"
    assert len(provider.checkouts) == 1


@pytest.mark.requirement("R-LIC-2")
def test_a_pack_costs_what_was_quoted_whatever_prices_are_set_later(reseller_id: TenantId) -> None:
    provider, quote = PretendProvider(), quote_of(reseller_id, 10)
    prices.set_prices(NOON, (Tier(1, None, Money(99_00, "USD")),), an_act())

    purchase = buy(quote, provider, "one")

    order = provider.checkouts[purchase.id]
    assert (order.quantity, order.unit_price) == (10, Money(20_00, "USD"))
    assert quote_of(reseller_id, 10).offer.unit_price == Money(99_00, "USD")


@pytest.mark.requirement("R-LIC-2")
def test_a_quote_that_has_expired_is_refused_and_one_that_was_begun_is_not(
    reseller_id: TenantId,
) -> None:
    provider, quote = PretendProvider(), quote_of(reseller_id)
    buy(quote, provider, "in time")

    late = replace(asks(reseller_id, "late"), now=NOON + QUOTE_VALID_FOR)
    repeat = replace(asks(reseller_id, "in time"), now=NOON + QUOTE_VALID_FOR)

    do = commands.buy
    assert refusal_of(lambda: do(reseller_id, quote.id, provider, late)) == "license_quote.expired"
    assert do(reseller_id, quote.id, provider, repeat).checkout_url is not None


def test_an_inactive_reseller_is_refused_before_the_provider_is_asked(
    reseller_id: TenantId,
) -> None:
    provider, quote = PretendProvider(), quote_of(reseller_id)
    resellers.deactivate(reseller_id, an_act())

    refusal = refusal_of(lambda: buy(quote, provider, "one"))

    assert refusal == "reseller.inactive"
    assert provider.asked == []


@pytest.mark.requirement("R-RES-6")
def test_a_foreign_quote_is_not_found(reseller_id: TenantId) -> None:
    other = make_prepaid_reseller(0, slug="other").id
    quote = replace(quote_of(reseller_id), reseller_id=other)

    assert refusal_of(lambda: buy(quote, PretendProvider(), "one")) == "license_quote.not_found"


@pytest.mark.usefixtures("world")
def test_a_reseller_on_commission_is_quoted_nothing_and_buys_nothing() -> None:
    provider, reseller = PretendProvider(), make_reseller()
    quote = rules.quote("quo_1", reseller.id, rules.FIRST_LIST, quantity=10, now=NOON)
    with transaction() as writes:
        quotes.create_quote(writes, quote)

    refusals = [
        refusal_of(lambda: quote_of(reseller.id)),
        refusal_of(lambda: buy(quote, provider, "one")),
    ]

    assert refusals == ["reseller.not_prepaid"] * 2
    assert provider.asked == []


def test_a_pack_that_costs_more_than_the_provider_takes_is_refused(reseller_id: TenantId) -> None:
    provider, quote = PretendProvider(minor_max=199_99), quote_of(reseller_id, 10)

    refusal = refusal_of(lambda: buy(quote, provider, "one"))

    assert refusal == "license_purchase.too_expensive"
    assert bought(reseller_id) == []
    assert provider.asked == []


def test_a_provider_that_was_silent_is_asked_again_for_the_same_checkout(
    reseller_id: TenantId,
) -> None:
    provider, quote = PretendProvider(is_silent=True), quote_of(reseller_id)

    with pytest.raises(ProviderUnavailable):
        buy(quote, provider, "one")
    provider.is_silent = False
    purchase = buy(quote, provider, "one")

    assert purchase.checkout_id == f"cs_{purchase.id}"
    assert list(provider.checkouts) == [purchase.id]
    assert bought(reseller_id) == [purchase]


@pytest.mark.requirement("R-LIC-3")
def test_a_process_that_dies_anywhere_while_buying_leaves_one_order(reseller_id: TenantId) -> None:
    provider, quote = PretendProvider(), quote_of(reseller_id)

    for number, (call, dies) in enumerate(deaths(BUY_CALLS)):
        purchase, calls = die_and_repeat(partial(buy, quote, provider, str(number)), call, dies)
        assert calls == call + 1, "it died there"
        assert purchase.checkout_url is not None
        assert list(provider.checkouts)[number:] == [purchase.id]

    with tapped() as line:
        buy(quote, provider, "unharmed")
    assert len(line.calls) == BUY_CALLS
    assert len(bought(reseller_id)) == len(provider.checkouts)


def test_a_purchase_that_was_given_up_is_not_opened_again(reseller_id: TenantId) -> None:
    provider, quote = PretendProvider(is_silent=True), quote_of(reseller_id)
    refusal_of(lambda: buy(quote, provider, "one"))
    [begun] = bought(reseller_id)
    commands.expire(begun, an_act(now=NOON + SECOND))

    provider.is_silent = False
    purchase = buy(quote, provider, "one")

    assert purchase.checkout_url is None
    assert len(provider.asked) == 1


def test_a_bought_pack_is_seen_in_the_history_newest_first(reseller_id: TenantId) -> None:
    older = buy_licenses(reseller_id, 10)
    newer = buy_licenses(reseller_id, 20, now=NOON + SECOND)

    assert bought(reseller_id) == [newer, older]
