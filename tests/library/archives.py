"""Archives made up from a seed: documents with all kinds of publications, known and unknown."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

from rag.domain import Filters, Language

OUTLETS = ("The Paper", "THE PAPER", "Straße Zeitung", "STRASSE ZEITUNG", "人民日报")
AUTHORS = ("Lu Wei", "Ada Lovelace")
LANGUAGES: tuple[Language, ...] = ("en", "zh")
WORDS = "summit opened in Wuzhen with a speech on rules and trust 互联网大会 在乌镇 开幕".split()
FOLDERS = ("", "docs", "docs/2015", "docs_source", "资料（一）", "a.b", "docs#1")
FIRST_DAY = date(2014, 11, 19)
DAYS = 40
COLLECTIONS = (*FOLDERS, "000.md", "docs/001.md", "docs/01", "2015", "资料", "nowhere")


def write_archive(folder: Path, documents: int, seed: int) -> Path:
    """Articles of a few sentences in folders; a third of all fields is missing."""
    chance = random.Random(seed)
    for n in range(documents):
        fields = {
            "outlet": chance.choice(OUTLETS),
            "author": chance.choice(AUTHORS),
            "published": (FIRST_DAY + timedelta(chance.randrange(DAYS))).isoformat(),
        }
        known = [f"{name}: {value}\n" for name, value in fields.items() if chance.random() < 0.67]
        sentences = [f"{' '.join(chance.choices(WORDS, k=8))} {n}.\n" for _ in range(3)]
        path = folder / FOLDERS[n % len(FOLDERS)] / f"{n:03}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: Story {n}\n{''.join(known)}---\n{''.join(sentences)}")
    return folder


def any_filters(chance: random.Random) -> Filters:
    """Filters on any of the fields, on names that no document has, too."""
    first, last = sorted(FIRST_DAY + timedelta(chance.randrange(-3, DAYS + 3)) for _ in "ab")
    outlets = [*OUTLETS, "the paper", "Nobody's News"]
    authors = [*AUTHORS, "lu wei", "Nobody"]
    return Filters(
        since=chance.choice([None, first]),
        until=chance.choice([None, last]),
        outlets=tuple(chance.sample(outlets, chance.choice([0, 0, 1, 3]))),
        authors=tuple(chance.sample(authors, chance.choice([0, 0, 1, 2]))),
        languages=tuple(chance.sample(LANGUAGES, chance.choice([0, 0, 1]))),
        collections=tuple(chance.sample(COLLECTIONS, chance.choice([0, 0, 1, 2]))),
    )
