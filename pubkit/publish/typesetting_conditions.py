"""The conditions that WeasyPrint works under: a date that does not move, no search for garbage, its messages collected, no fonts left behind.

What does not belong here: what is done with the messages (`pdf`), changes of WeasyPrint itself (`weasyprint_patch`).
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import shutil
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

#: New objects after which garbage is looked for: not at all in a report of ordinary length, often enough in a long one.
GARBAGE: Final = 1_000_000


@contextlib.contextmanager
def fixed_date() -> Iterator[None]:
    """Fonts that fontTools writes (those with coloured glyphs) bear a date: not that of the build, unless one is set."""
    name = "SOURCE_DATE_EPOCH"
    given = os.environ.get(name)
    os.environ[name] = given or "0"
    try:
        yield
    finally:
        if given is None:
            del os.environ[name]


@contextlib.contextmanager
def calm_collector() -> Iterator[None]:
    """Layout makes many objects that live to its end; looking through them for garbage takes a fifth of the time.

    At its end they are looked through, if there are many: to be left when what was laid out is not needed any more.
    """
    kept = gc.get_threshold()
    gc.set_threshold(GARBAGE, *kept[1:])
    try:
        yield
    finally:
        gc.set_threshold(*kept)


#: A configuration of fonts that nobody uses now: to find the fonts and read them takes longer than a short report.
_AT_HAND: Final[list[Any]] = []


@contextlib.contextmanager
def fonts_at_hand() -> Iterator[Any]:
    """WeasyPrint's `FontConfiguration`: the installed fonts, and those that the style sheets read with it bring (`@font-face`).

    It is kept for the next report, with nothing of this one, unless style sheets brought fonts. WeasyPrint keeps those in a
    temporary folder until Python finds nobody that holds them: a process that ends first leaves it.
    """
    from weasyprint.text.fonts import FontConfiguration

    fonts = _AT_HAND.pop() if _AT_HAND else FontConfiguration()
    try:
        yield fonts
    finally:
        if fonts._folder:
            shutil.rmtree(fonts._folder, ignore_errors=True)
            fonts._folder = None
        elif not _AT_HAND:
            _forget_report(fonts)
            _AT_HAND.append(fonts)


def _forget_report(fonts: Any) -> None:
    fonts.strut_layouts.clear()
    fonts.font_features.clear()
    for name in [name for name in vars(fonts) if name.startswith("pubkit_")]:
        delattr(fonts, name)


class Messages(logging.Handler):
    """What WeasyPrint says while it works."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    @contextlib.contextmanager
    def collected(self) -> Iterator[None]:
        logger = logging.getLogger("weasyprint")
        propagated, logger.propagate = logger.propagate, False
        logger.addHandler(self)
        try:
            yield
        finally:
            logger.removeHandler(self)
            logger.propagate = propagated
