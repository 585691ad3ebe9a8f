"""
Stripe's lists: pages between cursors, and what they are asked for.
"""

from collections.abc import Callable
from typing import Protocol

from infra.local.stripe.account import Account
from infra.local.stripe.refused import Json, Refused

LIMIT, LIMIT_MAX = 10, 100
FILTERS = ("type", "payment_intent", "charge", "status", "transfer_group")


class HasAccount(Protocol):
    """
    Whoever has the account.
    """

    account: Account


def listed(kind: str, url: str) -> Callable[[HasAccount, Json, str], Json]:
    """
    A list of objects of a kind, newest first, by its parameters.
    """

    def page(api: HasAccount, asked: Json, _: str) -> Json:
        limit = asked.get("limit", LIMIT)
        if not 1 <= limit <= LIMIT_MAX:
            raise Refused(f"This value must be from 1 to {LIMIT_MAX}.", param="limit")
        things = [thing for thing in api.account.all(kind) if _is_asked_for(thing, asked)]
        ids = [thing["id"] for thing in things]
        if "ending_before" in asked:
            newer = things[: _place(ids, asked, "ending_before")]
            shown, has_more = newer[-limit:], len(newer) > limit
        else:
            first = _place(ids, asked, "starting_after") + 1 if "starting_after" in asked else 0
            older = things[first:]
            shown, has_more = older[:limit], len(older) > limit
        return {"object": "list", "data": shown, "has_more": has_more, "url": url}

    return page


def _place(ids: list[str], asked: Json, cursor: str) -> int:
    if asked[cursor] not in ids:
        message = f"No such object: '{asked[cursor]}'"
        raise Refused(message, code="resource_missing", param=cursor)
    return ids.index(asked[cursor])


def _is_asked_for(thing: Json, asked: Json) -> bool:
    created, wanted = thing["created"], asked.get("created", {})
    if isinstance(wanted, int):
        wanted = {"gte": wanted, "lte": wanted}
    return all(
        (
            created > wanted.get("gt", -1),
            created >= wanted.get("gte", 0),
            created < wanted.get("lt", created + 1),
            created <= wanted.get("lte", created),
            all(thing[name] == asked[name] for name in FILTERS if name in asked),
            thing.get("type") in asked.get("types", [thing.get("type")]),
            asked.get("delivery_success") in {None, thing.get("pending_webhooks") == 0},
        )
    )
