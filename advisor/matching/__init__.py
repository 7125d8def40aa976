"""Which rules match which facts: a matcher for experta in the manner of TREAT.

Daniel P. Miranker, “TREAT: A Better Match Algorithm for AI Production Systems” (1987). A Rete keeps every partial match
of every rule; TREAT keeps only which facts meet which single pattern (*alpha memories*) and the complete matches.
When a fact comes in, the rules with a pattern that it meets are joined anew, starting from that fact; the rest
of the network sees nothing of it. It suits rules with few patterns over few facts.

- `patterns` reads the rules: what each pattern asks of a fact by itself, and in which order the others are joined.
- `memories` holds the facts that meet a pattern, and the matches that an exception (a `NOT`) may forbid.
- `joins` goes from a fact in one memory through the others to complete matches.
- `treat` keeps the matches current, and is what experta calls (`__matcher__`).

It takes the subset of experta that `advisor.knowledge` admits, in which experta is right: positive patterns, then
NOT of a single pattern, then TEST; within a field a literal, a predicate, a variable, their negation, and alternatives
between literals.
Equality with experta's Rete, with trying everything, and with CLIPS is tested.
"""

from advisor.matching.treat import TreatMatcher

__all__ = ["TreatMatcher"]
