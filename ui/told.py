"""What a person sets in the panel, as a turn of their own: its words, and what they tell."""

from agent.schema import Telling
from knowledge.money import read_figures
from knowledge.schema import Language
from knowledge.text import clean
from knowledge.vocabulary import locale, sentence, vocabulary
from tools.schema import Company
from tools.words import ExpenseWords, FactWords

UNNAMED = "spend"  # an expense whose kind was not told yet


class Untold(Exception):  # noqa: N818 - it is what the person left empty
    """Nothing was written, or a value that there is not."""


def fact_told(name: str, value: str, company: Company, language: Language) -> tuple[str, Telling]:
    """The turn that tells one fact; Untold where the value is none of it."""
    fact = vocabulary().facts.get(name)
    words = _line(value)
    if fact is None or not words:
        raise Untold
    if name == "exchange_rate":
        return _says(_word("fact", name, language), words, language), Telling(exchange=words)
    if name == "spend":
        return expense_told(value, "", "", language)
    if name in ("amount", "term"):
        return _expense_part(name, words, company, language)
    if fact["type"] in ("flag", "choice"):
        if value not in ("yes", "no") and value not in fact.get("values", ()):
            raise Untold
        words = _word("value", value, language)
    elif fact["type"] == "number":
        figures = [f.exact for f in read_figures(words)]
        value = str(figures[0]) if figures else words
    told = FactWords(fact=name, value=value, words=words)
    return _says(_word("fact", name, language), words, language), Telling(facts=(told,))


def expense_told(category: str, amount: str, term: str, language: Language) -> tuple[str, Telling]:
    """The turn that tells what is spent on something and how long; Untold where there is no such kind."""
    known = category in vocabulary().categories
    amount, term = _line(amount), _line(term)
    if (not known and category != UNNAMED) or not (known or amount or term):
        raise Untold
    label = _word("category", category, language) if known else _word("fact", UNNAMED, language)
    words = " · ".join(part for part in (amount, term) if part)
    told = ExpenseWords(category=category if known else "", amount=amount, per=amount, term=term)
    text = _says(label, words, language) if words else _says(_word("fact", UNNAMED, language), label, language)
    return text, Telling(expenses=(told,))


def forgotten(name: str, language: Language) -> str:
    """The turn that takes a fact or an expense back."""
    group = "category" if name in vocabulary().categories else "fact"
    if group == "fact" and name not in vocabulary().facts:
        raise Untold
    return sentence(language, "page.panel.forgets", label=_word(group, name, language))


def _expense_part(name: str, words: str, company: Company, language: Language) -> tuple[str, Telling]:
    """The amount or the term of the expense that lacks it, else of the last one."""
    lacking = [e for e in company.expenses if (e.told if name == "amount" else e.term_told) is None]
    spent = next(iter(lacking or company.expenses[-1:]), None)
    category = (spent.category if spent else "") or UNNAMED
    return expense_told(category, *((words, "") if name == "amount" else ("", words)), language)


def _says(label: str, words: str, language: Language) -> str:
    return sentence(language, "page.panel.says", label=label, words=words)


def _word(group: str, key: str, language: Language) -> str:
    return str(locale(language).get(group, {}).get(key, key))


def _line(words: str) -> str:
    return " ".join(clean(words).split())
