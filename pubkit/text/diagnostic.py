"""A finding: what is wrong, where, how bad, and what would mend it."""

from __future__ import annotations

from enum import IntEnum
from types import MethodType
from typing import TYPE_CHECKING

from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from pubkit.text.edit import Fix
    from pubkit.text.phrase import Phrase
    from pubkit.text.span import Span


class Severity(IntEnum):
    """How bad a finding is, ordered. An error would make the publication wrong; the others would make it worse."""

    INFO = 0
    WARNING = 1
    ERROR = 2

    @property
    def word(self) -> str:
        """The word for it in JSON and in configuration."""
        return ("info", "warning", "error")[self]


class Related(NamedTuple):
    """Another place that explains a finding."""

    span: Span
    message: Phrase


class Diagnostic(NamedTuple):
    """One finding. `code` is never reused (`CIT101`), `name` reads after "allow" (`citation-splits-word`)."""

    code: str
    name: str
    severity: Severity
    span: Span
    message: Phrase
    fix: Fix | None = None
    related: tuple[Related, ...] = ()


#: See `text.span.new_span`.
new_diagnostic: Callable[[tuple[str, str, Severity, Span, Phrase, Fix | None, tuple[Related, ...]]], Diagnostic] = MethodType(
    tuple.__new__, Diagnostic
)
