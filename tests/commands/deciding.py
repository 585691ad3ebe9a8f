"""
What there is to decide about lines: a correction that waits, and tenants that may be one's own.
"""

from tenantry.commissions import facts_store
from tenantry.commissions.agreements import Books
from tenantry.commissions.corrections import ProposedCorrection
from tenantry.commissions.inputs import FlagStatus
from tenantry.commissions.model import Kind, LineKey
from tenantry.commissions.self_dealing import Sign
from tenantry.commissions.store import put_books
from tenantry.commissions.suspicions import Suspicion, Word
from tenantry.errors import Conflict
from tenantry.ids import TenantId, UserId
from tenantry.money import Money
from tenantry.principals import Role
from tenantry.transactions import transaction
from tenantry.users import store as users
from tenantry.users.model import Member
from tests.acting import NOON
from tests.stating import hold, pay, tenant_id
from tests.unit.commissions.paying import OCTOBER, paid

ONE, TWO = tenant_id(1), tenant_id(2)
KEY = LineKey(OCTOBER, "pay_october", Kind.COMMISSION)
WAITS = "cor_00000000000000000000000001"
WHY = "agreed by phone"


def prepare(reseller_id: TenantId, email: str) -> None:
    """
    A tenant that paid in October, whose owner has the reseller's address, and one that is held.
    """
    hold(reseller_id, [ONE, TWO])
    pay(ONE, paid(5_00, payment_id=KEY.payment_id))
    proposed = ProposedCorrection(
        WAITS, reseller_id, ONE, KEY, Money(1, "USD"), WHY, UserId("usr_ANOTHER"), NOON
    )
    word = Word(FlagStatus.HELD, OCTOBER, NOON, UserId("system"))
    owner = Member(ONE, UserId("usr_ONE"), Role.TENANT_OWNER, email, "One", NOON)
    with transaction() as writes:
        put_books(writes, reseller_id, (None, Books("USD", OCTOBER)), lambda: Conflict("has them"))
        facts_store.create_correction(writes, proposed)
        held = Suspicion(reseller_id, TWO, (word,), {"ab": Sign.SAME_DOMAIN})
        facts_store.put_suspicion(writes, None, held)
        users.put_member(writes, owner)
