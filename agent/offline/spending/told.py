"""What a turn says is spent, read in steps: its lines, then offers and plans, moves, wishes, and changes of before."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agent.offline.asked.named import Named
from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from agent.offline.spending.amounts import read_amounts
from agent.offline.spending.assigned import assigned
from agent.offline.spending.bare import bare_amount
from agent.offline.spending.bundled import without_bundle
from agent.offline.spending.discounted import discounted
from agent.offline.spending.each import each_of, further
from agent.offline.spending.goal import goal_told, kind_of_goal, without_goal
from agent.offline.spending.in_units import sized
from agent.offline.spending.instalments import in_instalments
from agent.offline.spending.moved import Moved, moved
from agent.offline.spending.multiples import multiples_told
from agent.offline.spending.offers import beside_choice, marked, weighed
from agent.offline.spending.office_rents import without_office_rents
from agent.offline.spending.one_of import of_a_year
from agent.offline.spending.one_project import of_one_project
from agent.offline.spending.other_side import of_the_seller
from agent.offline.spending.own_part import at_own_part
from agent.offline.spending.plans import in_plans, planned
from agent.offline.spending.rate_guessed import guesses_rate
from agent.offline.spending.roles import Claim
from agent.offline.spending.same_rate import at_rate_of_before
from agent.offline.spending.set_apart import taken_up
from agent.offline.spending.settled import settled
from agent.offline.spending.share_of_told import share_of_told
from agent.offline.spending.shared_before import with_shared
from agent.offline.spending.shifted import moved_between
from agent.offline.spending.taken import taken_offer
from agent.offline.spending.unchanged import unchanged
from agent.offline.spending.undone import undone
from agent.offline.spending.uneven import later_priced, uneven
from agent.offline.spending.unit_prices import unit_priced
from agent.offline.spending.unnamed import of_the_support
from agent.offline.spending.varied import changes_told, for_the_same, prolonged, told_otherwise, wants_first
from knowledge.money import Figure
from knowledge.store import Policies
from tools.schema import Company
from tools.words import ExpenseWords

Lines = tuple[ExpenseWords, ...]


@dataclass(frozen=True)
class Spending:
    """The money of a turn: what is spent, by its own words and by those before, and what is believed or wanted."""

    lines: Lines  # of the turn's own words
    expenses: Lines  # all that the tools are handed
    moved: Moved
    figures: tuple[Figure, ...]
    claims: tuple[Claim, ...]
    goal: Figure | None
    is_varied: bool  # an amount told before is multiplied or changed
    is_shared_out: bool  # a kind is told as a share of something


def spending(
    named: Named,
    read: Text,
    words: Lexicon,
    company: Company,
    policies: Policies,
    earlier: Sequence[str],
    first_told: Callable[[], Lines],
) -> Spending:
    """`first_told` gives the lines of the first turn that had any: "back to the first number"."""
    kinds = named.kinds
    amounts = read_amounts(read, words, named.mentions, kinds, named.instruments, company, policies)
    told = further(each_of(amounts.expenses, named.mentions, read, words, company), read, words, company)
    told = in_instalments(told, read, words)
    told = unit_priced(with_shared(told, kinds, read, words, company, earlier), read, words, company, earlier)
    told = later_priced(uneven(discounted(told, read, words), read, words), read, words, company)
    told = prolonged(for_the_same(told, read, words, company), read, words, company)
    told = at_own_part(told, read, words)
    told = of_a_year(told, read, words, company, earlier)
    told = of_the_support(told, kinds, () if named.instruments else company.named, read, words, policies)
    told = without_office_rents(without_bundle(told, read, words, company), kinds, read, words, company)
    told = marked(in_plans(told, read, words), kinds.strong, read, words)
    told = weighed(planned(told, read, words, company, earlier), kinds, read, words, company)
    told = of_one_project(settled(told, read, words), kinds, read, words)
    chosen = taken_offer(read, words, company, earlier)
    told = beside_choice(told, read, words, company) if chosen else told
    shifted = moved(told, kinds.weak, read, words, company, named.back)
    shifted = of_the_seller(shifted, read, words, company, earlier)
    meant = (*(named.instruments or company.named), *(k.label for k in kinds.strong))
    goal = goal_told(read, words, meant, company, policies, earlier[-1] if earlier else "")
    lines, claims = without_goal(shifted.expenses, amounts.claims, goal, read, words, policies)
    lines = lines or kind_of_goal(goal, kinds, company)
    as_told = unchanged(read, words, company)
    shift = at_rate_of_before(read, words, company) or (() if as_told else moved_between(read, words, company))
    shift = shift or share_of_told(kinds, read, words, company)
    changed = shift or (() if as_told else changes_told(amounts.figures, kinds, read, words, company))
    again_at = () if chosen else taken_up(read, words, company)
    at_rate = changed or guesses_rate(read, words, company, policies)
    scaled = () if as_told or at_rate else multiples_told(amounts.figures, kinds, read, words, company, again_at)
    multiples = changed or scaled
    again = wants_first(read, words) and not chosen and not named.back.kinds
    other = as_told or told_otherwise(read, words, company) or bare_amount(read, words, company)
    other = other or assigned(kinds, read, words, company) or undone(read, words, company)
    lines = () if changed else other or (first_told() if again else ()) or lines
    return Spending(
        lines=tuple(lines),
        expenses=(
            *(chosen or again_at),
            *multiples,
            *sized(_beside(multiples, lines), read, words),
            *named.back.one_of,
        ),
        moved=shifted,
        figures=amounts.figures,
        claims=() if shift else tuple(claims),
        goal=goal,
        is_varied=bool(multiples),
        is_shared_out=any(e.share or e.off for e in told),
    )


def _beside(multiples: Sequence[ExpenseWords], lines: Sequence[ExpenseWords]) -> Lines:
    """The lines beside a multiple: those with an amount of their own, for something else."""
    kinds = {m.category for m in multiples}
    return tuple(e for e in lines if not multiples or (e.amount and e.category not in kinds))
