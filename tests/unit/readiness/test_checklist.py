"""
The checklist of a reseller: each of twelve points is there, or the words say what is missing.
"""

from dataclasses import replace
from datetime import datetime

import pytest

from tenantry.certificates.model import Certificate, Issued, Source, claim_of
from tenantry.certificates.model import State as Issuing
from tenantry.data_processing.model import Acceptance, Document, PartnerRole, Signer, Standing
from tenantry.domains.findings import Check, CheckName, CheckState, Finding
from tenantry.domains.model import Domain, State
from tenantry.ids import TenantId, UserId
from tenantry.payment_keys.model import Form, Kind, Mode, PaymentKey
from tenantry.readiness.model import Known, Need
from tenantry.readiness.rules import checklist
from tenantry.resellers.model import Branding, CompanyProfile, PersonalDetails, Reseller
from tenantry.resellers.model import ResellerType as Type
from tests.acting import DAY, NOON, SECOND

pytestmark = pytest.mark.requirement("R-RES-8")

ID = TenantId("ten_01KAHZE4000000000000000001")
LINKS = ("website_url", "support_url", "billing_url", "terms_url", "privacy_url")
BRANDING = Branding(
    primary_color="#0f766e",
    logo_url="https://partner.example/logo.png",
    support_email="help@partner.example",
    **dict.fromkeys(LINKS, "https://partner.example/page"),
)
TEXT = Document("2026-11", "Data processing", "1.", "0" * 64, 1, NOON, UserId("usr_OPERATOR"))


def a_domain(state: State = State.PROVEN, reputation: CheckState = CheckState.PASSED) -> Domain:
    found = Finding(reputation, "listed", "as the test has it")
    check = Check(found, NOON, NOON, NOON + DAY, found, NOON)
    return Domain(
        ID,
        "partner.example",
        "token",
        claimed_at=NOON,
        eager_from=NOON,
        next_check_at=NOON + DAY,
        state=state,
        checks={CheckName.REPUTATION: check},
    )


def a_certificate(
    until: datetime = NOON + 90 * DAY, state: Issuing = Issuing.ISSUED
) -> Certificate:
    issued = Issued(NOON - DAY, until, issuer="Amazon", serial="0a")
    claim = claim_of(a_domain())
    return Certificate(
        ID, "partner.example", claim, Source.PLATFORM, state, asked_at=NOON, issued=issued
    )


def an_acceptance(version: str = "2026-11") -> Acceptance:
    signer = Signer(UserId("usr_OWNER"), "Ama", "ama@partner.example", "Director", "", "")
    return Acceptance(
        ID, version, "0" * 64, 1, PartnerRole.CONTROLLER, "Partner", "", signer, accepted_at=NOON
    )


def everything() -> Known:
    reseller = Reseller(
        id=ID,
        slug="partner",
        type=Type.COMMISSION,
        is_active=True,
        owner_id=UserId("usr_OWNER"),
        personal=PersonalDetails("Ama", "ama@partner.example"),
        company=CompanyProfile("Partner"),
        created_at=NOON,
        branding=BRANDING,
    )
    key = PaymentKey(ID, "stripe", Form(Kind.RESTRICTED, Mode.TEST, "abcd"), NOON)
    agreement = Standing(TEXT, (an_acceptance(),))
    return Known(reseller, (a_domain(),), (a_certificate(),), key, agreement)


def missing(known: Known, now: datetime = NOON) -> list[str]:
    return [answer.point.value for answer in checklist(known, now).answers if not answer.is_ready]


def without(field: str) -> Known:
    known = everything()
    reseller = replace(known.reseller, branding=replace(BRANDING, **{field: ""}))
    return replace(known, reseller=reseller)


def test_a_reseller_with_everything_is_ready() -> None:
    filled = checklist(everything(), NOON)

    assert filled.is_ready
    assert [answer.point for answer in filled.answers] == list(Need)
    assert {answer.route for answer in filled.answers} == {None}


@pytest.mark.parametrize("of_before", [{"claim": "an earlier one"}, {"leaving_since": NOON}])
def test_a_certificate_that_is_being_taken_away_is_none(of_before: dict[str, object]) -> None:
    left = replace(a_certificate(), **of_before)  # type: ignore[arg-type] # by the fields' own types

    found = missing(replace(everything(), certificates=(left,)))

    assert found == ["wildcard_certificate"]


def test_a_new_reseller_is_told_of_every_point_what_to_do() -> None:
    known = everything()
    bare = replace(known.reseller, branding=Branding())

    filled = checklist(Known(bare, (), (), None, Standing(None, ())), NOON)

    assert not any(answer.is_ready for answer in filled.answers)
    assert all(answer.words and answer.route for answer in filled.answers)


@pytest.mark.parametrize(
    ("field", "point"),
    [
        ("primary_color", "brand_colors"),
        ("logo_url", "logo"),
        ("website_url", "website_link"),
        ("support_url", "support_link"),
        ("billing_url", "billing_link"),
        ("terms_url", "terms_link"),
        ("privacy_url", "privacy_link"),
        ("support_email", "support_email"),
    ],
)
def test_what_the_branding_lacks_is_named(field: str, point: str) -> None:
    assert missing(without(field)) == [point]


@pytest.mark.parametrize(
    ("state", "lacks"),
    [
        (State.PROVEN, []),
        (State.GRACE, []),
        (State.CLAIMED, ["root_domain", "wildcard_certificate"]),
        (State.SUSPENDED, ["root_domain", "wildcard_certificate"]),
    ],
)
def test_a_domain_counts_while_it_is_served(state: State, lacks: list[str]) -> None:
    known = replace(everything(), domains=(a_domain(state),))

    assert missing(known) == lacks


@pytest.mark.parametrize(
    ("reputation", "lacks"),
    [
        (CheckState.WRONG, ["root_domain"]),
        (CheckState.WARNING, []),
        (CheckState.NOT_TESTED, []),
        (CheckState.UNKNOWN, []),
    ],
)
def test_only_a_grave_mark_in_a_list_takes_the_domain_off(
    reputation: CheckState, lacks: list[str]
) -> None:
    known = replace(everything(), domains=(a_domain(reputation=reputation),))

    assert missing(known) == lacks


def test_a_certificate_counts_until_the_second_in_which_it_ends() -> None:
    ends = NOON + DAY
    known = replace(everything(), certificates=(a_certificate(ends),))

    assert missing(known, ends - SECOND) == []
    assert missing(known, ends) == ["wildcard_certificate"]


@pytest.mark.parametrize("state", [one for one in Issuing if one is not Issuing.ISSUED])
def test_a_certificate_that_is_not_in_force_is_missing(state: Issuing) -> None:
    known = replace(everything(), certificates=(a_certificate(state=state),))

    assert missing(known) == ["wildcard_certificate"]


def test_a_newer_agreement_is_missing_until_it_is_accepted() -> None:
    older = Standing(TEXT, (an_acceptance("2025-01"),))

    assert missing(replace(everything(), agreement=older)) == ["data_processing_agreement"]


def test_a_payment_key_is_missing_where_none_is_set() -> None:
    assert missing(replace(everything(), payment_key=None)) == ["payment_key"]
