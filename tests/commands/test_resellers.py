"""
Resellers: created by operators, changed, switched off and on; the programme's settings and terms.
"""

from dataclasses import replace
from functools import partial

import pytest

from tenantry.ids import TenantId
from tenantry.licenses.store import get_pool
from tenantry.principals import Role
from tenantry.resellers import commands as resellers
from tenantry.resellers.diagnosis import diagnose
from tenantry.resellers.model import (
    Branding,
    CompanyProfile,
    Department,
    PersonalDetails,
    ResellerType,
)
from tenantry.resellers.store import get_settings, list_resellers
from tenantry.users.store import find_user_id, memberships_of
from tests.acting import NOON, an_act, owner_of
from tests.builders import (
    a_form,
    bring_in,
    make_plan,
    make_prepaid_reseller,
    make_reseller,
    refusal_of,
    tenant_in_table,
)
from tests.commands.faults import meanwhile, tapped
from tests.reading import events_written, items_of, snapshot

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-RES-2")]

COMMISSION, SUBSCRIPTION = ResellerType.COMMISSION, ResellerType.SUBSCRIPTION
BRAND = Branding(display_name="Acme", primary_color="#112233")


@pytest.mark.requirement("R-RES-3")
def test_a_reseller_is_what_its_form_says() -> None:
    form = replace(
        a_form(type_=SUBSCRIPTION, initial_licenses=7),
        signatures={Department.SALES: "Ama, Sales", Department.BILLING: "Ben, Billing"},
        branding=BRAND,
    )

    reseller = make_reseller(form)

    assert resellers.get(reseller.id) == reseller
    assert (reseller.personal, reseller.company) == (form.personal, form.company)
    assert (reseller.signatures, reseller.branding) == (form.signatures, BRAND)
    pool = get_pool(reseller.id)
    assert (pool.count, pool.used, pool.available) == (7, 0, 7)


@pytest.mark.requirement("R-RES-1")
def test_a_reseller_is_a_parent_tenant_with_an_owner() -> None:
    reseller = make_reseller()

    workspace = tenant_in_table(reseller.id)
    assert (workspace.is_reseller, workspace.parent_tenant_id) == (True, None)
    assert reseller.owner_id == find_user_id("ama@acme.example")
    (member,) = memberships_of(reseller.owner_id)
    assert (member.workspace_id, member.role) == (reseller.id, Role.RESELLER_OWNER)


def test_a_person_who_is_known_already_can_own_a_second_reseller() -> None:
    first = make_reseller()

    second = make_reseller(a_form("acme-two", email="AMA@acme.example"))

    assert second.owner_id == first.owner_id
    assert len(items_of("User")) == 1
    assert {one.workspace_id for one in memberships_of(first.owner_id)} == {first.id, second.id}


def test_a_slug_belongs_to_one_reseller() -> None:
    make_reseller()
    before = snapshot()

    refused = refusal_of(lambda: make_reseller(a_form("acme-corp", email="ben@other.example")))

    assert refused == "reseller.slug_taken"
    assert snapshot() == before


def test_two_who_ask_for_one_slug_at_the_same_instant_make_one_reseller() -> None:
    write = 2
    other = a_form("acme-corp", email="ben@other.example")

    with tapped({write: meanwhile(lambda: make_reseller(other))}):
        refused = refusal_of(make_reseller)

    assert refused == "reseller.slug_taken"
    assert len(items_of("Reseller")) == 1
    assert find_user_id("ama@acme.example") is None


def test_an_owner_who_becomes_a_user_at_the_last_moment_is_told_to_repeat() -> None:
    write = 2
    other = a_form("other-corp")

    with tapped({write: meanwhile(lambda: make_reseller(other))}):
        refused = refusal_of(make_reseller)

    assert refused == "user.changed_meanwhile"
    assert make_reseller().owner_id == find_user_id("ama@acme.example")


@pytest.mark.requirement("R-RES-4")
def test_a_type_that_is_switched_off_takes_no_new_resellers() -> None:
    make_reseller()
    resellers.change_settings(an_act(), types=frozenset({SUBSCRIPTION}))

    refused = refusal_of(lambda: make_reseller(a_form("other", email="b@b.example")))

    assert refused == "reseller.type_switched_off"
    assert make_prepaid_reseller(1, "prepaid").is_prepaid


def test_the_settings_say_both_types_and_no_terms_until_an_operator_decides() -> None:
    before = get_settings()

    after = resellers.change_settings(an_act(), terms={COMMISSION: "2026-11"})

    assert (before.types, before.terms) == (frozenset(ResellerType), {})
    assert get_settings() == after
    assert (after.types, after.terms) == (frozenset(ResellerType), {COMMISSION: "2026-11"})


def test_two_operators_who_change_the_settings_at_once_lose_nothing() -> None:
    write = 1

    # The first round meets settings that nobody has written yet, the second such as somebody has.
    for version in ("2026-11", "2026-12"):
        terms = {COMMISSION: version}
        rival = partial(resellers.change_settings, an_act(), terms=terms)
        with tapped({write: meanwhile(rival)}):
            refused = refusal_of(
                lambda: resellers.change_settings(an_act(), types=frozenset({COMMISSION}))
            )
        assert refused == "conflict"
    assert get_settings().types == frozenset(ResellerType)


def test_parts_of_the_form_are_changed_and_the_others_stay() -> None:
    reseller = make_reseller()

    after = resellers.change(
        reseller.id,
        an_act(owner_of(reseller.id)),
        company=CompanyProfile(legal_name="Acme Kenya Ltd"),
        branding=BRAND,
    )

    assert resellers.get(reseller.id) == after
    assert (after.company.legal_name, after.branding) == ("Acme Kenya Ltd", BRAND)
    assert (after.personal, after.slug) == (reseller.personal, reseller.slug)


def test_two_who_change_a_reseller_at_the_same_instant_meet_a_conflict() -> None:
    reseller = make_reseller()
    write = 1

    def rename() -> None:
        resellers.change(reseller.id, an_act(), company=CompanyProfile("Acme Kenya Ltd"))

    with tapped({write: meanwhile(rename)}):
        refused = refusal_of(lambda: resellers.change(reseller.id, an_act(), branding=BRAND))

    assert refused == "reseller.changed_meanwhile"
    stands = resellers.get(reseller.id)
    assert (stands.company.legal_name, stands.branding) == ("Acme Kenya Ltd", Branding())


def test_changing_nothing_writes_nothing() -> None:
    reseller = make_reseller()
    before = snapshot()

    resellers.change(reseller.id, an_act())
    resellers.change(reseller.id, an_act(), personal=reseller.personal, type_=reseller.type)
    resellers.reactivate(reseller.id, an_act())

    assert snapshot() == before


@pytest.mark.requirement("R-RES-6")
def test_only_an_operator_changes_a_resellers_type() -> None:
    reseller = make_reseller()
    owner = an_act(owner_of(reseller.id))

    refused = refusal_of(lambda: resellers.change(reseller.id, owner, type_=SUBSCRIPTION))

    assert refused == "access.forbidden"
    assert resellers.change(reseller.id, an_act(), type_=SUBSCRIPTION).is_prepaid


def test_a_change_of_type_leaves_the_licences_of_existing_tenants_as_they_are() -> None:
    make_plan()
    reseller = make_prepaid_reseller(licenses=2)
    bring_in(reseller)

    resellers.change(reseller.id, an_act(), type_=COMMISSION)
    bring_in(reseller, "ben@shop.example")

    holding = [item["holds_license"] for item in items_of("Tenant")]
    assert (sum(holding), get_pool(reseller.id).used) == (1, 1)


@pytest.mark.requirement("R-RES-5")
def test_a_reseller_is_switched_off_and_on_and_repeats_are_no_events() -> None:
    reseller = make_reseller()

    for _ in range(2):
        resellers.deactivate(reseller.id, an_act())
    assert not resellers.get(reseller.id).is_active
    for _ in range(2):
        resellers.reactivate(reseller.id, an_act())
    assert resellers.get(reseller.id).is_active

    written = events_written()
    assert written.count("reseller.deactivated") == written.count("reseller.reactivated") == 1


@pytest.mark.requirement("R-RES-12")
def test_accepting_the_terms_records_which_and_when_and_new_terms_wait_again() -> None:
    reseller = make_reseller()
    owner = owner_of(reseller.id)
    resellers.change_settings(an_act(), terms={COMMISSION: "2026-11"})

    accepted = resellers.accept_terms(reseller.id, "2026-11", an_act(owner))
    assert (accepted.terms_version, accepted.terms_accepted_at) == ("2026-11", NOON)
    assert [reason.code for reason in diagnose(reseller.id, None).reasons] == []

    resellers.change_settings(an_act(), terms={COMMISSION: "2027-01"})
    (reason,) = diagnose(reseller.id, None).reasons
    assert reason.code == "reseller.terms_not_accepted"
    refused = refusal_of(lambda: resellers.accept_terms(reseller.id, "2026-11", an_act(owner)))
    assert refused == "reseller.terms_version_differs"


def test_resellers_are_listed_by_name_searched_and_paged() -> None:
    for number, company in enumerate(["Zebra", "acme Kenya", "Acme Corp", "Ärzte", "ACME Ghana"]):
        make_reseller(a_form(f"slug-{number}", email=f"{number}@x.example", company=company))

    first = list(list_resellers("", None, 2))
    rest = list(list_resellers("", first[-1][0], 10))
    found = [one.company.legal_name for _, one in list_resellers("aCmE", None, 10)]

    assert [one.company.legal_name for _, one in first + rest] == [
        "Acme Corp",
        "ACME Ghana",
        "acme Kenya",
        "Zebra",
        "Ärzte",
    ]
    assert found == ["Acme Corp", "ACME Ghana", "acme Kenya"]


@pytest.mark.requirement("R-RES-16")
def test_the_diagnosis_names_every_reason_that_holds() -> None:
    make_plan()
    reseller, other = make_prepaid_reseller(1), make_reseller(a_form("other", email="b@b.example"))
    bring_in(reseller)
    resellers.deactivate(reseller.id, an_act())

    def codes(reseller_id: TenantId, email: str | None) -> list[str]:
        return [reason.code for reason in diagnose(reseller_id, email).reasons]

    assert codes(reseller.id, "ama@acme.example") == ["reseller.inactive", "license.none_available"]
    assert codes(other.id, None) == codes(other.id, "B@b.example") == []
    assert codes(other.id, "nobody@x.example") == ["user.not_linked"]
    assert codes(other.id, "ama@acme.example") == ["user.signed_in_elsewhere"]
    nobody = TenantId("ten_NOBODY")
    assert refusal_of(lambda: diagnose(nobody, None)) == "reseller.not_found"


def test_a_name_in_any_script_is_kept_unharmed() -> None:
    name = "شركة أكمي — Ọjà 株式会社 <b>&\"'"
    form = replace(a_form(company=name), personal=PersonalDetails(name, "ama@acme.example"))

    reseller = make_reseller(form)

    assert resellers.get(reseller.id).company.legal_name == name
    ((_, listed),) = list_resellers("شركة", None, 10)
    assert listed.personal.name == name
