"""The stored articles: /v1/documents."""

import hashlib
from http import HTTPStatus
from typing import Annotated, Literal

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Path, Request, Response
from pydantic_core import from_json
from starlette.datastructures import UploadFile

from index.canonical import canonical_text
from index.composing import field_line, source_line
from index.document import Document
from index.errors import DocumentError
from index.interface import PassageIndex
from index.naming import title_of
from qa.document_schema import (
    DocumentAddress,
    DocumentBody,
    DocumentInput,
    DocumentListBody,
    DocumentStoredBody,
)
from qa.server.examples import ADDRESSES, DOCUMENT_IDS, DOCUMENTS
from qa.server.intake import Intake, Received
from qa.server.json_body import json_content, read_body
from qa.server.problems import NO_ROOM_RESPONSES

UPLOAD_FIELD = "file"
# Changes wait for each other, and articles for slow hosts: those that wait must not hold the
# threads that everything else is answered in.
CHANGING_THREADS = 8
PUT_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": DocumentInput.model_json_schema(),
                "examples": DOCUMENTS,
            }
        },
    }
}
POST_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "anyOf": [
                        DocumentInput.model_json_schema(),
                        DocumentAddress.model_json_schema(),
                    ]
                },
                "examples": DOCUMENTS | ADDRESSES,
            },
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": [UPLOAD_FIELD],
                    "properties": {UPLOAD_FIELD: {"type": "string", "format": "binary"}},
                }
            },
        },
    }
}
ADDED = {"description": "Added", "model": DocumentStoredBody}
NOT_ADDED = {"description": "Replaced, or stored already", "model": DocumentStoredBody}
DocumentId = Annotated[str, Path(openapi_examples=DOCUMENT_IDS)]


def document_routes(index: PassageIndex, intake: Intake) -> APIRouter:
    """Routes that list, show, store and remove articles."""
    router = APIRouter(prefix="/v1/documents", tags=["documents"])
    threads = CapacityLimiter(CHANGING_THREADS)

    @router.get("")
    def list_documents() -> DocumentListBody:
        """Every stored article without its text, by title."""
        return DocumentListBody.model_validate({"documents": index.summaries()})

    @router.get("/{document_id}")
    def show(document_id: DocumentId) -> DocumentBody:
        """One article; every offset of an answer refers to its text."""
        return DocumentBody.of(index.document(document_id))

    @router.put(
        "/{document_id}",
        responses={HTTPStatus.CREATED: ADDED, **NO_ROOM_RESPONSES},
        openapi_extra=PUT_BODY,
    )
    async def put(
        document_id: DocumentId, request: Request, response: Response
    ) -> DocumentStoredBody:
        """Store an article under an id, replacing the one that has it."""
        content = await json_content(request)

        def store() -> DocumentStoredBody:
            document = _document(read_body(DocumentInput, content), document_id)
            return _store(index, Received(document), response)

        return await to_thread.run_sync(store, limiter=threads)

    @router.post(
        "",
        status_code=HTTPStatus.CREATED,
        responses={HTTPStatus.OK: NOT_ADDED, **NO_ROOM_RESPONSES},
        openapi_extra=POST_BODY,
    )
    async def post(request: Request, response: Response) -> DocumentStoredBody:
        """Store an article: a JSON body with its text or url, or a form's file."""
        received = await _posted(request, intake, threads)
        return await to_thread.run_sync(_store, index, received, response, limiter=threads)

    @router.delete("/{document_id}", status_code=HTTPStatus.NO_CONTENT, responses=NO_ROOM_RESPONSES)
    async def delete(document_id: DocumentId) -> None:
        """Remove an article."""
        await to_thread.run_sync(index.remove, [document_id], limiter=threads)

    return router


def _store(index: PassageIndex, received: Received, response: Response) -> DocumentStoredBody:
    report = index.add([received.document])
    state: Literal["added", "replaced", "unchanged"] = "unchanged"
    if report.added or report.replaced:
        state = "added" if report.added else "replaced"
    response.status_code = HTTPStatus.CREATED if report.added else HTTPStatus.OK
    return DocumentStoredBody(
        document_id=received.document.document_id, state=state, warning=received.warning
    )


async def _posted(request: Request, intake: Intake, threads: CapacityLimiter) -> Received:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        async with request.form(max_files=1) as form:
            upload = form.get(UPLOAD_FIELD)
            if not isinstance(upload, UploadFile):
                raise DocumentError(f"the form has no file in its field {UPLOAD_FIELD!r}")
            # Only the last part of the name counts: the rest is the client's own folders.
            name = (upload.filename or "").replace("\\", "/").rpartition("/")[2]
            data = await upload.read()
        return await to_thread.run_sync(intake.upload, name, data, limiter=threads)
    return await to_thread.run_sync(_stated, await json_content(request), intake, limiter=threads)


def _stated(content: bytes, intake: Intake) -> Received:
    """The article that a JSON body holds or leads to."""
    body: DocumentInput | DocumentAddress = read_body(_kind(content), content)
    if isinstance(body, DocumentAddress):
        return intake.fetch(body.url)
    digest = hashlib.sha256(canonical_text(body.text).encode(errors="replace")).hexdigest()
    return Received(_document(body, f"text-{digest[:16]}"))


def _kind(content: bytes) -> type[DocumentInput] | type[DocumentAddress]:
    """A body with a text, or one with an address."""
    try:
        plain = from_json(content)
    except ValueError:
        plain = None
    return DocumentAddress if isinstance(plain, dict) and "url" in plain else DocumentInput


def _document(body: DocumentInput, document_id: str) -> Document:
    """The article of a JSON body, its fields checked as those of a file.

    Raises:
        DocumentError: the source is too long.
    """
    text = canonical_text(body.text)
    return Document(
        document_id=document_id,
        title=field_line(body.title) or title_of(text, document_id),
        text=text,
        source=source_line(body.source) or f"api:{document_id}",
        outlet=field_line(body.outlet),
        published_at=body.published_at,
    )
