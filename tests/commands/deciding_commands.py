"""
Every command of what operators and the system say of lines, each with something to do in the town.
"""

from tenantry.commissions import correcting, suspecting
from tenantry.commissions.correcting import NewCorrection
from tenantry.commissions.inputs import FlagStatus
from tenantry.ledger import confirming
from tests.commands.command import Command
from tests.commands.deciding import KEY, ONE, TWO, WAITS, WHY

DECIDING: dict[str, Command] = {
    "ledger.confirming.confirm": Command(
        lambda town, act: confirming.confirm(town.tenant.id, town.payment.id, "our bank", act),
        "payment.confirmed",
    ),
    "commissions.correcting.propose": Command(
        lambda town, act: correcting.propose(
            town.sleeping.id, NewCorrection(ONE, KEY, -5, WHY), act
        ),
        "correction.proposed",
    ),
    "commissions.correcting.approve": Command(
        lambda town, act: correcting.approve(town.sleeping.id, WAITS, "checked", act),
        "correction.approved",
    ),
    "commissions.correcting.decline": Command(
        lambda town, act: correcting.decline(town.sleeping.id, WAITS, "not so", act),
        "correction.declined",
    ),
    "commissions.suspecting.look": Command(
        lambda town, act: suspecting.look(town.sleeping.id, ONE, act),
        "self_dealing.held",
        is_job=True,
    ),
    "commissions.suspecting.look_at_all": Command(
        lambda town, act: suspecting.look_at_all(town.sleeping.id, None, act),
        "self_dealing.held",
        is_job=True,
    ),
    "commissions.suspecting.say": Command(
        lambda town, act: suspecting.say(
            town.sleeping.id, TWO, FlagStatus.RELEASED, act, why="two shops of one family"
        ),
        "self_dealing.released",
    ),
    "commissions.suspecting.say, by hand": Command(
        lambda town, act: suspecting.say(
            town.sleeping.id, ONE, FlagStatus.CONFIRMED, act, why="one card for both"
        ),
        "self_dealing.confirmed",
    ),
}
