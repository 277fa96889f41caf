"""Who says what in a text: speakers of direct and reported speech, by rules of language."""

from rag.text.speech.reporting import REPORTING_WORD, speakers

__all__ = ["REPORTING_WORD", "speakers"]
