"""Values as bytes and back: exactly the same, though the library has changed meanwhile.

Documents are taken out of an answer: their texts are many times longer than all that is said about
them, and the same in every answer. Each version of a document is kept once, under a key made of all
that it is.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter

from rag.domain import Answer, Context, Document, Publication

_CONTEXT = TypeAdapter(Context)
_ANSWER = TypeAdapter(Answer)
_DOCUMENT = TypeAdapter(Document)


class Undecodable(Exception):
    """The bytes are no such value; another release may have written them."""


def encode_context(context: Context) -> str:
    """A context without its history."""
    return _json(_CONTEXT, replace(context, history=())).decode()


def decode_context(json: str) -> Context:
    """Raises Undecodable: it is no context."""
    try:
        return _CONTEXT.validate_json(json)
    except ValueError as error:
        raise Undecodable from error


def encode_answer(answer: Answer) -> tuple[bytes, dict[str, bytes]]:
    """An answer without its documents, compressed; and the documents as JSON, by their keys."""
    documents: dict[str, bytes] = {}
    keys: dict[int, str] = {}

    def take_out(document: Document) -> Document:
        # By identity: one document stands in hundreds of places of an answer.
        if id(document) not in keys:
            json = _json(_DOCUMENT, document)
            keys[id(document)] = key = sha256(json).hexdigest()
            documents[key] = json
        return Document(keys[id(document)], "", "", Publication(), "", "", ())

    bare = _with_documents(answer, take_out)
    return zlib.compress(_json(_ANSWER, bare)), documents


def decode_answer(data: bytes, document: Callable[[str], Document]) -> Answer:
    """The answer of `encode_answer`; `document` gives a document by its key.

    Raises:
        Undecodable: it is no answer.
    """
    try:
        bare = _ANSWER.validate_json(zlib.decompress(data))
    except (ValueError, zlib.error) as error:
        raise Undecodable from error
    return _with_documents(bare, lambda stand_in: document(stand_in.id))


def decode_document(data: bytes) -> Document:
    """The document of JSON that was compressed.

    Raises:
        Undecodable: it is no document.
    """
    try:
        return _DOCUMENT.validate_json(zlib.decompress(data))
    except (ValueError, zlib.error) as error:
        raise Undecodable from error


def _json(adapter: TypeAdapter[Any], value: object) -> bytes:
    # pydantic does not know mapping proxies.
    return adapter.dump_json(value, fallback=dict, warnings=False)


def _with_documents(value: Answer, change: Callable[[Document], Document]) -> Answer:
    """The answer with every document in it changed."""

    def changed(part: Any) -> Any:
        if isinstance(part, Document):
            return change(part)
        if isinstance(part, tuple):
            return tuple(changed(item) for item in part)
        if is_dataclass(part) and not isinstance(part, type):
            values = {field.name: changed(getattr(part, field.name)) for field in fields(part)}
            return replace(part, **values)
        return part

    answer: Answer = changed(value)
    return answer
