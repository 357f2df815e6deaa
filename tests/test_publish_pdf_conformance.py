"""PDF/UA-1 and PDF/A-2u as far as a machine can look: each test names its failure conditions of the Matterhorn Protocol 1.1.

What is looked at and what is not, and why: docs/pdf-conformance.md.
"""

from __future__ import annotations

import re
import subprocess
from itertools import pairwise

import pytest

from pubkit.publish.print_options import PrintOptions
from pubkit.publish.publication import Publication, Reference
from pubkit.publish.rendering import render

pytest.importorskip("weasyprint")
pikepdf = pytest.importorskip("pikepdf")

from pubkit.publish.pdf import make_pdf  # noqa: E402

LONG = "渔船在天亮前出港，灯火连成一线，到了外海才散开，各自去找昨夜定下的水域，直到日头偏西才陆续回来。"
PICTURE = "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20width='30'%20height='20'%3E%3Cpath%20d='M0%200h9v9z'%20fill-opacity='0.5'/%3E%3C/svg%3E"
BODY = f"""
## 一、出港

有*强调*、**粗体**、[链接](https://example.org/a)、引用[@a]、脚注[^1]与公式 $x^2 + y^2$。{LONG * 40}

[^1]: 脚注的话。

1. 甲
   - 子甲
2. 乙

表 1 渔获

| 船 | 渔获（吨） |
|---|---|
| 甲 | 1.5 |
| 乙 | 12 |

![船的画]({PICTURE})

### 1.1 外海

> 引文。

```
some_function("一个很长很长很长很长很长很长的参数", "another long argument", "and a third one", "and a fourth")
```

{LONG * 40}

#### 更深一级

{LONG}

## 二、[The harbour]{{lang=en}}

{LONG * 20} 🚢
"""
STANDARD = frozenset(
    ["Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct", "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form"]
)


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """A long report with one of everything."""
    folder = tmp_path_factory.mktemp("conformance")
    publication = Publication(
        name="report",
        language="zh-CN",
        title="近海渔业二十年",
        subtitle="产量与生计",
        authors=("李某", "王某"),
        date="2026-03-01",
        publisher="某研究所",
        rights="CC BY 4.0",
        body=BODY,
        references=(Reference("a", 1, "李某. 渔业志[M]. 2001.", f"https://example.org/a?{'x=1&' * 60}"),),
        folder=folder,
        printing=PrintOptions(list_of_tables=True, list_of_figures=True),
    )
    remarks: list[object] = []
    make_pdf(render(publication), folder / "a.pdf", remark=remarks.append)
    assert remarks == []
    with pikepdf.open(folder / "a.pdf") as pdf:
        yield pdf


def kids(element) -> list:
    found = element.get("/K", pikepdf.Array())
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def elements(element):
    """An element of the structure tree and all below it, in reading order."""
    yield element
    for kid in kids(element):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from elements(kid)


def tree(pdf):
    return elements(pdf.Root.StructTreeRoot.K[0])


def role(element) -> str:
    return str(element.S)[1:]


def child_roles(element) -> list[str]:
    return [role(kid) for kid in kids(element) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def metadata(pdf) -> str:
    return pdf.Root.Metadata.read_bytes().decode()


def test_all_content_is_tagged_or_an_artifact(opened):
    """01-003, 01-004, 01-005: text, paths and pictures stand in marked content, and no artifact in tagged content."""
    shows = {"Tj", "TJ", "'", '"', "Do", "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "INLINE IMAGE"}
    for page in opened.pages:
        open_: list[bool] = []  # whether each is an artifact
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                is_artifact = str(operands[0]) == "/Artifact"
                assert not open_ or open_[-1] == is_artifact
                open_.append(is_artifact)
                if not is_artifact:
                    assert "/MCID" in operands[1]
            elif name == "EMC":
                open_.pop()
            elif name in shows:
                assert open_, f"{name} outside of marked content"
        assert open_ == []


def test_every_marked_content_has_its_place_in_the_tree(opened):
    """01-005, 30-002: each MCID is in the parent tree, and is the child of the element that it names, once."""
    found: list[tuple[int, int]] = []
    pages = {page.obj.objgen: n for n, page in enumerate(opened.pages)}
    for element in tree(opened):
        for kid in kids(element):
            if not isinstance(kid, pikepdf.Dictionary):
                found.append((pages[element.Pg.objgen], int(kid)))
            elif kid.get("/Type") == "/MCR":
                found.append((pages[kid.Pg.objgen], int(kid.MCID)))
    assert len(found) == len(set(found)) > 100
    marked = set()
    for n, page in enumerate(opened.pages):
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "BDC" and str(operands[0]) != "/Artifact" and "/MCID" in operands[1]:
                marked.add((n, int(operands[1].MCID)))
    assert marked == set(found)


def test_it_is_marked_and_not_suspect(opened):
    """01-007, 07-001, 07-002: MarkInfo, no Suspects, and the title is shown in the window."""
    assert opened.Root.MarkInfo.Marked is True or str(opened.Root.MarkInfo.Marked) == "true"
    assert "/Suspects" not in opened.Root.MarkInfo
    assert str(opened.Root.ViewerPreferences.DisplayDocTitle).lower() == "true"


def test_all_structure_types_are_standard(opened):
    """02-001, 02-003, 02-004: no type of our own, so no mapping that could lead astray."""
    assert {role(element) for element in tree(opened)} <= STANDARD
    assert "/RoleMap" not in opened.Root.StructTreeRoot


def test_metadata_name_the_standards_and_the_title(opened):
    """06-001, 06-002, 06-003, and ISO 19005-2, 6.6: PDF/UA-1, PDF/A-2u with the schema that PDF/A does not know, dc:title."""
    xmp = metadata(opened)
    assert 'pdfuaid:part="1"' in xmp
    assert 'pdfaid:part="2"' in xmp
    assert 'pdfaid:conformance="U"' in xmp
    assert "http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>" in xmp
    assert re.search(r"<dc:title><rdf:Alt><rdf:li[^>]*>近海渔业二十年<", xmp)
    assert str(opened.docinfo["/Title"]) == "近海渔业二十年"


def test_tables_are_regular(opened):
    """09-004, 15-003: rows of cells of one length, and each header cell says of what."""
    tables = [element for element in tree(opened) if role(element) == "Table"]
    assert tables
    for table in tables:
        assert set(child_roles(table)) <= {"Caption", "THead", "TBody", "TFoot", "TR"}
        rows = [element for element in elements(table) if role(element) == "TR"]
        assert all(set(child_roles(row)) <= {"TH", "TD"} for row in rows)
        assert len({len(child_roles(row)) for row in rows}) == 1
        heads = [element for element in elements(table) if role(element) == "TH"]
        assert heads
        assert all("/Scope" in head.A for head in heads)


def test_lists_and_contents_are_made_as_they_should(opened):
    """09-005, 09-006: L holds LI and L; LI holds Lbl and LBody; TOC holds TOCI and TOC; TOCI stands nowhere else."""
    for element in tree(opened):
        inner = set(child_roles(element))
        if role(element) == "L":
            assert inner <= {"LI", "L", "Caption"}
        elif role(element) == "LI":
            assert inner <= {"Lbl", "LBody"}
        elif role(element) == "TOC":
            assert inner <= {"TOCI", "TOC", "Caption"}
        elif role(element) == "TOCI":
            assert inner <= {"Lbl", "Reference", "NonStruct", "P", "TOC", "Link"}
        else:
            assert not inner & {"LI", "TOCI"}


def test_language_is_known_everywhere(opened):
    """11-001 to 11-006: the document has a language, words in another one have theirs, and metadata have one by default."""
    assert str(opened.Root.Lang) == "zh-CN"
    assert any(str(element.get("/Lang", "")) == "en" for element in tree(opened))
    assert 'xml:lang="x-default"' in metadata(opened)


def test_pictures_and_formulas_have_a_text(opened):
    """13-004, 17-002: Alt on every Figure and Formula, and it says something."""
    shown = [element for element in tree(opened) if role(element) in ("Figure", "Formula")]
    assert {role(element) for element in shown} == {"Figure", "Formula"}
    assert all(str(element.get("/Alt", "")).strip() for element in shown)


def test_headings_begin_at_one_and_skip_none(opened):
    """14-002, 14-003, 14-006, 14-007: H1 first, numbered levels without a gap, no unnumbered H."""
    levels = [int(role(element)[1:]) for element in tree(opened) if re.fullmatch("H[1-6]", role(element))]
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    assert not any(role(element) == "H" for element in tree(opened))


def test_nothing_is_hidden_locked_or_attached(opened):
    """20-001 to 20-003, 21-001, 25-001, 26-001, 26-002: no layers, files, forms or encryption; ISO 19005-2: no actions."""
    assert not opened.is_encrypted
    root = opened.Root
    assert not {"/OCProperties", "/AcroForm", "/AA", "/OpenAction", "/Perms", "/Collection"} & set(root.keys())
    assert set(root.Names.keys()) <= {"/Dests"}
    forbidden = {"/JavaScript", "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState", "/Rendition"}
    for item in opened.objects:
        if isinstance(item, pikepdf.Dictionary):
            assert "/AA" not in item
            assert str(item.get("/S", "")) not in forbidden or "/P" in item
            assert str(item.get("/Type", "")) not in ("/Filespec", "/EmbeddedFile")


def test_links_are_tagged_and_say_where_they_lead(opened):
    """28-002, 28-004 to 28-012: only links, in Link elements, with Contents; pages with links are walked in order."""
    referred = {kid.Obj.objgen for e in tree(opened) for kid in kids(e) if role(e) == "Link" and isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid}
    count = 0
    for page in opened.pages:
        for annotation in page.get("/Annots", []):
            count += 1
            assert str(annotation.Subtype) == "/Link"
            assert str(annotation.Contents).strip()
            assert annotation.objgen in referred
            assert int(annotation.F) == 4  # ISO 19005-2, 6.3.2: printed, neither hidden nor invisible
            assert "/StructParent" in annotation
        assert str(page.Tabs) == "/S"
    assert count > 10


def test_a_shortened_address_is_whole_in_its_link(opened):
    """What paper leaves out of an address, the annotation has."""
    links = [str(a.A.URI) for page in opened.pages for a in page.get("/Annots", []) if "/A" in a and "/URI" in a.A]
    assert f"https://example.org/a?{'x=1&' * 60}" in links


def fonts(pdf):
    return [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"]


def test_fonts_are_embedded_and_can_be_read(opened):
    """10-001, 31-001 to 31-009, 31-027: programs inside, CIDs by a known map, ToUnicode on each font of the pages."""
    top = [font for font in fonts(opened) if str(font.Subtype) in ("/Type0", "/Type3")]
    assert {str(font.Subtype) for font in top} >= {"/Type0"}
    for font in top:
        assert "/ToUnicode" in font
        if str(font.Subtype) == "/Type0":
            assert str(font.Encoding) == "/Identity-H"
            (descendant,) = font.DescendantFonts
            assert {"/FontFile2", "/FontFile3"} & set(descendant.FontDescriptor.keys())
            assert str(descendant.CIDSystemInfo.Ordering) == "Identity"
            if str(descendant.Subtype) == "/CIDFontType2":
                assert str(descendant.CIDToGIDMap) == "/Identity"


def test_every_glyph_that_is_shown_has_a_character(opened):
    """10-001, 31-028, 31-029, 31-030: no glyph without Unicode, none that is U+0000, U+FEFF or .notdef."""
    shown: dict[str, set[int]] = {}
    for page in opened.pages:
        current = ""
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                current = str(operands[0])
            elif str(operator) in ("Tj", "TJ"):
                parts = operands[0] if str(operator) == "TJ" else [operands[0]]
                for part in parts:
                    if isinstance(part, pikepdf.String):
                        codes = bytes(part)
                        shown.setdefault(current, set()).update(int.from_bytes(codes[i : i + 2], "big") for i in range(0, len(codes), 2))
    resources = opened.pages[0].Resources.Font
    assert shown
    for name, codes in shown.items():
        font = resources[name]
        if str(font.Subtype) != "/Type0":
            continue
        mapped = unicode_map(font.ToUnicode.read_bytes().decode("latin-1"))
        assert 0 not in codes, f"{font.BaseFont} shows .notdef"
        assert not codes - mapped.keys(), f"{font.BaseFont}: {sorted(codes - mapped.keys())[:5]}"
        assert not {"\0", "\ufeff", "\ufffe"} & {mapped[code] for code in codes}


def unicode_map(cmap: str) -> dict[int, str]:
    """What a ToUnicode CMap says (ISO 32000-1, 9.10.3)."""
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            base = bytes.fromhex(text).decode("utf-16-be")
            for n in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + n] = base[:-1] + chr(ord(base[-1]) + n)
    return found


def test_colours_have_a_profile(opened):
    """ISO 19005-2, 6.2.2 to 6.2.4: an output intent with an sRGB profile inside, and no colour of ink."""
    (intent,) = opened.Root.OutputIntents
    assert str(intent.S) == "/GTS_PDFA1"
    profile = intent.DestOutputProfile
    assert int(profile.N) == 3
    assert profile.read_bytes()[36:40] == b"acsp"
    assert profile.read_bytes()[16:20] == b"RGB "
    for page in opened.pages:
        assert not {str(operator) for _, operator in pikepdf.parse_content_stream(page)} & {"k", "K"}


def test_streams_and_the_trailer_are_plain(opened):
    """ISO 19005-2, 6.1: an identifier, no LZW, no outside streams; 6.2.8: no interpolated or alternate pictures."""
    assert len(opened.trailer.ID) == 2
    for item in opened.objects:
        if isinstance(item, pikepdf.Stream):
            filters = item.get("/Filter", pikepdf.Array())
            names = {str(f) for f in filters} if isinstance(filters, pikepdf.Array) else {str(filters)}
            assert not names & {"/LZWDecode", "/Crypt"}
            assert not {"/F", "/FFilter", "/PS", "/Ref", "/OPI", "/Alternates"} & set(item.keys())
            assert str(item.get("/Interpolate", "False")).lower() == "false"


def test_pages_have_the_numbers_that_they_show(opened):
    """Roman before the text, arabic in it: viewers, readers and paper agree."""
    labels = opened.Root.PageLabels.Nums
    assert [str(labels[i].S) for i in range(1, len(labels), 2)] == ["/r", "/D"]
    front = int(labels[2])
    said = subprocess.run(["pdftotext", "-layout", opened.filename, "-"], capture_output=True, text=True, check=True).stdout
    feet = [page.strip().split("\n")[-1].strip() for page in said.split("\f")]
    assert feet[1:front] == ["ii", "iii", "iv", "v"][: front - 1]
    assert feet[front : front + 3] == ["1", "2", "3"]
