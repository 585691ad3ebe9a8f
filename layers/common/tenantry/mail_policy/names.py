"""
Domain names as policies hold them: often mistaken, sometimes hostile.
"""

from tenantry.dns.model import Answer, Lookups, Outcome, Trouble

NAME_LENGTH_MAX = 253
LABEL_LENGTH_MAX = 63
_VISIBLE = range(0x20, 0x7F)


def canonical(name: str) -> str:
    """
    In lower case and without a final dot, so that equal names are equal texts.

    Example:
        >>> canonical("Mail.Example.COM.")
        'mail.example.com'
    """
    return name.lower().removesuffix(".")


def is_askable(name: str) -> bool:
    """
    Whether a question can be made of it: labels of 1 to 63 characters, 253 in all (RFC 1035).

    A backslash would be read as the beginning of an escape, so that another name would be asked.

    Example:
        >>> is_askable("example.com"), is_askable("a..example.com"), is_askable("x" * 64 + ".com")
        (True, False, False)
    """
    return (
        len(name) <= NAME_LENGTH_MAX
        and "\\" not in name
        and all(ord(character) in _VISIBLE for character in name)
        and all(0 < len(label) <= LABEL_LENGTH_MAX for label in name.split("."))
    )


def ask(lookups: Lookups, name: str, type_: str) -> Answer:
    """
    The answer to a question; one that cannot be asked is about a name that cannot exist.
    """
    name = canonical(name)
    if not is_askable(name):
        return Answer(name, type_, Outcome.NO_NAME)
    return lookups.ask(name, type_)


def is_within(name: str, parent: str) -> bool:
    """
    Whether *name* is *parent* or stands below it.

    Example:
        >>> is_within("a.example.com", "example.com"), is_within("badexample.com", "example.com")
        (True, False)
    """
    return name == parent or name.endswith(f".{parent}")


def upwards(name: str) -> list[str]:
    """
    The name and the names above it, the top-level domain last.

    Example:
        >>> upwards("shop.example.com")
        ['shop.example.com', 'example.com', 'com']
    """
    labels = name.split(".")
    return [".".join(labels[start:]) for start in range(len(labels))]


def unanswered(answer: Answer) -> str:
    """
    In words, why an answer that is not clear says nothing.

    Example:
        >>> unanswered(Answer("example.com", "TXT", Outcome.TIMED_OUT))
        'nobody answered the question for TXT at example.com in time'
    """
    question = f"the question for {answer.type} at {answer.name}"
    if answer.outcome is Outcome.TIMED_OUT:
        return f"nobody answered {question} in time"
    how = _HOW.get(answer.trouble) if answer.trouble else None
    return f"{question} {how or 'was answered with an error'}"


_HOW = {
    Trouble.SERVER_FAILED: "was answered with SERVFAIL",
    Trouble.REFUSED: "was refused",
    Trouble.LAME: "was put to name servers that know nothing of the domain",
    Trouble.LOOP: "leads from alias to alias (CNAME) in a circle",
    Trouble.CHAIN_TOO_LONG: "leads over too many aliases (CNAME)",
    Trouble.NO_SERVERS: "could not be put: the domain's name servers have no address",
}
