"""
The stand-in's own API, `/_control/...`, which `Player` calls.
"""

from infra.local.stand_in import Request
from infra.local.stripe.account import Account
from infra.local.stripe.acts import ACTS
from infra.local.stripe.api import Api
from infra.local.stripe.delivery import Courier
from infra.local.stripe.refused import Json, Refused


class Control:
    """
    Plays the buyer, the bank and Stripe, and tells what happened.
    """

    def __init__(self, account: Account, api: Api, courier: Courier) -> None:
        self._account = account
        self._api = api
        self._courier = courier

    def answer(self, request: Request) -> tuple[int, Json]:
        """
        Do what is asked for; the status and the answer.
        """
        _, _, name, *rest = request.path.split("/")
        try:
            if request.method == "GET":
                return 200, self._told(name)
            return 200, self._done(name, "".join(rest), request.json())
        except Refused as refused:
            return refused.status, refused.body

    def _told(self, name: str) -> Json:
        with self._account.lock:
            if name == "events":
                return {"events": self._account.all("event")[::-1]}
            if name == "deliveries":
                return {"deliveries": list(self._courier.log)}
        raise Refused(f"Nothing is told of {name}.", status=404)

    def _done(self, name: str, target: str, said: Json) -> Json:
        if name == "deliver":
            return {"status": self._courier.deliver(target)}
        with self._account.lock:
            if name in ACTS:
                done = ACTS[name](self._account, target, said)
            elif name == "settings":
                self._set(said)
                done = self._account.settings
            elif name == "keys":
                self._account.other_keys[said["key"]] = said["lacks"]
                done = {}
            else:
                raise Refused(f"Nobody can do {name}.", status=404)
            self._account.save()
        return done

    def _set(self, said: Json) -> None:
        for setting, value in said.items():
            match setting:
                case "hold":
                    self._courier.hold(is_held=value)
                case "refused_next":
                    self._api.refused_next = value
                case "struck":
                    self._api.struck = value
                case "lost_next":
                    self._api.lost_next = value
                case "tax_percent" | "pending_refunds":
                    self._account.settings[setting] = value
                case _:
                    raise Refused(f"There is no setting {setting}.", status=404)
