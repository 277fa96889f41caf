"""A file becomes a Document: one reader a format."""

from rag.reading.files import FolderListing, FoundFile, SkippedFile, find_files
from rag.reading.reader import SUFFIXES, content_hash, is_readable, read_file

__all__ = [
    "SUFFIXES",
    "FolderListing",
    "FoundFile",
    "SkippedFile",
    "content_hash",
    "find_files",
    "is_readable",
    "read_file",
]
