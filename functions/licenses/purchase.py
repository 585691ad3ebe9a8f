"""
Buying licence packs, and giving them back: what asks the payment provider.
"""

from licenses.purchase_schemas import BuyLicenses, PurchaseBody, ReturnLicenses
from tenantry.http import Api, Request
from tenantry.ids import TenantId
from tenantry.license_purchases import commands
from tenantry.license_purchases.model import Purchase
from tenantry.providers.stripe.licenses import Stripe

api = Api()


@api.route(
    "POST /v1/resellers/{reseller_id}/license-purchases",
    status=201,
    answer=PurchaseBody.of,
    takes_once=True,
)
def buy(request: Request, reseller_id: str, body: BuyLicenses) -> Purchase:
    """
    Buy what was quoted: the answer names the page on which to pay.
    """
    return commands.buy(TenantId(reseller_id), body.quote_id, Stripe(), request.act)


@api.route(
    "POST /v1/resellers/{reseller_id}/license-purchases/{purchase_id}/returns",
    status=201,
    answer=PurchaseBody.of,
    takes_once=True,
)
def give_back(
    request: Request, reseller_id: str, purchase_id: str, body: ReturnLicenses
) -> Purchase:
    """
    Return licences, and refund what they cost more than those that stay; tenants keep theirs.
    """
    return commands.give_back(
        TenantId(reseller_id), purchase_id, Stripe(), request.act, quantity=body.quantity
    )


handler = api
