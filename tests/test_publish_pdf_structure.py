"""The structure tree of the PDF, as a screen reader sees it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from pubkit.publish.publication import Publication, Reference
from pubkit.publish.rendering import render

pytest.importorskip("weasyprint")
pikepdf = pytest.importorskip("pikepdf")

from pubkit.publish.pdf import make_pdf  # noqa: E402

LONG = "山路在雾里一级一级地升上去，走在前面的人只剩下脚步声，偶尔有水滴从竹叶上落下来。"
BODY = f"""
## 一、山

首段有**粗体**、[链接](https://example.org/a)与引用[@a]。

1. 甲
   - 子甲
   - 子乙
2. 乙

> 引文。

| 名 | 数 |
|---|---|
| 山 | |

![山的画](data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20width='30'%20height='20'/%3E)

`code` 与

```
代码
```

{LONG * 60}

## 二、[English words]{{lang=en}}

{LONG}
"""


class Node(NamedTuple):
    """An element of the tree: its type, its children that are elements, and how much content it holds itself."""

    role: str
    children: list[Node]
    marks: int
    links: int
    element: object

    def all(self, role: str) -> list[Node]:
        found = [self] if self.role == role else []
        return found + [node for child in self.children for node in child.all(role)]

    def outline(self) -> str:
        inner = " ".join(child.outline() for child in self.children)
        return f"{self.role}({inner})" if inner else self.role


def node_of(element) -> Node:
    kids = element.get("/K", pikepdf.Array())
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    nodes = [node_of(kid) for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    marks = sum(not isinstance(kid, pikepdf.Dictionary) or kid.get("/Type") == "/MCR" for kid in kids)
    links = sum(isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR" for kid in kids)
    return Node(str(element.S)[1:], nodes, marks, links, element)


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """A report that was made, opened."""
    target = tmp_path_factory.mktemp("structure") / "a.pdf"
    report = Publication(
        name="a",
        language="zh-CN",
        title="山",
        body=BODY,
        references=(Reference("a", 1, "某书", "https://example.org/b"),),
        folder=Path(__file__).parent,
    )
    remarks: list[object] = []
    make_pdf(render(report), target, remark=remarks.append)
    assert remarks == []
    with pikepdf.open(target) as pdf:
        yield pdf


@pytest.fixture(scope="module")
def tree(opened) -> Node:
    """The tree from its document element down."""
    return node_of(opened.Root.StructTreeRoot.K[0])


def test_the_document_says_its_language_and_shows_its_title(opened):
    """PDF/UA-1, 7.1 and 7.2."""
    assert str(opened.Root.Lang) == "zh-CN"
    assert opened.Root.ViewerPreferences.DisplayDocTitle is True
    assert opened.Root.MarkInfo.Marked is True
    assert all(page.Tabs == "/S" for page in opened.pages)


def test_headings_are_nested(tree):
    """One title, chapters below it."""
    assert len(tree.all("H1")) == 1
    assert len(tree.all("H2")) == 4  # contents, two chapters, references


def test_an_item_of_a_list_is_a_label_and_a_body(tree):
    """And an inner list stands in the body of its item."""
    first = next(node for node in tree.all("L") if node.all("L")[1:])
    assert first.outline() == "L(LI(Lbl LBody(L(LI(Lbl LBody) LI(Lbl LBody)))) LI(Lbl LBody))"
    for item in tree.all("LI"):
        assert [child.role for child in item.children] == ["Lbl", "LBody"]


def test_a_paragraph_is_one_element(tree, opened):
    """Whatever lines and pages it runs over, with no span for each line and no element without meaning."""
    assert not tree.all("NonStruct")
    assert not tree.all("Div")
    over_pages = [node for node in tree.all("P") if any(isinstance(k, pikepdf.Dictionary) for k in node.element.K)]
    long = max(tree.all("P"), key=lambda node: node.marks)
    assert long in over_pages
    assert long.marks > 38
    assert len(opened.pages) > 1


def test_a_link_holds_its_text_and_its_annotation(tree):
    """And the annotation leads back to it."""
    links = tree.all("Link")
    assert links
    for link in links:
        assert link.links == 1
        assert link.marks >= 1
        kid = next(k for k in link.element.K if isinstance(k, pikepdf.Dictionary))
        assert kid.Obj.Contents


def test_a_table_has_rows_of_the_same_length(tree):
    """Also where a cell is empty, and its heads say that they head a column."""
    (table,) = tree.all("Table")
    assert table.outline() == "Table(THead(TR(TH TH)) TBody(TR(TD TD)))"
    assert all(str(head.element.A.Scope) == "/Column" for head in table.all("TH"))


def test_pictures_have_words_and_contents_their_types(tree):
    """Alternative text, a table of contents with its items, a quotation, code."""
    (figure,) = tree.all("Figure")
    assert str(figure.element.Alt) == "山的画"
    (contents,) = tree.all("TOC")
    assert [child.role for child in contents.children] == ["TOCI", "TOCI", "TOCI"]
    assert tree.all("BlockQuote")[0].outline() == "BlockQuote(P)"
    assert tree.all("Code")


def test_words_of_another_language_are_marked(tree):
    """So that they are read aloud in it."""
    languages = {str(node.element.Lang) for node in tree.all("Span") if "/Lang" in node.element}
    assert "en" in languages
    assert "zh-CN" not in languages


def test_every_mark_in_the_pages_has_its_place(opened, tree):
    """In the tree, or as an artifact: running heads, page numbers, the dots of the contents."""
    numbers = list(opened.Root.StructTreeRoot.ParentTree.Nums)
    parents = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
    marked = 0
    for index, page in enumerate(opened.pages):
        assert int(page.StructParents) == index
        depth = 0
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                depth += 1
                if name == "BDC" and "/MCID" in operands[1]:
                    element = parents[index][int(operands[1].MCID)]
                    assert element.S
                    marked += 1
            elif name == "EMC":
                depth -= 1
            elif name in ("Tj", "TJ"):
                assert depth > 0
    assert marked == sum(node.marks for node in every(tree))


def every(node: Node):
    yield node
    for child in node.children:
        yield from every(child)


def test_annotations_lead_back_to_their_elements(opened):
    """Each link's number finds the element that holds it."""
    numbers = list(opened.Root.StructTreeRoot.ParentTree.Nums)
    parents = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
    links = [a for page in opened.pages for a in page.get("/Annots", [])]
    assert links
    for link in links:
        assert parents[int(link.StructParent)].S == "/Link"


def test_the_words_of_the_tree_are_in_the_order_of_the_text(opened, tmp_path):
    """Read through the tree, the report begins with its title and ends with its reference."""
    import subprocess

    target = tmp_path / "a.pdf"
    opened.save(target)
    read = subprocess.run(["pdfinfo", "-struct-text", str(target)], capture_output=True, text=True, check=True).stdout
    words = "".join(re.findall(r'^\s*"(.*)"$', read, re.MULTILINE))
    places = [words.rindex(part) for part in ("首段有", "子甲", "引文。", "代码", "English words", "某书")]
    assert places == sorted(places)
