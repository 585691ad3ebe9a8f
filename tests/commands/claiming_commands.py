"""
The commands about domains, each with something to do in the town.
"""

from tenantry.acts import Act
from tenantry.domains import commands as domains
from tenantry.domains.passing import Crew, Passed, run
from tenantry.hosts.following import close_with_domain
from tests.acting import DAY, NOON
from tests.claiming import EDGE_RECORDS, PLATFORM
from tests.commands.command import Command, an_owner
from tests.commands.town import Town
from tests.hosting import PARTNER
from tests.zones import PretendLookups


def look(town: Town, act: Act) -> Passed:
    """
    A pass that finds the partner's record gone.
    """
    crew = Crew(lambda: PretendLookups(EDGE_RECORDS), PLATFORM)
    return run(town.reseller.id, PARTNER, act, crew)


CLAIMING: dict[str, Command] = {
    "domains.claim": Command(
        lambda town, act: domains.claim(town.reseller.id, "another.example", act),
        "domain.claimed",
        an_owner,
    ),
    "domains.release": Command(
        lambda town, act: domains.release(
            town.reseller.id, PARTNER, act, joins=[close_with_domain]
        ),
        "domain.released",
        an_owner,
    ),
    "domains.passing.run": Command(look, "domain.missing", now=NOON + DAY, is_job=True),
}
