"""The words of a publication: a language that one table speaks, all of them speak."""

from __future__ import annotations

import pytest

from pubkit.publish import crossing_labels, epub_labels, labels, print_labels, web_labels
from pubkit.publish.epub_labels import epub_labels_for

TABLES = (crossing_labels, epub_labels, print_labels, web_labels)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.__name__))
def test_all_tables_speak_the_same_languages(table: object) -> None:
    """An Arabic e-book once said in English what its pages are."""
    assert set(vars(table)["_LANGUAGES"]) == set(vars(labels)["_LANGUAGES"])


@pytest.mark.parametrize("language", ["de", "es-MX", "ar"])
def test_an_ebook_speaks_of_its_pages_in_its_language(language: str) -> None:
    """With the title in that language's quotation marks."""
    words, english = epub_labels_for(language), epub_labels_for("en")
    assert words.cover_of.format(title="X") != english.cover_of.format(title="X")
    assert words.landmarks != english.landmarks
