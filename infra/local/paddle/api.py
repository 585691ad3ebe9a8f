"""
Paddle's API: who asks, what is asked for, and lists in pages.
"""

import secrets
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from infra.local.paddle import objects
from infra.local.paddle.account import Account
from infra.local.paddle.acts import Staff
from infra.local.playing import Json, NotPossible
from infra.local.stand_in import Reply, Request, json_reply

PAGE, PAGE_MAX = 50, 200
_TWO = (
    "ARS AUD BRL CAD CHF CNY COP CZK DKK EUR GBP HKD HUF ILS INR MXN NOK NZD PEN PHP PLN RUB SEK "
    "SGD THB TRY TWD UAH USD ZAR"
)
_NONE = "CLP JPY KRW VND"
DIGITS: Mapping[str, int] = {
    **dict.fromkeys(_TWO.split(), 2),
    **dict.fromkeys(_NONE.split(), 0),
}
"""What the stand-in answers for each currency, unless its player says otherwise."""


class Refused(Exception):
    """
    A request that is not done, with Paddle's own code for why.
    """

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.body = {
            "error": {"type": "request_error", "code": code, "detail": code.replace("_", " ")},
            "meta": {"request_id": secrets.token_hex(8)},
        }


class Api:
    """
    The API of one account.

    Args:
        base_url: Where it is, and the page of its checkout.
    """

    def __init__(self, account: Account, staff: Staff, base_url: str) -> None:
        self._account = account
        self._staff = staff
        self._base_url = base_url
        self._routes: dict[str, Callable[[Request], Json]] = {
            "POST /transactions": self._open,
            "POST /adjustments": self._adjust,
            "GET /adjustments": self._adjustments,
            "GET /events": self._events,
            "GET /currencies": self._currencies,
        }

    def answer(self, request: Request) -> Reply:
        """
        Do what is asked for.
        """
        try:
            return json_reply(self._answer(request), 201 if request.method == "POST" else 200)
        except Refused as refused:
            return json_reply(refused.body, refused.status)

    def _answer(self, request: Request) -> Json:
        if request.headers.get("authorization") != f"Bearer {self._account.keys['api_key']}":
            raise Refused(403, "forbidden")
        if request.headers.get("paddle-version") != "1":
            raise Refused(400, "bad_request")
        of_transactions, _, transaction_id = request.path.rpartition("/")
        if request.method == "GET" and of_transactions == "/transactions":
            if transaction_id not in self._account.transactions:
                raise Refused(404, "not_found")
            return _told(self._account.transactions[transaction_id])
        route = self._routes.get(f"{request.method} {request.path}")
        if route is None:
            raise Refused(404, "not_found")
        return route(request)

    def _open(self, request: Request) -> Json:
        asked = _object(request)
        if asked.get("currency_code") not in DIGITS or not asked.get("items"):
            raise Refused(400, "bad_request")
        for item in asked["items"]:
            price = item["price"]
            is_whole = str(price["unit_price"]["amount"]).isdigit()
            is_same = price["unit_price"]["currency_code"] == asked["currency_code"]
            is_named = price.get("description") and price.get("product", {}).get("tax_category")
            if not (is_whole and is_same and is_named):
                raise Refused(400, "bad_request")
        url = f"{self._base_url}/pay" if self._account.settings["page"] else None
        made = objects.transaction(self._account, asked, url)
        self._account.transactions[made["id"]] = made
        for kind in ("created", "ready"):
            self._account.tell(f"transaction.{kind}", made)
        return _told(made)

    def _adjust(self, request: Request) -> Json:
        asked = _object(request)
        if asked.get("action") not in {"refund", "credit"} or not asked.get("reason"):
            raise Refused(400, "bad_request")
        if (asked.get("type") == "full") == ("items" in asked):
            raise Refused(400, "bad_request")
        try:
            return _told(self._staff.made(asked))
        except (KeyError, NotPossible) as reason:
            raise Refused(400, str(reason.args[0])) from reason

    def _adjustments(self, request: Request) -> Json:
        wanted = request.parameters()
        things = [
            thing
            for thing in self._account.adjustments.values()
            if all(
                wanted[name] in {None, thing[name]}
                for name in ("transaction_id", "action", "status")
                if name in wanted
            )
        ]
        return self._page(request, things, "id")

    def _events(self, request: Request) -> Json:
        return self._page(request, list(self._account.events.values()), "event_id")

    def _currencies(self, request: Request) -> Json:
        del request
        digits = {**DIGITS, **self._account.settings["digits"]}
        listed = [{"code": code, "decimal_places": places} for code, places in digits.items()]
        return {"data": listed, "meta": {"pagination": {"has_more": False, "next": ""}}}

    def _page(self, request: Request, things: list[Json], key: str) -> Json:
        """
        A page of a list, and the address of the next one, as `has_more` and `next` say.
        """
        wanted = request.parameters()
        if wanted.get("order_by") == "id[DESC]":
            things.reverse()
        size = min(int(wanted.get("per_page", PAGE)), PAGE_MAX)
        ids = [thing[key] for thing in things]
        begin = ids.index(wanted["after"]) + 1 if wanted.get("after") in ids else 0
        shown = things[begin : begin + size]
        following = {**wanted, "after": shown[-1][key] if shown else ""}
        pagination = {
            "per_page": size,
            "next": f"{self._base_url}{request.path}?{urlencode(following)}",
            "has_more": begin + size < len(things),
            "estimated_total": len(things),
        }
        return {"data": shown, "meta": {"request_id": "", "pagination": pagination}}


def _told(thing: Json) -> Json:
    return {"data": thing, "meta": {"request_id": secrets.token_hex(8)}}


def _object(request: Request) -> Json:
    try:
        asked = request.json()
    except ValueError:
        asked = None
    if not isinstance(asked, dict):
        raise Refused(400, "invalid_json")
    return asked
