"""
The platform: started, given its first operator, and a plan to sell.
"""

from collections import Counter

from infra.local.places import STACK
from tools.demo.cast import GROWTH, OPERATOR, Cast
from tools.demo.story import Story

COUNTED = {
    "AWS::Lambda::Function": "functions",
    "AWS::ApiGatewayV2::Route": "routes",
    "AWS::DynamoDB::Table": "table",
    "AWS::SQS::Queue": "queues",
    "AWS::Events::Rule": "rules of bus and clock",
}


def starts_empty(story: Story, cast: Cast) -> None:
    """
    The platform starts, and holds nothing.
    """
    del cast
    pages = story.stack.client("cloudformation").get_paginator("list_stack_resources")
    kinds = Counter(
        resource["ResourceType"]
        for page in pages.paginate(StackName=STACK)
        for resource in page["StackResourceSummaries"]
    )
    parts = ", ".join(f"{kinds[kind]} {name}" for kind, name in COUNTED.items())
    story.seen(f"deployed from template.yaml: {parts}")
    story.seen("items in the table: 0", len(story.inside.items()), 0)
    _no_schedules(story)
    story.step("it says that it is {status}", story.anybody.get("/health"), "200")
    story.step(
        "nobody who is not signed in lists partners",
        story.anybody.get("/v1/resellers"),
        "401 credential.invalid",
    )
    story.step("there is nothing at /v1/secrets", story.anybody.get("/v1/secrets"), "404 not_found")
    wrong = story.anybody.call("PUT", "/v1/plans")
    story.step(
        f"PUT on /v1/plans, which takes {wrong.headers.get('allow')}",
        wrong,
        "405 method_not_allowed",
    )


def first_operator(story: Story, cast: Cast) -> None:
    """
    The first operator is made, once.
    """
    made = story.job("Olive is made the first operator", "ApiKeysBootstrap", OPERATOR)
    key = made["api_key"]
    cast.operator = story.anybody.holding(key)
    story.step(
        f"her key …{key[-4:]} says who she is: {{role}}, scopes {{scopes[0]}}",
        cast.operator.get("/v1/me"),
        "200",
    )
    story.job_refused(
        "a second first operator",
        "ApiKeysBootstrap",
        {"email": "mallory@example.com", "name": "Mallory"},
        "the first operator exists",
    )
    mistyped = key[:-1] + ("A" if key[-1] != "A" else "B")
    story.step(
        "her key with its last character mistyped",
        story.anybody.holding(mistyped).get("/v1/me"),
        "401 credential.invalid",
    )


def plan(story: Story, cast: Cast) -> None:
    """
    There is a plan to sell.
    """
    story.step(
        "the plan {name}: wholesale 49.00 USD, 6350.00 KES or 180000 UGX a month",
        cast.operator.post("/v1/plans", GROWTH),
        "201",
    )
    story.step(
        "another plan with that code", cast.operator.post("/v1/plans", GROWTH), "409 plan.exists"
    )
    price = {"amount_minor": 100, "currency": "XXX"}
    story.step(
        "a price in a currency that is none",
        cast.operator.post("/v1/plans", {**GROWTH, "wholesale_prices": [price]}),
        "422 request.invalid",
    )


def _no_schedules(story: Story) -> None:
    # A real hour may strike while the story is told, and it calls the jobs itself.
    clock = story.stack.client("events")
    rules = [rule["Name"] for rule in clock.list_rules()["Rules"] if "ScheduleExpression" in rule]
    for name in rules:
        clock.disable_rule(Name=name)
    story.seen(f"{len(rules)} schedules are switched off: the story calls their jobs itself")
