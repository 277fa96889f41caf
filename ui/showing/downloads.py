"""Answers to take along: a form under each answer, one for the whole conversation, and the file.

A file is never written here and has no address: it goes to the tab that asked for it, in the reply
to its own click, and replies.js saves it.
"""

from __future__ import annotations

import re
from base64 import b64encode

from markupsafe import Markup

from rag.exporting.formats import FORMATS
from rag.exporting.transcript import Transcript
from ui.words import Words

_MAX_NAME_CHARS = 60


def render_downloads(exchange: int | None, t: Words) -> Markup:
    """A button for each format; `exchange` is the number of an answer, None: all of them.

    Each is a form of its own: Gradio's sanitizer takes the value from a button.
    """
    what = t("answer.download_conversation" if exchange is None else "answer.download_answer")
    forms = Markup().join(
        Markup(
            '<form class="download"><input type="hidden" name="exchange" value="{}">'
            '<input type="hidden" name="format" value="{}">'
            '<button type="submit" title="{}">{}</button></form>'
        ).format(
            "" if exchange is None else exchange,
            form.name,
            t("answer.download_as", what=what, format=form.name),
            form.name,
        )
        for form in FORMATS
    )
    return Markup('<div class="downloads"><span>{}</span>{}</div>').format(what, forms)


def file_of(transcript: Transcript, format_name: str) -> dict[str, str]:
    """The file as replies.js takes it: its name, its media type, its bytes in base64."""
    (form,) = (form for form in FORMATS if form.name == format_name)
    return {
        "name": file_name(transcript.title) + form.suffix,
        "type": form.media_type,
        "data": b64encode(form.write(transcript)).decode(),
    }


def file_name(question: str) -> str:
    """Words of the question that any file system takes."""
    return re.sub(r"[^\w-]+", " ", question)[:_MAX_NAME_CHARS].strip() or "answer"
