"""
The commands about mail, each with something to do in the town.
"""

from tenantry.delivery import hearing
from tenantry.senders import commands as senders
from tenantry.suppressions import commands as suppressions
from tenantry.suppressions import store as suppressed
from tests.commands.command import Command, an_owner
from tests.commands.hosting_commands import SHOWN
from tests.commands.mailing import GONE, a_bounce

MAILING: dict[str, Command] = {
    "senders.change": Command(
        lambda town, act: senders.change(town.reseller.id, SHOWN, act, local_part="hello"),
        "sender.changed",
        an_owner,
    ),
    "senders.fall_back": Command(
        lambda town, act: senders.fall_back(town.reseller.id, SHOWN, act),
        "sender.fell_back",
        is_job=True,
    ),
    "senders.remove": Command(
        lambda town, act: senders.remove(senders.get(town.reseller.id, SHOWN), act),
        "sender.removed",
        is_job=True,
    ),
    "suppressions.lift": Command(
        lambda town, act: suppressions.lift(
            suppressed.id_of(GONE), act, reseller_id=town.reseller.id
        ),
        "suppression.lifted",
        an_owner,
    ),
    "delivery.hearing.hear": Command(
        lambda town, act: hearing.hear(a_bounce(town.reseller.id, "new@shop.example"), act),
        "mail.bounced",
        is_job=True,
    ),
}
