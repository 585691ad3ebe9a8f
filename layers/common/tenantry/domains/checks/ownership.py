"""
Whether the record of the claim is there; if not, where it went instead (R-WL-1).
"""

import re

from tenantry.dns.model import Answer, Outcome
from tenantry.domains.checks.scene import Scene, shown, unknown
from tenantry.domains.findings import CheckState, Finding
from tenantry.domains.model import CHALLENGE, Domain

NAME_LENGTH_MAX = 253

_TOKEN = re.compile(r"[a-z2-7]{32}")
"""What our tokens look like, this claim's or another's."""

_QUOTES = "\"'“”„«»`"


def look(scene: Scene) -> Finding:
    """
    Look for the claim's token at the name of its challenge.

    One right record is enough, whatever else stands there. Space around it and capital letters are
    forgiven, since the forms of DNS providers make them.
    """
    answer = scene.lookups.ask(scene.domain.challenge.name, "TXT")
    if not answer.is_clear:
        return unknown([answer], (scene.domain.challenge,))
    token = scene.domain.token
    if any(value.strip().lower() == token for value in answer.values):
        words = f"The record at {answer.name} is right: the domain is yours."
        return Finding(CheckState.PASSED, "found", words, (token,))
    reason, words, seen = _mistake(scene, answer)
    is_absent = reason in {"missing", "not_registered"}
    state = CheckState.PENDING if is_absent else CheckState.WRONG
    return Finding(state, reason, words, seen, (scene.domain.challenge,))


def held(domain: Domain) -> Finding:
    """
    That the record is right, and another account holds the domain.
    """
    words = (
        "The record is right, but another account holds this domain. If it is yours, have it "
        "released there, or ask our support; your claim stays as it is."
    )
    return Finding(CheckState.WRONG, "held", words, (domain.token,))


def _mistake(scene: Scene, answer: Answer) -> tuple[str, str, tuple[str, ...]]:
    """
    The reason, the words and what was seen, for a token that is not where it should be.
    """
    if answer.values:
        reason, words = _wrong_value(answer, scene.domain.token)
        return reason, words, shown(answer.values)
    elsewhere = _elsewhere(scene)
    if elsewhere is not None:
        return elsewhere
    if answer.outcome is Outcome.NO_NAME and not answer.chain and _is_unregistered(scene):
        words = (
            f"{scene.root} does not exist in DNS: it is not registered, or its registry names no "
            "name servers for it yet."
        )
        return "not_registered", words, ()
    if answer.chain and not scene.is_by_wildcard(answer):
        words = (
            f"A CNAME record stands at {answer.name} and leads to {answer.chain[-1]}, where the "
            "value is not found. Remove it, and add the TXT record in its place."
        )
        return "cname", words, shown(answer.chain)
    words = f"There is no TXT record at {answer.name} yet. Add the one that is shown."
    return "missing", words, ()


def _wrong_value(answer: Answer, token: str) -> tuple[str, str]:
    bare = [value.strip().strip(_QUOTES).strip().lower() for value in answer.values]
    if token in bare:
        return "quoted", (
            "The value is right but stands in quotes, which have become part of it. Enter it "
            "without any."
        )
    if any(token in value.lower() for value in answer.values):
        return "more_text", (
            "The value is there together with other text. Enter exactly what is shown, alone."
        )
    if any(_TOKEN.fullmatch(value) for value in bare):
        return "other_token", (
            "The value there belongs to another claim: an earlier one of yours, or another "
            "account's. Each claim has a value of its own; replace it by the one that is shown."
        )
    return "other_text", f"Something else stands at {answer.name}. Add the value that is shown."


def _elsewhere(scene: Scene) -> tuple[str, str, tuple[str, ...]] | None:
    """
    The two places where the forms of DNS providers put the record by mistake.
    """
    token, doubled = scene.domain.token, f"{CHALLENGE}.{scene.root}.{scene.root}"
    places = [(scene.root, "TXT")]
    if len(doubled) <= NAME_LENGTH_MAX:
        places.append((doubled, "TXT"))
    found = [
        any(token in value.lower() for value in answer.values)
        for answer in scene.lookups.ask_all(places)
    ]
    if found[0]:
        words = (
            f"The value stands at {scene.root} itself. Move it to {scene.domain.challenge.name}: "
            f"enter {CHALLENGE} where the form asks for the name or host."
        )
        return "at_apex", words, (f"{scene.root} TXT {token}",)
    if found[1:] == [True]:
        words = (
            f"The record stands at {doubled}: your DNS provider adds the domain by itself. Enter "
            f"only {CHALLENGE} where the form asks for the name or host."
        )
        return "doubled", words, (f"{doubled} TXT {token}",)
    return None


def _is_unregistered(scene: Scene) -> bool:
    return scene.lookups.ask(scene.root, "NS").outcome is Outcome.NO_NAME
