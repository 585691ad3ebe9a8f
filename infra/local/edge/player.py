"""
What happens at the edge and at the authority, as tests and the demo play it.
"""

from dataclasses import dataclass

from infra.local.playing import Fault, Json, play


@dataclass(frozen=True)
class Player:
    """
    Plays them at a running stand-in.

    Args:
        base_url: The stand-in's.
    """

    base_url: str

    def pass_time(self, *, seconds: float = 0, hours: float = 0, days: float = 0) -> None:
        """
        Let time go by here: waits end, certificates are renewed or end.
        """
        play(self.base_url, "pass_time", seconds=seconds + 3_600 * hours + 86_400 * days)

    def refuse(self, domain: str, reason: str) -> None:
        """
        Let requests for a domain fail with a reason of ACM's, such as `DOMAIN_NOT_ALLOWED`.
        """
        play(self.base_url, "refuse", domain=domain, reason=reason)

    def take(self, host: str) -> None:
        """
        Let another AWS account serve a host.
        """
        play(self.base_url, "take", host=host)

    def give_back(self, host: str) -> None:
        """
        Let it go there.
        """
        play(self.base_url, "give_back", host=host)

    def deploy_after(self, seconds: float) -> None:
        """
        How long a change takes to reach all places.
        """
        play(self.base_url, "settle", deploys_after=seconds)

    def fault(self, fault: Fault, count: int, call: str) -> None:
        """
        Let the next calls go wrong: `POST /` are ACM's, `PUT /2020-05-31/` changes of tenants.

        `refuse` does nothing and answers 500; `lose` does it and hangs up.
        """
        play(self.base_url, "fault", fault=fault, count=count, call=call)

    def certificates(self) -> list[Json]:
        """
        Every certificate as ACM has it, oldest first, without any key.
        """
        found: list[Json] = play(self.base_url, "certificates")
        return found

    def tenants(self) -> list[Json]:
        """
        Every distribution tenant, oldest first.
        """
        found: list[Json] = play(self.base_url, "tenants")
        return found

    def calls(self) -> list[str]:
        """
        What was asked for so far, in order: ACM's operations, and CloudFront's methods and paths.
        """
        found: list[str] = play(self.base_url, "calls")
        return found

    def forget(self) -> None:
        """
        Begin anew: no certificate, no tenant, nothing that goes wrong.
        """
        play(self.base_url, "forget")
