"""
What partners' hosts show of a branding: it changes with it, in the same write.
"""

import pytest

from tenantry.branding import acceptance, commands
from tenantry.branding.model import MediaType, Owner, Use, Wearer
from tenantry.resellers.model import Reseller
from tests.acting import an_act
from tests.builders import make_plan, make_reseller
from tests.commands.faults import ProcessDied, dies_before, meanwhile, tapped
from tests.commands.hosted import customer, site
from tests.hosting import PARTNER, SHOP, prove
from tests.picturing import a_picture, open_bucket, send

pytestmark = [pytest.mark.requirement("R-WL-3"), pytest.mark.usefixtures("world")]


@pytest.fixture
def reseller() -> Reseller:
    make_plan()
    open_bucket()
    reseller = make_reseller()
    prove(reseller.id, PARTNER)
    return reseller


def accept(owner: Owner, use: Use = Use.LOGO) -> str:
    """
    Have a picture shown; its address.
    """
    upload = commands.ask_upload(owner, use, MediaType.PNG, an_act()).upload
    send(upload, a_picture((100, 50)))
    shown = acceptance.accept(owner, upload.id, an_act())
    return str(getattr(shown.own, use.field))


def test_a_picture_is_shown_at_the_partners_hosts_at_once(reseller: Reseller) -> None:
    owner = Owner(Wearer.RESELLER, reseller.id)

    logo, background = accept(owner), accept(owner, Use.LOGIN_BACKGROUND)

    look = site(PARTNER).look
    assert (look.logo_url, look.login_background_url) == (logo, background)


def test_a_tenants_picture_is_shown_at_its_own_host_alone(reseller: Reseller) -> None:
    tenant = customer(reseller)
    of_reseller = accept(Owner(Wearer.RESELLER, reseller.id))

    own = accept(Owner(Wearer.TENANT, tenant.id))

    assert site(SHOP).look.logo_url == own
    assert site(PARTNER).look.logo_url == of_reseller


def test_a_colour_is_shown_at_hosts_with_the_write_that_changes_it(reseller: Reseller) -> None:
    owner, changes = Owner(Wearer.RESELLER, reseller.id), {"secondary_color": "#ffdd00"}
    with tapped() as line:
        commands.change(owner, {"secondary_color": "#112233"}, an_act())

    with tapped({len(line.calls) - 1: dies_before}), pytest.raises(ProcessDied):
        commands.change(owner, changes, an_act())

    assert site(PARTNER).look.secondary_color == "#112233"
    commands.change(owner, changes, an_act())
    assert site(PARTNER).look.secondary_color == "#ffdd00"


def test_two_changes_at_once_are_both_shown_at_hosts(reseller: Reseller) -> None:
    owner = Owner(Wearer.RESELLER, reseller.id)
    with tapped() as line:
        commands.change(owner, {"secondary_color": "#112233"}, an_act())
    last = len(line.calls) - 1

    with tapped({last: meanwhile(lambda: accept(owner))}):
        commands.change(owner, {"secondary_color": "#ffdd00"}, an_act())

    own, look = commands.read(owner, an_act().principal).own, site(PARTNER).look
    assert (look.secondary_color, look.logo_url) == ("#ffdd00", own.logo_url)
    assert own.logo_url != ""
