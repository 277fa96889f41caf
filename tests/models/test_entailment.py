"""An entailment model is loaded from a folder, and its entailment label is found by name."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from rag.errors import ModelUnavailable
from rag.models.entailment import EntailmentModel
from tests.models.tiny_transformers import save_cross_encoder

PREMISE, HYPOTHESIS = "the summit opened in wuzhen", "who opened the summit"


def labelled(folder: Path, *labels: str) -> Path:
    """A tiny cross-encoder in a folder, with names for what it tells apart."""
    save_cross_encoder(folder, labels=len(labels))
    model = AutoModelForSequenceClassification.from_pretrained(folder)
    model.config.id2label = dict(enumerate(labels))
    model.config.label2id = {label: index for index, label in enumerate(labels)}
    model.save_pretrained(folder)
    return folder


@pytest.mark.parametrize(
    "labels",
    [("contradiction", "entailment", "neutral"), ("ENTAILMENT", "NEUTRAL", "CONTRADICTION")],
)
def test_it_gives_the_probability_of_the_label_that_means_entailment(
    tmp_path: Path, labels: tuple[str, ...]
) -> None:
    folder = labelled(tmp_path / "nli", *labels)
    model = AutoModelForSequenceClassification.from_pretrained(folder)
    tokens = AutoTokenizer.from_pretrained(folder)(PREMISE, HYPOTHESIS, return_tensors="pt")
    with torch.inference_mode():
        chances = model(**tokens).logits.float().softmax(-1)[0]
    expected = float(chances[[label.casefold() for label in labels].index("entailment")])
    found = EntailmentModel(str(folder)).entails(PREMISE, HYPOTHESIS)
    assert found == pytest.approx(expected, abs=0.02)


def test_a_model_without_such_a_label_is_refused(tmp_path: Path) -> None:
    folder = labelled(tmp_path / "mood", "cheerful", "sad")
    with pytest.raises(ModelUnavailable, match="its labels are cheerful, sad"):
        EntailmentModel(str(folder))
