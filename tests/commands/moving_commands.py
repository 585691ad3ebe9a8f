"""
The commands by which tenants move, each with something to do in the town.
"""

from tenantry.moves import commands as moves
from tenantry.moves import transfers
from tests.acting import owner_of
from tests.commands.command import Command, a_customer
from tests.commands.moving import COMMENT

MOVING: dict[str, Command] = {
    "moves.move": Command(
        lambda town, act: moves.move(town.tenant.id, town.neighbour.id, COMMENT, act),
        "tenant.moved",
    ),
    "moves.redeem": Command(
        lambda town, act: moves.redeem(town.neighbour.id, town.transfer.token, COMMENT, act),
        "tenant.moved",
        lambda town: owner_of(town.neighbour.id),
    ),
    "moves.transfers.make": Command(
        lambda town, act: transfers.make(town.tenant.id, act), "transfer.made", a_customer
    ),
    "moves.transfers.revoke": Command(
        lambda town, act: transfers.revoke(town.owing.id, town.transfer.transfer.id, act),
        "transfer.revoked",
    ),
}
