"""
What a person does with a browser: reading a page, sending its form, signing in.
"""

import re
from html import unescape

from tests.calling import Answer, call
from tests.functions.cast import Json, a_sign_in_link, an_address, expect, link_of, token_of

COOKIE = "__Host-tenantry"


def heading_of(page: Answer) -> str:
    """
    The one heading of a page, as it is read.
    """
    found = re.search(r"<h1>(.*?)</h1>", page.text, re.DOTALL)
    assert found, page.text
    return unescape(re.sub(r"<[^>]+>|[\u2066-\u2069]", "", found[1]))


def form_token_in(page: Answer) -> str:
    """
    The hidden token in the forms of a signed-in person's page.
    """
    found = re.search(r'name="token" value="([0-9a-f]{64})"', page.text)
    assert found, page.text
    return found[1]


def press(invite: Json, name: str = "Kofi Mensah", *, token: str = "", query: str = "") -> Answer:
    """
    Send the form of an invite's page.
    """
    path = link_of(invite).rpartition("/")[0]
    form = {"token": token or token_of(invite), "name": name}
    return call("POST", path + query, form=form, address=an_address())


def sign_in(email: str) -> str:
    """
    The cookie of a browser that has just signed in.
    """
    link_id, token = a_sign_in_link(email)
    answer = call("POST", f"/sign-in/{link_id}", form={"token": token}, address=an_address())
    return expect(answer, 303).headers["set-cookie"].partition(";")[0]
