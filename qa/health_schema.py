"""The JSON bodies that tell whether the endpoint lives and can answer."""

from typing import Literal

from qa.body import Body


class HealthBody(Body):
    status: Literal["ok"]


class ReadinessBody(Body):
    """`documents` counts the stored articles."""

    status: Literal["ready"]
    index_version: str
    documents: int
