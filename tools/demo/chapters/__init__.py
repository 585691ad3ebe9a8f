"""
The chapters in the order in which they are told. A new capability adds its own to this list.
"""

from collections.abc import Callable
from typing import Final

from tools.demo.cast import Cast
from tools.demo.chapters import (
    books,
    customer,
    invite,
    ledger,
    licenses,
    partner,
    payments,
    pilot,
    platform,
    prices,
    programme,
    rates,
    subscription,
    unpaid,
)
from tools.demo.story import Story

type Chapter = Callable[[Story, Cast], None]

CHAPTERS: Final[tuple[Chapter, ...]] = (
    platform.starts_empty,
    platform.first_operator,
    platform.plan,
    partner.provisioned,
    partner.owner_signs_in,
    partner.narrow_key,
    invite.minted,
    invite.mailed,
    invite.opened_by_scanners,
    customer.accepts,
    customer.exists,
    customer.no_licence_left,
    partner.colleagues,
    pilot.records_orders,
    pilot.reminders,
    pilot.ends,
    pilot.marked,
    pilot.upgraded,
    subscription.changed,
    programme.funnel,
    programme.bulk_invites,
    invite.replaced,
    programme.deactivated,
    programme.deleted,
    programme.purged,
    licenses.quoted,
    licenses.bought,
    licenses.paid_late,
    licenses.given_back,
    licenses.disputed,
    licenses.paid_otherwise,
    licenses.answer_lost,
    licenses.ran_low,
    rates.taken_over,
    ledger.recorded,
    ledger.reconciled,
    prices.set_above_the_floor,
    prices.only_warned,
    prices.fell,
    payments.markets,
    payments.by_phone,
    payments.on_a_page,
    payments.in_euro,
    unpaid.missed,
    unpaid.mistyped,
    unpaid.suspended,
    books.audit,
    books.republished,
    books.mails,
    books.guessing,
)
