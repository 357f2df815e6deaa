"""A settled report told in each of its editions.

An edition is made of the settled publication, never of the draft: citations are `[@key]` there, numbers are given, the list of
references stands apart and is the same in every edition. What is told anew is the text between, and the words of the title page.
What only other editions need is loaded when one is told: most reports have none.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from pubkit.citations.locators import cited_works, printed_place
from pubkit.citations.resolve import find_citations
from pubkit.config import as_strings
from pubkit.lint.report import FileReport
from pubkit.markdown.document import Document
from pubkit.markdown.footnotes import without_unused_footnotes
from pubkit.publish.labels import labels_for, language_name
from pubkit.publish.publication import Alternate, AuthorDateMarks, Facing, in_both
from pubkit.text.chars import is_han
from pubkit.text.edit import Edit, apply_edits
from pubkit.text.errors import PublicationError
from pubkit.text.files import decode, read_bytes
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Lines
from pubkit.text.tags import is_chinese, primary, same_language

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from pubkit.citations.model import Citations
    from pubkit.editions.edition import Edition
    from pubkit.editions.quotation_marks import Quotes
    from pubkit.pipeline.projects import ReportSource
    from pubkit.publish.artifacts import Kind
    from pubkit.publish.publication import Publication, Reference

#: What of a title page is told in another language; names of persons and houses stay as they are.
_WORDS = ("title", "subtitle", "description", "references_title")
#: Codes from here on judge the words of a translation, of which a conversion has none of its own.
_OF_LANGUAGE = "EDN15"
#: Labels that a bilingual publication shows in both languages.
_SHOWN_TWICE = ("contents", "references", "further_reading", "notes", "colophon")


class Told(NamedTuple):
    """A report in one edition: `report` holds what would make it wrong."""

    publication: Publication
    report: FileReport
    remarks: tuple[Phrase, ...] = ()


class Editions:
    """The editions of one report, each told once."""

    def __init__(
        self, report: ReportSource, document: Document, publication: Publication, editions: Sequence[Edition], formats: Sequence[Kind]
    ) -> None:
        self.report = report
        self.document = document
        self.publication = publication
        self.editions = editions
        self.formats = formats
        self._told: dict[str, Told] = {}

    def told(self, edition: Edition, absent: Collection[str] = ()) -> Told:
        """The report in an edition, with its links to the others but those that are `absent`."""
        told = self.plain(edition)
        source = self.publication.language
        shown = replace(told.publication, edition=edition.language, alternates=self.alternates(edition, absent), source_language=source)
        return told._replace(publication=_with_own_words(shown, edition))

    def plain(self, edition: Edition) -> Told:
        if edition.language not in self._told:
            self._told[edition.language] = self._tell(edition)
        return self._told[edition.language]

    def _tell(self, edition: Edition) -> Told:
        match edition.origin:
            case "source":
                return self.as_written()
            case "convert":
                return self.converted(edition)
            case "translate":
                return self.translated(edition)
            case "parallel":
                return self.parallel(edition)
            case "bilingual":
                return self.bilingual(edition)

    def as_written(self) -> Told:
        return Told(self.publication, self.nothing_wrong)

    @property
    def nothing_wrong(self) -> FileReport:
        return FileReport(str(self.report.path), self.document.lines, ())

    def converted(self, edition: Edition) -> Told:
        """The text in another script of Chinese; how much of it is doubtful is remarked."""
        from pubkit.pipeline.converting import converted, corrections_path, terms_paths

        report = self.report.path
        conversion = converted(
            self.words,
            self.publication.language,
            edition.language,
            terms_paths(report),
            corrections_path(report, edition.language),
            vocabulary=edition.vocabulary,
            quotes=cast("Quotes | None", edition.quotes),
            cited_titles=tuple(reference.text for reference in self.publication.references),
        )
        self.prove_converted(conversion.text, edition)
        doubtful = len(conversion.uncertain)
        said = Phrase(
            "{} places of the conversion are not certain: pubkit convert {} --to {} --review",
            "转换有 {} 处不能确定：pubkit convert {} --to {} --review",
        ).format(doubtful, report, edition.language)
        return Told(self.retold(conversion.text, edition.language), self.nothing_wrong, (said,) if doubtful else ())

    def prove_converted(self, text: str, edition: Edition) -> None:
        """Raises `PublicationError` where a conversion has lost or changed more than the script: a citation, a number, code."""
        from pubkit.editions.checks import CheckContext, check_pairs
        from pubkit.editions.pair import Pair
        from pubkit.editions.segments import segments_of

        before = segments_of(self.words, self.citations)
        told = Document(text, str(self.report.path))
        after = segments_of(told, self._citations_of(told))
        pairs = [
            Pair(one, other, self.publication.language, edition.language, "converted") for one, other in zip_longest(before, after) if one
        ]
        failing = [finding for finding in check_pairs(pairs, CheckContext()) if finding.fails and finding.code < _OF_LANGUAGE]
        if failing or len(after) != len(before):
            said = failing[0].message if failing else Phrase("{} blocks became {}", "{} 个段落变成了 {} 个").format(len(before), len(after))
            raise PublicationError(
                Phrase("the conversion to {} changed more than the script: {}", "转换为 {} 时改动了文字以外的内容：{}").format(edition.language, said),
                filename=str(self.report.path),
            )

    def translated(self, edition: Edition) -> Told:
        """The text of its catalogue; what that lacks is shown in the source's language, left out, or stops the build.

        Raises `PublicationError` below the edition's threshold, and `InputError` where there is no catalogue that can be read.
        """
        from pubkit.pipeline.translation import Translation

        translation = Translation.of(self.words, self.citations, edition, self.publication.language, str(self.report.path))
        translation.check_threshold()
        publication = self.retold(_with_whole_emphasis(translation.text()), edition.language)
        wrong, advice = self.checked(edition)
        return Told(replace(publication, body=translation.notice() + publication.body), wrong, (*translation.remarks(), *advice))

    def parallel(self, edition: Edition) -> Told:
        """A text of its own, mended and settled as the report is; its citations lead into the report's list of references."""
        from pubkit.lint.fixer import fix
        from pubkit.pipeline.settings import Chosen, settings_for
        from pubkit.pipeline.settling import settle

        path = edition.file or self.report.path
        document = Document.read(path)
        settings = {**self.report.settings(document.front_matter), "language": edition.language}
        mended = fix(document, settings_for(path, Chosen()))
        own = settle(mended.document, self.publication.name, settings, path.parent.resolve(), draft=self.publication.draft)
        groups = {reference.key: reference.group for reference in own.references}
        grouped = (each._replace(group=groups.get(each.key, each.group)) for each in self.publication.references)
        references = tuple(_in_its_language(grouped, self.publication.language, edition.language))
        known = {reference.key for reference in references}
        unresolved = tuple(key for key in own.unresolved if key not in known)
        wrong, advice = self.checked(edition)
        return Told(replace(own, references=references, unresolved=unresolved), wrong, advice)

    def checked(self, edition: Edition) -> tuple[FileReport, tuple[Phrase, ...]]:
        """What the checks of editions find: what must not be published, at its place in the edition's file, and a remark on the rest."""
        from pubkit.pipeline.checking_catalogues import diagnostic_of
        from pubkit.pipeline.checking_translations import check_edition
        from pubkit.pipeline.translating import TranslatedReport

        found = check_edition(TranslatedReport(self.report), edition)
        path = edition.file or self.report.path
        lines = Lines(decode(read_bytes(path), str(path)))
        failing = tuple(diagnostic_of(placed, lines) for placed in found.findings if placed.finding.fails)
        advised = sum(not placed.finding.fails and placed.finding.waived is None for placed in found.findings)
        said = Phrase("{} advisories: pubkit translate check {} --to {}", "{} 条提示：pubkit translate check {} --to {}")
        remark = (said.format(advised, self.report.path, edition.language),) if advised else ()
        return FileReport(str(path), lines, failing), remark

    def bilingual(self, edition: Edition) -> Told:
        """Two other editions side by side, with what is wrong and to be remarked in either."""
        first, second = (self.plain(self.named(language)) for language in edition.languages)
        wrong = first.report if first.report.findings else second.report
        joined = _joined(first.publication, second.publication)
        return Told(joined, wrong, tuple(dict.fromkeys((*first.remarks, *second.remarks))))

    def named(self, language: str) -> Edition:
        """The edition in a language; that of the same script where the region is not named."""
        exact = [edition for edition in self.editions if edition.language == language]
        alike = [edition for edition in self.editions if edition.origin != "bilingual" and same_language(edition.language, language)]
        for edition in (*exact, *alike):
            return edition
        from pubkit.config import nearest
        from pubkit.text.errors import UsageError

        raise UsageError(
            Phrase("there is no edition `{}` to set side by side", "没有可供对照的 `{}` 版本").format(language),
            filename=str(self.report.path),
            hint=nearest(language, {edition.language: edition for edition in self.editions}),
        )

    def alternates(self, edition: Edition, absent: Collection[str] = ()) -> tuple[Alternate, ...]:
        """Where the report is in other languages, and in other formats, as seen from its web page."""
        name = quote(self.publication.name)
        if "html" not in self.formats:
            return ()
        others = [
            Alternate(other.languages[0], _label(other), f"../{quote(other.language)}/{name}.html", "html")
            for other in self.editions
            if other.language not in (edition.language, *absent)
        ]
        formats = [Alternate(edition.languages[0], kind.upper(), f"{name}.{kind}", kind) for kind in self.formats if kind != "html"]
        return (*others, *formats)

    @cached_property
    def words(self) -> Document:
        """The publication as one Markdown text of what is told anew: the words of the title page as metadata, and the body."""
        return Document(_text_of(self.publication), str(self.report.path))

    @cached_property
    def citations(self) -> Citations:
        """The citations of `words`: all are `[@key]`, and what a key stands for is known."""
        return self._citations_of(self.words)

    def _citations_of(self, document: Document) -> Citations:
        return find_citations(document, "pandoc", known={reference.key for reference in self.publication.references})

    def retold(self, text: str, language: str) -> Publication:
        """The publication with another text of the form of `words`."""
        document = Document(text, str(self.report.path))
        said = document.front_matter
        body = text[document.front_matter_span.end :] if document.front_matter_span else text
        return replace(
            self.publication,
            language=language,
            body=_with_places_in(without_unused_footnotes(body).strip("\n") + "\n", language),
            references=tuple(_in_its_language(_regrouped(self.publication.references, said), self.publication.language, language)),
            author_date=_enclosing(self.publication.author_date, language),
            notes=as_strings(said.get("notes")) if isinstance(said.get("notes"), list) else (),
            title=str(said.get("title") or ""),
            subtitle=str(said.get("subtitle") or ""),
            description=str(said.get("description") or ""),
            references_title=str(said.get("references-title") or ""),
        )


def _with_whole_emphasis(text: str) -> str:
    """A translation whose stars are shown by no reader: translators copy torn ones from the draft, and words around them differ."""
    if "*" not in text:
        return text
    from pubkit.lint.fixer import fix
    from pubkit.lint.linter import Settings
    from pubkit.rules.registry import find_rule

    return fix(Document(text), Settings(tuple(map(find_rule, _OF_STARS)))).document.text


#: Torn bold, bold that is shown with its stars, and stars that are no markup.
_OF_STARS = ("MD101", "MD105", "MD208")


def _enclosing(marks: AuthorDateMarks | None, language: str) -> AuthorDateMarks | None:
    """What encloses author and year in a language: full-width parentheses where it writes such."""
    if marks is None or marks.opening not in ("(", "（"):
        return marks
    return AuthorDateMarks("（", "）", "；") if primary(language) in ("zh", "ja") else AuthorDateMarks("(", ")", "; ")


def _with_places_in(body: str, language: str) -> str:
    """The text with the pages that its citations name in the words of a language: `[@key, 12]` of a Chinese report is `p. 12`."""
    if not _WITH_PLACE.search(body):
        return body
    document = Document(body, "")
    edits = [
        Edit(work.span, f"{match[1]}, {printed_place(match[2], language)}")
        for marker in find_citations(document).markers
        for work in cited_works(marker, body)
        if (match := _PLACE.fullmatch(work.span.of(body)))
    ]
    return apply_edits(body, edits)


#: A settled citation with its place.
_WITH_PLACE = lazy(r"@[^\s\[\];@]+,\s[^\[\];@]+[\];]")
_PLACE = lazy(r"(-?@[^\s;]+?),\s(.+)")


def _label(edition: Edition) -> str:
    return " / ".join(map(language_name, edition.languages))


def _text_of(publication: Publication) -> str:
    words = {name.replace("_", "-"): getattr(publication, name) for name in _WORDS}
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in words.items() if value]
    if groups := _groups(publication.references):
        lines += ["reference-groups:", *(f"  - {json.dumps(name, ensure_ascii=False)}" for name in groups)]
    if publication.notes:
        lines += ["notes:", *(f"  - {json.dumps(note, ensure_ascii=False)}" for note in publication.notes)]
    return "\n".join(["---", *lines, "---", "", publication.body])


def _groups(references: Iterable[Reference]) -> list[str]:
    """The names of groups, each once, in the order of the list."""
    return list(dict.fromkeys(reference.group for reference in references if reference.group))


def _regrouped(references: Sequence[Reference], said: Mapping[str, Any]) -> Iterable[Reference]:
    """The entries with the names of their groups as an edition tells them."""
    given = said.get("reference-groups")
    told = dict(zip(_groups(references), map(str, given if isinstance(given, list) else ()), strict=False))
    return (each._replace(group=told.get(each.group, each.group)) for each in references) if told else references


def _in_its_language(references: Iterable[Reference], source: str, language: str) -> Iterable[Reference]:
    """Entries stay in their own language, and say so where it is not the edition's."""
    for reference in references:
        foreign = any(map(is_han, reference.text)) and not same_language(source, language)
        yield reference._replace(language=source) if foreign and is_chinese(source) and not reference.language else reference


def _with_own_words(publication: Publication, edition: Edition) -> Publication:
    """What `editions:` says goes before what was told: title, authors, date, labels."""
    given: Mapping[str, Any] = edition.metadata
    own = {name.replace("-", "_"): word for name, word in edition.labels.items()}

    def word(name: str) -> str:
        return str(given.get(name) or getattr(publication, name))

    return replace(
        publication,
        title=word("title"),
        subtitle=word("subtitle"),
        date=word("date"),
        description=word("description"),
        publisher=word("publisher"),
        rights=word("rights"),
        authors=as_strings(given.get("author")) or publication.authors,
        labels=tuple(sorted({**dict(publication.labels), **own}.items())),
        ebook=publication.ebook.changed(given),
    )


def _joined(first: Publication, second: Publication) -> Publication:
    """One publication of two: titles and labels stand in both languages, the list of references once."""
    labels = [labels_for(each.language, each.labels) for each in (first, second)]
    twice = {name: (getattr(labels[0], name), getattr(labels[1], name)) for name in _SHOWN_TWICE}
    heading = (first.references_title or labels[0].references, second.references_title or labels[1].references)
    title, subtitle = (first.title, second.title), (first.subtitle, second.subtitle)
    groups = dict(zip(_groups(first.references), _groups(second.references), strict=False))
    references = (each._replace(group=in_both(each.group, groups.get(each.group, ""))) for each in first.references)
    from pubkit.editions.bilingual import side_by_side

    return replace(
        first,
        body=side_by_side(first.body, second.body, (first.language, second.language)),
        labels=tuple(sorted({**dict(first.labels), **{name: in_both(*pair) for name, pair in twice.items()}}.items())),
        references=tuple(references),
        references_title=in_both(*heading),
        notes=(*first.notes, *(note for note in second.notes if note not in first.notes)),
        title=in_both(*title),
        subtitle=in_both(*subtitle),
        facing=Facing(second.language, (title, subtitle, heading, *twice.values(), *groups.items())),
    )
