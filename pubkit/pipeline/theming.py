"""The verbs of `pubkit theme`: list what there is, begin a theme from a colour and a logo, and show one on a specimen page.

What does not belong here: reading a theme (`publish.themes`), its contrast (`publish.contrast`), what a specimen says (`specimen`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from pubkit.publish.contrast import contrast, fitted
from pubkit.publish.theme_tokens import COLOUR, TOKENS, Token
from pubkit.publish.themes import DEFAULT, FOLDER, find_theme, theme_chain, theme_names
from pubkit.text.errors import InputError, UsageError
from pubkit.text.files import read_bytes, write_atomically
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Language, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pubkit.publish.theme_tokens import TokenValue
    from pubkit.publish.themes import Theme

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
#: Tokens that a new file names only as a comment, with what they are; those of the web by night follow from the accent.
_COMMENTED: Final = ("sizes", "page", "faces", "parts", "cover", "title-block", "opening", "headings", "paragraphs", "running", "citations")
_WHITE: Final = "#ffffff"


class ListedTheme(NamedTuple):
    """A theme as it is listed. `is_ours` tells that it came with pubkit."""

    name: str
    what: Phrase
    is_ours: bool
    path: Path


def listed_themes(project: Path | None) -> list[ListedTheme]:
    """Every theme that can be had, ours first. Raises as `find_theme` does for one that is wrong."""
    own = project / FOLDER if project else None
    found = [(name, path, path.parent != own) for name, path in theme_names(project).items()]
    return [ListedTheme(name, _what(find_theme(name, project)), ours, path) for name, path, ours in sorted(found, key=lambda one: not one[2])]


def _what(theme: Theme) -> Phrase:
    return Phrase(theme.text("what.en"), theme.text("what.zh") or theme.text("what.en"))


class NewTheme(NamedTuple):
    """What a new theme is begun with."""

    name: str
    base: str = DEFAULT
    accent: str = ""
    ink: str = ""
    logo: Path | None = None


def begin_theme(new: NewTheme, project: Path, language: Language) -> list[Path]:
    """Writes `themes/NAME.yaml`, and the logo beside it; returns what was written.

    Raises `UsageError` for a name or a colour that cannot be, `InputError` where the theme is there already or a file cannot be read.
    """
    _check(new)
    target = project / FOLDER / f"{new.name}.yaml"
    if target.exists():
        raise InputError(Phrase("this theme is there already", "这个主题已经存在"), filename=str(target))
    base = find_theme(new.base, project)
    written = [target]
    content = read_bytes(new.logo) if new.logo else b""
    target.parent.mkdir(parents=True, exist_ok=True)
    if new.logo:
        written.append(target.parent / new.logo.name)
        write_atomically(written[-1], content)
    write_atomically(target, theme_text(new, base, language).encode())
    return written


def _check(new: NewTheme) -> None:
    if not _NAME.fullmatch(new.name):
        raise UsageError(
            Phrase("a theme's name is of small letters, digits and hyphens: {}", "主题名只能用小写字母、数字和连字符：{}").format(new.name)
        )
    for option, value in (("--accent", new.accent), ("--ink", new.ink)):
        if value and not COLOUR.fullmatch(value):
            raise UsageError(Phrase('{} is a colour such as "#0a7d5a", not “{}”', '{} 应为颜色，如 "#0a7d5a"，而不是“{}”').format(option, value))
    if new.logo and new.logo.suffix.lower() not in (".svg", ".png", ".jpg", ".jpeg", ".gif"):
        raise UsageError(Phrase("a logo is an SVG, PNG, JPEG or GIF file", "标志应为 SVG、PNG、JPEG 或 GIF 图片"))


# --- the file of a new theme -----------------------------------------------------------------------------------------------


def theme_text(new: NewTheme, base: Theme, language: Language) -> str:
    """The file: what differs from its base, then every other token as a comment with its meaning and the base's value."""
    lines = [
        Phrase(
            f"# Theme {new.name}: what it does not say, {new.base} says. Take the mark # from a line, and change its value.",
            f"# 主题 {new.name}：此处未写的一律沿用 {new.base}。去掉行首的 # 即可改动该项。",
        ).of(language),
        Phrase(
            f"# Look at it: pubkit theme show {new.name} --output {new.name}.html    Contrast: pubkit theme check {new.name}",
            f"# 预览：pubkit theme show {new.name} --output {new.name}.html    对比度：pubkit theme check {new.name}",
        ).of(language),
        Phrase(
            f"# CSS of your own, if ever needed, goes into {new.name}.css (all formats), {new.name}.print.css, .web.css or .epub.css.",
            f"# 如需自写 CSS，放入 {new.name}.css（各格式通用）、{new.name}.print.css、.web.css 或 .epub.css。",
        ).of(language),
        "",
        f"extends: {new.base}",
        f"logo: {new.logo.name}" if new.logo else Phrase("#logo: logo.svg    # beside this file", "#logo: logo.svg    # 与本文件放在一起").of(language),
        "",
    ]
    chosen = _colours(new, base)
    for group in TOKENS:
        if group.type == "group" and group.name in ("what", "colours", "web", "families", *_COMMENTED):
            lines += _group_lines(group, base, chosen, language)
    palette = _palette(new, base)
    shown = ", ".join(f'"{colour}"' for colour in palette)
    lines += [f"# {_token('charts').what.of(language)}", f"{'' if palette != base.listed('charts') else '#'}charts: [{shown}]"]
    return "\n".join(lines) + "\n"


def _token(name: str) -> Token:
    return next(token for token in TOKENS if token.name == name)


def _group_lines(group: Token, base: Theme, chosen: dict[str, str], language: Language) -> list[str]:
    """A group. Its name is no comment, so that one line can be taken out of it; a group with nothing in it says nothing."""
    lines = _token_lines(group.tokens, f"{group.name}.", 1, base, chosen, language)
    return [f"# {group.what.of(language)}", f"{group.name}:", *lines, ""]


def _token_lines(tokens: tuple[Token, ...], above: str, depth: int, base: Theme, chosen: dict[str, str], language: Language) -> Iterator[str]:
    indent = "  " * depth
    for token in tokens:
        path = above + token.name
        if token.type == "group":
            yield f"{indent}{token.name}:"
            yield from _token_lines(token.tokens, f"{path}.", depth + 1, base, chosen, language)
        elif path in chosen:
            yield f'{indent}{token.name}: "{chosen[path]}"    # {token.what.of(language)}'
        else:
            yield f"{indent}#{token.name}: {_written(base.tokens.get(path), token)}    # {token.what.of(language)}"


def _written(value: TokenValue | None, token: Token) -> str:
    """A value as YAML writes it; for what has none, an example of its kind."""
    if value is None:
        return "[Name of a Family]" if token.type == "families" else '""'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}"
    return f'"{value}"' if token.type in ("colour", "text") else str(value)


def _colours(new: NewTheme, base: Theme) -> dict[str, str]:
    """What follows from the colours that were named: each as dark or as light as its place asks for."""
    if not (new.accent or new.ink):
        return {}
    ink = fitted(new.ink or new.accent, _WHITE, 9.0)
    found = {"colours.ink": ink, "colours.ornament": mixed(ink, _WHITE, 0.12), "colours.on-ink-soft": mixed(ink, _WHITE, 0.82)}
    found["web.light.heading"] = ink
    if new.accent:
        tint = base.text("colours.tint")
        found["colours.accent"] = fitted(new.accent, _WHITE)
        found["colours.on-ink-accent"] = fitted(new.accent, ink, 3.5)
        found["colours.link"] = fitted(new.accent, tint, 5.0)
        for mode in ("light", "dark"):
            grounds = (base.text(f"web.{mode}.{name}") for name in ("paper", "tint", "highlight"))
            worst = min(grounds, key=lambda ground: contrast(ground, base.text(f"web.{mode}.text")))
            found[f"web.{mode}.accent"] = fitted(new.accent, worst)
    return found


def _palette(new: NewTheme, base: Theme) -> tuple[str, ...]:
    """The base's colours of series, the first one the house's own."""
    palette = base.listed("charts")
    own = new.ink or new.accent
    return (fitted(own, _WHITE, 9.0), *palette[1:]) if own else palette


def mixed(one: str, other: str, share: float) -> str:
    """`one` with a share of `other` in it, 0 to 1."""
    parts = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)


# --- showing one -----------------------------------------------------------------------------------------------------------


def resolved_tokens(name: str, project: Path | None) -> str:
    """Every token of a theme as YAML, with the file that each theme in its chain is read from."""
    from pubkit.markdown.yaml import dump_yaml

    theme = find_theme(name, project)
    nested: dict[str, Any] = {}
    for path, value in theme.values:
        here = nested
        *groups, last = path.split(".")
        for group in groups:
            here = here.setdefault(group, {})
        here[last] = list(value) if isinstance(value, tuple) else value
    chain = "".join(f"# {path}\n" for path in theme_chain(name, project))
    return chain + dump_yaml(nested)


def show_theme(name: str, project: Path | None, target: Path, language: Language) -> None:
    """Writes a specimen of a theme as .html, .pdf, .epub or .png (its first pages).

    Raises `UsageError` for another ending, `ToolError` where what makes the file is missing.
    """
    from pubkit.pipeline.specimen import specimen
    from pubkit.publish.epub import make_epub
    from pubkit.publish.html import make_html
    from pubkit.publish.pdf import make_pdf
    from pubkit.publish.rendering import render

    makers = {".html": make_html, ".epub": make_epub, ".pdf": make_pdf}
    kind = target.suffix.lower()
    if kind not in (*makers, ".png"):
        raise UsageError(Phrase("a specimen is .html, .pdf, .epub or .png, not “{}”", "样张可为 .html、.pdf、.epub 或 .png，而不是“{}”").format(target.name))
    rendered = render(specimen(find_theme(name, project), language))
    if kind == ".png":
        from pubkit.publish.poppler import first_pages

        pdf = target.with_suffix(".pdf.part")
        try:
            make_pdf(rendered, pdf, remark=lambda _: None)
            write_atomically(target, first_pages(pdf))
        finally:
            pdf.unlink(missing_ok=True)
    else:
        makers[kind](rendered, target)
