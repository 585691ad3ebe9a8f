"""
The partner's business: its funnel, many invites at once, and what comes to an end.
"""

from datetime import timedelta

from tools.demo.cast import AMINA, NADIA, ZAWADI, Cast, id_in
from tools.demo.story import Story, moment_text, now

PROSPECTS = """\
email,tenant_name,plan_code,locale
chipo@dairy.example,Chipo Dairy,growth,en
joao@padaria.example,Padaria do João,growth,pt
aicha@couture.example,Aïcha Couture,growth,fr
not-an-address,Nobody Ltd,growth,en
sade@books.example,Sade Books,platinum,en
CHIPO@dairy.example,chipo dairy,growth,en
"""
REFUSED_ROWS = {4: "request.invalid", 5: "plan.not_found", 6: "request.invalid"}
RETENTION = timedelta(days=30)


def funnel(story: Story, cast: Cast) -> None:
    """
    The partner's numbers agree with what happened.
    """
    funnel_agrees(story, cast)
    story.step(
        "Kwame asks for Amina's numbers",
        cast.kwame.get(f"{cast.savanna}/funnel", month=f"{now():%Y-%m}"),
        "404 not_found",
    )
    story.step(
        "Amina asks for the month 2026-13",
        cast.amina.get(f"{cast.savanna}/funnel", month="2026-13"),
        "422 request.invalid",
    )


def funnel_agrees(story: Story, cast: Cast) -> None:
    """
    Compare what the API counts with what the story has done.
    """
    months = {f"{moment:%Y-%m}" for moment in (story.began_at, now())}
    counted = dict.fromkeys(vars(cast.tally), 0)
    for month in sorted(months):
        answer = story.step(
            "{month}: {invited} invited, {accepted} accepted, {expired} expired, "
            "{converted} converted",
            cast.amina.get(f"{cast.savanna}/funnel", month=month),
            "200",
        )
        counted = {stage: number + answer.json[stage] for stage, number in counted.items()}
    story.seen("these are the story's own numbers", counted, vars(cast.tally))


def bulk_invites(story: Story, cast: Cast) -> None:
    """
    Many are invited from a file, and a bad row costs only itself.
    """
    path = f"{cast.savanna}/invites/bulk"
    first = story.step(
        "6 rows: {minted} invited, {refused} refused",
        cast.amina.post_csv(path, PROSPECTS, key="fair-in-mombasa"),
        "200",
    )
    rows = {row["row"]: row for row in first.json["rows"]}
    for row in rows.values():
        if row["status"] == "refused":
            story.seen(f"row {row['row']}: {row['code']}, {row['detail']}")
    codes = {number: row["code"] for number, row in rows.items() if row["code"]}
    story.seen("each bad row has its own reason", codes, REFUSED_ROWS)
    cast.tally.invited += first.json["minted"]
    for email in ("chipo@dairy.example", "joao@padaria.example", "aicha@couture.example"):
        story.mail(email)
    again = story.step(
        "the file again, with the same Idempotency-Key: the same {minted} invites",
        cast.amina.post_csv(path, PROSPECTS, key="fair-in-mombasa"),
        "200",
    )
    story.seen("no invite was minted twice", again.json, first.json)
    story.step(
        "another file with that Idempotency-Key",
        cast.amina.post_csv(path, PROSPECTS.replace("Chipo Dairy", "Chipo"), key="fair-in-mombasa"),
        "422 idempotency.key_reused",
    )
    story.step(
        "a file without the column plan_code",
        cast.amina.post_csv(path, "email,tenant_name\na@b.example,A\n", key="no-plan"),
        "422 request.invalid",
    )


def deactivated(story: Story, cast: Cast) -> None:
    """
    The partner is deactivated: it stops, and its customers go on.
    """
    story.step(
        "Amina deactivates her own partner",
        cast.amina.post(f"{cast.savanna}/deactivate"),
        "403 access.forbidden",
    )
    story.step(
        "Olive deactivates {slug}",
        cast.operator.post(f"{cast.savanna}/deactivate"),
        "200",
    )
    _refused_everywhere(story, cast)
    order = {"kind": "sales_order", "reference": "SO-2004"}
    story.step(
        "Kofi records {reference} all the same",
        cast.kofi_owner.post(f"{cast.kofi}/records", order),
        "201",
    )
    story.step(
        "Olive reactivates {slug}",
        cast.operator.post(f"{cast.savanna}/reactivate"),
        "200",
    )
    offer = cast.offers[NADIA["email"]]
    story.step("Nadia's invite is {status} as before", cast.amina.get(offer.at), "200")


def deleted(story: Story, cast: Cast) -> None:
    """
    A tenant is deleted, and its licence is free for the next.
    """
    story.step("Kwame deletes it", cast.kwame.call("DELETE", cast.zawadi), "404 tenant.not_found")
    story.step("Amina deletes {name}: {status}", cast.amina.call("DELETE", cast.zawadi), "200")
    pool = story.inside.pool(id_in(cast.savanna))
    story.seen(f"licences: {pool.used} of {pool.count} in use", (pool.used, pool.count), (1, 2))
    order = {"kind": "sales_order", "reference": "SO-9"}
    story.step(
        "an order for it",
        cast.operator.post(f"{cast.zawadi}/records", order),
        "409 tenant.not_active",
    )
    story.step(
        "another name for it",
        cast.amina.call("PATCH", cast.zawadi, b'{"name": "Zawadi"}'),
        "409 tenant.deleted",
    )
    offer = cast.offers[NADIA["email"]]
    story.step(
        "Nadia comes back, and accepts: {tenant_id}",
        story.anybody.post(f"{offer.at}/accept", offer.accepted_by("نادية")),
        "200",
    )
    cast.tally.accepted += 1
    story.mail(NADIA["email"], 2)
    story.mail(AMINA, 5)
    pool = story.inside.pool(id_in(cast.savanna))
    story.seen(f"licences: {pool.used} of {pool.count} in use", (pool.used, pool.count), (2, 2))


def purged(story: Story, cast: Cast) -> None:
    """
    A month later the deleted tenant's data is purged.
    """
    due = now() + RETENTION
    too_early = {"time": moment_text(due - timedelta(hours=1))}
    early = story.job("an hour too early, the daily job purges {purged}", "TenantsPurge", too_early)
    story.seen("nothing was due", early["purged"], 0)
    cast.purged_at = due
    done = story.job("30 days on, it purges {purged}", "TenantsPurge", {"time": moment_text(due)})
    story.seen("it was Zawadi's", done["purged"], 1)
    next_day = {"time": moment_text(due + timedelta(days=1))}
    again = story.job("a day later it purges {purged}", "TenantsPurge", next_day)
    story.seen("nothing is purged twice", again["purged"], 0)
    story.step("what is left: {name}, {status}", cast.operator.get(cast.zawadi), "200")
    naming = {
        item["kind"]
        for item in story.inside.items().values()
        if any(ZAWADI["email"] in text or ZAWADI["tenant_name"] in text for text in item.values())
    }
    story.seen(
        "only answers kept 24 hours for repeats still name her", naming, {"IdempotencyRecord"}
    )
    story.step(
        "Olive would have it back",
        cast.operator.post(f"{cast.zawadi}/reactivate"),
        "409 tenant.deleted",
    )


def _refused_everywhere(story: Story, cast: Cast) -> None:
    late = {"email": "late@example.com", "tenant_name": "Late", "plan_code": "growth"}
    story.step(
        "her key invites",
        cast.amina_key.post(f"{cast.savanna}/invites", late),
        "403 reseller.inactive",
    )
    owner = {"name": "Late", "plan_code": "growth", "owner_email": "late@example.com"}
    story.step(
        "Amina creates a tenant",
        cast.amina.post(f"{cast.savanna}/tenants", {**owner, "owner_name": "L"}),
        "403 reseller.inactive",
    )
    offer = cast.offers[NADIA["email"]]
    story.step(
        "Nadia accepts her invite",
        story.anybody.post(f"{offer.at}/accept", offer.accepted_by("نادية")),
        "403 reseller.inactive",
    )
    story.step(
        "Amina asks for a sign-in link: {detail}",
        story.anybody.post("/v1/sign-in-links", {"email": AMINA}),
        "202",
    )
    _, link_id, token = story.link(story.mail(AMINA, 4))
    story.step(
        "Amina signs in",
        story.anybody.post("/v1/sessions", {"link_id": link_id, "token": token}),
        "403 reseller.inactive",
    )
