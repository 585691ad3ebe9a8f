"""
Where people and programs change the zones: over HTTP, and on a page.
"""

import inspect
from collections.abc import Sequence
from html import escape

from infra.local.dns.keeping import keep, told
from infra.local.dns.wire import rdata
from infra.local.dns.zones import Zones
from infra.local.kept import Kept
from infra.local.playing import CONTROL, Acts, NotPossible, page, perform
from infra.local.stand_in import Reply, Request, json_reply

FLATTENING = "ALIAS"
FORM = """
<form method=post action=/records>
<p><input name=name size=50 required placeholder="_tenantry-challenge.partner.example">
<p><input name=type size=6 required value=TXT>
<textarea name=values cols=60 rows=2 placeholder="one record a line; none to remove"></textarea>
<button>Set</button></form>
"""


class Site:
    """
    What is at each address.

    Args:
        kept: Where the zones are written down after each change.
    """

    def __init__(self, zones: Zones, kept: Kept) -> None:
        self._zones = zones
        self._kept = kept
        self._acts: Acts = {
            "set": self._set,
            "add": self._add,
            "remove": self._remove,
            "zone": self._zone,
            "drop": self._drop,
            "fault": self._fail,
            "delay": self._delay,
            "recover": zones.faults.recover,
            "asked": lambda: list(zones.asked),
            "zones": lambda: told(zones),
        }

    def reply(self, request: Request) -> Reply:
        """
        Do what is asked for.
        """
        if request.path == "/":
            return self._page()
        with self._kept.lock:
            if request.path == "/records":
                reply = self._sent(request.form())
            elif request.path.startswith(CONTROL):
                reply = self._performed(request)
            else:
                reply = json_reply({"error": f"there is no {request.path}"}, 404)
            keep(self._zones, self._kept)
        return reply

    def _performed(self, request: Request) -> Reply:
        act = self._acts.get(request.path.removeprefix(CONTROL))
        try:
            # A person writes it by hand, and forgets a word.
            if act is not None:
                inspect.signature(act).bind(**request.json())
        except (TypeError, ValueError) as error:
            return json_reply({"error": str(error)}, 400)
        return perform(request, self._acts)

    def _sent(self, form: dict[str, str]) -> Reply:
        values = [line.strip() for line in form.get("values", "").splitlines() if line.strip()]
        try:
            self._set(form.get("name", ""), form.get("type", ""), values)
        except NotPossible as reason:
            return page("Zones", f"<p>{escape(str(reason))}.")
        return Reply(303, headers={"Location": "/"})

    def _set(self, name: str, type: str, values: str | Sequence[str]) -> None:  # noqa: A002 - the word in JSON
        self._zones.set(*_checked(name, type, values))

    def _add(self, name: str, type: str, values: str | Sequence[str]) -> None:  # noqa: A002 - the same
        self._zones.add(*_checked(name, type, values))

    def _remove(self, name: str, type: str | None = None) -> None:  # noqa: A002 - the same
        self._zones.remove(name, type)

    def _zone(self, apex: str) -> None:
        self._zones.zone(apex)

    def _drop(self, apex: str) -> None:
        self._zones.drop(apex)

    def _fail(self, fault: str, at: str, type: str | None = None) -> None:  # noqa: A002 - the same
        try:
            self._zones.faults.plan(fault, at, type_=type)
        except ValueError as error:
            raise NotPossible(str(error)) from error

    def _delay(self, seconds: float) -> None:
        self._zones.faults.delay_seconds = float(seconds)

    def _page(self) -> Reply:
        rows = [
            f"<li>{escape(name or '.')} {escape(type_)} {escape(value)}"
            for zone in told(self._zones)
            for name, by_type in sorted(zone["records"].items())
            for type_, values in sorted(by_type.items())
            for value in values
        ]
        port = f"<p>{len(self._zones.asked)} questions came so far."
        return page("Zones", FORM, port, f"<ul>{''.join(rows)}</ul>")


def _checked(
    name: str, type_: str, values: str | Sequence[str]
) -> tuple[str, str, str | Sequence[str]]:
    try:
        for value in [values] if isinstance(values, str) else values:
            rdata("CNAME" if type_.upper() == FLATTENING else type_.upper(), value)
            rdata("CNAME", name)
    except ValueError as error:
        raise NotPossible(str(error)) from error
    return name, type_, values
