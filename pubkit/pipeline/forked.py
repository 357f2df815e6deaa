"""Processes beside this one, forked and spoken to through pipes: what is loaded here is loaded there.

`multiprocessing` takes 30 ms to load, and starts threads of its own for a pool; both are felt where a whole run takes a tenth of a
second. What is sent is pickled, and comes from nobody but these processes. For systems where forking is safe (Linux).
What does not belong here: who does what (`many`, `building`, `pdf_workers`).
"""

from __future__ import annotations

import os
import pickle
import sys
from collections import deque
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

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
        import signal

        (asked, ask), (answered, answer) = _pipe(), _pipe()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # Ctrl-C waits until it cannot meet the new process
        self._pid = os.fork()
        if not self._pid:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            os.close(ask)
            os.close(answered)
            _live(work, Channel(asked, answer))
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
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
    try:
        work(channel)
    except (EOFError, OSError):
        os._exit(0)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


# --- Many tasks --------------------------------------------------------------------------------------------------------


class Gone:
    """Stands for what a task would have given, had its process not ended before it was done."""


def in_processes(
    do: Callable[[int], object],
    count: int,
    workers: int,
    *,
    begin: Callable[[], None],
    in_store: int = 0,
    lifetime: int | None = None,
) -> Generator[Any, None, None]:
    """What `do` gives for each number below `count`, in their order, from as many processes as there are `workers`.

    A process does `begin` first. It is given `in_store` tasks more than it works at, so that it need not wait, and is replaced after `lifetime` tasks.
    One that ends before its task is done has `Gone` for it, and what it had in store goes to another. What `do` raises is raised
    here as a `RuntimeError` with its traceback.
    """
    crew = _Crew(partial(_work, begin, do), count, in_store, lifetime)
    try:
        for _ in range(min(workers, count)):
            crew.hire()
        for number in range(count):
            while number not in crew.done:
                crew.wait()
            outcome = crew.done.pop(number)
            if isinstance(outcome, _Bug):
                raise RuntimeError(outcome.trace)
            yield outcome
    finally:
        crew.end()


class _Bug:
    def __init__(self, trace: str) -> None:
        self.trace = trace


class _Crew:
    """Processes at work on numbered tasks, and what came of them."""

    def __init__(self, work: Callable[[Channel], None], count: int, in_store: int, lifetime: int | None) -> None:
        from select import POLLIN, poll

        self.done: dict[int, Any] = {}
        self._life = work
        self._in_store = in_store
        self._lifetime = lifetime or count
        self._rest = deque(range(count))
        self._members: dict[int, _Member] = {}
        self._answers = poll()
        self._wanted = POLLIN

    def hire(self) -> None:
        member = _Member(ForkedProcess(self._life))
        self._members[member.channel.reading] = member
        self._answers.register(member.channel.reading, self._wanted)
        self._supply(member)

    def wait(self) -> None:
        """Until at least one process has answered or is gone."""
        for reading, _ in self._answers.poll():
            member = self._members[reading]
            try:
                number, self.done[number] = member.channel.receive()
            except (EOFError, OSError):
                self._lose(member)
                continue
            member.tasks.remove(number)
            self._supply(member)
            if not member.tasks:
                self._replace(member)

    def end(self) -> None:
        for member in self._members.values():
            member.process.end()

    def _supply(self, member: _Member) -> None:
        while self._rest and len(member.tasks) <= self._in_store and member.taken < self._lifetime:
            number = self._rest.popleft()
            member.tasks.append(number)
            member.taken += 1
            with suppress(OSError):  # it is gone, and its end of the other pipe says so
                member.channel.send(number)

    def _lose(self, member: _Member) -> None:
        if member.tasks:
            self.done[member.tasks.popleft()] = Gone()
        self._rest.extendleft(reversed(member.tasks))
        self._replace(member)

    def _replace(self, member: _Member) -> None:
        self._answers.unregister(member.channel.reading)
        del self._members[member.channel.reading]
        member.process.end()
        if self._rest:
            self.hire()


class _Member:
    """A process, the tasks that it has, and how many it was given in all."""

    def __init__(self, process: ForkedProcess) -> None:
        self.process = process
        self.channel = process.channel
        self.tasks: deque[int] = deque()
        self.taken = 0


def _work(begin: Callable[[], None], do: Callable[[int], object], channel: Channel) -> None:
    """The work of a process of a crew."""
    begin()
    while True:
        number = channel.receive()
        outcome: object
        try:
            outcome = do(number)
        except Exception as error:
            import traceback

            outcome = _Bug("".join(traceback.format_exception(error)))
        channel.send((number, outcome))
