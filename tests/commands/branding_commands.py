"""
The commands of branding, each with something to do in the town.
"""

from tenantry.branding import acceptance
from tenantry.branding import commands as branding
from tenantry.branding.model import MediaType, Owner, Use, Wearer
from tests.commands.command import Command, a_customer, an_owner
from tests.commands.town import Town


def _reseller(town: Town) -> Owner:
    return Owner(Wearer.RESELLER, town.reseller.id)


def _tenant(town: Town) -> Owner:
    return Owner(Wearer.TENANT, town.tenant.id)


BRANDING: dict[str, Command] = {
    "branding.change": Command(
        lambda town, act: branding.change(_reseller(town), {"secondary_color": "#ffdd00"}, act),
        "branding.changed",
        an_owner,
    ),
    "branding.change, a tenant's": Command(
        lambda town, act: branding.change(_tenant(town), {"display_name": "Kofi"}, act),
        "branding.changed",
        a_customer,
    ),
    "branding.ask_upload": Command(
        lambda town, act: branding.ask_upload(_reseller(town), Use.LOGO, MediaType.PNG, act),
        "branding.upload_asked",
        an_owner,
    ),
    "branding.accept": Command(
        lambda town, act: acceptance.accept(_tenant(town), town.logo.id, act),
        "branding.picture_accepted",
        a_customer,
    ),
}
