"""Advice on business partnerships: a rule-based expert system with the grounds of each sentence."""

from pathlib import Path

from advisor import _experta  # noqa: F401  (its shim must run before anything imports experta)

# setup.cfg installs rules/ and templates/ inside this package. In a checkout they
# still lie beside it: let `advisor.rules` and `advisor.templates` be found there.
_checkout = Path(__file__).resolve().parent.parent
if (_checkout / "setup.cfg").is_file():
    __path__.append(str(_checkout))
