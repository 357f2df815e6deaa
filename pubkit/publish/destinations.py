"""Where links and pictures of the text lead: into the publication, to the web, or nowhere.

A link that leads nowhere becomes its words; a picture that cannot be had becomes its words, a link, or an error.
What does not belong here: how an address is judged (`addresses`) and how a picture is read (`pictures`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from pubkit.publish.addresses import breakable, shown_address, web_address
from pubkit.publish.characters import shortened
from pubkit.publish.identifiers import explicit
from pubkit.publish.pictures import Picture, load_picture
from pubkit.publish.tree import attributes, edit_nodes, has_class, link, plain_text, raw_inline, span, string, walk
from pubkit.text.errors import PublicationError
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

    from pubkit.publish.labels import Labels
    from pubkit.publish.tree import Node

#: The scheme of a picture's address in the tree, until a format puts its own in the place.
PICTURE_SCHEME: Final = "picture:"
_SHOWN_IN_ERROR: Final = 5
_SHOWN_ADDRESS: Final = 80
_REASONS: Final = {
    "missing": Phrase("is missing", "不存在"),
    "outside": Phrase("lies outside of the report's folder", "不在报告的文件夹内"),
    "format": Phrase("is not PNG, JPEG, GIF, WebP or SVG", "不是 PNG、JPEG、GIF、WebP 或 SVG"),
}


def settle_links(blocks: list[Node], identifiers: Container[str]) -> tuple[list[Node], list[Phrase]]:
    """The tree whose links all lead somewhere, and a remark for each address that was refused."""
    remarks: list[Phrase] = []

    def settle(node: Node) -> list[Node]:
        if has_class(node, "citation"):
            return [node]
        attrs, content, (address, title) = node["c"]
        if address.startswith("#"):
            inner = explicit(unquote(address[1:]))
            target = "#" + inner if inner in identifiers else None
        else:
            target = web_address(address)
        if target is None:
            remarks.append(_refused(address))
            return [span(content, attrs)] if attrs[0] else content
        return [{"t": "Link", "c": [attrs, _breakable(content, address), [target, title]]}]

    settled: list[Node] = edit_nodes(blocks, settle, "Link")
    return settled, remarks


def _refused(address: str) -> Phrase:
    shown = shortened(address, _SHOWN_ADDRESS)
    return Phrase(
        f"a link to “{shown}” leads nowhere in a publication; only its words were kept",
        f"指向“{shown}”的链接在出版物中无效，只保留了文字",
    )


def _breakable(content: list[Node], address: str) -> list[Node]:
    """The text of a link; where it is the address itself, with places to break the line."""
    if plain_text(content) not in (address, address.removeprefix("mailto:")):
        return content
    pieces = breakable(shown_address(plain_text(content)))
    broken = [node for piece in pieces for node in (raw_inline("<wbr />"), string(piece))][1:]
    return [span(broken, attributes("", "address"))]


@dataclass(slots=True)
class Pictures:
    """Reads the pictures of a tree. `found` holds them by name; `remarks` says which were left out."""

    folder: Path
    draft: bool
    labels: Labels
    found: dict[str, Picture] = field(default_factory=dict)
    remarks: list[Phrase] = field(default_factory=list)
    _lost: dict[str, Phrase] = field(default_factory=dict)

    def settle(self, blocks: list[Node]) -> list[Node]:
        """The tree with `picture:NAME` as the address of each picture.

        Raises `PublicationError` naming the pictures that cannot be had; in a draft these are visible marks.
        """
        settled: list[Node] = edit_nodes(edit_nodes(blocks, self._image, "Image"), _figure, "Figure")
        if self._lost and not self.draft:
            raise self._error()
        return settled

    def _image(self, node: Node) -> list[Node]:
        attrs, alternative, (address, title) = node["c"]
        loaded = load_picture(address, self.folder)
        if isinstance(loaded, Picture):
            self.found[loaded.name] = loaded
            described = attrs if alternative else [*attrs[:2], [*attrs[2], ["alt", ""]]]
            return [{"t": "Image", "c": [described, alternative, [PICTURE_SCHEME + loaded.name, title]]}]
        shown = shortened(address, _SHOWN_ADDRESS)
        if loaded.reason in _REASONS:
            self._lost[shown] = reason = _REASONS[loaded.reason]
            self.remarks.append(Phrase("the picture {} {}, and is marked", "图片 {} {}，已作标记").format(shown, reason))
            label = self.labels.missing_picture.format(name=shown)
            said = [{"t": "Space"}, *alternative] if alternative else []
            return [span([string(label)], attributes("", "missing")), *said]
        self.remarks.append(_left_out(shown))
        return [link(alternative or [string(shown)], address, attributes())] if loaded.reason == "web" else alternative

    def _error(self) -> PublicationError:
        names = list(self._lost.items())
        more = len(names) - _SHOWN_IN_ERROR
        rest = Phrase(f" and {more} more", f"，另有 {more} 个") if more > 0 else Phrase("", "")
        return PublicationError(
            Phrase(
                "; ".join(f"the picture {name} {reason.en}" for name, reason in names[:_SHOWN_IN_ERROR]) + rest.en,
                "；".join(f"图片 {name} {reason.zh}" for name, reason in names[:_SHOWN_IN_ERROR]) + rest.zh,
            ),
            hint=Phrase(
                "Put the picture into the report's folder, or build a draft.",
                "请把图片放进报告的文件夹，或用草稿方式生成。",
            ),
        )


def _left_out(address: str) -> Phrase:
    return Phrase(
        f"the picture {address} is not the report's own and was not fetched; its words were kept",
        f"图片 {address} 不在报告内，没有下载，只保留了文字",
    )


def _figure(node: Node) -> list[Node]:
    """A figure that has lost its picture is a paragraph: the mark of what is missing, and the caption."""
    if any(True for _ in walk(node, "Image")):
        return [node]
    marks = [inner for inner in walk(node["c"][2], "Span") if has_class(inner, "missing")]
    caption = node["c"][1][1]
    if not marks or not caption:
        return [{"t": "Para", "c": block["c"]} if block["t"] == "Plain" else block for block in node["c"][2]]
    first, *others = caption
    words = [{"t": "Space"}, *first["c"]] if first["t"] in ("Plain", "Para") else []
    return [{"t": "Para", "c": [*marks, *words]}, *(others if words else caption)]
