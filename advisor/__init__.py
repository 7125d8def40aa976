"""Advice on business partnerships: a rule-based expert system with the grounds of each sentence."""

from functools import cache
from pathlib import Path

from advisor import _experta  # noqa: F401  (its shim must run before anything imports experta)

# setup.cfg installs rules/ and templates/ inside this package. In a checkout they
# still lie beside it: let `advisor.rules` and `advisor.templates` be found there.
_checkout = Path(__file__).resolve().parent.parent
if (_checkout / "setup.cfg").is_file():
    __path__.append(str(_checkout))


@cache
def version() -> str:
    """The version in the checkout's setup.cfg, or that of the installed program."""
    setup = _checkout / "setup.cfg"
    if setup.is_file():
        from configparser import ConfigParser

        config = ConfigParser()
        config.read(setup, encoding="utf-8")
        return config["metadata"]["version"]
    from importlib import metadata

    return metadata.version("partnership-advisor")
