"""
What happens to transactions: by the buyer, by the buyer's bank, and by Paddle's staff.
"""

from urllib.parse import parse_qs, urlsplit

from infra.local.paddle import objects
from infra.local.paddle.account import Account
from infra.local.playing import Json, NotPossible

_COUNTED = ("pending_approval", "approved")


class Staff:
    """
    Everybody but the product.
    """

    def __init__(self, account: Account) -> None:
        self._account = account

    def pay(self, checkout: str) -> Json:
        """
        Pay by card: the transaction is paid, and completed at once.
        """
        before = self._open(checkout)
        paid = self._put(objects.paid(self._account, before), "paid")
        return self._put(paid, "completed")

    def decline(self, checkout: str) -> Json:
        """
        Try a card that is declined; the page stays open for another try.
        """
        declined = objects.declined(self._account, self._open(checkout))
        self._account.transactions[declined["id"]] = declined
        self._account.tell("transaction.payment_failed", declined)
        return declined

    def cancel(self, checkout: str) -> Json:
        """
        Cancel a transaction that is not paid yet.
        """
        return self._put(self._open(checkout), "canceled")

    def renew(self, transaction_id: str) -> Json:
        """
        Let a subscription take as much again, with the same custom data.
        """
        before = self._completed(transaction_id)
        asked = {name: before[name] for name in ("items", "currency_code", "custom_data")}
        made = objects.transaction(self._account, asked, None)
        renewal = {**made, "origin": "subscription_recurring"}
        return self._put(objects.paid(self._account, renewal), "completed")

    def refund(self, transaction_id: str, amount: int | None = None, reason: str = "other") -> Json:
        """
        Refund at Paddle, not through the product: an amount of the first line, or all.
        """
        return self.adjust(transaction_id, "refund", amount, reason)

    def adjust(
        self, transaction_id: str, action: str, amount: int | None = None, reason: str = "other"
    ) -> Json:
        """
        Make any adjustment: `chargeback`, `chargeback_warning`, `credit`.
        """
        asked = {"action": action, "reason": reason, "type": "full"}
        return self.made({**asked, "transaction_id": transaction_id}, amount)

    def made(self, asked: Json, amount: int | None = None) -> Json:
        """
        An adjustment as it was asked for.
        """
        about = self._completed(asked["transaction_id"])
        if amount is not None:
            line = about["details"]["line_items"][0]["id"]
            part = {"item_id": line, "type": "partial", "amount": str(amount)}
            asked = {**asked, "type": "partial", "items": [part]}
        made = objects.adjustment(self._account, about, asked)
        if asked["action"] == "refund" and int(made["totals"]["total"]) > self._left(about):
            raise NotPossible("adjustment_total_amount_above_remaining_allowed")
        self._account.adjustments[made["id"]] = made
        self._account.tell("adjustment.created", made)
        if made["status"] == "pending_approval" and self._account.settings["approves_refunds"]:
            self.decide(made["id"], "approved")
        # As it was made: Paddle approves later, if only a little.
        return made

    def decide(self, adjustment_id: str, status: str) -> Json:
        """
        Approve, reject or reverse an adjustment; what reverses a chargeback is one of its own.
        """
        before = self._account.adjustments.get(adjustment_id)
        if before is None:
            raise NotPossible(f"there is no adjustment {adjustment_id}")
        after = {**before, "status": status, "updated_at": self._account.now()}
        self._account.adjustments[adjustment_id] = after
        self._account.tell("adjustment.updated", after)
        if status == "reversed" and before["action"] != "refund":
            amount = int(before["totals"]["total"])
            self.adjust(before["transaction_id"], f"{before['action']}_reverse", amount)
        return after

    def _put(self, thing: Json, status: str) -> Json:
        put = {**thing, "status": status, "updated_at": self._account.now()}
        self._account.transactions[put["id"]] = put
        self._account.tell(f"transaction.{status}", put)
        return put

    def _open(self, checkout: str) -> Json:
        """
        The transaction of a page's address, or of an id, that can still be paid.
        """
        named = parse_qs(urlsplit(checkout).query).get("_ptxn", [checkout])[0]
        found = self._account.transactions.get(named)
        if found is None or found["status"] != "ready":
            raise NotPossible(f"the transaction {named} is not open")
        return found

    def _completed(self, transaction_id: str) -> Json:
        found = self._account.transactions.get(transaction_id)
        if found is None or found["status"] != "completed":
            raise NotPossible("adjustment_transaction_invalid_status_for_refund")
        return found

    def _left(self, about: Json) -> int:
        gone = [
            int(one["totals"]["total"])
            for one in self._account.adjustments.values()
            if one["transaction_id"] == about["id"]
            and one["action"] == "refund"
            and one["status"] in _COUNTED
        ]
        return int(about["details"]["totals"]["total"]) - sum(gone)
