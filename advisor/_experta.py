"""Lets experta 1.9.4, unmaintained since 2019, import on Python 3.10 and later.

It pins frozendict 1.2, which looks for `collections.Mapping`, gone since Python 3.10.
The name is lent for that one import and taken away again.
"""

import collections
import collections.abc
import logging

if not hasattr(collections, "Mapping"):
    collections.Mapping = collections.abc.Mapping  # type: ignore[attr-defined]
    try:
        import frozendict  # noqa: F401
    finally:
        del collections.Mapping  # type: ignore[attr-defined]


def import_experta() -> None:
    """Import experta without the handler that it puts on the root logger.

    A library must not configure logging; experta calls `logging.basicConfig()`.
    """
    handlers, level = logging.root.handlers[:], logging.root.level
    import experta  # noqa: F401

    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
