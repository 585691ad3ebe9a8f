"""
The functions of the local stack ask its own DNS server.
"""

import pytest

from infra.local.stack import LocalStack
from tenantry.dns.lookups import configured

pytestmark = pytest.mark.emulator


def environment(stack: LocalStack, function: str) -> dict[str, str]:
    found = stack.client("lambda").get_function_configuration(
        FunctionName=stack.physical_id(function)
    )
    variables: dict[str, str] = found["Environment"]["Variables"]
    return variables


def test_a_function_asks_the_stacks_own_server(
    stack: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack.dns.set("partner.example", "TXT", "set in the stack")
    for name, value in environment(stack, "ResellersServe").items():
        if name in {"TENANTRY_RESOLVERS", "TENANTRY_DNS_PORT"}:
            monkeypatch.setenv(name, value)

    answer = configured().ask("partner.example", "TXT")

    assert answer.values == ("set in the stack",)
