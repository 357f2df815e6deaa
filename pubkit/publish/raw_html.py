"""HTML in the source becomes nodes of the tree, or goes: no tag of the source reaches a publication as it was written.

Blocks are cleaned by nh3 and then read as HTML by pandoc. Inline tags are matched in pairs and become emphasis, links,
line breaks; the others go and their words stay. What is active (scripts, styles, frames) goes with its content.
What does not belong here: addresses and pictures, which are judged with those of the Markdown (`addresses`, `pictures`).
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, Final

from pubkit.publish.tree import attributes, edit_inlines, link, plain_text, raw_inline, span, walk, words
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from pubkit.publish.pandoc import Read
    from pubkit.publish.tree import Node

#: Elements that go with everything in them.
_ACTIVE: Final = frozenset(
    [
        "script",
        "style",
        "template",
        "iframe",
        "object",
        "embed",
        "noscript",
        "title",
        "head",
        "svg",
        "math",
        "canvas",
        "video",
        "audio",
    ]
)
_VOID: Final = frozenset({"br", "img", "wbr", "hr", "input"})
_SAME_IN_PANDOC: Final = {
    "b": "Strong",
    "strong": "Strong",
    "i": "Emph",
    "em": "Emph",
    "s": "Strikeout",
    "del": "Strikeout",
    "strike": "Strikeout",
    "u": "Underline",
    "ins": "Underline",
    "sub": "Subscript",
    "sup": "Superscript",
}
#: Written by pandoc as the element of that name.
_SPANS: Final = frozenset({"kbd", "mark", "dfn"})
#: Written by us, without attributes: pandoc has no node for them.
_WRITTEN: Final = frozenset(["ruby", "rb", "rt", "rp", "small", "abbr", "q", "cite", "var", "samp", "bdi"])
_TAG: Final = re.compile(r"<([A-Za-z][\w-]*)")
_BLOCK_ATTRIBUTES: Final[dict[str, set[str]]] = {
    "*": {"id", "lang", "dir"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
}


class Tag(NamedTuple):
    """One tag of the source. `name` is in lower case."""

    name: str
    closes: bool
    attributes: dict[str, str]


def convert_html(blocks: list[Node], read_html: Callable[[str], Read]) -> tuple[list[Node], tuple[str, ...]]:
    """The tree with the source's HTML as nodes, and the names of the elements that were taken out, sorted.

    `read_html` reads all HTML blocks at once, and is not called where there is none.
    """
    removed: set[str] = set()
    if not any(True for _ in walk(blocks, "RawBlock", "RawInline")):
        return blocks, ()
    without_blocks = _convert_blocks(blocks, read_html, removed)
    converted: list[Node] = edit_inlines(without_blocks, lambda inlines: _convert_inlines(inlines, removed))
    return converted, tuple(sorted(removed))


def _is_html(node: Node, kind: str) -> bool:
    return node["t"] == kind and "html" in node["c"][0]


def _convert_blocks(blocks: list[Node], read_html: Callable[[str], Read], removed: set[str]) -> list[Node]:
    raw = list(walk(blocks, "RawBlock"))
    if not raw:
        return blocks
    cleaned = [_clean(node["c"][1], removed) if _is_html(node, "RawBlock") else "" for node in raw]
    read: list[Node] = []
    if any(text.strip() for text in cleaned):
        read = read_html("\n".join(f'<div id="{n}">\n{text}\n</div>' for n, text in enumerate(cleaned))).blocks
    content = {node["c"][0][0]: _paragraphs(node["c"][1]) for node in read if node["t"] == "Div"}
    replaced: list[Node] = _replace_blocks(blocks, {id(node): content.get(str(n), []) for n, node in enumerate(raw)})
    return replaced


def _paragraphs(blocks: list[Node]) -> list[Node]:
    """Blocks of HTML, where text may stand in no paragraph, with that text in one."""
    found: list[Node] = []
    for block in blocks:
        if block["t"] == "Plain":
            found.append({"t": "Para", "c": block["c"]})
        elif block["t"] == "Div":
            found.append({"t": "Div", "c": [block["c"][0], _paragraphs(block["c"][1])]})
        else:
            found.append(block)
    return found


def _replace_blocks(value: Any, made: dict[int, list[Node]]) -> Any:
    if isinstance(value, dict):
        return {**value, "c": _replace_blocks(value["c"], made)} if "c" in value else value
    if not isinstance(value, list):
        return value
    replaced: list[Any] = []
    for item in value:
        if isinstance(item, dict) and item.get("t") == "RawBlock":
            replaced += made.get(id(item), [])
        else:
            replaced.append(_replace_blocks(item, made))
    return replaced


def _clean(html: str, removed: set[str]) -> str:
    import nh3

    removed.update(_ACTIVE.intersection(name.lower() for name in _TAG.findall(html)))
    cleaned: str = nh3.clean(
        html,
        tags=nh3.ALLOWED_TAGS | {"figure", "figcaption", "section", "article", "main", "input"},
        attributes=_BLOCK_ATTRIBUTES,
        clean_content_tags=set(_ACTIVE),
        url_schemes={"http", "https", "mailto", "data"},
        link_rel=None,
    )
    return cleaned


def _convert_inlines(inlines: list[Node], removed: set[str]) -> list[Node]:
    """One list of inlines with its tags as nodes; inner lists are done already."""
    if not any(node["t"] == "RawInline" for node in inlines):
        return inlines
    return _Matcher(removed).match(inlines)


class _Matcher:
    """Matches the tags of one list of inlines: the open elements, each with what stands in it so far."""

    def __init__(self, removed: set[str]) -> None:
        self.removed = removed
        self.open: list[tuple[Tag, list[Node]]] = []
        self.done: list[Node] = []

    def match(self, inlines: list[Node]) -> list[Node]:
        for node in inlines:
            tag = _tag(node["c"][1]) if _is_html(node, "RawInline") else None
            if tag is not None:
                self.meet(tag)
            elif node["t"] != "RawInline":
                self.here.append(node)
        while self.open:
            self.leave_unclosed()
        return self.done

    @property
    def here(self) -> list[Node]:
        return self.open[-1][1] if self.open else self.done

    def meet(self, tag: Tag) -> None:
        if tag.name in _ACTIVE:
            self.removed.add(tag.name)
        if tag.closes:
            self.close(tag.name)
        elif tag.name in _VOID:
            self.here.extend(_void(tag))
        else:
            self.open.append((tag, []))

    def close(self, name: str) -> None:
        if not any(tag.name == name for tag, _ in self.open):
            return
        while self.open[-1][0].name != name:
            self.leave_unclosed()
        tag, content = self.open.pop()
        self.here.extend(_element(tag, content))

    def leave_unclosed(self) -> None:
        """The words of an element that nothing closes; of a script, not even these."""
        tag, content = self.open.pop()
        self.here.extend([] if tag.name in _ACTIVE else content)


def _void(tag: Tag) -> list[Node]:
    if tag.name == "br":
        return [{"t": "LineBreak"}]
    if tag.name == "img" and "src" in tag.attributes:
        alternative = words(tag.attributes.get("alt", ""))
        return [{"t": "Image", "c": [_kept(tag), alternative, [tag.attributes["src"], ""]]}]
    return []


def _element(tag: Tag, content: list[Node]) -> list[Node]:
    """The nodes for an element and its content."""
    name = tag.name
    if name in _ACTIVE:
        return []
    if name in _SAME_IN_PANDOC:
        return [{"t": _SAME_IN_PANDOC[name], "c": content}] if content else []
    if name == "code":
        return [{"t": "Code", "c": [attributes(), plain_text(content)]}]
    if name == "a" and "href" in tag.attributes:
        return [link(content, tag.attributes["href"], _kept(tag))]
    if name in _SPANS:
        return [span(content, attributes("", name))]
    if name in _WRITTEN:
        return [raw_inline(f"<{name}>"), *content, raw_inline(f"</{name}>")]
    return [span(content, kept)] if any(kept := _kept(tag)) else content


def _kept(tag: Tag) -> list[Any]:
    pairs = [[name, tag.attributes[name]] for name in ("lang", "dir", "width", "height") if name in tag.attributes]
    return [tag.attributes.get("id") or tag.attributes.get("name", ""), [], pairs]


class _TagReader(HTMLParser):
    """Reads the one tag that a raw inline is."""

    tag: Tag | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tag = Tag(tag, closes=False, attributes={name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        self.tag = self.tag or Tag(tag, closes=True, attributes={})


def _tag(html: str) -> Tag | None:
    """The tag, or None for a comment, a declaration or a processing instruction."""
    reader = _TagReader()
    reader.feed(html)
    return reader.tag
