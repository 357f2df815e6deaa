"""An edition that leaves out what is not translated says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pubkit.cli.app import run
from pubkit.publish.labels import Labels, labels_for

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("missing", "said"), [("mark", "shown in the original"), ("omit", "left out")])
def test_the_notice_says_what_became_of_the_rest(tmp_path: Path, missing: str, said: str) -> None:
    """Shown with marks, or not at all."""
    path = tmp_path / "r.md"
    path.write_text(f"---\ntitle: 题\nlanguage: zh-CN\neditions: {{en: {{from: translate, missing: {missing}}}}}\n---\n\n首段。\n\n次段。\n", encoding="utf-8")
    assert run(["translate", "extract", str(path), "--to", "en"]) == 0
    catalog = path.with_name("r.en.po")
    catalog.write_text(catalog.read_text("utf-8").replace('msgid "首段。"\nmsgstr ""', 'msgid "首段。"\nmsgstr "First."'), encoding="utf-8")
    assert run(["build", str(path), "--format", "html", "--edition", "en", "--output", str(tmp_path / "out"), "-q"]) == 0
    text = (tmp_path / "out/r/en/resolved.md").read_text("utf-8")
    assert said in text
    assert ("次段" in text) == (missing == "mark")


def test_every_language_has_the_notice() -> None:
    """With the share, and no word of another place."""
    assert "incomplete_left_out" in Labels._fields
    for language in ("zh-CN", "zh-Hant", "en", "ja", "ko", "fr", "de", "es", "ar"):
        words = labels_for(language).incomplete_left_out
        assert "{share}" in words
        assert "{language}" not in words
