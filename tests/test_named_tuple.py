"""Classes of our `NamedTuple` are those of `typing.NamedTuple`."""

from __future__ import annotations

import copy
import pickle
import typing

import pytest

from pubkit.text.named_tuple import NamedTuple


class Ours(NamedTuple):
    """A place."""

    row: int
    name: str = "x"
    parts: tuple[str, ...] = ()

    @property
    def double(self) -> int:
        return self.row * 2

    @classmethod
    def first(cls) -> Ours:
        return cls(1)


class Theirs(typing.NamedTuple):
    """A place."""

    row: int
    name: str = "x"
    parts: tuple[str, ...] = ()

    @property
    def double(self) -> int:
        return self.row * 2

    @classmethod
    def first(cls) -> Theirs:
        return cls(1)


def written(outcome: object) -> str:
    return repr(outcome).replace("Theirs", "Ours")


@pytest.mark.parametrize(
    "act",
    [
        lambda kind: kind(1, "a", ("b",)),
        lambda kind: kind(name="a", row=2),
        lambda kind: kind.first(),
        lambda kind: kind(1)._replace(name="z"),
        lambda kind: kind(1)._asdict(),
        lambda kind: kind._make([1, "a", ()]),
        lambda kind: kind(3).double,
        lambda kind: kind._fields,
        lambda kind: kind._field_defaults,
        lambda kind: kind.__match_args__,
        lambda kind: kind.__doc__,
        lambda kind: kind.__module__,
        lambda kind: kind.__qualname__,
        lambda kind: sorted(kind.__annotations__),
        lambda kind: kind.__slots__,
        lambda kind: (kind(1) == (1, "x", ()), hash(kind(1)) == hash((1, "x", ())), kind(1) < kind(2), len(kind(1)), tuple(kind(1))),
        lambda kind: hasattr(kind(1), "__dict__"),
        lambda kind: copy.copy(kind(5)),
        lambda kind: (again := pickle.loads(pickle.dumps(kind(5))), type(again) is kind),  # noqa: S301
        lambda kind: typing.get_type_hints(kind),
    ],
)
def test_both_do_the_same(act) -> None:
    """Whatever is asked of the class and of what it makes."""
    assert written(act(Ours)) == written(act(Theirs))


@pytest.mark.parametrize(
    "act",
    [
        lambda kind: kind(),
        lambda kind: kind(1, 2, 3, 4),
        lambda kind: kind(1, other=2),
        lambda kind: kind(1, row=2),
        lambda kind: kind._make([1]),
        lambda kind: kind(1)._replace(other=1),
        lambda kind: setattr(kind(1), "row", 2),
        lambda kind: setattr(kind(1), "other", 2),
    ],
)
def test_both_refuse_the_same(act) -> None:
    """With the same words; for an attribute that does not exist, Python's own."""
    said = []
    for kind in (Ours, Theirs):
        with pytest.raises((TypeError, ValueError, AttributeError)) as raised:
            act(kind)
        said.append((raised.type, str(raised.value).replace("Theirs", "Ours")))
    assert said[0] == said[1]


def test_a_pattern_takes_it_apart() -> None:
    """By place and by name."""
    match Ours(4, "n"):
        case Ours(row, name=name):
            assert (row, name) == (4, "n")
        case _:
            pytest.fail("it was not matched")


@pytest.mark.parametrize("count", [1, 2, 11, 12, 13, 40])
def test_any_number_of_fields(count) -> None:
    """Those for which a constructor is ready, and more."""
    names = [f"field_{n}" for n in range(count)]
    made = type(NamedTuple)("Many", (NamedTuple,), {"__annotations__": dict.fromkeys(names, "int"), "__module__": __name__, names[-1]: -1})
    one = made(*range(count - 1))
    assert one._asdict() == dict(zip(names, [*range(count - 1), -1], strict=True))
    assert getattr(one, names[-1]) == -1
    assert made(**one._asdict()) == one


def test_a_default_stands_last() -> None:
    """As in a function."""
    with pytest.raises(TypeError, match="without a default"):
        type(NamedTuple)("Wrong", (NamedTuple,), {"__annotations__": {"a": "int", "b": "int"}, "a": 1})


def test_what_is_derived_is_an_ordinary_class() -> None:
    """With the fields of its base."""

    class Derived(Ours):
        pass

    assert Derived(7).row == 7
    assert isinstance(Derived(7), Ours)
    assert repr(Derived(7)) == "Derived(row=7, name='x', parts=())"
