"""What can go wrong, told so that the user can mend it.

    PubkitError                 every error that pubkit raises on purpose; the command line shows it, never a traceback
    ├── UsageError       (2)    the command was asked for something that does not exist or does not fit together
    ├── InputError       (2)    a file is missing, is not UTF-8 text, or says something that cannot be meant
    ├── ConfigError      (2)    pubkit.yaml or a report's front matter is wrong; names the line
    ├── PublicationError (1)    the publication would be wrong: unresolved citations, a missing picture, a glyph no font has
    ├── ToolError        (3)    a program or a library that pubkit needs is missing or failed
    └── InternalError    (3)    pubkit broke its own promise (a fix that changed a word); always our bug

Each says what, where (`file:line:column`, as far as known) and what to do. The number is the exit code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from pubkit.text.phrase import Language, Phrase


class PubkitError(Exception):
    """An error with a message in every language that pubkit speaks.

    `filename`, `row` and `column` (both from 1, column in code points) say where; `hint` says what to do.
    """

    exit_code: ClassVar[int] = 3

    def __init__(
        self,
        message: Phrase,
        *,
        filename: str | None = None,
        row: int | None = None,
        column: int | None = None,
        hint: Phrase | None = None,
    ) -> None:
        super().__init__(message.en)
        self.message = message
        self.filename = filename
        self.row = row
        self.column = column
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        """An error may come from another process: everything that it says comes with it."""
        return _restored, (type(self), self.__dict__)

    def show(self, language: Language) -> str:
        """One or two lines for a person: place, message, and what to do."""
        place = self.filename or ""
        if place and self.row:
            place += f":{self.row}" + (f":{self.column}" if self.column else "")
        text = (place + ": " if place else "") + self.message.of(language)
        return text + ("\n  " + self.hint.of(language) if self.hint else "")


def _restored(kind: type[PubkitError], state: dict[str, object]) -> PubkitError:
    error = kind.__new__(kind)
    error.__dict__.update(state)
    return error


class UsageError(PubkitError):
    exit_code = 2


class InputError(PubkitError):
    exit_code = 2


class ConfigError(PubkitError):
    exit_code = 2


class PublicationError(PubkitError):
    exit_code = 1


class ToolError(PubkitError):
    exit_code = 3


class InternalError(PubkitError):
    exit_code = 3
