"""
Showing a picture, when processes die and others change the same branding at the same moment.
"""

from contextlib import suppress
from dataclasses import replace

import pytest

from tenantry.branding import acceptance, bucket, commands, store
from tenantry.branding.model import (
    KEPT,
    Branded,
    MediaType,
    Owner,
    State,
    Upload,
    UploadNotFound,
    Use,
    Wearer,
)
from tenantry.errors import ChangedMeanwhile
from tenantry.mail.assets import LOGO, address
from tenantry.resellers import commands as resellers
from tenantry.resellers.model import Branding
from tenantry.tenants import commands as tenants
from tests.acting import SECOND, an_act
from tests.builders import bring_in, make_plan, make_reseller
from tests.commands.faults import Fault, ProcessDied, dies_after, dies_before, meanwhile, tapped
from tests.picturing import a_picture, files, open_bucket, send
from tests.reading import events_written, items_of

pytestmark = [pytest.mark.requirement("R-WL-3"), pytest.mark.usefixtures("world")]


@pytest.fixture
def owner() -> Owner:
    open_bucket()
    return Owner(Wearer.RESELLER, make_reseller().id)


def sent(owner: Owner, content: bytes | None = None) -> Upload:
    """
    An upload whose file has come.
    """
    upload = commands.ask_upload(owner, Use.LOGO, MediaType.PNG, an_act()).upload
    send(upload, content or a_picture((100, 50)))
    return upload


def accept(owner: Owner, upload: Upload) -> Branded:
    return acceptance.accept(owner, upload.id, an_act())


def calls_of_accepting(owner: Owner) -> int:
    """
    How often accepting calls DynamoDB; the last call writes.
    """
    upload = sent(owner, a_picture((64, 32)))
    with tapped() as line:
        accept(owner, upload)
    return len(line.calls)


def own(owner: Owner) -> Branding:
    return commands.read(owner, an_act().principal).own


def state(owner: Owner, upload: Upload) -> State:
    found = store.get_upload(owner.id, upload.id)
    assert found is not None
    return found.state


def accepted() -> int:
    return events_written().count("branding.picture_accepted")


@pytest.mark.parametrize("dies", [dies_before, dies_after])
def test_a_process_that_dies_anywhere_is_made_good_by_the_next(owner: Owner, dies: Fault) -> None:
    count = calls_of_accepting(owner)

    for number in range(count):
        upload = sent(owner, a_picture((100, 40 - number)))
        with suppress(ProcessDied), tapped({number: dies}):
            accept(owner, upload)
        accept(owner, upload)

        assert state(owner, upload) is State.ACCEPTED
        assert f"pictures{own(owner).logo_url.removeprefix('/assets')}" in files()
    assert accepted() == count + 1


def test_who_dies_between_storing_and_showing_leaves_the_branding_as_it_was(owner: Owner) -> None:
    last, before = calls_of_accepting(owner) - 1, own(owner)
    upload = sent(owner)

    with tapped({last: dies_before}), pytest.raises(ProcessDied):
        accept(owner, upload)

    assert (own(owner), state(owner, upload)) == (before, State.OPEN)
    assert len(files("pictures/")) == 4, "the new files lie there, and nothing names them"
    accept(owner, upload)
    assert len(files("pictures/")) == 4, "the next try has made the same ones"


def test_of_two_accepts_at_once_one_counts_and_both_say_what_is_shown(owner: Owner) -> None:
    last = calls_of_accepting(owner) - 1
    upload, told = sent(owner), accepted()
    others: list[Branded] = []

    with tapped({last: meanwhile(lambda: others.append(accept(owner, upload)))}):
        mine = accept(owner, upload)

    assert others == [mine]
    assert accepted() == told + 1


def test_two_pictures_at_once_are_shown_one_after_the_other(owner: Owner) -> None:
    last = calls_of_accepting(owner) - 1
    one, other = sent(owner, a_picture((80, 40))), sent(owner, a_picture((90, 45)))

    with tapped({last: meanwhile(lambda: accept(owner, other))}):
        mine = accept(owner, one)

    assert own(owner) == mine.own
    assert {state(owner, upload) for upload in (one, other)} == {State.ACCEPTED}


def test_a_colour_that_changes_meanwhile_is_not_lost(owner: Owner) -> None:
    last = calls_of_accepting(owner) - 1
    change = {"primary_color": "#0b5d4e", "support_email": "help@acme.example"}

    with tapped({last: meanwhile(lambda: commands.change(owner, change, an_act()))}):
        shown = accept(owner, sent(owner))

    assert (shown.own.primary_color, shown.own.support_email) == tuple(change.values())
    assert shown.own.logo_url != ""


def test_a_picture_that_comes_meanwhile_is_not_lost_by_a_change(owner: Owner) -> None:
    upload = sent(owner)
    with tapped() as line:
        commands.change(owner, {"primary_color": "#112233"}, an_act())

    with tapped({len(line.calls) - 1: meanwhile(lambda: accept(owner, upload))}):
        shown = commands.change(owner, {"primary_color": "#0b5d4e"}, an_act())

    assert shown.own.primary_color == "#0b5d4e"
    assert shown.own.logo_url == own(owner).logo_url != ""


def test_a_file_that_is_sent_over_the_one_that_was_looked_at_is_refused(owner: Owner) -> None:
    upload = sent(owner)
    found = bucket.find(upload)

    send(upload, a_picture((90, 45)))

    with pytest.raises(ChangedMeanwhile):
        bucket.read(upload, found)


def test_an_upload_can_be_accepted_for_a_day(owner: Owner) -> None:
    upload = sent(owner)
    in_time = an_act(now=upload.asked_at + KEPT - SECOND)

    with pytest.raises(UploadNotFound):
        acceptance.accept(owner, upload.id, an_act(now=upload.asked_at + KEPT))

    assert acceptance.accept(owner, upload.id, in_time).own.logo_url != ""


def test_a_picture_that_is_shown_already_is_accepted_all_the_same(owner: Owner) -> None:
    first = accept(owner, sent(owner))
    upload = sent(owner)

    again = accept(owner, upload)

    assert again == first
    assert (state(owner, upload), accepted()) == (State.ACCEPTED, 2)


def test_what_a_newer_release_wrote_stays_with_a_tenant_and_is_no_harm_to_a_reseller() -> None:
    make_plan()
    reseller = make_reseller()
    tenant = bring_in(reseller)
    motto = {"motto": "x", "display_name": "Kofi"}
    tenants.change(tenant.id, an_act(), name=None, branding=motto)

    commands.change(Owner(Wearer.TENANT, tenant.id), {"display_name": "K"}, an_act())

    assert tenants.read(tenant.id, an_act().principal).branding == motto | {"display_name": "K"}


def test_an_item_of_before_has_none_of_the_new_fields() -> None:
    reseller = make_reseller()

    resellers.change(reseller.id, an_act(), branding=Branding(display_name="Acme"))

    (item,) = items_of("Reseller")
    assert '"display_name": "Acme"' in item["branding"]
    assert "favicon_url" not in item["branding"]
    assert resellers.get(reseller.id).branding == Branding(display_name="Acme")


def test_an_address_names_its_owner_its_content_and_its_file(owner: Owner) -> None:
    upload = sent(owner)

    shown = accept(owner, upload)

    found = store.get_upload(owner.id, upload.id)
    assert found is not None
    assert found == replace(upload, state=State.ACCEPTED, digest=found.digest)
    assert shown.own.logo_url == address(owner.id, str(found.digest), LOGO)
