"""
Signs that a tenant may be its reseller's own (R-COM-8). They hold a line until a person decides.
"""

from collections.abc import Iterable
from enum import StrEnum

from tenantry.users.rules import normalise_email

_FREE_MAIL = (
    "126.com 163.com aol.com fastmail.com gmail.com gmx.com gmx.de gmx.net googlemail.com "
    "hotmail.co.uk hotmail.com hotmail.fr hushmail.com icloud.com live.com mac.com mail.com "
    "mail.ru me.com msn.com outlook.com outlook.fr pm.me proton.me protonmail.com qq.com "
    "rediffmail.com rocketmail.com tutanota.com web.de yahoo.co.in yahoo.co.uk yahoo.com "
    "yahoo.fr yandex.com yandex.ru ymail.com zoho.com zohomail.com"
)
FREE_MAIL = frozenset(_FREE_MAIL.split())
"""Anybody may have an address there, so that it says nothing of who belongs together."""

_DOTS_MEAN_NOTHING = frozenset({"gmail.com", "googlemail.com"})


class Sign(StrEnum):
    """
    What makes a tenant look like its reseller's own.
    """

    SAME_EMAIL = "same_email"
    SAME_DOMAIN = "same_domain"


def signs_of(owners: Iterable[str], resellers: Iterable[str]) -> frozenset[Sign]:
    """
    What the e-mail addresses of a tenant's owners and of its reseller's people have in common.
    """
    return frozenset(sign for sign, _ in in_common(owners, resellers))


def in_common(owners: Iterable[str], resellers: Iterable[str]) -> frozenset[tuple[Sign, str]]:
    """
    The signs, each with the mailbox or the domain that both have.
    """
    own, others = {mailbox(one) for one in owners}, {mailbox(one) for one in resellers}
    domains = {_domain(one) for one in own} & {_domain(one) for one in others}
    return frozenset(
        [
            *((Sign.SAME_EMAIL, one) for one in own & others),
            *((Sign.SAME_DOMAIN, one) for one in domains - FREE_MAIL),
        ]
    )


def mailbox(email: str) -> str:
    """
    The box that an address leads to: what follows a plus is the owner's own mark in it.

    Example:
        >>> mailbox("Kofi.Mensah+shop@GoogleMail.com")
        'kofimensah@gmail.com'
    """
    name, _, domain = normalise_email(email).rpartition("@")
    name = name.partition("+")[0]
    if domain in _DOTS_MEAN_NOTHING:
        name, domain = name.replace(".", ""), "gmail.com"
    return f"{name}@{domain}"


def _domain(email: str) -> str:
    return email.rpartition("@")[2]
