"""
The commands about hosts, each with something to do in the town.
"""

from tenantry.hosts import commands as hosts
from tenantry.hosts import following
from tenantry.hosts.model import Reach
from tests.commands.command import Command, an_owner
from tests.hosting import PARTNER, a_domain

SHOWN = PARTNER
"""A domain of the town's reseller, with a host of its tenant's."""

HOSTING: dict[str, Command] = {
    "hosts.give": Command(
        lambda town, act: hosts.give(town.reseller.id, f"portal.{SHOWN}", None, act),
        "host.given",
        an_owner,
    ),
    "hosts.give, to another tenant": Command(
        lambda town, act: hosts.give(town.reseller.id, f"shop.{SHOWN}", town.owing.id, act),
        "host.given",
        an_owner,
    ),
    "hosts.remove": Command(
        lambda town, act: hosts.remove(town.reseller.id, f"shop.{SHOWN}", act),
        "host.removed",
        an_owner,
    ),
    "hosts.following.follow": Command(
        lambda town, act: following.follow(
            a_domain(town.reseller.id, SHOWN), Reach(apex=True), act
        ),
        "hosts.changed",
    ),
}
