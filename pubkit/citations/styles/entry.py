"""A formatted entry: pieces of text that know what they are, and the three ways to write them.

    runs = joined(". ", rich("Smith J", "names"), rich("On <i>E. coli</i>", "title"))
    Entry(runs, "en").text                    'Smith J. On E. coli'

What does not belong here: what an entry consists of (`gbt7714`), and numbers or back links (the publisher's).
"""

from __future__ import annotations

import html
import re
from typing import Literal
from urllib.parse import quote

from pubkit.text.named_tuple import NamedTuple

Kind = Literal["text", "names", "title", "container", "designator", "date", "url", "identifier"]
Mark = Literal["italic", "bold", "subscript", "superscript", "small-caps"]


class Run(NamedTuple):
    """A piece of an entry. `marks` are outermost first; `address` is where a link leads, absolute and unescaped."""

    text: str
    kind: Kind = "text"
    marks: tuple[Mark, ...] = ()
    address: str | None = None


Runs = tuple[Run, ...]


class Entry(NamedTuple):
    """One entry of a list of references, without its number. `language` is BCP 47: the entry's own."""

    runs: Runs
    language: str

    @property
    def text(self) -> str:
        """The entry as plain text, on one line."""
        return plain(self.runs)

    def html(self) -> str:
        """Phrasing content of HTML: a `span` with the entry's language, links, and the marks of the titles."""
        return f'<span lang="{html.escape(self.language)}">{html_of(self.runs)}</span>'

    def markdown(self) -> str:
        """CommonMark that reads as `text` does, also to pandoc; links are links."""
        return _LINE_START.sub(_escape_start, "".join(map(_markdown_run, self.runs)))


def plain(runs: Runs) -> str:
    """The characters of `runs`."""
    return "".join(run.text for run in runs)


def ends_with_stop(runs: Runs) -> bool:
    """Whether a full stop behind `runs` would double one (`Jr.`, `4th ed.`) or follow `?` and `!`."""
    return bool(runs) and runs[-1].address is None and runs[-1].text.endswith((".", "?", "!"))


def joined(delimiter: str, *parts: Runs) -> Runs:
    """The parts that are not empty, `delimiter` between them; its full stop is left out where one stands already."""
    result: Runs = ()
    for part in parts:
        if result and part:
            between = delimiter[1:] if delimiter.startswith(".") and ends_with_stop(result) else delimiter
            result += (Run(between), *part) if between else part
        else:
            result += part
    return result


_TAG = re.compile(r"<(/?)(i|b|em|strong|sub|sup|sc|span)(\s[^<>]*)?>", re.IGNORECASE)
_MARK_OF_TAG: dict[str, Mark] = {
    "i": "italic",
    "em": "italic",
    "b": "bold",
    "strong": "bold",
    "sub": "subscript",
    "sup": "superscript",
    "sc": "small-caps",
}


def rich(text: str, kind: Kind = "text") -> Runs:
    """Text of a CSL-JSON field as runs.

    Source: CSL 1.0.2, appendix "Rich text in fields": `<i>`, `<b>`, `<sub>`, `<sup>`, and `<span>` with
    `font-variant: small-caps` or `class="nocase"`. A closing tag that closes nothing stays as it is written.
    """
    runs: list[Run] = []
    open_tags: list[tuple[str, Mark | None]] = []
    at = 0
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if tag[1] and (not open_tags or open_tags[-1][0] != name):
            continue
        runs.append(Run(text[at : tag.start()], kind, _marks(open_tags)))
        at = tag.end()
        if tag[1]:
            open_tags.pop()
        else:
            open_tags.append((name, _mark(name, tag[3] or "")))
    runs.append(Run(text[at:], kind, _marks(open_tags)))
    return tuple(run for run in runs if run.text)


def _mark(name: str, attributes: str) -> Mark | None:
    return "small-caps" if name == "span" and "small-caps" in attributes else _MARK_OF_TAG.get(name)


def _marks(open_tags: list[tuple[str, Mark | None]]) -> tuple[Mark, ...]:
    return tuple(mark for _, mark in open_tags if mark)


def linked(text: str, address: str, kind: Literal["url", "identifier"]) -> Runs:
    """Text that leads to `address`; a mere text where that is not an address of the web."""
    safe = address if re.match(r"(?:https?|ftp)://\S+$", address, re.IGNORECASE) else None
    return (Run(text, kind, address=safe),)


def enclosed(before: str, runs: Runs, after: str) -> Runs:
    """`runs` between two marks; nothing at all where there is nothing to enclose."""
    if not runs:
        return ()
    kind = runs[0].kind
    return (Run(before, kind), *runs, Run(after, kind))


def without_final_stop(runs: Runs) -> Runs:
    """`runs` without the full stop of a sentence at the end (a title from PubMed); an abbreviation keeps its own."""
    if not runs:
        return ()
    trimmed = _SENTENCE_STOP.sub("", runs[-1].text)
    return (*runs[:-1], runs[-1]._replace(text=trimmed)) if trimmed else runs


_SENTENCE_STOP = re.compile(r"(?<=[^\W\d_]{5})\.$|(?<!。)。$")

# ---- HTML

_HTML_TAGS: dict[Mark, tuple[str, str]] = {
    "italic": ("<i>", "</i>"),
    "bold": ("<b>", "</b>"),
    "subscript": ("<sub>", "</sub>"),
    "superscript": ("<sup>", "</sup>"),
    "small-caps": ('<span style="font-variant: small-caps">', "</span>"),
}


def html_of(runs: Runs) -> str:
    """Runs as phrasing content of HTML: links, and the marks of titles."""
    return "".join(map(_html_run, runs))


def _html_run(run: Run) -> str:
    text = html.escape(run.text, quote=False)
    for mark in reversed(run.marks):
        before, after = _HTML_TAGS[mark]
        text = before + text + after
    return f'<a href="{html.escape(run.address)}">{text}</a>' if run.address else text


# ---- Markdown

#: What we write ourselves between brackets cannot be taken for a link, so it is left readable.
_OWN_BRACKETS = frozenset({"designator", "date"})
_MARKDOWN_SPECIAL = re.compile(r"[\\`*_\[\]<>$~^@|#{}]|&(?=[#\w])")
_NOT_IN_TARGET = re.compile(r"[<>\\]")
_LINE_START = re.compile(r"^(?:\d{1,9}[.)](?=\s|$)|[-+=:>](?=\s|$|[-=>]))")
_MARKDOWN_MARKS: dict[Mark, tuple[str, str]] = {**_HTML_TAGS, "italic": ("*", "*"), "bold": ("**", "**")}


def _escape_start(found: re.Match[str]) -> str:
    return found[0][:-1] + "\\" + found[0][-1]


def _markdown_run(run: Run) -> str:
    if run.address:
        target = _NOT_IN_TARGET.sub(lambda found: quote(found[0]), run.address)
        return f"<{target}>" if run.text == target else f"[{_escaped(run.text)}](<{target}>)"
    text = run.text if run.kind in _OWN_BRACKETS else _escaped(run.text)
    for mark in reversed(run.marks):
        before, after = (_MARKDOWN_MARKS if text[0].isalnum() and text[-1].isalnum() else _HTML_TAGS)[mark]
        text = before + text + after
    return text


def _escaped(text: str) -> str:
    return _MARKDOWN_SPECIAL.sub(r"\\\g<0>", text)
