"""
A reseller's purchases for its accounting.
"""

from collections.abc import Sequence

from tenantry.clock import stamp
from tenantry.http import Api, Request
from tenantry.ids import TenantId
from tenantry.license_purchases import store
from tenantry.license_purchases.model import Purchase
from tenantry.license_purchases.rules import standing
from tenantry.money import Money
from tenantry.pages.model import Page
from tenantry.resellers import commands as resellers
from tenantry.spreadsheets import to_csv

api = Api()
HEADINGS = (
    "purchase",
    "created_at",
    "status",
    "quantity",
    "unit_price",
    "total",
    "currency",
    "paid",
    "tax",
    "refunded",
    "paid_currency",
    "licenses_left",
)
HEADERS = {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": 'attachment; filename="license-purchases.csv"',
    "Cache-Control": "no-store",
}


@api.route("GET /v1/resellers/{reseller_id}/license-purchases.csv")
def export(request: Request, reseller_id: str) -> Page:
    """
    Give every purchase as CSV, amounts in major units.
    """
    reseller = resellers.get(TenantId(reseller_id))
    rows = [row(purchase) for _, purchase in store.purchases_of(reseller.id)]
    return Page(200, to_csv(HEADINGS, rows), HEADERS)


def row(purchase: Purchase) -> Sequence[str | int]:
    """
    A purchase as a line.
    """
    stands, payment = standing(purchase), purchase.facts.payment
    paid: tuple[str, ...] = ("", "", "", "")
    if payment is not None:
        currency = payment.subtotal.currency
        tax = Money(payment.total_minor - payment.subtotal.minor, currency)
        refunded = Money(stands.refunded, currency)
        paid = (payment.subtotal.major(), tax.major(), refunded.major(), currency)
    return (
        purchase.id,
        stamp(purchase.created_at),
        stands.status.value,
        purchase.quantity,
        purchase.unit_price.major(),
        purchase.total.major(),
        purchase.total.currency,
        *paid,
        stands.entitled,
    )


handler = api
