"""Opens what was made and counts: the proof that a publication says what its source says, in every format.

Nothing is taken from the making: what must be there is counted in the source (`expectations`), and the files are read as a stranger
reads them.
What does not belong here: mending. A check that fails is told; the build stops.
"""

from __future__ import annotations

import base64
import posixpath
import re
import unicodedata
import zipfile
from collections import Counter
from contextlib import ExitStack
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pubkit.publish.addresses import shown_address, web_address
from pubkit.publish.characters import printable
from pubkit.publish.expectations import Expected, leftovers
from pubkit.publish.poppler import PdfReader
from pubkit.publish.printed_addresses import short_address, shortened_addresses
from pubkit.publish.publication import Check
from pubkit.publish.reading import Book, Link, Page, read_page
from pubkit.text.files import read_bytes
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pubkit.publish.artifacts import Artifact
    from pubkit.publish.publication import Publication

_SPACED_HAN: Final = re.compile(r"(?:[\u4e00-\u9fff] ){4}")
_OUTSIDE: Final = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
#: How many examples a failed check shows.
_SHOWN: Final = 3
_SHOWN_LENGTH: Final = 40


def verify(publication: Publication, artifacts: Iterable[Artifact]) -> tuple[Check, ...]:
    """Looks at everything that can be counted in the files, and at whether they say the same.

    Each file is read when `artifacts` gives it: they may still be in the making. What poppler says of the PDF is waited for
    at the end, so that something else can be made while it reads. Raises `InputError` where a file cannot be read and `ToolError`
    where poppler, which reads the PDF, is missing.
    """
    expected = Expected.of(publication)
    words: dict[str, str] = {}
    checks: list[Check] = []
    with ExitStack() as readers:
        pdfs: list[PdfReader] = []
        for artifact in artifacts:
            if artifact.kind == "html":
                page = read_page(read_bytes(artifact.path).decode("utf-8", "replace"))
                words["html"] = page.words + page.notes
                checks += _html_checks(page, expected)
            elif artifact.kind == "epub":
                book = Book.read(read_bytes(artifact.path))
                words["epub"] = book.words + book.notes
                checks += _epub_checks(book, expected)
            else:
                pdfs.append(readers.enter_context(PdfReader(artifact.path)))
        for pdf in pdfs:
            checks += _pdf_checks(pdf, expected)
            words["pdf"] = pdf.text
    return (*checks, *_compared(words, publication))


def _compared(words: Mapping[str, str], publication: Publication) -> Iterator[Check]:
    """Whether the formats say the same, where more than one was made."""
    said = {kind: _essence(text) for kind, text in words.items()} if len(words) > 1 else {}
    if "html" in said and "epub" in said:
        yield _same_words("epub-same-words-as-html", said["html"], said["epub"])
    other = said.get("html", said.get("epub"))
    if "pdf" in said and other is not None:
        yield _no_word_missing("pdf-no-character-missing", other, said["pdf"], _left_to_links(publication))


def _check(name: str, passed: bool, en: str, zh: str) -> Check:
    return Check(name, passed, Phrase(en, zh))


def _none_of(name: str, found: Iterable[str], en: str, zh: str) -> Check:
    """A check that passes where nothing was found."""
    wrong = list(found)
    shown = ", ".join(wrong[:_SHOWN]) + (" …" if len(wrong) > _SHOWN else "")
    return _check(
        name,
        not wrong,
        f"{len(wrong)} {en}" + (f": {shown}" if wrong else ""),
        f"{zh} {len(wrong)} 处" + (f"：{shown}" if wrong else ""),
    )


def _html_checks(page: Page, expected: Expected) -> list[Check]:
    inner = [link.target[1:] for link in page.links if link.target.startswith("#") and link.target != "#"]
    return [
        *_citation_checks("html", page.links, expected),
        _none_of(
            "html-inner-links-alive",
            (t for t in inner if t not in page.identifiers),
            "dead inner links",
            "失效的内部链接",
        ),
        _identifiers_unique("html", page.identifiers),
        _headings("html", page.headings),
        _language("html", [page.language], expected.publication.language),
        _check(
            "html-title",
            page.title == _plain(expected.publication.title),
            f"title “{page.title}”",
            f"标题“{page.title}”",
        ),
        _none_of("html-self-contained", filter(_leads_outside, page.loads), "outside requests", "外部请求"),
        _none_of("html-no-foreign-script", _foreign_scripts(page), "scripts that its policy does not name", "未获许可的脚本"),
        _no_leftovers("html", page.prose, expected.escaped),
    ]


def _foreign_scripts(page: Page) -> list[str]:
    """Scripts that the policy does not allow by their sum; all of them where it allows whatever stands in the page."""
    sums = [base64.b64encode(sha256(script.encode()).digest()).decode() for script in page.scripts]
    loose = not page.policy or "unsafe" in page.policy
    foreign = [script[:_SHOWN_LENGTH] for script, digest in zip(page.scripts, sums, strict=True) if loose or f"'sha256-{digest}'" not in page.policy]
    return [*foreign, *(["on…"] * page.handlers)]


def _plain(text: str) -> str:
    """Text as a parser gives it back from an element."""
    return printable(text).strip()


def _leads_outside(address: str) -> bool:
    return bool(_OUTSIDE.match(address)) and not address.lower().startswith("data:")


def _citation_checks(kind: str, links: Sequence[Link], expected: Expected) -> list[Check]:
    """Every citation is there, shows its number, leads to its entry, and is led back to exactly once."""
    citations = [link for link in links if "doc-biblioref" in link.role.split()]
    shown, wanted = Counter(map(_named, citations)), expected.linked
    wrong = [
        f"{number} × {shown[number]}/{wanted[number]}"
        for number in sorted(shown | wanted)
        if shown[number] != wanted[number]
    ]
    places = [link.identifier for link in citations]
    back = Counter(link.target.rpartition("#")[2] for link in links if "doc-backlink" in link.role.split())
    entries: dict[str, set[str]] = {}
    for link in citations:
        entries.setdefault(_named(link), set()).add(link.target)
    astray = [number for number, targets in entries.items() if len(targets) > 1]
    astray += [target for target, n in Counter(t for found in entries.values() for t in found).items() if n > 1]
    total = sum(wanted.values())
    return [
        _check(
            f"{kind}-citations-linked",
            not wrong,
            f"{len(citations)} of {total} citations are links" + (f": {', '.join(wrong[:_SHOWN])}" if wrong else ""),
            f"{total} 处引用中 {len(citations)} 处有链接" + (f"：{'，'.join(wrong[:_SHOWN])}" if wrong else ""),
        ),
        _none_of(f"{kind}-citations-lead-to-one-entry", astray, "numbers lead to more than one entry", "编号指向不一"),
        _none_of(
            f"{kind}-links-back",
            (p for p in places if not p or back[p] != 1),
            "citations without a link back",
            "没有返回链接的引用",
        ),
    ]


def _named(link: Link) -> str:
    """What a citation says: its number without brackets, which several share; of one inside a range, the name it has."""
    return (link.label or link.text).strip("[]")


def _identifiers_unique(kind: str, identifiers: Counter[str]) -> Check:
    doubled = [name for name, count in identifiers.items() if count > 1]
    return _none_of(f"{kind}-identifiers-unique", doubled, "doubled identifiers", "重复的标识符")


def _headings(kind: str, levels: Sequence[int]) -> Check:
    skipped = sum(below > above + 1 for above, below in pairwise(levels))
    titles = levels.count(1)
    passed = titles == 1 and not skipped
    return _check(
        f"{kind}-headings", passed, f"{titles} h1, {skipped} skipped levels", f"一级标题 {titles} 个，跳级 {skipped} 处"
    )


def _language(kind: str, found: Sequence[str], wanted: str) -> Check:
    wrong = sorted({language for language in found if language != wanted})
    passed = bool(found) and not wrong
    shown = ", ".join(wrong) or wanted
    return _check(f"{kind}-language", passed, f"language {shown or 'none'}", f"语言 {shown or '无'}")


def _no_leftovers(kind: str, text: str, allowed: Counter[str]) -> Check:
    """Markup of the source, more often than the author wrote it on purpose."""
    left = [f"{count} × {name}" for name, count in (leftovers(text) - allowed).items()]
    return _none_of(f"{kind}-no-markup-left", left, "kind of markup left over" if len(left) == 1 else "kinds of markup left over", "残留标记")


def _essence(text: str) -> str:
    """Letters and digits, compatibility forms folded: PDF may give ﬁ for fi and ⼀ for 一."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


def _same_words(name: str, first: str, second: str) -> Check:
    """Whether two essences are the same; if not, from where on they are not."""
    place = ""
    if first != second:
        at = next((i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second)))
        place = f"{first[at : at + 12]} / {second[at : at + 12]}"
    return _check(
        name,
        first == second,
        f"{len(first)} and {len(second)} letters and digits" + (f", different from: {place}" if place else ""),
        f"字母、汉字与数字各 {len(first)} 和 {len(second)} 个" + (f"，自此不同：{place}" if place else ""),
    )


def _left_to_links(publication: Publication) -> Counter[str]:
    """Letters and digits of addresses that the PDF shows with `…`: the links have them (`pdf-addresses-whole`)."""
    left = Counter[str]()
    for address in shortened_addresses(publication):
        left += Counter(_essence(shown_address(address))) - Counter(_essence(short_address(address)))
    return left


def _no_word_missing(name: str, words: str, text: str, allowed: Counter[str]) -> Check:
    """Every letter and digit is in the PDF at least as often; order is the page's, with running heads between. Both are essences."""
    missing = Counter(words) - Counter(text) - allowed
    shown = "".join(c for c, _ in missing.most_common(12))
    count = sum(missing.values())
    return _check(
        name,
        not count,
        f"{count} missing" + (f": {shown}" if count else ""),
        f"缺 {count} 个" + (f"：{shown}" if count else ""),
    )


def _epub_checks(book: Book, expected: Expected) -> list[Check]:
    links = [link for page in book.pages.values() for link in page.links]
    prose = "\n".join(page.prose for page in book.pages.values())
    loads = [load for page in book.pages.values() for load in page.loads]
    doubled = sum(
        (Counter({f"{name}#{i}": n for i, n in page.identifiers.items()}) for name, page in book.pages.items()),
        Counter[str](),
    )
    named = re.findall(r"<dc:language>([^<]*)</dc:language>", book.package)
    facing = expected.publication.facing
    languages = [
        *(named[:-1] if facing and named[-1:] == [facing.language] else named),
        *(p.language for p in book.pages.values()),
    ]
    levels = [level for page in book.pages.values() for level in page.headings]
    accessible = all(
        f"schema:{name}" in book.package for name in ("accessMode", "accessibilityFeature", "accessibilityHazard")
    )
    return [
        _check(
            "epub-mimetype-first",
            book.first == ("mimetype", zipfile.ZIP_STORED),
            f"first entry {book.first[0]}",
            f"首个条目 {book.first[0]}",
        ),
        _none_of("epub-package-complete", book.faults, "faults of the package", "包内错误"),
        *_citation_checks("epub", links, expected),
        _none_of("epub-inner-links-alive", _dead_links(book), "dead inner links", "失效的内部链接"),
        _identifiers_unique("epub", doubled),
        _headings("epub", levels),
        _language("epub", languages, expected.publication.language),
        _none_of("epub-self-contained", filter(_leads_outside, loads), "outside requests", "外部请求"),
        _check(
            "epub-accessibility-metadata",
            accessible,
            "schema.org metadata in the package",
            "包文件含 schema.org 无障碍元数据",
        ),
        _no_leftovers("epub", prose, expected.escaped),
    ]


def _dead_links(book: Book) -> list[str]:
    """Links inside the book whose page or whose place on it is not there."""
    dead = []
    for name, page in book.pages.items():
        for link in page.links:
            if not link.target or _OUTSIDE.match(link.target):
                continue
            path, _, place = link.target.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            there = book.pages.get(target)
            if there is None or (place and place not in there.identifiers):
                dead.append(link.target)
    return dead


def _pdf_checks(pdf: PdfReader, expected: Expected) -> list[Check]:
    fonts = pdf.fonts
    loose = [font[0] for font in fonts if len(font) < 5 or font[-5] != "yes"]
    title = pdf.information.get("Title", "")
    tagged = pdf.information.get("Tagged") == "yes"
    spaced = _SPACED_HAN.findall(pdf.text)
    return [
        _check("pdf-tagged", tagged, "tagged" if tagged else "not tagged", "有标签" if tagged else "无标签"),
        _check("pdf-title", title == _plain(expected.publication.title), f"title “{title}”", f"标题“{title}”"),
        _check(
            "pdf-fonts-embedded",
            bool(fonts) and not loose,
            f"{len(fonts)} fonts, {len(loose)} not embedded",
            f"字体 {len(fonts)} 种，未嵌入 {len(loose)} 种",
        ),
        _none_of("pdf-no-spaces-between-han", spaced, "runs of Han with spaces between", "汉字间多出空格"),
        _no_leftovers("pdf", pdf.text, expected.escaped + expected.in_code),
        *_addresses_whole(pdf, expected.publication),
    ]


def _addresses_whole(pdf: PdfReader, publication: Publication) -> list[Check]:
    """An address that is shown with `…` is a link that holds all of it."""
    shortened = shortened_addresses(publication)
    if not shortened:
        return []
    linked = pdf.links
    lost = [address for address in shortened if web_address(address) not in linked]
    return [_none_of("pdf-addresses-whole", lost, "shortened addresses that are no links", "缩略的网址没有链接")]
