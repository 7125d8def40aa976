"""Advice on business partnerships: a rule-based expert system with the grounds of each sentence."""

from pathlib import Path

from advisor import _experta  # noqa: F401  (its shim must run before anything imports experta)

# setup.cfg installs rules/ and templates/ inside this package. In a checkout they
# still lie beside it: let `advisor.rules` and `advisor.templates` be found there.
_checkout = Path(__file__).resolve().parent.parent
if (_checkout / "setup.cfg").is_file():
    __path__.append(str(_checkout))


def version() -> str:
    """The version of the program; read from the checkout where it isn't installed."""
    from importlib import metadata

    try:
        return metadata.version("partnership-advisor")
    except metadata.PackageNotFoundError:
        import configparser

        settings = configparser.ConfigParser()
        settings.read(_checkout / "setup.cfg", encoding="utf-8")
        return settings.get("metadata", "version")
