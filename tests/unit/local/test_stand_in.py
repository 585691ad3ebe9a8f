"""
The server of stand-ins: what comes and goes over the wire.
"""

import urllib.request
from collections.abc import Iterator
from http.client import HTTPResponse, RemoteDisconnected
from typing import Any

import pytest

from infra.local.launcher import CannotStart
from infra.local.stand_in import Reply, Request, Server, json_reply


class Site:
    """
    Notes what it was asked, and answers everything alike.
    """

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self.reply: Reply | None = json_reply({"paid": True})

    def __call__(self, request: Request) -> Reply | None:
        self.asked.append(request)
        return self.reply


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def server(site: Site) -> Iterator[Server]:
    server = Server()
    server.start(site)
    yield server
    server.stop()


def ask(server: Server, path: str = "/", body: bytes | None = None, **more: Any) -> HTTPResponse:
    request = urllib.request.Request(server.base_url + path, body, **more)  # noqa: S310 - our own
    answer: HTTPResponse = urllib.request.urlopen(request)  # noqa: S310 - the same
    return answer


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_a_request_is_read_whole(server: Server, site: Site, method: str) -> None:
    headers = {"Authorization": "Bearer key", "Content-Type": "application/json"}

    ask(server, "/v1/pay?to=a%20b&to=c&note=", b'{"minor": 5}', headers=headers, method=method)

    [asked] = site.asked
    assert (asked.method, asked.path, asked.query) == (method, "/v1/pay", "to=a%20b&to=c&note=")
    assert asked.parameters() == {"to": "c", "note": ""}
    assert asked.headers["authorization"] == "Bearer key"
    assert asked.json() == {"minor": 5}


def test_a_form_is_read_and_no_body_is_an_empty_object(server: Server, site: Site) -> None:
    ask(server, body=b"name=Ama+K&phone=%2B233")
    ask(server)

    form, empty = site.asked
    assert form.form() == {"name": "Ama K", "phone": "+233"}
    assert (empty.form(), empty.json(), empty.parameters()) == ({}, {}, {})


def test_a_reply_goes_out_as_it_is(server: Server, site: Site) -> None:
    site.reply = Reply(201, "text/xml", "<é/>", {"Request-Id": "one"})

    answer = ask(server)

    assert (answer.status, answer.read().decode()) == (201, "<é/>")
    assert (answer.headers["Content-Type"], answer.headers["Request-Id"]) == ("text/xml", "one")


def test_a_reply_without_content_names_no_type(server: Server, site: Site) -> None:
    site.reply = Reply(202)

    answer = ask(server)

    assert (answer.read(), answer.headers["Content-Type"]) == (b"", None)


def test_no_reply_hangs_up(server: Server, site: Site) -> None:
    site.reply = None

    with pytest.raises(RemoteDisconnected):
        ask(server)


def test_a_port_that_is_taken_says_which_setting_chooses_another(server: Server) -> None:
    port = int(server.base_url.rpartition(":")[2])

    with pytest.raises(CannotStart, match=f"make run TENANTRY_PORT={port + 1}"):
        Server(port, "TENANTRY_PORT")


def test_a_server_that_stopped_frees_its_port(site: Site) -> None:
    first = Server()
    first.start(site)
    first.stop()

    again = Server(int(first.base_url.rpartition(":")[2]))
    again.start(site)

    assert ask(again).status == 200
    again.stop()
