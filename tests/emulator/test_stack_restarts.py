"""
What is kept when the local stack stops, and what when it is killed.
"""

import os
import socket
import subprocess
import sys
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from infra.local.launcher import CannotStart, Engine
from infra.local.places import ROOT
from infra.local.snapshots import restore, take
from infra.local.stack import LocalStack, eventually

pytestmark = pytest.mark.emulator

type Made = Callable[[Path], LocalStack]


def write(stack: LocalStack, pk: str = "KEPT") -> str:
    sk = str(uuid.uuid4())
    item = {"pk": {"S": pk}, "sk": {"S": sk}, "type": {"S": "work.asked"}}
    stack.client("dynamodb").put_item(TableName=stack.table_name, Item=item)
    return sk


def is_there(stack: LocalStack, sk: str, pk: str = "KEPT") -> bool:
    key = {"pk": {"S": pk}, "sk": {"S": sk}}
    return "Item" in stack.client("dynamodb").get_item(TableName=stack.table_name, Key=key)


def secret(stack: LocalStack) -> str:
    id_ = stack.outputs["ServerKeyId"]
    read: str = stack.client("secretsmanager").get_secret_value(SecretId=id_)["SecretString"]
    return read


def is_saved(folder: Path, sk: str) -> bool:
    saved = folder.glob("snapshots/[0-9]*/dynamodb.json")
    return any(sk in file.read_text() for file in saved)


def test_a_stopped_stack_begins_where_it_ended_on_any_port(
    tmp_path: Path, contract_in: Made
) -> None:
    with contract_in(tmp_path) as first:
        sk, key = write(first), secret(first)
        content = {"Simple": {"Subject": {"Data": "Kept"}, "Body": {"Text": {"Data": "Hi"}}}}
        first.client("sesv2").send_email(
            FromEmailAddress=first.outputs["MailFrom"],
            Destination={"ToAddresses": ["kept@example.com"]},
            Content=content,
        )

    with contract_in(tmp_path) as second:
        assert is_there(second, sk)
        assert secret(second) == key
        assert [mail.subject for mail in second.mails()] == ["Kept"]


def test_after_a_restart_new_events_reach_their_worker(tmp_path: Path, contract_in: Made) -> None:
    with contract_in(tmp_path) as first:
        before = [write(first, "EVENT#1") for _ in range(3)]
        eventually(lambda: all(is_there(first, sk, "DONE") for sk in before))

    with contract_in(tmp_path) as second:
        sk = write(second, "EVENT#1")
        assert eventually(lambda: is_there(second, sk, "DONE"))


def test_a_killed_stack_has_what_was_saved_a_moment_before(
    tmp_path: Path, contract_in: Made
) -> None:
    with contract_in(tmp_path) as first:
        sk, key = write(first), secret(first)
        eventually(lambda: is_saved(tmp_path, sk))
        first.engine.process.kill()

    with contract_in(tmp_path) as second:
        assert is_there(second, sk)
        assert secret(second) == key
        after = write(second, "EVENT#1")
        assert eventually(lambda: is_there(second, after, "DONE"))


def test_a_state_that_was_being_written_gives_way_to_the_last_snapshot(tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.mkdir()
    (state / "dynamodb.json").write_text("whole")
    take(tmp_path)
    for name, text in (("dynamodb.json", "newer"), ("sqs.json", "newer")):
        (tmp_path / name).write_text(text)
        (tmp_path / name).replace(state / name)
    (tmp_path / "snapshots" / "unfinished").mkdir()

    restore(tmp_path)

    assert {file.name: file.read_text() for file in state.iterdir()} == {"dynamodb.json": "whole"}


def test_the_server_saves_and_ends_when_who_started_it_is_killed(tmp_path: Path) -> None:
    program = f"""
import time
from pathlib import Path
from infra.local.launcher import Engine
with Engine(Path({str(tmp_path)!r}), keeps=True) as engine:
    print(engine.process.pid, flush=True)
    time.sleep(60)
"""
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE
    ) as starter:
        assert starter.stdout
        server = int(starter.stdout.readline())

        starter.kill()

    def has_ended() -> bool:
        try:
            os.kill(server, 0)
        except ProcessLookupError:
            return True
        return False

    assert eventually(has_ended)
    with Engine(tmp_path, keeps=True):
        pass


def test_a_taken_port_is_named_with_the_setting_that_chooses_another(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with (
            pytest.raises(CannotStart, match=rf"{port} .* make run TENANTRY_PORT={port + 1}"),
            Engine(tmp_path, front_port=port),
        ):
            pass


def test_one_folder_serves_one_stack_at_a_time(tmp_path: Path) -> None:
    with (
        Engine(tmp_path),
        pytest.raises(CannotStart, match="is running"),
        Engine(tmp_path),
    ):
        pass
