"""Style sheets and scripts, read from beside this file: nothing is loaded from elsewhere."""

from pathlib import Path

FAVICON = Path(__file__).parent / "favicon.svg"


def look(*names: str) -> str:
    """The text of these style sheets or scripts, one after the other."""
    return "".join((Path(__file__).parent / name).read_text(encoding="utf-8") for name in names)
