"""Doors for other programs: an HTTP API, OpenAI's form of it, and MCP."""
