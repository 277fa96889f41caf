"""A claim becomes its denial: the "not" of its main verb is put in or taken out."""

from __future__ import annotations

import re
from itertools import zip_longest
from random import Random

from eval.datasets.faults.corpus import Corpus
from eval.datasets.faults.grammar import SUBORDINATOR, base_of, is_participle
from eval.datasets.faults.statements import Statement

_ASIDE = re.compile(r"“[^”]*”|\"[^\"]*\"|\([^)]*\)")
_NEGATIVE = re.compile(
    r"\b(?:no|never|none|nor|neither|without|nobody|nothing|nowhere|hardly|little|few|unless)\b|n't\b"
)
# Of "all" or "many", a denial is not the contrary.
_QUANTIFIED = re.compile(
    r"\b(?:all|every|some|many|most|several|any|both|few|only|often|usually|sometimes|if|whether|"
    r"may|might|could|either|each|partly|largely|mostly|one|various|certain|occasionally|almost)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(is|was|are|were|will|would|should|must|has|have|had|did|does|do|can) not ")
_CANNOT = re.compile(r"\bcannot\b")
_FINITE = re.compile(r"\b(is|was|are|were|will|would|can|should|must|has|have|had|[a-z]{3,})\b")
_COMPLEMENT = re.compile(r"\b(?:that|which|who|whom|whose|where|when|because|while|as|than|if)\b")
_NO_VERB_AFTER = ("the", "a", "an", "of", "in", "by", "and", "or", "to", "for", "with")
_FORMS_OF_BE_AND_MODALS = frozenset("is was are were will would can should must".split())
_SUBJECTS = frozenset("he she it they we who also later then first".split())
_PERFECT = frozenset("has have had".split())


def negation(statement: Statement, corpus: Corpus, _lots: Random) -> str | None:
    """The denial of a claim, or what a denial denies; None where that is in doubt."""
    claim = statement.claim
    plain = _ASIDE.sub(lambda quoted: "”" * len(quoted[0]), claim)
    if SUBORDINATOR.match(claim) or _QUANTIFIED.search(plain):
        return None
    if match := _NOT.search(plain):
        if match[1] in ("did", "does", "do") or plain.count(" not ") > 1 or " but " in plain:
            return None
        return claim[: match.end(1)] + claim[match.end() - 1 :]
    if match := _CANNOT.search(plain):
        return f"{claim[: match.start()]}can{claim[match.end() :]}"
    if _NEGATIVE.search(plain.lower()):
        return None
    return _denied(claim, plain, corpus)


def _denied(claim: str, plain: str, corpus: Corpus) -> str | None:
    words = list(_FINITE.finditer(plain))
    for match, following in zip_longest(words, words[1:]):
        word, after = match[0], following[0] if following else ""
        if _COMPLEMENT.fullmatch(word):
            return None  # A clause within the sentence came before its main verb.
        if word in _FORMS_OF_BE_AND_MODALS or (word in _PERFECT and _is_perfect(after)):
            return f"{claim[: match.end()]} not{claim[match.end() :]}"
        base = base_of(word, corpus.words)
        if base and _is_past_tense(word, plain[: match.start()]):
            return f"{claim[: match.start()]}did not {base}{claim[match.end() :]}"
        if base or word in _PERFECT or is_participle(word):
            return None
    return None


def _is_perfect(after: str) -> bool:
    return after == "been" or is_participle(after)


def _is_past_tense(word: str, before: str) -> bool:
    """Whether a form is the verb and no participle: "became" always, "named" after its subject."""
    words = before.split()
    if not words or words[-1].lower().strip(",") in _NO_VERB_AFTER:
        return False
    return not is_participle(word) or words[-1][0].isupper() or words[-1] in _SUBJECTS
