"""
Works the pilot queue: each pilot is reminded of or expired, once, whatever is repeated.
"""

from tenantry.clock import moment
from tenantry.ids import TenantId
from tenantry.jobs import Message, from_queue, scheduled_act
from tenantry.pilots import commands


def settle(message: Message, correlation_id: str) -> None:
    """
    Do what is due for one pilot at the time of the run that found it.
    """
    act = scheduled_act(moment(message["now"]), correlation_id)
    commands.settle(TenantId(message["tenant_id"]), act)


handler = from_queue(settle)
