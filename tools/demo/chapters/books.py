"""
What is written down: the audit log, the mails, and what guessing meets.
"""

import re
from collections import Counter

from tools.demo.cast import Cast, id_in
from tools.demo.chapters.programme import funnel_agrees
from tools.demo.story import Story, listed, moment_text, now

MAILS = {
    "reseller_welcome": {"en": 2},
    "invite": {"en": 6, "sw": 1, "ar": 1, "pt": 1, "fr": 1},
    "tenant_ready": {"en": 4, "sw": 1, "ar": 1},
    "invite_accepted": {"en": 4},
    "sign_in": {"en": 1},
    "member_added": {"en": 2},
    "pilot_ending": {"en": 2},
    "pilot_expired": {"en": 1},
    "payment_overdue": {"en": 3},
    "subscription_suspended": {"en": 1},
    "subscription_settled": {"en": 1},
    "tenant_moved": {"en": 1},
    "payout_sent": {"en": 1},
    "payout_paid": {"en": 1},
    "statement_ready": {"en": 2},
    "statement_approved": {"en": 2},
    "domain_proven": {"en": 2},
    "domain_missing": {"en": 1},
    "domain_suspended": {"en": 1},
    "certificate_blocked": {"en": 1},
    "sender_ready": {"en": 2},
    "sender_fell_back": {"en": 1},
    "mail_bounced": {"en": 1},
}
GUESSES_MAX = 25
TOP = 5


def audit(story: Story, cast: Cast) -> None:
    """
    Everything that happened stands in the audit log.
    """
    moments = (story.began_at, now(), cast.swept_at, cast.purged_at)
    days = {f"{moment:%Y-%m-%d}" for moment in moments}
    events = [event for day in days for event in listed(cast.operator, "/v1/audit", day=day)]
    story.events = len(events)
    kinds = Counter(event["kind"] for event in events)
    top = ", ".join(f"{number} {kind}" for kind, number in kinds.most_common(TOP))
    story.seen(f"{len(events)} events of {len(kinds)} kinds: {top}, ...")
    stored = story.inside.kinds()["Event"]
    story.seen(f"the table holds {stored}: none is hidden, none is doubled", stored, len(events))
    months = {f"{moment:%Y-%m}" for moment in moments}
    own = [
        event
        for month in months
        for event in listed(cast.amina, f"{cast.savanna}/audit", month=month)
    ]
    expected = [event for event in events if event["reseller_id"] == id_in(cast.savanna)]
    story.seen(f"Amina sees the {len(own)} of her partner and its tenants", len(own), len(expected))
    funnel_agrees(story, cast)
    day = f"{now():%Y-%m-%d}"
    story.step(
        "Amina opens the platform's log",
        cast.amina.get("/v1/audit", day=day),
        "403 access.forbidden",
    )
    month = f"{now():%Y-%m}"
    story.step(
        "Kwame opens hers", cast.kwame.get(f"{cast.savanna}/audit", month=month), "404 not_found"
    )


def republished(story: Story, cast: Cast) -> None:
    """
    All events are published a second time, and nobody is mailed twice.
    """
    before = len(story.stack.mails())
    story.job(
        "the daily job publishes {published} events again",
        "EventRelayRepublish",
        {"time": moment_text(now())},
    )
    story.until("the mail queue is empty", lambda: story.is_empty("MailQueue"))
    story.seen(f"mails sent: still {before}", len(story.stack.mails()), before)
    story.job("the watcher finds {late} late", "WatcherWatch", {"time": moment_text(now())})
    check = story.step("the platform looks at itself", cast.operator.get("/v1/self-check"), "200")
    findings = check.json["findings"]
    bad = [finding for finding in findings if not finding["is_good"]]
    story.seen(
        f"{len(findings)} parts, all of them good: no queue has dead letters, every job ran",
        bad,
        [],
    )
    story.step("Amina looks too", cast.amina.get("/v1/self-check"), "403 access.forbidden")


def mails(story: Story, cast: Cast) -> None:
    """
    Every mail that went out, by kind and language.
    """
    del cast
    kinds = {
        item["message_id"]: item["sk"].split("#")[1]
        for item in story.inside.items().values()
        # One that was withheld, since its address is suppressed, has none.
        if item["kind"] == "MailDelivery" and "message_id" in item
    }
    counted: dict[str, Counter[str]] = {kind: Counter() for kind in MAILS}
    for mail in story.stack.mails():
        language = re.search(r'<html[^>]* lang="(\w+)"', mail.html)
        counted.setdefault(kinds[mail.id], Counter())[language[1] if language else "none"] += 1
    for kind, languages in counted.items():
        shown = ", ".join(f"{number} {language}" for language, number in sorted(languages.items()))
        story.seen(
            f"{kind:22}  {languages.total():2}  {shown}", dict(languages), MAILS.get(kind, {})
        )
    nobody = len(story.stack.mails("nobody@example.com"))
    story.seen(f"to nobody@example.com, who asked to sign in: {nobody}", nobody, 0)


def guessing(story: Story, cast: Cast) -> None:
    """
    Somebody guesses sign-in links, and is slowed down.
    """
    del cast
    guess = {"link_id": f"lnk_{'0' * 26}", "token": "0" * 43}
    answer, number = story.anybody.post("/v1/sessions", guess), 1
    while answer.said == "404 sign_in.link_invalid" and number < GUESSES_MAX:
        story.refused += 1
        answer, number = story.anybody.post("/v1/sessions", guess), number + 1
    seconds = answer.headers.get("retry-after")
    told = f"try number {number} from one address in a minute, told to wait {seconds} s"
    story.step(told, answer, "429 limit.exceeded")
