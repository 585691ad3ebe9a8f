"""
Why a reseller cannot create tenants (R-RES-16).
"""

from dataclasses import dataclass

from tenantry.errors import TenantryError
from tenantry.ids import TenantId
from tenantry.licenses import store as licenses
from tenantry.resellers import commands, rules, store
from tenantry.users import store as users


@dataclass(frozen=True, slots=True)
class Reason:
    """
    One reason, with a stable code and what to do.
    """

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """
    Every reason that holds now; none means that the reseller can create tenants.
    """

    reasons: tuple[Reason, ...]


def diagnose(reseller_id: TenantId, email: str | None) -> Diagnosis:
    """
    Look for each reason in turn.

    Args:
        email: The address that the person in question signs in with; None leaves the person out.

    Raises:
        ResellerNotFound: There is no such reseller.
    """
    reseller = commands.get(reseller_id)
    reasons = []
    try:
        rules.check_may_sell(reseller, store.get_settings())
    except TenantryError as reason:
        reasons.append(Reason(reason.code, str(reason)))
    if reseller.is_prepaid and licenses.get_pool(reseller_id).available <= 0:
        reasons.append(Reason("license.none_available", "all licences are in use"))
    if email is not None:
        reasons.extend(_person(reseller_id, email))
    return Diagnosis(tuple(reasons))


def _person(reseller_id: TenantId, email: str) -> list[Reason]:
    user_id = users.find_user_id(email)
    if user_id is None:
        detail = "nobody signs in with this address; add the person as a member"
        return [Reason("user.not_linked", detail)]
    if users.get_member(reseller_id, user_id) is not None:
        return []
    elsewhere = users.memberships_of(user_id)
    if elsewhere:
        detail = "this person is a member of another workspace, and not of this reseller"
        return [Reason("user.signed_in_elsewhere", detail)]
    detail = "this person is a member of no workspace; add them as a member"
    return [Reason("user.not_linked", detail)]
