"""A run's folder: rows are kept as they come, so that an interrupted run goes on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from eval.metrics.measures import by_kind, compare
from eval.report import write_report
from eval.rows import Difference, Row, Run, RunFacts
from eval.run_curves import curves_of
from rag.errors import CitedeskError

_MAY_DIFFER = {"command", "started", "machine"}
"""Facts that a resumed run need not share with its beginning."""


class RunExists(CitedeskError):
    """A finished or different run has this name; its results are not written over."""


class RunUnreadable(CitedeskError):
    """A folder holds no run, or a damaged one."""


class RunFolder:
    """`runs/NAME/`: run.json (facts and figures), cases.jsonl (a row a line), report.html.

    run.json is there from the start; its figures come when all rows are there.
    """

    def __init__(self, path: Path, run: Run, rows: Sequence[Row]) -> None:
        self.path = path
        self.run = run
        self.rows = list(rows)
        self._done = {(row.system, row.case.id) for row in rows}

    @classmethod
    def begin(cls, path: Path, facts: RunFacts) -> RunFolder:
        """A new run, or the rest of one that was interrupted.

        Raises:
            RunExists: the folder holds a finished run, or one that was made otherwise.
        """
        if not path.exists():
            path.mkdir(parents=True)
            folder = cls(path, Run(facts=facts), ())
            folder._write_run()
            return folder
        folder = cls.read(path)
        if folder.run.seconds is not None:
            raise RunExists(f"There is a run in {path} already.", hint="Choose another --name.")
        if differing := _differing(folder.run.facts, facts):
            raise RunExists(
                f"The interrupted run in {path} cannot go on: {', '.join(differing)} differ now.",
                hint="Choose another --name, or remove the folder.",
            )
        folder._drop_broken_line()
        return folder

    @classmethod
    def read(cls, path: Path) -> RunFolder:
        """Raises RunUnreadable: there is no run in this folder."""
        try:
            run = Run.model_validate_json((path / "run.json").read_bytes())
            return cls(path, run, _read_rows(path / "cases.jsonl"))
        except OSError as error:
            raise RunUnreadable(f"There is no run in {path}: {error.strerror}.") from None
        except ValidationError as error:
            fault = error.errors()[0]
            where = ".".join(map(str, fault["loc"]))
            raise RunUnreadable(
                f"The run in {path} cannot be read: {where}: {fault['msg']}.",
                hint="It may be of another version of Citedesk; make it again.",
            ) from None

    def has(self, system: str, case_id: str) -> bool:
        return (system, case_id) in self._done

    def add(self, row: Row) -> None:
        """Keep a row at once: an interrupted run loses at most the case that it was at."""
        with (self.path / "cases.jsonl").open("a", encoding="utf-8") as file:
            file.write(row.model_dump_json(exclude_defaults=True) + "\n")
        self.rows.append(row)
        self._done.add((row.system, row.case.id))

    def finish(self) -> Run:
        """Compute the figures, write run.json and report.html."""
        systems = self.run.facts.systems
        rows = {system: self.rows_of(system) for system in systems}
        first = systems[0]
        self.run = Run(
            facts=self.run.facts,
            seconds=sum(row.seconds for row in self.rows),
            tables={system: by_kind(rows[system]) for system in systems},
            curves={system: curves_of(rows[system]) for system in systems},
            differences={
                system: paired_differences(rows[first], rows[system]) for system in systems[1:]
            },
        )
        self._write_run()
        write_report(self.path, self.run, self.rows)
        return self.run

    def rows_of(self, system: str) -> list[Row]:
        return [row for row in self.rows if row.system == system]

    def _write_run(self) -> None:
        text = json.dumps(self.run.model_dump(mode="json"), ensure_ascii=False, indent=1)
        (self.path / "run.json").write_text(text + "\n", encoding="utf-8")

    def _drop_broken_line(self) -> None:
        """A kill may have left half a row at the end."""
        whole = "".join(row.model_dump_json(exclude_defaults=True) + "\n" for row in self.rows)
        (self.path / "cases.jsonl").write_text(whole, encoding="utf-8")


def paired_differences(a: Sequence[Row], b: Sequence[Row]) -> list[Difference]:
    """Every measure of b beside a, over the cases that both have."""
    of_a = {row.case.id: row for row in a}
    pairs = [(of_a[row.case.id], row) for row in b if row.case.id in of_a]
    return compare([one.scores for one, _ in pairs], [other.scores for _, other in pairs])


def _read_rows(path: Path) -> list[Row]:
    if not path.exists():
        return []
    # Only a row that ends with its line feed was written whole.
    lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    return [Row.model_validate_json(line) for line in lines]


def _differing(before: RunFacts, now: RunFacts) -> list[str]:
    one, other = before.model_dump(mode="json"), now.model_dump(mode="json")
    return sorted(name for name in one if name not in _MAY_DIFFER and one[name] != other[name])
