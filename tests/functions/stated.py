"""
Statements of resellers, and their files, as function tests need them.
"""

from tenantry.clock import Month
from tenantry.ids import TenantId
from tests.calling import call
from tests.functions.cast import Json, made
from tests.written import SEPTEMBER, a_line, write_statement


def asking(reseller: Json) -> tuple[str, Json]:
    """
    A statement of September, and the request for a file of it: its path and its body.
    """
    write_statement(TenantId(reseller["id"]), [a_line()])
    path = f"/v1/resellers/{reseller['id']}/statements/{SEPTEMBER}/exports"
    return path, {"format": "csv"}


def an_export_id(reseller: Json, owner: str) -> str:
    """
    The id of a file of the reseller's statement of September.
    """
    path, body = asking(reseller)
    return str(made(call("POST", path, body=body, secret=owner), 202)["id"])


def three_statements(reseller: Json) -> None:
    """
    A statement of each of three months, the last of them September, with three lines each.
    """
    for month in (Month("2026-07"), Month("2026-08"), SEPTEMBER):
        lines = [a_line(number, month=month) for number in range(3)]
        write_statement(TenantId(reseller["id"]), lines, month)
