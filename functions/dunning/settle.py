"""
Works the dunning queue: each subscription takes its step, once, whatever is repeated.
"""

from tenantry.clock import moment
from tenantry.dunning import commands
from tenantry.ids import TenantId
from tenantry.jobs import Message, from_queue, scheduled_act


def settle(message: Message, correlation_id: str) -> None:
    """
    Do what is due for one subscription at the time of the run that found it.
    """
    act = scheduled_act(moment(message["now"]), correlation_id)
    commands.settle(TenantId(message["tenant_id"]), act)


handler = from_queue(settle)
