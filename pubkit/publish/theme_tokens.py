"""What a theme may say: the tokens of design, their types, and what each is for.

The tree below is the one description: reading, messages, the commented file of `pubkit theme new` and the JSON Schema that editors
complete from are made of it. A token is named by its path: `colours.accent`.
What does not belong here: the values (`styles/themes/`), reading them (`themes`), what they look like (`styles/`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal

from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase, enumerated

if TYPE_CHECKING:
    from collections.abc import Iterator

TokenType = Literal["group", "text", "colour", "colours", "length", "size", "number", "boolean", "choice", "families"]
#: The value of a token; a list is a tuple, so that a theme can be a key of a cache.
TokenValue = str | float | bool | tuple[str, ...]


class Token(NamedTuple):
    """One token, or a group of them. `least` and `most` bound a number, or a length in its own unit."""

    name: str
    type: TokenType
    what: Phrase
    tokens: tuple[Token, ...] = ()
    choices: tuple[str, ...] = ()
    least: float = 0.0
    most: float = 1000.0


def _group(name: str, en: str, zh: str, *tokens: Token) -> Token:
    return Token(name, "group", Phrase(en, zh), tokens)


def _colour(name: str, en: str, zh: str) -> Token:
    return Token(name, "colour", Phrase(en, zh))


def _length(name: str, en: str, zh: str, least: float, most: float) -> Token:
    return Token(name, "length", Phrase(en, zh), least=least, most=most)


def _choice(name: str, en: str, zh: str, *choices: str) -> Token:
    return Token(name, "choice", Phrase(en, zh), choices=choices)


def _families(name: str, en: str, zh: str) -> Token:
    groups = tuple(Token(group, "families", what) for group, what in LANGUAGE_GROUPS.items())
    return Token(name, "group", Phrase(en, zh), groups)


#: Languages that share their faces, by the name that a theme gives them.
LANGUAGE_GROUPS: Final[dict[str, Phrase]] = {
    "zh-Hans": Phrase("Simplified Chinese.", "简体中文。"),
    "zh-Hant": Phrase("Traditional Chinese as in Taiwan.", "繁体中文（台湾）。"),
    "zh-HK": Phrase("Traditional Chinese as in Hong Kong.", "繁体中文（香港）。"),
    "ja": Phrase("Japanese.", "日文。"),
    "ko": Phrase("Korean.", "韩文。"),
    "latin": Phrase("Languages of Latin, Greek and Cyrillic letters.", "拉丁、希腊、西里尔字母的语言。"),
    "arabic": Phrase("Languages of Arabic letters.", "阿拉伯字母的语言。"),
}
#: Width and height of the page in millimetres. 16K is the Chinese format of 大16开, B5 that of ISO 216.
PAGE_SIZES: Final = {
    "A4": (210.0, 297.0),
    "A5": (148.0, 210.0),
    "B5": (176.0, 250.0),
    "16K": (210.0, 285.0),
    "letter": (215.9, 279.4),
}
_FACES: Final = ("serif", "sans")
_RUNNING: Final = ("title", "chapter", "authors", "none")

_WEB_COLOURS: Final = (
    _colour("paper", "The page.", "页面底色。"),
    _colour("text", "Running text.", "正文。"),
    _colour("heading", "Headings.", "标题。"),
    _colour("quiet", "Dates, captions, quotations.", "日期、图表题、引文等次要文字。"),
    _colour("line", "Rules and borders.", "分隔线与边框。"),
    _colour("tint", "Ground of code and boxes.", "代码与方框的底色。"),
    _colour("accent", "Links, citations, the chosen line of the contents.", "链接、引用标注与当前目录项。"),
    _colour("highlight", "Ground of what a link led to.", "链接所到之处的底色。"),
    _colour("found", "Ground of what a search found.", "搜索结果的底色。"),
    _colour("chosen", "Ground of the search result that is shown.", "当前搜索结果的底色。"),
    Token("shadow", "text", Phrase("Shadow under cards, any CSS colour.", "浮层的阴影，可用任何 CSS 颜色。")),
)

TOKENS: Final[tuple[Token, ...]] = (
    Token("extends", "text", Phrase("The theme whose values hold where this one says nothing.", "所依据的主题：本文件未写的一律从它。")),
    _group("what", "One line for the list of themes.", "主题列表中的一句话说明。", Token("en", "text", Phrase("In English.", "英文。")), Token("zh", "text", Phrase("In Chinese.", "中文。"))),
    Token("logo", "text", Phrase("Picture beside this file, for the cover or the head of the first page.", "与本文件同处的标志图片，用于封面或首页题头。")),
    _group(
        "colours", "Colours on paper. Text needs a contrast of 4.5 to 1 with what it stands on.", "纸面颜色。文字与底色的对比度须达 4.5:1。",
        _colour("ink", "Titles, headings, the field of the cover.", "书名、标题、封面色块。"),
        _colour("accent", "Short rules, the edge of a box, the mark of a draft.", "短线、方框边线与草稿标记。"),
        _colour("on-ink", "Words on the field of the cover.", "封面色块上的文字。"),
        _colour("on-ink-soft", "The subtitle there.", "封面色块上的副题名。"),
        _colour("on-ink-accent", "The short rule there.", "封面色块上的短线。"),
        _colour("ornament", "The lines of the cover's ornament.", "封面线纹。"),
        _colour("text", "Running text.", "正文。"),
        _colour("soft", "Subtitles, quotations, captions.", "副题名、引文、图表题。"),
        _colour("quiet", "Running heads, page numbers, dates.", "书眉、页码、日期。"),
        _colour("code", "Code within a line.", "行内代码。"),
        _colour("link", "Links and citations.", "链接与引用标注。"),
        _colour("line", "Rules at the edge of the page.", "书眉等处的细线。"),
        _colour("line-strong", "Rules within the text.", "文中的分隔线。"),
        _colour("line-soft", "Rules between the rows of a table.", "表格行线。"),
        _colour("tint", "Ground of code and boxes.", "代码与方框的底色。"),
        _colour("tint-line", "The rule beside code.", "代码左侧的竖线。"),
        _colour("mark", "Ground of marked words.", "标记文字的底色。"),
        _colour("warning", "What is not resolved in a draft.", "草稿中未解决之处。"),
        _colour("warning-tint", "The ground of that.", "草稿中未解决之处的底色。"),
    ),
    _group(
        "web", "The web page.", "网页。",
        Token("measure", "size", Phrase("Width of the text: 36em is 36 Han.", "版心宽度：36em 即每行 36 个汉字。")),
        Token("size", "size", Phrase("Size of the text, any CSS length, clamp() too.", "正文字号，可用任何 CSS 长度，包括 clamp()。")),
        Token("leading", "number", Phrase("Distance of lines, as a multiple of the size.", "行距，为字号的倍数。"), least=1.2, most=2.5),
        _group("light", "By day.", "浅色。", *_WEB_COLOURS),
        _group("dark", "By night.", "深色。", *_WEB_COLOURS),
    ),
    Token("charts", "colours", Phrase("Colours of the series of a chart, in order; 3 to 1 with the page.", "图表各系列的颜色，按顺序；与页面的对比度须达 3:1。")),
    _group(
        "faces", "Which kind of face each part is set in.", "各部分所用字体的类别。",
        _choice("body", "Running text.", "正文。", *_FACES),
        _choice("headings", "Headings.", "标题。", *_FACES),
        _choice("title", "The title.", "书名、题名。", *_FACES),
        _choice("title-on-web", "The title of the web page.", "网页的题名。", *_FACES),
        _choice("labels", "Captions, heads of tables, running heads.", "图表题、表头、书眉。", *_FACES),
    ),
    _group(
        "families", "Families of type to be taken before ours, by kind and language.", "优先选用的字体族，按类别与语言。",
        _families("serif", "Serif: Song, Ming.", "衬线：宋体、明体。"),
        _families("sans", "Sans serif: Hei, Gothic.", "无衬线：黑体。"),
        _families("mono", "Code.", "等宽：代码。"),
    ),
    _group(
        "sizes", "Sizes of type on paper.", "纸面字号。",
        _length("body", "Running text.", "正文。", 7, 16),
        _length("leading", "From line to line.", "行距。", 9, 32),
        _length("leading-latin", "From line to line where the text is written with letters.", "西文正文的行距。", 9, 32),
        _length("note", "Notes, references, the index.", "注释、参考文献、索引。", 6, 14),
        _length("note-leading", "From line to line of these.", "注释等的行距。", 8, 28),
        _length("table", "Tables and captions.", "表格与图表题。", 6, 14),
        _length("table-leading", "From line to line of these.", "表格的行距。", 8, 28),
        _length("code", "Blocks of code.", "代码块。", 6, 13),
        _length("code-leading", "From line to line of these.", "代码块的行距。", 8, 26),
        _length("title", "The title above a text without a cover.", "无封面时的题名。", 12, 48),
        _length("title-leading", "From line to line of it.", "题名的行距。", 14, 64),
        _length("heading-2", "Chapters.", "章标题。", 8, 40),
        _length("heading-3", "Sections.", "节标题。", 8, 32),
        _length("heading-4", "Subsections.", "小节标题。", 7, 24),
        _length("heading-5", "Headings below these.", "更低级的标题。", 7, 20),
        _length("space-2", "Above a chapter.", "章标题上方的空白。", 0, 96),
        _length("space-3", "Above a section.", "节标题上方的空白。", 0, 72),
    ),
    _group(
        "page", "The page. Its margins follow from the number of characters and lines.", "页面。页边由每行字数和每页行数推算。",
        _choice("size", "Format.", "开本。", *PAGE_SIZES),
        Token("characters", "number", Phrase("Han in a line.", "每行字数。"), least=16, most=60),
        Token("lines", "number", Phrase("Lines on a page.", "每页行数。"), least=16, most=70),
        _length("top", "From the edge to the first line, in millimetres.", "天头：版心到页上边的距离（毫米）。", 8, 80),
        _length("shift", "How far the text stands right of the middle, in millimetres: a wide left margin.", "版心右移的距离（毫米），用于留出宽左边。", 0, 40),
        _length("binding", "What the binding takes of each page in a two-sided edition, in millimetres.", "双面印刷时装订所占的宽度（毫米）。", 0, 20),
    ),
    _group(
        "parts", "Which parts the printed edition has. A report's own settings go before these.", "印刷版包含哪些部分；报告自己的设置优先。",
        _choice("cover", "Cover: by the length of the text, or never.", "封面：视篇幅，或不设。", "auto", "never"),
        _choice("contents", "Contents: on a page of their own where there is a cover, else above the text; or never.", "目录：有封面时另页，否则置于正文前；或不设。", "auto", "never"),
        _choice("imprint", "Imprint: by the length of the text, in the colophon, or never.", "版权信息：视篇幅另页，或置于文末，或不设。", "auto", "colophon", "never"),
        _choice("chapters", "Chapters: by length, on new pages, or running on.", "各章：视篇幅，另页起，或接排。", "auto", "new-page", "run-on"),
    ),
    _group(
        "cover", "The cover.", "封面。",
        _choice("style", "A field of colour, a band of colour at the foot, or plain paper.", "色块、下部色带、或素面。", "field", "band", "plain"),
        Token("ornament", "boolean", Phrase("Lines on the field, drawn from the letters of the title.", "色块上由题名生成的线纹。")),
    ),
    _group(
        "title-block", "The head of a text without a cover.", "无封面时的题头。",
        _choice("style", "With a rule below, in the middle as journals have it, or on a band of colour.", "下加细线、居中（期刊式）、或置于色带上。", "rule", "centred", "band"),
    ),
    _group(
        "opening", "What stands before the first heading, or under “Abstract”, “Key findings”, 摘要, 要点.", "首个标题之前的引文块，或“摘要”“要点”一章。",
        _choice("style", "As any text, as an abstract, or in a box.", "与正文同，排为摘要，或排为方框。", "plain", "abstract", "box"),
    ),
    _group(
        "headings", "Headings.", "标题。",
        _choice("align", "Where they stand.", "位置。", "left", "centre"),
        _choice("rule", "A rule at chapters.", "章标题的线。", "none", "above", "below"),
        Token("coloured", "boolean", Phrase("In the ink of titles, or as text.", "用题名的颜色，或用正文颜色。")),
    ),
    _group(
        "paragraphs", "Paragraphs.", "段落。",
        _length("indent-latin", "First lines of a text that is written with letters.", "西文段首缩进。", 0, 4),
        _choice("asides", "Short quotations: in the text, or in the wide margin.", "简短引文：排在文中，或排在宽边。", "text", "margin"),
    ),
    _group(
        "running", "The head of each page.", "书眉。",
        _choice("left", "On the left.", "左侧。", *_RUNNING),
        _choice("right", "On the right.", "右侧。", *_RUNNING),
        Token("rule", "boolean", Phrase("A rule below.", "下加细线。")),
    ),
    _group(
        "citations", "Numbers that cite.", "引用标注。",
        _choice("position", "Above the line, or in it.", "上标，或排在行内。", "raised", "line"),
        _choice("colour", "As links, as text, or in the accent colour.", "颜色：同链接、同正文、或用强调色。", "link", "text", "accent"),
    ),
)


@lru_cache(maxsize=1)
def tokens_by_path() -> dict[str, Token]:
    """Every token that has a value, by its path: `colours.accent`."""
    return dict(_leaves(TOKENS, ""))


def _leaves(tokens: tuple[Token, ...], above: str) -> Iterator[tuple[str, Token]]:
    for token in tokens:
        if token.type == "group":
            yield from _leaves(token.tokens, f"{above}{token.name}.")
        else:
            yield above + token.name, token


COLOUR: Final = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
LENGTH: Final = re.compile(r"(\d+(?:\.\d+)?)(pt|mm|em)")
#: What a size of the web may hold: no word that opens another rule.
_SIZE: Final = re.compile(r"[\w.%+\-*/(), ]+")


def problem_of(value: object, token: Token) -> Phrase | None:
    """What is wrong with a value of YAML for a token; None where it is right."""
    if token.type == "boolean":
        return None if isinstance(value, bool) else Phrase("it is true or false", "其值应为 true 或 false")
    if token.type == "choice":
        return None if str(value) in token.choices else Phrase("it is one of {}", "其值应为 {} 之一").format(enumerated(token.choices))
    if token.type in ("families", "colours"):
        return _problem_of_list(value, token)
    if token.type == "colour":
        return None if isinstance(value, str) and COLOUR.fullmatch(value) else _NO_COLOUR
    if token.type in ("number", "length"):
        return _problem_of_number(value, token)
    if isinstance(value, (dict, list)) or (token.type == "size" and not _SIZE.fullmatch(str(value))):
        return Phrase("it is one value", "其值应为单个文本")
    return Phrase("`{`, `}` and `;` have no place here", "此处不能有 `{`、`}`、`;`") if re.search("[{};<]", str(value)) else None


_NO_COLOUR: Final = Phrase('a colour is written "#0a7d5a", with its quotation marks', '颜色写作 "#0a7d5a"，须带引号')


def _problem_of_list(value: object, token: Token) -> Phrase | None:
    items = value if isinstance(value, list) else [value]
    if token.type == "colours":
        return None if items and all(isinstance(item, str) and COLOUR.fullmatch(item) for item in items) else _NO_COLOUR
    fine = items and all(isinstance(item, str) and re.fullmatch(r"[\w .&'-]+", item) for item in items)
    return None if fine else Phrase("it is a list of names of font families", "其值应为字体族名称的列表")


def _problem_of_number(value: object, token: Token) -> Phrase | None:
    number: float | None = None
    if token.type == "number":
        number = float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
    elif found := LENGTH.fullmatch(str(value)):
        number = float(found[1])
    if number is None:
        return Phrase("it is a number", "其值应为数字") if token.type == "number" else Phrase("it is a length: 10.5pt, 29mm, 1.5em", "其值应为长度：10.5pt、29mm、1.5em")
    if not token.least <= number <= token.most:
        return Phrase("it lies between {:g} and {:g}", "其值应在 {:g} 与 {:g} 之间").format(token.least, token.most)
    return None


def settled(value: Any, token: Token) -> TokenValue:
    """A right value as it is kept."""
    if token.type in ("families", "colours"):
        return tuple(value) if isinstance(value, list) else (str(value),)
    if token.type == "number":
        return float(value)
    return value if isinstance(value, bool) else str(value)


def theme_schema() -> dict[str, Any]:
    """The schema of a theme's file as JSON Schema (draft 2020-12), for the completion of editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "themes/NAME.yaml", **_object(TOKENS)}


def _object(tokens: tuple[Token, ...]) -> dict[str, Any]:
    properties = {token.name: {"description": f"{token.what.en} {token.what.zh}", **_value(token)} for token in tokens}
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _value(token: Token) -> dict[str, Any]:
    colour = {"type": "string", "pattern": f"^{COLOUR.pattern}$"}
    kinds: dict[TokenType, dict[str, Any]] = {
        "text": {"type": "string"},
        "size": {"type": ["string", "number"]},
        "colour": colour,
        "colours": {"type": "array", "items": colour, "minItems": 1},
        "length": {"type": "string", "pattern": f"^{LENGTH.pattern}$"},
        "number": {"type": "number", "minimum": token.least, "maximum": token.most},
        "boolean": {"type": "boolean"},
        "choice": {"enum": list(token.choices)},
        "families": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
    }
    return _object(token.tokens) if token.type == "group" else kinds[token.type]
