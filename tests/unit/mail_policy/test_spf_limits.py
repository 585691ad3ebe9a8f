"""
What a check may cost (RFC 7208, section 4.6.4).
"""

from ipaddress import ip_address

import pytest

from tenantry.mail_policy.spf.check import Result, check_host
from tenantry.mail_policy.spf.sender import Sender
from tests.unit.mail_policy.zones import Records, Zones, texts

pytestmark = pytest.mark.requirement("R-WL-1")

HERE = "192.0.2.77"
REVERSE = "77.2.0.192.in-addr.arpa"
THERE: Records = {"A": ["198.51.100.1"]}


def hosts(number: int, records: Records = THERE) -> dict[str, Records]:
    return {f"h{index}.example.com": records for index in range(number)}


def asking(number: int) -> str:
    return " ".join(f"a:h{index}.example.com" for index in range(number))


def checked(zones: dict[str, Records]) -> Result:
    return check_host(Zones(zones), Sender(ip_address(HERE), "example.com"))


@pytest.mark.parametrize(("number", "verdict"), [(10, "pass"), (11, "permerror")])
def test_ten_terms_may_ask_and_an_eleventh_may_not(number: int, verdict: str) -> None:
    result = checked(hosts(11) | texts(root=f"v=spf1 {asking(number)} all"))

    assert (result.verdict, result.lookups) == (verdict, number)


def test_terms_that_ask_nothing_cost_nothing() -> None:
    free = "ip4:198.51.100.1 ip6:2001:db8::1 " * 20

    result = checked(hosts(10) | texts(root=f"v=spf1 {free}{asking(10)} x=y exp=w.example.com all"))

    assert (result.verdict, result.lookups) == ("pass", 10)


def test_what_comes_after_the_match_is_not_counted() -> None:
    result = checked(hosts(11) | texts(root=f"v=spf1 ip4:{HERE} {asking(11)} -all"))

    assert (result.verdict, result.lookups) == ("pass", 0)


@pytest.mark.parametrize(("number", "verdict"), [(8, "pass"), (9, "permerror")])
def test_included_records_and_redirects_count_with_the_first(number: int, verdict: str) -> None:
    zones = hosts(9) | texts(
        root="v=spf1 include:other.example.com redirect=end.example.com",
        other=f"v=spf1 {asking(number)} -all",
        end="v=spf1 all",
    )

    assert checked(zones).verdict == verdict


@pytest.mark.parametrize("term", ["include:example.com", "redirect=example.com"])
def test_a_record_that_leads_to_itself_ends(term: str) -> None:
    zones = Zones(texts(root=f"v=spf1 {term}"))

    result = check_host(zones, Sender(ip_address(HERE), "example.com"))

    assert (result.verdict, zones.queries) == ("permerror", 1)


@pytest.mark.parametrize(("number", "verdict"), [(2, "pass"), (3, "permerror")])
def test_two_terms_may_ask_for_nothing_and_a_third_may_not(number: int, verdict: str) -> None:
    result = checked(texts(root=f"v=spf1 {asking(number)} all"))

    assert (result.verdict, result.voids) == (verdict, number)


def test_a_name_without_the_type_is_as_void_as_none_at_all() -> None:
    terms = "mx:h0.example.com a:h1.example.com exists:none.example.com"

    result = checked(hosts(2, {"TXT": ["hello"]}) | texts(root=f"v=spf1 {terms} all"))

    assert (result.verdict, result.voids) == ("permerror", 3)


def test_an_address_without_a_name_is_as_void_as_any_other_question() -> None:
    result = checked(texts(root=f"v=spf1 {asking(2)} ptr all"))

    assert (result.verdict, result.voids) == ("permerror", 3)


def test_what_cannot_be_asked_for_is_no_void_look_up() -> None:
    long = f"a:{'x' * 64}.example.com"

    result = checked(
        texts(root=f"v=spf1 {long} a:x..example.com mx:y..example.com {asking(2)} all")
    )

    assert (result.verdict, result.voids, result.lookups) == ("pass", 2, 5)


def test_the_explanation_costs_nothing_and_is_never_void() -> None:
    zones = texts(root=f"v=spf1 {asking(2)} exp=none.example.com -all")

    result = checked(zones)

    assert (result.verdict, result.voids, result.lookups) == ("fail", 2, 2)


def test_hosts_of_mail_exchangers_without_address_are_not_counted_as_void() -> None:
    exchangers: Records = {"MX": [f"10 h{index}.example.com" for index in range(4)]}

    result = checked(texts(root="v=spf1 mx:out.example.com all") | {"out.example.com": exchangers})

    assert (result.verdict, result.voids) == ("pass", 0)


@pytest.mark.parametrize(("number", "verdict"), [(10, "pass"), (11, "permerror")])
def test_a_domain_may_have_ten_mail_exchangers(number: int, verdict: str) -> None:
    exchangers: Records = {"MX": [f"10 h{index}.example.com" for index in range(number)]}
    zones = hosts(number, {"A": [HERE]}) | {"out.example.com": exchangers}

    assert checked(zones | texts(root="v=spf1 mx:out.example.com -all")).verdict == verdict


@pytest.mark.parametrize("term", ["ptr", "exists:%{p}.yes.example.com"])
def test_ten_names_of_an_address_are_looked_at(term: str) -> None:
    names = [f"h{index}.other.example" for index in range(11, 40)]
    zones = Zones(texts(root=f"v=spf1 {term} -all") | {REVERSE: {"PTR": names}})

    result = check_host(zones, Sender(ip_address(HERE), "example.com"))

    assert result.verdict == "fail"
    assert sum(asked.startswith("A h") for asked in zones.asked) == 10


def test_two_includes_may_lead_to_one_record_by_different_names() -> None:
    zones = texts(
        root="v=spf1 include:one.example.com include:two.example.com all", real="v=spf1 -all"
    )
    zones |= {f"{name}.example.com": {"CNAME": ["real.example.com"]} for name in ("one", "two")}

    assert checked(zones).verdict == "pass"
