"""The style sheet and the scripts of a web page: joined, made small, and allowed by their sums and nothing else.

A page carries the rules that it can use, and a class for each inline style, so that its policy needs no exception (CSP Level 3,
`unsafe-inline`).
What does not belong here: how the page looks (`styles/web.css`), what it does (`styles/web-*.js`), and which rules a page can use
(`used_rules`).
"""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from pubkit.publish.stylesheets import stylesheet
from pubkit.publish.theme_css import web_additions, web_sheet
from pubkit.publish.used_rules import names_in_page, names_made_by, used_rules
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pubkit.publish.themes import Theme


class Scripts(NamedTuple):
    """Scripts that make one: `sources` in the order in which they are joined, `small` the file of what was made of them."""

    small: str
    sources: tuple[str, ...]


#: The first one has what the others use.
PAGE_SCRIPTS: Final = Scripts(
    "web.min.js",
    ("web-page.js", "web-contents.js", "web-references.js", "web-matching.js", "web-search.js", "web-quotation.js"),
)
COLLECTION_SCRIPTS: Final = Scripts("collection.min.js", ("web-matching.js", "collection.js"))
NO_SCRIPTS: Final = Scripts("", ())
PAGE_STYLES: Final = ("web-tokens.css", "web.css")
_STYLED: Final = re.compile(r"<[a-z][^<>]* style=\"([^\"]*)\"[^<>]*>")
_CLASS: Final = re.compile(r' class="([^"]*)"')
#: An element's start tag, or what is no markup: scripts, styles and data.
_MARKUP: Final = re.compile(r"<(script|style)\b.*?</\1>|<[a-zA-Z][^<>]*[^<>/]>", re.DOTALL)
_VALUE: Final = re.compile(r'="([^"]*)"')
#: A value that needs no quotes (HTML, 13.1.2.3).
_BARE: Final = re.compile(r"[^\s\"'=<>`]+")
#: A zero that no style sheet needs, `0.5em`; and strings, which are left alone.
_ZERO: Final = re.compile(r"\"[^\"]*\"|'[^']*'|(?<![\w.])0(?=\.\d)")
#: The sum of the scripts that a small script is made of, in its first line.
_MADE_OF: Final = re.compile(r"/\* ([0-9a-f]{64}) \*/\n")
_POLICY: Final = (
    "default-src 'none'; img-src data:; style-src {styles}; script-src {scripts}; base-uri 'none'; form-action 'none'"
)
_TRUSTED: Final = "; require-trusted-types-for 'script'; trusted-types 'none'"


@lru_cache(maxsize=8)
def small_stylesheet(names: tuple[str, ...], theme: Theme) -> str:
    """Style sheets and the theme's own rules, without comments and white space. Raises `ToolError` where a sheet is missing."""
    from rcssmin import cssmin

    small = str(cssmin("\n".join([*(web_sheet(name, theme) for name in names), web_additions(theme)])))
    return _ZERO.sub(lambda found: "" if found[0] == "0" else found[0], small)


def page_stylesheet(names: tuple[str, ...], theme: Theme, page: str, languages: Iterable[str], scripts: Scripts) -> str:
    """The small style sheet of a page: the rules that its markup, its languages (BCP 47) and its scripts can use.

    Raises `ToolError` where a sheet or a script is missing.
    """
    met = names_in_page(page, languages) | _made_by(scripts)
    return used_rules(small_stylesheet(names, theme), met)


@lru_cache(maxsize=8)
def _made_by(scripts: Scripts) -> frozenset[str]:
    return names_made_by(joined_script(scripts))


def joined_script(scripts: Scripts) -> str:
    """Scripts joined into one that leaves no names behind. Raises `ToolError` where one is missing."""
    return '(()=>{"use strict";\n' + "\n".join(map(stylesheet, scripts.sources)) + "})()"


@lru_cache(maxsize=8)
def small_script(scripts: Scripts) -> str:
    """Scripts joined and made small: the one that was made of them with short names (`docs/make_small_scripts.py`).

    Where one of them has been changed since, they are joined as they stand, without comments. Raises `ToolError` where one is missing.
    """
    joined, made = joined_script(scripts), stylesheet(scripts.small)
    found = _MADE_OF.match(made)
    if found and found[1] == sum_of(joined):
        return made[found.end() :].strip()
    from rjsmin import jsmin

    return str(jsmin(joined)).strip()


def sum_of(script: str) -> str:
    """What tells whether a small script was made of this one."""
    return sha256(script.encode()).hexdigest()


def small_markup(html: str) -> str:
    """A page without quotes around values that need none."""
    return _MARKUP.sub(lambda found: found[0] if found[1] else _VALUE.sub(_without_quotes, found[0]), html)


def _without_quotes(value: re.Match[str]) -> str:
    return f"={value[1]}" if _BARE.fullmatch(value[1]) else value[0]


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
