"""
The partner's own domain: claimed, proven, and its records set as the product shows them.
"""

from collections.abc import Iterable

from infra.local.deploy import Json
from infra.local.edge import authority
from tools.demo.caller import Answer
from tools.demo.cast import AMINA, Cast, id_in
from tools.demo.story import Story, listed, now

DOMAIN = "savanna.example"
NOT_CLAIMED = ("www.savanna.example", "co.ke", "edge.tenantry.example")
MISSING_AT_FIRST = [
    "root_domain",
    "wildcard_certificate",
    "logo",
    "website_link",
    "support_link",
    "billing_link",
    "terms_link",
    "privacy_link",
    "payment_key",
    "data_processing_agreement",
]
ZONE = {
    DOMAIN: {"MX": "10 mail.savanna.example", "CAA": '0 issue "letsencrypt.org"'},
    "mail.savanna.example": {"A": "203.0.113.25"},
}
"""What stands in DNS before she begins."""

MAILERS = [f"_spf{number}.newsletters.example" for number in range(1, 11)]
TOO_MANY = f"v=spf1 {' '.join(f'include:{name}' for name in MAILERS)} include:amazonses.com ~all"
SPF = "v=spf1 include:amazonses.com ~all"
SHOWN = 36
"""Characters of a record that are told."""


def checklist(story: Story, cast: Cast) -> None:
    """
    The checklist says what Amina's customers would still see of us.
    """
    read = cast.amina.get(f"{cast.savanna}/readiness")
    story.step("Amina reads her checklist", read, "200")
    missing = [point for point in read.json["points"] if not point["is_ready"]]
    names = [point["point"] for point in missing]
    told = f"{len(missing)} of {len(read.json['points'])} points are missing, each with what to do"
    story.seen(told, names, MISSING_AT_FIRST)
    story.seen(f"the first: {missing[0]['words']} ({missing[0]['route']})")
    story.step("Kwame reads hers", cast.kwame.get(f"{cast.savanna}/readiness"), "404 not_found")


def claimed(story: Story, cast: Cast) -> None:
    """
    She claims her domain, and is told which record proves it.
    """
    story.stack.dns.load(ZONE)
    at = f"{cast.savanna}/domains"
    for name in NOT_CLAIMED:
        refused = cast.amina.post(at, {"domain": name})
        story.step(f"{name}: {words_of(refused)}", refused, "422 request.invalid")
    made = cast.amina.post(at, {"domain": f" {DOMAIN.capitalize()}. "})
    story.step("Amina claims {domain}: {state}, until {lapses_at}", made, "201")
    cast.domain = f"{at}/{DOMAIN}"
    challenge = made.json["challenge"]
    again = cast.amina.post(at, {"domain": DOMAIN})
    story.seen("claimed again it is the same claim", again.json["challenge"], challenge)
    other = cast.kwame.post(f"{cast.baobab}/domains", {"domain": DOMAIN})
    story.step(
        "Kwame claims it too: a claim blocks nobody, and each has its own token", other, "201"
    )
    is_other = other.json["challenge"]["value"] != challenge["value"]
    story.seen(_told(challenge), is_other)
    # Nobody has asked for it: the claim's own event has the domain looked at.
    first = story.until("the first look", lambda: cast.amina.get(cast.domain).json["checks"])
    _tell(story, _named(first, "ownership"), "pending missing")


def proven(story: Story, cast: Cast) -> None:
    """
    She sets it in the wrong place, is told where, and proves that the domain is hers.
    """
    dns, before = story.stack.dns, len(story.stack.mails(AMINA))
    mine = cast.amina.get(cast.domain).json["challenge"]
    dns.set(f"{mine['name']}.{DOMAIN}", "TXT", mine["value"])
    _tell(
        story, _named(_looked(story, cast, "she lets it be checked"), "ownership"), "wrong doubled"
    )
    dns.remove(f"{mine['name']}.{DOMAIN}", "TXT")
    dns.set(mine["name"], "TXT", mine["value"])
    checks = _looked(story, cast, "she puts it right: {state}")
    _tell(story, _named(checks, "ownership"), "passed found")
    his = f"{cast.baobab}/domains/{DOMAIN}"
    dns.add(mine["name"], "TXT", cast.kwame.get(his).json["challenge"]["value"])
    late = cast.kwame.post(f"{his}/check")
    story.step(
        "somebody sets Kwame's record beside hers, and he has it checked: {state}", late, "200"
    )
    _tell(story, _named(late.json["checks"], "ownership"), "wrong held")
    contested = listed(cast.operator, "/v1/domains", state="contested")
    holders = [one["reseller_id"] for one in contested]
    story.seen("Olive sees that two want it", holders, [id_in(cast.baobab)])
    story.step("Kwame gives his claim up", cast.kwame.call("DELETE", his), "204")
    dns.set(mine["name"], "TXT", mine["value"])
    # That the certificate is refused by the CAA record is told in a mail of its own.
    story.mails(AMINA, before + 2, newest=2)


def records(story: Story, cast: Cast) -> None:
    """
    She sets every record as it is shown, and one that she had is too long.
    """
    dns = story.stack.dns
    refused = cast.amina.get(f"{cast.domain}/certificate")
    story.step("the certificate has {state}: {reason}", refused, "200")
    checks = cast.amina.get(cast.domain).json["checks"]
    shown = [one for check in checks for one in check["records"] if check["name"] != "spf"]
    shown += cast.amina.get(f"{cast.domain}/sender").json["records"]
    _set(story, shown)
    for mailer in MAILERS:
        dns.set(mailer, "TXT", "v=spf1 ip4:198.51.100.0/24 -all")
    dns.set(DOMAIN, "TXT", TOO_MANY)
    checks = _looked(story, cast, "with an SPF record of eleven look-ups she lets it be checked")
    found = {check["name"]: check["state"] for check in checks}
    states = ", ".join(f"{name} {state}" for name, state in found.items())
    not_right = [name for name, state in found.items() if state in {"pending", "wrong", "unknown"}]
    story.seen(states, not_right, ["spf"])
    spf = _named(checks, "spf")
    story.seen(f"spf: {spf['words'].partition(':')[0]}", spf["reason"], "too_many_lookups")
    sender = cast.amina.get(f"{cast.domain}/sender")
    story.step("mail still leaves from us: {missing[0]} is missing", sender, "200")


def certified(story: Story, cast: Cast) -> None:
    """
    The certificate is issued once its record is there; all passes, and the edge serves her hosts.
    """
    dns, at = story.stack.dns, f"{cast.domain}/certificate"
    before = len(story.stack.mails(AMINA))
    story.step("the certificate is asked for anew: {state}", cast.amina.get(at), "200")
    _set(story, cast.amina.get(at).json["records"])
    dns.set(DOMAIN, "TXT", SPF)
    checks = _looked(story, cast, "she shortens her SPF record, and lets it be checked: {state}")
    open_ = [check["name"] for check in checks if check["state"] not in {"passed", "warning"}]
    story.seen("all has passed; lists of bad names are not asked here", open_, ["reputation"])
    got = cast.amina.get(at)
    story.step("the certificate is {state} until {issued[not_after]}: {words}", got, "200")
    hosts = {one["host"]: one["state"] for one in got.json["hosts"]}
    story.seen(f"the edge serves {' and '.join(hosts)}", set(hosts.values()), {"active"})
    seen = {one["host"]: one["seen"] for one in got.json["served"]}
    story.seen(
        f"a TLS handshake shows the same one at {', '.join(seen)}", set(seen.values()), {"same"}
    )
    refused = cast.amina.put(at, _with_another_key(story, got.json["names"]))
    story.step(
        f"she sends one of her own, its key {words_of(refused)}", refused, "422 request.invalid"
    )
    story.mail(AMINA, before + 1)


def _looked(story: Story, cast: Cast, told: str) -> list[Json]:
    answer = story.step(told, cast.amina.post(f"{cast.domain}/check"), "200")
    checks: list[Json] = answer.json["checks"]
    return checks


def _named(checks: Iterable[Json], name: str) -> Json:
    [check] = [one for one in checks if one["name"] == name]
    return check


def _with_another_key(story: Story, names: list[str]) -> Json:
    """
    The certificate that is in use, sent as her own with a key that is not its.
    """
    used = next(one["content"] for one in story.stack.edge.certificates() if one["content"])
    other = authority.issue(authority.new(), names, now())
    return {"certificate": used["leaf"], "chain": used["chain"], "private_key": other["key"]}


def _tell(story: Story, check: Json, expected: str) -> None:
    told = f"{check['name']}, {check['state']}: {check['words']}"
    story.seen(told, f"{check['state']} {check['reason']}", expected)


def _set(story: Story, shown: Iterable[Json]) -> None:
    """
    Set records as their parts are shown; beside CAA records that stand there, not in their place.
    """
    for record in shown:
        dns = story.stack.dns
        place = dns.add if record["type"] == "CAA" else dns.set
        place(record["name"], record["type"], record["value"])
        story.seen(_told(record))


def _told(record: Json) -> str:
    host, value = (_shortened(record[part]) for part in ("host", "value"))
    return f"{record['type']:5} {host}: {value}"


def _shortened(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def words_of(refused: Answer) -> str:
    """
    What a refused field breaks.
    """
    return str(refused.json["errors"][0]["detail"])
