"""The whole site: the HTTP API and the chat page."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import gradio as gr
from fastapi import FastAPI
from fastapi.responses import JSONResponse, RedirectResponse, Response

from qa.answering import Answerer
from qa.server.application import create_application
from qa.server.body_limits import DEFAULT_BODIES, BodyLimits
from qa.service.options import DEFAULT_SERVICE, ServiceOptions
from ui import strings
from ui.assets import ASSETS_PATH, add_assets
from ui.chat import build_chat
from ui.page import HEAD, ICON
from ui.security import PageHeaders
from ui.theme import build_theme

CHAT_PATH = "/chat"
# The page sends files to the endpoint, so nobody needs to fill the disk through Gradio.
MAXIMUM_UPLOAD_BYTES = 1


def create_site(
    answerer: Answerer,
    options: ServiceOptions = DEFAULT_SERVICE,
    bodies: BodyLimits = DEFAULT_BODIES,
) -> FastAPI:
    """The API of `create_application` with the chat at /chat and / leading there."""
    application = create_application(answerer, options=options, bodies=bodies)
    application.add_middleware(PageHeaders, paths=(CHAT_PATH, ASSETS_PATH))
    _add_page_routes(application)
    add_assets(application, bodies.maximum_bytes)
    # Where no event loop runs, Gradio opens several and closes none; one that runs in a thread
    # of its own serves whether or not the caller has one.
    with ThreadPoolExecutor(max_workers=1) as executor:
        executor.submit(asyncio.run, _mount_chat(application)).result()
    return application


async def _mount_chat(application: FastAPI) -> None:
    gr.mount_gradio_app(
        application,
        build_chat(),
        path=CHAT_PATH,
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size=MAXIMUM_UPLOAD_BYTES,
        ssr_mode=False,
        mcp_server=False,
        enable_monitoring=False,
        theme=build_theme(),
        head=HEAD,
    )


def _add_page_routes(application: FastAPI) -> None:
    """What browsers ask for at the root, beside the page itself."""

    @application.get("/", include_in_schema=False)
    def root() -> RedirectResponse:
        return RedirectResponse(f"{CHAT_PATH}/")

    @application.get("/favicon.ico", include_in_schema=False)
    def icon() -> Response:
        return Response(ICON, media_type="image/svg+xml")

    @application.get("/manifest.json", include_in_schema=False)
    def manifest() -> JSONResponse:
        icons = [{"src": "/favicon.ico", "sizes": "any", "type": "image/svg+xml"}]
        body = {"name": strings.PAGE_TITLE, "start_url": f"{CHAT_PATH}/", "icons": icons}
        return JSONResponse(body, media_type="application/manifest+json")
