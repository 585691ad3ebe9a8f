"""
The command about certificates that asks nobody outside, with something to do in the town.
"""

from tenantry.certificates import commands as certificates
from tests.commands.command import Command, an_owner
from tests.hosting import PARTNER

SECURING: dict[str, Command] = {
    "certificates.ask_anew": Command(
        lambda town, act: certificates.ask_anew(town.reseller.id, PARTNER, act),
        "certificate.requested",
        an_owner,
    ),
}
