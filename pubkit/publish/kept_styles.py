"""Parts of style sheets as WeasyPrint read them, kept from one run to the next, as Python keeps compiled modules.

Reading ours takes a tenth of a second, for which a PDF waits: cssselect2 writes each selector as a Python expression and compiles it,
WeasyPrint looks at each declaration. What comes of it depends on the text and on these libraries alone, and is found by both.
A file that is not there, not ours or not whole is no error: the sheet is read.
Sources: cssselect2 0.10, `Matcher` and `CompiledSelector`; WeasyPrint 70.0, `CSS`.
What does not belong here: how parts are put together (`parsed_styles`).
"""

from __future__ import annotations

import marshal
import pickle
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from types import FunctionType
from typing import Any, Final

from pubkit.text.files import write_atomically
from pubkit.text.pattern_store import cache_folder, kind_of_python

#: What a `Matcher` holds: by the names of things, and for all things.
BY_NAME: Final = ("id_selectors", "class_selectors", "lower_local_name_selectors", "namespace_selectors")
LISTED: Final = ("lang_attr_selectors", "other_selectors")
#: Files that are kept: those of a few releases and themes.
_MOST: Final = 60


def kept_sheet(css: str) -> Any:
    """WeasyPrint's `CSS` of a part that was kept; None where it was not."""
    with suppress(Exception):
        return _read(pickle.loads(_file(css).read_bytes()))  # noqa: S301  as private as Python's own cached modules
    return None


def keep_sheet(css: str, sheet: Any) -> None:
    """Keeps a part. Quiet where it cannot be written, or holds something that cannot be kept."""
    with suppress(Exception):
        file = _file(css)
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, pickle.dumps(_plain(sheet), pickle.HIGHEST_PROTOCOL))
        files = sorted(file.parent.iterdir(), key=lambda path: path.stat().st_mtime)
        for old in files[:-_MOST]:
            old.unlink()


def _file(css: str) -> Path:
    import weasyprint

    digest = blake2b(digest_size=16)
    for said in (weasyprint.VERSION, weasyprint.cssselect2.VERSION, weasyprint.tinycss2.VERSION, css):
        digest.update(said.encode() + b"\0")
    return Path(cache_folder()) / f"styles-{kind_of_python()}" / digest.hexdigest()


def _plain(sheet: Any) -> tuple[Any, ...]:
    """A sheet without functions: of each test its code. Raises `ValueError` for a test that is more than its code."""
    matcher = sheet.matcher
    by_name = [{name: _without_tests(entries) for name, entries in getattr(matcher, kind).items()} for kind in BY_NAME]
    return by_name, [_without_tests(getattr(matcher, kind)) for kind in LISTED], matcher.order, sheet.page_rules


def _without_tests(entries: list[Any]) -> list[Any]:
    if any(test.__closure__ or test.__defaults__ for test, *_ in entries):
        raise ValueError("a test depends on more than its code")
    return [(marshal.dumps(test.__code__), *rest) for test, *rest in entries]


def _read(plain: tuple[Any, ...]) -> Any:
    import weasyprint

    by_name, listed, order, page_rules = plain
    sheet = weasyprint.CSS(string="")
    for kind, named in zip(BY_NAME, by_name, strict=True):
        setattr(sheet.matcher, kind, {name: _with_tests(entries) for name, entries in named.items()})
    for kind, entries in zip(LISTED, listed, strict=True):
        setattr(sheet.matcher, kind, _with_tests(entries))
    sheet.matcher.order = order
    sheet.page_rules = page_rules
    return sheet


def _with_tests(entries: list[Any]) -> list[Any]:
    from weasyprint import cssselect2

    names = {name: getattr(cssselect2.compiler, name) for name in ("split_whitespace", "ascii_lower", "urlparse")}
    return [(FunctionType(marshal.loads(code), names), *rest) for code, *rest in entries]  # noqa: S302  see `kept_sheet`
