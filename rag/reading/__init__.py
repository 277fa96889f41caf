"""A file becomes Documents: one reader a format, told by what the file holds."""

from rag.reading.files import FolderListing, FoundFile, SkippedFile, find_files
from rag.reading.formats import FORMATS, Format, read_source, tell_format
from rag.reading.reader import content_hash, read_documents, read_file
from rag.reading.source import Source, UnreadPart

__all__ = [
    "FORMATS",
    "FolderListing",
    "Format",
    "FoundFile",
    "SkippedFile",
    "Source",
    "UnreadPart",
    "content_hash",
    "find_files",
    "read_documents",
    "read_file",
    "read_source",
    "tell_format",
]
