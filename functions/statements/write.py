"""
Works the queue of statements: begins one, or writes a part of it; the last part seals it.
"""

from statements.messages import message_of, step_in
from tenantry import queue_settings
from tenantry.clock import moment
from tenantry.jobs import Message, from_queue, recording, scheduled_act
from tenantry.queues import send
from tenantry.statements.snapshots import work


def write(message: Message, correlation_id: str) -> None:
    """
    Do one step, and queue what follows from it.
    """
    act = scheduled_act(moment(message["now"]), correlation_id)
    # What is written late, or for a past moment, is to be approved from now on; its cut-off stands
    # in the message.
    following = work(step_in(message), recording(act))
    send(queue_settings.statement_queue_url(), (message_of(one, act) for one in following))


handler = from_queue(write, parks_refusals=True)
