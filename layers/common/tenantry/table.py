"""
The one table: its keys and indexes, the one connection, and the one way to call it.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, ClassVar
from unicodedata import normalize

from botocore.exceptions import BotoCoreError
from botocore.session import Session
from pynamodb.attributes import Attribute, NumberAttribute, UnicodeAttribute
from pynamodb.connection import TableConnection
from pynamodb.connection.base import Connection, MetaTable
from pynamodb.exceptions import VerboseClientError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from tenantry import settings
from tenantry.clock import moment, stamp
from tenantry.errors import Unavailable
from tenantry.services import session

INDEXES = {
    "lists": ("list_pk", "list_sk"),
    "dated": ("dated_pk", "dated_sk"),
    "funnel": ("funnel_pk", "funnel_sk"),
}
KEY_ATTRIBUTES = ("pk", "sk", *(name for pair in INDEXES.values() for name in pair))

SORT_TEXT_MAX = 100
"""Characters of a name in a sort key; one takes at most 4 bytes, and an id follows."""

BUSY_ANSWERS = {
    "TransactionInProgressException",
    "ThrottlingException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "InternalServerError",
}

type Key = tuple[str, str]
type RawItem = Mapping[str, Any]


class TimeAttribute(Attribute[datetime]):
    """
    A moment as fixed-width RFC 3339 text, so that conditions and sort keys compare by time.
    """

    attr_type = "S"

    def serialize(self, value: datetime) -> str:
        """
        Write the moment.
        """
        return stamp(value)

    def deserialize(self, value: str) -> datetime:
        """
        Read the moment.
        """
        return moment(value)


class Item(Model):
    """
    What every item has. A concept's store subclasses it and names its `kind`.

    The index keys are sparse: an item that sets none of a pair does not stand in that index.
    """

    class Meta:
        """
        The name is never used: the connection knows the table.
        """

        table_name = "set-by-the-connection"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    kind = UnicodeAttribute()
    list_pk = UnicodeAttribute(null=True)
    list_sk = UnicodeAttribute(null=True)
    dated_pk = UnicodeAttribute(null=True)
    dated_sk = UnicodeAttribute(null=True)
    funnel_pk = UnicodeAttribute(null=True)
    funnel_sk = UnicodeAttribute(null=True)
    expires = NumberAttribute(null=True)
    """Time to live in epoch seconds, on items that lapse: docs/table.md says which. AWS deletes
    days late, so whoever reads such an item compares the time itself."""

    KIND: ClassVar[str] = ""

    def __init__(self, *args: Any, **attributes: Any) -> None:
        attributes.setdefault("kind", self.KIND)
        super().__init__(*args, **attributes)

    @classmethod
    def _get_connection(cls) -> TableConnection:
        """
        One connection for all kinds: a client of its own for each model would cost over 100 ms.
        """
        return connection()


class _Connection(Connection):
    """
    PynamoDB's connection on the session of all our clients, in place of one for each thread.
    """

    @property
    def session(self) -> Session:
        """
        The session that makes the client.
        """
        return session()


def prepare() -> None:
    """
    Make the client while the function initialises, not while its first caller waits.
    """
    if settings.is_lambda():
        assert connection().connection.client is not None, "a connection has a client"


@cache
def connection() -> TableConnection:
    """
    The connection that all items share, made once per process.
    """
    name = settings.table_name()
    schema = MetaTable(
        {
            "TableName": name,
            "AttributeDefinitions": [
                {"AttributeName": attribute, "AttributeType": "S"} for attribute in KEY_ATTRIBUTES
            ],
            "KeySchema": _key_schema("pk", "sk"),
            "GlobalSecondaryIndexes": [
                {"IndexName": index, "KeySchema": _key_schema(*keys)}
                for index, keys in INDEXES.items()
            ],
        }
    )
    table = TableConnection(name)
    table.connection = _Connection(region=settings.region(), host=settings.endpoint_url())
    table.connection.add_meta_table(schema)
    return table


def call(operation: str, request: dict[str, Any]) -> dict[str, Any]:
    """
    Make one call to DynamoDB, in its own words.

    Raises:
        Unavailable: The table is throttled or cannot be reached, after botocore's own tries.
        VerboseClientError: DynamoDB refuses the call; `transactions` reads the reasons of its own.
    """
    message = "the table is busy; try again"
    try:
        return connection().connection.dispatch(operation, request)
    except VerboseClientError as error:
        if error.response["Error"]["Code"] in BUSY_ANSWERS:
            raise Unavailable(message) from error
        raise
    except BotoCoreError as error:
        raise Unavailable(message) from error


def sort_text(name: str) -> str:
    """
    A name as it is ordered and searched: case aside, and short enough for a sort key (1,024 bytes).

    An accent that is typed as a character of its own is the same as one that is part of its letter.

    Example:
        >>> sort_text("Straße GmbH")
        'strasse gmbh'
    """
    return normalize("NFC", name.strip().casefold())[:SORT_TEXT_MAX]


def count_up(item: Item, counter: NumberAttribute, condition: Condition, *, expires: int) -> bool:
    """
    Add one to a counter that lapses, in one call.

    False, and nothing is counted, when *condition* says no.
    """
    actions: list[Action] = [
        counter.add(1),
        Item.expires.set(expires),
        Item.kind.set(item.kind),
    ]
    try:
        call("UpdateItem", item.get_update_kwargs_from_instance(actions, condition=condition))
    except VerboseClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        return False
    return True


def _key_schema(partition: str, sort: str) -> list[dict[str, str]]:
    return [
        {"AttributeName": partition, "KeyType": "HASH"},
        {"AttributeName": sort, "KeyType": "RANGE"},
    ]
