"""The only door to pandoc: Markdown and HTML in, its document tree out, and the tree written as HTML; BibTeX in, CSL items
out; and CSL items formatted by a CSL style.

The reader is CommonMark with the extensions whose grammar the linter's parser shares, so that both see one document.
`east_asian_line_breaks` is not among them: it also joins Korean, which has spaces between words, and it does not know
that `”` and `“` are full-width in Chinese; `publish.line_breaks` does that work on the tree.
What does not belong here: any change to the tree.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, Literal

from pubkit.text.errors import PublicationError, ToolError
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from pubkit.publish.tree import Node

READER: Final = (
    "commonmark+pipe_tables+footnotes+tex_math_dollars+strikeout+task_lists"
    "+attributes+bracketed_spans+fenced_divs+implicit_figures"
)
#: Reading 20 MB of Markdown takes pandoc about a minute; what takes longer hangs.
TIMEOUT_S: Final = 300
_API_VERSION: Final = [1, 23, 1]
_WARNING = re.compile(r"^\[WARNING\] ", re.MULTILINE)


class Written(NamedTuple):
    """What pandoc wrote, and what it warned of while it did."""

    text: str
    warnings: tuple[str, ...]


class RefusedError(ToolError):
    """pandoc does not take what it was given. `said` is its own message, in English."""

    def __init__(self, said: str) -> None:
        super().__init__(Phrase("pandoc failed: {}", "pandoc 运行失败：{}").format(said))
        self.said = said


class Read(NamedTuple):
    """The blocks that pandoc read, and what it warned of while it did."""

    blocks: list[Node]
    warnings: tuple[str, ...]


def read_markdown(text: str) -> Read:
    """The blocks of a CommonMark text whose line ends are line feeds."""
    return _read(text, READER)


def read_ahead(text: str) -> Callable[[], Read]:
    """Begins to read a text as `read_markdown` does; what is returned waits for it, and raises what reading raised."""
    from threading import Thread

    found: list[Read | BaseException] = []

    def read() -> None:
        try:
            found.append(read_markdown(text))
        except BaseException as error:  # told to who waits
            found.append(error)

    thread = Thread(target=read, daemon=True)
    thread.start()

    def outcome() -> Read:
        thread.join()
        if isinstance(found[0], BaseException):
            raise found[0]
        return found[0]

    return outcome


def read_html(text: str) -> Read:
    """The blocks of an HTML fragment; scripts, styles and unknown elements do not survive."""
    return _read(text, "html-auto_identifiers")


def write_html(blocks: list[Node]) -> Written:
    """The blocks as an HTML 5 fragment that is also well-formed XML; mathematics as MathML, no syntax colours."""
    tree = json.dumps({"pandoc-api-version": _API_VERSION, "meta": {}, "blocks": blocks}, ensure_ascii=False)
    return _run(tree, "--from=json", "--to=html5", "--mathml", "--wrap=none", "--syntax-highlighting=none")


def read_bibtex(text: str) -> list[dict[str, Any]]:
    """The entries of a BibTeX or BibLaTeX file as CSL items. Raises `RefusedError` where one of them cannot be read."""
    items: list[dict[str, Any]] = json.loads(_run(text, "--from=biblatex", "--to=csljson").text)
    return items


def format_items(items: Sequence[Mapping[str, Any]], style: Path, language: str) -> list[Node]:
    """The list of references that citeproc makes of CSL items: a block an entry, in the order of the style.

    `style` is an independent CSL style: of a dependent one, pandoc would ask the network for its parent. `language` is
    that of the words in the entries. Raises `RefusedError` for a style that is none, and for items that CSL does not allow.
    """
    text = json.dumps(list(items), ensure_ascii=False)
    written = _run(text, "--from=csljson", "--to=json", "--citeproc", f"--csl={style}", f"--metadata=lang={language}")
    blocks: list[Node] = json.loads(written.text)["blocks"]
    return blocks


def cite_items(items: Sequence[Mapping[str, Any]], style: Path, language: str) -> list[Node]:
    """Each item cited twice, as `[@key]` and as `[-@key]`, a paragraph each, and the list of references behind them.

    See `format_items`. The letters behind years (`2024a`) are there for cited items only.
    """
    read = json.loads(_run(json.dumps(list(items), ensure_ascii=False), "--from=csljson", "--to=json").text)
    modes = ("NormalCitation", "SuppressAuthor")
    read["blocks"] = [{"t": "Para", "c": [_cite(str(item["id"]), mode)]} for item in items for mode in modes]
    text = json.dumps(read, ensure_ascii=False)
    written = _run(text, "--from=json", "--to=json", "--citeproc", f"--csl={style}", f"--metadata=lang={language}")
    blocks: list[Node] = json.loads(written.text)["blocks"]
    return blocks


def _cite(key: str, mode: str) -> Node:
    cited = {
        "citationId": key,
        "citationPrefix": [],
        "citationSuffix": [],
        "citationMode": {"t": mode},
        "citationNoteNum": 1,
        "citationHash": 0,
    }
    return {"t": "Cite", "c": [[cited], [{"t": "Str", "c": key}]]}


def default_style() -> str:
    """The CSL style that comes with pandoc: Chicago, author and date."""
    return _run("", "--print-default-data-file=default.csl").text


def write_lines(blocks: Sequence[Node], to: Literal["text", "html", "markdown"]) -> list[str]:
    """Paragraphs, each as one line."""
    tree = json.dumps({"pandoc-api-version": _API_VERSION, "meta": {}, "blocks": list(blocks)}, ensure_ascii=False)
    writer = {"text": "plain", "html": "html5", "markdown": "commonmark"}[to]
    written = _run(tree, "--from=json", f"--to={writer}", "--wrap=none").text.strip("\n")
    if to == "html":
        return [line.removeprefix("<p>").removesuffix("</p>") for line in written.split("\n")]
    return written.split("\n\n")


def _read(text: str, reader: str) -> Read:
    written = _run(text, f"--from={reader}", "--to=json")
    return Read(json.loads(written.text)["blocks"], written.warnings)


@lru_cache(maxsize=1)
def _pandoc() -> str:
    """The path of the pandoc that comes with `pypandoc_binary`; another one speaks another dialect.

    pypandoc itself runs every pandoc that it finds to compare their releases: it is asked only where its own is not in its place,
    or where somebody named another one.
    """
    own = _bundled()
    if own is not None and "PYPANDOC_PANDOC" not in os.environ:
        return own
    try:
        import pypandoc

        return str(pypandoc.get_pandoc_path())
    except (ImportError, OSError) as error:
        raise ToolError(
            Phrase("pandoc is missing", "缺少 pandoc"),
            hint=Phrase(
                "Install it with: pip install 'pypandoc_binary>=1.17'",
                "安装命令：pip install 'pypandoc_binary>=1.17'",
            ),
        ) from error


def _bundled() -> str | None:
    """The pandoc in the package, where it can be run."""
    found = find_spec("pypandoc")
    for folder in found.submodule_search_locations or () if found else ():
        path = os.path.join(folder, "files", "pandoc")  # noqa: PTH118
        if os.access(path, os.X_OK):
            return path
    return None


def _run(given: str, *options: str) -> Written:
    """Runs pandoc on `given`. `--sandbox`: it reads and writes no file and asks no network."""
    try:
        done = subprocess.run(
            [_pandoc(), "--sandbox", *options],
            input=given.encode(),
            capture_output=True,
            timeout=TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PublicationError(
            Phrase(f"pandoc did not finish within {TIMEOUT_S} s", f"pandoc 在 {TIMEOUT_S} 秒内没有完成"),
            hint=Phrase(
                "Is the text nested very deeply, or very long? Split it.", "文本是否嵌套过深或过长？请拆分后再试。"
            ),
        ) from error
    except OSError as error:
        raise ToolError(Phrase(f"pandoc does not start: {error}", f"pandoc 无法启动：{error}")) from error
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode:
        raise RefusedError(said.strip()[-400:] or f"exit {done.returncode}")
    return Written(done.stdout.decode(), _warnings(said))


def _warnings(said: str) -> tuple[str, ...]:
    """Each warning on one line, with the lines that explain it."""
    return tuple(" ".join(part.split()) for part in _WARNING.split(said) if part.strip())
