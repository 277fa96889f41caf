"""Who says what in a text: speakers of direct and reported speech, by rules of language."""

from rag.text.speech.reporting import REPORTING_WORD
from rag.text.speech.utterances import Utterance, speakers, utterances

__all__ = ["REPORTING_WORD", "Utterance", "speakers", "utterances"]
