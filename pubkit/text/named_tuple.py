"""`NamedTuple` as `typing` has it, made in a tenth of the time.

For each class, `typing.NamedTuple` has Python compile a text, and each annotation as well: for the classes that a command loads, that
was a tenth of the time in which `pubkit lint` starts. Here a class gets the code of a function that was compiled with this module,
under its own names; annotations stay as they were written. A type checker sees `typing.NamedTuple`.
Sources: `typing.NamedTuple` and `collections.namedtuple` of CPython 3.11 to 3.14, whose classes `tests/test_named_tuple.py` holds these to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from _collections import _tuplegetter
    from types import FunctionType

    _NEW = tuple.__new__
    #: A constructor for each number of fields: two differ in nothing but their names and defaults.
    _CONSTRUCTORS = (
        lambda _cls, a: _NEW(_cls, (a,)),
        lambda _cls, a, b: _NEW(_cls, (a, b)),
        lambda _cls, a, b, c: _NEW(_cls, (a, b, c)),
        lambda _cls, a, b, c, d: _NEW(_cls, (a, b, c, d)),
        lambda _cls, a, b, c, d, e: _NEW(_cls, (a, b, c, d, e)),
        lambda _cls, a, b, c, d, e, f: _NEW(_cls, (a, b, c, d, e, f)),
        lambda _cls, a, b, c, d, e, f, g: _NEW(_cls, (a, b, c, d, e, f, g)),
        lambda _cls, a, b, c, d, e, f, g, h: _NEW(_cls, (a, b, c, d, e, f, g, h)),
        lambda _cls, a, b, c, d, e, f, g, h, i: _NEW(_cls, (a, b, c, d, e, f, g, h, i)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j: _NEW(_cls, (a, b, c, d, e, f, g, h, i, j)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k: _NEW(_cls, (a, b, c, d, e, f, g, h, i, j, k)),
    )

    class _Named(tuple):
        """What all have in common."""

        __slots__ = ()

        @classmethod
        def _make(cls, values):
            """An instance from the values of all fields."""
            made = _NEW(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **changed):
            """A copy with other values for some fields."""
            made = self._make(map(changed.pop, self._fields, self))
            if changed:
                raise ValueError(f"Got unexpected field names: {list(changed)!r}")
            return made

        def _asdict(self):
            """The values by the names of their fields."""
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            fields = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({fields})"

        def __getnewargs__(self):
            return tuple(self)

    class _Making(type):
        """Makes a class with fields of what is written as `class C(NamedTuple)`."""

        def __new__(cls, name, bases, body):
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body.pop(field) for field in fields if field in body}
            if defaults and fields[-len(defaults) :] != tuple(defaults):
                raise TypeError(f"a field of {name} without a default stands behind one with a default")
            body |= {field: _tuplegetter(index, None) for index, field in enumerate(fields)}
            body |= {"__slots__": (), "_fields": fields, "__match_args__": fields, "_field_defaults": defaults}
            body["__new__"] = _constructor(name, fields, tuple(defaults.values()))
            return type(name, (_Named,), body)

    def _constructor(name, fields, defaults):
        if 0 < len(fields) <= len(_CONSTRUCTORS):
            code = _CONSTRUCTORS[len(fields) - 1].__code__.replace(co_varnames=("_cls", *fields))
        else:
            listed = "".join(f"{field}, " for field in fields)
            code = eval(f"lambda _cls, {listed}: _NEW(_cls, ({listed}))").__code__  # noqa: S307  of identifiers
        made = FunctionType(code, {"_NEW": _NEW}, "__new__", defaults)
        made.__qualname__ = f"{name}.__new__"
        return made

    class NamedTuple(metaclass=_Making):
        """The base of classes with named fields."""
