"""What pubkit needs of the machine, whether it is there, and the command that brings it."""

from __future__ import annotations

import platform
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from pubkit.publish.font_packages import fonts_needed
from pubkit.text.errors import PubkitError
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Need(NamedTuple):
    """One thing that pubkit needs: whether it was found, what was found, and how to install it."""

    name: str
    what_for: Phrase
    found: str | None
    install: str
    required: bool = True


def examine(languages: Sequence[str] = ("zh",)) -> list[Need]:
    """Everything that pubkit needs for texts in these languages (BCP 47), in the order in which a user would mend it."""
    return [_pandoc(), _weasyprint(), *_fonts(languages), _poppler(), _java()]


def languages_of_project(folder: Path) -> tuple[str, ...]:
    """The languages that the reports of a folder and their editions are in, as `pubkit.yaml` says; Chinese where it says nothing.

    A file that cannot be read is told by the commands that work with it.
    """
    from pubkit.config import find_config

    try:
        config = find_config(folder)
    except PubkitError:
        return ("zh",)
    reports = config.get("reports")
    settings = [config.get("editions"), *(report.get("editions") for report in (reports or {}).values() if isinstance(report, dict))]
    editions = [str(tag) for given in settings if isinstance(given, (dict, list, tuple)) for tag in given]
    named = [str(config.get("language") or "zh"), *(part for tag in editions for part in tag.split("+"))]
    return tuple(dict.fromkeys(filter(None, named)))


def _pandoc() -> Need:
    path = None
    try:
        import pypandoc

        path = f"pandoc {pypandoc.get_pandoc_version()}"
    except (ImportError, OSError):
        pass
    return Need("pandoc", Phrase("reads the text and writes the e-book", "读取文稿、生成电子书"), path, "pip install pypandoc_binary")


def _weasyprint() -> Need:
    """WeasyPrint is there where its library Pango loads: the package alone is not enough."""
    what_for = Phrase("sets the PDF", "排版 PDF")
    try:
        installed = version("weasyprint")
    except PackageNotFoundError:
        return Need("WeasyPrint", what_for, None, "pip install weasyprint")
    try:
        import weasyprint.text.ffi  # noqa: F401  loads Pango and HarfBuzz, without the rest of WeasyPrint
    except OSError:
        return Need("Pango", what_for, None, _install("libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0", "pango"))
    return Need("WeasyPrint", what_for, f"WeasyPrint {installed}", "pip install weasyprint")


def _fonts(languages: Sequence[str]) -> list[Need]:
    """The faces of the languages, each once. Chinese ones are always among them: an export is in Chinese more often than not."""
    installed = {family.strip() for line in (_run("fc-list", ":", "family") or "").splitlines() for family in line.split(",")}
    needs: dict[str, Need] = {}
    for wanted in (need for language in dict.fromkeys(("zh", *languages)) for need in fonts_needed(language)):
        found = next((family for family in wanted.families if family in installed), None)
        name = wanted.families[0]
        needs.setdefault(name, Need(name, wanted.what_for, found, _install(wanted.debian, wanted.homebrew)))
    return list(needs.values())


def _poppler() -> Need:
    said = shutil.which("pdftotext")
    what_for = Phrase("reads the PDF back to prove it", "回读并核对 PDF")
    return Need("poppler", what_for, "pdftotext" if said else None, _install("poppler-utils", "poppler"))


def _java() -> Need:
    what_for = Phrase("runs epubcheck (tests only)", "运行 epubcheck（仅测试用）")
    return Need("Java", what_for, "java" if shutil.which("java") else None, _install("default-jre-headless", "openjdk"), required=False)


def _install(debian: str, homebrew: str) -> str:
    return f"brew install {homebrew}" if platform.system() == "Darwin" else f"sudo apt-get install {debian}"


def _run(*command: str) -> str | None:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=20, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return None
