"""The one door to the Markdown parser (pyromark, Python's pulldown-cmark): a text in, its events with byte ranges out.

Two things are told otherwise than the parser tells them: front matter is read alone, and a `$` of a price is no sign of mathematics.
What does not belong here: what is made of the events (see `tree_builder`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from pubkit.markdown.tree_builder import TreeBuilder
from pubkit.text.pattern import lazy
from pubkit.text.span import ByteCursor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pubkit.markdown.tree_builder import Parsed


@lru_cache(maxsize=1)
def _options() -> tuple[Any, int]:
    import pyromark

    o = pyromark.Options
    return pyromark.events_with_range, (
        o.ENABLE_TABLES
        | o.ENABLE_FOOTNOTES
        | o.ENABLE_STRIKETHROUGH
        | o.ENABLE_TASKLISTS
        | o.ENABLE_MATH
        | o.ENABLE_HEADING_ATTRIBUTES
    )


def _metadata_option() -> int:
    import pyromark

    return int(pyromark.Options.ENABLE_YAML_STYLE_METADATA_BLOCKS)


def parse(text: str) -> Parsed:
    r"""The tree, the runs and the masked text of `text` (`\n` line ends, no BOM)."""
    events = _read(text)
    if "$" in text:
        events = list(events)
        if prices := _prices(text, events):
            events, prices = _without_prices(text, prices)
            return TreeBuilder(text).build(events)._replace(prices=tuple(sorted(prices)))
    return TreeBuilder(text).build(events)


def _read(text: str) -> Iterable[Any]:
    events_with_range, options = _options()
    events = _front_matter(text)
    if not events:
        return events_with_range(text, options=options)  # type: ignore[no-any-return]
    # blank lines as many bytes long stand in for it
    end = events[-1][1]["end"]
    return chain(events, events_with_range("\n" * end + text.encode()[end:].decode(), options=options))


def _front_matter(text: str) -> list[Any]:
    """The events of the front matter, if a text begins with one.

    It is read alone: for the parser, a rule with a line of text below it begins another anywhere (`---` over `### 二、背景`).
    What holds no `key: value` is none either, but a section between two rules.
    """
    closing = _CLOSING_FENCE.search(text, 3) if text.startswith("---") else None
    if closing is None or not _KEY.search(text, 3, closing.end()):
        return []
    events_with_range, options = _options()
    events = list(events_with_range(text[: closing.end()], options=options | _metadata_option()))
    starts = events[0][0].get("Start") if events and isinstance(events[0][0], dict) else None
    return events if isinstance(starts, dict) and "MetadataBlock" in starts else []


def _prices(text: str, events: Iterable[Any]) -> set[int]:
    """The places of `$` that the parser takes for those of mathematics and that are of prices: `US$5 … US$6`.

    A closing `$` is never before a digit (Pandoc User's Guide, "Math"). Then an opening one before a digit is a price, too.
    """
    prices: set[int] = set()
    cursor = ByteCursor(text)
    for event, byte_range in events:
        if event.__class__ is dict and "InlineMath" in event:
            start, end = cursor.go(byte_range["start"]), cursor.go(byte_range["end"])
            if _DIGITS.issuperset(text[end : end + 1] or " "):
                prices.add(end - 1)
                if text[start + 1] in _DIGITS:
                    prices.add(start)
    return prices


def _without_prices(text: str, prices: set[int]) -> tuple[list[Any], set[int]]:
    """The events of a text whose prices are none of the parser's signs, and the places of all of them.

    A mark of the same class stands in for their `$` while it parses. Each time other pairs may come to light, half as many.
    """
    sign = next((sign for sign in _STAND_INS if sign not in text), _STAND_INS[0])
    characters = list(text)
    found = prices
    while True:
        for at in found:
            characters[at] = sign
        shown = "".join(characters)
        events = list(_read(shown))
        found = _prices(shown, events)
        if not found:
            return _restored(events, shown, sign), prices
        prices |= found


def _restored(events: list[Any], shown: str, sign: str) -> list[Any]:
    """The events of `shown` as those of the text in which each `sign` is a `$`, which has fewer bytes."""
    data, mark = shown.encode(), sign.encode()
    places = [piece.start() for piece in re.finditer(re.escape(mark), data)]

    def place(at: int) -> int:
        return at - (len(mark) - 1) * bisect_left(places, at)

    return [
        (_with_dollars(event, sign), {name: place(at) for name, at in byte_range.items()}) for event, byte_range in events
    ]


def _with_dollars(event: Any, sign: str) -> Any:
    if isinstance(event, str):
        return event.replace(sign, "$")
    if isinstance(event, dict):
        return {name: _with_dollars(value, sign) for name, value in event.items()}
    return event


_KEY = lazy(r"\n(?:\{|[\"']?[^\W\d][\w .-]{0,60}[\"']?[ \t]*:(?=\s))")
_CLOSING_FENCE = lazy(r"\n(?:---|\.\.\.)[ \t]*(?=\n|\Z)")
#: Full-width ones, too: a fix writes them as the others.
_DIGITS = frozenset("0123456789０１２３４５６７８９")
#: Unicode punctuation as `$` is for the parser, so that stars beside it open and close as before; nobody writes these.
_STAND_INS = "⁕⁘⁙⁛"
