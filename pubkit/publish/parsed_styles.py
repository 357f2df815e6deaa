"""Style sheets as WeasyPrint reads them, each read once: by a process that waits for its work, and by one that sets many reports.

WeasyPrint takes a tenth of a second to read a sheet as long as ours; most of it is the same for all reports of a theme. Here the
parts of a sheet are read by themselves and put together in their order, as if they had been read as one.
Source: WeasyPrint 70.0, `CSS` in __init__.py; cssselect2 0.10, `Matcher`.
What does not belong here: which sheets a document has (`pdf`), what they say (`styles/`).
"""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from pubkit.publish.kept_styles import BY_NAME, LISTED, keep_sheet, kept_sheet
from pubkit.publish.typesetting_conditions import Messages

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Releases of cssselect2 whose `Matcher` we know; what another one holds is not put together here.
_KNOWN_MATCHER: Final = re.compile(r"0\.10\.\d+")
#: Rules whose outcome is not in the sheet alone, or not in its part alone.
_NOT_ALONE: Final = re.compile(r"@(?:import|layer|font-face|counter-style|color-profile|charset|namespace)\b", re.IGNORECASE)

#: Characters of a part that takes longer to read than its file.
_WORTH_KEEPING: Final = 400


def read_styles(parts: Sequence[str], fonts: Any, fetcher: Any) -> Any:
    """WeasyPrint's `CSS` of a sheet in parts, none of which ends in the middle of a rule."""
    import weasyprint

    if any(map(_NOT_ALONE.search, parts)) or not _KNOWN_MATCHER.fullmatch(weasyprint.cssselect2.VERSION):
        return weasyprint.CSS(string="\n".join(parts), font_config=fonts, url_fetcher=fetcher)
    whole = weasyprint.CSS(string="")
    for part in parts:
        sheet, said = read_part(part)
        _append(whole.matcher, sheet.matcher)
        whole.page_rules += sheet.page_rules
        for record in said:
            logging.getLogger("weasyprint").handle(record)
    return whole


@lru_cache(maxsize=64)
def read_part(css: str) -> tuple[Any, tuple[logging.LogRecord, ...]]:
    """A part of a sheet, and what WeasyPrint says about it: whoever takes the part is to hear it."""
    import weasyprint

    can_be_kept = len(css) > _WORTH_KEEPING and not _NOT_ALONE.search(css) and _KNOWN_MATCHER.fullmatch(weasyprint.cssselect2.VERSION)
    if can_be_kept and (kept := kept_sheet(css)) is not None:
        return kept, ()
    messages = Messages()
    with messages.collected():
        sheet = weasyprint.CSS(string=css)
    if can_be_kept and not messages.records:
        keep_sheet(css, sheet)
    return sheet, tuple(messages.records)


def _append(matcher: Any, other: Any) -> None:
    """Adds the selectors of another matcher behind those of the first."""
    shift = matcher.order

    def moved(entries: list[Any]) -> list[Any]:
        return [(test, specificity, order + shift, *rest) for test, specificity, order, *rest in entries]

    for kind in BY_NAME:
        own = getattr(matcher, kind)
        for name, entries in getattr(other, kind).items():
            own.setdefault(name, []).extend(moved(entries))
    for kind in LISTED:
        getattr(matcher, kind).extend(moved(getattr(other, kind)))
    matcher.order += other.order
