"""
Pictures at a partner's host: pages ask for them there, and they are served there.
"""

import pytest

from tests.functions.branded import a_shown_picture, at_reseller
from tests.functions.cast import an_owner, expect
from tests.functions.sited import a_partner, at
from tests.picturing import a_picture, need_bucket, opened
from tests.unit.mail.documents import Document

pytestmark = pytest.mark.requirement("R-WL-3")


def test_signing_in_at_a_host_shows_its_pictures_from_that_host(operator: str) -> None:
    need_bucket()
    reseller, name = a_partner(operator)
    owner, branding = an_owner(reseller), at_reseller(reseller)
    for use, side in (("logo", 300), ("favicon", 512), ("login_background", 700)):
        _, shown = a_shown_picture(owner, branding, a_picture((side, side)), use=use)

    document = Document(expect(at(name, "GET", "/sign-in"), 200).text)

    own = shown["own"]
    (backdrop,) = document.having("class", "backdrop")
    assert backdrop.attributes["src"] == own["login_background_url"]
    assert document.having("rel", "icon")[0].attributes["href"] == own["favicon_url"]
    for url in (own["logo_url"], own["favicon_url"], own["login_background_url"]):
        assert opened(expect(at(name, "GET", url), 200).content).size[0] in {50, 48, 700}


def test_a_host_that_nobody_has_serves_no_pictures(operator: str) -> None:
    need_bucket()
    reseller, _ = a_partner(operator)
    _, shown = a_shown_picture(operator, at_reseller(reseller), a_picture())

    answer = at("nobody.example", "GET", shown["own"]["logo_url"])

    assert answer.status == 421
