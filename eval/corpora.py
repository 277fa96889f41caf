"""A data set's texts become a library of their own, made once and kept beside the runs."""

from __future__ import annotations

from pathlib import Path

from eval.datasets import Dataset
from eval.datasets.files import write_texts
from rag import terminal
from rag.config import Settings
from rag.factory import build_library


def settings_for(dataset: Dataset, settings: Settings, corpora: Path) -> Settings:
    """The settings with a library of exactly the data set's texts; made, or brought up to date.

    `corpora/NAME/texts` holds the texts as Markdown files, `corpora/NAME/library` the library.
    """
    home = (corpora / dataset.name).absolute()
    written = write_texts(dataset.texts, home / "texts")
    settings = settings.model_copy(update={"library": home / "library"})
    with build_library(settings) as library:
        if written or library.counts.documents != len(dataset.texts):
            with terminal.IndexBars() as bars:
                library.index([home / "texts"], bars)
    return settings
