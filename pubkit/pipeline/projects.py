"""What `build` is pointed at: a project, a report's folder, or one Markdown file without any configuration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pubkit.config import FRONT_MATTER, Config, find_config
from pubkit.pipeline.discovery import MARKDOWN, SKIPPED, find_markdown
from pubkit.text.errors import InputError, UsageError
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pubkit.publish.artifacts import Kind

KINDS: tuple[Kind, ...] = ("pdf", "html", "epub")


class ReportSource(NamedTuple):
    """A report to build: its name, its main file, and what the configuration says of it."""

    name: str
    path: Path
    config: Config

    def settings(self, front_matter: dict[str, Any]) -> dict[str, Any]:
        """Metadata of the report: of its front matter, else of its entry in `pubkit.yaml`, else of the project."""
        names = [key.name for key in FRONT_MATTER]
        own = self.config.get("reports", self.name) or {}
        project = {name: self.config.get(name) for name in names if self.config.get(name) is not None}
        given = {name: front_matter[name] for name in names if front_matter.get(name) is not None}
        return {**_one_language(project), **_one_language(own), **_one_language(given)}


def _one_language(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings with pandoc's `lang` as `language`: else the project's `language` would go before a report's `lang`."""
    return {**settings, "language": settings["lang"]} if settings.get("lang") and not settings.get("language") else dict(settings)


class Target(NamedTuple):
    """What to build, and where to."""

    reports: tuple[ReportSource, ...]
    output: Path
    formats: tuple[Kind, ...]


def find_target(named: Sequence[str], output: str | None, formats: Iterable[str]) -> Target:
    """What the TARGETs (the working folder where none is named), `--output` and `--format` mean together.

    Raises `InputError` for a target that is not there or holds no report, `UsageError` for an unknown format.
    """
    paths = [Path(name) for name in named] or [Path()]
    config = find_config(paths[0])
    reports = tuple({report.path: report for path in paths for report in _reports(path, find_config(path))}.values())
    _check_names(reports)
    if output is not None:
        folder = Path(output)
    else:
        folder = (config.folder if config.path else Path()) / str(config.get("output") or "build")
    return Target(reports, folder, _formats([*formats] or config.strings("formats")))


def _check_names(reports: Iterable[ReportSource]) -> None:
    """Raises `UsageError` for two reports of one name: the second would be written over the first."""
    seen: dict[str, ReportSource] = {}
    for report in reports:
        first = seen.setdefault(report.name, report)
        if first is not report:
            said = Phrase("{} and {} have the same name and would overwrite each other", "{} 与 {} 同名，输出会互相覆盖")
            raise UsageError(said.format(first.path, report.path), hint=Phrase("Rename one of them.", "请改名其中一个。"))


def _formats(chosen: Iterable[str]) -> tuple[Kind, ...]:
    names = [name.strip().lower() for value in chosen for name in value.split(",") if name.strip()]
    for name in names:
        if name not in KINDS:
            raise UsageError(
                Phrase("there is no format `{}`", "没有 `{}` 这种格式").format(name),
                hint=Phrase("Known: pdf, html, epub.", "可用的有：pdf、html、epub。"),
            )
    return tuple(kind for kind in KINDS if kind in names) or KINDS


def _reports(path: Path, config: Config) -> tuple[ReportSource, ...]:
    if path.is_file():
        return (ReportSource(path.stem, path, config),)
    if str(path) == "-":
        raise UsageError(
            Phrase("build takes files and folders, not standard input", "build 只接受文件和文件夹，不支持标准输入")
        )
    if not path.is_dir():
        find_markdown([str(path)])  # says that it is missing, and what is near
    source = path / str(config.get("source") or "source")
    is_project = (config.path is not None and config.folder == path.absolute()) or (path / "source").is_dir()
    alone = _report(path, config)
    if is_project and source.is_dir():
        found = _in_folder(source, config)
    else:
        found = [alone] if alone else _in_folder(path, config)
    if not found:
        raise InputError(
            Phrase("no report here", "这里没有报告"),
            filename=str(path),
            hint=Phrase(
                "Name a Markdown file, or begin a project with `pubkit init`.",
                "请指定一个 Markdown 文件，或用 `pubkit init` 新建项目。",
            ),
        )
    return tuple(found)


def _in_folder(folder: Path, config: Config) -> list[ReportSource]:
    """Every report of a folder: its Markdown files, and its folders that are reports."""
    entries = sorted(entry for entry in folder.iterdir() if entry.name not in SKIPPED)
    return [report for entry in entries if (report := _report(entry, config))]


def _report(entry: Path, config: Config) -> ReportSource | None:
    """A report is a Markdown file, or a folder with a file of the folder's name, or with one Markdown file."""
    if entry.is_file():
        return ReportSource(entry.stem, entry, config) if entry.suffix in MARKDOWN else None
    if not entry.is_dir() or entry.name.startswith("."):
        return None
    folder = entry.resolve()
    inside = sorted(file for file in entry.iterdir() if file.is_file() and file.suffix in MARKDOWN)
    main = [file for file in inside if file.stem in (folder.name, "index", "report")]
    chosen = main or (inside if len(inside) == 1 else [])
    return ReportSource(folder.name, chosen[0], config) if chosen else None
