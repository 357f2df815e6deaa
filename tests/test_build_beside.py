"""A PDF is set beside the rest: its pages are known before its file is, and what goes wrong is told to whoever waits."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

pytest.importorskip("weasyprint")

from publications import publication

from pubkit.markdown.document import Document
from pubkit.pipeline import pdf_workers
from pubkit.pipeline.pdf_workers import PdfWorkers
from pubkit.publish import pandoc, parsed_styles
from pubkit.publish.parsed_styles import read_part, read_styles
from pubkit.publish.rendering import render
from pubkit.text.errors import PublicationError, ToolError
from pubkit.text.phrase import Phrase

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a process is forked only on Linux")
SHEET = [
    "p { color: red } a[href] { color: #112233 } .x, #y { margin: 1pt } :lang(ja) { font-style: italic }",
    "p { color: blue } [lang] { margin: 2pt } @page { margin: 3pt; @top-left { content: 'x' } } @page :first { margin: 4pt }",
    "p, .x { color: green } @media screen { p { color: black } }",
]


def selectors(sheet) -> dict[str, object]:
    """What a matcher holds, without the compiled tests and the declarations."""
    matcher = sheet.matcher
    return {name: shown(value) for name, value in vars(matcher).items()} | {"pages": [rule[1] for rule in sheet.page_rules]}


def shown(value):
    if isinstance(value, dict):
        return {key: shown(entries) for key, entries in value.items()}
    return [(entry[1], entry[2], entry[3]) for entry in value] if isinstance(value, list) else value


def without_addresses(match) -> str:
    return re.sub(r" at 0x\w+", "", repr(match))


def test_sheets_read_in_parts_are_those_read_as_one():
    """The same selectors in the same order, and the same rules for pages; twice the same, since what is read is kept."""
    import weasyprint

    whole = weasyprint.CSS(string="\n".join(SHEET))
    assert selectors(read_styles(SHEET, None, None)) == selectors(whole)
    assert selectors(read_styles(SHEET, None, None)) == selectors(whole)


def test_a_sheet_whose_rules_depend_on_others_is_read_as_one():
    """Layers have an order in the whole sheet."""
    parts = ["@layer base { p { color: red } }", "@layer other { p { color: blue } }"]
    assert read_styles(parts, None, None).layers == ["base", "other"]


def test_a_matcher_that_is_not_known_is_not_put_together(monkeypatch):
    """Another release of cssselect2 may keep selectors where we do not look: WeasyPrint reads the sheet as one."""
    import weasyprint

    monkeypatch.setattr(weasyprint.cssselect2, "VERSION", "0.11.0")
    monkeypatch.setattr(parsed_styles, "read_part", lambda _: pytest.fail("it was read in parts"))
    assert selectors(read_styles(SHEET, None, None)) == selectors(weasyprint.CSS(string="\n".join(SHEET)))


def test_a_kept_sheet_does_what_it_did(monkeypatch, tmp_path):
    """The same selectors, declarations and pages; each test matches what it matched. A damaged file is as good as none."""
    import weasyprint

    monkeypatch.setenv("PUBKIT_CACHE_DIR", str(tmp_path))
    css = "/* a long comment */" * 20 + SHEET[0] + SHEET[1] + "a[href^='http'] > b:nth-child(2n) ~ i { margin: calc(1pt + 2%); color: var(--ink) } :root { --ink: red }"
    read_part.cache_clear()
    fresh, _ = read_part(css)
    read_part.cache_clear()
    monkeypatch.setattr(weasyprint.tinycss2, "parse_stylesheet", lambda *_, **__: [])  # nothing is read again
    kept, _ = read_part(css)
    assert kept is not fresh
    assert selectors(kept) == selectors(fresh)
    page = weasyprint.HTML(string="<p class=x id=y lang=ja><a href=http://a><b></b><b></b><i></i></a></p>").wrapper_element
    for element in page.iter_subtree():
        before, after = fresh.matcher.match(element), kept.matcher.match(element)
        assert [without_addresses(one) for one in after] == [without_addresses(one) for one in before]
    monkeypatch.undo()
    monkeypatch.setenv("PUBKIT_CACHE_DIR", str(tmp_path))
    (file,) = tmp_path.glob("styles-*/*")
    file.write_bytes(file.read_bytes()[:-9])
    read_part.cache_clear()
    assert selectors(read_part(css)[0]) == selectors(fresh)


def test_what_is_said_of_a_part_is_said_each_time(caplog):
    """A sheet that is kept is warned of in every report that it is used for."""
    caplog.set_level("WARNING", "weasyprint")
    part = "p { no-such-property: 1 }"
    read_part.cache_clear()
    for _ in range(2):
        read_styles([part], None, None)
    assert len([record for record in caplog.records if "no-such-property" in record.getMessage()]) == 2


def test_pages_of_a_pdf_that_is_made_here(tmp_path):
    """Without a process of its own, a PDF is made when its pages are asked for."""
    with PdfWorkers() as workers:
        pending = workers.begin(render(publication("一段。", tmp_path)), tmp_path / "a.pdf")
        assert not pending.is_made
        assert [start.label for start in pending.pages().starts] == ["1"]
        assert pending.is_made
        artifact, _ = pending.made()
    assert artifact.path.read_bytes().startswith(b"%PDF")


@linux
def test_pages_are_told_before_the_file(tmp_path, monkeypatch):
    """A process that never finishes its file has told its pages all the same."""
    monkeypatch.setattr(pdf_workers, "_make_pdf", lambda rendered, path, pages: pages("where they begin") or os._exit(1))
    with PdfWorkers() as workers:
        workers.have(1)
        pending = workers.begin(render(publication("一段。", tmp_path)), tmp_path / "a.pdf")
        assert pending.pages() == "where they begin"
        assert not pending.is_made
        with pytest.raises(ToolError, match="ended before it was done"):
            pending.made()


@linux
def test_what_a_process_raises_is_raised_by_both(tmp_path, monkeypatch):
    """An error in layout is told to who waits for the pages, and again to who waits for the file; the next task is done."""
    made = pdf_workers._make_pdf

    def broken(rendered, path, pages):
        if path.name == "a.pdf":
            raise PublicationError(Phrase("no glyph", "没有字形"))
        return made(rendered, path, pages)

    monkeypatch.setattr(pdf_workers, "_make_pdf", broken)
    rendered = render(publication("一段。", tmp_path))
    with PdfWorkers() as workers:
        workers.have(1)
        workers.expect(rendered.publication.language, rendered.publication.theme)
        pending, next_one = workers.begin(rendered, tmp_path / "a.pdf"), workers.begin(rendered, tmp_path / "b.pdf")
        for ask in (pending.pages, pending.made):
            with pytest.raises(PublicationError) as raised:
                ask()
            assert raised.value.message.en == "no glyph"
        assert next_one.made()[0].path.name == "b.pdf"


@linux
@pytest.mark.parametrize(("ages", "anew", "count"), [((2, 1), False, 1), ((1, 2), False, 0), ((1, 2), True, 1), ((1, None), False, 1)])
def test_a_process_is_started_early_for_a_report_that_looks_changed(tmp_path, monkeypatch, ages, anew, count):
    """Newer than what was built, or never built; one that is older is looked at first."""
    monkeypatch.setattr(pdf_workers, "processors", lambda: 2)
    started = []
    monkeypatch.setattr(PdfWorkers, "have", lambda _, number: started.append(number))
    source, manifest = tmp_path / "a.md", tmp_path / "manifest.json"
    for path, age in zip((source, manifest), ages, strict=True):
        if age is not None:
            path.write_text("x")
            os.utime(path, (age, age))
    target = SimpleNamespace(formats=("pdf",), reports=[SimpleNamespace(path=source)], output=tmp_path)
    PdfWorkers().start_early(target, anew=anew)
    assert len(started) == count


@linux
@pytest.mark.parametrize(("formats", "kept"), [(("pdf",), True), (("html",), False)])
def test_a_process_that_was_started_at_once_is_taken_or_ended(tmp_path, monkeypatch, formats, kept):
    """The command line starts it before it knows what is to be built; nothing of it stays where it is not needed."""
    monkeypatch.setattr(pdf_workers, "processors", lambda: 2)
    pdf_workers.start_at_once()
    target = SimpleNamespace(formats=formats, reports=[SimpleNamespace(path=tmp_path / "a.md")], output=tmp_path)
    with PdfWorkers() as workers:
        assert not PdfWorkers()._workers
        (started,) = workers._workers
        workers.start_early(target, anew=True)
        assert workers._workers == ([started] if kept else [])
    with pytest.raises(ProcessLookupError):
        os.kill(started._process._pid, 0)


def test_pandoc_reads_ahead():
    """What is read beside something else is what is read at once; what reading raises is raised where it is waited for."""
    assert pandoc.read_ahead("一段 *重点*。")() == pandoc.read_markdown("一段 *重点*。")


def test_what_reading_ahead_raises(monkeypatch):
    """An error waits for who asks."""

    def fail(_: str) -> None:
        raise PublicationError(Phrase("pandoc did not finish", "pandoc 没有完成"))

    monkeypatch.setattr(pandoc, "read_markdown", fail)
    outcome = pandoc.read_ahead("x")
    with pytest.raises(PublicationError, match="did not finish"):
        outcome()


@linux
def test_styles_that_cannot_be_read_ahead_end_no_process(tmp_path, monkeypatch):
    """What is wrong with them is told by the PDF that uses them, and by no other."""

    def broken(*_):
        raise OSError("no such face")

    monkeypatch.setattr("pubkit.publish.pdf.prepare", broken)
    rendered = render(publication("一段。", tmp_path))
    with PdfWorkers() as workers:
        workers.have(1)
        workers.expect("zh-CN", rendered.publication.theme)
        artifact, _ = workers.begin(rendered, tmp_path / "a.pdf").made()
    assert artifact.path.read_bytes().startswith(b"%PDF")


def test_a_new_release_of_a_tool_is_a_new_build(monkeypatch, tmp_path):
    """Where words are divided and which rules a page uses is decided by libraries, too."""
    from pubkit.pipeline import unchanged

    document = Document("# 题", str(tmp_path / "a.md"))
    assert {name.partition("-")[0].lower() for name in unchanged._releases()} >= {"weasyprint", "pyphen", "tinycss2", "nh3"}
    before = unchanged.digest_of_inputs(document, tmp_path, {})
    monkeypatch.setattr(unchanged, "_releases", lambda: ["pyphen-99.dist-info"])
    assert unchanged.digest_of_inputs(document, tmp_path, {}) != before


@linux
def test_a_process_that_is_ended_leaves_nothing_in_the_temporary_folder(tmp_path, monkeypatch):
    """What its libraries keep in files stands beside what is being made, whose folder goes with the build."""

    def stuck(rendered, path, pages):
        pages(tempfile.mkdtemp())
        time.sleep(60)

    monkeypatch.setattr(pdf_workers, "_make_pdf", stuck)
    with PdfWorkers() as workers:
        workers.have(1)
        kept = Path(workers.begin(render(publication("一段。", tmp_path)), tmp_path / "a.pdf").pages())
    assert kept.is_dir()
    assert kept.parent == tmp_path.resolve()
