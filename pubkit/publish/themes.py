"""Themes: which tokens of design hold for a publication, read from `styles/themes/` and from `themes/` beside `pubkit.yaml`.

A theme is `NAME.yaml`; what it does not say, the theme that it `extends` says, and in the end `report`. CSS of its own stands beside
it: `NAME.css` for all formats, `NAME.print.css`, `NAME.web.css`, `NAME.epub.css` for one; it is added after ours.
What does not belong here: which tokens there are (`theme_tokens`), how they get into a style sheet (`theme_css`), contrast (`contrast`).
"""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pubkit.config import FILENAME
from pubkit.publish.stylesheets import styles_folder
from pubkit.publish.theme_tokens import TOKENS, Token, TokenValue, problem_of, settled, tokens_by_path
from pubkit.text.errors import ConfigError, InputError
from pubkit.text.files import decode, read_bytes
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase, enumerated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

DEFAULT: Final = "report"
FOLDER: Final = "themes"
#: Formats that a style sheet of a theme can be for.
MEDIA: Final = ("print", "web", "epub")


@dataclass(frozen=True)
class Theme:
    """A theme whose every token has a value. `chain` are the files that say so, its own first."""

    name: str
    values: tuple[tuple[str, TokenValue], ...]  # by path, `colours.accent`; what has no value is left out
    css: tuple[tuple[str, str], ...] = ()  # what is added for a format: (`print`, rules)
    chain: tuple[Path, ...] = field(default=(), compare=False)
    logo: Path | None = None

    @cached_property
    def tokens(self) -> Mapping[str, TokenValue]:
        """The values by path."""
        return dict(self.values)

    def text(self, path: str) -> str:
        """A token as text; empty where it has no value."""
        return str(self.tokens.get(path, ""))

    def number(self, path: str) -> float:
        """A number, or that of a length in its own unit."""
        return float(self.text(path).rstrip("ptme"))

    def on(self, path: str) -> bool:
        """A token that is true or false."""
        return self.tokens.get(path) is True

    def listed(self, path: str) -> tuple[str, ...]:
        """A token that is a list; empty where it has no value."""
        value = self.tokens.get(path, ())
        return value if isinstance(value, tuple) else ()

    @cached_property
    def families(self) -> Mapping[str, tuple[str, ...]]:
        """The families that go before ours, by kind and group of languages: `serif.zh-Hans`."""
        return {path.removeprefix("families."): self.listed(path) for path in self.tokens if path.startswith("families.")}

    def rules(self, medium: str) -> str:
        """The theme's own CSS for a format."""
        return "\n".join(text for name, text in self.css if name == medium)


@lru_cache(maxsize=1)
def default_theme() -> Theme:
    """The theme of a publication that names none."""
    return find_theme(DEFAULT, None)


def find_theme(name: str, project: Path | None) -> Theme:
    """The theme `name` of a project (its folder `themes/`), or of ours.

    Raises `InputError` where there is none, naming the nearest, and `ConfigError` with file and line for what is wrong in it.
    """
    given = [_read(path) for path in theme_chain(name, project)]
    values: dict[str, TokenValue] = {}
    for one in reversed(given):
        values |= one.values
    logo = next((one.path.parent / str(one.values["logo"]) for one in given if one.values.get("logo")), None)
    css = tuple(rule for one in reversed(given) for rule in one.css)
    ordered = tuple((path, values[path]) for path in tokens_by_path() if path in values and path != "extends")
    return Theme(name, ordered, css, tuple(one.path for one in given), logo)


def theme_chain(name: str, project: Path | None) -> list[Path]:
    """The files of a theme and of those that it extends, its own first. Raises as `find_theme` does."""
    chain = [_path(name, project, beyond=())]
    while chain[-1] != _ours(DEFAULT):
        wanted = str(_mapping(chain[-1]).get("extends") or DEFAULT)
        chain.append(_path(wanted, project, beyond=chain))
    return chain


def theme_files(name: str, project: Path | None) -> list[Path]:
    """Every file that a theme is made of, there or not: what a build depends on."""
    chain = theme_chain(name, project)
    sheets = [path.with_suffix(suffix) for path in chain for suffix in (".css", *(f".{medium}.css" for medium in MEDIA))]
    logos = [path.parent / str(logo) for path in chain if b"logo" in read_bytes(path) and (logo := _mapping(path).get("logo"))]
    return [*chain, *sheets, *logos]


def project_of(folder: Path) -> Path | None:
    """The folder whose `themes/` hold for a report in `folder`: the nearest one above with a `pubkit.yaml` or with themes."""
    above = folder.resolve()
    return next((each for each in (above, *above.parents) if (each / FILENAME).is_file() or (each / FOLDER).is_dir()), None)


def theme_names(project: Path | None) -> dict[str, Path]:
    """The themes that can be had, by name: ours, then those of the project, which go before ours."""
    folders = [styles_folder() / FOLDER, *([project / FOLDER] if project else [])]
    return {path.stem: path for folder in folders for path in sorted(folder.glob("*.yaml"))}


def _ours(name: str) -> Path:
    return styles_folder() / FOLDER / f"{name}.yaml"


def _path(name: str, project: Path | None, beyond: Iterable[Path]) -> Path:
    """The file of a theme; one that extends a theme of its own name means ours."""
    candidates = [*([project / FOLDER / f"{name}.yaml"] if project else []), _ours(name)]
    for path in candidates:
        if path not in beyond and path.is_file() and Path(name).name == name:
            return path
    first = next(iter(beyond), None)
    row, column = _place(first, "extends") if first else (None, None)
    known = theme_names(project)
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    message = Phrase("themes that extend each other: `{}`", "主题互相引用：`{}`") if any(path in beyond for path in candidates) else Phrase("there is no theme `{}`", "没有主题 `{}`")
    hint = Phrase("Did you mean `{}`?", "是否想写 `{}`？").format(near[0]) if near and near[0] != name else Phrase("Known: {}.", "可用的有：{}。").format(enumerated(known))
    raise InputError(message.format(name), filename=_shown(first) if first else None, row=row, column=column, hint=hint)


# --- one file ------------------------------------------------------------------------------------------------------------


class _Given(NamedTuple):
    """What one file says."""

    path: Path
    values: Mapping[str, TokenValue]
    css: tuple[tuple[str, str], ...]


def _read(path: Path) -> _Given:
    values = {name: settled(value, token) for name, value, token in _checked(path, _mapping(path), TOKENS, ())}
    css = []
    for suffix, media in ((".css", MEDIA), *((f".{medium}.css", (medium,)) for medium in MEDIA)):
        sheet = path.with_suffix(suffix)
        if sheet.is_file():
            css += [(medium, decode(read_bytes(sheet), _shown(sheet))) for medium in media]
    return _Given(path, values, tuple(css))


def _mapping(path: Path) -> dict[str, Any]:
    from pubkit.markdown.yaml import load_yaml_mapping  # late: an unchanged report is known without it

    return load_yaml_mapping(decode(read_bytes(path), _shown(path)), _shown(path))


def _checked(path: Path, given: Mapping[str, Any], tokens: tuple[Token, ...], above: tuple[str, ...]) -> Iterator[tuple[str, Any, Token]]:
    """The values of a file with their paths and tokens. Raises `ConfigError` for the first that is wrong."""
    known = {token.name: token for token in tokens}
    for name, value in given.items():
        here = (*above, str(name))
        token = known.get(str(name))
        if token is None:
            raise _wrong(path, here, Phrase("unknown token `{}`", "没有名为 `{}` 的设计变量").format(".".join(here)), _nearest(here, known))
        if value is None:
            continue
        if token.type == "group":
            if not isinstance(value, dict):
                raise _wrong(path, here, Phrase("`{}` holds tokens of its own", "`{}` 下面应当是若干设计变量").format(token.name))
            yield from _checked(path, value, token.tokens, here)
        elif problem := problem_of(value, token):
            raise _wrong(path, here, Phrase("`{}`: {}, not “{}”", "`{}`：{}，而不是“{}”").format(".".join(here), problem, _plain(value)))
        else:
            yield ".".join(here), value, token


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _nearest(here: tuple[str, ...], known: Mapping[str, Token]) -> Phrase:
    """The nearest token beside it, or one of that name elsewhere, or all that there are."""
    near = difflib.get_close_matches(here[-1], known, n=1, cutoff=0.5)
    elsewhere = [path for path in tokens_by_path() if path.rpartition(".")[2] == here[-1]]
    if near or elsewhere:
        return Phrase("Did you mean `{}`?", "是否想写 `{}`？").format(near[0] if near else elsewhere[0])
    return Phrase("Known: {}.", "可用的有：{}。").format(enumerated(known))


def _wrong(path: Path, here: tuple[str, ...], message: Phrase, hint: Phrase | None = None) -> ConfigError:
    row, column = _place(path, *here)
    return ConfigError(message, filename=_shown(path), row=row, column=column, hint=hint)


def _place(path: Path, *here: str) -> tuple[int, int]:
    from pubkit.markdown.yaml import key_places

    return key_places(decode(read_bytes(path), _shown(path))).get(here, (1, 1))


def _shown(path: Path | None) -> str:
    return os.path.relpath(path) if path else ""
