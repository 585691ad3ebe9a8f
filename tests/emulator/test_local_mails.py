"""
The page of sent mails, told without starting the local stack.
"""

import asyncio
import json
from pathlib import Path
from typing import Any

from infra.local.asgi import App, Message, Receive, Scope, Send
from infra.local.mails import Mailbox

MAIL = {
    "MessageId": "1@ses",
    "Source": "hello@tenantry.example",
    "To": ["amina@example.com"],
    "Subject": "<b>Karibu & welcome</b>",
    "BodyText": "Go to http://127.0.0.1:8080/i/a?b=1&c=2 now",
    "BodyHtml": '<p>Go <a href="http://127.0.0.1:8080/i/a">there</a></p>',
    "Timestamp": 1_795_292_508.5,
}


def ministack(*sent: dict[str, Any]) -> App:
    async def app(scope: Scope, _: Receive, send: Send) -> None:
        assert scope["path"] == "/_ministack/ses/messages"
        body = json.dumps({"messages": {"000000000000": sent}}).encode()
        message: Message = {"type": "http.response.body", "body": body}
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send(message)

    return app


def test_a_mail_is_shown_with_its_links_and_nothing_of_it_becomes_part_of_the_page() -> None:
    page = asyncio.run(Mailbox(ministack(MAIL), None).page())

    assert '<a href="http://127.0.0.1:8080/i/a?b=1&amp;c=2">' in page
    assert "&lt;b&gt;Karibu &amp; welcome&lt;/b&gt;" in page
    assert "<b>" not in page
    assert 'srcdoc="&lt;base target=&quot;_blank&quot;&gt;&lt;p&gt;Go' in page


def test_the_newest_mail_comes_first() -> None:
    newer = MAIL | {"MessageId": "2@ses", "Timestamp": 1_795_292_509.5}

    mails = asyncio.run(Mailbox(ministack(MAIL, newer), None).mails())

    assert [mail.id for mail in mails] == ["2@ses", "1@ses"]


def test_kept_mails_are_shown_once_and_outlive_the_server_that_took_them(tmp_path: Path) -> None:
    archive = tmp_path / "mails.jsonl"

    async def keep_twice() -> None:
        mailbox = Mailbox(ministack(MAIL), archive)
        await mailbox.keep()
        await mailbox.keep()

    asyncio.run(keep_twice())

    mails = asyncio.run(Mailbox(ministack(), archive).mails())
    assert [mail.subject for mail in mails] == ["<b>Karibu & welcome</b>"]
