"""
All checks, in the order in which they are made and shown.
"""

from collections.abc import Callable, Mapping

from tenantry.dns.model import Question
from tenantry.domains.checks import (
    apex,
    caa,
    dkim,
    dmarc,
    mail_from,
    ownership,
    reputation,
    spf,
    wildcard,
)
from tenantry.domains.checks.edge import ADDRESS_TYPES
from tenantry.domains.checks.scene import Scene
from tenantry.domains.findings import CheckName, Finding
from tenantry.mail_policy.names import upwards

EVERY: Mapping[CheckName, Callable[[Scene], Finding]] = {
    CheckName.OWNERSHIP: ownership.look,
    CheckName.APEX: apex.look,
    CheckName.WILDCARD: wildcard.look,
    CheckName.SPF: spf.look,
    CheckName.DKIM: dkim.look,
    CheckName.DMARC: dmarc.look,
    CheckName.MAIL_FROM: mail_from.look,
    CheckName.CAA: caa.look,
    CheckName.REPUTATION: reputation.look,
}


def first_questions(scene: Scene) -> list[Question]:
    """
    What the checks ask in any case: asked all at once it is known to each of them.
    """
    root, wanted = scene.root, scene.wanted
    questions = [
        (scene.domain.challenge.name, "TXT"),
        (root, "TXT"),
        (wanted.spf_include or scene.platform.spf_include, "TXT"),
        (f"_dmarc.{root}", "TXT"),
        *((name, "CAA") for name in upwards(root)),
        *((root, type_) for type_ in ADDRESS_TYPES),
        # What is behind the alias is asked for together with it.
        *((record.name, "TXT") for record in wanted.dkim or ()),
        *((record.name, record.type) for record in wanted.mail_from or ()),
    ]
    if scene.platform.edge_host:
        questions += [(scene.platform.edge_host, type_) for type_ in ADDRESS_TYPES]
        questions += [(name, "A") for name in (*scene.random_names(), *wanted.hosts)]
    return questions
