"""
Every command about what customers pay through providers, each with something to do in the town.
"""

from tenantry.charges import commands as charges
from tenantry.charges import matching, refunding
from tenantry.charges.model import NewCharge
from tenantry.payment_sweep import commands as payment_sweep
from tenantry.receiving import commands as receiving
from tenantry.receiving import following
from tests.acting import DAY, NOON
from tests.commands.command import LATER, Command
from tests.commands.till import told, was_paid

SAID = "by phone"

PAYING: dict[str, Command] = {
    "charges.ask": Command(
        lambda town, act: charges.ask(
            town.till.payer.id, NewCharge("paystack", email="kofi@shop.example"), act
        ),
        "charge.open",
    ),
    "charges.give_up": Command(
        lambda town, act: charges.give_up(town.till.asked, act),
        "charge.expired",
        now=NOON + 4 * DAY,
        is_job=True,
    ),
    "charges.matching.match": Command(
        lambda town, act: matching.match(town.till.stray.id, town.till.opened.id, SAID, act),
        "payment.received",
    ),
    "charges.matching.give_back": Command(
        lambda town, act: matching.give_back(town.till.stray.id, SAID, act),
        "suspended_payment.returned",
    ),
    "charges.refunding.give_back": Command(
        lambda town, act: refunding.give_back(town.till.payer.id, town.till.payment.id, 1_00, act),
        "payment.refunded",
    ),
    "charges.refunding.settle": Command(
        lambda town, act: refunding.settle(
            town.till.payer.id, town.till.payment.id, town.till.refund_id, act
        ),
        "payment.refunded",
        is_job=True,
    ),
    "receiving.receive": Command(
        lambda _, act: receiving.receive(told(), act), "payment.suspended", is_job=True
    ),
    "receiving.apply": Command(
        lambda town, act: receiving.apply(was_paid(town.till), act),
        "payment.received",
        is_job=True,
    ),
    "receiving.following.follow": Command(
        lambda town, act: following.follow(town.till.opened.id, act),
        "payment.received",
        is_job=True,
    ),
    "payment_sweep.sweep": Command(
        lambda _, act: payment_sweep.sweep("paddle", LATER, act),
        "payment.suspended",
        is_job=True,
    ),
}
