"""
The mails that the product has sent: read from MiniStack's SES, kept over restarts, and shown.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from infra.local.asgi import App, get

SENT = "/_ministack/ses/messages"

PAGE = Template("""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sent mail</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body { font: 16px/1.5 system-ui, sans-serif; color: #1c2430; max-width: 46rem; margin: 2rem auto;
  padding: 0 1rem }
article { border: 1px solid #c9d1dc; border-radius: .5rem; margin: 1.5rem 0; overflow: hidden }
header { background: #f2f5f9; padding: .75rem 1rem }
h2 { font-size: 1.1rem; margin: 0 }
p { margin: 0; color: #4c5866; overflow-wrap: anywhere }
iframe { border: 0; width: 100%; height: 30rem }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; padding: 1rem }
summary { padding: .5rem 1rem; cursor: pointer }
</style></head>
<body><h1>Sent mail</h1>
<p>$count, newest first. Nothing leaves this machine.
The same as JSON: <a href="/_mail.json">/_mail.json</a></p>
$articles
</body></html>
""")

ARTICLE = Template("""<article><header><h2 dir="auto">$subject</h2>
<p>to $to, from $sender, at $sent_at</p></header>
$html<details$open><summary>As text</summary><pre dir="auto">$text</pre></details></article>
""")

# The mail's own document, without scripts; its links open beside this page, not in the small frame.
FRAME = Template("""<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" title="$subject"
srcdoc="$document"></iframe>""")


@dataclass(frozen=True)
class Mail:
    """
    One mail as it was handed to SES.
    """

    id: str
    sent_at: str
    sender: str
    to: tuple[str, ...]
    subject: str
    text: str
    html: str


class Mailbox:
    """
    All mails, those of earlier starts included: MiniStack itself forgets them.

    Args:
        ministack: The application to ask.
        archive: Where mails are kept for the next start, one JSON object a line; None keeps none.
    """

    def __init__(self, ministack: App, archive: Path | None) -> None:
        self._ministack = ministack
        self._archive = archive
        lines = archive.read_text().splitlines() if archive and archive.exists() else []
        self._kept = {mail.id: mail for mail in map(_of_line, lines)}

    async def mails(self) -> list[Mail]:
        """
        Every mail, newest first.
        """
        sent = json.loads(await get(self._ministack, SENT))["messages"]
        mails = self._kept | {mail.id: mail for box in sent.values() for mail in map(_of_ses, box)}
        return sorted(mails.values(), key=lambda mail: mail.sent_at, reverse=True)

    async def keep(self) -> None:
        """
        Add what is new to the archive.
        """
        if self._archive is None:
            return
        new = [mail for mail in await self.mails() if mail.id not in self._kept]
        with self._archive.open("a") as lines:
            lines.writelines(json.dumps(asdict(mail)) + "\n" for mail in reversed(new))
        self._kept |= {mail.id: mail for mail in new}

    async def listing(self) -> str:
        """
        The mails as JSON, newest first.
        """
        return json.dumps([asdict(mail) for mail in await self.mails()], indent=2)

    async def page(self) -> str:
        """
        The mails as a page to read, newest first.
        """
        mails = await self.mails()
        count = f"{len(mails)} mail" if len(mails) == 1 else f"{len(mails)} mails"
        return PAGE.substitute(count=count, articles="\n".join(map(_article, mails)))


def _of_ses(sent: Mapping[str, Any]) -> Mail:
    return Mail(
        id=sent["MessageId"],
        sent_at=datetime.fromtimestamp(sent["Timestamp"], UTC).isoformat(timespec="milliseconds"),
        sender=sent["Source"],
        to=tuple(sent["To"]),
        subject=sent["Subject"],
        text=sent["BodyText"] or "",
        html=sent["BodyHtml"] or "",
    )


def _of_line(line: str) -> Mail:
    return of_json(json.loads(line))


def of_json(read: Mapping[str, Any]) -> Mail:
    """
    A mail as `/_mail.json` lists it.
    """
    return Mail(**{**read, "to": tuple(read["to"])})


def _article(mail: Mail) -> str:
    subject = escape(mail.subject)
    document = escape('<base target="_blank">' + mail.html)
    return ARTICLE.substitute(
        subject=subject,
        to=escape(", ".join(mail.to)),
        sender=escape(mail.sender),
        sent_at=escape(mail.sent_at),
        html=FRAME.substitute(subject=subject, document=document) if mail.html else "",
        open="" if mail.html else " open",
        text=_with_links(mail.text),
    )


def _with_links(text: str) -> str:
    return re.sub(
        r"https?://[^\s&<]+(?:&amp;[^\s&<]+)*", r'<a href="\g<0>">\g<0></a>', escape(text)
    )
