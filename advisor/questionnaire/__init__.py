"""The interview: answers in, next question out. Nothing here prints or reads keys.

- `answers`: what people type, read as values of the vocabulary;
- `state`: the facts told so far, where each stands, and what depends on what;
- `choosing`: which question settles most, from the rules themselves;
- `doubts`: answers that are questioned once;
- `wording`: questions, reasons and lists in words;
- `interview`: the conversation, `feed(answer)` by `feed(answer)`;
- `draft`: the case file that holds it all after each answer.
"""
