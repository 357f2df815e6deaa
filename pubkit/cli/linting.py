"""What `pubkit lint` does once its options are read.

What does not belong here: which options there are (`lint`), and click, which takes longer to load than linting a report takes.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pubkit.cli.speech import language, say, tell
from pubkit.lint.baseline import Baseline, write_baseline
from pubkit.markdown.document import Document
from pubkit.output.formats import Text, machine_format
from pubkit.output.text import statistics, summary
from pubkit.pipeline.checking import Counts, Outcome, Request, check
from pubkit.pipeline.discovery import find_texts
from pubkit.pipeline.many import check_files
from pubkit.pipeline.settings import Chosen
from pubkit.text.errors import ConfigError, InputError, PubkitError, UsageError
from pubkit.text.files import write_atomically
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pubkit.pipeline.cache import Cache
    from pubkit.pipeline.checking import Format
    from pubkit.pipeline.watching import State

_PRINTED_COLUMNS = 100  # where no terminal says how wide it is


def lint_paths(paths: Sequence[str], options: dict[str, Any]) -> int:
    """Lints what `paths` mean, with the options by the names that `lint.command` gives them; returns the exit code."""
    return _watch(paths, options) if options["watch"] else _lint(paths, options)


def _lint(paths: Sequence[str], options: dict[str, Any]) -> int:
    if options["update_baseline"] and not options["baseline"]:
        raise UsageError(Phrase("--update-baseline needs --baseline FILE", "--update-baseline 要与 --baseline 文件名 一起使用"))
    baseline = Path(options["baseline"]) if options["baseline"] else None
    recording = baseline is not None and (options["update_baseline"] or not baseline.exists())
    request = Request(
        format=_format(options["format_name"], to_file=bool(options["output_file"])),
        chosen=Chosen(_codes(options["select"]), _codes(options["ignore"])),
        fix=options["fix"],
        unsafe=options["unsafe_fixes"],
        diff=options["diff"],
        baseline=Baseline.read(baseline) if baseline and not recording else None,
        records=recording,
    )
    _check_codes(request.chosen)
    if list(paths) == ["-"]:
        return _standard_input(request, options)
    files = find_texts(paths or _default_paths())
    if not files:
        raise InputError(
            Phrase("no Markdown file here", "这里没有 Markdown 文件"),
            filename=", ".join(paths or _default_paths()),
            hint=Phrase("Name a file, or begin a project with `pubkit init`.", "请指定文件，或用 `pubkit init` 新建项目。"),
        )
    if options["show_dialect"]:
        return _show_dialects(files)
    cache = None if options["no_cache"] else _cache(request)
    run = _Run(request, options)
    for path, outcome in zip(files, check_files(files, request, jobs=options["jobs"], cache=cache), strict=True):
        run.add(path, outcome)
    if recording and baseline is not None:
        write_baseline(baseline, run.fingerprints)
        found = run.counts.findings
        tell(say(f"recorded {found} finding{'s' * (found != 1)} in {baseline}", f"已把 {found} 处问题记入 {baseline}"), err=True)
        return 2 if run.failed or run.misconfigured else 0
    run.show()
    return run.code


def _show_dialects(files: Sequence[Path]) -> int:
    """Prints a line a file: the dialect, who named it or how many marks speak for it, and a tie where there is one."""
    from pubkit.citations.resolve import find_citations

    code = 0
    for path in files:
        try:
            document = Document.read(path)
            citations = find_citations(document)
        except PubkitError as error:
            tell(say("error: ", "错误：") + error.show(language()), err=True)
            code = 2
            continue
        evidence = ", ".join(f"{seen.dialect} × {seen.marks}" for seen in citations.evidence)
        named = say(" (named)", "（已指定）") if document.dialect else ""
        tie = say("; a tie", "；难分高下") if citations.tied else ""
        nothing = say("no citations", "没有引用")
        tell(f"{path}: {citations.dialect or nothing}{named}" + (f" — {evidence}" if evidence else "") + tie)
    return code


def _cache(request: Request) -> Cache:
    from pubkit.pipeline.cache import Cache

    return Cache(request)


class _Run:
    """What a run has seen so far, and how it is shown in the end."""

    def __init__(self, request: Request, options: dict[str, Any]) -> None:
        self.request = request
        self.options = options
        self.pieces: list[str] = []
        self.counts = Counts()
        self.by_code: Counter[str] = Counter()
        self.fingerprints: dict[str, tuple[str, ...]] = {}
        self.failed = 0
        self.misconfigured = 0
        self._told: set[str] = set()  # errors of the configuration, which many files meet

    def add(self, path: Path, outcome: Outcome | PubkitError) -> None:
        if isinstance(outcome, PubkitError):
            self._add_error(path, outcome)
            return
        self.pieces.append(outcome.piece)
        self.counts = self.counts.plus(outcome.counts)
        self.by_code.update(outcome.by_code)
        self.fingerprints[str(path)] = outcome.fingerprints
        for code in outcome.refused:
            tell(say(
                f"{path}: a fix of {code} was left out: it would have changed what the text says. This is a bug of ours; please report it.",
                f"{path}：{code} 的一处修复会改变原文，已略过。这是 pubkit 的缺陷，请反馈。",
            ), err=True)
        if outcome.unsettled:
            tell(say(f"{path}: the fixes did not come to rest; please report it.", f"{path}：修复未能稳定下来，请反馈。"), err=True)

    def _add_error(self, path: Path, error: PubkitError) -> None:
        """Why a file was not checked: it is wrong itself, or what configures it, which is told once."""
        said = error.show(language())
        if said not in self._told:
            tell(say("error: ", "错误：") + said, err=True)
        self._told.add(said)
        if isinstance(error, ConfigError) and error.filename != str(path):
            self.misconfigured += 1
        else:
            self.failed += 1

    @property
    def code(self) -> int:
        return 2 if self.failed or self.misconfigured else int(self.counts.findings > 0)

    def show(self, *, err: bool = False) -> None:
        text, brief = self._text(), self._summary()
        file = self.options["output_file"]
        if file:
            write_atomically(Path(file), text.encode("utf-8", "backslashreplace"))
            tell(brief, end="", err=err)
        elif self.options["format_name"] == "text":
            tell(text + brief, end="", err=err)
        else:  # other programs read UTF-8, whatever the terminal speaks
            tell(text.encode("utf-8", "backslashreplace"), err=err)

    def _text(self) -> str:
        if self.options["statistics"]:
            return statistics(self.by_code, language(), as_json=self.options["format_name"] == "json")
        return "".join(self.pieces) if self.options["diff"] else self.request.format.whole(self.pieces)

    def _summary(self) -> str:
        if self.options["quiet"] or self.options["diff"] or self.options["statistics"]:
            return ""
        counts = self.counts._asdict()
        counts["with_findings"] = counts.pop("files_with_findings")
        return summary(language(), failed=self.failed, misconfigured=self.misconfigured, selected=bool(self.request.chosen.select), **counts)


_CLEAR = "\x1b[2J\x1b[1;1H"  # ECMA-48: erase the page, and go to its first line and column


def _watch(paths: Sequence[str], options: dict[str, Any]) -> int:
    """Lints, waits until something changes, and lints again, until Ctrl-C."""
    from pubkit.pipeline.settings import forget_configurations
    from pubkit.pipeline.watching import state, wait_for_change

    if "-" in paths:
        raise UsageError(Phrase("--watch needs files, not standard input", "--watch 需要文件，不能用于标准输入"))

    def look() -> State:
        return state(paths or _default_paths(), [Path(options["baseline"])] if options["baseline"] else [])

    try:
        while True:
            before = look()
            tell(_CLEAR if sys.stdout.isatty() else "", end="")
            try:
                _lint(paths, options)
            except PubkitError as error:
                tell(say("error: ", "错误：") + error.show(language()), err=True)
            tell(say("Watching; Ctrl-C ends.", "正在监视文件变化，按 Ctrl-C 结束。"), err=True)
            wait_for_change(look() if options["fix"] else before, look)
            forget_configurations()
    except KeyboardInterrupt:
        return 130


def _codes(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(code for value in values for code in value.split(","))


def _check_codes(chosen: Chosen) -> None:
    """Raises `UsageError` for a rule that the command line names and nobody has; no file is to blame for it."""
    if not chosen.select and not chosen.ignore:
        return
    from pubkit.rules.registry import select

    for option, codes in (("--select", chosen.select), ("--ignore", chosen.ignore)):
        try:
            select(codes)
        except UsageError as error:
            error.filename = option
            raise


def _default_paths() -> list[str]:
    """Where the reports of the project are: in the folder that `pubkit.yaml` names, else in `source`, else here."""
    named = "source"
    if Path("pubkit.yaml").is_file():
        from pubkit.config import load_config  # costs more to load than linting a page

        named = str(load_config(Path("pubkit.yaml")).get("source") or named)
    return [named] if Path(named).is_dir() else ["."]


def _format(name: str, *, to_file: bool) -> Format:
    if name != "text":
        return machine_format(name, language())
    is_terminal = sys.stdout.isatty()
    colour = is_terminal and "NO_COLOR" not in os.environ and not to_file
    return Text(language(), colour, _columns(is_terminal=is_terminal))


def _columns(*, is_terminal: bool) -> int:
    """The width to lay findings out for."""
    if not is_terminal and "COLUMNS" not in os.environ:
        return _PRINTED_COLUMNS
    import shutil  # loads compression libraries

    return shutil.get_terminal_size((_PRINTED_COLUMNS, 24)).columns


def _standard_input(request: Request, options: dict[str, Any]) -> int:
    """Lints standard input; with --fix the mended text goes to standard output and the findings to standard error."""
    name = options.get("stdin_filename") or "-"
    document = Document.from_bytes(sys.stdin.buffer.read(), name)
    outcome, fixed = check(document, request, Path(name))
    mends = request.fix and not request.diff
    if mends:
        sys.stdout.buffer.write(fixed.encode())
        sys.stdout.buffer.flush()
    run = _Run(request, options)
    run.add(Path(name), outcome)
    run.show(err=mends)
    return run.code
