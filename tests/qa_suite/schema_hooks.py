"""Loaded by schemathesis: no request that it makes up may have the server ask another machine."""

from typing import Any

import schemathesis

OWN_ADDRESS = "http://127.0.0.1:9/"


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Addresses of articles become one that the server refuses without asking anybody."""
    body = case.body
    if isinstance(body, dict) and isinstance(body.get("url"), str):
        case.body = {**body, "url": OWN_ADDRESS}
