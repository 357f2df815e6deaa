"""Themes: tokens in, style sheets out; what is wrong is said with its place; what cannot be read is found."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubkit.cli.app import run
from pubkit.markdown.document import Document
from pubkit.pipeline.specimen import specimen
from pubkit.pipeline.theming import NewTheme, begin_theme, mixed, theme_text
from pubkit.pipeline.unchanged import digest_of_inputs
from pubkit.publish.contrast import TEXT, contrast, contrast_remarks, fitted, luminance, pairs
from pubkit.publish.fonts import font_css, group_of
from pubkit.publish.html import print_document, web_document
from pubkit.publish.openings import is_abstract, with_asides, with_opening
from pubkit.publish.print_parts import Form, with_print_parts
from pubkit.publish.rendering import render
from pubkit.publish.stylesheets import styles_folder
from pubkit.publish.theme_css import epub_sheet, print_additions, print_sheet, root_classes, web_sheet, with_values
from pubkit.publish.theme_tokens import LANGUAGE_GROUPS, theme_schema, tokens_by_path
from pubkit.publish.themes import default_theme, find_theme, project_of, theme_files, theme_names
from pubkit.text.errors import ConfigError, InputError, UsageError

OURS = ("brief", "journal", "report")
SHEETS = ("print.css", "print-editions.css", "print-two-sided.css", "print-themes.css")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a `pubkit.yaml` and room for themes."""
    (tmp_path / "pubkit.yaml").write_text("language: zh-CN\n")
    (tmp_path / "themes").mkdir()
    return tmp_path


def written(project: Path, text: str, name: str = "acme") -> Path:
    path = project / "themes" / f"{name}.yaml"
    path.write_text(text)
    return path


# --- reading


@pytest.mark.parametrize("name", OURS)
def test_every_token_has_a_value(name: str) -> None:
    """But for the logo and the families, which a house has of its own."""
    theme = find_theme(name, None)
    missing = {path for path in tokens_by_path() if path not in theme.tokens and not path.startswith("families.")}
    assert missing <= {"extends", "logo"}


def test_a_theme_says_only_what_differs(project: Path) -> None:
    """The rest is that of the theme it extends, over as many steps as there are."""
    written(project, 'extends: brief\ncolours:\n  accent: "#0a7d5a"\n')
    written(project, "extends: acme\nsizes:\n  body: 11pt\n", "large")
    theme = find_theme("large", project)
    assert theme.text("colours.accent") == "#0a7d5a"
    assert theme.text("sizes.body") == "11pt"
    assert theme.text("colours.ink") == find_theme("brief", None).text("colours.ink")
    assert [path.stem for path in theme.chain] == ["large", "acme", "brief", "report"]


def test_a_project_may_change_one_of_ours(project: Path) -> None:
    """A theme that extends a theme of its own name means the one that came with pubkit."""
    written(project, 'extends: report\ncolours:\n  ink: "#222222"\n', "report")
    theme = find_theme("report", project)
    assert theme.text("colours.ink") == "#222222"
    assert theme.text("colours.accent") == default_theme().text("colours.accent")


@pytest.mark.parametrize(
    ("text", "row", "column", "said", "hint"),
    [
        ('colours:\n  acent: "#0a7d5a"\n', 2, 3, "unknown token `colours.acent`", "`accent`"),
        ("sizes:\n  ink: 3pt\n", 2, 3, "unknown token `sizes.ink`", "`colours.ink`"),
        ("colours:\n  accent: green\n", 2, 3, 'a colour is written "#0a7d5a"', None),
        ("sizes:\n\n  body: 10.5\n", 3, 3, "it is a length", None),
        ("sizes: {body: 99pt}\n", 1, 9, "it lies between 7 and 16", None),
        ("page: {characters: many}\n", 1, 8, "it is a number", None),
        ("page: {characters: true}\n", 1, 8, "it is a number", None),
        ("cover: {style: round}\n", 1, 9, "it is one of field, band, plain", None),
        ("cover: {ornament: maybe}\n", 1, 9, "it is true or false", None),
        ("colours: red\n", 1, 1, "holds tokens of its own", None),
        ("charts: [red]\n", 1, 1, "a colour is written", None),
        ('families: {serif: {zh-Hans: "A; } body { color: red"}}\n', 1, 20, "names of font families", None),
        ("web: {size: 'red; } * { display: none'}\n", 1, 7, "it is one value", None),
        ("web: {light: {shadow: '#000; } * { display: none'}}\n", 1, 15, "have no place here", None),
    ],
)
def test_what_is_wrong_is_said_with_its_place(project: Path, text: str, row: int, column: int, said: str, hint: str | None) -> None:
    """File, row and column, and the nearest name where there is one."""
    written(project, text)
    with pytest.raises(ConfigError) as caught:
        find_theme("acme", project)
    error = caught.value
    assert (Path(error.filename or "").name, error.row, error.column) == ("acme.yaml", row, column)
    assert said in error.message.en
    assert (hint in error.hint.en) if hint and error.hint else hint is None


def test_a_theme_that_is_not_there_names_the_nearest(project: Path) -> None:
    """Also where another theme extends it: then with the place of that."""
    with pytest.raises(InputError) as caught:
        find_theme("jurnal", project)
    assert caught.value.hint
    assert "`journal`" in caught.value.hint.en
    written(project, "extends: breif\n")
    with pytest.raises(InputError) as caught:
        find_theme("acme", project)
    assert (caught.value.row, caught.value.column) == (1, 1)
    assert Path(caught.value.filename or "").name == "acme.yaml"


def test_themes_that_extend_each_other_are_an_error(project: Path) -> None:
    """And no endless search."""
    written(project, "extends: two\n", "one")
    written(project, "extends: one\n", "two")
    with pytest.raises(InputError, match="extend each other"):
        find_theme("one", project)


@pytest.mark.parametrize("name", ["../report", "/etc/passwd", ""])
def test_a_name_is_no_path(project: Path, name: str) -> None:
    """Nothing outside of the folders of themes is read."""
    with pytest.raises(InputError, match="there is no theme"):
        find_theme(name, project)


def test_the_project_is_the_nearest_folder_above_that_says_so(project: Path) -> None:
    """A report's folder deep below it finds its themes."""
    deep = project / "source" / "report"
    deep.mkdir(parents=True)
    assert project_of(deep) == project.resolve()
    assert set(theme_names(project)) == set(OURS)


# --- style sheets


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("sheet", SHEETS)
def test_print_sheets_know_every_token_that_they_name(name: str, sheet: str) -> None:
    """Only the families of type are left, which the language decides; no sum is left to the layout."""
    css = print_sheet(sheet, find_theme(name, None))
    assert set(re.findall(r"var\(--([\w-]+)", css)) <= {"serif", "sans", "mono", "kai"}
    assert "calc(" not in css


@pytest.mark.parametrize("name", OURS)
def test_web_sheets_define_what_they_use(name: str) -> None:
    """Every custom property of the page has a value, by day and by night."""
    theme = find_theme(name, None)
    css = "".join(web_sheet(sheet, theme) for sheet in ("web-tokens.css", "web.css", "web-themes.css", "collection.css"))
    used = set(re.findall(r"var\(--([\w-]+)", css))
    assert used <= set(re.findall(r"--([\w-]+):", css))
    night = css.partition("prefers-color-scheme: dark")[2].partition("}")[0]
    assert {"paper", "ink", "accent", "quiet", "rule", "tint", "heading"} <= set(re.findall(r"--([\w-]+):", night))


def test_a_line_holds_its_characters() -> None:
    """Margins are cut down, never up: 40 characters of 10.5 pt find room between those of `report`."""
    for name in OURS:
        theme = find_theme(name, None)
        css = print_sheet("print.css", theme)
        found = re.search(r"size: ([\d.]+)mm ([\d.]+)mm;\s*margin: ([\d.]+)mm ([\d.]+)mm ([\d.]+)mm ([\d.]+)mm", css)
        assert found
        width, height, top, right, bottom, left = map(float, found.groups())
        assert width - left - right >= theme.number("page.characters") * theme.number("sizes.body") * 25.4 / 72
        assert height - top - bottom >= theme.number("page.lines") * theme.number("sizes.leading") * 25.4 / 72
    assert "margin: 29mm 30.9mm 26.7mm 30.9mm" in print_sheet("print.css", default_theme())


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("a { x: calc(1.5 * var(--l)) }", "a { x: 27pt }"),
        ("a { x: calc(178 / 297 * 297mm - 116mm) }", "a { x: 62mm }"),
        ("a { x: calc(0mm - 4mm) }", "a { x: -4mm }"),
        ("a { x: calc(100% - 3mm) }", "a { x: calc(100% - 3mm) }"),
        ("a { x: calc(1em + 3mm) }", "a { x: calc(1em + 3mm) }"),
        ("a { x: var(--unknown) }", "a { x: var(--unknown) }"),
        ("a { x: calc(__import__) }", "a { x: calc(__import__) }"),
    ],
)
def test_values_are_put_in_and_sums_worked_out(css: str, expected: str) -> None:
    """Sums of one unit; others are left to the layout."""
    assert with_values(css, {"l": "18pt"}) == expected


def test_the_default_adds_nothing() -> None:
    """No class, no sheet: what `report` looks like is `print.css` and `web.css` alone."""
    theme = default_theme()
    assert root_classes(theme) == ()
    assert print_additions(theme) == ""
    assert epub_sheet(theme) == (styles_folder() / "epub.css").read_text(encoding="utf-8")


def test_css_of_a_theme_comes_last_and_in_its_formats(project: Path) -> None:
    """NAME.css for all, NAME.web.css for one; tokens can be named in it."""
    path = written(project, "extends: journal\n")
    path.with_suffix(".css").write_text("p { color: red }")
    path.with_suffix(".print.css").write_text("q { color: var(--ink) }")
    theme = find_theme("acme", project)
    assert print_additions(theme).endswith(f"p {{ color: red }}\nq {{ color: {theme.text('colours.ink')} }}")
    assert "p { color: red }" in epub_sheet(theme)
    assert "q {" not in epub_sheet(theme)
    page = web_document(render(specimen(theme, "en")))
    assert "p{color:red}" in page
    assert "q{color" not in page


def test_families_of_a_theme_go_before_ours(project: Path) -> None:
    """In print and on the web, for their languages and no others."""
    written(project, "families:\n  serif:\n    zh-Hans: [FZShuSong, Song Two]\n")
    theme = find_theme("acme", project)
    assert '--serif: "FZShuSong", "Song Two", "Noto Serif CJK SC"' in font_css("zh-CN", theme.families)
    assert "FZShuSong" not in font_css("zh-TW", theme.families) + font_css("en", theme.families)
    css = web_sheet("web-tokens.css", theme)
    assert css.count("FZShuSong") == 1
    assert re.search(r':lang\(zh\) \{\s*--serif: "FZShuSong", "Song Two", "Source Han Serif SC"', css)


def test_every_group_of_languages_is_found_on_the_web(project: Path) -> None:
    """The selectors of `web-tokens.css` are those that families are put behind."""
    families = "\n".join(f"    {group}: [House {n}]" for n, group in enumerate(LANGUAGE_GROUPS))
    written(project, f"families:\n  sans:\n{families}\n")
    css = web_sheet("web-tokens.css", find_theme("acme", project))
    assert [n for n in range(len(LANGUAGE_GROUPS)) if css.count(f'"House {n}"') != 1] == []
    assert [group_of(tag) for tag in ("zh-CN", "zh-TW", "zh-HK", "ja", "ko", "de", "ar")] == list(LANGUAGE_GROUPS)


# --- contrast


def test_contrast_is_that_of_wcag() -> None:
    """Black on white is 21 to 1; #767676 is the palest grey of text on white."""
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") >= TEXT > contrast("#777777", "#fff")
    assert luminance("#808080") == pytest.approx(0.2158, abs=1e-3)


@given(st.integers(0, 0xFFFFFF), st.sampled_from(["#ffffff", "#fdfcf9", "#181715", "#14304f"]))
def test_a_fitted_colour_can_be_read(number: int, ground: str) -> None:
    """Whatever the colour of the house, on light and on dark."""
    assert contrast(fitted(f"#{number:06x}", ground), ground) >= TEXT


def test_a_colour_that_fits_is_left_alone() -> None:
    """What can be read is not changed."""
    assert fitted("#0a7d5a", "#ffffff") == "#0a7d5a"


@pytest.mark.parametrize("name", OURS)
def test_our_themes_have_enough_contrast(name: str) -> None:
    """Every pair that meets, by day and by night, and charts in print without colour."""
    assert [(pair.front, pair.back) for pair in pairs(find_theme(name, None)) if not pair.is_enough] == []


def test_a_pale_colour_is_found_and_told(project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """By the check, whose exit code is 1, and as a remark of the build, which goes on."""
    written(project, 'colours:\n  quiet: "#a0a8b0"\n')
    theme = find_theme("acme", project)
    (remark,) = contrast_remarks(theme)
    assert "colours.quiet" in remark.en
    assert "白纸" in remark.zh
    rendered = render(replace(specimen(default_theme(), "en"), theme=theme))
    assert remark in rendered.remarks
    monkeypatch.chdir(project)
    assert run(["theme", "check", "acme", "--language", "en"]) == 1
    out = capsys.readouterr().out
    assert "✗   2.41 ≥ 4.5  colours.quiet #a0a8b0  ·  white paper #ffffff" in out
    assert run(["theme", "check", "acme", "--format", "json"]) == 1
    records = json.loads(capsys.readouterr().out)
    assert [record["front"] for record in records if not record["passed"]] == ["colours.quiet"]


def test_series_that_print_alike_are_found(project: Path) -> None:
    """Red and green of one lightness are one grey."""
    written(project, 'charts: ["#b3402e", "#4a7a3a"]\n')
    poor = [pair for pair in pairs(find_theme("acme", project)) if not pair.is_enough]
    assert [(pair.front, pair.back) for pair in poor] == [("charts.2", "charts.1")]


# --- the command


def test_a_new_theme_needs_no_more_work(project: Path) -> None:
    """It can be read, has enough contrast, and holds every token, most as comments."""
    logo = project / "mark.svg"
    logo.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    for n, accent in enumerate(("#0a7d5a", "#ffd400", "#e11", "#102030", "#9b59b6")):
        new = NewTheme(f"acme-{n}", "report" if n % 2 else "brief", accent, logo=logo)
        path, copied = begin_theme(new, project, "zh" if n % 2 else "en")
        theme = find_theme(path.stem, project)
        assert theme.logo == copied
        assert [pair.front for pair in pairs(theme) if not pair.is_enough] == [], accent


def test_a_comment_taken_away_is_a_token(project: Path) -> None:
    """Taking `#` from every line leaves a file that can be read and says what its base says."""
    base = find_theme("journal", None)
    text = theme_text(NewTheme("acme", "journal"), base, "en")
    lines = [re.sub(r"^( *)#(?=[\w-]+: )", r"\1", line) for line in text.split("\n")]
    written(project, "\n".join(line for line in lines if "Name of a Family" not in line and not line.startswith("logo:")))
    assert find_theme("acme", project).tokens == base.tokens


def test_a_theme_is_not_written_over(project: Path) -> None:
    """Nor made under a name or of a colour that cannot be."""
    begin_theme(NewTheme("acme"), project, "en")
    with pytest.raises(InputError, match="there already"):
        begin_theme(NewTheme("acme"), project, "en")
    with pytest.raises(UsageError, match="small letters"):
        begin_theme(NewTheme("../acme"), project, "en")
    with pytest.raises(UsageError, match="--accent"):
        begin_theme(NewTheme("other", accent="green"), project, "en")


def test_the_command_lists_and_shows(project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Names with what they are; tokens as YAML; a specimen as a page."""
    written(project, "what: {en: House style., zh: 社内样式。}\n")
    monkeypatch.chdir(project)
    assert run(["theme", "list", "--language", "zh"]) == 0
    out = capsys.readouterr().out
    assert re.findall(r"^\w+", out, re.MULTILINE) == [*OURS, "acme"]
    assert "社内样式。" in out
    assert run(["theme", "show", "acme"]) == 0
    assert "characters: 40.0" in capsys.readouterr().out
    assert run(["theme", "show", "journal", "--output", "a.html", "--language", "zh"]) == 0
    assert "主题样张：journal" in (project / "a.html").read_text(encoding="utf-8")
    assert run(["theme", "show", "journal", "--output", "a.docx"]) == 2
    assert run(["theme", "show", "nothing"]) == 2


def test_mixing_colours_goes_from_one_to_the_other() -> None:
    """By shares of each."""
    assert [mixed("#000000", "#ffffff", share) for share in (0, 0.5, 1)] == ["#000000", "#808080", "#ffffff"]


def test_the_published_schema_is_that_of_the_program() -> None:
    """`pubkit schema --theme > docs/pubkit-theme.schema.json` writes it."""
    path = Path(__file__).resolve().parent.parent / "docs" / "pubkit-theme.schema.json"
    assert json.loads(path.read_text(encoding="utf-8")) == theme_schema()


@pytest.mark.parametrize("name", OURS)
def test_our_themes_keep_the_schema(name: str) -> None:
    """Editors and the program agree on what is right."""
    import jsonschema
    import yaml

    text = (styles_folder() / "themes" / f"{name}.yaml").read_text(encoding="utf-8")
    jsonschema.validate(yaml.safe_load(text), theme_schema())


# --- what a theme does to a publication


def printed(name: str, body: str = "> 要点。\n\n## 一\n\n正文。\n\n> 短句。\n\n## 二\n\n正文。\n") -> str:
    publication = replace(specimen(find_theme(name, None), "zh"), body=body, references=())
    rendered = render(publication)
    document = print_document(rendered)
    form = Form.of(rendered, document, 20_000)
    return with_print_parts(document, rendered, form)


def test_parts_of_a_theme_are_tokens() -> None:
    """Cover, imprint and contents are there or not by what the theme says, not by its name."""
    report, journal, brief = (printed(name) for name in ("report", "journal", "brief"))
    assert 'class="title-block cover"' in report
    assert 'class="imprint"' in report
    assert 'class="contents"' in report
    for document in (journal, brief):
        assert 'class="title-block cover"' not in document
        assert 'class="imprint"' not in document
        assert 'class="contents"' not in document
    assert 'class="aside"' in brief
    assert 'class="aside"' not in journal
    assert '<section class="opening">' in journal
    assert '<section class="opening">' not in report


@pytest.mark.parametrize(
    ("body", "opening"),
    [
        ("<blockquote><p>甲</p></blockquote>\n<h2>一</h2>\n<p>乙</p>", "<blockquote><p>甲</p></blockquote>"),
        ('<h2 id="a">摘要</h2>\n<p>甲</p>\n<h2>一</h2>', '<h2 id="a">摘要</h2>\n<p>甲</p>'),
        ("<h2>1. Key findings</h2>\n<p>a</p>", "<h2>1. Key findings</h2>\n<p>a</p>"),
        ("<p>甲</p>\n<h2>一</h2>", None),
        ("<h2>引言</h2>\n<p>甲</p>", None),
        ("", None),
    ],
)
def test_the_opening_is_found(body: str, opening: str | None) -> None:
    """A quotation at the beginning, or a first chapter of that name; nothing is lost."""
    made = with_opening(body)
    found = re.search(r'<section class="opening">\n(.*?)\n</section>', made, re.DOTALL)
    assert (found[1] if found else None) == opening
    assert re.sub(r"\s|</?section[^>]*>", "", made) == re.sub(r"\s", "", body)


def test_keywords_of_an_abstract_are_marked() -> None:
    """Where they stand in it, in either language."""
    for word in ("关键词", "Keywords"):
        made = with_opening(f"<blockquote><p>x</p></blockquote>\n<p><strong>{word}</strong>：a</p>\n<h2>1</h2>")
        assert f'<p class="keywords"><strong>{word}' in made


@pytest.mark.parametrize("heading", ["摘要", "一、摘要", "第一章 要点", "1 Abstract", "Executive Summary", "<em>Key points</em>："])
def test_abstracts_are_known_by_name(heading: str) -> None:
    """With numbers, marks and markup."""
    assert is_abstract(heading)


@pytest.mark.parametrize("heading", ["引言", "摘要写作的方法", "Summary of chapter 2", "", "一"])
def test_other_chapters_are_not(heading: str) -> None:
    """A name that holds the word is not the word."""
    assert not is_abstract(heading)


def test_long_quotations_stay_in_the_text() -> None:
    """Only what has room in the margin goes there, and nothing of the opening."""
    document = '<section class="opening"><blockquote><p>a</p></blockquote></section><blockquote><p>b</p></blockquote><blockquote><p>' + "长" * 60 + "</p></blockquote>"
    made = with_asides(document)
    assert made.count('class="aside"') == 1
    assert '<blockquote class="aside"><p>b' in made


def test_a_changed_theme_is_another_build(project: Path) -> None:
    """Its file, its CSS and its logo are inputs."""
    report = project / "a.md"
    report.write_text("# 甲\n\n乙\n")
    path = written(project, "logo: l.svg\n")
    document = Document.read(report)

    def digest() -> str:
        return digest_of_inputs(document, project, {"theme": "acme"})

    seen = [digest()]
    for file, text in ((path, "logo: l.svg\nsizes: {body: 11pt}\n"), (path.with_suffix(".print.css"), "p {}"), (project / "themes" / "l.svg", "<svg/>")):
        file.write_text(text)
        seen.append(digest())
    assert len(set(seen)) == 4
    assert digest() == seen[-1]
    assert {file.name for file in theme_files("acme", project)} >= {"acme.yaml", "acme.css", "acme.web.css", "report.yaml", "l.svg"}
