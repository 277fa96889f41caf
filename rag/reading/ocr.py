"""The text in an image, by the command `tesseract`, where the user has installed it."""

from __future__ import annotations

import re
import subprocess

from rag.errors import UnreadableFile

LANGUAGES = "eng+chi_sim"
MAX_SECONDS = 60.0
"""Longest time that one image may take."""

# Without that setting there is a space between any two Chinese characters.
_COMMAND = ["tesseract", "stdin", "stdout", "-l", LANGUAGES, "-c", "preserve_interword_spaces=1"]
_REMEDY = (
    "Install Tesseract with its languages eng and chi_sim "
    "(Debian: apt install tesseract-ocr tesseract-ocr-chi-sim), or turn reading.ocr off."
)


def recognize(image: bytes) -> str:
    """The text in an image of a page (PNG).

    Raises:
        UnreadableFile: tesseract is not installed, lacks a language, fails, or takes too long; the
            message is the second half of a sentence about a file.
    """
    try:
        done = subprocess.run(
            _COMMAND, input=image, capture_output=True, timeout=MAX_SECONDS, check=False
        )
    except OSError as error:
        problem = f"tesseract cannot be started: {error.strerror}."
        raise UnreadableFile(problem, hint=_REMEDY) from error
    except subprocess.TimeoutExpired as error:
        problem = f"tesseract took longer than {MAX_SECONDS:g} s for one of its pages."
        raise UnreadableFile(problem) from error
    # It goes on without a language, and takes Chinese for Latin letters.
    if b"Failed loading language" in done.stderr:
        raise UnreadableFile(f"tesseract lacks one of the languages {LANGUAGES}.", hint=_REMEDY)
    if done.returncode:
        raise UnreadableFile(f"tesseract failed (exit status {done.returncode}).")
    return re.sub(" +", " ", done.stdout.decode(errors="replace")).rstrip()
