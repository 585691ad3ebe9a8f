"""
A partner's host served with TLS, on the whole stack: from the claim to the handshake, and its end.
"""

import socket
import ssl
from collections.abc import Iterator
from typing import Any

import pytest

from infra.local.dns.starting import EDGE_HOST
from infra.local.places import HOST
from infra.local.stack import LocalStack
from tests.emulator.provisioned import Programme, provisioned

pytestmark = [pytest.mark.emulator, pytest.mark.requirement("R-WL-2")]

ROOT = "savannah.example"
PORTAL = f"portal.{ROOT}"
LOOKS_MAX = 6

type Json = Any


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programme]:
    with provisioned(tmp_path_factory.mktemp("edge")) as running:
        yield running


@pytest.fixture(scope="module")
def at(programme: Programme) -> str:
    """
    Where the domain of a partner is, whose DNS leads to the edge.
    """
    operator, dns = programme.operator, programme.stack.dns
    domains = f"/v1/resellers/{programme.new_reseller()['id']}/domains"
    proof = operator.made(domains, {"domain": ROOT})["challenge"]
    dns.set(proof["name"], proof["type"], proof["value"])
    dns.set(ROOT, "A", HOST)
    dns.set(f"*.{ROOT}", "CNAME", EDGE_HOST)
    return f"{domains}/{ROOT}"


def looked_at(programme: Programme, at: str) -> Json:
    """
    The certificate after a look that was asked for; its record is set as it says.
    """
    looked = programme.operator.call("POST", f"{at}/check")
    assert looked.status == 200, looked.text
    certificate = programme.operator.call("GET", f"{at}/certificate").json
    for record in certificate.get("records", []):
        programme.stack.dns.set(record["name"], record["type"], record["value"])
    return certificate


def greeted(stack: LocalStack, host: str) -> dict[str, Any]:
    """
    What a host shows to a browser that trusts the stack's authority.
    """
    context = ssl.create_default_context(cafile=str(stack.engine.folder / "edge-roots.pem"))
    with (
        socket.create_connection((HOST, stack.door_port), 5) as connection,
        context.wrap_socket(connection, server_hostname=host) as secure,
    ):
        secure.sendall(f"GET /health HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        status = secure.recv(100).split(b"\r\n")[0].decode()
        return {"certificate": secure.getpeercert(), "status": status}


def test_a_partners_host_is_served_with_a_certificate_of_its_own(
    programme: Programme, at: str
) -> None:
    for _ in range(LOOKS_MAX):
        certificate = looked_at(programme, at)
        if {seen["seen"] for seen in certificate.get("served", [])} == {"same"}:
            break

    shown = greeted(programme.stack, PORTAL)

    assert {host["state"] for host in certificate["hosts"]} == {"active"}
    assert {seen["seen"] for seen in certificate["served"]} == {"same"}
    assert (
        shown["certificate"]["serialNumber"].lower().lstrip("0")
        == (certificate["issued"]["serial"])
    )
    assert shown["status"].startswith("HTTP/1.")
