"""
Making a statement's file, when processes die and messages come twice at once.
"""

from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256

import pytest

from tenantry import settings
from tenantry.errors import ChangedMeanwhile
from tenantry.ids import TenantId
from tenantry.services import client
from tenantry.statement_exports import bucket, commands, store
from tenantry.statement_exports.document import write_document
from tenantry.statement_exports.model import Export, Format, State
from tests.acting import NOON, a_job, an_act
from tests.builders import make_reseller
from tests.commands.faults import Fault, ProcessDied, dies_after, dies_before, meanwhile, tapped
from tests.reading import items_of
from tests.written import SEPTEMBER, a_line, open_bucket, write_statement

pytestmark = [pytest.mark.requirement("R-COM-4"), pytest.mark.usefixtures("world")]


@pytest.fixture
def reseller_id() -> TenantId:
    open_bucket()
    reseller = make_reseller()
    write_statement(reseller.id, [a_line(number) for number in range(3)])
    return reseller.id


def ask(reseller_id: TenantId, format_: Format = Format.CSV) -> Export:
    return commands.ask(reseller_id, SEPTEMBER, format_, an_act())


def make(export: Export) -> None:
    """
    What the worker does.
    """
    commands.make(export.reseller_id, export.id, write_document, a_job(NOON))


def stored(export: Export) -> Export:
    found = store.get_export(export.reseller_id, export.id)
    assert found is not None
    return found


def files() -> list[str]:
    listed = client("s3").list_objects_v2(Bucket=settings.export_bucket()).get("Contents", [])
    return [one["Key"] for one in listed]


def readies(export: Export) -> int:
    """
    How often it was said that it is ready.
    """
    told = [one for one in items_of("Event") if one["name"] == "statement_export.ready"]
    return sum(export.id in one["facts"] for one in told)


@pytest.mark.parametrize("dies", [dies_before, dies_after])
def test_a_process_that_dies_anywhere_is_made_good_by_the_next(
    reseller_id: TenantId, dies: Fault
) -> None:
    usual = ask(reseller_id)
    with tapped() as line:
        make(usual)

    for number in range(len(line.calls)):
        export = ask(reseller_id)
        with suppress(ProcessDied), tapped({number: dies}):
            make(export)
        make(export)

        assert stored(export).state is State.READY
        assert stored(export).file in files()
        assert readies(export) == 1


def test_of_two_workers_at_once_one_tells_and_its_file_stays(reseller_id: TenantId) -> None:
    export, usual = ask(reseller_id), ask(reseller_id)
    with tapped() as line:
        make(usual)
    last = len(line.calls) - 1

    with tapped({last: meanwhile(lambda: make(export))}), pytest.raises(ChangedMeanwhile):
        make(export)

    found = stored(export)
    content = client("s3").get_object(Bucket=settings.export_bucket(), Key=str(found.file))
    assert sha256(content["Body"].read()).hexdigest() == found.sha256
    assert readies(export) == 1


def test_a_file_of_several_parts_is_whole(reseller_id: TenantId) -> None:
    export = ask(reseller_id)
    chunks = [bytes([number]) * 3_000_000 for number in range(6)]

    written = bucket.write(export, "run", chunks)

    found = client("s3").get_object(Bucket=settings.export_bucket(), Key=written.file)
    assert found["Body"].read() == b"".join(chunks)
    assert written.size == 18_000_000


def test_what_is_raised_while_a_file_is_made_leaves_nothing(reseller_id: TenantId) -> None:
    def broken() -> Iterator[bytes]:
        yield b"begun"
        raise ProcessDied

    with pytest.raises(ProcessDied):
        bucket.write(ask(reseller_id), "run", broken())

    uploads = client("s3").list_multipart_uploads(Bucket=settings.export_bucket())
    assert (files(), uploads.get("Uploads", [])) == ([], [])
