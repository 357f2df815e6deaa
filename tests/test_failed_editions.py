"""An edition that cannot be made stops itself alone: the others are made, and none of them leads to what is not there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from pubkit.cli.app import run
from pubkit.pipeline.making import make
from pubkit.text.errors import PublicationError
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from pathlib import Path

    from pubkit.pipeline.making import Made
    from pubkit.publish.publication import Publication

_REPORT = "---\ntitle: 题\nlanguage: zh-CN\neditions: {zh-Hant: {}, en: {from: translate}}\n---\n\n正文一句。\n"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "r.md"
    path.write_text(_REPORT, encoding="utf-8")
    return path


def _build(report: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    code = run(["--language", "en", "build", str(report), "--format", "html", "--output", str(report.parent / "out"), *options])
    told = capsys.readouterr()
    return code, told.out + told.err


def _links(report: Path, tag: str) -> list[str]:
    """The editions to which the page of one leads."""
    page = (report.parent / "out/r" / tag / "r.html").read_text(encoding="utf-8")
    return sorted(set(re.findall(r"\.\./([\w-]+)/r\.html", page)))


def test_no_page_leads_to_an_edition_without_a_page(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a catalogue there is no English page; once it is there, the others lead to it."""
    code, said = _build(report, capsys)
    assert code == 2
    assert "has no catalogue" in said
    assert _links(report, "zh-CN") == ["zh-Hant"]
    assert _links(report, "zh-Hant") == ["zh-CN"]
    assert _build(report, capsys)[1].count("unchanged") == 2
    assert run(["translate", "extract", str(report), "--to", "en"]) == 0
    assert _build(report, capsys)[0] == 0
    assert _links(report, "zh-CN") == ["en", "zh-Hant"]


def test_the_page_of_an_earlier_build_is_led_to(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A failure leaves it as it was."""
    assert run(["translate", "extract", str(report), "--to", "en"]) == 0
    assert _build(report, capsys)[0] == 0
    (report.parent / "r.en.po").unlink()
    assert _build(report, capsys, "--force")[0] == 2
    assert _links(report, "zh-CN") == ["en", "zh-Hant"]


def test_an_edition_that_fails_while_it_is_made_is_led_to_by_none(
    report: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that were made before it are made once more."""
    asked: list[str] = []

    def failing(publication: Publication, *rest: Any) -> Made:
        asked.append(publication.edition)
        if publication.edition == "zh-Hant":
            raise PublicationError(Phrase("no ink", "没有墨"))
        return make(publication, *rest)

    monkeypatch.setattr("pubkit.pipeline.building.make", failing)
    assert run(["translate", "extract", str(report), "--to", "en"]) == 0
    code, said = _build(report, capsys)
    assert code == 1
    assert said.count("no ink") == 1
    assert _links(report, "zh-CN") == ["en"]
    assert _links(report, "en") == ["zh-CN"]
    assert asked == ["zh-CN", "zh-Hant", "zh-CN", "en"]  # what is made behind it knows already


def test_what_is_wrong_in_the_report_is_said_once(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It was said for every edition."""
    report.write_text(_REPORT + "\n![图](没有.png)\n", encoding="utf-8")
    code, said = _build(report, capsys)
    assert code == 1
    assert said.count("FIG101") == 1
