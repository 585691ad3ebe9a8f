"""
What resellers compose, subscribe to themselves, and are paid with, in function tests.
"""

from tests.calling import call
from tests.functions.cast import Json, made


def a_composition(code: str = "own-bundle", **changes: object) -> Json:
    """
    A plan of a reseller's own: two of `growth`.
    """
    components = [{"plan_code": "growth", "quantity": 2}]
    return {"code": code, "name": "Bundle", "components": components} | changes


def a_product_plan(
    secret: str, reseller: Json, code: str = "own-bundle", **changes: object
) -> Json:
    """
    A plan that a reseller composed.
    """
    path = f"/v1/resellers/{reseller['id']}/product-plans"
    return made(call("POST", path, body=a_composition(code, **changes), secret=secret))


def a_service(secret: str, reseller: Json, plan_code: str = "growth", **changes: object) -> Json:
    """
    What a reseller subscribed itself to.
    """
    body = {"plan_code": plan_code, "currency": "USD"} | changes
    return made(call("POST", f"/v1/resellers/{reseller['id']}/services", body=body, secret=secret))


def a_payment_key(**changes: object) -> Json:
    """
    A restricted key of a reseller's own.
    """
    return {"provider": "stripe", "key": f"rk_test_{'51EXAMPLE' * 4}wxyz"} | changes
