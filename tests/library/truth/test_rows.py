"""A library made by the first release is read as it was meant."""

from __future__ import annotations

from rag.domain import Provenance, Publication
from rag.library.truth.rows import to_publication
from rag.reading.publication.findings import STATED


def test_an_origin_kept_alone_is_trusted_as_a_plain_statement() -> None:
    row = ("Courier", None, None, None, "en", '{"outlet": "line “© Courier”"}')
    assert to_publication(row) == Publication(
        outlet="Courier",
        language="en",
        provenance={"outlet": Provenance("line “© Courier”", STATED)},
    )
