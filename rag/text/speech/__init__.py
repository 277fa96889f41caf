"""Who says what in a text: speakers of direct and reported speech, by rules of language."""

from rag.text.speech.antecedents import is_person
from rag.text.speech.comparing import same_speaker
from rag.text.speech.questions import asked_speaker
from rag.text.speech.reporting import REPORTING_WORD
from rag.text.speech.utterances import Utterance, speakers, utterances

__all__ = [
    "REPORTING_WORD",
    "Utterance",
    "asked_speaker",
    "is_person",
    "same_speaker",
    "speakers",
    "utterances",
]
