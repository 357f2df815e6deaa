"""`pubkit.yaml`: what a project decides once for all its reports.

The schema below is the one description: reading, error messages, and the JSON Schema that editors complete from are
all made of it. An unknown key is an error that names the nearest one and its line.
"""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pubkit.text.errors import ConfigError
from pubkit.text.files import decode, read_bytes
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase, enumerated
from pubkit.text.tags import is_tag, meant_tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pubkit.markdown.yaml import KeyPath

FILENAME = "pubkit.yaml"
Type = Literal["string", "boolean", "strings", "choice", "mapping", "each", "any", "share"]


class Key(NamedTuple):
    """One key of the configuration: its name, the type of its value, and what it is for.

    A `mapping` has `keys` of its own; `each` is a mapping whose names are free and whose values have `keys` (or are of
    type `of`); a `choice` is one of `choices`; `strings` is a list, or one text with commas; a `share` is 0 to 1 or a percentage.
    """

    name: str
    type: Type
    what: Phrase
    keys: tuple[Key, ...] = ()
    choices: tuple[str, ...] = ()
    of: Type | None = None
    short: str = ""  # of an `each` with `keys`: the key that a plain value stands for; names alone may then stand as a list


_SELECT = Key("select", "strings", Phrase("Rules to run: prefixes such as CIT, or ALL.", "启用的规则，可写前缀如 CIT，或 ALL。"))
_IGNORE = Key("ignore", "strings", Phrase("Rules to leave out.", "停用的规则。"))
_METADATA: tuple[Key, ...] = (
    Key("title", "string", Phrase("Title.", "书名、题名。")),
    Key("subtitle", "string", Phrase("Subtitle.", "副题名。")),
    Key("author", "strings", Phrase("Authors, in order.", "作者，按顺序。")),
    Key("date", "string", Phrase("Date, as shown; ISO 8601 is best.", "日期，建议用 2026-01-31 的写法。")),
    Key("language", "string", Phrase("Language, BCP 47: zh-CN, zh-TW, en.", "语言（BCP 47）：zh-CN、zh-TW、en。")),
    Key("lang", "string", Phrase("The same as language, as pandoc spells it.", "同 language（pandoc 的写法）。")),
    Key(
        "description",
        "string",
        Phrase(
            "What the report is about, for catalogues and search engines; on the cover up to six lines of it in whole sentences, else of its abstract.",
            "内容简介，供书目和搜索引擎使用；封面以整句印出，至多六行，未填时取摘要开头。",
        ),
    ),
    Key("publisher", "string", Phrase("Publisher.", "出版者。")),
    Key("rights", "string", Phrase("Licence or copyright.", "许可或版权声明。")),
    Key("identifier", "string", Phrase("DOI, ISBN or urn: of the report.", "报告的 DOI、ISBN 或 urn:。")),
    Key("draft", "boolean", Phrase("Build with visible marks instead of stopping.", "作为草稿构建：以可见标记代替中止。")),
    Key("dialect", "string", Phrase("Whose citation marks the report uses.", "报告使用哪种助手的引用标记。")),
    Key(
        "reference-style",
        "string",
        Phrase(
            "Style of the references: gbt7714-2025 (default in Chinese), gbt7714-2025-author-date, as-written, apa, chicago, ieee, vancouver, or a .csl file.",
            "参考文献格式：gbt7714-2025（中文默认）、gbt7714-2025-author-date、as-written（照原稿）、apa、chicago、ieee、vancouver，或 .csl 文件。",
        ),
    ),
    Key(
        "numbering",
        "choice",
        Phrase("Numbers by first citation (GB/T 7714), or as in the source.", "编号按首次引用顺序（GB/T 7714）或沿用原稿。"),
        choices=("citation", "source"),
    ),
    Key("bibliography", "strings", Phrase("References files: CSL data (.yaml, .json), BibTeX (.bib), RIS (.ris).", "参考文献文件：CSL 数据（.yaml、.json）、BibTeX（.bib）、RIS（.ris）。")),
    Key("citation-ranges", "boolean", Phrase("Numbers at one place as [1-3,5] (default), or each in its brackets.", "同一处的多个编号合写为 [1-3,5]（默认），或各用一个方括号。")),
    Key("uncited", "choice", Phrase("Entries that the text does not cite: listed apart, kept in the list, or dropped.", "未引用的条目：单独列出、留在文献表中、或略去。"), choices=("apart", "keep", "drop")),
    Key("theme", "string", Phrase("How it looks: report, journal, brief, or one of the folder themes.", "版式主题：report、journal、brief，或 themes 文件夹中的主题。")),
    Key("reference-graph", "boolean", Phrase("A picture in the HTML of which section rests on which sources.", "在 HTML 中附图：各节依据哪些文献。")),
    Key("version", "string", Phrase("Version of the text: 1.2.", "文本的版次，如 1.2。")),
    Key("isbn", "string", Phrase("ISBN, for the imprint.", "ISBN，印在版权页。")),
    Key("doi", "string", Phrase("DOI, for the imprint.", "DOI，印在版权页。")),
    Key("cover", "string", Phrase("Picture for the cover of the PDF, in the report's folder.", "PDF 封面图，放在报告所在文件夹内。")),
    Key("logo", "string", Phrase("The publisher's mark for the cover, a picture in the report's folder.", "封面上的出版者标志，图片放在报告所在文件夹内。")),
    Key(
        "imprint",
        "choice",
        Phrase("Imprint page of the PDF: auto gives one to a text of 5,000 characters or more.", "PDF 的版权页：auto 为 5000 字及以上的文本设版权页。"),
        choices=("auto", "always", "never"),
    ),
    Key(
        "chapters",
        "choice",
        Phrase(
            "Chapters of the PDF begin on a new page or run on: auto looks at the length of the text and of its chapters.",
            "PDF 各章另起一页或接排：auto 依全文与各章的长度而定。",
        ),
        choices=("auto", "new-page", "run-on"),
    ),
    Key("two-sided", "boolean", Phrase("Pages of the PDF face each other: numbers outside, chapters on the right.", "PDF 双面印刷：页码在外侧，每章从右页起。")),
    Key("list-of-figures", "boolean", Phrase("A list of figures behind the contents of the PDF.", "PDF 目录后附插图目录。")),
    Key("list-of-tables", "boolean", Phrase("A list of tables behind the contents of the PDF.", "PDF 目录后附表格目录。")),
    Key(
        "emphasis",
        "choice",
        Phrase("Emphasis of Chinese in the PDF: dots below, Kai type, or a dotted line.", "PDF 中文强调的样式：着重号、楷体、或点线。"),
        choices=("dots", "kai", "line"),
    ),
    Key(
        "print-addresses",
        "choice",
        Phrase("Long addresses of references in the PDF: shortened (the link keeps all of it), or in full.", "PDF 中参考文献的长网址：缩略显示（链接仍为全址），或完整印出。"),
        choices=("short", "full"),
    ),
    Key("index", "boolean", Phrase("An index of index-terms at the end of the PDF.", "PDF 末附索引（index-terms 所列词语）。")),
    Key("index-terms", "strings", Phrase("Names and terms of the index.", "索引所收的人名和术语。")),
    Key(
        "epub-fonts",
        "choice",
        Phrase("Fonts of the EPUB: those of the reader (default), or the characters used of the fonts of the PDF.", "EPUB 字体：用阅读器自带字体（默认），或嵌入所用字符的子集（字体同 PDF）。"),
        choices=("none", "subset"),
    ),
    Key(
        "writing-mode",
        "choice",
        Phrase("Lines of the EPUB in Chinese and Japanese: from left to right (default), or from top to bottom.", "中文、日文 EPUB 的行文方向：横排（默认）或直排。"),
        choices=("horizontal", "vertical"),
    ),
    Key("number-sections", "boolean", Phrase("Give headings that bear no number one.", "给没有编号的标题加编号。")),
    Key("number-captions", "boolean", Phrase("Number the captions of all figures and tables.", "给所有图表题编号。")),
)
_EDITION = (
    Key(
        "from",
        "choice",
        Phrase("How its text comes about.", "文本的来源：原文、繁简转换、译文目录、平行文稿、双语对照。"),
        choices=("source", "convert", "translate", "parallel", "bilingual"),
    ),
    Key("file", "string", Phrase("Its catalogue (.po) or its parallel text (.md).", "译文目录（.po）或平行文稿（.md）。")),
    *_METADATA[:4],
    *_METADATA[6:9],
    Key("labels", "each", Phrase("Words of the page, before those of the language: references, contents …", "版面用词，优先于该语言的默认用词：references、contents 等。"), of="string"),
    Key("missing", "choice", Phrase("What a build does with a passage that has no translation.", "缺译的段落如何处理：标出原文、略去、停止构建。"), choices=("mark", "omit", "fail")),
    Key("threshold", "share", Phrase("Least share that is translated; below it nothing is built: 0.9, 90%.", "译出比例的下限，低于它不构建：0.9、90%。")),
    Key("vocabulary", "choice", Phrase("Of a conversion: the region's words for things, or those of the source.", "转换时采用当地用词还是保留原文用词。"), choices=("region", "keep")),
    Key("quotes", "choice", Phrase("Quotation marks.", "引号样式。"), choices=("curly", "corner", "guillemets", "keep")),
    *(key for key in _METADATA if key.name in ("epub-fonts", "writing-mode")),
    Key("accept-unreviewed", "boolean", Phrase("Publish machine translation that nobody has read.", "允许出版未经审阅的机器译文。")),
)
_EDITIONS = Key(
    "editions",
    "each",
    Phrase(
        "Editions in other languages, by their BCP 47 tag: [zh-Hant, en], or each with keys of its own.",
        "其他语言的版本，以 BCP 47 语言标记为键：可写成 [zh-Hant, en]，也可逐个设置。",
    ),
    keys=_EDITION,
    short="from",
)
_METADATA = (*_METADATA, _EDITIONS)
SCHEMA: tuple[Key, ...] = (
    Key("source", "string", Phrase("Folder of the reports (default: source).", "报告所在文件夹（默认 source）。")),
    Key("output", "string", Phrase("Folder of what is built (default: build).", "构建输出文件夹（默认 build）。")),
    Key("formats", "strings", Phrase("What is built: pdf, html, epub.", "构建的格式：pdf、html、epub。")),
    Key(
        "base-url",
        "string",
        Phrase("Address at which the output folder will stand on the web.", "输出文件夹发布到网上后的网址。"),
    ),
    Key(
        "collection",
        "mapping",
        Phrase("The landing page of several reports.", "多份报告的总目页。"),
        keys=(
            Key("title", "string", Phrase("Its title.", "总目页的题名。")),
            Key("description", "string", Phrase("One or two sentences under the title.", "题名下的一两句说明。")),
        ),
    ),
    *_METADATA[2:],
    Key(
        "lint",
        "mapping",
        Phrase("The linter.", "检查。"),
        keys=(
            _SELECT,
            _IGNORE,
            Key("severity", "each", Phrase("Severity by rule: error, warning, info.", "各规则的严重程度：error、warning、info。"), of="string"),
            Key("options", "each", Phrase("Options by rule.", "各规则的选项。"), of="any"),
            Key("per-file", "each", Phrase("Settings for files that match a pattern.", "匹配某个模式的文件的设置。"), keys=(_SELECT, _IGNORE)),
            Key("require-reason", "boolean", Phrase("An ignore comment must give its reason.", "忽略注释必须写明理由。")),
        ),
    ),
    Key(
        "online",
        "mapping",
        Phrase("How `pubkit refs verify --online` asks the network.", "`pubkit refs verify --online` 如何访问网络。"),
        keys=(
            Key("contact", "string", Phrase("E-mail or page at which a site's keeper reaches you; sent with every request.", "站点管理员联系您的邮箱或网页，随每次请求发送。")),
            Key("pause", "string", Phrase("Seconds between two requests to a host (default: 1).", "同一主机两次请求的间隔秒数（默认 1）。")),
            Key("services", "each", Phrase("Other addresses of arxiv, crossref, doi, openalex, archive.", "arxiv、crossref、doi、openalex、archive 服务的其他网址。"), of="string"),
        ),
    ),
    Key("reports", "each", Phrase("Settings of single reports, by name.", "各报告的设置，按名称。"), keys=_METADATA),
)
#: What a report may say in its front matter, beside whatever other tools read there.
FRONT_MATTER = (
    *_METADATA,
    Key("nocite", "string", Phrase("Entries that are listed without a citation: '@key, @other'.", "不引用也列出的条目：'@键, @另一键'。")),
)


@dataclass(frozen=True, slots=True)
class Config:
    """The configuration of a project. `folder` is where `pubkit.yaml` stands, or where one would.

    `values` holds plain data by the names of the schema; `places` the row and column of each key, for messages.
    """

    folder: Path
    path: Path | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[KeyPath, tuple[int, int]] = field(default_factory=dict)

    def get(self, *names: str) -> Any:
        """The value at a path of keys, or None."""
        value: Any = self.values
        for name in names:
            value = value.get(name) if isinstance(value, dict) else None
        return value

    def strings(self, *names: str) -> tuple[str, ...]:
        """A list of texts at a path of keys; one text with commas counts as a list."""
        return as_strings(self.get(*names))

    def error(self, names: KeyPath, message: Phrase, hint: Phrase | None = None) -> ConfigError:
        """An error about a key, with its place."""
        row, column = self.places.get(names, (1, 1))
        return ConfigError(message, filename=str(self.path or FILENAME), row=row, column=column, hint=hint)


def as_strings(value: Any) -> tuple[str, ...]:
    """A list of texts; one text with commas counts as a list, and nothing as an empty one."""
    if value is None:
        return ()
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return tuple(map(str, value)) if isinstance(value, (list, tuple)) else (str(value),)


def share(value: object) -> float | None:
    """A share from 0 to 1 that is written so or as a percentage; None for what is none."""
    text = str(value).strip()
    try:
        number = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        return None
    return number if 0 <= number <= 1 and not isinstance(value, bool) else None


def find_config(start: Path) -> Config:
    """The configuration for a file or folder: the nearest `pubkit.yaml` at or above it; an empty one where none is."""
    folder = start if start.is_dir() else start.parent
    for candidate in (folder.absolute(), *folder.absolute().parents):
        if (candidate / FILENAME).is_file():
            return load_config(candidate / FILENAME)
    return Config(folder)


def load_config(path: Path) -> Config:
    """Reads and checks a `pubkit.yaml`. Raises `ConfigError` with its line for whatever the schema does not know."""
    from pubkit.markdown.yaml import key_places, load_yaml_mapping

    shown = os.path.relpath(path)
    text = decode(read_bytes(path, shown), shown)
    values = load_yaml_mapping(text, shown)
    config = Config(path.parent, Path(shown), values, key_places(text))
    for names, message, hint in _problems(values, SCHEMA, ()):
        raise config.error(names, message, hint)
    return config


def _problems(values: Any, keys: tuple[Key, ...], names: KeyPath) -> Iterator[tuple[KeyPath, Phrase, Phrase | None]]:
    """What the schema does not allow, in the order of the file."""
    known = {key.name: key for key in keys}
    for name, value in values.items():
        here = (*names, str(name))
        if name not in known:
            yield here, Phrase("unknown key `{}`", "没有名为 `{}` 的键").format(name), _belongs(str(name), keys) or nearest(str(name), known)
        else:
            yield from _wrong_value(value, known[name], here)


def _belongs(name: str, keys: tuple[Key, ...]) -> Phrase | None:
    """The hint for a key of a mapping that was written one level too high."""
    for key in keys:
        if key.type == "mapping" and any(inner.name == name for inner in key.keys):
            return Phrase("It belongs under `{}:`.", "它应写在 `{}:` 之下。").format(key.name)
    return None


def nearest(name: str, known: Mapping[str, object] | tuple[str, ...]) -> Phrase:
    """The hint for a name that does not exist."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    if near:
        return Phrase("Did you mean `{}`?", "是否想写 `{}`？").format(near[0])
    return Phrase("Known: {}.", "可用的有：{}。").format(enumerated(known))


def _wrong_value(value: Any, key: Key, here: KeyPath) -> Iterator[tuple[KeyPath, Phrase, Phrase | None]]:
    if key.type in ("mapping", "each"):
        if value is None:
            return
        if key is _EDITIONS:
            yield from _wrong_editions(value, here)
        if key.short and _is_names(value):
            return
        if not isinstance(value, dict):
            yield here, Phrase("`{}` holds keys of its own", "`{}` 下面应当是若干键值").format(key.name), _form(key)
        elif key.type == "mapping":
            yield from _problems(value, key.keys, here)
        elif key.keys:
            for name, inner in value.items():
                if isinstance(inner, dict):
                    yield from _problems(inner, key.keys, (*here, str(name)))
                elif inner is not None and key.short:
                    yield from _wrong_value(inner, next(k for k in key.keys if k.name == key.short), (*here, str(name)))
                elif inner is not None:
                    yield (*here, str(name)), Phrase("`{}` holds keys of its own", "`{}` 下面应当是若干键值").format(name), None
        return
    if key.type == "boolean" and not isinstance(value, bool):
        yield here, Phrase("`{}` is true or false", "`{}` 的值应为 true 或 false").format(key.name), None
    elif key.type == "choice" and value not in key.choices:
        yield here, Phrase("`{}` is one of {}", "`{}` 的值应为 {} 之一").format(key.name, enumerated(key.choices)), None
    elif key.type == "strings" and not (isinstance(value, str) or (isinstance(value, list) and all(isinstance(v, (str, int)) for v in value))):
        yield here, Phrase("`{}` is a list", "`{}` 的值应为列表").format(key.name), None
    elif key.type == "share" and share(value) is None:
        yield here, Phrase("`{}` is a share: 0.9 or 90%", "`{}` 的值应为比例：0.9 或 90%").format(key.name), None
    elif key.type == "string" and isinstance(value, (dict, list)):
        yield here, Phrase("`{}` is one value", "`{}` 的值应为单个文本").format(key.name), None


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _form(key: Key) -> Phrase:
    """How a key that holds others is written."""
    if key is _EDITIONS:
        return Phrase("For example: `editions: [zh-Hant, en]`.", "例如：`editions: [zh-Hant, en]`。")
    if key.type == "mapping":
        known = enumerated(inner.name for inner in key.keys)
        return Phrase("Below it, indented: {}.", "在它下面缩进书写：{}。").format(known)
    return Phrase("Below it, indented, one `name: value` a line.", "在它下面缩进书写，每行一个“名称: 值”。")


def _wrong_editions(value: Any, here: KeyPath) -> Iterator[tuple[KeyPath, Phrase, Phrase | None]]:
    for name in value if isinstance(value, (dict, list)) else ():
        if message := wrong_tag(str(name)):
            yield (*here, str(name)) if isinstance(value, dict) else here, message, tag_hint(str(name))


def wrong_tag(tag: str) -> Phrase | None:
    """What is wrong with the tag of an edition: of one language, or of two with `+` between them. None where nothing is."""
    wrong = [part for part in tag.split("+") if part and not is_tag(part)]
    return Phrase("`{}` is no language tag (BCP 47)", "`{}` 不是语言标记（BCP 47）").format(wrong[0]) if wrong else None


def tag_hint(tag: str) -> Phrase:
    """What to write instead of a tag that is none."""
    meant = [part if is_tag(part) else meant_tag(part) for part in tag.split("+")]
    if all(meant):
        return Phrase("Did you mean `{}`?", "是否想写 `{}`？").format("+".join(filter(None, meant)))
    return Phrase("Tags are such as zh-CN, zh-Hant, zh-HK, en, ja.", "例如 zh-CN、zh-Hant、zh-HK、en、ja。")


def json_schema() -> dict[str, Any]:
    """The schema of `pubkit.yaml` as JSON Schema (draft 2020-12), for the completion of editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": FILENAME,
        **_object_schema(SCHEMA),
    }


def _object_schema(keys: tuple[Key, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {key.name: {"description": f"{key.what.en} {key.what.zh}", **_key_schema(key)} for key in keys},
    }


#: A key with nothing behind it means that nothing is set.
_MAPPING = {"type": ["object", "null"]}


def _key_schema(key: Key) -> dict[str, Any]:
    if key.type == "mapping":
        return _object_schema(key.keys) | _MAPPING
    if key.type == "each":
        inner = _object_schema(key.keys) if key.keys else {} if key.of == "any" else {"type": "string"}
        if key.short:
            plain = _key_schema(next(k for k in key.keys if k.name == key.short))
            named = {**_MAPPING, "additionalProperties": {"anyOf": [{**inner, **_MAPPING}, plain]}}
            return {"anyOf": [named, {"type": "array", "items": {"type": "string"}}]}
        return {**_MAPPING, "additionalProperties": {**inner, **_MAPPING} if key.keys else inner}
    if key.type == "strings":
        return {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    if key.type == "choice":
        return {"enum": list(key.choices)}
    return {"type": "boolean"} if key.type == "boolean" else {"type": ["string", "number"]} if key.type in ("string", "share") else {}
