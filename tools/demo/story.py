"""
Telling the story: chapters, and steps that are printed once they came out as expected.
"""

import inspect
import json
import re
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cached_property

from infra.local.deploy import Json
from infra.local.deployed import HandlerFailed
from infra.local.mails import Mail
from infra.local.stack import LocalStack, eventually
from tenantry.clock import stamp
from tenantry.ids import CROCKFORD, PREFIXES
from tools.demo.caller import Answer, Caller
from tools.demo.inside import Inside

REFUSAL = 400
"""Statuses from here on are refusals."""

BOLD = "1"
COLORS = {"✓": "32", "✗": "33", "·": "2"}
"""As terminals number them: green, yellow, faint."""

_ID = re.compile(rf"\b({'|'.join(PREFIXES)})_[{CROCKFORD}]{{22}}([{CROCKFORD}]{{4}})\b")
_STAMP = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)[.\d]*Z")


class Differs(Exception):
    """
    Something came out otherwise than the story says; the message holds both.
    """


class Story:
    """
    A telling of the story on an empty stack.

    Example:
        story.step("the plan {name}", operator.post("/v1/plans", PLAN), "201")
        story.step("the same code again", operator.post("/v1/plans", PLAN), "409 plan.exists")
    """

    def __init__(self, stack: LocalStack) -> None:
        self.stack = stack
        self.anybody = Caller(stack.base_url)
        self.jobs = 0
        self.refused = 0
        self.events = 0
        self.began_at = now()
        self._began = self._last = time.monotonic()
        self._chapters = 0

    @cached_property
    def inside(self) -> Inside:
        """
        What the API does not show.
        """
        return Inside(self.stack)

    def totals(self) -> str:
        """
        What it came to, in a line.
        """
        return (
            f"{len(self.anybody.answers)} requests and {self.jobs} calls of jobs, "
            f"{self.refused} of them refused as they should be, "
            f"{len(self.stack.mails())} mails, {self.events} events, "
            f"{time.monotonic() - self._began:.1f} s"
        )

    def chapter(self, told: Callable[..., None]) -> None:
        """
        Begin a chapter; its title is the first line of its function's docstring.
        """
        self._chapters += 1
        title = (inspect.getdoc(told) or told.__name__).splitlines()[0].rstrip(".")
        print(f"\n{self._chapters:2}  {_painted(BOLD, title)}", flush=True)

    def step(self, told: str, answer: Answer, expected: str) -> Answer:
        """
        Tell a request that has the expected answer, as `201` or `409 plan.exists`.

        Args:
            told: What was done; `{name}` stands for that field of the answer.
        """
        self._last = time.monotonic()
        if answer.said != expected:
            body = answer.text[:500]
            raise Differs(f"{told}: expected {expected}, and {answer.said} came back: {body}")
        if answer.status >= REFUSAL:
            self.refused += 1
            code = expected.partition(" ")[2]
            _tell("✗", f"{answer.status} {_ms(answer)}", f"{told}: {code}" if code else told)
        else:
            fields = answer.json if answer.is_json and "{" in told else {}
            _tell("✓", f"{answer.status} {_ms(answer)}", told.format_map(fields))
        return answer

    def seen(self, told: str, got: object = True, expected: object = True) -> None:  # noqa: FBT002, any two things can be compared
        """
        Tell what is so now, if it is so.
        """
        if got != expected:
            raise Differs(f"{told}: expected {expected!r}, and it is {got!r}")
        _tell("·", "", told)

    def job(self, told: str, function: str, event: Mapping[str, Json]) -> Json:
        """
        Call a function that has no route, as its schedule or an engineer would.
        """
        self.jobs += 1
        began = self._last = time.monotonic()
        returned = self.stack.invoke(function, event)
        milliseconds = (time.monotonic() - began) * 1000
        _tell("✓", f"job {milliseconds:5.0f} ms", told.format_map(returned))
        return returned

    def job_refused(self, told: str, function: str, event: Mapping[str, Json], reason: str) -> None:
        """
        Call a function that has no route, and that refuses with these words.
        """
        self.jobs += 1
        try:
            self.stack.invoke(function, event)
        except HandlerFailed as error:
            if reason not in str(error):
                raise Differs(f"{told}: expected {reason!r}, and {error} came back") from error
            self.refused += 1
            _tell("✗", "job", f"{told}: {reason}")
        else:
            raise Differs(f"{told}: expected {reason!r}, and it was not refused")

    def mail(self, to: str, number: int = 1) -> Mail:
        """
        Wait until *to* has got so many mails, and tell the newest.
        """
        return self.mails(to, number, newest=1)[0]

    def mails(self, to: str, number: int, *, newest: int) -> list[Mail]:
        """
        The same for several that come at once: the newest first.
        """
        mails = self.until(f"mail number {number} to {to}", lambda: self._mails(to, number))
        if len(mails) != number:
            raise Differs(f"{to} has {len(mails)} mails, and not {number}")
        after = time.monotonic() - self._last
        for mail in reversed(mails[:newest]):
            _tell("·", f"mail {after:4.1f} s", f"{to}: “{mail.subject}”")
        return mails[:newest]

    def until[T](self, told: str, question: Callable[[], T]) -> T:
        """
        Wait until something that comes by itself is there.
        """
        try:
            return eventually(question)
        except TimeoutError as error:
            raise Differs(f"{told}: {error}") from error

    def link(self, mail: Mail) -> list[str]:
        """
        The parts of the path of a mail's link into the product: `invites`, an id, and so on.
        """
        for part in re.findall(re.escape(self.stack.base_url) + r"/([\w/-]+)", mail.text):
            if part.startswith(("invites/", "sign-in/")):
                return str(part).split("/")
        raise Differs(f"the mail “{mail.subject}” has no link")

    def sign_in(self, mail: Mail) -> Caller:
        """
        Use a mail's sign-in link up, and call as whom it signed in.
        """
        _, link_id, token = self.link(mail)
        body = {"link_id": link_id, "token": token}
        answer = self.anybody.post("/v1/sessions", body)
        self.step(
            f"{mail.to[0]} signs in with the mailed link, until {{expires_at}}", answer, "201"
        )
        return self.anybody.holding(answer.json["secret"])

    def at_once(self, calls: list[Callable[[], Answer]]) -> list[Answer]:
        """
        Make several requests at the same instant.
        """
        with ThreadPoolExecutor(len(calls)) as threads:
            return [future.result() for future in [threads.submit(call) for call in calls]]

    def send(self, queue: str, message: Json) -> None:
        """
        Put a message into a queue, named as in the template.
        """
        url = self.stack.physical_id(queue)
        self.stack.client("sqs").send_message(QueueUrl=url, MessageBody=json.dumps(message))

    def is_empty(self, queue: str) -> bool:
        """
        Whether a queue, named as in the template, has nothing waiting and nothing in work.
        """
        url = self.stack.physical_id(queue)
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        answer = self.stack.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=names)
        return not any(int(answer["Attributes"][name]) for name in names)

    def _mails(self, to: str, number: int) -> list[Mail]:
        mails = self.stack.mails(to)
        return mails if len(mails) >= number else []


def now() -> datetime:
    """
    This moment, in UTC.
    """
    return datetime.now(UTC)


def moment_text(moment: datetime) -> str:
    """
    A moment as schedules write it.
    """
    return stamp(moment)


def listed(caller: Caller, path: str, **query: str) -> list[Json]:
    """
    All items of a list, page by page.
    """
    items: list[Json] = []
    cursor: dict[str, str] = {}
    while True:
        page = caller.get(path, **query, **cursor).json
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        cursor = {"cursor": page["next_cursor"]}


def _ms(answer: Answer) -> str:
    return f"{answer.seconds * 1000:5.0f} ms"


def _tell(mark: str, figures: str, told: str) -> None:
    # Ids by their last four characters, moments to the second: the rest tells a reader nothing.
    shown = _STAMP.sub(r"\1 \2", _ID.sub(r"\1_…\2", told))
    print(f"    {_painted(COLORS[mark], mark)} {figures:12}  {shown}", flush=True)


def _painted(color: str, text: str) -> str:
    return f"\x1b[{color}m{text}\x1b[0m" if sys.stdout.isatty() else text
