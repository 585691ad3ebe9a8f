"""
What requests and answers are made of.

Validators are built when a class is first used: a cold start builds those of one route, not of all.
"""

from pydantic import BaseModel, ConfigDict


class Body(BaseModel):
    """
    A body that refuses fields which it does not know: a mistyped name must not be ignored.
    """

    model_config = ConfigDict(extra="forbid", defer_build=True)


class Query(BaseModel):
    """
    The parameters behind a path's question mark.
    """

    model_config = ConfigDict(defer_build=True)


class AnswerBody(BaseModel):
    """
    The body of an answer.
    """

    model_config = ConfigDict(defer_build=True)
