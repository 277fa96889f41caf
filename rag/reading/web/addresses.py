"""Addresses of pages: which may be asked, what a document from there is called, lists of them."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from urllib.parse import unquote_to_bytes, urlsplit

import httpx

from rag.errors import WebError

MAX_URL_CHARS = 4096
_USUAL_PORTS = {"http": 80, "https": 443}
_HOST_NAME = re.compile(r"[a-z0-9_.-]+")
_COMMENT = re.compile(r"(?:^|\s)#.*")
# They say how a reader came to the page, not which page it is.
_TRACKING = re.compile(r"utm_\w+|\w*clid|mc_[ce]id|igshid|spm|_ga", re.ASCII)
# Bytes beyond ASCII, as UTF-8 in an address has them; what is escaped in ASCII stays escaped.
_ESCAPED_SCRIPT = re.compile(r"(?:%[89a-f][0-9a-f])+", re.IGNORECASE)


def web_url(text: str) -> httpx.URL:
    """The address that a text is, in ASCII (punycode, percent-encoded), without its fragment.

    Raises:
        WebError: it is not http or https, names no host, or holds a user name or a password.
    """
    text = text.strip()
    if len(text) > MAX_URL_CHARS:
        raise WebError(
            f"The address {text[:60]}… has {len(text)} characters; {MAX_URL_CHARS} are the limit."
        )
    try:
        url = httpx.URL(text).copy_with(fragment=None)
        authority = urlsplit(text).netloc
    except (httpx.InvalidURL, ValueError) as error:
        raise WebError(f"{text} is not an address: {error}.") from None
    if url.scheme not in _USUAL_PORTS:
        raise WebError(
            f"{text} is not a web address: only http:// and https:// can be fetched.",
            hint="Index a file or folder by its path.",
        )
    if "@" in authority:
        # Not shown whole: it may hold a password.
        raise WebError(
            f"The address at {authority.rpartition('@')[2]} holds a user name or password.",
            hint="Leave out what stands before the @.",
        )
    usual_port = _USUAL_PORTS[url.scheme]
    port = usual_port if url.port is None else url.port
    if not _is_host(url.raw_host.decode()) or not 0 < port < 1 << 16:
        raise WebError(f"{text} names no host that can be asked.", hint="Check its spelling.")
    return url.copy_with(port=None if port == usual_port else port)


def _is_host(host: str) -> bool:
    if ":" not in host:
        return bool(_HOST_NAME.fullmatch(host))
    try:
        return ipaddress.IPv6Address(host).scope_id is None
    except ValueError:
        return False


def id_for_url(url: str) -> str:
    """The id of the document at an address: host, path and query as a reader would write them.

    The same for http and https, with and without a fragment, a slash at the end, a tracking
    parameter, or the parameters in another order.

    Raises:
        WebError: as `web_url`.
    """
    address = web_url(url)
    port = f":{address.port}" if address.port else ""
    path = address.raw_path.decode().partition("?")[0].rstrip("/")
    parameters = sorted(
        parameter
        for parameter in address.query.decode().split("&")
        if parameter and not _TRACKING.fullmatch(parameter.partition("=")[0])
    )
    query = "?" + "&".join(parameters) if parameters else ""
    written = _host_as_written(address) + port + _ESCAPED_SCRIPT.sub(_as_written, path + query)
    return unicodedata.normalize("NFC", written)


def _host_as_written(url: httpx.URL) -> str:
    try:
        return url.host
    except UnicodeError:  # punycode of nothing
        return url.raw_host.decode()


def _as_written(escaped: re.Match[str]) -> str:
    """The characters, where they are UTF-8 and can be seen."""
    try:
        text = unquote_to_bytes(escaped[0]).decode()
    except UnicodeDecodeError:
        return escaped[0]
    return text if text.isprintable() else escaped[0]


def read_url_list(text: str) -> tuple[str, ...]:
    """The addresses of a list, one a line; blank lines and what follows a # are left out.

    Raises:
        WebError: lines that are no web address; each is named with its number, from 1.
    """
    urls, faults = [], []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        entry = _COMMENT.sub("", line).strip()
        if not entry:
            continue
        try:
            urls.append(str(web_url(entry)))
        except WebError as error:
            faults.append(f"line {number}: {error.message}")
    if faults:
        raise WebError(
            f"The list of addresses cannot be used: {' '.join(faults)}",
            hint="Mend the lines, or put a # before them.",
        )
    return tuple(urls)
