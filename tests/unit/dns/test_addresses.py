"""
Which addresses of name servers are ever talked to.
"""

from ipaddress import IPv4Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.dns.addresses import loopback, public

INTERNAL = """
0.0.0.0         10.0.0.1         100.64.0.1       127.0.0.1       169.254.169.254
169.254.170.2   172.16.0.1       192.0.0.8        192.0.2.1       192.168.0.1
198.18.0.1      198.51.100.1     203.0.113.1      224.0.0.1       240.0.0.1
255.255.255.255 ::               ::1              fe80::1         fd00:ec2::254
ff02::1         2001:db8::1      ::ffff:10.0.0.1  ::ffff:7f00:1   64:ff9b::a00:1
2002:a00:1::    2001:0:a00:1::   fec0::1          ::10.0.0.1      0177.0.0.1
2130706433      127.1            localhost        8.8.8.8.        fe80::1%eth0
"""


@pytest.mark.requirement("R-WL-1")
@pytest.mark.parametrize("address", INTERNAL.split())
def test_internal_addresses_are_never_talked_to(address: str) -> None:
    assert public(address) is None


@pytest.mark.parametrize("address", ["8.8.8.8", "199.4.138.53", "2606:4700:4700::1111"])
def test_addresses_of_the_internet_are_asked_at_the_port_of_dns(address: str) -> None:
    assert public(address) == (address, 53)


@given(inner=st.ip_addresses(v=4).filter(lambda inner: not inner.is_global))
def test_no_internal_address_hides_in_a_longer_one(inner: IPv4Address) -> None:
    assert public(f"::ffff:{inner}") is None
    assert public(f"64:ff9b::{inner}") is None
    assert public(f"::{inner}") is None


def test_the_local_stack_talks_to_this_machine_alone() -> None:
    reach = loopback(5300)

    assert reach("127.0.0.1") == ("127.0.0.1", 5300)
    assert reach("8.8.8.8") is None
    assert reach("no address") is None
