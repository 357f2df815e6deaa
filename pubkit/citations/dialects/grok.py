"""Grok: a card in the place of the citation, whose content stays on the page.

One is `<grok-card data-id="bb64c3" data-type="citation_card"></grok-card>`, the other
`<grok:render card_id="2fca04" …><argument name="citation_id">1</argument></grok:render>`, often over three lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pubkit.citations.dialect import Body, Dialect, MarkerExample
from pubkit.citations.model import Marker
from pubkit.markdown.tree import BLOCK, CODE, IMAGE, MATH
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

_CARD = lazy(r"<grok-card\b([^<>]{0,500})>(?:\s{0,9}</grok-card>)?")
_RENDER = lazy(
    r"<grok:render\b([^<>]{0,500})>((?:\s{0,9}<argument\b[^<>]{0,200}>[^<>]{0,200}</argument>){0,9})\s{0,9}</grok:render>"
)
_ATTRIBUTE = lazy(r"([\w-]+)=[\"']([^\"'<>]*)[\"']")
_ARGUMENT = lazy(r"name=[\"']citation_id[\"'][^<>]*>\s*([^\s<>]+)\s*<")
_NOT_PROSE = frozenset({CODE, MATH, BLOCK, IMAGE})


class Grok(Dialect):
    """Cards of citations; cards of pictures and of other things cite nothing."""

    name: ClassVar[str] = "grok"
    title: ClassVar[Phrase] = Phrase("Grok", "Grok")
    examples: ClassVar[tuple[MarkerExample, ...]] = (
        MarkerExample(
            '储能成本仍在下降。⟦<grok-card data-id="bb64c3" data-type="citation_card"></grok-card>⟧', ("bb64c3",)
        ),
        MarkerExample(
            'Costs keep falling.⟦<grok-card data-id="74b5fa" data-type="citation_card" '
            'data-plain-type="render_inline_citation" ></grok-card>⟧⟦<grok-card data-id="83ced4" '
            'data-type="citation_card"></grok-card>⟧',
            ("74b5fa", "83ced4"),
        ),
        MarkerExample(
            'Uploads pause in sleep.⟦<grok:render card_id="2fca04" card_type="citation_card" '
            'type="render_inline_citation">\n<argument name="citation_id">12</argument>\n</grok:render>⟧ Keep it awake.',
            ("12",),
        ),
        MarkerExample('⟦<grok-card data-id="a1"></grok-card>⟧', ("a1",)),
        MarkerExample(
            '- 抽水蓄能⟦<grok-card data-id="c9d0e1" data-type="citation_card"></grok-card>⟧\n- 其他', ("c9d0e1",)
        ),
        MarkerExample(
            '| 项目 |\n|---|\n| 风电⟦<grok-card data-id="0f0f0f" data-type="citation_card"></grok-card>⟧ |', ("0f0f0f",)
        ),
        MarkerExample(
            "电价回落⟦<grok-card data-id='ab12' data-type='citation_card'></grok-card>⟧，需求平稳。", ("ab12",)
        ),
        MarkerExample('只留下了开头⟦<grok-card data-id="d4" data-type="citation_card">⟧。', ("d4",)),
        MarkerExample(
            '两条⟦<grok:render card_id="1a" type="render_inline_citation"><argument name="citation_id">0</argument>'
            '</grok:render>⟧⟦<grok:render card_id="1b" type="render_inline_citation"><argument name="citation_id">7'
            "</argument></grok:render>⟧。",
            ("0", "7"),
        ),
        MarkerExample('图片卡 <grok-card data-id="8726d0" data-type="image_card"></grok-card> 不是引用。'),
        MarkerExample('`<grok-card data-id="bb64c3" data-type="citation_card"></grok-card>` 是代码。'),
        MarkerExample(
            '```html\n<grok-card data-id="bb64c3" data-type="citation_card"></grok-card>\n```\n\n<grok-card> 没有编号。'
        ),
        MarkerExample('**风电**⟦<grok-card data-id="ee" data-type="citation_card"></grok-card>⟧：两种路线。', ("ee",)),
    )

    def markers(self, body: Body) -> Iterator[Marker]:
        if "<grok" not in body.text:
            return
        for pattern, key in ((_CARD, _card_key), (_RENDER, _render_key)):
            for found in pattern.finditer(body.text):
                name = key(found)
                if name and body.masked[found.start()] not in _NOT_PROSE:
                    yield Marker(Span(*found.span()), (name,), self.name)


def _card_key(found: re.Match[str]) -> str | None:
    attributes = dict(_ATTRIBUTE.findall(found[1]))
    return attributes.get("data-id") if attributes.get("data-type", "citation_card") == "citation_card" else None


def _render_key(found: re.Match[str]) -> str | None:
    attributes = dict(_ATTRIBUTE.findall(found[1]))
    if attributes.get("card_type", "citation_card") != "citation_card":
        return None
    argument = _ARGUMENT.search(found[2])
    return argument[1] if argument else attributes.get("card_id")
