"""
The test suite of RFC 7208, in the folder that TENANTRY_TEST_DATA names: spf/rfc7208-tests.yml.

The file is that of pyspf 2.0.14, whose source distribution has it: `pip download --no-deps
--no-binary :all: pyspf`, then test/rfc7208-tests.yml of the archive.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
import yaml

from tenantry.dns.model import Trouble
from tenantry.mail_policy.spf.check import check_host
from tenantry.mail_policy.spf.sender import Sender
from tests.unit.mail_policy.zones import Records, Zones

pytestmark = pytest.mark.requirement("R-WL-1")

CASES = 203
NOT_EVALUATED: dict[str, str] = {}
"""Cases by id, each with the reason why it is none of ours."""


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    sender: Sender
    results: list[str]
    explanation: str | None
    zones: Mapping[str, Records]


@pytest.fixture(scope="module")
def cases(test_data: Path) -> list[Case]:
    """
    Every case of the suite, with the zones of its section.
    """
    with (test_data / "spf" / "rfc7208-tests.yml").open(encoding="utf-8") as file:
        return [case for section in yaml.safe_load_all(file) for case in cases_in(section)]


def cases_in(section: dict[str, Any]) -> Iterator[Case]:
    zones = {name: records_of(listed) for name, listed in section["zonedata"].items()}
    for name, said in section["tests"].items():
        local_part, _, domain = said["mailfrom"].rpartition("@")
        sender = Sender(ip_address(said["host"]), domain or said["helo"], local_part, said["helo"])
        results = said["result"] if isinstance(said["result"], list) else [said["result"]]
        yield Case(name, sender, results, said.get("explanation"), zones)


def records_of(listed: list[Any]) -> Records:
    """
    The records of one name; those of the type SPF, which is gone, are TXT where there are none.
    """
    records: dict[str, list[str]] = {}
    trouble: dict[str, Trouble] = {}
    for record in listed:
        if record == "TIMEOUT":
            trouble["ANY"] = Trouble.SILENT
        else:
            ((type_, value),) = record.items()
            records.setdefault(type_, []).append(text_of(type_, value))
    old = records.pop("SPF", [])
    if old and "TXT" not in records:
        records["TXT"] = old
    elif records.get("TXT") == ["NONE"]:
        del records["TXT"]
    return records | trouble


def text_of(type_: str, value: object) -> str:
    match type_:
        case "MX":
            assert isinstance(value, list)
            preference, host = value
            return f"{preference} {host.lower() or '.'}"
        case "CNAME" | "PTR":
            return str(value).lower().removesuffix(".")
        case _:
            assert isinstance(value, str | list)
            return "".join(value)


def failed(case: Case) -> list[str]:
    result = check_host(Zones(case.zones), case.sender)
    explanation = result.explanation or "DEFAULT"
    wrong = [] if result.verdict in case.results else [f"{case.name}: {result}"]
    if case.explanation not in {None, explanation}:
        wrong.append(f"{case.name}: {explanation!r}")
    return wrong


def test_every_case_of_the_suite_comes_out_as_it_should(cases: list[Case]) -> None:
    evaluated = [case for case in cases if case.name not in NOT_EVALUATED]

    wrong = [told for case in evaluated for told in failed(case)]

    assert wrong == []
    assert len(cases) == CASES
