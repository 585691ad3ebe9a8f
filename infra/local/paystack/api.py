"""
Paystack's API (https://paystack.com/docs/api): as much of it as the product asks for.
"""

import re
from collections.abc import Callable
from datetime import datetime
from hmac import compare_digest

from infra.local.kept import Kept
from infra.local.paystack.acts import Till, shown
from infra.local.paystack.payouts import Payouts
from infra.local.paystack.refused import Refused
from infra.local.playing import Json, NotPossible
from infra.local.stand_in import Reply, Request, json_reply

PAGE_MAX = 50
_REFERENCE = r"[A-Za-z0-9.=-]{1,100}"
_CURRENCIES = {"GHS", "KES", "NGN", "USD", "XOF", "ZAR"}
_FIELDS = {"email", "amount", "currency", "reference", "callback_url", "metadata"}


class Api:
    """
    The API of one account.

    Args:
        pages: What the addresses of its pages begin with.
    """

    def __init__(self, kept: Kept, till: Till, payouts: Payouts, pages: str) -> None:
        self._kept = kept
        self._till = till
        self._pages = pages
        self._routes: dict[str, Callable[..., object]] = {
            r"POST /transaction/initialize": self._initialize,
            rf"GET /transaction/verify/({_REFERENCE})": self._verify,
            r"GET /transaction/(\d+)": self._fetch,
            r"GET /(transaction|refund|dispute)": self._listed,
            r"POST /refund": self._refund,
            **payouts.routes(),
        }

    def answer(self, request: Request) -> Reply:
        """
        Do what is asked for.
        """
        try:
            self._authenticate(request)
            for line, route in self._routes.items():
                found = re.fullmatch(line, f"{request.method} {request.path}")
                if found:
                    data = route(request, *found.groups())
                    return json_reply({"status": True, "message": "Done", **_enveloped(data)})
            return json_reply(Refused("Not found", 404).body, 404)
        except Refused as refused:
            return json_reply(refused.body, refused.status)
        except NotPossible as reason:
            return json_reply(Refused(str(reason)).body, 400)

    def _authenticate(self, request: Request) -> None:
        given = request.headers.get("authorization", "")
        if not compare_digest(given, f"Bearer {self._kept.keys['api_key']}"):
            raise Refused("Invalid key", 401, "invalid_Key")

    def _initialize(self, request: Request) -> Json:
        asked: Json = request.json()
        unknown = asked.keys() - _FIELDS
        if unknown or "@" not in asked.get("email", ""):
            raise Refused(f"unknown or missing: {sorted(unknown)} or email")
        if not isinstance(asked["amount"], int) or asked["amount"] <= 0:
            raise Refused("Invalid Amount Sent")
        if asked["currency"] not in _CURRENCIES:
            raise Refused("Currency not supported by merchant", 403, "unsupported_currency")
        if not re.fullmatch(_REFERENCE, asked["reference"]):
            raise Refused("Invalid reference")
        if self._kept.find("transaction", reference=asked["reference"]):
            raise Refused("Duplicate Transaction Reference", code="duplicate_reference")
        made = self._till.open(asked)
        return {
            "authorization_url": f"{self._pages}/{made['access_code']}",
            "access_code": made["access_code"],
            "reference": made["reference"],
        }

    def _verify(self, _: Request, reference: str) -> Json:
        found = self._kept.find("transaction", reference=reference)
        if found is None:
            raise Refused("Transaction reference not found.", code="transaction_not_found")
        return shown(found)

    def _fetch(self, _: Request, number: str) -> Json:
        found = self._kept.find("transaction", id=int(number))
        if found is None:
            raise Refused("Transaction not found", 404)
        return shown(found)

    def _refund(self, request: Request) -> Json:
        asked: Json = request.json()
        note = asked.get("merchant_note", "")
        made = self._till.refund(str(asked["transaction"]), asked.get("amount"), note)
        # However fast it is, the answer says that it has begun.
        return {**made, "status": "pending", "transaction": {"id": made["transaction"]}}

    def _listed(self, request: Request, kind: str) -> list[Json]:
        asked = request.parameters()
        things = [shown(one) for one in reversed(self._kept.all(kind)) if _is_asked_for(one, asked)]
        size = min(int(asked.get("perPage", PAGE_MAX)), PAGE_MAX)
        first = (int(asked.get("page", 1)) - 1) * size
        return things[first : first + size]


def _enveloped(data: object) -> Json:
    meta = {"perPage": PAGE_MAX} if isinstance(data, list) else None
    return {"data": data} if meta is None else {"data": data, "meta": meta}


def _is_asked_for(thing: Json, asked: dict[str, str]) -> bool:
    begun = datetime.fromisoformat(thing.get("created_at") or thing["createdAt"])
    is_late_enough = "from" not in asked or datetime.fromisoformat(asked["from"]) <= begun
    is_early_enough = "to" not in asked or begun <= datetime.fromisoformat(asked["to"])
    is_of_it = "transaction" not in asked or str(thing.get("transaction")) == asked["transaction"]
    return is_late_enough and is_early_enough and is_of_it
