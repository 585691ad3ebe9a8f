"""
The stand-in as a server on loopback: of SES's API what senders and mails need, and its control.
"""

import json
import re
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.error import HTTPError
from urllib.parse import unquote

from infra.local.deploy import client
from infra.local.kept import Kept
from infra.local.places import ACCOUNT, REGION
from infra.local.playing import CONTROL, Acts, Json, perform
from infra.local.ses.identities import Identities, Lookup, fresh
from infra.local.ses.mails import Mails, as_entry
from infra.local.ses.player import Player
from infra.local.ses.refused import Refused
from infra.local.stand_in import Reply, Request, Server, json_reply

API = "/v2/email"
AUTHORIZATION = (
    f"AWS4-HMAC-SHA256 Credential={ACCOUNT}/20260101/{REGION}/ses/aws4_request, "
    "SignedHeaders=host, Signature=none"
)
"""By which MiniStack finds the account and the region; it checks no signature."""


class StandIn:
    """
    A running stand-in for SES, as a context manager.

    Args:
        folder: Where what it knows is kept from one start to the next.
        lookup: How it sees DNS.
        keeps: Whether it is kept; then deliveries are told of too, as people expect.
    """

    def __init__(self, folder: Path, lookup: Lookup, *, keeps: bool = False) -> None:
        self._file = folder / "ses.json" if keeps else None
        self._lookup = lookup
        self._keeps = keeps

    def __enter__(self) -> Self:
        """
        Serve; mails can be sent from `forward_to` on.
        """
        self._kept = Kept(self._file, fresh)
        identities = Identities(self._kept, self._lookup)
        self.mails = Mails(self._kept, identities, tells_deliveries=self._keeps)
        self._server = Server()
        self._server.start(Site(self._kept, identities, self.mails).reply)
        self.player = Player(self._server.base_url)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """
        Stop.
        """
        self._server.stop()

    def parameters(self) -> dict[str, str]:
        """
        Where it is, as the template's parameters say it.
        """
        return {"SesUrl": self.player.base_url}

    def forget(self) -> None:
        """
        Know nothing any more.
        """
        with self._kept.lock:
            for kind in ("identities", "mails", "told"):
                self._kept.all(kind).clear()

    def forward_to(self, endpoint_url: str) -> None:
        """
        Say where MiniStack is, which keeps the mails and has the bus.
        """
        known: set[str] = set()

        def forward(said: Json) -> str:
            # MiniStack verifies at once whatever it is told of.
            address = re.sub(r".*<|>.*", "", said["FromEmailAddress"])
            if address not in known:
                _post(f"{endpoint_url}{API}/identities", {"EmailIdentity": address})
                known.add(address)
            return str(_post(f"{endpoint_url}{API}/outbound-emails", said)["MessageId"])

        def tell(name: str, detail: Json) -> None:
            client(endpoint_url, "events").put_events(Entries=[as_entry(name, detail)])

        self.mails.forward, self.mails.tell = forward, tell


class Site:
    """
    What is at each address.
    """

    def __init__(self, kept: Kept, identities: Identities, mails: Mails) -> None:
        self._kept = kept
        self._identities = identities
        self._mails = mails
        self._acts: Acts = {
            "play": mails.play,
            "tell_again": mails.tell_again,
            "refuse_next": mails.refuse_next,
            "pause": identities.pause,
            "give_up": identities.give_up,
            "identities": lambda: kept.all("identities"),
        }

    def reply(self, request: Request) -> Reply:
        """
        Do what is asked for.
        """
        with self._kept.lock:
            try:
                reply = self._answer(request)
            except Refused as refused:
                reply = refused.reply()
            self._kept.save()
        return reply

    def _answer(self, request: Request) -> Reply:
        if request.path.startswith(CONTROL):
            return perform(request, self._acts)
        line = f"{request.method} {request.path.removeprefix(API)}"
        if line == "POST /outbound-emails":
            return json_reply(self._mails.send(request.json()))
        if line == "POST /identities":
            said = request.json()
            return json_reply(self._identities.create(said["EmailIdentity"], said))
        for pattern, act in self._calls().items():
            if named := re.fullmatch(pattern, line):
                return json_reply(act(unquote(named[1]), request.json()) or {})
        raise Refused("NotFoundException", f"This stand-in does not know {line}.", 404)

    def _calls(self) -> dict[str, Callable[[str, Json], Json | None]]:
        known = self._identities
        return {
            r"GET /identities/([^/]+)": lambda name, _: known.read(name),
            r"DELETE /identities/([^/]+)": lambda name, _: known.delete(name),
            r"PUT /identities/([^/]+)/mail-from": known.set_mail_from,
            r"PUT /identities/([^/]+)/dkim/signing": lambda name, _: known.look_again(name),
        }


def _post(url: str, body: Json) -> Json:
    headers = {"Content-Type": "application/json", "Authorization": AUTHORIZATION}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)  # noqa: S310, our own
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310, the same
            taken: Json = json.load(answer)
    except HTTPError as error:
        with error:
            said = json.load(error)
        code = str(error.headers.get("x-amzn-errortype", "InternalFailure"))
        raise Refused(code, str(said.get("message", "")), error.code) from error
    return taken
