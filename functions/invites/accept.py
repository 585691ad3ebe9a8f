"""
The link of an invite: GET shows a page and consumes nothing, the person's POST accepts.
"""

from invites.pages import accepted, check_site, frame, locale_of, name_error, offer, refusal
from invites.schemas import AcceptedBody, AcceptInvite
from tenantry.assortment.commands import name_of
from tenantry.http import Api, Request
from tenantry.ids import InviteId, TenantId
from tenantry.invites import acceptance, rules
from tenantry.invites.model import Invite, Status
from tenantry.pages.model import Page
from tenantry.pages.views import Target

api = Api()


@api.route("GET /invites/{reseller_id}/{invite_id}/{token}", refusal=refusal)
def show(request: Request, reseller_id: str, invite_id: str, token: str) -> Page:
    """
    Show the invite with the form that accepts it.
    """
    check_site(request.site, reseller_id)
    shown = acceptance.show(TenantId(reseller_id), InviteId(invite_id), token)
    locale = locale_of(shown.invite, request.query.get("lang"))
    around = frame(shown, locale, f"/invites/{reseller_id}/{invite_id}/{token}")
    if shown.invite.status is Status.ACCEPTED:
        return accepted(shown, around)
    rules.check_acceptable(shown.invite, request.now)
    plan_name = name_of(shown.invite.reseller_id, shown.invite.offer.plan_code)
    target = Target(f"/invites/{reseller_id}/{invite_id}?lang={locale.value}", token)
    return offer(shown, plan_name, target, around)


@api.route("POST /invites/{reseller_id}/{invite_id}", refusal=refusal)
def accept(request: Request, reseller_id: str, invite_id: str) -> Page:
    """
    Accept by the page's form.
    """
    check_site(request.site, reseller_id)
    form, tenant, invite = request.form(), TenantId(reseller_id), InviteId(invite_id)
    token, name = form.get("token", ""), form.get("name", "")
    shown = acceptance.show(tenant, invite, token)
    rules.check_acceptable(shown.invite, request.now)
    locale = locale_of(shown.invite, request.query.get("lang"))
    around = frame(shown, locale)
    error = name_error(name)
    if error is not None and shown.invite.status is not Status.ACCEPTED:
        plan_name = name_of(shown.invite.reseller_id, shown.invite.offer.plan_code)
        target = Target(f"/invites/{reseller_id}/{invite_id}?lang={locale.value}", token)
        return offer(shown, plan_name, target, around, name=name, error=error)
    acceptance.accept(shown, name.strip(), request.act)
    return accepted(shown, around)


@api.route("POST /v1/resellers/{reseller_id}/invites/{invite_id}/accept", answer=AcceptedBody.of)
def accept_by_api(request: Request, reseller_id: str, invite_id: str, body: AcceptInvite) -> Invite:
    """
    Accept with the token of the mailed link; nobody is signed in by it.
    """
    shown = acceptance.show(TenantId(reseller_id), InviteId(invite_id), body.token)
    return acceptance.accept(shown, body.name, request.act)


handler = api
