"""
Zones in memory, behind the protocol that the evaluators ask through.
"""

from collections.abc import Iterable, Mapping, Sequence

from tenantry.dns.model import Answer, Lookups, Outcome, Question, Trouble

CHAIN_MAX = 16

type Records = Mapping[str, Sequence[str] | Trouble]
"""Of one name by type; `ANY` is what every other type comes to."""


class Zones(Lookups):
    """
    Names with their records. A name that is not there, nor any below it, does not exist.
    """

    def __init__(self, names: Mapping[str, Records]) -> None:
        self._names = {name.lower(): records for name, records in names.items()}
        self._answers: dict[Question, Answer] = {}

    @property
    def queries(self) -> int:
        return len(self._answers)

    @property
    def asked(self) -> list[str]:
        """
        What was asked, in order: `TXT example.com`.
        """
        return [f"{type_} {name}" for name, type_ in self._answers]

    def ask(self, name: str, type_: str) -> Answer:
        question = name, type_
        if question not in self._answers:
            self._answers[question] = self._look(name, type_)
        return self._answers[question]

    def ask_all(self, questions: Sequence[Question]) -> list[Answer]:
        return [self.ask(name, type_) for name, type_ in questions]

    def _look(self, name: str, type_: str) -> Answer:
        at, chain = name, list[str]()
        while True:
            found = self._found(at, type_)
            alias = None if type_ == "CNAME" else self._found(at, "CNAME")
            if isinstance(found, Trouble) or not isinstance(alias, Sequence) or found:
                return _answer(name, type_, found, chain, is_there=self._is_there(at))
            at = alias[0]
            if at in chain:
                return _answer(name, type_, Trouble.LOOP, chain, is_there=True)
            chain.append(at)

    def _found(self, name: str, type_: str) -> Sequence[str] | Trouble | None:
        records = self._names.get(name.lower(), {})
        other = None if type_ == "CNAME" and "CNAME" not in records else records.get("ANY")
        return records.get(type_, other)

    def _is_there(self, name: str) -> bool:
        return any(it == name.lower() or it.endswith(f".{name.lower()}") for it in self._names)


def _answer(
    name: str,
    type_: str,
    found: Sequence[str] | Trouble | None,
    chain: Iterable[str],
    *,
    is_there: bool,
) -> Answer:
    if isinstance(found, Trouble):
        return Answer(name, type_, found.outcome, chain=tuple(chain), trouble=found)
    if found:
        values = tuple(sorted(set(found)))
        return Answer(name, type_, Outcome.FOUND, values, tuple(chain), "198.51.100.53")
    outcome = Outcome.NO_DATA if is_there else Outcome.NO_NAME
    return Answer(name, type_, outcome, (), tuple(chain), "198.51.100.53")


def texts(**values: str | Sequence[str]) -> dict[str, Records]:
    """
    Names below example.com with TXT records; `root` is example.com itself.
    """
    return {
        "example.com" if name == "root" else f"{name}.example.com": {
            "TXT": [value] if isinstance(value, str) else value
        }
        for name, value in values.items()
    }
