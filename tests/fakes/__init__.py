"""Stand-ins for models and services: deterministic, offline, honest about what they were asked."""

from tests.fakes.assistants import FakeAssistant, FakeCounts, FakeLibrary, FakeRetriever, Script
from tests.fakes.embedders import EnglishEmbedder, FakeEmbedder, FakeScorer, OtherEmbedder
from tests.fakes.hostile import HostileChat
from tests.fakes.language_models import FakeChat, ObedientChat, ReadingChat
from tests.fakes.programs import FakeTesseract
from tests.fakes.servers import Canary, FakeHub, FakeLLMEndpoint

__all__ = [
    "Canary",
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
    "HostileChat",
    "ObedientChat",
    "OtherEmbedder",
    "ReadingChat",
    "Script",
]
