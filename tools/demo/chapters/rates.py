"""
Exchange rates: real ones of the European Central Bank, and samples for what it does not quote.
"""

from infra.local.deploy import Json
from tools.demo.cast import Cast
from tools.demo.story import Story, moment_text, now

JOB = "FxReconciliationFetch"
FRIDAY, SATURDAY, TUESDAY = "2026-10-30", "2026-10-31", "2026-10-27"
CURRENCIES = 38
KES_MINOR = 129_500_00
"""What a customer in Nairobi may pay for a year: 129,500.00 shillings."""


def taken_over(story: Story, cast: Cast) -> None:
    """
    The night's exchange rates are taken over.
    """
    _taken(story, FRIDAY)
    friday = _quotes(story, cast, FRIDAY)
    dollar = friday["USD"]
    told = f"one euro costs {dollar['rate']} USD, as the bank published it on {dollar['published']}"
    story.seen(told, (dollar["rate"], dollar["published"]), ("1.1172", FRIDAY))
    shilling = friday["KES"]
    story.seen(f"one dollar costs {shilling['rate']} KES: a sample, by a stand-in of the source")
    _taken(story, SATURDAY)
    shown = _quotes(story, cast, SATURDAY)["USD"]
    told = f"on Saturday, {SATURDAY}, the dollar of {shown['published']} stands"
    story.seen(told, (shown["rate"], shown["published"]), ("1.1172", FRIDAY))
    _second_source_silent(story, cast)
    _converted(story, cast)
    told = "the job of now takes over the {days} days since, up to {day}: {rates} rates each"
    story.job(told, JOB, {"time": moment_text(now())})


def _second_source_silent(story: Story, cast: Cast) -> None:
    story.stack.rates.silent.add("open")
    missing = "rates are missing: {'2026-10-27': 'EGP GHS KES NGN RWF TZS UGX XAF XOF'}"
    told = f"the second source is silent on {TUESDAY}, and nobody guesses"
    story.job_refused(told, JOB, _night_of(TUESDAY), missing)
    first = _quotes(story, cast, TUESDAY)
    story.seen(f"the bank's {len(first)} rates stand all the same", len(first), CURRENCIES - 9)
    asked = cast.operator.get(f"/v1/fx-rates/{TUESDAY}/conversion", **_kes_to("USD"))
    story.step("what 129,500.00 KES are in USD", asked, "409 fx.rate_missing")
    story.stack.rates.recover()
    _taken(story, TUESDAY)
    complete = _quotes(story, cast, TUESDAY)
    kept = {currency: complete[currency] for currency in first}
    story.seen("what stood before has not changed", kept, first)


def _converted(story: Story, cast: Cast) -> None:
    path = f"/v1/fx-rates/{FRIDAY}/conversion"
    dollars = story.step(
        "129,500.00 KES are {converted_minor} cents of USD",
        cast.operator.get(path, **_kes_to("USD")),
        "200",
    )
    story.seen("129,500.00 / 129.5 = 1,000.00", dollars.json["converted_minor"], 1_000_00)
    euros = story.step(
        "and {converted_minor} cents of EUR",
        cast.amina.get(path, **_kes_to("EUR")),
        "200",
    )
    told = "1,000.00 / 1.1172 = 895.0948..., rounded once, at the end"
    story.seen(told, euros.json["converted_minor"], 895_09)
    dated = ", ".join(f"{quote['currency']} {quote['rate']}" for quote in euros.json["quotes"])
    story.seen(f"the quotes that it was made with: {dated}")
    tenant_owner = cast.kofi_owner.get(f"/v1/fx-rates/{FRIDAY}")
    story.step("a tenant's owner asks", tenant_owner, "403 access.forbidden")


def _taken(story: Story, day: str) -> None:
    first = story.job(f"the night of {day}: {{rates}} rates", JOB, _night_of(day))
    story.seen("none is missing", first["rates"], CURRENCIES)
    before = _stored(story, day)
    story.job("the same night again", JOB, _night_of(day))
    story.seen("the stored item has not changed", _stored(story, day), before)


def _night_of(day: str) -> Json:
    return {"time": f"{day}T22:00:00Z"}


def _stored(story: Story, day: str) -> dict[str, str]:
    return story.inside.items()[f"FX#{day} RATES"]


def _kes_to(currency: str) -> dict[str, str]:
    return {"amount_minor": str(KES_MINOR), "currency": "KES", "to": currency}


def _quotes(story: Story, cast: Cast, day: str) -> dict[str, Json]:
    answer = story.step(f"the rates of {day}", cast.operator.get(f"/v1/fx-rates/{day}"), "200")
    return {quote["currency"]: quote for quote in answer.json["quotes"]}
