from __future__ import annotations

from rag.exporting.plain import to_plain_text
from tests.exporting.transcripts import quoting


def test_what_is_pasted_has_each_footnote_on_a_line_below() -> None:
    source, transcript = quoting(["The first\nsentence", "第二句话"], title="The *summit*")
    text = to_plain_text(transcript)
    assert text.startswith("Sentence 1.[1] Sentence 2.[2]")
    first, second = text.strip().split("\n")[-2:]
    assert first == f"[1] The Daily Planet, “{source.title}”, 4 December 2017: “The first sentence”"
    assert second.endswith("“第二句话”")
