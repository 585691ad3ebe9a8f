"""
From a request's host to its site, remembered for a moment.
"""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from tenantry import settings
from tenantry.hosts import store
from tenantry.hosts.model import Missing, NotServed, Site
from tenantry.hosts.names import HEADER_MAX, bare, is_name

REMEMBERED_FOR = timedelta(seconds=60)
"""How long a warm process trusts what it found: the longest that a closed host is still shown."""
MISSED_FOR = timedelta(seconds=30)
"""The same for names under which nothing is served: the longest that a new host waits."""
REMEMBERED_MAX = 1_000

_WORDS = {
    Missing.NO_NAME: "this is no name of a host",
    Missing.UNKNOWN: "nothing is served under this name",
    Missing.SUSPENDED: "the domain of this name is suspended",
    Missing.CLOSED: "nothing is served under this name any more",
}


class Sites:
    """
    What is served under the names that requests come with: one read each, then none for a minute.
    """

    def __init__(self) -> None:
        self._given = _Remembered()
        # Apart, since anybody can make up names: they must not push out those that people use.
        self._other = _Remembered()

    def at(self, header: str | None, now: datetime) -> Site | None:
        """
        The site that a request came to; None for the platform itself.

        Args:
            header: `x-forwarded-host`, which the edge sets; the platform's own address has none.

        Raises:
            NotServed: It is no name, or nothing is served under it; no name costs no read.
            Unavailable: The table did not answer.
        """
        given = header or ""
        name = bare(given) if len(given) <= HEADER_MAX else given
        if not name or name in platform_hosts():
            return None
        if not is_name(name):
            raise _not_served(Missing.NO_NAME)
        found = self._given.at(name, now) or self._other.at(name, now)
        if found is None:
            found = store.find(name)
            is_given = isinstance(found, Site) and found.is_given
            (self._given if is_given else self._other).keep(name, found, now)
        if isinstance(found, Missing):
            raise _not_served(found)
        return found

    def remembered(self) -> tuple[int, int]:
        """
        How many names are remembered: of those that were given, and of all others.
        """
        return len(self._given), len(self._other)


class _Remembered:
    """
    A bounded memory: the oldest goes first, however many names are asked for.
    """

    def __init__(self) -> None:
        self._found: dict[str, tuple[datetime, Site | Missing]] = {}

    def __len__(self) -> int:
        return len(self._found)

    def at(self, name: str, now: datetime) -> Site | Missing | None:
        known = self._found.get(name)
        if known is None:
            return None
        found_at, found = known
        lasts = MISSED_FOR if isinstance(found, Missing) else REMEMBERED_FOR
        return found if timedelta(0) <= now - found_at < lasts else None

    def keep(self, name: str, found: Site | Missing, now: datetime) -> None:
        self._found.pop(name, None)
        if len(self._found) >= REMEMBERED_MAX:
            del self._found[next(iter(self._found))]
        self._found[name] = (now, found)


def platform_hosts() -> frozenset[str]:
    """
    The platform's own names: requests for them come to no site.
    """
    own = bare(urlsplit(settings.base_url()).netloc)
    return frozenset({own, bare(settings.edge_host())} - {""})


def address_of(name: str) -> str:
    """
    Where people reach us under a name, without a trailing slash: as our own address, but for it.

    Example:
        With `https://partners.example.com` as ours: `https://portal.partner.example`.
    """
    own = urlsplit(settings.base_url())
    port = f":{own.port}" if own.port else ""
    return f"{own.scheme}://{name}{port}"


def _not_served(why: Missing) -> NotServed:
    return NotServed(_WORDS[why], reason=why.value)
