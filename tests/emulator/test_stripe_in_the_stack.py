"""
The stand-in for Stripe as a part of the local stack: its webhooks arrive, its page can be used.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from infra.local.stack import LocalStack, eventually
from infra.local.stripe.server import StandIn
from tests.emulator.browsing import PHONE, Visitor, chromium
from tests.emulator.paying import a_checkout, client_of

pytestmark = pytest.mark.emulator


@pytest.fixture
def page() -> Iterator[Page]:
    with chromium() as browser:
        yield browser.new_page(viewport=PHONE)


def test_the_product_takes_what_the_stand_in_tells(stack: LocalStack) -> None:
    before = len(stack.stripe.deliveries())

    paid = stack.stripe.pay(a_checkout(client_of(stack.stripe), "of the stack").url)

    answers = eventually(
        lambda: [
            delivery["status"]
            for delivery in stack.stripe.deliveries()[before:]
            if delivery["type"] == "checkout.session.completed"
        ]
    )
    assert paid["payment_status"] == "paid"
    assert answers == [200]


def test_the_page_takes_a_payment_and_what_comes_after_it(tmp_path: Path, page: Page) -> None:
    with StandIn(tmp_path) as stand_in:
        visitor = Visitor(page, stand_in.base_url)
        back = stand_in.base_url + "/?paid={CHECKOUT_SESSION_ID}"
        checkout = a_checkout(client_of(stand_in.player), success_url=back)
        visitor.open(checkout.url.removeprefix(stand_in.base_url))

        expect(page.get_by_role("row", name="Total 240.00 USD", exact=True)).to_be_visible()
        visitor.press("Let it fail")
        expect(page.get_by_role("alert")).to_have_text("Your card was declined.")
        page.get_by_role("button", name="Pay", exact=True).click()
        expect(page).to_have_url(re.compile(r"/\?paid=cs_test_\w+$"))
        page.get_by_role("link", name="cs_test_").click()
        page.get_by_label("Amount in USD").fill("40.50")
        visitor.press("Refund")
        visitor.press("Dispute")
        visitor.press("Lost")

        rows = page.get_by_role("row")
        expect(rows.filter(has_text="refund re_")).to_contain_text("40.50 USD")
        expect(rows.filter(has_text="dispute du_")).to_contain_text("lost")
        assert visitor.overflow() == 0
        assert visitor.complaints == []
