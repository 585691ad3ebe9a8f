"""
What Kwame has earned: snapshot, statement, approval by one person, payout by another, corrections.
"""

import json
from datetime import datetime, timedelta

from infra.local.deploy import Json
from tools.demo.cast import Cast, id_in
from tools.demo.story import Story, listed, moment_text, now

LATER = timedelta(minutes=20)
"""A snapshot counts what was recorded a quarter of an hour before."""

TWO_WEEKS = timedelta(days=14)
START, FETCH = "StatementsStart", "FxReconciliationFetch"
KWAME = "kwame@baobab.example"
OSCAR = {"email": "oscar@tenantry.example", "name": "Oscar Officer"}
MPESA = {
    "method": "mpesa_b2c",
    "currency": "KES",
    "destination": {"phone": "254711000111"},
    "contact_email": "money@baobab.example",
}
TERMS = {
    "rate": "0.25",
    "method": "mpesa_b2c",
    "minimum_payout": {"amount_minor": 50_00, "currency": "USD"},
}


def agreed(story: Story, cast: Cast) -> None:
    """
    What Kwame earns is agreed, and where it goes.
    """
    place = f"{cast.baobab}/agreements/{_month(now())}"
    by_himself = cast.kwame.call("PUT", place, json.dumps(TERMS).encode())
    story.step("Kwame gives himself 25 %", by_himself, "403 access.forbidden")
    terms = cast.operator.call("PUT", place, json.dumps(TERMS).encode())
    told = f"Olive agrees to {{rate}} from {_month(now())} on; before, it is 0.20"
    story.step(told, terms, "200")
    account = json.dumps(MPESA).encode()
    for_him = cast.operator.call("PUT", f"{cast.baobab}/payout-account", account)
    story.step("Olive says where his money goes", for_him, "403 access.forbidden")
    his = cast.kwame.call("PUT", f"{cast.baobab}/payout-account", account)
    story.step("Kwame does: M-Pesa, {destination[phone]}", his, "200")
    story.step("a second operator", cast.operator.post("/v1/operators", OSCAR), "201")
    cast.oscar = story.sign_in(story.mail(OSCAR["email"]))


def snapshot(story: Story, cast: Cast) -> None:
    """
    On the 1st the month before becomes a statement, once.
    """
    for payer in (cast.wanjiku, cast.adaeze, cast.jonas):
        story.inside.move_back(id_in(cast.baobab), id_in(payer.path), months=2)
    story.seen("the story moves what Kwame's customers have paid two months back, in the table")
    first, last = _first_of(now(), 1), _first_of(now(), 0)
    for day in (first, last):
        night = {"time": moment_text(day - timedelta(hours=2))}
        story.job(f"the rates of {day - timedelta(days=1):%Y-%m-%d}: {{rates}}", FETCH, night)
    statement = _written(story, cast, first + timedelta(hours=6))
    story.mail(KWAME, 3)
    again = story.job("the job again: {missing} missing", START, _at(first + timedelta(hours=7)))
    story.seen("nothing is written twice", again["missing"], 0)
    for line in _lines(cast, statement["month"]):
        _tell(story, line)
    story.seen("its total is the sum of its lines", statement["total_minor"], _sum(cast, statement))
    balance = cast.kwame.get(f"{cast.baobab}/commission-balance")
    story.step("his balance: {balance_minor}, {payable_minor} payable: {because}", balance, "200")


def corrected(story: Story, cast: Cast) -> None:
    """
    What went back later is taken off in the next statement, line by line.
    """
    statement = _written(story, cast, now() + LATER)
    story.mail(KWAME, 4)
    again = _first_of(now(), 0) + timedelta(hours=7)
    told = "the job of the 1st, late: {written} written, {missing} missing"
    story.job(told, START, _at(again))
    adjustments = [one for one in _lines(cast, statement["month"]) if one["kind"] == "adjustment"]
    for line in adjustments:
        _tell(story, line)
    [line] = adjustments
    told = f"Adaeze had {line['gone']} of her payment back: a line of {line['month']} is corrected"
    story.seen(told, (line["reason"], line["gone"]), ("refund", "4/19"))
    before = {one["id"]: one["amount_minor"] for one in _lines(cast, line["month"])}
    story.seen(
        f"of {before[line['corrects']]} the same share: {line['amount_minor']}",
        line["amount_minor"],
        round(before[line["corrects"]] * 15 / 19) - before[line["corrects"]],
    )
    sheet = cast.kwame.get(f"{cast.baobab}/statements/{statement['month']}/statement.csv")
    rows = len(sheet.text.splitlines()) - 1
    story.step(f"Kwame takes it as CSV, {rows} lines", sheet, "200")
    paper = cast.kwame.get(f"{cast.baobab}/statements/{statement['month']}/statement.pdf")
    story.step("and as PDF", paper, "200")


def paid_out(story: Story, cast: Cast) -> None:
    """
    One operator approves, another pays; money leaves once.
    """
    months = sorted(one["month"] for one in listed(cast.kwame, f"{cast.baobab}/statements"))
    pay = f"{cast.baobab}/disbursements"
    told = "two weeks on, the daily job would find {to_approve} that nobody has approved"
    late = story.job(told, "DisbursementsOverdue", _at(now() + TWO_WEEKS))
    story.seen("both", late["to_approve"], 2)
    early = cast.oscar.post(pay)
    story.step("Oscar pays what nobody has approved", early, "409 disbursement.below_minimum")
    for number, month in enumerate(months):
        approve = cast.operator.post(f"{cast.baobab}/statements/{month}/approve")
        story.step("Olive approves {month}: {total_minor}, to be paid by {pay_by}", approve, "200")
        story.mail(KWAME, number + 5)
    own = cast.operator.post(pay)
    story.step("she pays it, too", own, "403 disbursement.four_eyes")
    mpesa = story.stack.payouts("mpesa")
    mpesa.let_wait(on=True)
    made = cast.oscar.post(pay, key="october")
    told = "Oscar pays {total_minor} USD cents as {amount_minor} {payout_currency}"
    story.step(told, made, "201")
    again = cast.oscar.post(pay, key="october")
    story.seen("the same request again is the same payout", again.json["id"], made.json["id"])
    other = cast.oscar.post(pay, key="november")
    story.seen(f"another one is refused: {other.said}", other.status, 409)
    story.mail(KWAME, 7)
    [waits] = mpesa.payouts()
    told = "the hourly job asks M-Pesa, which is at it: nothing is sent again"
    story.job(told, "DisbursementsSweep", _at(now() + LATER))
    mpesa.pay(waits["reference"])
    story.until("the payout", lambda: _settled(cast, months))
    settled = _settled(cast, months)
    story.seen(f"both statements are settled: {settled['reference']}")
    [sent] = mpesa.payouts()
    story.seen(f"M-Pesa has sent KES {sent['amount']}, once")
    story.mail(KWAME, 8)
    balance = cast.kwame.get(f"{cast.baobab}/commission-balance")
    story.step("what is left to him: {balance_minor}", balance, "200")


def verified(story: Story, cast: Cast) -> None:
    """
    Every night each statement is worked out again, and compared to the cent.
    """
    story.seen("nothing differs", _differences(story, cast, days=1), [])
    story.inside.add_to_line(id_in(cast.baobab), cents=1)
    story.seen("somebody adds a cent to a line, in the table itself")
    found = {one["difference"]: one for one in _differences(story, cast, days=2)}
    line = found["line_differs"]
    told = f"the next night finds {line['about']} of {line['month']}"
    story.seen(told, sorted(found), ["line_differs", "standing_differs", "sum_differs"])
    story.inside.add_to_line(id_in(cast.baobab), cents=-1)
    story.seen("the cent is taken away: nothing differs", _differences(story, cast, days=3), [])


def moved(story: Story, cast: Cast) -> None:
    """
    Wanjiku goes to another partner; what was earned stays with the one before.
    """
    wanjiku, told = cast.wanjiku, {"comment": "her shops are in Nairobi, as we are"}
    made = wanjiku.caller.post(f"{wanjiku.path}/transfers", key="transfer")
    story.step("Wanjiku makes a token, good until {transfer[expires_at]}", made, "201")
    again = wanjiku.caller.post(f"{wanjiku.path}/transfers", key="transfer")
    story.seen("it is not shown again", again.json["token"], None)
    take = {**told, "token": made.json["token"]}
    at = f"{cast.savanna}/transfers"
    wrong = cast.amina.post(at, {**take, "token": f"{made.json['token'][:-4]}AAAA"})
    story.step("Amina mistypes it", wrong, "404 transfer.not_found")
    free = story.inside.pool(id_in(cast.savanna)).available
    story.step("she takes {name} over with it", cast.amina.post(at, take), "200")
    left = story.inside.pool(id_in(cast.savanna)).available
    story.seen(f"it takes one of her licences: {free} were free, now {left}", left, free - 1)
    story.step("once more", cast.amina.post(at, take), "404 transfer.not_found")
    gone = cast.kwame.get(wanjiku.path)
    story.step("Kwame looks for his customer", gone, "404 tenant.not_found")
    months = listed(cast.kwame, f"{cast.baobab}/statements")
    story.seen(f"his {len(months)} statements stand", len(months), 2)


def _differences(story: Story, cast: Cast, days: int) -> list[Json]:
    night = now() + timedelta(days=days)
    told = "the night's check: {queued} partners are queued"
    story.job(told, "LedgerCheckFind", _at(night))
    story.until("the checks", lambda: story.is_empty("LedgerQueue"))
    return listed(cast.operator, f"/v1/ledger-checks/{night:%Y-%m-%d}/differences")


def _written(story: Story, cast: Cast, at: datetime) -> Json:
    month = _month(_first_of(at, 0) - timedelta(days=1))
    told = "the snapshot of {month}: {missing} missing, and queued"
    story.job(told, START, _at(at))
    answer = story.until(f"the statement of {month}", lambda: _statement(cast, month))
    told = f"Kwame reads {month}: {answer['line_count']} lines, {answer['total_minor']} cents"
    story.seen(f"{told}, {answer['status']}, to be approved by {answer['approve_by']}")
    return answer


def _statement(cast: Cast, month: str) -> Json:
    answer = cast.kwame.get(f"{cast.baobab}/statements/{month}")
    return answer.json if answer.said == "200" else None


def _settled(cast: Cast, months: list[str]) -> Json:
    found = [_statement(cast, month) for month in months]
    return found[0] if all(one["status"] == "settled" for one in found) else None


def _lines(cast: Cast, month: str) -> list[Json]:
    return listed(cast.kwame, f"{cast.baobab}/statements/{month}/lines")


def _sum(cast: Cast, statement: Json) -> int:
    return sum(line["amount_minor"] for line in _lines(cast, statement["month"]))


def _tell(story: Story, line: Json) -> None:
    paid = f"{line['paid']['amount_minor']} {line['paid']['currency']}"
    rates = ", ".join(f"{one['currency']} {one['rate']}" for one in line["fx_rates"])
    why = f" ({line['reason']})" if line["reason"] else ""
    told = (
        f"{line['amount_minor']} of {line['month']}: {line['share']} of {paid} / {line['months']}"
    )
    story.seen(f"{told}, at {rates} of {line['fx_day']}{why}")


def _at(moment: datetime) -> Json:
    return {"time": moment_text(moment)}


def _first_of(moment: datetime, before: int) -> datetime:
    """
    The first instant of a month, so many months before that of *moment*.
    """
    first = moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    for _ in range(before):
        first = (first - timedelta(days=1)).replace(day=1)
    return first


def _month(moment: datetime) -> str:
    return f"{moment:%Y-%m}"
