"""
What ends: a tenant with its host, a domain whose record is gone, and one that is given up.
"""

from datetime import timedelta

from infra.local.deploy import Json
from tools.demo.caller import Answer
from tools.demo.cast import AMINA, Cast, id_in
from tools.demo.chapters.brand import FRESH_FOODS
from tools.demo.chapters.domain import DOMAIN
from tools.demo.story import Story, moment_text, now

GRACE = timedelta(days=7)


def deleted(story: Story, cast: Cast) -> None:
    """
    A tenant is deleted, and its host serves nothing.
    """
    story.step("Amina deletes {name}: {status}", cast.amina.call("DELETE", cast.kofi), "200")
    # Not /sign-in, which has shown it just now: a process may go on with that for a minute.
    brand = story.anybody.call("GET", "/brand", headers={"host": FRESH_FOODS})
    story.step(f"{FRESH_FOODS}: {brand.json['detail']}", brand, "421 host.not_served")
    hosts = {
        one["host"]: one["reason"] for one in cast.amina.get(f"{cast.savanna}/hosts").json["items"]
    }
    story.seen(f"her list says why: {hosts[FRESH_FOODS]}", hosts[FRESH_FOODS], "tenant_deleted")


def missing(story: Story, cast: Cast) -> None:
    """
    Her record vanishes: all goes on for a week, then nothing is served until it is back.
    """
    challenge = cast.amina.get(cast.domain).json["challenge"]
    told = len(story.stack.mails(AMINA))
    story.stack.dns.fail("servfail", DOMAIN)
    looked = cast.operator.post(f"{cast.domain}/check")
    story.step("her name servers are in trouble, and Olive looks: {state} as before", looked, "200")
    story.stack.dns.recover()
    story.stack.dns.remove(challenge["name"], "TXT")
    looked = cast.operator.post(f"{cast.domain}/check")
    story.step("somebody tidies the record away: {state}, until {suspends_at}", looked, "200")
    story.mail(AMINA, told + 1)
    story.step(f"shop.{DOMAIN} is served as before", _brand(story, "shop"), "200")
    story.inside.move_missing(id_in(cast.savanna), DOMAIN, now() - GRACE)
    story.seen("the story moves that a week back, in the table")
    soon = {"time": moment_text(now())}
    story.job("the job of every five minutes finds {queued} due", "DomainsFind", soon)
    story.until("the suspension", lambda: _state(cast) == "suspended")
    gone = _brand(story, "team")
    story.step(f"team.{DOMAIN}: {gone.json['detail']}", gone, "421 host.not_served")
    sender = cast.amina.get(f"{cast.domain}/sender")
    story.step("mail leaves from us again: {missing[0]}, {state}", sender, "200")
    story.mails(AMINA, told + 3, newest=2)
    story.stack.dns.set(challenge["name"], "TXT", challenge["value"])
    looked = cast.operator.post(f"{cast.domain}/check")
    story.step("the record is back: {state}", looked, "200")
    story.step(f"blog.{DOMAIN} is served", _brand(story, "blog"), "200")
    story.mails(AMINA, told + 5, newest=2)


def released(story: Story, cast: Cast) -> None:
    """
    She gives the domain up: nothing of it is left, and the next claim needs a token of its own.
    """
    old = cast.amina.get(cast.domain).json["challenge"]["value"]
    by_us = cast.operator.call("DELETE", cast.domain)
    story.step("Olive gives it up for her", by_us, "403 access.forbidden")
    story.step("Amina gives it up", cast.amina.call("DELETE", cast.domain), "204")
    gone = _brand(story, "news")
    story.step(f"news.{DOMAIN}: {gone.json['detail']}", gone, "421 host.not_served")
    story.until("what stands outside", lambda: not _outside(story))
    story.seen("no certificate, no host at the edge and no sender is left", _outside(story), [])
    made = cast.amina.post(f"{cast.savanna}/domains", {"domain": DOMAIN})
    story.step("she claims it once more: {state}", made, "201")
    is_new = made.json["challenge"]["value"] != old
    story.seen("it has a token of its own", is_new)
    [first] = story.until("the first look", lambda: _ownership(cast))
    story.seen(f"ownership, {first['state']}: {first['words']}", first["reason"], "other_token")


def _brand(story: Story, label: str) -> Answer:
    return story.anybody.call("GET", "/brand", headers={"host": f"{label}.{DOMAIN}"})


def _state(cast: Cast) -> str:
    return str(cast.amina.get(cast.domain).json["state"])


def _ownership(cast: Cast) -> list[Json]:
    checks = cast.amina.get(cast.domain).json["checks"]
    return [check for check in checks if check["name"] == "ownership"]


def _outside(story: Story) -> list[str]:
    """
    What the authority, the edge and SES have of the domain.
    """
    stack = story.stack
    certificates = [one["names"][0] for one in stack.edge.certificates()]
    hosts = [host for one in stack.edge.tenants() for host in one["domains"]]
    senders = [one["name"] for one in stack.ses.identities()]
    return [name for name in (*certificates, *hosts, *senders) if name.endswith(DOMAIN)]
