"""
Partners' domains at SES, in tests of what is not about mail: a stand-in of the process.
"""

import atexit
import tempfile
from functools import cache
from pathlib import Path

from infra.local.ses.server import StandIn


@cache
def identities_of_tests() -> StandIn:
    """
    The running stand-in; none of the records that it looks for is there.
    """
    stand_in = StandIn(Path(tempfile.gettempdir()), lambda _name, _type: [])
    stand_in.__enter__()
    atexit.register(stand_in.__exit__, None, None, None)
    return stand_in


def environment() -> dict[str, str]:
    """
    Where it is, as functions are told.
    """
    return {"TENANTRY_SES_IDENTITIES_URL": identities_of_tests().player.base_url}
