"""Answers in parts over the documents: by outlet, and as a timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.domain import Answer, Form, Part
from tests.ui.archive import ATTENDED, HELD, SIDES, SIGNED, answer

NO_COVERAGE = "No article of The Daily Planet in the archive speaks of it."
OUTLETS = (
    Part("South China Morning Post", (HELD, SIGNED)),
    Part("新华社", SIDES[1:]),
    Part("The Daily Planet", (), NO_COVERAGE),
)
TIMES = (Part("November 2014", (HELD, ATTENDED)), Part("23 November 2014", SIDES[1:]))


def parted(form: Form, parts: Sequence[Part]) -> Answer:
    claims = [claim for part in parts for claim in part.claims]
    return replace(answer("Who reported what?", claims), parts=tuple(parts), form=form)
