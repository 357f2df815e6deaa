r"""ChatGPT and its kin: what its pages show as a pill is left in the text as a sign that no reader knows.

    【7†source】 【4:0†L3-L9】 【F:src/a.py†L1-L9】     browsing, file search, Codex
    :contentReference[oaicite:3]{index=3}             copied from the page
    [oai_citation:3‡site](https://…)                  copied from the application
    U+E200 cite U+E202 turn0search0 U+E201            the model's own mark, and its visible residue citeturn0search0
    ([Site][1])   with   [1]: https://… "Title"       copied as Markdown

Azure, Zhipu and gpt-oss write the first of these too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pubkit.citations.dialect import Body, Dialect, MarkerExample
from pubkit.citations.model import Marker
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_DAGGER = lazy(r"【([^【】\n]{1,300}†[^【】\n]{1,300})】|\[(\d{1,4}(?::\d{1,4})?†[^\[\]\n]{1,300})\]")
_EACH_DAGGER = lazy(r"([^†]+?)†([^†]*?)(?=[,，;；]\s*[^†,，;；]{1,40}†|\Z)")
_LINES = lazy(r"L\d+(?:-L?\d+)?")
_CONTENT = lazy(r":contentReference\[oaicite:(\d+)\]|【oaicite:(\d+)】|(?<!\w)\[oaicite:(\d+)\]")
_INDEX = lazy(r"\{index=\d+\}")
_TURN = r"turn\d{1,8}[a-z]{2,12}\d{1,4}"
_LIST = rf"{_TURN}(?:[,，、;； ]{{1,2}}{_TURN})*"
_TURNS = lazy(
    "\ue200[a-z_]{1,20}((?:\ue202[^\ue200-\ue202\n]{0,300}){1,50})\ue201"
    rf"|(?:file)?cite(?:{_TURN})+|【{_LIST}】|\[{_LIST}\]|(?<![A-Za-z0-9_/.@-]){_TURN}(?![A-Za-z0-9_/])"
)
_EACH_TURN = lazy(_TURN)
_APPLICATION = lazy(r"(?:oai_citation(?:_attribution)?)[:：](\d+)\b")
_DEFINED = lazy(r"\]\[(\d{1,4})\]\Z")
_OWN_ADDRESS = ("utm_source=chatgpt.com", "utm_source=openai")


class ChatGPT(Dialect):
    """Every mark that an OpenAI model or page leaves behind. The keys are the model's own: `7`, `4:0`, `turn0search0`."""

    name: ClassVar[str] = "chatgpt"
    title: ClassVar[Phrase] = Phrase("ChatGPT", "ChatGPT")
    examples: ClassVar[tuple[MarkerExample, ...]] = (
        MarkerExample("装机容量一年内翻番⟦【7†source】⟧，成本下降⟦【12†source】⟧⟦【13†source】⟧。", ("7", "12", "13")),
        MarkerExample("合同第三部分另有约定⟦【4:0†L3-L9】⟧。", ("4:0†L3-L9",)),
        MarkerExample("Losses are capped⟦【4:2†policy_2024.pdf】⟧.", ("4:2",)),
        MarkerExample("The parser keeps places⟦【F:src/parser.py†L10-L42】⟧.", ("F:src/parser.py†L10-L42",)),
        MarkerExample("Exports fell by a tenth ⟦:contentReference[oaicite:3]{index=3}⟧.", ("3",)),
        MarkerExample("## 结论 ⟦:contentReference[oaicite:0]{index=0}⟧\n\n正文。", ("0",)),
        MarkerExample(
            "两省先行试点⟦\ue200cite\ue202turn0search3\ue202turn1view0\ue201⟧。", ("turn0search3+turn1view0",)
        ),
        MarkerExample("附件已有说明⟦\ue200filecite\ue202turn0file2\ue202L3-L7\ue201⟧。", ("turn0file2",)),
        MarkerExample(
            "The rule took effect. ⟦citeturn0search0turn12news4⟧ Then it was changed.", ("turn0search0+turn12news4",)
        ),
        MarkerExample("价格已公布⟦【turn2search1】⟧，另见 ⟦turn0view0⟧。", ("turn2search1", "turn0view0")),
        MarkerExample(
            'Rents rose ⟦([City News][1])⟧.\n\n[1]: https://example.org/rents?utm_source=chatgpt.com "Rents"', ("1",)
        ),
        MarkerExample("Both agree ⟦[oai_citation:4‡example.org](https://example.org/x)⟧.", ("4",)),
        MarkerExample("【背景】与【注】不是引用，`【7†source】` 是代码，a†b 是脚注符号，【2024年】也不是。"),
        MarkerExample("见([某站](https://example.org/?utm_source=chatgpt.com))与 turn 0、return0、turnover12。"),
        MarkerExample("```text\nciteturn0search0 【7†source】\n```\n\n公式 $【7†source】$。"),
    )

    def markers(self, body: Body) -> Iterator[Marker]:
        masked = body.masked
        if "†" in masked:
            yield from self._daggers(body)
        if "oaicite:" in body.ascii:
            yield from self._content_references(body)
        if "turn" in body.ascii:
            yield from self._turns(body)
        yield from self._links(body)

    def _daggers(self, body: Body) -> Iterator[Marker]:
        for found in _DAGGER.finditer(body.masked):
            keys, locators = [], []
            # the key is read from the source: a `_` in a file's name is escaped there
            for key, place in _EACH_DAGGER.findall(body.text[found.start() + 1 : found.end() - 1].replace("\\", "")):
                key, place = key.strip(" ,，;；"), place.strip()
                lines = _LINES.fullmatch(place)
                keys.append(f"{key}†{place}" if lines else key)
                locators += [place] if lines else []
            yield Marker(Span(*found.span()), tuple(keys), self.name, None, "; ".join(locators) or None)

    def _content_references(self, body: Body) -> Iterator[Marker]:
        for found in _CONTENT.finditer(body.masked):
            # `{index=3}` at the end of a heading is an attribute for the parser, and so not in the masked text
            index = _INDEX.match(body.text, found.end())
            end = index.end() if index else found.end()
            yield Marker(Span(found.start(), end), (found[1] or found[2] or found[3],), self.name)

    def _turns(self, body: Body) -> Iterator[Marker]:
        for found in _TURNS.finditer(body.masked):
            keys = tuple(_EACH_TURN.findall(found[0]))
            if keys:
                last = (found[1] or "").rpartition("\ue202")[2]
                yield Marker(Span(*found.span()), keys, self.name, None, last if _LINES.fullmatch(last) else None)

    def _links(self, body: Body) -> Iterator[Marker]:
        text = body.text
        for link, label, span in body.labels:
            if label[0] == "o" and (found := _APPLICATION.match(label)):
                yield Marker(span, (found[1],), self.name, link.value or None)
                continue
            in_parentheses = text[link.start - 1 : link.start] == "(" and text[link.end - 1 : link.end + 1] == "])"
            if in_parentheses and (found := _DEFINED.search(text, link.start, link.end)):
                yield Marker(Span(link.start - 1, link.end + 1), (found[1],), self.name, link.value or None)

    def signs(self, body: Body) -> int:
        text = body.text
        if not any(sign in text for sign in _OWN_ADDRESS):
            return 0
        return sum(any(sign in (link.value or "") for sign in _OWN_ADDRESS) for link in body.links)
