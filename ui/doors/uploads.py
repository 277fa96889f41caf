"""An uploaded file on its way to the disk: its name made safe, its size limited as it comes."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path, PurePath
from uuid import uuid4

import anyio
from starlette.requests import ClientDisconnect

from rag.errors import LibraryError
from rag.reading import content_hash
from rag.reading.naming import safe_path
from ui.access.refusals import RequestRefused, TooLarge

# File systems allow 255 bytes; a number and the suffix still fit.
_MAX_STEM_BYTES = 200
_MAX_SUFFIX_BYTES = 20


async def keep_upload(
    chunks: AsyncIterator[bytes], name: str, folder: Path, max_bytes: int
) -> Path:
    """Write a file below `folder` as it comes; the path at which it is kept.

    A file of this name that is there already is left as it is: the new one gets a number, unless
    both hold the same bytes.

    Raises:
        RequestRefused: it has no name, more than `max_bytes`, or breaks off.
        LibraryError: the disk fails.
    """
    name = safe_file_name(name)
    partial = folder / f".{uuid4().hex}.partial"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        digest = await _write(chunks, partial, max_bytes)
        # Without waiting for anything: no other upload comes in between.
        return _placed(partial, folder, name, digest)
    except ClientDisconnect:
        raise RequestRefused(f"{name} broke off.", hint="Upload it again.") from None
    except OSError as error:
        raise LibraryError(
            f"{name} cannot be kept in {folder}: {error.strerror}.",
            hint="Check that its disk has space and that you may write there.",
        ) from error
    finally:
        partial.unlink(missing_ok=True)


def safe_file_name(name: str) -> str:
    """The name that an upload is kept under: one step, in one spelling, visible, not too long.

    Raises:
        RequestRefused: nothing is left of it.
    """
    step = safe_path(name).rpartition("/")[2].strip()
    if step.startswith("."):
        step = f"%2E{step[1:]}"
    if not step or step == "%2E":
        raise RequestRefused(
            "The file has no name.", hint="Give it one, e.g. /api/documents?name=report.pdf"
        )
    suffix = PurePath(step).suffix
    if len(suffix.encode()) > _MAX_SUFFIX_BYTES:
        suffix = ""
    stem = step.removesuffix(suffix).encode()[:_MAX_STEM_BYTES].decode(errors="ignore")
    return stem.rstrip() + suffix


async def _write(chunks: AsyncIterator[bytes], path: Path, max_bytes: int) -> str:
    """Write the chunks to a new file; the SHA-256 of what was written."""
    digest, size = hashlib.sha256(), 0
    async with await anyio.open_file(path, "xb") as file:
        async for chunk in chunks:
            size += len(chunk)
            if size > max_bytes:
                raise TooLarge(
                    f"The file is larger than {max_bytes / 1e6:g} MB.",
                    hint="server.limits.upload_mb sets the limit.",
                )
            digest.update(chunk)
            await file.write(chunk)
    return digest.hexdigest()


def _placed(partial: Path, folder: Path, name: str, digest: str) -> Path:
    stem, suffix = PurePath(name).stem, PurePath(name).suffix
    path, number = folder / name, 1
    while path.exists():
        if path.stat().st_size == partial.stat().st_size and content_hash(path) == digest:
            return path
        number += 1
        path = folder / f"{stem} ({number}){suffix}"
    return partial.replace(path)
