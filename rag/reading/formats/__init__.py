"""The formats that can be read: a module each, and the table in which they stand."""

from rag.reading.formats.registry import FORMATS, Format, read_source, tell_format

__all__ = ["FORMATS", "Format", "read_source", "tell_format"]
