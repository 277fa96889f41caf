"""An OpenAPI description as people read it: what to send, field by field, with an example."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a request may or must have."""

    name: str
    where: str
    """ "path", "query" or "body"."""
    kind: str
    is_required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked for."""

    method: str
    path: str
    summary: str
    description: str
    fields: tuple[Field, ...]
    curl: str


def operations(schema: Schema, site: str) -> Iterator[Operation]:
    """The operations of a description, for a server at the address `site`."""
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            parameters = operation.get("parameters", [])
            body = _content(operation).get("application/json", {})
            properties = _resolved(schema, body.get("schema", {}))
            yield Operation(
                method.upper(),
                path,
                operation["summary"],
                " ".join(operation.get("description", "").split()),
                (
                    *(_parameter(schema, parameter) for parameter in parameters),
                    *_body_fields(schema, properties),
                ),
                _curl(method.upper(), site + path, operation, properties),
            )


def _content(operation: Schema) -> Schema:
    content: Schema = operation.get("requestBody", {}).get("content", {})
    return content


def _parameter(schema: Schema, parameter: Schema) -> Field:
    return Field(
        parameter["name"],
        parameter["in"],
        _kind(schema, parameter["schema"]),
        parameter.get("required", False),
        parameter.get("description", ""),
    )


def _body_fields(schema: Schema, properties: Schema) -> Iterator[Field]:
    for name, described in properties.get("properties", {}).items():
        yield Field(
            name,
            "body",
            _kind(schema, described),
            name in properties.get("required", []),
            described.get("description", ""),
        )


def _resolved(schema: Schema, described: Schema) -> Schema:
    while "$ref" in described:
        described = schema["components"]["schemas"][described["$ref"].rpartition("/")[2]]
    return described


def _kind(schema: Schema, described: Schema) -> str:
    """A type in a few words: 'string', 'list of "en" or "zh"', '{since, until, ...}'."""
    described = _resolved(schema, described)
    if "anyOf" in described:
        return " or ".join(_kind(schema, choice) for choice in described["anyOf"])
    if "enum" in described:
        return " or ".join(json.dumps(value) for value in described["enum"])
    if described.get("type") == "array":
        return f"list of {_kind(schema, described.get('items', {}))}"
    if "properties" in described:
        return f"{{{', '.join(described['properties'])}}}"
    kind: str = described.get("format") or described.get("type", "anything")
    return kind


def _curl(method: str, url: str, operation: Schema, body: Schema) -> str:
    """A command for a shell that asks for it."""
    query = {}
    for parameter in operation.get("parameters", []):
        if example := next(iter(parameter["schema"].get("examples", [])), None):
            url = url.replace(f"{{{parameter['name']}}}", quote(example))
            if parameter["in"] == "query":
                query[parameter["name"]] = example
    address = f"{url}?{urlencode(query)}" if query else url
    options = {"GET": "", "POST": ""}.get(method, f" -X {method}")
    example = {
        name: described["examples"][0]
        for name, described in body.get("properties", {}).items()
        if "examples" in described
    } or _content(operation).get("application/json", {}).get("example")
    if example:
        data = json.dumps(example, ensure_ascii=False).replace("'", "'\\''")
        options += f" -H 'Content-Type: application/json' -d '{data}'"
    elif "application/octet-stream" in _content(operation):
        options += f" --data-binary @{next(iter(query.values()))}"
    elif method == "POST":
        options += " -X POST"
    return f"curl{options} '{address}'"
