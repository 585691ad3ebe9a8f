"""
What became of licence packs, and what operators decide about them.
"""

from collections.abc import Iterator

from licenses.purchase_schemas import NameQuantity, PurchaseBody
from tenantry.http import Api, Request
from tenantry.http.route import ListQuery
from tenantry.ids import TenantId
from tenantry.license_purchases import commands, store
from tenantry.license_purchases.model import Purchase
from tenantry.resellers import commands as resellers

api = Api()


@api.route(
    "GET /v1/resellers/{reseller_id}/license-purchases", answer=PurchaseBody.of, is_list=True
)
def purchases(
    request: Request, reseller_id: str, query: ListQuery
) -> Iterator[tuple[str, Purchase]]:
    """
    List a reseller's purchases, newest first.
    """
    return store.purchases_of(resellers.get(TenantId(reseller_id)).id, *query.span)


@api.route("GET /v1/license-purchases/waiting", answer=PurchaseBody.of, is_list=True)
def waiting(request: Request, query: ListQuery) -> Iterator[tuple[str, Purchase]]:
    """
    List what waits for an operator: payments that differ, and refunds without a quantity.
    """
    return store.waiting_for_operator(*query.span)


@api.route(
    "GET /v1/resellers/{reseller_id}/license-purchases/{purchase_id}", answer=PurchaseBody.of
)
def read(request: Request, reseller_id: str, purchase_id: str) -> Purchase:
    """
    Read a purchase.
    """
    return commands.get(TenantId(reseller_id), purchase_id)


@api.route(
    "PUT /v1/resellers/{reseller_id}/license-purchases/{purchase_id}/refunds/{refund_id}",
    answer=PurchaseBody.of,
)
def name_quantity(
    request: Request, reseller_id: str, *, purchase_id: str, refund_id: str, body: NameQuantity
) -> Purchase:
    """
    Say how many licences a refund is for that was made at the provider.
    """
    return commands.name_quantity(
        TenantId(reseller_id), purchase_id, refund_id, request.act, quantity=body.quantity
    )


@api.route(
    "POST /v1/resellers/{reseller_id}/license-purchases/{purchase_id}/accept",
    answer=PurchaseBody.of,
)
def accept(request: Request, reseller_id: str, purchase_id: str, body: NameQuantity) -> Purchase:
    """
    Give licences for a payment that differs from what was asked for.
    """
    return commands.accept_payment(TenantId(reseller_id), purchase_id, body.quantity, request.act)


handler = api
