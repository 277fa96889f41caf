"""The rules of the house that no other tool checks; layers are import-linter's."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
MODULES = sorted(path for room in ("rag", "ui", "eval") for path in (ROOT / room).rglob("*.py"))
PYTHON_FILES = [*MODULES, *sorted((ROOT / "tests").rglob("*.py")), *(ROOT / "scripts").glob("*.py")]

HOME_OF: dict[str, str | tuple[str, ...]] = {
    "gradio": "ui/",
    # What a user would write instead of Citedesk is written with it, too.
    "chromadb": ("rag/library/indexes/", "eval/systems/baseline.py", "eval/bench/contenders.py"),
    "tantivy": "rag/library/indexes/",
    "huggingface_hub": "rag/models/",
    "mcp": "ui/doors/mcp.py",
    "sentence_transformers": ("rag/models/", "eval/bench/raw_encoding.py"),
    "torch": ("rag/models/", "eval/bench/raw_encoding.py"),
    "transformers": "rag/models/",
    "xllamacpp": "rag/models/",
    "llama_index.llms": "rag/factory.py",
}
SLOW_TO_IMPORT = {"chromadb", "gradio", "llama_index", "mcp", "sentence_transformers", "torch"}


def imports_away_from_home(path: str, source: str) -> list[str]:
    """The imports of a module that belong elsewhere; `path` is relative to the checkout."""
    return [
        f"{path}:{line}: {name} belongs in {home}"
        for line, name in _imported_names(ast.parse(source))
        for package, home in HOME_OF.items()
        if f"{name}.".startswith(f"{package}.") and not path.startswith(home)
    ]


def _imported_names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def test_each_package_is_imported_in_its_room_alone() -> None:
    assert len(MODULES) > 20
    strays = [
        stray
        for path in MODULES
        for stray in imports_away_from_home(
            path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        )
    ]
    assert strays == []


@pytest.mark.parametrize(
    ("path", "source", "stray"),
    [
        ("rag/cli/asking.py", "import gradio as gr", True),
        ("ui/page.py", "def show():\n    from chromadb.api import ClientAPI", True),
        ("rag/assistant.py", "from llama_index.llms.openai_like import OpenAILike", True),
        ("rag/assistant.py", "from llama_index import llms", True),
        ("rag/factory.py", "from llama_index.llms.openai_like import OpenAILike", False),
        ("rag/models/chat.py", "from llama_index.core.llms import LLM", False),
        ("rag/cli/asking.py", "import torchless", False),
    ],
)
def test_a_stray_import_is_seen_wherever_it_stands(path: str, source: str, stray: bool) -> None:
    assert bool(imports_away_from_home(path, source)) is stray


@pytest.mark.parametrize("path", PYTHON_FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_has_fewer_than_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < 300


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_asking_for_help_imports_nothing_slow() -> None:
    script = (
        "import sys; sys.argv = ['citedesk', '--help']\n"
        "from ui.command import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(*sys.modules)"
    )
    shown = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    *help_text, modules = shown.splitlines()
    assert "Usage" in "\n".join(help_text)
    assert SLOW_TO_IMPORT & set(modules.split()) == set()


def test_every_command_of_the_readme_can_be_made() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", readme, flags=re.MULTILINE))
    assert named >= {"chat", "test"}
    assert named <= set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))


# The CUDA builds of torch bring these; a machine takes them or not, with the same torch.
CUDA = re.compile("cuda|nvidia|triton")
PIN = re.compile(r"([\w.-]+)==[\w.!]+( ; python_version [<>=]+ \"3\.\d+\")?")


def pinned_names() -> set[str]:
    """The names in constraints.txt, canonical; every line is checked to be an exact pin."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [PIN.fullmatch(line) for line in lines if not line.startswith("#")]
    assert None not in pins
    return {canonicalize_name(pin[1]) for pin in pins if pin}


def test_the_constraints_pin_all_that_is_installed_and_no_more() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    needed = set[str]()
    for platform in PLATFORMS:
        needed |= closure([Requirement(name) for name in named], platform)
    assert pinned_names() == needed


PLATFORMS = [
    {"sys_platform": system.lower(), "platform_system": system, "platform_machine": machine}
    | {"python_version": version, "python_full_version": f"{version}.0"}
    for system, machine in (("Linux", "x86_64"), ("Linux", "aarch64"), ("Darwin", "arm64"))
    for version in ("3.11", "3.12", "3.13", "3.14")
]


def closure(named: Sequence[Requirement], platform: dict[str, str]) -> set[str]:
    """The canonical names of all that these requirements bring, by the installed metadata.

    What a package needs that is not installed here (another platform's) is not known.
    """
    needed = set[str]()
    todo, seen = list(named), set[str]()
    while todo:
        requirement = todo.pop()
        if str(requirement) in seen:
            continue
        seen.add(str(requirement))
        if not CUDA.match(requirement.name):
            needed.add(canonicalize_name(requirement.name))
        extras = {canonicalize_name(extra) for extra in requirement.extras} | {""}
        todo += [
            needs
            for needs in _requirements_of(requirement.name)
            if needs.marker is None
            or any(needs.marker.evaluate(platform | {"extra": extra}) for extra in extras)
        ]
    return needed


def _requirements_of(package: str) -> list[Requirement]:
    try:
        return [Requirement(line) for line in requires(package) or ()]
    except PackageNotFoundError:
        return []


def test_no_tracked_file_names_a_package_registry() -> None:
    hosts = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"))]
    tracked = subprocess.run(
        ["git", "grep", "--cached", "--files-with-matches", "--fixed-strings", "--ignore-case"]
        + [option for host in hosts for option in ("-e", host)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    # 1: no file matches; anything above: git itself failed.
    assert (tracked.returncode, tracked.stdout) == (1, "")
