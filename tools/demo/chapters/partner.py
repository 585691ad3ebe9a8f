"""
A partner joins, its owner signs in, and makes a key for a program.
"""

from tools.demo.cast import AMINA, BAOBAB, KOFI, SAVANNA, Cast, id_in
from tools.demo.story import Story, listed

SUPPORT = "reseller_support"
SCOPES = ["invites:read", "invites:write"]
KEY = {"name": "web shop", "scopes": SCOPES}


def provisioned(story: Story, cast: Cast) -> None:
    """
    A partner is provisioned.
    """
    made = story.step(
        "Olive makes the partner {company[legal_name]}, prepaid with 2 licences: {id}",
        cast.operator.post("/v1/resellers", SAVANNA),
        "201",
    )
    cast.savanna = f"/v1/resellers/{made.json['id']}"
    story.step(
        "a second partner with the slug savanna",
        cast.operator.post("/v1/resellers", {**BAOBAB, "slug": "savanna"}),
        "409 reseller.slug_taken",
    )
    story.step(
        "a slug with a space in it",
        cast.operator.post("/v1/resellers", {**BAOBAB, "slug": "bao bab"}),
        "422 request.invalid",
    )
    other = story.step(
        "the partner {company[legal_name]}, on commission: {id}",
        cast.operator.post("/v1/resellers", BAOBAB),
        "201",
    )
    cast.baobab = f"/v1/resellers/{other.json['id']}"


def owner_signs_in(story: Story, cast: Cast) -> None:
    """
    The partner's owner signs in, without a password.
    """
    mail = story.mail(AMINA)
    path = "/".join(story.link(mail))
    story.step("the link shows a button, and uses nothing up", story.anybody.get(f"/{path}"), "200")
    cast.amina = story.sign_in(mail)
    _, link_id, token = story.link(mail)
    story.step(
        "the same link once more",
        story.anybody.post("/v1/sessions", {"link_id": link_id, "token": token}),
        "404 sign_in.link_invalid",
    )
    story.step(
        "a link for nobody@example.com: {detail}",
        story.anybody.post("/v1/sign-in-links", {"email": "nobody@example.com"}),
        "202",
    )
    cast.kwame = story.sign_in(story.mail("kwame@baobab.example"))
    story.step("Kwame reads his own partner, {slug}", cast.kwame.get(cast.baobab), "200")
    story.step("Kwame reads Amina's partner", cast.kwame.get(cast.savanna), "404 not_found")


def colleagues(story: Story, cast: Cast) -> None:
    """
    A colleague of the partner sees the customers that were chosen for her, and no others.
    """
    path = f"{cast.savanna}/members"
    joyce = {"email": "joyce@savanna.example", "name": "Joyce Wanjiru"}
    story.step(
        "Amina adds {name}, {role}, for Kofi's tenant only",
        cast.amina.post(path, {**joyce, "role": SUPPORT, "tenant_ids": [id_in(cast.kofi)]}),
        "201",
    )
    caller = story.sign_in(story.mail(joyce["email"]))
    names = [tenant["name"] for tenant in listed(caller, f"{cast.savanna}/tenants")]
    story.seen(f"Joyce sees {', '.join(names)}", names, [KOFI["tenant_name"]])
    story.step("Joyce opens Zawadi's", caller.get(cast.zawadi), "404 not_found")
    story.step(
        "Joyce adds a colleague of her own",
        caller.post(path, {**joyce, "role": SUPPORT}),
        "403 access.forbidden",
    )
    story.step(
        "Amina gives away her own ownership",
        cast.amina.call("DELETE", f"{path}/{cast.amina.get('/v1/me').json['person_id']}"),
        "409 member.last_owner",
    )


def narrow_key(story: Story, cast: Cast) -> None:
    """
    A program gets a key that can do little.
    """
    made = story.step(
        f"Amina makes the key “{{key[name]}}”, …{{key[last_four]}}: {' and '.join(SCOPES)}",
        cast.amina.post("/v1/api-keys", KEY, key="web-shop"),
        "201",
    )
    cast.amina_key = story.anybody.holding(made.json["secret"])
    again = story.step(
        "the request again, with the same Idempotency-Key: …{key[last_four]}",
        cast.amina.post("/v1/api-keys", KEY, key="web-shop"),
        "201",
    )
    story.seen("it is the same key, and its secret is not shown again", again.json["secret"], None)
    story.step(
        "the key lists tenants, which is out of its scope",
        cast.amina_key.get(f"{cast.savanna}/tenants"),
        "403 access.forbidden",
    )
    story.step(
        "a key with a scope that does not exist",
        cast.amina.post("/v1/api-keys", {**KEY, "scopes": ["moon:write"]}),
        "422 request.invalid",
    )
