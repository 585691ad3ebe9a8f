"""
The command that makes a statement visible, with something to do in the town.
"""

from tenantry.acts import Act
from tenantry.clock import Month
from tenantry.commissions import reading
from tenantry.commissions.inputs import Closing
from tenantry.commissions.rules import Sum
from tenantry.money import Money
from tenantry.statements import commands as statements
from tenantry.statements.commands import Begun
from tenantry.statements.model import Attempt, StatementHeader
from tests.acting import DAY, NOON
from tests.commands.command import Command
from tests.commands.town import Town

OCTOBER = Month("2026-10")


def seal(town: Town, act: Act) -> StatementHeader | None:
    """
    Seal the statement of the town's reseller, whose only part is written.
    """
    closing = Closing(OCTOBER, NOON - DAY, first=OCTOBER)
    attempt = Attempt(town.reseller.id, OCTOBER, 1, closing, "USD", parts=1, begun_at=NOON)
    begun = Begun(attempt, reading.partner_of(town.reseller.id))
    return statements.seal(begun, [Sum(Money(1_00, "USD"), 1, 1, "digest")], act)


STATING: dict[str, Command] = {"statements.seal": Command(seal, "statement.written", is_job=True)}
