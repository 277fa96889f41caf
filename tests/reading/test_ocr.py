"""OCR: what tesseract is asked, what it may do wrong, and how long it may take."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from rag.domain import Document
from rag.errors import UnreadableFile
from rag.reading import UnreadPart, ocr
from rag.reading.ocr import recognize
from rag.reading.process import ReadingProcess
from tests.fakes import FakeTesseract
from tests.reading.formats.pdfs import scan_of


def test_the_image_is_read_in_both_languages(fake_tesseract: FakeTesseract) -> None:
    fake_tesseract('cat; printf "  %s" "$@"; printf "\\n\\f"')
    assert recognize("乌镇".encode()) == (
        "乌镇 stdin stdout -l eng+chi_sim -c preserve_interword_spaces=1"
    )


def test_without_tesseract_the_remedy_is_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableFile, match=r"cannot be started: No such file.*apt install"):
        recognize(b"an image")


def test_a_missing_language_is_no_silent_loss(fake_tesseract: FakeTesseract) -> None:
    fake_tesseract("echo \"Failed loading language 'chi_sim'\" >&2; echo tHERtR")
    with pytest.raises(UnreadableFile, match=r"lacks one of the languages eng\+chi_sim.*apt"):
        recognize(b"an image")


def test_a_failure_is_told(fake_tesseract: FakeTesseract) -> None:
    fake_tesseract("exit 3")
    with pytest.raises(UnreadableFile, match="exit status 3"):
        recognize(b"an image")


def test_a_page_that_takes_too_long_is_given_up(
    fake_tesseract: FakeTesseract, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "MAX_SECONDS", 0.1)
    fake_tesseract("exec sleep 60")
    with pytest.raises(UnreadableFile, match=r"longer than 0\.1 s"):
        recognize(b"an image")


def test_recognizing_does_not_use_up_the_time_for_reading(
    tmp_path: Path, fake_tesseract: FakeTesseract
) -> None:
    fake_tesseract("cat >/dev/null; sleep 1.8; echo Words from a scan.")
    (tmp_path / "scan.pdf").write_bytes(scan_of([(40, 60)], [(40, 60)]))
    with ReadingProcess(max_seconds=3.0, ocr=True) as reading:
        (document,) = reading.read(tmp_path / "scan.pdf", "scan.pdf")
    assert isinstance(document, Document)
    assert document.text.count("Words from a scan.") == 2


@pytest.mark.parametrize("on", [False, True])
def test_a_scan_in_an_archive_is_recognized_where_that_is_set(
    tmp_path: Path, fake_tesseract: FakeTesseract, on: bool
) -> None:
    fake_tesseract("cat >/dev/null; echo Words from a scan.")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("scan.pdf", scan_of([(40, 60)]))
    with ReadingProcess(ocr=on) as reading:
        (part,) = reading.read(tmp_path / "a.zip", "a.zip")
    assert isinstance(part, Document if on else UnreadPart)
