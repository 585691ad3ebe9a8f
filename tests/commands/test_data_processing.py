"""
The data-processing agreement: what is written is what was read and asked for.
"""

import pytest

from tenantry.data_processing import commands
from tests.acting import an_act, owner_of
from tests.builders import a_form, make_reseller, refusal_of
from tests.commands.asked import PROCESSING
from tests.commands.faults import meanwhile, tapped
from tests.commands.signing_commands import VERSION, sign
from tests.reading import items_of

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-RES-8")]


def publish(version: str = VERSION, text: str = PROCESSING) -> None:
    commands.publish(version, "Data processing", text, an_act())


def test_who_accepts_while_a_newer_text_is_published_is_told_to_read_that() -> None:
    reseller, other = make_reseller(), make_reseller(a_form("other", email="o@other.example"))
    publish()
    act = an_act(owner_of(reseller.id, reseller.owner_id))
    with tapped() as line:
        sign(other.id, act)
    last = len(line.calls) - 1

    with tapped({last: meanwhile(lambda: publish("2026-12"))}):
        refused = refusal_of(lambda: sign(reseller.id, act))

    assert refused == "data_processing.not_the_current_text"
    assert not commands.standing_of(reseller.id).acceptances


def test_of_two_texts_published_at_once_one_is_refused() -> None:
    publish("2026-10")

    with tapped() as line:
        publish("2026-11")
    last = len(line.calls) - 1
    with tapped({last: meanwhile(lambda: publish("2027-01"))}):
        refused = refusal_of(lambda: publish("2027-02"))

    assert refused == "conflict"
    assert commands.current().version == "2027-01"
    assert sorted(int(item["number"]) for item in items_of("DataProcessingDocument")) == [1, 2, 3]
