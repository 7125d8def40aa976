"""What can be wrong with what a user gave us: always the place, and what would be right."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.messages import Message, say, translate

MOST_SHOWN = 50


@dataclass(frozen=True)
class Problem:
    """One mistake in one file.

    `line` and `column` count from 1 and are None where the file as a whole is meant.
    `path` is the field as a person would write it (`objectives[0].deadline`), or empty.
    """

    file: str
    message: Message
    line: int | None = None
    column: int | None = None
    path: str = ""

    def text(self, language: str = "en") -> str:
        """`case.yaml:34:15: objectives[0].deadline: what is wrong; what would be right`."""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        parts = (place, self.path, translate(self.message, language))
        return ": ".join(part for part in parts if part)


def installing(extra: str) -> str:
    """The command that installs an optional part of the program."""
    return f"pip install 'partnership-advisor[{extra}]'"


class AdvisorError(Exception):
    """A mistake of the user's that the program explains instead of crashing."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(problem.text() for problem in problems))

    def text(self, language: str = "en") -> str:
        """The problems, a line each, in the order of the file; no more of them than one can take in."""
        lines = [problem.text(language) for problem in self.problems[:MOST_SHOWN]]
        if len(self.problems) > MOST_SHOWN:
            more = say("more mistakes follow; correct these first")
            lines.append(Problem(self.problems[0].file, more).text(language))
        return "\n".join(lines)


class CaseError(AdvisorError):
    """A case can't be read or breaks the vocabulary."""


class BenchmarkError(AdvisorError):
    """A file of benchmarks can't be read or names no benchmark of ours."""


class KnowledgeError(Exception):
    """A fault in the knowledge base itself, found when it is loaded; names rule and place."""
