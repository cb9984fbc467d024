"""The page's own scripts and style sheet, and what the scripts are told by the server."""

import json
from importlib import resources
from typing import Final

from fastapi import APIRouter, FastAPI
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles

from qa.question import MAXIMUM_TOP_K
from qa.question_schema import MAXIMUM_HISTORY
from ui import strings

ASSETS_PATH: Final = "/page"
# Of the element that Gradio makes and the scripts fill.
PLACE_ID: Final = "article-chat"
HIGH_CONFIDENCE: Final = 0.8
MODERATE_CONFIDENCE: Final = 0.5


def page_words() -> dict[str, str]:
    """The strings of the page by name."""
    return {
        name: value
        for name, value in vars(strings).items()
        if name.isupper() and isinstance(value, str)
    }


def settings_script(maximum_body_bytes: int) -> str:
    """A script module that exports the page's words and the limits the server keeps."""
    settings = {
        "PLACE_ID": PLACE_ID,
        "EXAMPLES": strings.EXAMPLES,
        "HIGH_CONFIDENCE": HIGH_CONFIDENCE,
        "MODERATE_CONFIDENCE": MODERATE_CONFIDENCE,
        "MAXIMUM_HISTORY": MAXIMUM_HISTORY,
        "MAXIMUM_TOP_K": MAXIMUM_TOP_K,
        "MAXIMUM_BODY_BYTES": maximum_body_bytes,
    }
    return (
        f"export const WORDS = {json.dumps(page_words())};\n"
        f"export const SETTINGS = {json.dumps(settings)};\n"
    )


def add_assets(application: FastAPI, maximum_body_bytes: int) -> None:
    """Serve the scripts below /page, which send nothing larger than the server takes."""
    router = APIRouter(prefix=ASSETS_PATH, include_in_schema=False)
    script = settings_script(maximum_body_bytes)

    @router.get("/settings.js")
    def settings() -> Response:
        return Response(script, media_type="text/javascript")

    application.include_router(router)
    folder = resources.files("ui").joinpath("web")
    application.mount(ASSETS_PATH, StaticFiles(directory=str(folder)))
