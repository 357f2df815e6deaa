"""The style sheet and the scripts of a web page: joined, made small, and allowed by their sums and nothing else.

A page carries the rules for the languages that it speaks, and a class for each inline style, so that its policy needs no
exception (CSP Level 3, `unsafe-inline`).
What does not belong here: how the page looks (`styles/web.css`) and what it does (`styles/web-*.js`).
"""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from pubkit.publish.stylesheets import stylesheet
from pubkit.publish.theme_css import web_additions, web_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pubkit.publish.themes import Theme

#: In the order in which they are joined; the first one has what the others use.
PAGE_SCRIPTS: Final = (
    "web-page.js",
    "web-contents.js",
    "web-references.js",
    "web-matching.js",
    "web-search.js",
    "web-quotation.js",
)
PAGE_STYLES: Final = ("web-tokens.css", "web.css")
_STYLED: Final = re.compile(r"<[a-z][^<>]* style=\"([^\"]*)\"[^<>]*>")
_CLASS: Final = re.compile(r' class="([^"]*)"')
#: A rule for languages only: `:lang(ja) { … }`. Rules that say more than a language stay.
_LANGUAGE_RULE: Final = re.compile(r"(?<=[}{;])((?::lang\([^)]*\),?)+)\{[^{}]*\}")
_LANGUAGE: Final = re.compile(r":lang\(([^)]*)\)")
_POLICY: Final = (
    "default-src 'none'; img-src data:; style-src {styles}; script-src {scripts}; base-uri 'none'; form-action 'none'"
)
_TRUSTED: Final = "; require-trusted-types-for 'script'; trusted-types 'none'"


@lru_cache(maxsize=8)
def small_stylesheet(names: tuple[str, ...], theme: Theme) -> str:
    """Style sheets and the theme's own rules, without comments and white space. Raises `ToolError` where a sheet is missing."""
    from rcssmin import cssmin

    return str(cssmin("\n".join([*(web_sheet(name, theme) for name in names), web_additions(theme)])))


@lru_cache(maxsize=8)
def small_script(names: tuple[str, ...]) -> str:
    """Scripts joined into one that leaves no names behind, without comments. Raises `ToolError` where one is missing."""
    from rjsmin import jsmin

    joined = "\n".join(stylesheet(name) for name in names)
    return '(()=>{"use strict";' + str(jsmin(joined)).strip() + "})()"


def without_other_languages(css: str, languages: Iterable[str]) -> str:
    """A small style sheet without the rules for languages that a page does not speak.

    `:lang(zh)` is for every tag that begins with `zh`, as in Selectors 4.
    """
    spoken = [language.lower() for language in languages]

    def speaks(ranges: list[str]) -> bool:
        return any(tag == r or tag.startswith(r + "-") for tag in spoken for r in map(str.lower, ranges))

    return _LANGUAGE_RULE.sub(lambda rule: rule[0] if speaks(_LANGUAGE.findall(rule[1])) else "", css)


def styles_as_classes(html: str) -> tuple[str, str]:
    """HTML whose inline styles are classes, and the rules of these classes: a policy can allow a sheet by its sum."""
    names: dict[str, str] = {}

    def classed(tag: re.Match[str]) -> str:
        name = names.setdefault(tag[1].rstrip("; "), f"s{len(names) + 1}")
        plain = tag[0].replace(f' style="{tag[1]}"', "", 1)
        if _CLASS.search(plain):
            return _CLASS.sub(rf' class="\1 {name}"', plain, count=1)
        return re.sub(r"^<[a-zA-Z0-9]+", rf'\g<0> class="{name}"', plain, count=1)

    changed = _STYLED.sub(classed, html)
    return changed, "".join(f".{name}{{{style}}}" for style, name in names.items())


def policy(styles: Sequence[str], scripts: Sequence[str], *, elsewhere: str = "", trusted: bool = True) -> str:
    """The Content-Security-Policy of a page with these inline styles and scripts, as a `meta` element.

    `elsewhere` names sources of scripts that are no inline ones; `trusted` forbids scripts to write markup.
    """
    allowed = " ".join(filter(None, [*map(_sum, scripts), elsewhere])) or "'none'"
    content = _POLICY.format(styles=" ".join(map(_sum, styles)) or "'none'", scripts=allowed)
    return f'<meta http-equiv="Content-Security-Policy" content="{content}{_TRUSTED if trusted and scripts else ""}" />'


def _sum(content: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(content.encode()).digest()).decode()}'"
