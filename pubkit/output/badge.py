"""Pictures of coverage as SVG: a badge for a README, and a chart of all sections. Nothing is fetched, and no font is embedded."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from pubkit.output.coverage import percent
from pubkit.text.chars import cells

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pubkit.editions.catalog import State
    from pubkit.editions.coverage import Coverage, Tally
    from pubkit.text.phrase import Language

_FONT = "Verdana,Geneva,'DejaVu Sans','Noto Sans SC','Microsoft YaHei',sans-serif"
_CELL = 6.6  # px of a narrow character at 11 px
#: From which share on a badge has which colour; all have a contrast of 4.5 : 1 or more with white (WCAG 2.2, 1.4.3).
_COLOURS = ((1.0, "#2a7a3b"), (0.8, "#4d7310"), (0.5, "#8a5f00"), (0.0, "#b3372f"))
#: The states as they are stacked, with colours that differ in lightness too.
_STATES: tuple[tuple[State, str], ...] = (("fresh", "#2f7d4f"), ("unreviewed", "#5b8fc9"), ("changed", "#d79a2b"), ("missing", "#d5d8dc"))
_WORDS = {
    "fresh": ("translated", "已译"),
    "unreviewed": ("unreviewed", "未审"),
    "changed": ("source changed", "原文已改"),
    "missing": ("missing", "缺译"),
}


def badge(label: str, share: float) -> str:
    """A badge: a label, and a share as a percentage."""
    value = percent(share)
    left, right = _width(label), _width(value)
    colour = next(colour for least, colour in _COLOURS if share >= least)
    title = escape(f"{label}: {value}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" aria-label="{title}">'
        f"<title>{title}</title>"
        f'<clipPath id="r"><rect width="{left + right}" height="20" rx="3"/></clipPath>'
        f'<g clip-path="url(#r)"><rect width="{left}" height="20" fill="#4a4f55"/>'
        f'<rect x="{left}" width="{right}" height="20" fill="{colour}"/></g>'
        f'<g fill="#fff" text-anchor="middle" font-family="{_FONT}" font-size="11">'
        f'<text x="{left / 2:g}" y="14">{escape(label)}</text><text x="{left + right / 2:g}" y="14">{value}</text></g></svg>\n'
    )


def _width(text: str) -> int:
    return round(cells(text) * _CELL + 12)


_BAR, _ROW, _NAME, _SHARE = 360, 22, 230, 60
_TITLE, _LEGEND = 30, 28


def chart(coverages: Mapping[str, Coverage], language: Language) -> str:
    """Every section of every edition, by its name, as a bar: how many of its characters are in which state, and the share of those that are translated."""
    pieces: list[str] = []
    y = 12
    for name, coverage in coverages.items():
        pieces.append(f'<text x="12" y="{y + 16}" font-size="14" font-weight="bold">{escape(name)}</text>')
        y += _TITLE
        for title, tally in (*coverage.sections, ("", coverage.total)):
            words = title or ({"zh": "合计", "en": "all"}[language] if tally is coverage.total else {"zh": "（卷首）", "en": "(front)"}[language])
            pieces.append(_bar(words, tally, y, bold=tally is coverage.total))
            y += _ROW
        y += 10
    pieces.append(_legend(y, language))
    width, height = 12 + _NAME + _BAR + _SHARE + 12, y + _LEGEND
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="{_FONT}" font-size="12" fill="#24292f"><title>{escape(_summary(coverages))}</title>'
        f'<rect width="{width}" height="{height}" fill="#fff"/>' + "".join(pieces) + "</svg>\n"
    )


def _summary(coverages: Mapping[str, Coverage]) -> str:
    return "; ".join(f"{name} {percent(coverage.total.share)}" for name, coverage in coverages.items())


def _bar(name: str, tally: Tally, y: int, *, bold: bool) -> str:
    x: float = 12 + _NAME
    weight = ' font-weight="bold"' if bold else ""
    pieces = [f'<text x="{4 + _NAME}" y="{y + 13}" text-anchor="end"{weight}>{escape(_fitted(name))}</text>']
    for state, colour in _STATES:
        width = _BAR * tally.characters_in[state] / tally.characters if tally.characters else 0.0
        if width:
            pieces.append(f'<rect x="{x:.1f}" y="{y + 2}" width="{width:.1f}" height="{_ROW - 7}" fill="{colour}"/>')
            x += width
    pieces.append(f'<text x="{20 + _NAME + _BAR}" y="{y + 13}"{weight}>{percent(tally.share)}</text>')
    return "".join(pieces)


def _fitted(name: str) -> str:
    most = int(_NAME / _CELL) - 2
    while cells(name) > most:
        name = name[:-2] + "…"
    return name


def _legend(y: int, language: Language) -> str:
    pieces, x = [], 12 + _NAME
    for state, colour in _STATES:
        words = _WORDS[state][language == "zh"]
        pieces.append(f'<rect x="{x}" y="{y + 2}" width="11" height="11" fill="{colour}"/><text x="{x + 16}" y="{y + 12}">{words}</text>')
        x += 34 + round(cells(words) * _CELL)
    return "".join(pieces)
