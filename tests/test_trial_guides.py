"""The guides: their commands are commands, their keys are all keys, and both languages say the same."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
import yaml

from pubkit.cli.app import application
from pubkit.config import FRONT_MATTER, load_config
from pubkit.lint.linter import lint
from pubkit.markdown.document import Document

if TYPE_CHECKING:
    from pubkit.text.phrase import Language

DOCS = Path(__file__).resolve().parent.parent / "docs"
NAMES = ("guide", "guide-writing", "guide-references", "guide-editions")
GUIDES = [f"{name}{ending}" for name in NAMES for ending in (".md", ".zh.md")]
_BLOCK = re.compile(r"^(`{3,})(\w+)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)


def text_of(guide: str) -> str:
    return (DOCS / guide).read_text(encoding="utf-8")


def blocks(guide: str, kind: str) -> list[str]:
    """The blocks of code of one kind."""
    return [found[3] for found in _BLOCK.finditer(text_of(guide)) if found[2] == kind]


def commands(guide: str) -> list[list[str]]:
    """The command lines of a guide, without comments: those in blocks and those in a line of the text."""
    lines = [line for block in blocks(guide, "sh") for line in block.splitlines()]
    lines += re.findall(r"(?<!`)`(pubkit [^`]+)`", text_of(guide))
    found = [shlex.split(line, comments=True) for line in lines]
    return [words[1:] for words in found if words[:1] == ["pubkit"]]


@pytest.mark.parametrize("guide", GUIDES)
def test_every_command_of_a_guide_is_one(guide: str) -> None:
    """An option that was renamed must be renamed in the guides."""
    assert commands(guide) or guide.startswith("guide-writing")
    for words in commands(guide):
        command: click.Command = application()
        while isinstance(command, click.Group) and words:
            name, *words = words
            found = command.get_command(click.Context(command), name)
            assert found is not None, name
            command = found
        command.make_context(str(command.name), list(words))


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_say_the_same(name: str) -> None:
    """The same headings, blocks, tables and options in the same order."""
    shapes = []
    for guide in (f"{name}.md", f"{name}.zh.md"):
        text = text_of(guide)
        shapes.append((
            re.findall(r"^(#+) ", text, re.MULTILINE),
            [found[2] for found in _BLOCK.finditer(text)],
            len(re.findall(r"^\|", text, re.MULTILINE)),
            [[word for word in words if word.startswith("-")] for words in commands(guide)],
        ))
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("guide", GUIDES)
def test_links_between_the_guides_lead_somewhere(guide: str) -> None:
    """Files beside them, and headings of the page itself."""
    text = text_of(guide)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}
    for address in re.findall(r"\]\(([^)\s:]+)\)", re.sub(_BLOCK, "", text)):
        if address.startswith("#"):
            assert address[1:] in anchors
        elif not address.endswith(".png"):
            assert (DOCS / address).is_file(), address


@pytest.mark.parametrize("guide", GUIDES)
def test_configuration_in_a_guide_is_valid(guide: str, tmp_path: Path) -> None:
    """What is shown of pubkit.yaml and of front matter is read without complaint."""
    for block in blocks(guide, "yaml"):
        values = yaml.safe_load(block.strip().strip("-"))
        if {"references", "terms"} & set(values):
            continue
        (tmp_path / "pubkit.yaml").write_text(yaml.safe_dump({name: value for name, value in values.items() if name not in ("title", "subtitle")}, allow_unicode=True), encoding="utf-8")
        load_config(tmp_path / "pubkit.yaml")


@pytest.mark.parametrize("ending", [".md", ".zh.md"])
def test_the_examples_of_writing_are_sound(ending: str, tmp_path: Path) -> None:
    """The linter finds nothing in them but pictures and data that are not there."""
    for n, block in enumerate(blocks(f"guide-writing{ending}", "markdown")):
        path = tmp_path / f"{n}.md"
        path.write_text(block, encoding="utf-8")
        assert {finding.code for finding in lint(Document.read(path))} <= {"FIG101", "FIG103"}


def table(language: Language) -> str:
    """All keys of metadata with what they are for, as Markdown."""
    head = "| 键 | 用途 | 可用的值 |" if language == "zh" else "| Key | For | Values |"
    rows = [f"| `{key.name}` | {key.what.of(language)} | {', '.join(f'`{choice}`' for choice in key.choices)} |" for key in FRONT_MATTER]
    return "\n".join([head, "|---|---|---|", *rows])


@pytest.mark.parametrize(("guide", "language"), [("guide-writing.md", "en"), ("guide-writing.zh.md", "zh")])
def test_the_table_of_metadata_is_that_of_the_configuration(guide: str, language: Language) -> None:
    """Where a key was added: put the table below between the comments `keys` of both guides."""
    found = re.search(r"<!-- keys -->\n(.*?)\n?<!-- /keys -->", text_of(guide), re.DOTALL)
    assert found
    assert found[1].strip() == table(language)
