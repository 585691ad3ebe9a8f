"""
The stand-in as a server on loopback: ACM, CloudFront, the control of both, and the door.
"""

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from infra.local.edge import authority
from infra.local.edge.acm import TARGET, Acm
from infra.local.edge.certificates import KIND as CERTIFICATE
from infra.local.edge.certificates import Certificates
from infra.local.edge.cloudfront import DISTRIBUTION, GROUP, PREFIX, CloudFront
from infra.local.edge.cloudfront import KIND as TENANT
from infra.local.edge.door import Door
from infra.local.edge.player import Player
from infra.local.edge.validation import Question
from infra.local.kept import Clock, Kept, system_clock
from infra.local.playing import CONTROL, Acts, Faults, perform
from infra.local.stand_in import Reply, Request, Server, json_reply

SETTING = "TENANTRY_EDGE_PORT"
ROOTS = "edge-roots.pem"
SETTINGS = {
    "passed": 0,
    "failures": {},
    "elsewhere": [],
    "deploys_after": 0,
    "certificates_max": 2_500,
}

type Json = dict[str, Any]


def new() -> Json:
    """
    A new account, with an authority of its own.
    """
    return {
        "keys": authority.new(),
        "settings": {**SETTINGS, "failures": {}, "elsewhere": []},
        CERTIFICATE: [],
        TENANT: [],
    }


class Site:
    """
    What is at each address.
    """

    def __init__(self, kept: Kept, ask: Question) -> None:
        self.kept = kept
        self._faults = Faults()
        self._calls: list[str] = []
        self.certificates = Certificates(kept, ask, self._users_of)
        self.edge = CloudFront(kept, self.certificates)
        self.acm = Acm(self.certificates)
        self._acts: Acts = {
            "pass_time": self._pass_time,
            "refuse": self._refuse,
            "take": self._take,
            "give_back": self._give_back,
            "settle": kept.settings.update,
            "fault": self._faults.plan,
            "certificates": lambda: [_without_key(one) for one in kept.all(CERTIFICATE)],
            "tenants": lambda: list(kept.all(TENANT)),
            "calls": lambda: list(self._calls),
            "forget": self.forget,
        }

    def reply(self, request: Request) -> Reply | None:
        """
        Do what is asked for; None when nothing shall be answered.
        """
        with self.kept.lock:
            if request.path.startswith(CONTROL):
                reply: Reply | None = perform(request, self._acts)
            elif request.path.startswith(PREFIX):
                self._calls.append(f"{request.method} {request.path}")
                reply = self._faults.answer(request, self.edge.answer)
            elif target := request.headers.get("x-amz-target"):
                self._calls.append(target.removeprefix(TARGET))
                reply = self._faults.answer(request, self.acm.answer)
            else:
                reply = json_reply({"error": "nothing is here"}, 404)
            self.kept.save()
        return reply

    def content_for(self, host: str) -> Json | None:
        """
        What a host is served with.
        """
        with self.kept.lock:
            tenant = self.edge.tenant_of(host)
            if tenant is None or tenant["certificate"] is None:
                return None
            content: Json | None = self.certificates.look(tenant["certificate"])["content"]
            return content

    def _pass_time(self, seconds: float) -> None:
        self.kept.settings["passed"] += seconds

    def _refuse(self, domain: str, reason: str) -> None:
        self.kept.settings["failures"][domain] = reason

    def _take(self, host: str) -> None:
        self.kept.settings["elsewhere"].append(host)

    def _give_back(self, host: str) -> None:
        self.kept.settings["elsewhere"].remove(host)

    def _users_of(self, arn: str) -> list[str]:
        return self.edge.users_of(arn)

    def forget(self) -> None:
        """
        Begin anew, with the same authority.
        """
        self.kept.settings.update({**SETTINGS, "failures": {}, "elsewhere": []})
        for kind in (CERTIFICATE, TENANT):
            self.kept.all(kind).clear()
        self._calls.clear()
        self._faults.forget()
        self.acm.refuses.clear()
        self.edge.refuses.clear()


class StandIn:
    """
    The running stand-in, as a context manager.

    Args:
        folder: Where it is kept from one start to the next, and where its root is laid down.
        ask: Asks DNS.
        ports: Of the APIs (`edge`) and of the door (`door`); any that is free if not named.
        keeps: Whether it is kept.
    """

    def __init__(
        self,
        folder: Path,
        ask: Question,
        ports: Mapping[str, int] | None = None,
        *,
        keeps: bool = False,
        clock: Clock = system_clock,
    ) -> None:
        self._folder = folder
        self._ask = ask
        self._ports = ports or {}
        self._file = folder / "edge.json" if keeps else None
        self._clock = clock

    def __enter__(self) -> Self:
        """
        Serve; the door stays closed until `open_to`.
        """
        kept = Kept(self._file, new, self._clock)
        kept.save()
        self.roots = self._folder / ROOTS
        self.roots.write_text(kept.keys["root"])
        self.site = Site(kept, self._ask)
        self._server = Server(self._ports.get("edge", 0), SETTING)
        self._door = Door(self.site.content_for, self._ports.get("door", 0))
        self._server.start(self.site.reply)
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
        self._door.stop()
        self._server.stop()

    @property
    def player(self) -> Player:
        """
        Who does what others do at the edge.
        """
        return Player(self._server.base_url)

    @property
    def door_port(self) -> int:
        """
        Where partners' hosts are served.
        """
        return self._door.port

    def open_to(self, base_url: str) -> None:
        """
        Say where the product is.
        """
        self._door.open_to(base_url)

    def parameters(self) -> dict[str, str]:
        """
        Where it is, as the template's parameters say it.
        """
        return {
            "AcmUrl": self._server.base_url,
            "CloudFrontUrl": self._server.base_url,
            "EdgeDistributionId": DISTRIBUTION,
            "EdgeConnectionGroupId": GROUP,
            "TrustedRoots": str(self.roots),
            "HandshakePort": str(self.door_port),
        }


def _without_key(one: Json) -> Json:
    content = one["content"]
    shown = None if content is None else {"leaf": content["leaf"], "chain": content["chain"]}
    return {**one, "content": shown}
