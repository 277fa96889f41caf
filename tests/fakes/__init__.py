"""Stand-ins for models and services: deterministic, offline, honest about what they were asked."""

from tests.fakes.assistants import FakeAssistant, FakeCounts, FakeLibrary, FakeRetriever, Script
from tests.fakes.embedders import EnglishEmbedder, FakeEmbedder, FakeScorer, OtherEmbedder
from tests.fakes.language_models import FakeChat
from tests.fakes.programs import FakeTesseract
from tests.fakes.servers import FakeHub, FakeLLMEndpoint

__all__ = [
    "EnglishEmbedder",
    "FakeAssistant",
    "FakeChat",
    "FakeCounts",
    "FakeEmbedder",
    "FakeHub",
    "FakeLLMEndpoint",
    "FakeLibrary",
    "FakeRetriever",
    "FakeScorer",
    "FakeTesseract",
    "OtherEmbedder",
    "Script",
]
