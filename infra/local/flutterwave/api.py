"""
Flutterwave's APIs, of both versions: as much of them as the product asks for.
"""

import re
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal

from infra.local.flutterwave import version3, version4
from infra.local.flutterwave.acts import Till
from infra.local.flutterwave.payouts import Payouts
from infra.local.flutterwave.refused import Refused
from infra.local.kept import Kept
from infra.local.playing import Json, NotPossible
from infra.local.stand_in import Reply, Request, json_reply

PAGE3, PAGE4_MIN, PAGE4_MAX = 20, 10, 50
TOKEN_PATH = "/realms/flutterwave/protocol/openid-connect/token"  # noqa: S105 - an address


class Api:
    """
    The API of one account, in its version.

    Args:
        pages: What the addresses of its pages begin with.
    """

    def __init__(self, kept: Kept, till: Till, payouts: Payouts, pages: str) -> None:
        self._kept = kept
        self._till = till
        self._pages = pages
        self.tokens: set[str] = set()
        self._routes: Mapping[str, Mapping[str, Callable[..., Json]]] = {
            "v3": {
                r"POST /v3/payments": self._open3,
                r"GET /v3/transactions/verify_by_reference": self._verify_by_reference,
                r"GET /v3/transactions/(\d+)/verify": self._verify,
                r"POST /v3/transactions/(\d+)/refund": self._refund,
                r"GET /v3/refunds/(\d+)": self._refund_of,
                r"GET /v3/(transaction|refund|chargeback)s": self._list3,
                r"POST /v3/transfers": payouts.send3,
                r"GET /v3/transfers": lambda request: self._transfers(request, PAGE3, payouts),
            },
            "v4": {
                r"POST /customers/search": self._search,
                r"POST /customers": self._introduce,
                r"POST /checkout/sessions": self._open4,
                r"GET /(charge|refund|chargeback)s/\w+_(\d+)": self._show4,
                r"GET /(charge|refund|chargeback)s": self._list4,
                r"POST /direct-transfers": payouts.send4,
                r"GET /transfers": lambda request: self._transfers(request, PAGE4_MAX, payouts),
            },
        }

    def answer(self, request: Request) -> Reply:
        """
        Do what is asked for.
        """
        try:
            if request.path == TOKEN_PATH:
                return json_reply(self._token(request))
            self._authenticate(request)
            for line, route in self._routes[self._kept.keys["version"]].items():
                found = re.fullmatch(line, f"{request.method} {request.path}")
                if found:
                    done = route(request, *found.groups())
                    return json_reply({"status": "success", "message": "Done", **done})
            return json_reply({"status": "error", "message": "no such route"}, 404)
        except Refused as refused:
            body = {"status": "error", "message": str(refused), "data": None}
            return json_reply(body, refused.status)
        except NotPossible as reason:
            return json_reply({"status": "error", "message": str(reason), "data": None}, 400)

    def _authenticate(self, request: Request) -> None:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        keys = self._kept.keys
        if given not in (self.tokens if keys["version"] == "v4" else {keys["api_key"]}):
            raise Refused("Invalid authorization key", 401)

    def _token(self, request: Request) -> Json:
        form, keys = request.form(), self._kept.keys
        known = {"client_id": keys["client_id"], "client_secret": keys["client_secret"]}
        if form != {**known, "grant_type": "client_credentials"}:
            raise Refused("invalid_client", 401)
        token = secrets.token_hex(16)
        self.tokens.add(token)
        return {"access_token": token, "expires_in": 600, "token_type": "Bearer"}

    def _open3(self, request: Request) -> Json:
        asked: Json = request.json()
        if "@" not in str(asked["customer"].get("email")) or not asked["amount"] > 0:
            raise Refused("customer.email and amount are required")
        made = self._till.open(
            asked["tx_ref"],
            asked["amount"],
            asked["currency"],
            email=asked["customer"]["email"],
            redirect_url=asked["redirect_url"],
        )
        return {"data": {"link": f"{self._pages}/{made['code']}"}}

    def _verify_by_reference(self, request: Request) -> Json:
        reference = request.parameters()["tx_ref"]
        return {"data": version3.charge(self._known("charge", reference=reference))}

    def _verify(self, _: Request, number: str) -> Json:
        return {"data": version3.charge(self._known("charge", number=int(number)))}

    def _refund(self, request: Request, number: str) -> Json:
        asked: Json = request.json()
        amount = None if "amount" not in asked else str(asked["amount"])
        return {"data": self._refund3(self._till.refund(int(number), amount, asked["comments"]))}

    def _refund_of(self, _: Request, number: str) -> Json:
        return {"data": self._refund3(self._known("refund", number=int(number)))}

    def _refund3(self, refund: Json) -> Json:
        repeats = self._kept.settings["repeats_comments"]
        return version3.refund(refund, repeats_comments=repeats)

    def _list3(self, request: Request, kind: str) -> Json:
        shown = {
            "transaction": version3.charge,
            "refund": self._refund3,
            "chargeback": version3.chargeback,
        }
        asked = request.parameters()
        things = [
            shown[kind](thing)
            for thing in reversed(self._kept.all("charge" if kind == "transaction" else kind))
            if _is_between(thing, asked) and asked.get("id") in {None, str(thing.get("charge"))}
        ]
        return _paged(things, int(asked.get("page", 1)), PAGE3)

    def _search(self, request: Request) -> Json:
        found = self._kept.find("customer", email=request.json()["email"])
        return {"data": [] if found is None else [found]}

    def _introduce(self, request: Request) -> Json:
        email = request.json()["email"]
        if self._kept.find("customer", email=email):
            raise Refused("Customer already exists", 409)
        made: Json = {"id": f"cus_{self._kept.number()}", "email": email}
        self._kept.all("customer").append(made)
        return {"data": made}

    def _open4(self, request: Request) -> Json:
        key = request.headers.get("x-idempotency-key", "")
        if len(key) < len("at least 12."):
            raise Refused("X-Idempotency-Key has from 12 to 255 characters")
        given = self._kept.find("answers", key=key)
        if given is None:
            asked: Json = request.json()
            customer = self._known("customer", id=asked["customer_id"])
            made = self._till.open(
                asked["reference"],
                asked["amount"],
                asked["currency"],
                email=customer["email"],
                redirect_url=asked["redirect_url"],
            )
            session = {"id": f"cks_{made['code']}", "checkout_url": f"{self._pages}/{made['code']}"}
            given = {"key": key, "data": {**asked, **session}}
            self._kept.all("answers").append(given)
        return {"data": given["data"]}

    def _show4(self, _: Request, kind: str, number: str) -> Json:
        return {"data": version4.SHOWN[kind](self._known(kind, number=int(number)))}

    def _list4(self, request: Request, kind: str) -> Json:
        asked = request.parameters()
        size = int(asked.get("size", PAGE4_MIN))
        if not PAGE4_MIN <= size <= PAGE4_MAX:
            raise Refused("size is from 10 to 50")
        # It knows no filter by reference: whoever looks for one has to look through.
        things = [version4.SHOWN[kind](thing) for thing in reversed(self._kept.all(kind))]
        return _paged(things, int(asked.get("page", 1)), size)

    def _transfers(self, request: Request, size: int, payouts: Payouts) -> Json:
        # It knows no filter by reference: whoever looks for one has to look through.
        return _paged(payouts.shown(), int(request.parameters().get("page", 1)), size)

    def _known(self, kind: str, **said: object) -> Json:
        found = self._kept.find(kind, **said)
        if found is None:
            raise Refused(f"No {kind} was found", 404)
        return found


def _is_between(thing: Json, asked: Mapping[str, str]) -> bool:
    day = datetime.fromisoformat(thing["at"]).date().isoformat()
    return asked.get("from", "") <= day <= asked.get("to", "9999")


def _paged(things: list[Json], page: int, size: int) -> Json:
    total_pages = max(1, -(-len(things) // size))
    told = {"total": len(things), "current_page": page, "total_pages": total_pages}
    return {"data": things[(page - 1) * size : page * size], "meta": {"page_info": told}}


def major(page: Json) -> str:
    """
    What a page asks for, as people write it.
    """
    return f"{page['currency']} {Decimal(page['amount']):,.2f}"
