"""`pubkit translate pretranslate`: a program of the user's fills what a catalogue lacks, as a draft that somebody must read.

The program reads one JSON object a line from standard input and writes one a line to standard output:

    in   {"id": "…", "source": "…", "source_language": "zh-CN", "target_language": "en", "kind": "paragraph",
          "section": ["…"], "placeholders": ["n1", "c1"], "terms": {"…": "…"}}
    out  {"id": "…", "translation": "…"}

It may leave lines out, answer in any order, and fail half way: what it has answered until then is kept. It is started once for a batch,
never through a shell, and pubkit sends nothing anywhere itself.
"""

from __future__ import annotations

import json
import shlex
import subprocess
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pubkit.editions.composition import check_placeholders
from pubkit.editions.updating import update
from pubkit.pipeline.translating import rewrite
from pubkit.text.errors import PubkitError, ToolError, UsageError
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pubkit.editions.catalog import Catalog, Entry
    from pubkit.editions.updating import Message
    from pubkit.pipeline.translating import Job

_TAIL_LINES = 5
_SHOWN = 80


class Pretranslated(NamedTuple):
    """What came of it: entries filled, asked for, and refused with the reason. `failure` is what the program died of, if it did."""

    filled: int
    asked: int
    refused: tuple[tuple[str, Phrase], ...] = ()
    failure: PubkitError | None = None


@dataclass(slots=True)
class _Answers:
    """What the program said, by id, and why some of it is of no use."""

    said: dict[str, str]
    refused: list[tuple[str, Phrase]]
    failure: PubkitError | None = None


def pretranslate(job: Job, command: str, *, batch: int = 0, timeout_s: float = 600.0, terms: Mapping[str, str] | None = None) -> Pretranslated:
    """Fills the missing entries of a catalogue by a program. `batch` entries at a time (0: all at once), `timeout_s` for each batch.

    `terms` is the glossary: of each entry, those terms are sent that occur in it. Raises `UsageError` for a command that cannot be
    split or found. A program that fails is told in the result, after what it has answered is written.
    """
    program = _split(command)
    wanted = {f"{n}": (message, entry) for n, (message, entry) in enumerate(_missing(job), 1)}
    answers = _Answers({}, [])
    names = list(wanted)
    for start in range(0, len(names), batch or max(1, len(names))):
        chosen = names[start : start + (batch or len(names))]
        lines = [_request(name, *wanted[name], job, terms or {}) for name in chosen]
        _ask(program, lines, frozenset(chosen), answers, timeout_s)
        if answers.failure:
            break
    good = _verified(answers, wanted)
    if good:
        rewrite(job, lambda catalog: _filled(job, catalog, good, program[0]))
    return Pretranslated(len(good), len(wanted), tuple(answers.refused), answers.failure)


def _split(command: str) -> list[str]:
    try:
        program = shlex.split(command)
    except ValueError as error:
        raise UsageError(Phrase("--command cannot be read: {}", "无法解析 --command：{}").format(error)) from None
    if not program:
        raise UsageError(Phrase("--command is empty", "--command 是空的"))
    return program


def _missing(job: Job) -> list[tuple[Message, Entry]]:
    fitted = job.fitted()
    entries = {entry.key: entry for entry in fitted.catalog.live}
    pairs = [(message, entries[message.context, message.text]) for message in job.report.messages]
    return [(message, entry) for message, entry in pairs if entry.state == "missing"]


def _request(name: str, message: Message, entry: Entry, job: Job, terms: Mapping[str, str]) -> str:
    segment = message.segments[0]
    record: dict[str, Any] = {
        "id": name,
        "source": entry.message,
        "source_language": job.report.language,
        "target_language": job.edition.language,
        "kind": message.kind,
        "section": list(segment.section),
        "placeholders": [each.name for each in segment.placeholders],
        "terms": {term: word for term, word in terms.items() if term in entry.message},
    }
    return json.dumps(record, ensure_ascii=False)


def _ask(program: Sequence[str], lines: Iterable[str], known: frozenset[str], answers: _Answers, timeout_s: float) -> None:
    """Runs the program on one batch, and takes down what it says, whatever becomes of it."""
    data = "".join(line + "\n" for line in lines).encode("utf-8")
    try:
        done = subprocess.run(program, input=data, capture_output=True, check=False, timeout=timeout_s)
    except subprocess.TimeoutExpired as expired:
        _take(expired.stdout or b"", known, answers, is_cut=True)
        words = Phrase("`{}` did not end within {:g} s", "`{}` 在 {:g} 秒内没有结束").format(program[0], timeout_s)
        answers.failure = ToolError(words, hint=Phrase("Smaller batches: --batch 20.", "请减小批量：--batch 20。"))
        return
    except OSError as error:
        raise UsageError(
            Phrase("`{}` cannot be started: {}", "无法启动 `{}`：{}").format(program[0], error.strerror or error),
            hint=Phrase("Name a program that is installed, with its whole path if need be.", "请写已安装的程序，必要时写完整路径。"),
        ) from None
    _take(done.stdout, known, answers, is_cut=done.returncode != 0)
    if done.returncode:
        tail = done.stderr.decode("utf-8", "replace").strip().splitlines()[-_TAIL_LINES:]
        said = "\n".join(f"  {line}" for line in tail)
        answers.failure = ToolError(
            Phrase("`{}` failed with exit code {}{}", "`{}` 以退出码 {} 失败{}").format(program[0], done.returncode, ":\n" + said if said else ""),
            hint=Phrase("What it had translated is kept; run again for the rest.", "已译出的部分已保留，可再运行一次翻译其余部分。"),
        )


def _take(output: bytes, known: frozenset[str], answers: _Answers, *, is_cut: bool) -> None:
    """Reads lines of JSON. A last line that has no end is what was being written when the program died."""
    lines = output.decode("utf-8", "replace").split("\n")
    if is_cut:
        lines.pop()
    for row, line in enumerate(lines, 1):
        if line.strip():
            _take_line(row, line, known, answers)


def _take_line(row: int, line: str, known: frozenset[str], answers: _Answers) -> None:
    try:
        record = json.loads(line)
    except ValueError:
        answers.refused.append((f"{row}", Phrase("line {} is no JSON: {}", "第 {} 行不是 JSON：{}").format(row, line[:_SHOWN])))
        return
    name, said = (record.get("id"), record.get("translation")) if isinstance(record, dict) else (None, None)
    if not isinstance(name, (str, int)) or str(name) not in known:
        answers.refused.append((f"{row}", Phrase("line {} has no `id` that was asked for", "第 {} 行没有所要求的 `id`").format(row)))
    elif not isinstance(said, str) or not said.strip():
        answers.refused.append((f"{row}", Phrase("line {} has no `translation`", "第 {} 行没有 `translation`").format(row)))
    else:
        answers.said[str(name)] = said.strip()


def _verified(answers: _Answers, wanted: Mapping[str, tuple[Message, Entry]]) -> dict[tuple[str | None, str], str]:
    """The answers whose placeholders are those of their source."""
    good: dict[tuple[str | None, str], str] = {}
    for name, said in answers.said.items():
        message, entry = wanted[name]
        try:
            check_placeholders(message.segments[0], said)
        except PubkitError as error:
            answers.refused.append((name, error.message))
        else:
            good[entry.key] = said
    return good


def _filled(job: Job, catalog: Catalog, good: Mapping[tuple[str | None, str], str], by: str) -> Catalog:
    fitted = update(catalog, job.report.messages).catalog
    entries = (
        entry.unreviewed(good[entry.key], by.rpartition("/")[2]) if entry.key in good and entry.state == "missing" and not entry.is_obsolete else entry
        for entry in fitted.entries
    )
    return replace(fitted, entries=tuple(entries))
