"""
A return of licences whose webhook comes before the provider has answered us.
"""

import pytest

from tenantry.ids import TenantId
from tenantry.license_purchases.model import Status
from tenantry.money import Money
from tenantry.payments.model import RefundStatus
from tests.builders import make_prepaid_reseller
from tests.commands.packs import give_back, pool_of, stands
from tests.licensing import PretendProvider, buy_licenses, refunded, tell

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-LIC-3")]


@pytest.fixture
def reseller_id(world: None) -> TenantId:
    del world
    return make_prepaid_reseller(licenses=0).id


def test_a_return_whose_webhook_is_faster_than_its_answer_is_answered(
    reseller_id: TenantId,
) -> None:
    purchase = buy_licenses(reseller_id, 100)

    class Hasty(PretendProvider):
        def refund(self, refund_id: str, payment_reference: str, amount: Money) -> RefundStatus:
            status = super().refund(refund_id, payment_reference, amount)
            tell(refunded(purchase, amount.minor, RefundStatus.SUCCEEDED, refund_id))
            return status

    after = give_back(purchase, 20, Hasty())

    assert stands(after).status is Status.PARTLY_REFUNDED
    assert pool_of(reseller_id).available == 80
