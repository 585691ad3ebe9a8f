"""
Whether a DKIM key is where it should be, and what was mistaken (RFC 6376, RFC 8301).
"""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tenantry.dns.model import Trouble
from tenantry.mail_policy.dkim.keys import DkimKey, KeyKind, read
from tenantry.mail_policy.dkim.report import DkimReport, look
from tenantry.mail_policy.model import Severity, ToSet
from tests.unit.mail_policy.zones import Records, Zones

pytestmark = pytest.mark.requirement("R-WL-4")


def public(bits: int, form: PublicFormat = PublicFormat.SubjectPublicKeyInfo) -> str:
    """
    A key of that length, though nobody has the other half of it.
    """
    key = RSAPublicNumbers(65537, (1 << (bits - 1)) | 1).public_key()
    return base64.b64encode(key.public_bytes(Encoding.DER, form)).decode()


KEY = public(2048)
NAME = "s1._domainkey.example.com"
TARGET = "s1.dkim.mail.example.net"
ALIAS = ToSet(NAME, "CNAME", TARGET)
TEXT = ToSet(NAME, "TXT", f"v=DKIM1; p={KEY}")
EDGE = "edge.tenantry.example"


def told(records: dict[str, Records], wanted: ToSet = ALIAS) -> DkimReport:
    key: dict[str, Records] = {TARGET: {"TXT": [f"v=DKIM1; k=rsa; p={KEY}"]}}
    return look(Zones(key | records), "example.com", wanted)


def at_name(wanted: ToSet, records: Records) -> DkimReport:
    return told({NAME: records}, wanted)


def codes(report: DkimReport) -> list[tuple[Severity, str]]:
    return [(remark.severity, remark.code) for remark in report.remarks]


KEYS = f"""
v=DKIM1; k=rsa; p={KEY}              |
p={KEY}                              |
v=DKIM1; p={KEY[:80]} {KEY[80:]}     |
v=DKIM1; h=sha1:sha256; s=email; n=x; z=y; p={KEY} |
v=DKIM1; p={public(2048, PublicFormat.PKCS1)}      |
v=DKIM1; p={public(1024)}            | dkim.weak
v=DKIM1; p={public(768)}             | dkim.short
v=DKIM1; t=y:s; p={KEY}              | dkim.test
v=DKIM1; p=                          | dkim.revoked
v=DKIM1; k=rsa                       | dkim.no_key
v=DKIM2; p={KEY}                     | dkim.version
k=rsa; v=DKIM1; p={KEY}              | dkim.version
v=DKIM1; k=dsa; p={KEY}              | dkim.bad_key
v=DKIM1; h=sha1; p={KEY}             | dkim.hash
v=DKIM1; s=tlsrpt; p={KEY}           | dkim.service
v=DKIM1; p={KEY[:255]}               | dkim.bad_key
v=DKIM1; p={KEY[:256]}               | dkim.bad_key
v=DKIM1; p=*{KEY[1:]}                | dkim.bad_key
v=DKIM1; p=AAAA                      | dkim.bad_key
v=DKIM1; p=-----BEGIN PUBLIC KEY-----{KEY} | dkim.bad_key
v=DKIM1; k=ed25519; p={KEY}          | dkim.bad_key
v=DKIM1; p={KEY}; p={KEY}            | dkim.unreadable
v=DKIM1 k=rsa; p={KEY}               | dkim.version
v=DKIM1\\; p={KEY}                   | dkim.escaped
"v=DKIM1; p={KEY[:80]}" "{KEY[80:]}" | dkim.quotes
"""


@pytest.mark.parametrize("row", KEYS.strip().splitlines())
def test_a_key_is_read_or_what_spoils_it_is_told(row: str) -> None:
    text, code = (part.strip() for part in row.split("|"))

    record = read(text)

    assert [remark.code for remark in record.remarks] == ([code] if code else [])


def test_a_key_says_its_kind_and_length() -> None:
    edwards = base64.b64encode(bytes(32)).decode()

    assert read(f"p={KEY}").key == DkimKey(KeyKind.RSA, 2048)
    assert read(f"k=ed25519; p={edwards}").key == DkimKey(KeyKind.ED25519, 256)
    assert "cut off" in read(f"p={KEY[:255]}").remarks[0].text


def test_an_alias_that_leads_to_the_key_is_all_there_has_to_be() -> None:
    report = at_name(ALIAS, {"CNAME": [TARGET]})

    assert (report.remarks, report.to_set, report.is_set) == ((), None, True)
    assert (report.key, report.chain) == (DkimKey(KeyKind.RSA, 2048), (TARGET,))


def test_an_alias_may_be_followed_by_others() -> None:
    report = told(
        {
            NAME: {"CNAME": [TARGET]},
            TARGET: {"CNAME": ["k.example.net"]},
            "k.example.net": {"TXT": [f"p={KEY}"]},
        }
    )

    assert (report.is_set, report.chain) == (True, (TARGET, "k.example.net"))


def test_a_key_that_is_not_there_yet_is_not_the_partners_fault() -> None:
    report = told({NAME: {"CNAME": [TARGET]}, TARGET: {"TXT": []}})

    assert codes(report) == [(Severity.WARNING, "dkim.waiting")]
    assert report.is_set


def test_a_key_that_is_revoked_behind_the_alias_is_wrong() -> None:
    report = told({NAME: {"CNAME": [TARGET]}, TARGET: {"TXT": ["v=DKIM1; p="]}})

    assert codes(report) == [(Severity.WRONG, "dkim.revoked")]
    assert report.key is None


ALIASES: dict[str, tuple[Records, str]] = {
    "nothing": ({}, "missing dkim.none"),
    "another name": ({"CNAME": ["other.example.net"]}, "wrong dkim.other_target"),
    "the domain added": ({"CNAME": [f"{TARGET}.example.com"]}, "wrong dkim.doubled_value"),
    "a text": ({"TXT": [TARGET]}, "wrong dkim.no_alias"),
    "a silent server": ({"ANY": Trouble.SILENT}, "unknown dkim.unknown"),
}


@pytest.mark.parametrize("name", ALIASES)
def test_of_an_alias_it_is_told_what_stands_there_instead(name: str) -> None:
    records, said = ALIASES[name]

    report = at_name(ALIAS, records)

    assert [f"{severity} {code}" for severity, code in codes(report)] == [said]
    assert (report.to_set is None) is (name == "a silent server")


def test_what_stands_there_instead_has_to_go() -> None:
    report = at_name(ALIAS, {"CNAME": ["other.example.net"]})

    assert report.to_set == ToSet(NAME, "CNAME", TARGET, ("other.example.net",))


@pytest.mark.parametrize("place", [f"{NAME}.example.com", "s1.example.com"])
@pytest.mark.parametrize("wanted", [ALIAS, TEXT])
def test_a_record_at_the_wrong_name_is_found(place: str, wanted: ToSet) -> None:
    report = told({place: {wanted.type: [wanted.value]}}, wanted)

    assert codes(report)[0] == (Severity.WRONG, "dkim.misplaced")
    assert place in report.remarks[0].text


def test_what_a_wildcard_says_is_not_taken_for_the_record() -> None:
    # The fake knows no wildcards: a name that nobody made up answers like this one.
    report = told(
        {NAME: {"CNAME": [EDGE]}, "no-such-key._domainkey.example.com": {"CNAME": [EDGE]}}
    )

    assert codes(report) == [(Severity.MISSING, "dkim.none")]
    assert report.to_set == ALIAS


TEXTS: dict[str, tuple[list[str], list[str]]] = {
    "ours": ([f"v=DKIM1; k=rsa; p={KEY}"], []),
    "ours beside other texts": ([f"p={KEY}", "hello"], []),
    "no key": (["hello"], ["dkim.no_key"]),
    "another": ([f"p={public(2048)[:-8]}{public(2048)[:8]}"], ["dkim.other_key", "dkim.bad_key"]),
    "the beginning of ours": ([f"v=DKIM1; p={KEY[:240]}"], ["dkim.cut_off", "dkim.bad_key"]),
    "revoked": (["v=DKIM1; p="], ["dkim.revoked"]),
    "two": ([f"p={KEY}", f"v=DKIM1; p={KEY}"], ["dkim.several"]),
}


@pytest.mark.parametrize("name", TEXTS)
def test_of_a_key_set_as_text_it_is_told_whether_it_is_ours(name: str) -> None:
    values, said = TEXTS[name]

    report = at_name(TEXT, {"TXT": values})

    assert [code for _, code in codes(report) if code != "dkim.weak"] == said
    assert report.is_set is (not said)
