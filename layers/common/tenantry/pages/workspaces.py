"""
The page of a signed-in person: every workspace, and who else has access to it.
"""

from datetime import datetime

from tenantry.mail.language import date, moment, role_name
from tenantry.mail.markup import Html, bdi, escape, fill, joined, sentence
from tenantry.mail.model import Locale
from tenantry.mail.names import one_line
from tenantry.pages import elements
from tenantry.pages.layout import page, page_texts
from tenantry.pages.model import Page
from tenantry.pages.views import Frame, ResellerAccess, Workspace, Workspaces


def workspaces(frame: Frame, shown: Workspaces) -> Page:
    """
    The person's workspaces, with the pilot's end and the reseller's access of each.
    """
    words = page_texts(frame.locale)["workspaces"]
    person = {"person_name": bdi(one_line(shown.person_name))}
    session = fill(
        '<div class="session">\n<p class="quiet">{signed_in}</p>\n{sign_out}\n</div>',
        signed_in=sentence(words["signed_in"], person),
        sign_out=elements.form(
            shown.sign_out, elements.button(words["sign_out"], style="button plain")
        ),
    )
    parts = [elements.heading(escape(words["heading"])), session]
    if shown.access_was_ended:
        parts.append(fill('<div class="notice" role="status">{text}</div>', text=words["revoked"]))
    parts += [_workspace(frame.locale, workspace, shown.now) for workspace in shown.workspaces]
    if not shown.workspaces:
        parts.append(elements.paragraph(escape(words["empty"])))
    return page(frame, 200, words["title"], joined(parts), is_wide=True)


def _workspace(locale: Locale, workspace: Workspace, now: datetime) -> Html:
    words = page_texts(locale)["workspaces"]
    rows = [(words["role"], escape(role_name(locale, workspace.role)))]
    if workspace.pilot_ends_at:
        text = words["pilot_ends"] if now < workspace.pilot_ends_at else words["pilot_ended"]
        ends_at = {"pilot_ends_at": moment(locale, workspace.pilot_ends_at)}
        rows.append((words["pilot"], sentence(text, ends_at)))
    if workspace.access:
        rows.append((words["access"], _access(locale, workspace, workspace.access)))
    return fill(
        '<section class="workspace">\n<h2>{name}</h2>\n{rows}\n</section>',
        name=bdi(one_line(workspace.name)),
        rows=elements.facts(rows),
    )


def _access(locale: Locale, workspace: Workspace, access: ResellerAccess) -> Html:
    words = page_texts(locale)["workspaces"]
    values = {
        "reseller_name": bdi(one_line(access.reseller_name)),
        "access_ends_at": date(locale, access.ends_at),
    }
    until = elements.paragraph(sentence(words["access_ends"], values))
    if access.revoke is None:
        return until
    of = joined([bdi(one_line(access.reseller_name)), bdi(one_line(workspace.name))], ", ")
    button = elements.button(words["revoke"], style="button plain", of=of)
    return joined([until, elements.form(access.revoke, button)])
