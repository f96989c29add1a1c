"""The page with many people on it: nobody waits for another's flood, and no answer is lost between two looks."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import SimpleNamespace

from page_server import service

from agent.advisor import ask
from agent.memory import Conversations
from evals.page_asker import EVERYBODY, is_own
from knowledge.schema import LANGUAGES
from knowledge.vocabulary import sentence
from ui.conversation import Conversation
from ui.drawing import SHOWN, Drawing
from ui.handlers import Handlers
from ui.lanes import Lanes
from ui.limits import ASKING, Buckets
from ui.people import person_named
from ui.service import Wanted
from ui.tab import Tab

SOON = 20  # seconds after which something that should happen at once has not


def test_one_persons_many_questions_leave_lanes_to_the_others():
    lanes, held, served = Lanes(most=3, each=2), threading.Event(), threading.Event()
    for _ in range(20):
        lanes.put("flood", lambda: held.wait(SOON))
    lanes.put("other", served.set)
    assert served.wait(SOON)
    assert not held.is_set()
    held.set()


def test_what_waits_in_line_is_done_in_its_order_and_nothing_is_remembered_of_it():
    lanes, done, over = Lanes(most=2, each=1), [], threading.Event()
    for number in range(50):
        lanes.put("one", lambda number=number: done.append(number))
    lanes.put("one", over.set)
    assert over.wait(SOON)
    assert done == list(range(50))


def test_work_that_fails_gives_its_lane_back():
    lanes, over = Lanes(most=1, each=1), threading.Event()

    def fails():
        raise RuntimeError

    lanes.put("one", fails)
    lanes.put("one", over.set)
    assert over.wait(SOON)


@dataclass
class Meanwhile:
    """A store in which something happens right after the turns were read."""

    kept: Conversations
    then: Callable[[], None]

    def turns(self, owner, conversation):
        found = self.kept.turns(owner, conversation)
        self.then()
        return found

    def __getattr__(self, name):
        return getattr(self.kept, name)


def test_an_answer_that_comes_while_the_page_is_drawn_is_not_lost(adviser, tmp_path):
    held = threading.Event()

    def answerer(question, by, own, watch):
        held.wait(SOON)
        return ask(question, by, own, watch)

    plain = service(adviser, tmp_path, answerer)
    conversation = plain.ask("local", Conversation(), Wanted("Which vouchers are there in Shanghai?", "en", 0))

    def comes():
        held.set()
        while plain.pending("local", conversation):
            threading.Event().wait(0.01)

    drawing = Drawing(replace(plain, kept=Meanwhile(plain.kept, comes)))
    drawn = drawing.whole("local", Tab(conversation=conversation))
    assert "turn pending" in drawn[SHOWN.index("work")]
    assert 'class="welcome"' not in drawn[SHOWN.index("talk")]


def test_a_question_too_many_says_so_in_the_persons_language_and_draws_nothing_else(adviser, tmp_path):
    handlers = Handlers(replace(service(adviser, tmp_path), asking=Buckets(replace(ASKING, burst=0), lambda: 0.0)))
    person = person_named("flood")
    request = SimpleNamespace(state=SimpleNamespace(person=person), session_hash="tab", query_params={})
    for language in LANGUAGES:
        shown = handlers.ask("How much?", language, SimpleNamespace(target=None), request)
        notice = shown.pop(SHOWN.index("notice"))
        assert sentence(language, "error.too_many", seconds=1) in notice
        assert 'data-back="How much?"' in notice
        assert not any(isinstance(part, str) for part in shown)


def test_the_benchmark_tells_ones_own_answer_from_anybody_elses(adviser, tmp_path):
    kept = service(adviser, tmp_path)
    view = Drawing(kept)
    one, other = EVERYBODY[1], EVERYBODY[4]
    conversation = kept.ask("local", Conversation(), Wanted(one.words, one.language, 0))
    while kept.pending("local", conversation):
        threading.Event().wait(0.01)
    page = "".join(p for p in view.whole("local", Tab(conversation, one.language)) if isinstance(p, str))
    assert is_own(one, page)
    assert not is_own(other, page)
    assert not is_own(one, page + other.words)
