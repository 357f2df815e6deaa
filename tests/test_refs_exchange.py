"""References as data of other programs: BibTeX, RIS, CSL-JSON and CSL-YAML, out and in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubkit.citations.exchange.bibtex import bibtex_key, write_bibtex
from pubkit.citations.styles.csl import TYPES
from pubkit.pipeline.references import FORMATS, add_to_file, format_of, read_references, read_text, write_references
from pubkit.text.errors import InputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

SIGNS = r"R&D_50% {Braces} {{ of DNA 多模态😀𠮷 <5 & x^2 # $a$ \ ~ a--b it's “so” `y` “C:\temp”"
KEPT = ("id", "type", "title", "author", "issued", "accessed", "URL", "DOI", "container-title", "language")


def item(**fields: Any) -> dict[str, Any]:
    """An item with everything that a round trip must keep."""
    return {
        "id": "k1",
        "type": "article-journal",
        "title": "窗与玻璃 of Panes",
        "author": [{"family": "Zorn", "given": "Ada B."}, {"literal": "某某研究院 and Sons"}, {"family": "张", "given": "三"}],
        "issued": {"date-parts": [[2024, 5, 3]]},
        "accessed": {"date-parts": [[2026, 11, 2]]},
        "URL": "https://example.org/a_b%20c?x=1&y=2#z~",
        "DOI": "10.1000/a_b(c)<d>;2-%",
        "container-title": "Journal of The P & Q",
        "language": "zh-Hans",
    } | fields


def outcome(text: str, form: str) -> tuple[str, tuple[dict[str, Any], ...]]:
    """What a person sees of a bad file, and what is read of it all the same."""
    try:
        read = read_text(text, "x", form)  # type: ignore[arg-type]
    except InputError as error:
        return error.show("en"), ()
    return "".join(f"x:{problem.row}: {problem.message.en}" for problem in read.problems), read.items


def back(items: list[dict[str, Any]], form: str) -> tuple[dict[str, Any], ...]:
    """Items written and read again, without anything to complain of."""
    read = read_text(write_references(items, form).text, "x", form)  # type: ignore[arg-type]
    assert read.problems == ()
    return read.items


@pytest.mark.parametrize("form", FORMATS)
def test_a_round_trip_keeps_what_names_a_source(form: str) -> None:
    """Type, title, names, days, address, identifier, container."""
    (read,) = back([item()], form)
    assert {field: read.get(field) for field in KEPT} == {field: item()[field] for field in KEPT}


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_bibtex_keeps_every_type_of_csl(kind: str) -> None:
    """BibTeX has 14 types and CSL 46: what BibTeX cannot say, `entrysubtype` does."""
    (read,) = back([item(type=kind)], "bibtex")
    assert (read["type"], read["container-title"], read["title"]) == (kind, item()["container-title"], item()["title"])


@pytest.mark.parametrize("form", FORMATS)
def test_signs_that_mean_something_to_latex_survive(form: str) -> None:
    """`&`, `_`, `%`, `#`, `$`, backslashes, braces that do not close, quotes, two hyphens, Han and emoji."""
    (read,) = back([item(title=SIGNS, **{"container-title": SIGNS})], form)
    assert read["title"] == SIGNS
    assert read["container-title"] == SIGNS


def test_braces_of_a_bibtex_file_always_close() -> None:
    """BibTeX counts `\\{` too: an unclosed brace would swallow the next entry."""
    text = write_bibtex([item(title=SIGNS, URL="https://example.org/{x", publisher="a } b")]).text
    assert text.count("{") == text.count("}")
    assert r"R\&D\_50\% " in text
    assert "https://example.org/%7Bx" in text
    assert "a_b%20c?x=1&y=2" in write_bibtex([item()]).text  # addresses are verbatim


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="‘’“”"), min_size=1, max_size=30))
def test_any_title_comes_back_from_bibtex(title: str) -> None:
    """Whatever signs it has."""
    (read,) = back([item(title=f"x {title} y")], "bibtex")
    assert read["title"] == f"x {title} y"


def test_markup_of_csl_becomes_latex_and_comes_back() -> None:
    """Italics, subscripts and superscripts are the same title."""
    title = "<i>E. coli</i> in H<sub>2</sub>O<sup>+</sup>"
    text = write_bibtex([item(title=title)]).text
    assert r"\emph{E. coli} in H\textsubscript{2}O\textsuperscript{+}" in text
    assert back([item(title=title)], "bibtex")[0]["title"] == title


def test_others_is_a_word_of_bibtex() -> None:
    """`and others` is et al., not a person."""
    authors = [{"family": "Zorn", "given": "Ada"}, {"literal": "others"}]
    assert "author = {Zorn, Ada and others}" in write_bibtex([item(author=authors)]).text
    assert back([item(author=authors)], "bibtex")[0]["author"] == authors


def test_old_bibtex_finds_the_year() -> None:
    """BibLaTeX reads `date`; BibTeX knows `year` and nothing else."""
    text = write_bibtex([item()]).text
    assert "year = {2024}" in text
    assert "date = {2024-05-03}" in text
    assert "date = {2024}" not in write_bibtex([item(issued={"date-parts": [[2024]]})]).text


def test_keys_stay_and_are_fit() -> None:
    """The same items give the same keys; a key that BibTeX cannot hold loses only what it cannot hold."""
    assert [bibtex_key(key) for key in ("8", "turn0search0", "报告-8", "a b,c{d}", "{}")] == ["8", "turn0search0", "报告-8", "a-b-c-d", "entry"]
    text = write_bibtex([item(id="a b"), item(id="a-b")]).text
    assert "{a-b," in text
    assert "{a-b-2," in text


def test_what_a_format_has_no_place_for_is_said() -> None:
    """Nothing is lost in silence."""
    assert write_references([item(CSTR="1.2.3")], "bibtex").left_out == ("CSTR",)
    assert write_references([item(CSTR="1.2.3")], "ris").left_out == ("CSTR",)
    assert write_references([item(CSTR="1.2.3")], "csl-json").left_out == ()


BIBTEX = r"""% from elsewhere
@string{jop = "Journal of {P}anes"}
@article{good, title={A {DNA} \emph{x}}, year=2020, journal=jop}

@article{torn, title={A brace too few, year={2021}
}

@article{html, title={Of <jats:p>panes</jats:p>: more}, year={2022}, journal="P \& Q"}
@book{, title = {No key}}
@book{twice, title = {One}}
@book{twice, title = {Two}}
@book{bad, title  {No sign}}
@comment{nothing}
@book{last, title = {Last}, author={von Zorn, Ada and {WXO}}, date={2020-05}}
"""


def test_one_bad_entry_of_bibtex_does_not_lose_the_others() -> None:
    """Each is named with its line: an open brace, no key, no equals sign; HTML and a doubled key are mended."""
    read = read_text(BIBTEX, "x.bib", "bibtex")
    assert [one["id"] for one in read.items] == ["good", "html", "twice", "twice-2", "last"]
    assert [(problem.row, problem.key, problem.is_lost) for problem in read.problems] == [
        (5, "torn", True),
        (8, "html", False),
        (9, "?", True),
        (11, "twice", False),
        (12, "bad", True),
    ]
    by_key = {one["id"]: one for one in read.items}
    assert by_key["good"]["container-title"] == "Journal of Panes"
    assert by_key["html"]["title"] == "Of panes: more"
    assert "title-short" not in by_key["html"]  # nobody wrote one
    assert by_key["last"]["issued"] == {"date-parts": [[2020, 5]]}


ZOTERO = r"""
@misc{zorn_panes_2024,
	title = {A {Study} of {Panes}: 100\% \& more},
	url = {http://arxiv.org/abs/2401.00001},
	urldate = {2024-05-06},
	author = {Zorn, Ada and Müller, Jürgen and {WXO}},
	month = jan,
	year = {2024},
	file = {Full Text PDF:C\:\\Users\\x\\a.pdf:application/pdf},
}

@article{_boli_2023,
	title = {玻璃综述},
	language = {zh-CN},
	number = {5},
	journal = {窗学报},
	author = {安, 一},
	year = {2023},
	pages = {12--30},
}
"""


def test_bibtex_of_zotero() -> None:
    """A preprint is no web page, the language is where Zotero writes it, and its own folders stay out."""
    preprint, article = read_text(ZOTERO, "x.bib", "bibtex").items
    assert (preprint["type"], preprint["title"]) == ("article", "A Study of Panes: 100% & more")
    assert preprint["author"] == [{"family": "Zorn", "given": "Ada"}, {"family": "Müller", "given": "Jürgen"}, {"literal": "WXO"}]
    assert preprint["issued"] == {"date-parts": [[2024, 1]]}
    assert not any("Users" in str(value) for value in preprint.values())
    assert (article["id"], article["language"], article["issue"], article["page"]) == ("_boli_2023", "zh-CN", "5", "12-30")


@pytest.mark.parametrize("fields", [{"author": 3}, {"title": ["x"]}, {"URL": {"x": 1}}, {"issued": {"date-parts": [[2020, "x"]]}}, {"type": 3}, {"id": [1]}])
def test_an_item_that_cannot_be_meant_is_left_out_and_named(fields: dict[str, Any]) -> None:
    """And the one behind it is read."""
    read = read_text(json.dumps([item(**fields), item(id="k2")]), "x.json", "csl-json")
    assert [one["id"] for one in read.items] == ["k2"]
    assert [problem.is_lost for problem in read.problems] == [True]


RIS = (
    "TY  - JOUR\r\nA1  - Zorn, Ada\r\nAU  - Yule, Bo\r\nT1  - Panes; more\r\nJO  - Journal\r\nY1  - 2020/05//\r\n"
    "UR  - https://example.org/a;b\r\nSP  - 1\r\nEP  - 9\r\nER  - \r\n"
    "TY  - ODD\r\nTI  - Odd\r\n"
    "TY  - BLOG\r\nID  - b1\r\nAU  - 某某研究院\r\nTI  - 博文\r\nT2  - 某站\r\nDA  - 2021/02/31/\r\nY2  - 2026/11/02/\r\nER  - \r\n"
)


def test_ris_of_others() -> None:
    """Old tags, Windows line ends, no `ER`, an unknown type, a day that no calendar has."""
    read = read_text(RIS, "x.ris", "ris")
    assert [(one["id"], one["type"], one["title"]) for one in read.items] == [
        ("ris-1", "article-journal", "Panes; more"),
        ("ris-2", "document", "Odd"),
        ("b1", "post-weblog", "博文"),
    ]
    assert (read.items[0]["URL"], read.items[0]["page"]) == ("https://example.org/a;b", "1-9")
    assert read.items[0]["issued"] == {"date-parts": [[2020, 5]]}
    assert read.items[2]["author"] == [{"literal": "某某研究院"}]
    assert read.items[2]["accessed"] == {"date-parts": [[2026, 11, 2]]}
    assert [(problem.row, problem.is_lost) for problem in read.problems] == [(11, False), (11, False)]


def test_csl_json_of_zotero() -> None:
    """Its citation key is the key, texts of numbers are numbers, and a bad item is named with its line."""
    text = (
        '[\n{"id": "http://zotero.org/users/1/items/AB", "citation-key": "zorn20", "type": "book", "title": "A",\n'
        '"issued": {"date-parts": [["2020", "5"]]}},\n{"id": 7, "type": "bok"},\n{"id": "http://zotero.org/users/1/items/CD", "type": "map"}]'
    )
    read = read_text(text, "x.json", "csl-json")
    assert read.items == (
        {"id": "zorn20", "type": "book", "title": "A", "issued": {"date-parts": [[2020, 5]]}},
        {"id": "CD", "type": "map"},
    )
    assert [(problem.row, problem.key, problem.is_lost) for problem in read.problems] == [(4, "7", True)]


def test_csl_yaml_by_hand() -> None:
    """Dates as people write them, with and without `references`."""
    text = "references:\n- id: a\n  type: book\n  issued: 2020-05-03\n- id: 8\n  type: map\n  issued: 2021\n"
    items = read_text(text, "x.yaml", "csl-yaml").items
    assert items == (
        {"id": "a", "type": "book", "issued": {"date-parts": [[2020, 5, 3]]}},
        {"id": "8", "type": "map", "issued": {"date-parts": [[2021]]}},
    )
    assert read_text("- {id: a, type: book}", "x.yaml", "csl-yaml").items == ({"id": "a", "type": "book"},)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", ["", "  \n", "no such thing", '{"a": 1}', "a: [1", "[[[", "@", "TY", "\x01\x02", "@article{", "- 1\n- [2]"])
def test_what_is_nothing_of_the_kind_is_refused_or_named(form: str, text: str) -> None:
    """An error that says so, or a problem an entry; never a traceback, never silence."""
    said, items = outcome(text, form)
    assert said.startswith("x:")
    assert items == ()


def test_the_name_tells_the_format(tmp_path: Path) -> None:
    """By its ending; a name that tells nothing says what to do."""
    path = tmp_path / "x.BIB"
    path.write_text(write_bibtex([item()]).text, encoding="utf-8")
    assert read_references(path).items[0]["title"] == item()["title"]
    with pytest.raises(UsageError, match="does not tell"):
        format_of(tmp_path / "x.txt")


@pytest.mark.parametrize(
    "text",
    [
        "# mine\nreferences:\n- id: k0  # keep\n  type: book\n  issued: 2020-05-03\n",
        "# mine\nreferences:\n  - id: k0  # keep\n    type: book\n    issued: 2020-05-03\n\n",
        "# mine\n- type: book\n  id: k0  # keep\n  issued: 2020-05-03",
    ],
)
def test_new_entries_go_behind_and_the_lines_of_others_stay(tmp_path: Path, text: str) -> None:
    """Comments, indents and order are the editor's."""
    path = tmp_path / "refs.yaml"
    path.write_text(text, encoding="utf-8")
    assert add_to_file(path, [item(), item(id="k2")]) == (3, 2, ())
    assert path.read_text(encoding="utf-8").startswith(text.rstrip("\n"))
    assert [one["id"] for one in read_references(path).items] == ["k0", "k1", "k2"]


def test_a_second_import_changes_nothing_and_a_key_is_never_taken_over(tmp_path: Path) -> None:
    """An entry that differs is named."""
    path = tmp_path / "refs.yaml"
    assert add_to_file(path, [item(), item(id="k2", title="Other")]) == (2, 2, ())
    first = path.read_bytes()
    assert add_to_file(path, [item()]) == (2, 0, ())
    assert add_to_file(path, [item(id="k2")]) == (2, 0, ("k2",))
    assert path.read_bytes() == first


def test_a_list_in_braces_is_written_anew(tmp_path: Path) -> None:
    """Nothing can be put behind it."""
    path = tmp_path / "refs.yaml"
    path.write_text("references: [{id: k0, type: book}]\n", encoding="utf-8")
    assert add_to_file(path, [item()]) == (2, 1, ())
    assert [one["id"] for one in read_references(path).items] == ["k0", "k1"]


def test_json_is_readable() -> None:
    """Han as Han, a field a line."""
    text = write_references([item()], "csl-json").text
    assert json.loads(text) == [item()]
    assert "窗与玻璃" in text
