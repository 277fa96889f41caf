"""Does the claim give the words of its evidence to who said them?"""

from __future__ import annotations

from rag.answering.naming import split_name
from rag.answering.verification.faults import Fault
from rag.answering.verification.spans import Evidence
from rag.text.speech import speakers


def speaker_faults(claim: str, evidence: Evidence) -> list[Fault]:
    """A claim may not give to one person what the source gives to another."""
    claimed = {token for name in speakers(claim) for token in split_name(name)}
    # Who speaks in the sentence itself speaks; only "he said" looks further back.
    there = speakers(evidence.core) or speakers(evidence.before)
    tokens = {token for name in there for token in split_name(name)}
    if not claimed or not tokens or claimed & tokens:
        return []
    return [Fault("speaker", f"the source gives these words to {' and '.join(sorted(there))}")]
