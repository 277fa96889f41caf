"""Which languages an embedder reads, and whether in one space: it is asked, not known by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from rag.domain import Language
from rag.models.sentence_model import Vectors

# Short sentences of everyday subjects: no names, no digits, no Latin letters that would give the
# translation away to a model that knows English alone.
_PAIRS = (
    ("The cat sleeps on the chair.", "猫在椅子上睡觉。"),
    ("The government raised taxes on fuel.", "政府提高了燃油税。"),
    ("It will rain tomorrow afternoon.", "明天下午会下雨。"),
    ("Doctors recommend eating more vegetables.", "医生建议多吃蔬菜。"),
    ("The train was late again.", "火车又晚点了。"),
    ("She plays the piano very well.", "她钢琴弹得很好。"),
    ("The company dismissed half of its workers.", "公司解雇了一半的员工。"),
    ("Students protested against the new law.", "学生抗议新法律。"),
)
_MARGIN = 0.02
"""By how much (cosine) a translation must be nearer than every other sentence."""
_UNKNOWN_SHARE = 0.05
"""Of everyday sentences, a tokenizer that was made with their language does not know more."""
_TOLERATED = 1
"""Sentences that may miss their translation."""


def embeds_across_languages(embed: Callable[[Sequence[str]], Vectors]) -> bool:
    """Whether Chinese sentences lie nearest to their English translations.

    `embed` gives rows of unit length. all-MiniLM-L6-v2 finds 3 of 8, multilingual-e5-small all
    by margins of .08 and above.
    """
    english, chinese = (embed(side) for side in zip(*_PAIRS, strict=True))
    cosines = chinese @ english.T
    own = np.diagonal(cosines).copy()
    np.fill_diagonal(cosines, -np.inf)
    found = int(np.sum(own > cosines.max(axis=1) + _MARGIN))
    return found >= len(_PAIRS) - _TOLERATED


def knows(language: Language, unknown_share: Callable[[str], float]) -> bool:
    """Whether a tokenizer was made with a language: MiniLM's does not know half of any Chinese.

    `unknown_share` gives the share of a text's tokens that are unknown to it, 0 to 1.
    """
    english, chinese = zip(*_PAIRS, strict=True)
    shares = [unknown_share(sentence) for sentence in (english if language == "en" else chinese)]
    return float(np.mean(shares)) <= _UNKNOWN_SHARE
