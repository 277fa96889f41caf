"""Have a Chromium for the browser tests: the one that is here, else Debian's, else Playwright's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_COMMANDS = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
_MAC_APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find_browser() -> str | None:
    """The path of a Chromium or Chrome that starts, or None."""
    return next((path for path in _candidates() if _starts(path)), None)


def _candidates() -> Iterator[str]:
    for command in (*_COMMANDS, *_MAC_APPLICATIONS):
        if path := shutil.which(command):
            yield path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        downloaded = playwright.chromium.executable_path
    if Path(downloaded).exists():
        yield downloaded


def _starts(path: str) -> bool:
    # Ubuntu's chromium-browser is there without its snap and only says so when it is started.
    return _succeeds([path, "--version"])


def _succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _install() -> None:
    """Try Debian's package, then Playwright's download; what they print goes to stderr."""
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get") and _succeeds([*as_root, "true"]):
        _say("Installing Debian's chromium")
        apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
        _show([*apt, "update"])
        _show([*apt, "install", "--yes", "--no-install-recommends", "chromium"])
    if not find_browser():
        _say("Downloading Playwright's Chromium")
        _show([sys.executable, "-m", "playwright", "install", "chromium"])


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _show(command: list[str]) -> None:
    subprocess.run(command, stdout=sys.stderr, check=False)


def main() -> None:
    if not find_browser():
        _install()
    browser = find_browser()
    if not browser:
        sys.exit(
            "There is no Chromium for the browser tests, and none could be installed. "
            "Install chromium or Google Chrome, then run: make test"
        )
    _say(f"Browser: {browser}")


if __name__ == "__main__":
    main()
