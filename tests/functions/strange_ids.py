"""
Ids as they stand in paths: what is nobody's own, what nothing has, and what is no id.
"""

from tenantry.providers.mpesa.signature import PAYBILL
from tests.functions import paid_out
from tests.functions.good_requests import Ids

COMMON: Ids = {
    "provider": "stripe",
    "subject": PAYBILL,
    "queue": "mail",
    "plan_code": "growth",
    "currency": "USD",
    "interval": "month",
    "month": "2026-09",
    "month_to_come": "2099-01",
}
"""What is nobody's own."""

ELSEWHERE: Ids = {
    "reseller_id": "ten_01KAHZE4000000000000000000",
    "tenant_id": "ten_01KAHZE4000000000000000000",
    "user_id": "usr_01KAHZE4000000000000000000",
    "operator_id": "usr_01KAHZE4000000000000000000",
    "invite_id": "inv_01KAHZE4000000000000000000",
    "key_id": "key_01KAHZE4000000000000000000",
    "notification_id": "ntf_01KAHZE4000000000000000000",
    "purchase_id": "lic_01KAHZE4000000000000000000",
    "held_purchase_id": "lic_01KAHZE4000000000000000000",
    "refund_id": "re_elsewhere",
    "payment_id": "pay_01KAHZE4000000000000000000",
    "charge_id": "chg_01KAHZE4000000000000000000",
    **paid_out.ELSEWHERE,
    "suspended_id": "sus_01KAHZE4000000000000000000",
    "correction_id": "cor_01KAHZE4000000000000000000",
    "approved_id": "cor_01KAHZE4000000000000000000",
    "export_id": "exp_01KAHZE4000000000000000000",
    "upload_id": "upl_01KAHZE4000000000000000000",
    "tenant_upload_id": "upl_01KAHZE4000000000000000000",
    "transfer_id": "trf_01KAHZE4000000000000000000",
    "suppression_id": "sup_01KAHZE4000000000000000000",
    "any_suppression_id": "sup_01KAHZE4000000000000000000",
    "domain": "elsewhere.example",
    "host": "shop.elsewhere.example",
    "queue": "letters",
    "plan_code": "no-such-plan",
    "own_plan_code": "own-no-such-plan",
    "day": "2001-02-03",
}
"""Ids of the right form that nothing has."""

MALFORMED: Ids = {
    "reseller_id": "ten_1",
    "tenant_id": "usr_01KAHZE4000000000000000000",
    "user_id": "me",
    "operator_id": "system",
    "invite_id": "inv_01KAHZE400000000000000000U",
    "key_id": "key_01KAHZE40000000000000000000",
    "notification_id": "%00",
    "purchase_id": "cs_1",
    "held_purchase_id": "lic_1",
    "refund_id": "re-1",
    "payment_id": "pay_1",
    "charge_id": "chg_" + "0" * 2_000,
    **paid_out.MALFORMED,
    "suspended_id": "T1",
    "correction_id": "cor_1",
    "approved_id": "cor_1",
    "export_id": "statement.csv",
    "upload_id": "logo.png",
    "tenant_upload_id": "../upl_1",
    "transfer_id": "trf_1",
    "suppression_id": "kofi@shop.example",
    "any_suppression_id": "sup_1",
    "domain": "-partner.example",
    "host": "Shop_1.partner.example",
    "queue": "Mail",
    "plan_code": "x" * 2_000,
    "own_plan_code": "Own Plan",
    "currency": "usd",
    "interval": "week",
    "day": "tomorrow",
    "month": "2026-13",
    "month_to_come": "2026-1",
}
"""Ids that are none."""
