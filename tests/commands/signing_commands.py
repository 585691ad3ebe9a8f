"""
The commands of the data-processing agreement, for the table of all commands.
"""

from hashlib import sha256

from tenantry.acts import Act
from tenantry.data_processing import commands
from tenantry.data_processing.model import Acceptance, PartnerRole
from tenantry.ids import TenantId
from tenantry.principals import Principal
from tests.acting import owner_of
from tests.commands.asked import PROCESSING
from tests.commands.command import Command
from tests.commands.town import Town

VERSION = "2026-11"


def sign(
    reseller_id: TenantId, act: Act, version: str = VERSION, text: str = PROCESSING
) -> Acceptance:
    """
    The reseller accepts a text.
    """
    signing = commands.Signing(
        version=version,
        sha256=sha256(text.encode()).hexdigest(),
        role=PartnerRole.CONTROLLER,
        name="Amina",
        title="Director",
        address="192.0.2.1",
        user_agent="",
    )
    return commands.accept(reseller_id, signing, act)


def the_founder(town: Town) -> Principal:
    """
    The person whom the reseller was made with asks: a signature needs a person.
    """
    return owner_of(town.reseller.id, town.reseller.owner_id)


SIGNING: dict[str, Command] = {
    "data_processing.publish": Command(
        lambda _, act: commands.publish("2026-12", "Data processing", PROCESSING, act),
        "data_processing.published",
    ),
    "data_processing.accept": Command(
        lambda town, act: sign(town.reseller.id, act), "data_processing.accepted", the_founder
    ),
}
