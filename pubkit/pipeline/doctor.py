"""What pubkit needs of the machine, whether it is there, and the command that brings it."""

from __future__ import annotations

import platform
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from pubkit.text.phrase import Phrase


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that pubkit needs: whether it was found, what was found, and how to install it."""

    name: str
    what_for: Phrase
    found: str | None
    install: str
    required: bool = True


def examine() -> list[Need]:
    """Everything that pubkit needs, in the order in which a user would mend it."""
    return [_pandoc(), _weasyprint(), *_fonts(), _poppler(), _java()]


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


def _fonts() -> list[Need]:
    listed = _run("fc-list", ":lang=zh", "family")
    needs = []
    for family in ("Noto Serif CJK SC", "Noto Sans CJK SC"):
        found = family if listed and family in listed else None
        cask = "--cask font-" + family.lower().replace(" ", "-")
        needs.append(Need(family, Phrase("Chinese glyphs", "中文字形"), found, _install("fonts-noto-cjk", cask)))
    return needs


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
