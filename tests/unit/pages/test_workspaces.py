"""
What a signed-in person reads about workspaces, and how the owner ends a reseller's access.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from tenantry.pages.views import ResellerAccess, Workspace
from tenantry.pages.workspaces import workspaces
from tenantry.principals import Role
from tests.unit.mail.documents import Document
from tests.unit.pages.shown import ACCESS_ENDS_AT, ENDS_AT, a_frame, some_workspaces


def test_each_workspace_says_its_role_pilot_and_who_has_access() -> None:
    document = Document(workspaces(a_frame(), some_workspaces()).html)

    labels = [label.text for label in document.all("dt")]
    role, pilot, access, other_role = [value.text for value in document.all("dd")]
    assert labels == ["Your role", "Pilot", "Partner\u2019s access", "Your role"]
    assert (role, other_role) == ("Owner", "Billing")
    assert pilot == "Ends on 5 December 2026, 14:30 UTC"
    assert access.startswith("Acme Foods may work here until 5 December 2027.")


def test_a_pilot_has_ended_from_the_second_it_ends() -> None:
    shown = some_workspaces()
    before, after = ENDS_AT - timedelta(seconds=1), ENDS_AT

    texts = [workspaces(a_frame(), replace(shown, now=now)).html for now in (before, after)]

    assert ["Ends on" in text for text in texts] == [True, False]
    assert ["Ended on" in text for text in texts] == [False, True]


@pytest.mark.requirement("R-RES-15")
def test_the_owner_ends_an_access_with_a_form_of_its_own() -> None:
    document = Document(workspaces(a_frame(), some_workspaces("Acme")).html)

    (form,) = document.having("action", "/access/end")
    # The name that is spoken begins with the one that is seen.
    assert form.text == "End this access: Acme, Acme"
    assert document.having("class", "unseen")[0].text == ": Acme, Acme"


def test_a_member_who_may_not_end_the_access_sees_no_button() -> None:
    access = ResellerAccess("Savanna", ACCESS_ENDS_AT, revoke=None)
    shown = replace(
        some_workspaces(), workspaces=(Workspace("Acme", Role.TENANT_OWNER, None, access),)
    )

    document = Document(workspaces(a_frame(), shown).html)

    assert "Savanna may work here" in document.one("section").text
    assert [form.attributes["action"] for form in document.all("form")] == ["/sign-out"]


def test_ending_an_access_is_confirmed() -> None:
    shown = replace(some_workspaces(), access_was_ended=True)

    (notice,) = Document(workspaces(a_frame(), shown).html).having("role", "status")

    assert notice.text == "The access has ended."
    assert Document(workspaces(a_frame(), some_workspaces()).html).having("role", "status") == []


def test_somebody_without_a_workspace_is_told_so() -> None:
    shown = replace(some_workspaces(), workspaces=())

    document = Document(workspaces(a_frame(), shown).html)

    assert "You have no workspace yet." in document.one("main").text
