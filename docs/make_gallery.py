#!/usr/bin/env python3
"""Makes docs/gallery: pictures of the sample reports as they are published, and their index.

    .venv/bin/python docs/make_gallery.py [NAME …]

Builds source/ and docs/gallery-source/ in a temporary folder, in every theme. Needs chromium and poppler. With names, only
these pictures are made again. The pictures show what `pubkit build` makes, never a drawing of it.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
GALLERY = ROOT / "docs" / "gallery"
THEMES = ("report", "journal", "brief")
SAMPLE, NIGHT, EVENING = "chinese-typesetting", "night-library", "evening-library"
MOST_BYTES = 250_000
PAPER, SURROUND = "#ffffff", "#e6e4df"
CONFIG = """language: zh-CN
publisher: pubkit 示例文库
reports:
  chinese-typesetting:
    editions:
      en: {author: pubkit sample editors, publisher: pubkit sample library}
      zh-CN+en: bilingual
"""
#: What surrounds a page of the e-book, as a reading system would set it.
READER = "html { background: #f7f3ea } body { max-width: 30em; margin: 0 auto !important; padding: 2.5em 2em; font-size: 19px }"


@dataclass(frozen=True)
class Shot:
    """A picture of the gallery: what makes it, and what it shows, in both languages."""

    name: str
    make: Callable[[Path], Image.Image]
    english: str
    chinese: str


def main(wanted: list[str]) -> None:
    """Writes the pictures and the index."""
    GALLERY.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(folder)
        for shot in SHOTS:
            if not wanted or shot.name in wanted:
                content = small(shot.make(folder))
                (GALLERY / f"{shot.name}.png").write_bytes(content)
                print(f"{shot.name}.png  {len(content) // 1000} kB")
    (GALLERY / "README.md").write_text(index(), encoding="utf-8")


def build(folder: Path) -> None:
    """The sample in the default theme, and the gallery's own reports in each."""
    pubkit = [sys.executable, "-m", "pubkit", "build"]
    for theme in THEMES:
        project = folder / theme
        shutil.copytree(ROOT / "docs" / "gallery-source", project / "source")
        if theme == "report":
            shutil.copytree(ROOT / "source" / SAMPLE, project / "source" / SAMPLE)
        (project / "pubkit.yaml").write_text(CONFIG + f"theme: {theme}\n", encoding="utf-8")
        subprocess.run([*pubkit, str(project), "--output", str(project / "build")], check=True, stdout=subprocess.DEVNULL)


def output(folder: Path, kind: str, name: str, *, theme: str = "report", edition: str = "zh-CN") -> Path:
    """A file that was built."""
    return folder / theme / "build" / name / edition / f"{name}.{kind}"


# --- what a picture is made of -------------------------------------------------------------------------------------------


def pages(pdf: Path, *numbers: int, resolution: int = 72) -> Image.Image:
    """Pages of a PDF beside each other; a number below 0 counts from the end."""
    total = int(next(line.split()[1] for line in run("pdfinfo", str(pdf)).decode().splitlines() if line.startswith("Pages:")))
    wanted = [number if number > 0 else total + 1 + number for number in numbers]
    return beside([page(pdf, number, resolution) for number in wanted if 1 <= number <= total])


def page(pdf: Path, number: int, resolution: int) -> Image.Image:
    """One page, drawn at twice the resolution and made smaller: letters keep their weight."""
    drawn = run("pdftoppm", "-png", "-r", str(2 * resolution), "-f", str(number), "-l", str(number), str(pdf))
    found = Image.open(io.BytesIO(drawn)).convert("RGB")
    return found.resize((found.width // 2, found.height // 2), Image.Resampling.LANCZOS)


def page_with(pdf: Path, words: str) -> int:
    """The number of the first page that holds these words, contents and cover left out."""
    texts = run("pdftotext", str(pdf), "-").decode().split("\f")
    found = [n for n, text in enumerate(texts, 1) if words in "".join(text.split()) and "……" not in text and ". . . ." not in text]
    if not found:
        raise SystemExit(f"{pdf.name} has no page with {words}")
    return found[0]


def web(page_file: Path, width: int, height: int, *, dark: bool = False, at: str = "") -> Image.Image:
    """A web page in a window of so many pixels. A narrow one is shown in a frame: a window of Chromium has 500 at the least."""
    with tempfile.TemporaryDirectory() as profile:
        frame = Path(profile, "frame.html")
        address = page_file.as_uri() + (f"#{at}" if at else "")
        frame.write_text(f'<!DOCTYPE html><style>body{{margin:0}}iframe{{border:0;width:{width}px;height:{height}px}}</style><iframe src="{address}"></iframe>')
        shot = Path(profile, "shot.png")
        flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --hide-scrollbars --force-device-scale-factor=1.5 --virtual-time-budget=4000"
        scheme = ["--force-dark-mode", "--blink-settings=preferredColorScheme=0"] if dark else []
        run("chromium", *flags.split(), *scheme, f"--user-data-dir={profile}/p", f"--window-size={max(width, 500)},{height}", f"--screenshot={shot}", frame.as_uri())
        return Image.open(shot).convert("RGB").crop((0, 0, round(width * 1.5), round(height * 1.5)))


def book_page(epub: Path, part: str, width: int, height: int) -> Image.Image:
    """A document of an EPUB as a reading system with a page of paper shows it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with zipfile.ZipFile(epub) as archive:
            archive.extractall(folder)  # our own file
        document = next(path for path in sorted(folder.rglob("*.xhtml")) if part in path.name)
        text = document.read_text(encoding="utf-8").replace("</head>", f"<style>{READER}</style></head>")
        document.write_text(text, encoding="utf-8")
        return web(document, width, height)


def beside(pictures: list[Image.Image], gap: int = 14) -> Image.Image:
    """Pictures in a row on a quiet ground, each with a thin edge."""
    edged = [ImageOps.expand(picture, 1, "#c9c6bf") for picture in pictures]
    width = sum(picture.width + gap for picture in edged) + gap
    sheet = Image.new("RGB", (width, max(picture.height for picture in edged) + 2 * gap), SURROUND)
    x = gap
    for picture in edged:
        sheet.paste(picture, (x, gap))
        x += picture.width + gap
    return sheet


def small(picture: Image.Image) -> bytes:
    """A PNG of few colours, and smaller while it has too many bytes."""
    while True:
        for colours in (256, 128, 64):
            buffer = io.BytesIO()
            picture.quantize(colours, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
            if buffer.tell() <= MOST_BYTES:
                return buffer.getvalue()
        picture = picture.resize((picture.width * 9 // 10, picture.height * 9 // 10), Image.Resampling.LANCZOS)


def run(*command: str) -> bytes:
    """The output of a command."""
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


# --- the pictures ----------------------------------------------------------------------------------------------------------


def _pdf(folder: Path, name: str = SAMPLE, **where: str) -> Path:
    return output(folder, "pdf", name, **where)


def _html(folder: Path, name: str = SAMPLE, **where: str) -> Path:
    return output(folder, "html", name, **where)


SHOTS = (
    Shot("cover", lambda f: pages(_pdf(f), 1, 2), "Cover and imprint", "封面与版权页"),
    Shot("contents", lambda f: pages(_pdf(f), 3, 4), "Contents, and the first page of the text", "目录与正文首页"),
    Shot("text", lambda f: pages(_pdf(f), page_with(_pdf(f), "禁则与标点宽度"), resolution=100), "Running text: 40 characters to the line, marks squeezed where two meet and at line ends", "正文：每行 40 字，标点挤压"),
    Shot("table", lambda f: pages(_pdf(f), page_with(_pdf(f), "主要规则与技术规范的对应"), resolution=100), "A table with its head and caption", "表格：表题在上，表头加粗"),
    Shot("chart", lambda f: pages(_pdf(f, NIGHT), page_with(_pdf(f, NIGHT), "日均到馆人数"), resolution=100), "A chart drawn from data, a formula, and cross-references with their pages", "由数据绘制的图表、公式与带页码的交叉引用"),
    Shot("references", lambda f: pages(_pdf(f), -2, -1), "References, numbered and linked both ways", "参考文献：编号，双向链接"),
    Shot("bilingual", lambda f: pages(_pdf(f, edition="zh-CN+en"), 1, 5), "A bilingual edition: Chinese and English side by side", "双语对照版：中英文左右并排"),
    Shot("web", lambda f: web(_html(f), 1280, 860), "The web page", "网页"),
    Shot("web-dark", lambda f: web(_html(f), 1280, 860, dark=True), "The web page by night", "网页（深色）"),
    Shot("phone", lambda f: beside([web(_html(f), 390, 844), web(_html(f, NIGHT), 390, 844, dark=True), web(_html(f, EVENING, edition="en"), 390, 844)]), "On a phone, 390 pixels wide", "手机（宽 390 像素）"),
    Shot("book", lambda f: beside([book_page(output(f, "epub", SAMPLE), "title-page", 600, 800), book_page(output(f, "epub", SAMPLE), "chapter-003", 600, 800)]), "The e-book, as a reading system with paper-coloured pages shows it", "电子书（阅读器的纸色页面）"),
    Shot("themes-print", lambda f: beside([page(_pdf(f, NIGHT, theme=theme), 1, 64) for theme in THEMES]), "The same report in the themes report, journal and brief", "同一份报告的三种主题：report、journal、brief"),
    Shot("themes-english", lambda f: beside([page(_pdf(f, EVENING, theme=theme, edition="en"), 1, 64) for theme in THEMES]), "The themes in English", "三种主题的英文报告"),
    Shot("themes-web", lambda f: beside([web(_html(f, NIGHT, theme=theme), 820, 900, dark=theme == "brief") for theme in THEMES]), "The themes on the web; brief by night", "三种主题的网页（brief 为深色）"),
)


def index() -> str:
    """README.md of the gallery, in both languages."""
    lines = [
        "# Gallery · 样张",
        "",
        "What `pubkit build` makes of the sample reports. `.venv/bin/python docs/make_gallery.py` makes these pictures again.",
        "",
        "示例报告的构建结果；运行 `.venv/bin/python docs/make_gallery.py` 可重新生成这些图片。",
        "",
    ]
    return "\n".join([*lines, *entries()])


def entries() -> Iterator[str]:
    """A heading, a picture and its two captions for each."""
    for shot in SHOTS:
        yield f"## {shot.english} · {shot.chinese}\n\n![{shot.english}. {shot.chinese}。]({shot.name}.png)\n"


if __name__ == "__main__":
    main(sys.argv[1:])
