"""The one error family: what was wrong (value, limit), and the remedy as a hint."""


class CitedeskError(Exception):
    """An error meant for people: `message` is one clear sentence, `hint` says what to do.

    The CLI prints both and exits 1; the web page shows both; tracebacks only under --verbose.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class ConfigError(CitedeskError):
    """A setting has a value that cannot be used."""


class ModelUnavailable(CitedeskError):
    """The weights are not on this machine, or are not the pinned bytes."""


class DownloadFailed(CitedeskError):
    """No source gave the pinned bytes of a model."""


class UnreadableFile(CitedeskError):
    """A file cannot be read as a document; the other files are still indexed."""


class FieldRejected(CitedeskError):
    """A field of a document was given a value by hand that it cannot have."""


class WebError(CitedeskError):
    """An address on the web cannot be fetched; the others still are."""


class LibraryError(CitedeskError):
    """The library cannot be opened, or belongs to another embedder or version."""


class LibraryLocked(LibraryError):
    """Another process is writing to the library."""


class DenseIndexAway(LibraryError):
    """The Chroma server cannot be searched for now; what is found by words still is."""


class QuestionRejected(CitedeskError):
    """The question is empty or too long; nothing was searched."""


class LLMFailed(CitedeskError):
    """The language model could not be reached, or broke off; this is never a refusal."""


class PortTaken(CitedeskError):
    """The web application cannot listen on its address."""
