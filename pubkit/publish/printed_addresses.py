"""Addresses of references as paper shows them: as much as a reader can use, on two lines at the most.

A tracking address of six lines is read by nobody and typed by nobody. In the PDF such an address is shown by its host and
what names the page, with `…` for what is left out; the link keeps all of it. `print-addresses: full` prints it whole, as
GB/T 7714 has it.
What does not belong here: where an address breaks (`addresses`), and the web page, where a line costs nothing.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from pubkit.publish.addresses import breakable, shown_address, web_address
from pubkit.publish.characters import escape, without_markup
from pubkit.text.chars import cells

if TYPE_CHECKING:
    from pubkit.publish.publication import Publication

#: Cells (a Han takes two) that an address may take: one line of the list of references has about 88.
_MOST: Final = 96
#: Cells of an address that is not broken: half a line.
_UNBROKEN: Final = 44
#: Cells of the last part of a path that is cut off.
_MOST_NAME: Final = 36
_ELLIPSIS: Final = "…"
_LINK: Final = re.compile(r'<a class="address" href="(?P<target>[^"]*)">(?P<shown>.*?)</a>', re.DOTALL)


def short_address(address: str) -> str:
    """An address as it is printed in a list of references: itself, or host and the parts of its path with `…`."""
    shown = shown_address(address)
    if cells(shown) <= _MOST:
        return shown
    try:
        parts = urlsplit(shown)
    except ValueError:
        return _cut(shown, _MOST)
    host = parts.netloc.rpartition("@")[2]
    names = [name for name in parts.path.split("/") if name]
    if not host:
        return _cut(shown, _MOST)
    whole = "/".join([host, *names])
    dropped = _ELLIPSIS if parts.query or parts.fragment else ""
    if cells(whole) < _MOST:
        return whole + (f"?{dropped}" if parts.query else dropped)
    return _within(host, names, dropped)


def _within(host: str, names: list[str], dropped: str) -> str:
    """Host, the first parts that fit, `…`, and the last part: it names the page more often than what is between."""
    last = _cut(names[-1], _MOST_NAME)
    room = _MOST - cells(f"{host}/{_ELLIPSIS}/{last}{dropped}")
    kept: list[str] = []
    for name in names[:-1]:
        room -= cells(name) + 1
        if room < 0:
            break
        kept.append(name)
    gap = [_ELLIPSIS] if len(kept) < len(names) - 1 else []
    shown = "/".join([_cut(host, _MOST_NAME), *kept, *gap, last])
    return shown if shown.endswith(_ELLIPSIS) else shown + dropped


def _cut(text: str, most: int) -> str:
    if cells(text) <= most:
        return text
    kept = ""
    for character in text:
        if cells(kept + character) >= most:
            break
        kept += character
    return kept.rstrip("-_.%") + _ELLIPSIS


def is_shortened(address: str) -> bool:
    """Whether an address is printed with `…`: it must be a link then, and the link must hold all of it."""
    return web_address(address) is not None and short_address(address) != shown_address(address)


def shortened_addresses(publication: Publication) -> tuple[str, ...]:
    """The addresses of references that the PDF shows with `…`, as they are written in the source."""
    if publication.printing.addresses == "full":
        return ()
    return tuple(r.address for r in publication.references if r.address and is_shortened(r.address))


def with_printed_addresses(document: str, publication: Publication) -> str:
    """The document of the PDF with the links `a.address` of its references shortened; those that stand on one line are `a.address.whole`."""
    targets = {web_address(address): address for address in shortened_addresses(publication)}

    def printed(found: re.Match[str]) -> str:
        address = targets.get(html.unescape(found["target"]))
        if address is None:
            shown = without_markup(found["shown"])
            return _link(found["target"], escape(shown), "address whole") if cells(shown) <= _UNBROKEN else found[0]
        return _link(found["target"], "<wbr />".join(map(escape, breakable(short_address(address)))), "address")

    return _LINK.sub(printed, document)


def _link(target: str, shown: str, names: str) -> str:
    return f'<a class="{names}" href="{target}">{shown}</a>'
