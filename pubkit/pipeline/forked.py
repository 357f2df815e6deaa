"""Processes beside this one, forked and spoken to through pipes: what is loaded here is loaded there.

`multiprocessing` takes 30 ms to load, and starts threads of its own for a pool; both are felt where a whole run takes a tenth of a
second. What is sent is pickled, and comes from nobody but these processes. For systems where forking is safe (Linux).
What does not belong here: who does what (`many`, `pdf_workers`).
"""

from __future__ import annotations

import os
import pickle
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

#: Bytes that Linux lets everybody put into a pipe: who sends need not wait for who is still at work.
_PIPE: Final = 1 << 20
_LENGTH: Final = 8  # bytes before each message


class Channel:
    """One end of two pipes: what is sent here is received at the other end, in its order."""

    def __init__(self, reading: int, writing: int) -> None:
        self.reading = reading
        self.writing = writing

    def send(self, what: object) -> None:
        """Raises `OSError` where nobody is there any more."""
        data = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
        rest = memoryview(len(data).to_bytes(_LENGTH, "little") + data)
        while rest:
            rest = rest[os.write(self.writing, rest) :]

    def receive(self) -> Any:
        """Waits for what comes next. Raises `EOFError` where nobody is there any more."""
        return pickle.loads(self._read(int.from_bytes(self._read(_LENGTH), "little")))  # noqa: S301  from a process of ours

    def _read(self, count: int) -> bytes:
        pieces = []
        while count:
            piece = os.read(self.reading, count)
            if not piece:
                raise EOFError
            pieces.append(piece)
            count -= len(piece)
        return b"".join(pieces)

    def close(self) -> None:
        os.close(self.reading)
        os.close(self.writing)


class ForkedProcess:
    """A process that does `work` with its end of a channel, until that returns or this end is closed. It never sees Ctrl-C."""

    def __init__(self, work: Callable[[Channel], None]) -> None:
        (asked, ask), (answered, answer) = _pipe(), _pipe()
        self._pid = os.fork()
        if not self._pid:
            os.close(ask)
            os.close(answered)
            _live(work, Channel(asked, answer))
        os.close(asked)
        os.close(answer)
        self.channel = Channel(answered, ask)
        self._ended = False

    def end(self) -> None:
        """Ends the process, whatever it does; once is enough."""
        if self._ended:
            return
        self._ended = True
        import signal

        os.kill(self._pid, signal.SIGTERM)
        os.waitpid(self._pid, 0)
        self.channel.close()


def _pipe() -> tuple[int, int]:
    import fcntl

    reading, writing = os.pipe()
    with suppress(OSError):  # of all a user's pipes together, the system may allow less
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, _PIPE)
    return reading, writing


def _live(work: Callable[[Channel], None], channel: Channel) -> NoReturn:
    """The life of a forked process."""
    import signal

    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the other process's to answer
    try:
        work(channel)
    except (EOFError, OSError):
        os._exit(0)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)
