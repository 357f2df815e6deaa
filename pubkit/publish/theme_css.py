"""From tokens to style sheets.

For paper, tokens are put into the sheet when it is loaded, and sums of them are worked out: WeasyPrint takes its time over each
`var()` of each element, and would have to do so for every page. For the web they are custom properties, which a reader's own sheet
may change; only the kinds of face are put in, since `--serif` differs by language where it stands.
What does not belong here: what a sheet says (`styles/`).
"""

from __future__ import annotations

import ast
import operator
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pubkit.publish.stylesheets import stylesheet
from pubkit.publish.theme_tokens import PAGE_SIZES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pubkit.publish.themes import Theme

_VARIABLE: Final = re.compile(r"var\(--([\w-]+)\)")
_CALCULATION: Final = re.compile(r"calc\(([^()]*)\)")
_UNIT: Final = re.compile(r"(?<=[\d.])(pt|mm|em)\b")
_MM_PER_PT: Final = 25.4 / 72
#: What a running head shows, in CSS Generated Content for Paged Media.
_RUNNING: Final = {"title": "string(title)", "chapter": "string(chapter, start)", "authors": "string(authors)", "none": "none"}
#: The names under which `styles/web.css` knows the colours of the web.
_WEB_NAMES: Final = {"text": "ink", "line": "rule"}
_WEB_COLOURS: Final = ("paper", "text", "heading", "quiet", "line", "tint", "accent", "highlight", "found", "chosen", "shadow")
#: The selector in `styles/web-tokens.css` of the languages that share their faces.
_SELECTORS: Final = {
    "zh-Hans": ":lang(zh)",
    "zh-Hant": ":lang(zh-Hant), :lang(zh-TW)",
    "zh-HK": ":lang(zh-HK), :lang(zh-Hant-HK), :lang(zh-MO)",
    "ja": ":lang(ja)",
    "ko": ":lang(ko)",
    "latin": ":lang(en), :lang(fr), :lang(de), :lang(es), :lang(it), :lang(pt), :lang(ru)",
    "arabic": ":lang(ar), :lang(fa), :lang(ur), :lang(ps), :lang(ug), :lang(sd)",
}


@lru_cache(maxsize=32)
def print_sheet(name: str, theme: Theme) -> str:
    """A sheet of the PDF with the theme's values in it. Raises `ToolError` where the sheet is missing."""
    return with_values(stylesheet(name), print_values(theme))


@lru_cache(maxsize=8)
def print_additions(theme: Theme) -> str:
    """What a theme adds behind the sheets of the PDF: ours for its choices, then its own."""
    choices = print_sheet("print-themes.css", theme) if root_classes(theme) else ""
    return "\n".join(filter(None, (choices, with_values(theme.rules("print"), print_values(theme)))))


def with_values(css: str, values: Mapping[str, str]) -> str:
    """CSS whose `var(--NAME)` are values where there is one, and whose `calc()` of one unit are worked out."""
    filled = _VARIABLE.sub(lambda found: values.get(found[1], found[0]), css)
    return _CALCULATION.sub(_worked_out, filled)


@lru_cache(maxsize=8)
def print_values(theme: Theme) -> Mapping[str, str]:
    """The values for paper by name: `ink` for a colour, `sizes-body`, `page-left`, `face-body` for the others."""
    values = {path.replace(".", "-"): theme.text(path) for path in theme.tokens if path.startswith(("sizes.", "paragraphs.", "page."))}
    values |= {path.removeprefix("colours."): theme.text(path) for path in theme.tokens if path.startswith("colours.")}
    values |= _faces(theme) | _margins(theme)
    values |= {f"head-{side}": _RUNNING[theme.text(f"running.{side}")] for side in ("left", "right")}
    values["head-rule"] = f"0.4pt solid {theme.text('colours.line')}" if theme.on("running.rule") else "none"
    values["citation-colour"] = theme.text({"link": "colours.link", "accent": "colours.accent"}.get(theme.text("citations.colour"), "colours.text"))
    return values


def _faces(theme: Theme) -> dict[str, str]:
    """For each part the variable of its kind of face: which families it has, the language says."""
    return {f"face-{part}": f"var(--{theme.text(f'faces.{part}')})" for part in ("body", "headings", "title", "title-on-web", "labels")}


def _margins(theme: Theme) -> dict[str, str]:
    """The format and the margins. They are cut to tenths of a millimetre, lest a line lose its last character to rounding."""
    width, height = PAGE_SIZES[theme.text("page.size")]
    text_width = theme.number("page.characters") * theme.number("sizes.body") * _MM_PER_PT
    text_height = theme.number("page.lines") * theme.number("sizes.leading") * _MM_PER_PT
    side, shift = (width - text_width) / 2, theme.number("page.shift")
    sizes = {"width": width, "height": height, "left": _tenths(side + shift), "right": _tenths(side - shift), "outdent": 2 * shift, "aside": max(25.0, 2 * shift - 7)}
    sizes["bottom"] = _tenths(height - theme.number("page.top") - text_height)
    return {f"page-{name}": f"{size:g}mm" for name, size in sizes.items()}


def _tenths(size: float) -> float:
    return max(0.0, int(size * 10 + 1e-6) / 10)


def width_share(theme: Theme) -> float:
    """The width of the page as a share of that of A4."""
    return PAGE_SIZES[theme.text("page.size")][0] / PAGE_SIZES["A4"][0]


def root_classes(theme: Theme) -> tuple[str, ...]:
    """The classes of the printed document's root for choices that `styles/print-themes.css` knows; none for those of `report`."""
    usual = {
        "front": ("parts.cover", "auto"),
        "cover": ("cover.style", "field"),
        "title": ("title-block.style", "rule"),
        "opening": ("opening.style", "plain"),
        "headings": ("headings.align", "left"),
        "rule": ("headings.rule", "none"),
        "asides": ("paragraphs.asides", "text"),
        "citations": ("citations.position", "raised"),
    }
    chosen = [f"{name}-{theme.text(path)}" for name, (path, value) in usual.items() if theme.text(path) != value]
    return tuple(chosen + ([] if theme.on("headings.coloured") else ["headings-black"]))


# --- the web and the e-book ------------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def web_tokens(theme: Theme) -> str:
    """The custom properties of the web page: sizes, and colours by day and by night."""
    sizes = "".join(f"--{name}: {theme.text(f'web.{name}')};" for name in ("measure", "size", "leading"))
    light, dark = (_web_colours(theme, mode) for mode in ("light", "dark"))
    return f":root {{ {sizes}{light} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"


def _web_colours(theme: Theme, mode: str) -> str:
    return "".join(f"--{_WEB_NAMES.get(name, name)}: {theme.text(f'web.{mode}.{name}')};" for name in _WEB_COLOURS)


def quoted(families: tuple[str, ...]) -> str:
    """Names of families as CSS writes them."""
    return ", ".join(f'"{family}"' for family in families)


@lru_cache(maxsize=32)
def web_sheet(name: str, theme: Theme) -> str:
    """A sheet of the web page; the first one, `web-tokens.css`, with the theme's values. Raises `ToolError` where it is missing."""
    css = with_values(stylesheet(name), _faces(theme))
    if name != "web-tokens.css":
        return css
    return web_tokens(theme) + _with_families(css, theme)


@lru_cache(maxsize=8)
def web_additions(theme: Theme) -> str:
    """What a theme adds behind the sheets of the web page: ours for its choices, then its own."""
    choices = web_sheet("web-themes.css", theme) if root_classes(theme) else ""
    return "\n".join(filter(None, (choices, theme.rules("web"))))


def _with_families(css: str, theme: Theme) -> str:
    """`web-tokens.css` whose stacks begin with the theme's own families."""
    for group, selector in _SELECTORS.items():
        for kind in ("serif", "sans", "mono"):
            if names := theme.listed(f"families.{kind}.{group}"):
                rule = re.compile(rf"({re.escape(selector)} \{{[^}}]*--{kind}: )")
                css = rule.sub(lambda found, names=names: f"{found[1]}{quoted(names)}, ", css, count=1)  # type: ignore[misc]
    return css


@lru_cache(maxsize=8)
def epub_sheet(theme: Theme) -> str:
    """The sheet of the e-book, with what the theme adds. Raises `ToolError` where it is missing."""
    classes = _epub_choices(theme)
    return "\n".join(filter(None, (stylesheet("epub.css"), classes, theme.rules("epub"))))


def _epub_choices(theme: Theme) -> str:
    """The few choices that a reading system leaves to a book: faces of headings, where they stand, rules."""
    rules = []
    if theme.text("faces.headings") == "serif":
        rules.append("h1, h2, h3, h4, h5, h6, .title, .subtitle { font-family: inherit }")
    if theme.text("headings.align") == "centre":
        rules.append("h2 { text-align: center }")
    if theme.text("headings.rule") != "none":
        edge = "top" if theme.text("headings.rule") == "above" else "bottom"
        rules.append(f"section > h2:first-child {{ border-{edge}: 0.12em solid; padding-{edge}: 0.4em }}")
    return "\n".join(rules)


# --- sums ------------------------------------------------------------------------------------------------------------------

_OPERATIONS: Final[dict[type[ast.operator], Callable[[float, float], float]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def _worked_out(found: re.Match[str]) -> str:
    """A sum of numbers and lengths of one unit as one length; what is no such sum is left to the layout."""
    units = set(_UNIT.findall(found[1]))
    if len(units) > 1:
        return found[0]
    try:
        value = _value(ast.parse(_UNIT.sub("", found[1]).strip(), mode="eval").body)
    except (SyntaxError, ValueError):
        return found[0]
    return f"{round(value, 4):g}{''.join(units)}"


def _value(node: ast.expr) -> float:
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
        return _OPERATIONS[type(node.op)](_value(node.left), _value(node.right))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand)
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return float(node.value)
    raise ValueError("not a sum")
