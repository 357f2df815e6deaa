"""The cover of the PDF: a field of colour with the title, an ornament of lines that is made of the title's own letters.

The ornament is drawn by rule: the same title has the same cover, and no two reports of a series look quite alike. A
`cover:` picture takes its place; a `logo:` stands at the foot.
Class names are part of the contract with `styles/print.css`.
What does not belong here: colours and sizes (`styles/print.css`), the imprint (`imprint`).
"""

from __future__ import annotations

import re
from hashlib import sha256
from itertools import pairwise
from math import pi, sin
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pubkit.publish.characters import escape
from pubkit.publish.cover_abstract import cover_abstract
from pubkit.publish.french_spacing import french_text
from pubkit.publish.labels import shown_date
from pubkit.publish.language_runs import Languages, marked_text
from pubkit.publish.parts import direction_attribute
from pubkit.publish.pictures import Picture, load_picture
from pubkit.publish.theme_css import width_share
from pubkit.publish.title_lines import balanced_lines
from pubkit.text.chars import cells
from pubkit.text.errors import PublicationError
from pubkit.text.phrase import Phrase
from pubkit.text.tags import is_right_to_left

if TYPE_CHECKING:
    from pathlib import Path

    from pubkit.publish.publication import Publication
    from pubkit.publish.rendered import Rendered

_ISO_DATE: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
#: Cells of a title up to which it is set in a size, and the cells that a line of that size holds: `styles/print.css`.
_SIZES: Final = ((32, "large", 24.0), (76, "medium", 30.0), (132, "small", 35.0), (10_000, "least", 42.0))
_MOST: Final = 320
_SUBTITLE_CELLS: Final = 50.0
#: Names that stand below each other, in a narrow column.
_NAMES_APART: Final = 8
#: Of the size of a title: that of the second language's below it (`styles/print-editions.css`).
_SECOND_SIZE: Final = 0.66
#: The ornament, in millimetres of the page.
_WIDTH: Final = 210
_HEIGHT: Final = 178
_LINES: Final = 26
_STEP: Final = 7


def cover(rendered: Rendered) -> str:
    """The cover as `header.title-block.cover`. Raises `PublicationError` where a picture that is named cannot be had."""
    publication, labels = rendered.publication, rendered.labels
    size, title = _title(publication)
    subtitle = _in_lines(publication.subtitle, publication, _SUBTITLE_CELLS, _SUBTITLE_CELLS) if publication.subtitle else ""
    abstract = "" if publication.printing.cover else cover_abstract(rendered)
    foot = [line for line in (_logo(publication), _publisher(publication), _date(publication)) if line]
    return "\n".join(
        part
        for part in (
            f'<header class="title-block cover{_extent(publication, abstract, foot)}" data-title="{escape(publication.title)}">',
            _field(publication),
            f'<p class="draft-label">{escape(labels.draft)}</p>' if publication.draft else "",
            f'<div class="cover-title"><h1 class="title {size}">{title}</h1>',
            f'<p class="subtitle">{subtitle}</p></div>' if subtitle else "</div>",
            _authors(publication, labels.list_separator, beside=bool(abstract)),
            f'<p class="cover-abstract">{abstract}</p>' if abstract else "",
            "\n".join(['<div class="cover-foot">', *foot, "</div>"]) if foot else "",
            "</header>",
        )
        if part
    )


def _extent(publication: Publication, abstract: str, foot: list[str]) -> str:
    """How far the field goes down: the less there is to say below it, the farther. Where there is nothing, it is the whole cover."""
    if abstract or publication.printing.cover:
        return ""
    return " low" if publication.authors or foot else " whole"


def _authors(publication: Publication, separator: str, *, beside: bool) -> str:
    """The names in a line; beside an abstract a few of them stand below each other."""
    languages = Languages.of(publication)
    names = [f'<span class="author">{marked_text(name, languages)}</span>' for name in publication.authors]
    if not names:
        return ""
    apart = beside and len(names) <= _NAMES_APART
    joint = '<span class="joint">' + escape(separator) + "</span>" if apart else escape(separator)
    return f'<p class="authors{" beside" if beside else ""}{" apart" if apart else ""}">{joint.join(names)}</p>'


def _publisher(publication: Publication) -> str:
    return f'<p class="publisher">{escape(publication.publisher)}</p>' if publication.publisher else ""


def has_room(publication: Publication) -> bool:
    """Whether title and subtitle find room on a cover; a title as long as a paragraph stands above the text instead."""
    most = _MOST if publication.facing is None else 2 * _MOST
    return cells(publication.title + publication.subtitle) <= most


def _title(publication: Publication) -> tuple[str, str]:
    """The size of the title, and the title in lines; the second of two languages below it and smaller."""
    first = ((publication.facing and publication.facing.parts(publication.title)) or (publication.title,))[0]
    size, most = next((name, most) for limit, name, most in _SIZES if cells(first) <= limit)
    most *= width_share(publication.theme)
    return size, _in_lines(publication.title, publication, most, most / _SECOND_SIZE)


def _in_lines(words: str, publication: Publication, most: float, most_second: float) -> str:
    """Words as lines that are not torn; where they are in two languages, each in lines of its own."""
    languages = Languages.of(publication)
    facing = publication.facing
    parts = facing.parts(words) if facing else None
    if facing is None or parts is None or not all(parts):
        return _spans(words, languages, most)
    first, second = languages, languages.inside(facing.language)
    turned = is_right_to_left(second.language) != is_right_to_left(first.language)
    direction = direction_attribute(second.language) if turned else ""
    return (
        f'<span class="first-title" lang="{escape(first.language)}">{_spans(parts[0], first, most)}</span> '
        f'<span class="second-title" lang="{escape(second.language)}"{direction}>{_spans(parts[1], second, most_second)}</span>'
    )


def _spans(words: str, languages: Languages, most: float) -> str:
    lines = balanced_lines(french_text(words, languages.language), most)
    return "".join(f'<span class="line">{marked_text(line, languages)}</span>' for line in lines)


def _date(publication: Publication) -> str:
    date = publication.date.strip()
    shown = escape(shown_date(date, publication.language))
    if not shown:
        return ""
    time = f'<time datetime="{date}">{shown}</time>' if _ISO_DATE.fullmatch(date) else shown
    return f'<p class="date">{time}</p>'


def _field(publication: Publication) -> str:
    """The field of colour: a picture of the house's, or the ornament. Decoration: a background is not read out."""
    if not publication.printing.cover:
        if not publication.theme.on("cover.ornament"):
            return '<div class="cover-field"></div>'
        drawn = quote(ornament(publication.title, publication.theme.text("colours.ornament")))
        return f'<div class="cover-field" style="background-image: url(&quot;data:image/svg+xml,{drawn}&quot;)"></div>'
    picture = _picture(publication, "cover", publication.printing.cover, publication.folder)
    shown = f' style="background-image: url({picture.data_uri})"' if picture else ""
    return f'<div class="cover-field pictured"{shown}></div>'


def _logo(publication: Publication) -> str:
    picture = logo(publication)
    if picture is None:
        return ""
    name = escape(publication.publisher or "logo")
    return f'<p class="logo"><img src="{picture.data_uri}" alt="{name}" /></p>'


def logo(publication: Publication) -> Picture | None:
    """The report's own logo, or that of its theme. Raises `PublicationError` where one is named and cannot be had."""
    if publication.printing.logo:
        return _picture(publication, "logo", publication.printing.logo, publication.folder)
    theirs = publication.theme.logo
    return _picture(publication, "logo", theirs.name, theirs.parent) if theirs else None


def _picture(publication: Publication, key: str, address: str, folder: Path) -> Picture | None:
    found = load_picture(address, folder)
    if isinstance(found, Picture):
        return found
    if publication.draft:
        return None
    raise PublicationError(
        Phrase(f"the picture of `{key}` cannot be had: {address}", f"`{key}` 所指的图片无法读取：{address}"),
        filename=publication.name,
        hint=Phrase(
            "It must be a PNG, JPEG, GIF, WebP or SVG file in the report's folder.",
            "须为报告所在文件夹内的 PNG、JPEG、GIF、WebP 或 SVG 文件。",
        ),
    )


def ornament(title: str, colour: str) -> str:
    """Lines like those of water, bent by the letters of the title: an SVG for the field of colour."""
    paths = "".join(f'<path d="{_curve(points)}"/>' for points in ornament_lines(title, _STEP))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}mm" height="{_HEIGHT}mm">'
        f'<g fill="none" stroke="{colour}" stroke-width="0.25">{paths}</g></svg>'
    )


def ornament_lines(title: str, step: int) -> list[list[tuple[int, float]]]:
    """The lines of the ornament as points, `step` millimetres apart, on a field of 210 by 178 mm.

    A line is two waves, one long and one short, that shift from line to line.
    """
    share = [byte / 255 for byte in sha256(title.encode()).digest()]
    return [[(x, _height(x, n, share)) for x in range(-step, _WIDTH + 2 * step, step)] for n in range(_LINES)]


def _height(x: int, n: int, share: list[float]) -> float:
    long = (6 + 10 * share[0]) * sin(2 * pi * (x / (150 + 90 * share[1]) + share[2] + n * 0.012))
    short = (2 + 3 * share[3]) * sin(2 * pi * (x / (58 + 30 * share[4]) + share[5] - n * (0.02 + 0.03 * share[6])))
    return -6 + n * 4.6 + (long + short) * (0.4 + n / _LINES)


def _curve(points: list[tuple[int, float]]) -> str:
    first, *rest = points
    curve = "".join(
        f" {(a[0] + b[0]) / 2:.1f} {(a[1] + b[1]) / 2:.1f}" if not i else f"T{(a[0] + b[0]) / 2:.1f} {(a[1] + b[1]) / 2:.1f}"
        for i, (a, b) in enumerate(pairwise(rest))
    )
    return f"M{first[0]} {first[1]:.1f}Q{rest[0][0]} {rest[0][1]:.1f}{curve}"
