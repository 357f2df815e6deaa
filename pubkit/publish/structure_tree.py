"""The structure tree of the PDF: what a screen reader, a converter and a search engine see of it.

WeasyPrint builds its tree from boxes: every line is a `Span` of its own, a paragraph that runs over a page is two, an
item of a list holds `NonStruct` where `LBody` belongs. Within `accessible_structure()` the tree is built from the HTML
elements instead: one element, one node, whatever lines and pages it runs over. Running heads, page numbers and
repeated table heads become artifacts.
Sources: ISO 32000-1, 14.7 and 14.8 (structure, standard types); ISO 14289-1 (PDF/UA-1); WeasyPrint 70.0, pdf/tags.py.
What does not belong here: metadata (`pdf`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pubkit.publish.page_feet import stands_before
from pubkit.publish.weasyprint_patch import Patch, patched

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager

#: Standard structure types by HTML element; an element that is not here adds nothing to its parent's node.
_ROLES: Final = {
    "nav": "Sect",
    "section": "Sect",
    "article": "Art",
    "blockquote": "BlockQuote",
    "p": "P",
    "pre": "P",
    **{f"h{n}": f"H{n}" for n in range(1, 7)},
    "ul": "L",
    "ol": "L",
    "dl": "L",
    "li": "LI",
    "dt": "LI",
    "dd": "LI",
    "li::marker": "Lbl",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "caption": "Caption",
    "figcaption": "Caption",
    "img": "Figure",
    "{http://www.w3.org/2000/svg}svg": "Figure",
    "code": "Code",
    "q": "Quote",
    "a": "Link",
}
#: Nodes that hold other nodes and no text of their own.
_GROUPING: Final = frozenset(
    {"Document", "Sect", "Art", "TOC", "L", "Table", "THead", "TBody", "TFoot", "TR", "BlockQuote", "Div"}
)
#: A cell stands in the tree also when it is empty, or the rows would be of different length.
_ALWAYS: Final = frozenset({"TR", "TH", "TD"})


def accessible_structure() -> AbstractContextManager[None]:
    """Within it, WeasyPrint writes this module's structure tree. Not for several threads at once.

    Raises `ToolError` where WeasyPrint is not the release that this was written for.
    """
    return patched((Patch("pdf", "add_tags", "pdf document pdf_version page_streams", lambda _: add_tags),))


@dataclass(eq=False, slots=True)
class _Node:
    """A node of the tree: its children are nodes, marked content as (page, number), and links as annotations."""

    role: str
    parent: _Node | None
    element: Any = None
    attributes: dict[str, Any] = field(default_factory=dict)
    children: list[_Node | tuple[int, int] | Any] = field(default_factory=list)
    body: _Node | None = None  # of an item of a list: what is not its label

    def add(self, role: str, element: Any = None) -> _Node:
        node = _Node(role, self, element)
        self.children.append(node)
        return node


def add_tags(pdf: Any, document: Any, pdf_version: Any, page_streams: list[Any]) -> None:  # noqa: ARG001
    """Adds the structure tree to a PDF; takes the place of `weasyprint.pdf.add_tags`."""
    tree = _Tree()
    for number, (page, stream) in enumerate(zip(document.pages, page_streams, strict=True)):
        tree.read_page(page._page_box, number, stream)
    _Writer(pdf, len(document.pages)).write(tree.root)
    _declare(pdf)


def _declare(pdf: Any) -> None:
    from weasyprint.pdf import pydyf

    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


class _Tree:
    """Reads pages of boxes into nodes."""

    def __init__(self) -> None:
        self.root = _Node("Document", None)
        self.nodes: dict[tuple[int, str], _Node] = {}
        self.heads: dict[int, int] = {}  # the page on which a table's head stands first
        self.page = 0
        self.marks: dict[Any, dict[str, Any]] = {}

    def read_page(self, page_box: Any, number: int, stream: Any) -> None:
        """Adds the content of a page; what belongs to no element of the text becomes an artifact."""
        from weasyprint.formatting_structure import boxes

        self.page, self.marks = number, stream._tags
        for child in page_box.children:
            if not isinstance(child, boxes.MarginBox):
                self.read(child, self.root)
        _make_artifacts(stream, {mark["mcid"] for mark in self.marks.values()})
        self.marks.clear()

    def read(self, box: Any, parent: _Node) -> None:
        from weasyprint.layout.absolute import AbsolutePlaceholder

        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if box.is_leader or self.is_repeated_head(box):
            return
        if (following := stands_before(box)) is not None:
            self.read_floating(box, parent, following)
        else:
            self.read_flowing(box, parent)

    def read_floating(self, box: Any, parent: _Node, following: Any) -> None:
        """A figure that its page shows behind its place: what it adds goes before the text that has passed it."""
        before = len(parent.children)
        self.read_flowing(box, parent)
        added = parent.children[before:]
        place = next((n for n, kid in enumerate(parent.children[:before]) if isinstance(kid, _Node) and kid.element is following), before)
        parent.children[before:] = []
        parent.children[place:place] = added

    def read_flowing(self, box: Any, parent: _Node) -> None:
        from weasyprint.formatting_structure import boxes

        node = self.node_of(box, parent)
        if box.link_annotation:
            self.holder(node).children.append(box.link_annotation)
        mark = self.marks.pop(box, None) if isinstance(box, boxes.TextBox | boxes.ReplacedBox) else None
        if mark is not None:
            self.holder(node).children.append((self.page, mark["mcid"]))
        for child in box.children:
            self.read(child, node)

    def is_repeated_head(self, box: Any) -> bool:
        """Whether this is the head of a table that WeasyPrint repeats on a further page."""
        if box.element_tag != "thead":
            return False
        return self.heads.setdefault(id(box.element), self.page) != self.page

    def node_of(self, box: Any, parent: _Node) -> _Node:
        """The node of a box's element, made at its first box; the parent's where the element adds none."""
        tag = box.element_tag if box.element is not None else ""
        role = _role(tag, box.element, parent)
        if role is None:
            return self.in_language(box, tag, parent)
        key = (id(box.element), tag)
        known = self.nodes.get(key)
        if known is None:
            known = self.nodes[key] = self.made(box, role, parent)
        return known.body or known

    def in_language(self, box: Any, tag: str, parent: _Node) -> _Node:
        """An element that only says which language its words are in: a span, or a division of blocks."""
        if tag in ("", "html", "body") or "::" in tag or box.element.get("lang") is None:
            return parent
        key = (id(box.element), tag)
        if key not in self.nodes:
            node = parent.add("Div", box.element) if tag == "div" else self.holder(parent).add("Span", box.element)
            self.nodes[key] = node
            self.nodes[key].attributes["Lang"] = box.element.get("lang")
        return self.nodes[key]

    def made(self, box: Any, role: str, parent: _Node) -> _Node:
        if role == "Lbl":
            return self.label(box, parent)
        node = (self.holder(parent) if role in ("Link", "Code", "Quote", "Formula") else parent).add(role, box.element)
        if language := box.element.get("lang"):
            node.attributes["Lang"] = language
        if role == "LI":
            node.body = node.add("LBody")
        _describe(node, box)
        return node

    def label(self, box: Any, parent: _Node) -> _Node:
        """The label of an item stands before its body."""
        item = parent
        while item.role != "LI" and item.parent is not None:
            item = item.parent
        if item.role != "LI":
            return parent
        node = _Node("Lbl", item, box.element)
        item.children.insert(0, node)
        return node

    def holder(self, node: _Node) -> _Node:
        """A node that text may stand in: the node itself, or a paragraph in one that only groups."""
        if node.role not in _GROUPING:
            return node
        last = node.children[-1] if node.children else None
        if isinstance(last, _Node) and last.role == "P" and last.element is None:
            return last
        return node.add("P")


def _role(tag: str, element: Any, parent: _Node) -> str | None:
    """The structure type of an element; in a table of contents a list and its items have types of their own."""
    if tag == "span" and "reference-number" in (element.get("class") or "").split():
        return "Lbl"
    if tag == "ol" and (parent.role == "TOCI" or (parent.element is not None and parent.element.tag == "nav")):
        return "TOC"
    if tag == "img" and "formula" in (element.get("class") or "").split():
        return "Formula"
    return "TOCI" if tag == "li" and parent.role == "TOC" else _ROLES.get(tag)


def _describe(node: _Node, box: Any) -> None:
    """The attributes that a node of its type has."""
    from weasyprint.pdf import pydyf

    if node.role in ("Figure", "Formula"):
        node.attributes["Alt"] = _alternative(box.element)
        x, y = box.content_box_x(), box.content_box_y()
        bounds = pydyf.Array((x, y, x + box.width, y + box.height))
        node.attributes["A"] = pydyf.Dictionary({"O": "/Layout", "BBox": bounds})
    elif node.role in ("TH", "TD"):
        node.attributes["A"] = _cell(node.role, box)
    elif node.role == "L":
        numbered = box.element.tag == "ol"
        node.attributes["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": "/Decimal" if numbered else "/Disc"})


def _alternative(element: Any) -> str:
    title = element.find("{http://www.w3.org/2000/svg}title")
    return element.get("alt") or element.get("aria-label") or element.get("alttext") or getattr(title, "text", "") or ""


def _cell(role: str, box: Any) -> Any:
    from weasyprint.pdf import pydyf

    cell = pydyf.Dictionary({"O": "/Table"})
    if role == "TH":
        cell["Scope"] = "/Row" if box.element.get("scope") == "row" else "/Column"
    for name, span in (("ColSpan", box.colspan), ("RowSpan", box.rowspan)):
        if span != 1:
            cell[name] = span
    return cell


def _make_artifacts(stream: Any, numbers: Iterable[int]) -> None:
    """Turn marked content of a page into artifacts: it has no place in the tree."""
    from weasyprint.pdf import pydyf

    wanted = set(numbers)
    for i, item in enumerate(stream.stream):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in wanted:
            stream.stream[i - 1] = "/Artifact"
            stream.stream[i] = pydyf.Dictionary({"Type": "/Pagination"})


class _Writer:
    """Writes nodes as objects of the PDF, and the tree that leads from content back to its node."""

    def __init__(self, pdf: Any, pages: int) -> None:
        self.pdf = pdf
        self.pages = pdf.page_references
        self.by_content: list[dict[int, bytes]] = [{} for _ in range(pages)]
        self.annotations: list[tuple[bytes, Any]] = []

    def write(self, root: _Node) -> None:
        from weasyprint.pdf import pydyf

        parent_tree = self.add(pydyf.Dictionary({}))
        top = self.add(pydyf.Dictionary({"Type": "/StructTreeRoot", "ParentTree": parent_tree.reference}))
        top["K"] = pydyf.Array([self.node(root, top.reference)])
        parent_tree["Nums"] = self.parents()
        self.pdf.catalog["StructTreeRoot"] = top.reference

    def add(self, item: Any) -> Any:
        self.pdf.add_object(item)
        return item

    def node(self, node: _Node, parent: bytes) -> Any:
        """The reference of a node; None for one without content."""
        from weasyprint.pdf import pydyf

        element = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.role}", "P": parent})
        page = _first_page(node)
        if page is not None:
            element["Pg"] = self.pages[page]
        for name, value in node.attributes.items():
            element[name] = pydyf.String(value) if isinstance(value, str) else value
        self.add(element)
        element["K"] = pydyf.Array(
            [self.kid(kid, page, element.reference) for kid in node.children if _has_content(kid)]
        )
        return element.reference

    def kid(self, kid: Any, page: int | None, parent: bytes) -> Any:
        from weasyprint.pdf import pydyf

        if isinstance(kid, _Node):
            return self.node(kid, parent)
        if isinstance(kid, tuple):
            here, number = kid
            self.by_content[here][number] = parent
            if here == page:
                return number
            return pydyf.Dictionary({"Type": "/MCR", "Pg": self.pages[here], "MCID": number})
        self.annotations.append((parent, kid))
        return pydyf.Dictionary({"Type": "/OBJR", "Obj": kid.reference})

    def parents(self) -> Any:
        """The number tree from pages and annotations to nodes (ISO 32000-1, 14.7.4.4)."""
        from weasyprint.pdf import pydyf

        numbers = pydyf.Array([])
        for page, found in enumerate(self.by_content):
            references = [found.get(n, b"null") for n in range(max(found, default=-1) + 1)]
            numbers.extend([page, pydyf.Array(references)])
        for i, (parent, annotation) in enumerate(self.annotations, start=len(self.by_content)):
            annotation["StructParent"] = i
            numbers.extend([i, parent])
        return numbers


def _has_content(kid: Any) -> bool:
    if not isinstance(kid, _Node):
        return True
    return kid.role in _ALWAYS or any(map(_has_content, kid.children))


def _first_page(node: _Node) -> int | None:
    """The page of a node's own content, or of the first content inside it."""
    for kid in node.children:
        if isinstance(kid, tuple):
            return int(kid[0])
    inside = (_first_page(kid) for kid in node.children if isinstance(kid, _Node))
    return next((page for page in inside if page is not None), None)
