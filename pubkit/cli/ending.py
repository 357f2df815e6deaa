"""How a run of the command line ends: its exit code, and what is said where something went wrong. Never a traceback."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from pubkit.cli.speech import language, say, show, tell
from pubkit.text.errors import PubkitError
from pubkit.text.files import reason

if TYPE_CHECKING:
    from collections.abc import Callable


def ended(command: Callable[[], object]) -> int:
    """Runs a command and returns the exit code: what the command returns where that is a number, else 0."""
    try:
        result = command()
        sys.stdout.flush()
    except PubkitError as error:
        complain(error.show(language()))
        return error.exit_code
    except KeyboardInterrupt:
        complain(say("stopped", "已中止"))
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except OSError as error:  # the terminal or the disk, not a file of ours: those are told as InputError
        complain(say("the output cannot be written: ", "无法输出：") + show(reason(error)))
        return 2
    except Exception as error:
        if os.environ.get("PUBKIT_DEBUG"):
            raise
        complain(_our_bug(error))
        return 3
    return result if isinstance(result, int) else 0


def complain(text: str) -> None:
    """Says what went wrong, on standard error."""
    mark = say("error: ", "错误：")
    tell(f"\x1b[31m\x1b[1m{mark}\x1b[0m{text}" if sys.stderr.isatty() else mark + text, err=True)


def _our_bug(error: Exception) -> str:
    said = f"{type(error).__name__}: {error}"
    if "Traceback (most recent call last)" in said:  # of a process of ours: its last line says what failed, PUBKIT_DEBUG=1 shows all of it
        said = said.rstrip().rpartition("\n")[2]
    return say(
        f"pubkit failed with {said}\n  This is a bug in pubkit. Run again with PUBKIT_DEBUG=1 and report "
        "what it prints; your files are untouched.",
        f"pubkit 内部错误 {said}\n  这是 pubkit 的缺陷。请用 PUBKIT_DEBUG=1 再运行一次并反馈输出；您的文件没有被改动。",
    )
