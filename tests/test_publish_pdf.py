"""The PDF as a whole: what it says of itself, its fonts, its pages, and that it is the same each time."""

from __future__ import annotations

import base64
import gc
import logging
import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from pubkit.publish.fonts import installed_faces
from pubkit.publish.publication import Publication, Reference
from pubkit.publish.rendering import render
from pubkit.publish.themes import default_theme
from pubkit.publish.weasyprint_loading import load_weasyprint
from pubkit.text.errors import PublicationError, ToolError

pytest.importorskip("weasyprint")

from pubkit.publish import pdf

SENTENCE = "河流在平原上缓缓转弯，把上游的泥沙一层一层铺开，年复一年，才有了今天的三角洲。"
BODY = f"""
## 一、河口的形成

{SENTENCE * 4}见前人的测量[@li]。{SENTENCE * 3}另据 2019 年的 GPS 观测，岸线每年外推 12 m[@wang; @li]。

### 1.1 泥沙

1. 推移质：{SENTENCE}
2. 悬移质：{SENTENCE}
   - 粒径小于 0.05 mm；
   - 随潮汐往返。

| 断面 | 宽度（m） | 含沙量 |
|---|--:|---|
| 甲 | 1200 | 高 |
| 乙 | 860 | 低 |

```python
flow = width * depth * speed  # 流量
```

## 二、结论

{SENTENCE * 5}
"""
REFERENCES = (
    Reference("li", 1, "李某. 河口泥沙[M]. 北京：某出版社, 2001.", None),
    Reference(
        "wang", 2, "Wang X. Deltas and their shorelines", "https://example.org/deltas/shorelines/index.html?year=2019"
    ),
    Reference("zhao", None, "赵某. 未被引用的书", "https://example.org/zhao"),
)


def publication(body: str = BODY, **changes) -> Publication:
    """A small report."""
    given: dict = {
        "name": "report",
        "language": "zh-CN",
        "title": "河口的形成",
        "subtitle": "泥沙与岸线",
        "authors": ("李某", "Wang X."),
        "date": "2026-03-01",
        "description": "一份小报告",
        "publisher": "某研究所",
        "rights": "版权所有",
        "body": body,
        "references": REFERENCES,
        "folder": Path(__file__).parent,
    }
    return Publication(**{**given, **changes})


def made(target: Path, body: str = BODY, **changes) -> Path:
    """The PDF of a report; fails where WeasyPrint warned of anything."""
    remarks: list[object] = []
    artifact = pdf.make_pdf(render(publication(body, **changes)), target, remark=remarks.append)
    assert remarks == []
    assert artifact.size_bytes == target.stat().st_size
    return target


def said(*command: object) -> str:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Path:
    """The PDF of the report, made once."""
    return made(tmp_path_factory.mktemp("pdf") / "report.pdf")


def pages(path: Path) -> int:
    return int(re.search(r"Pages:\s+(\d+)", said("pdfinfo", path))[1])  # type: ignore[index]


def test_it_says_what_it_is(report):
    """Title, authors, subject and date stand in the file's information, and it is tagged."""
    info = dict(re.findall(r"^([^:\n]+):\s+(.*)$", said("pdfinfo", "-isodates", report), re.MULTILINE))
    assert info["Title"] == "河口的形成"
    assert info["Author"] == "李某, Wang X."
    assert info["Subject"] == "一份小报告"
    assert info["Creator"] == "pubkit"
    assert info["CreationDate"].startswith("2026-03-01")
    assert info["Tagged"] == "yes"
    assert "A4" in info["Page size"]


def test_its_metadata_declare_pdf_ua(report):
    """XMP names the standard, the language, the publisher and the rights."""
    metadata = said("pdfinfo", "-meta", report)
    assert 'pdfuaid:part="1"' in metadata
    assert "<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>" in metadata
    assert "某研究所" in metadata
    assert "版权所有" in metadata


def test_its_fonts_are_embedded_and_of_one_region(report):
    """Fonts of simplified Chinese in text, headings, code and margins, a Latin one for the English entry, each inside the file."""
    fonts = [line.split() for line in said("pdffonts", report).splitlines()[2:]]
    assert fonts
    for name, *_ in fonts:
        assert re.fullmatch(r"[A-Z]{6}\+Noto-((Serif|Sans|Sans-Mono)-CJK-SC(-Bold)?|Serif)", name), name
    assert all(font[-5] == "yes" for font in fonts)


@pytest.mark.parametrize(("language", "region"), [("zh-TW", "TC"), ("ja", "JP")])
def test_another_region_has_its_own_fonts(tmp_path, language, region):
    """Nothing of another region in a Taiwanese or a Japanese report."""
    fonts = said("pdffonts", made(tmp_path / "a.pdf", language=language))
    assert set(re.findall("CJK-(SC|TC|HK|JP|KR)", fonts)) == {region}


def test_a_foreign_quotation_has_the_region_of_its_language(tmp_path):
    """Words marked as Japanese and Korean inside a Chinese report have the fonts, and so the forms, of their own."""
    path = made(tmp_path / "a.pdf", BODY + "\n\n引文：[直す骨かな]{lang=ja}、[한글]{lang=ko}。\n")
    assert set(re.findall("CJK-(SC|TC|HK|JP|KR)", said("pdffonts", path))) == {"SC", "JP", "KR"}


def test_copied_text_is_the_text(report):
    """No space between Han, no markup left over, and the words in their order."""
    text = said("pdftotext", report, "-")
    assert not re.search("[\u4e00-\u9fff] [\u4e00-\u9fff] ", text)
    squeezed = re.sub(r"\s", "", text)
    assert squeezed.count(SENTENCE) == 14
    assert "**" not in text
    assert "flow = width * depth * speed" in text
    assert squeezed.index("一、河口的形成") < squeezed.index("1.1泥沙") < squeezed.index("参考文献")


def test_the_outline_holds_the_headings(report):
    """Chapters with their sections, references included, and not the contents."""
    pikepdf = pytest.importorskip("pikepdf")
    with pikepdf.open(report) as opened, opened.open_outline() as outline:
        titles = [(item.title, [child.title for child in item.children]) for item in outline.root]
    assert titles == [
        ("一、河口的形成", ["1.1 泥沙"]),
        ("二、结论", []),
        ("参考文献", []),
        ("延伸阅读", []),
    ]


def test_links_lead_there_and_back(report):
    """Every citation is a link to its entry, every entry has one back, every address one out; none is dead."""
    pikepdf = pytest.importorskip("pikepdf")
    with pikepdf.open(report) as opened:
        links = [a for page in opened.pages for a in page.get("/Annots", [])]
        names = {str(name) for name in opened.Root.Names.Dests.Names[::2]}
    inner = [str(link.Dest) for link in links if "/Dest" in link]
    assert set(inner) <= names
    assert inner.count("ref-li") == 2
    assert inner.count("ref-wang") == 1
    assert {"cite-li-1", "cite-li-2", "cite-wang-1"} <= set(inner)
    outer = {str(link.A.URI) for link in links if "/A" in link}
    assert outer == {reference.address for reference in REFERENCES if reference.address}


def test_two_builds_give_the_same_bytes(tmp_path):
    """In other processes, folders, time zones, locales, and with other hash seeds; also with coloured glyphs."""
    script = (
        "import sys; sys.path[:0] = sys.argv[2:]\n"
        "from pathlib import Path\n"
        "from test_publish_pdf import BODY, made\n"
        "made(Path(sys.argv[1]) / 'a.pdf', BODY + '\\n\\n' + chr(0x2705) + chr(0x1f600))\n"
    )
    files = []
    for zone, seed, locale in (("UTC", "1", "C.UTF-8"), ("Asia/Shanghai", "2", "C")):
        folder = tmp_path / seed / "deep"
        folder.mkdir(parents=True)
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONUTF8": "1"}
        here = Path(__file__).resolve().parent
        command = [sys.executable, "-c", script, str(folder), str(here), str(here.parent)]
        subprocess.run(command, check=True, cwd=folder, env=environment)
        files.append((folder / "a.pdf").read_bytes())
        time.sleep(1.1)
    assert files[0] == files[1]


def test_a_long_report_has_a_cover_and_a_page_of_contents(tmp_path):
    """The title alone on the first page, then the imprint, the contents with the numbers that the pages of the text bear."""
    body = "\n\n".join(f"## 第{n}章 流域\n\n" + "\n\n".join([SENTENCE * 4] * 6) for n in "一二三四五六")
    path = made(tmp_path / "a.pdf", body)
    cover = said("pdftotext", "-l", 1, path, "-")
    assert "河口的形成" in cover
    assert "泥沙与岸线" in cover
    assert SENTENCE[:8] not in cover
    imprint = said("pdftotext", "-f", 2, "-l", 2, "-layout", path, "-")
    assert re.search(r"出版者\s+某研究所", imprint)
    assert imprint.strip().endswith("ii")
    contents = said("pdftotext", "-f", 3, "-l", 3, "-layout", path, "-")
    assert contents.strip().endswith("iii")
    shown = dict(re.findall(r"(第.章) 流域[ .]*(\d+)$", contents, re.MULTILINE))
    assert len(shown) == 6
    for name, number in shown.items():
        page = int(number) + 3
        text = said("pdftotext", "-f", page, "-l", page, path, "-")
        assert f"{name} 流域" in text
        assert text.strip().endswith(number)


def test_the_running_head_names_the_chapter(tmp_path):
    """Title on the left, the chapter that goes on at the head of the page on the right."""
    body = "\n\n".join(f"## 第{n}章\n\n" + "\n\n".join([SENTENCE * 5] * 8) for n in "一二三")
    path = made(tmp_path / "a.pdf", body)
    for number in range(5, pages(path)):
        head = said("pdftotext", "-f", number, "-l", number, "-layout", path, "-").splitlines()[0]
        assert re.match(r"河口的形成\s+(第.章|参考文献)", head), head


def test_headings_do_not_stand_alone_at_the_foot(tmp_path):
    """Under every heading stand at least two lines of its text, wherever the page ends."""
    for lines in range(20, 30):
        body = f"{SENTENCE}\n\n" * lines + f"## 标题之一\n\n### 标题之二\n\n{SENTENCE * 6}"
        text = said("pdftotext", "-l", 3, made(tmp_path / f"{lines}.pdf", body, references=()), "-")
        for page in text.split("\f"):
            if "标题之二\n" in page:
                assert SENTENCE[:12] in page[page.rindex("标题之二") :]


def test_the_last_page_is_not_nearly_empty(tmp_path):
    """Where two lines would stand alone on it, the pages are made a little longer or shorter."""
    short = 0
    for count in range(44, 58, 2):
        path = made(tmp_path / f"{count}.pdf", f"{SENTENCE}\n\n" * count, references=(), publisher="", rights="")
        last = said("pdftotext", "-f", pages(path), path, "-")
        short += len([line for line in last.splitlines() if line.strip()]) < 5
    assert short == 0


@pytest.mark.parametrize("columns", [5, 8, 12, 24])
def test_a_wide_table_is_reduced_and_never_cut_off(tmp_path, columns):
    """However many columns a table has, its last is on the page."""
    row = "| " + " | ".join(f"第{n}列的内容" for n in range(columns)) + " |"
    body = f"## 表\n\n{row}\n|" + "---|" * columns + f"\n{row}\n{row}\n"
    path = made(tmp_path / "a.pdf", body)
    boxes = said("pdftotext", "-bbox", path, "-")
    for page in boxes.split("<page ")[1:]:
        width = float(re.match(r'width="([\d.]+)"', page)[1])  # type: ignore[index]
        assert max((float(x) for x in re.findall(r'xMax="([\d.]+)"', page)), default=0) < width - 20
    assert re.sub(r"\s", "", said("pdftotext", path, "-")).count(f"第{columns - 1}列的内容") == 3


def test_the_head_of_a_long_table_is_repeated(tmp_path):
    """On each page that it runs over."""
    rows = "\n".join(f"| {n} | {SENTENCE} |" for n in range(60))
    path = made(tmp_path / "a.pdf", f"## 表\n\n| 序号 | 说明文字 |\n|---|---|\n{rows}\n", references=())
    text = said("pdftotext", path, "-")
    assert text.count("说明文字") == sum("\n序号" in f"\n{page}" for page in text.split("\f")) >= 2


def test_long_code_is_wrapped(tmp_path):
    """A line of code that is wider than the page goes on below."""
    code = "value = " + "abcdefghij" * 20
    path = made(tmp_path / "a.pdf", f"## 码\n\n```\n{code}\n```\n")
    assert code.replace(" ", "") in re.sub(r"\s", "", said("pdftotext", path, "-"))
    xs = re.findall(r'xMax="([\d.]+)"', said("pdftotext", "-bbox", path, "-"))
    assert max(map(float, xs)) < 520


def test_a_formula_is_drawn_and_told(tmp_path):
    """As outlines on the line, with its source as the alternative text."""
    pikepdf = pytest.importorskip("pikepdf")
    pytest.importorskip("ziamath")
    path = made(tmp_path / "a.pdf", "## 式\n\n能量 $E = mc^2$ 与 $$\\frac{a}{b}$$ 以及 $\\text{效率} = x$。\n")
    with pikepdf.open(path) as opened:
        formulas = [e for e in opened.objects if isinstance(e, pikepdf.Dictionary) and e.get("/S") == "/Formula"]
        assert [str(e.Alt) for e in formulas] == ["E = mc^2", "\\frac{a}{b}"]
    assert "\\text{效率} = x" in said("pdftotext", path, "-")


def test_a_draft_says_so_on_every_page(tmp_path):
    """With the same fonts, and citations without an entry are marked."""
    body = BODY.replace("[@li]", "[@gone]", 1) + f"\n\n{SENTENCE * 40}"
    path = made(tmp_path / "a.pdf", body, draft=True, unresolved=("gone",))
    for page in said("pdftotext", path, "-").split("\f")[:-1]:
        assert "草稿" in page
    assert set(re.findall("CJK-(SC|TC|HK|JP|KR)", said("pdffonts", path))) == {"SC"}
    assert "草稿" not in said("pdftotext", made(tmp_path / "b.pdf"), "-")


def test_a_character_without_a_glyph_stops_the_build(tmp_path):
    """And leaves no file."""
    with pytest.raises(PublicationError, match=r"U\+E200"):
        made(tmp_path / "a.pdf", BODY + "\n\n这里有\ue200。\n")
    assert not (tmp_path / "a.pdf").exists()


def test_what_weasyprint_says_is_told(tmp_path, monkeypatch, caplog):
    """To whom the caller names, else to the log."""
    monkeypatch.setattr(pdf, "print_sheet", lambda *_: "p { no-such-property: 1 }")
    rendered, remarks = render(publication()), []
    pdf.make_pdf(rendered, tmp_path / "a.pdf", remark=remarks.append)
    assert len(remarks) == 1
    assert "no-such-property" in remarks[0].en
    with caplog.at_level(logging.WARNING, logger="pubkit.pdf"):
        pdf.make_pdf(rendered, tmp_path / "a.pdf")
    assert [record.name for record in caplog.records] == ["pubkit.pdf"]


def test_nothing_outside_of_the_folder_is_read(tmp_path):
    """Neither from the network nor from elsewhere on the disk; data in the document and the report's files are."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("a")
    (tmp_path / "b.txt").write_text("b")
    fetcher = pdf._fetcher(tmp_path / "in")
    assert fetcher((tmp_path / "in" / "a.txt").as_uri()).read() == b"a"
    assert fetcher("data:,x").read() == b"x"
    for address in (
        "https://example.org/x.png",
        "http://localhost/x",
        "ftp://example.org/x",
        (tmp_path / "b.txt").as_uri(),
        (tmp_path / "in").as_uri() + "/../b.txt",
        (tmp_path / "in").as_uri() + "/%2e%2e/b.txt",
        "file://host/share/x",
    ):
        with pytest.raises(ValueError, match=r"disallowed|outside"):
            fetcher(address)


def test_a_picture_that_cannot_be_drawn_stops_the_build(tmp_path):
    """A broken file with the name and the head of a picture."""
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    with pytest.raises(PublicationError, match="Failed to load image"):
        made(tmp_path / "a.pdf", "## 图\n\n![图](broken.png)\n", folder=tmp_path)


@pytest.mark.parametrize("fails", [False, True])
def test_fonts_that_a_theme_brings_leave_no_files_behind(tmp_path, monkeypatch, fails):
    """WeasyPrint keeps them in a temporary folder until Python finds that nobody holds them: a process may end before that."""
    folders: list[Path] = []

    def make_folder(prefix: str) -> str:
        folders.append(Path(tempfile.mkdtemp(prefix=prefix, dir=tmp_path)))
        return str(folders[-1])

    monkeypatch.setattr("weasyprint.text.fonts.mkdtemp", make_folder)
    if fails:
        monkeypatch.setattr(pdf, "_written", lambda *_: 1 / 0)
    font = base64.b64encode(Path(installed_faces(("Noto Sans",), 80)[0].path).read_bytes()).decode()
    rules = f'@font-face {{ font-family: "House"; src: url("data:font/ttf;base64,{font}") }} p {{ font-family: "House" }}'
    rendered = render(publication("A word.", language="en", theme=replace(default_theme(), css=(("print", rules),))))
    gc.disable()
    try:
        with pytest.raises(ZeroDivisionError) if fails else nullcontext():
            pdf.make_pdf(rendered, tmp_path / "a.pdf")
            assert "+House" in said("pdffonts", tmp_path / "a.pdf")
        assert [folder.exists() for folder in folders] == [False]
    finally:
        gc.enable()


def test_a_missing_library_is_told_with_the_command_that_installs_it(tmp_path, monkeypatch):
    """Without WeasyPrint the error says what to install."""
    rendered = render(publication())
    load_weasyprint.cache_clear()
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(ToolError) as raised:
        pdf.make_pdf(rendered, tmp_path / "a.pdf")
    assert "apt install libpango" in raised.value.show("en")
    assert "brew install pango" in raised.value.show("zh")


def test_to_import_the_module_does_not_load_weasyprint():
    """What does not make a PDF does not pay for it."""
    script = "import sys, pubkit.publish.pdf; print([m for m in ('weasyprint', 'cffi', 'fontTools', 'ziamath') if m in sys.modules])"
    assert said(sys.executable, "-c", script).strip() == "[]"


def test_a_real_export_is_published(corpus, tmp_path):
    """The text of a whole report of an assistant, lists, tables and code, without a warning and flush."""
    text = (corpus / "doubao-supplier.md").read_text(encoding="utf-8")
    body = re.sub(r"^# .*\n", "", re.sub(r"\[\(\d+\)\]\([^)]*\)", "", text), count=1, flags=re.MULTILINE)
    path = made(tmp_path / "a.pdf", body[:30000], references=())
    copied = said("pdftotext", path, "-")
    assert not re.search("(?:[\u4e00-\u9fff] ){4}", copied)
    assert pages(path) > 10
