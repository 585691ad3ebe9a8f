"""
What mail needs of a domain, as states, reasons and records to set.
"""

from base64 import b64encode
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tenantry.dns.model import Outcome
from tenantry.domains.checks import caa, dkim, dmarc, mail_from, spf
from tenantry.domains.checks.scene import Scene
from tenantry.domains.findings import CheckState, Finding, Record, record_at
from tenantry.domains.following import Wanted
from tests.claiming import EDGE, PARTNER, a_scene, told
from tests.zones import Records

type Look = Callable[[Scene], Finding]

SES: Records = {"amazonses.com": {"TXT": "v=spf1 ip4:199.255.192.0/22 -all"}}
GOOD = "v=spf1 include:amazonses.com ~all"
ELEVEN = " ".join(f"include:s{number}.example" for number in range(10))
DKIM = f"abc._domainkey.{PARTNER}"
KEY = record_at(PARTNER, DKIM, "CNAME", "abc.dkim.amazonses.com")
BOUNCE = f"bounce.{PARTNER}"
RETURNS = (
    record_at(PARTNER, BOUNCE, "MX", "10 feedback-smtp.eu-west-1.amazonses.com"),
    record_at(PARTNER, BOUNCE, "TXT", GOOD),
)
DMARC = f"_dmarc.{PARTNER}"
PUBLIC = rsa.generate_private_key(65537, 2048).public_key()
PUBLIC_KEY = (
    "v=DKIM1; k=rsa; p="
    + b64encode(PUBLIC.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()
)


@pytest.mark.requirement("R-WL-1")
@pytest.mark.parametrize(
    ("records", "state", "reason"),
    [
        ({PARTNER: {"TXT": GOOD}}, CheckState.PASSED, "right"),
        ({}, CheckState.PENDING, "none"),
        ({PARTNER: {"TXT": "v=spf1 -all"}}, CheckState.PENDING, "not_included"),
        ({PARTNER: {"TXT": [GOOD, "v=spf1 -all"]}}, CheckState.WRONG, "several"),
        (
            {
                PARTNER: {"TXT": f"v=spf1 {ELEVEN} include:amazonses.com -all"},
                **{f"s{number}.example": {"TXT": "v=spf1 -all"} for number in range(10)},
            },
            CheckState.WRONG,
            "too_many_lookups",
        ),
        ({PARTNER: {"TXT": Outcome.TIMED_OUT}}, CheckState.UNKNOWN, "unknown"),
    ],
)
def test_spf_lets_our_mail_through(records: Records, state: CheckState, reason: str) -> None:
    assert told(spf.look(a_scene({**SES, **records}))) == (state, reason)


def test_the_spf_record_to_set_keeps_what_stands_there_and_replaces_it() -> None:
    present = "v=spf1 include:mail.example -all"
    others: Records = {"mail.example": {"TXT": "v=spf1 ip4:192.0.2.1 -all"}}

    finding = spf.look(a_scene({**SES, **others, PARTNER: {"TXT": present}}))

    (record,) = finding.records
    assert (record.host, record.type, record.replaces) == ("@", "TXT", (present,))
    assert "include:mail.example" in record.value
    assert "include:amazonses.com" in record.value


def test_what_the_sender_wants_included_goes_before_the_platforms_own() -> None:
    records: Records = {PARTNER: {"TXT": GOOD}}

    finding = spf.look(a_scene({**SES, **records}, wanted=Wanted(spf_include="other.example")))

    assert told(finding) == (CheckState.PENDING, "not_included")


@pytest.mark.requirement("R-WL-4")
@pytest.mark.parametrize("check", [dkim, mail_from])
def test_until_the_sender_has_named_its_records_nothing_is_to_be_set(check: object) -> None:
    finding = check.look(a_scene({}))  # type: ignore[attr-defined]

    assert told(finding) == (CheckState.PENDING, "awaits_sender")
    assert finding.records == ()


@pytest.mark.requirement("R-WL-4")
@pytest.mark.parametrize(
    ("records", "state", "reason"),
    [
        (
            {DKIM: {"CNAME": KEY.value}, KEY.value: {"TXT": PUBLIC_KEY}},
            CheckState.PASSED,
            "right",
        ),
        ({}, CheckState.PENDING, "none"),
        ({DKIM: {"CNAME": "other.example"}}, CheckState.WRONG, "other_target"),
        ({DKIM: {"CNAME": f"{KEY.value}.{PARTNER}"}}, CheckState.WRONG, "doubled_value"),
        ({DKIM: Outcome.FAILED}, CheckState.UNKNOWN, "unknown"),
    ],
)
def test_the_senders_keys_are_there(records: Records, state: CheckState, reason: str) -> None:
    assert told(dkim.look(a_scene(records, wanted=Wanted(dkim=(KEY,))))) == (state, reason)


def test_each_key_that_is_missing_is_to_be_set() -> None:
    second = record_at(PARTNER, f"def._domainkey.{PARTNER}", "CNAME", "def.dkim.amazonses.com")
    records: Records = {DKIM: {"CNAME": KEY.value}, KEY.value: {"TXT": PUBLIC_KEY}}

    finding = dkim.look(a_scene(records, wanted=Wanted(dkim=(KEY, second))))

    assert told(finding) == (CheckState.PENDING, "none")
    assert finding.records == (second,)


@pytest.mark.requirement("R-WL-4")
@pytest.mark.parametrize(
    ("own", "state", "reason"),
    [
        ({"MX": RETURNS[0].value, "TXT": GOOD}, CheckState.PASSED, "right"),
        ({}, CheckState.PENDING, "none"),
        ({"MX": RETURNS[0].value}, CheckState.PENDING, "none"),
        (
            {"MX": [RETURNS[0].value, "20 mail.example"], "TXT": GOOD},
            CheckState.WRONG,
            "several",
        ),
        ({"MX": "10 mail.example", "TXT": GOOD}, CheckState.WRONG, "other"),
        ({"CNAME": "mail.example"}, CheckState.WRONG, "alias"),
        ({"MX": Outcome.FAILED, "TXT": GOOD}, CheckState.UNKNOWN, "unknown"),
    ],
)
def test_returned_mail_has_its_one_mx_and_its_spf(
    own: dict[str, str | list[str] | Outcome], state: CheckState, reason: str
) -> None:
    records: Records = {**SES, BOUNCE: own, "mail.example": {"MX": "10 mail.example"}}

    finding = mail_from.look(a_scene(records, wanted=Wanted(mail_from=RETURNS)))

    assert told(finding) == (state, reason)


@pytest.mark.requirement("R-WL-4")
@pytest.mark.parametrize("look", [dkim.look, dmarc.look, mail_from.look])
def test_what_the_wildcard_of_all_hosts_answers_is_a_record_that_is_missing(look: Look) -> None:
    wildcard: Records = {**SES, PARTNER: {"TXT": "-"}, f"*.{PARTNER}": {"CNAME": EDGE}}

    finding = look(a_scene(wildcard, wanted=Wanted(dkim=(KEY,), mail_from=RETURNS)))

    assert told(finding) == (CheckState.PENDING, "none")


def test_an_mx_that_is_to_go_is_named_with_the_record_to_set() -> None:
    records: Records = {**SES, BOUNCE: {"MX": "10 mail.example", "TXT": GOOD}}

    finding = mail_from.look(a_scene(records, wanted=Wanted(mail_from=RETURNS)))

    assert finding.records == (
        Record(BOUNCE, "bounce", "MX", RETURNS[0].value, replaces=("10 mail.example",)),
    )


@pytest.mark.requirement("R-WL-4")
@pytest.mark.parametrize(
    ("records", "state", "reason"),
    [
        ({DMARC: {"TXT": "v=DMARC1; p=reject"}}, CheckState.PASSED, "right"),
        ({DMARC: {"TXT": "v=DMARC1; p=none"}}, CheckState.WARNING, "watching"),
        ({PARTNER: {"TXT": "-"}}, CheckState.PENDING, "none"),
        (
            {DMARC: {"TXT": ["v=DMARC1; p=none", "v=DMARC1; p=reject"]}},
            CheckState.WRONG,
            "several",
        ),
        ({DMARC: Outcome.TIMED_OUT}, CheckState.UNKNOWN, "unknown"),
    ],
)
def test_a_dmarc_policy_holds(records: Records, state: CheckState, reason: str) -> None:
    assert told(dmarc.look(a_scene(records))) == (state, reason)


@pytest.mark.requirement("R-WL-1")
@pytest.mark.parametrize(
    ("records", "state"),
    [
        ({}, CheckState.PASSED),
        ({PARTNER: {"CAA": '0 issue "amazon.com"'}}, CheckState.PASSED),
        ({PARTNER: {"CAA": '0 issue "letsencrypt.org"'}}, CheckState.WRONG),
        (
            {PARTNER: {"CAA": ['0 issue "amazon.com"', '0 issuewild ";"']}},
            CheckState.WRONG,
        ),
        ({PARTNER: Outcome.FAILED}, CheckState.UNKNOWN),
    ],
)
def test_our_authority_may_issue(records: Records, state: CheckState) -> None:
    assert caa.look(a_scene(records)).state is state


def test_what_keeps_our_authority_out_is_shown() -> None:
    finding = caa.look(a_scene({PARTNER: {"CAA": '0 issue "letsencrypt.org"'}}))

    assert finding.seen == (f'{PARTNER} 0 issue "letsencrypt.org"',)
    assert ("CAA", '0 issue "amazon.com"') in [(one.type, one.value) for one in finding.records]
