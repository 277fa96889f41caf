"""What people see in a terminal: results on stdout, progress and errors on stderr."""

from rag.terminal.answers import print_answer, print_results, print_search
from rag.terminal.console import err, escape, out, plain, print_error
from rag.terminal.progress import (
    IndexBars,
    WatchLines,
    download_bar,
    fetching,
    index_summary,
    print_unfetched,
    waiting,
)

__all__ = [
    "IndexBars",
    "WatchLines",
    "download_bar",
    "err",
    "escape",
    "fetching",
    "index_summary",
    "out",
    "plain",
    "print_answer",
    "print_error",
    "print_results",
    "print_search",
    "print_unfetched",
    "waiting",
]
