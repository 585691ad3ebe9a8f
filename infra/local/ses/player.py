"""
Mail servers, people who read mail, and SES itself, as tests and the demo play them.
"""

from dataclasses import dataclass

from infra.local.playing import Json, play


@dataclass(frozen=True)
class Player:
    """
    Lets things become of mails, and of domains at SES.

    Args:
        base_url: The stand-in's.

    Example:
        stack.ses.bounce("kofi@shop.example")
        stack.ses.pause("partner.example", on=True)
    """

    base_url: str

    def bounce(self, to: str, kind: str = "Permanent", subtype: str = "General") -> str:
        """
        Let the newest mail to an address come back; the id under which it is told.

        Raises:
            NotPossible: No such mail was sent.
        """
        return self._play("Bounce", to, type=kind, subtype=subtype)

    def complain(self, to: str, kind: str = "abuse") -> str:
        """
        Call it spam.
        """
        return self._play("Complaint", to, type=kind)

    def deliver(self, to: str) -> str:
        """
        Say that a mail server took it.
        """
        return self._play("Delivery", to)

    def tell_again(self, told_id: str) -> None:
        """
        Tell the same once more.
        """
        play(self.base_url, "tell_again", told_id=told_id)

    def refuse_next(self, code: str, count: int = 1) -> None:
        """
        Refuse the next mails from partners' addresses, with `SendingPausedException` for example.
        """
        play(self.base_url, "refuse_next", code=code, count=count)

    def pause(self, domain: str, *, on: bool) -> None:
        """
        Let SES send nothing from a domain, or let it send again.
        """
        play(self.base_url, "pause", name=domain, on=on)

    def give_up(self, domain: str) -> None:
        """
        Let the 72 hours pass after which SES looks for missing records no more.
        """
        play(self.base_url, "give_up", name=domain)

    def identities(self) -> list[Json]:
        """
        Everything that SES knows, as it holds it.
        """
        found: list[Json] = play(self.base_url, "identities")
        return found

    def _play(self, kind: str, to: str, **said: str) -> str:
        return str(play(self.base_url, "play", kind=kind, to=to, **said))
