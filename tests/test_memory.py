"""Conversations that are kept: one contract for the file and for the server, and what only the file can suffer.

ADVISOR_TEST_POSTGRES names a server (postgresql://user@host:port/database) where the contract is to hold too.
"""

import json
import os
import secrets
import signal
import sqlite3
import stat
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.advisor import ask
from agent.memory import (
    ChangedElsewhere,
    Conversations,
    NoSuchConversation,
    StoreUnusable,
    conversations_file,
    open_conversations,
)
from agent.memory.sqlite import SqliteFile
from agent.memory.stored import FORMAT, loaded, stored
from agent.memory.tables import MIGRATIONS
from agent.schema import Question, Turn
from knowledge.schema import Told
from tools.schema import Company, ExchangeRate

ROOT = Path(__file__).parents[1]
SERVER = os.environ.get("ADVISOR_TEST_POSTGRES")  # read before the tests clean the environment
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = date(2025, 8, 15)
HOUR = timedelta(hours=1)


@pytest.fixture(params=["file", "server"])
def where(request, tmp_path):
    """An address that nothing has been kept at."""
    if request.param == "file":
        yield str(tmp_path / "kept" / "conversations.sqlite")
        return
    if not SERVER:
        pytest.skip("ADVISOR_TEST_POSTGRES names no server")
    import psycopg

    schema = f"advisor_{secrets.token_hex(6)}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"CREATE SCHEMA {schema}")
        yield f"{SERVER}{'&' if '?' in SERVER else '?'}options=-csearch_path%3D{schema}"
        server.execute(f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture
def kept(where) -> Conversations:
    return open_conversations(where)


@pytest.fixture(scope="session")
def answered(adviser):
    """A turn as it really is: the answer of the real advisor, kept for the same words of the same company."""
    known = {}

    def answer(words="我们在上海徐汇，买300万元语料，卖方无关联", before=()):
        last = before[-1].answer if before else None
        key = (words.strip(), last.company.model_dump_json() if last else "", len(before))
        if key not in known:
            known[key] = real(words, last, before)
        return Turn(words, known[key])

    def real(words, last, before):
        question = Question(
            turns=(*(t.question for t in before), words),
            company=last.company if last else Company(),
            last_language=last.language if last else None,
            as_of=DAY,
        )
        return ask(question, adviser)

    return answer


@pytest.fixture(scope="session")
def turn(answered) -> Turn:
    return answered()


def content(turns):
    return [(t.question, t.answer) for t in turns]


def kept_turns(store, owner, conversation, turns, now=NOON):
    for number, turn in enumerate(turns):
        store.append(owner, conversation, turn, now, number)


# --- the contract ----------------------------------------------------------------------------------------------------


def test_what_was_kept_comes_back_to_the_last_digit(kept, where, answered):
    first = answered()
    second = answered("その8%は21円=1元でいくらですか", [first])
    mine = kept.begin("ann", NOON)
    kept_turns(kept, "ann", mine, [first, second])
    again = open_conversations(where).turns("ann", mine)
    assert content(again) == content([first, second])
    assert again[1].answer.company.exchange == second.answer.company.exchange


def test_an_exchange_rate_of_one_third_comes_back_as_one_third(turn):
    told = Told(turn=1, quote="3元=1円")
    company = Company(exchange=ExchangeRate(base="JPY", quote="CNY", value=Fraction(1, 3), told=told))
    answer = turn.answer.model_copy(update={"company": company})
    assert loaded("?", stored(answer)).answer == answer


def test_a_new_conversation_is_empty_unlisted_and_has_an_id_that_nobody_guesses(kept):
    ids = {kept.begin("ann", NOON) for _ in range(20)}
    assert len(ids) == 20
    assert min(len(i) for i in ids) >= 32
    assert kept.turns("ann", ids.pop()) == ()
    assert kept.listed("ann") == ()


def test_a_conversation_that_was_begun_and_never_used_is_forgotten_after_a_day(kept):
    unused, used = kept.begin("ann", NOON), kept.begin("ann", NOON)
    kept.rename("ann", used, "Plans")
    kept.begin("ann", NOON + timedelta(days=1))
    assert kept.turns("ann", unused) == ()
    kept.begin("ann", NOON + timedelta(days=1, seconds=1))
    assert kept.turns("ann", used) == ()
    with pytest.raises(NoSuchConversation):
        kept.turns("ann", unused)


def test_the_list_has_the_latest_first_by_the_clock_of_any_time_zone(kept, turn):
    from zoneinfo import ZoneInfo

    old, new = kept.begin("ann", NOON), kept.begin("ann", NOON)
    kept.append("ann", new, turn, datetime(2026, 3, 1, 21, 30, tzinfo=ZoneInfo("Asia/Tokyo")), 0)
    kept.append("ann", old, turn, NOON, 0)
    assert [s.id for s in kept.listed("ann")] == [new, old]
    kept.append("ann", old, turn, NOON + HOUR, 1)
    listed = kept.listed("ann")
    assert [(s.id, s.turns, s.changed) for s in listed] == [(old, 2, NOON + HOUR), (new, 1, NOON + HOUR / 2)]


def test_the_first_question_is_the_title_until_the_person_gives_one_and_when_they_take_it_back(kept, turn):
    mine = kept.begin("ann", NOON)
    kept_turns(kept, "ann", mine, [turn, Turn("and then?", turn.answer)])
    assert kept.listed("ann")[0].title == turn.question
    kept.rename("ann", mine, "  Corpus\x00 \u202eplans\n2026 ")
    assert kept.listed("ann")[0].title == "Corpus plans 2026"
    kept.rename("ann", mine, " ")
    assert kept.listed("ann")[0].title == turn.question


def test_a_long_title_is_cut_and_says_so(kept, turn):
    mine = kept.begin("ann", NOON)
    kept.append("ann", mine, Turn("問" * 500, turn.answer), NOON, 0)
    assert kept.listed("ann")[0].title == "問" * 79 + "…"
    kept.rename("ann", mine, "x" * 80)
    assert kept.listed("ann")[0].title == "x" * 80


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("徐汇", True),
        ("徐匯", True),  # traditional
        ("３００", True),  # full width
        ("語料 無關聯", True),
        ("徐汇 杭州", False),
        ("XINGHAI", True),  # of the title
        ("xinghai 徐汇", True),
        ("90万元", True),  # of the answer
        ("3%元", False),
        ("3_0", False),
        ("'; DROP TABLE advisor_turns; --", False),
        ("\x00 \ud800", True),  # nothing that anybody can see: all
        ("徐" * 5000, False),
    ],
)
def test_words_find_titles_and_what_was_written_in_any_spelling(kept, turn, words, found):
    mine = kept.begin("ann", NOON)
    kept.append("ann", mine, turn, NOON, 0)
    kept.rename("ann", mine, "Ｘｉｎｇｈａｉ Ltd.")
    assert bool(kept.listed("ann", words)) is found


@pytest.mark.parametrize("number", [0, 2])
def test_a_tab_that_is_behind_adds_nothing_and_takes_nothing_away(kept, turn, number):
    mine = kept.begin("ann", NOON)
    kept.append("ann", mine, turn, NOON, 0)
    with pytest.raises(ChangedElsewhere):
        kept.append("ann", mine, Turn("too late", turn.answer), NOON + HOUR, number)
    assert content(kept.turns("ann", mine)) == content([turn])
    assert kept.listed("ann")[0].changed == NOON


def test_a_question_asked_anew_takes_the_place_of_the_turns_behind_it_in_one_step(kept, turn):
    mine = kept.begin("ann", NOON)
    kept_turns(kept, "ann", mine, [Turn(str(n), turn.answer) for n in range(4)])
    with pytest.raises(ChangedElsewhere):
        kept.append("ann", mine, turn, NOON, 3, after=1)
    assert len(kept.turns("ann", mine)) == 4
    kept.append("ann", mine, Turn("anew", turn.answer), NOON, 4, after=1)
    assert [t.question for t in kept.turns("ann", mine)] == ["0", "anew"]
    assert kept.listed("ann")[0].turns == 2


@pytest.mark.parametrize(("after", "expected"), [(2, 1), (-1, 1), (None, -1)])
def test_a_place_that_is_not_there_is_a_fault_of_the_caller(kept, turn, after, expected):
    with pytest.raises(ValueError, match="there is no turn"):
        kept.append("ann", kept.begin("ann", NOON), turn, NOON, expected, after)


@pytest.mark.parametrize(("number", "left"), [(0, []), (1, ["0"]), (3, ["0", "1", "2"]), (9, ["0", "1", "2"])])
def test_keep_lets_the_turns_behind_go(kept, turn, number, left):
    mine = kept.begin("ann", NOON)
    kept_turns(kept, "ann", mine, [Turn(str(n), turn.answer) for n in range(3)])
    kept.keep("ann", mine, number)
    assert [t.question for t in kept.turns("ann", mine)] == left
    kept.append("ann", mine, turn, NOON, len(left))


def test_a_deleted_conversation_is_gone_and_the_others_stay(kept, turn):
    gone, stays = kept.begin("ann", NOON), kept.begin("ann", NOON)
    for one in (gone, stays):
        kept_turns(kept, "ann", one, [turn, turn])
    kept.delete("ann", gone)
    assert [s.id for s in kept.listed("ann")] == [stays]
    assert len(kept.turns("ann", stays)) == 2
    with pytest.raises(NoSuchConversation):
        kept.append("ann", gone, turn, NOON, 2)


CALLS = {
    "turns": lambda store, owner, one, turn: store.turns(owner, one),
    "append": lambda store, owner, one, turn: store.append(owner, one, turn, NOON, 1),
    "append at the wrong place": lambda store, owner, one, turn: store.append(owner, one, turn, NOON, 7),
    "rename": lambda store, owner, one, turn: store.rename(owner, one, "mine now"),
    "delete": lambda store, owner, one, turn: store.delete(owner, one),
    "keep": lambda store, owner, one, turn: store.keep(owner, one, 0),
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("owner", ["bob", "", "ANN", "ann ", "ann' OR '1'='1", "%"])
def test_another_owner_s_conversation_is_no_other_than_one_that_was_never_there(kept, turn, call, owner):
    hers = kept.begin("ann", NOON)
    kept.append("ann", hers, turn, NOON, 0)
    unknown = secrets.token_hex(16)
    said = []
    for one in (hers, unknown):
        with pytest.raises(NoSuchConversation) as refused:
            CALLS[call](kept, owner, one, turn)
        said.append(str(refused.value).replace(one, "ID"))
    assert said[0] == said[1]
    assert kept.listed(owner) == ()
    assert content(kept.turns("ann", hers)) == content([turn])
    assert kept.listed("ann")[0].title == turn.question


@pytest.mark.parametrize("odd", ["' OR 1=1 --", "\u0000x", "../../etc/passwd", "", "x" * 10_000, "🦊" * 40])
def test_an_id_of_any_shape_is_just_unknown(kept, odd):
    with pytest.raises(NoSuchConversation):
        kept.turns("ann", odd)


def test_two_who_open_it_at_once_both_find_the_tables(where):
    with ThreadPoolExecutor(8) as many:
        stores = list(many.map(lambda _: open_conversations(where), range(8)))
    mine = stores[0].begin("ann", NOON)
    assert all(store.turns("ann", mine) == () for store in stores)


def test_of_many_tabs_that_append_at_once_one_wins_each_place_and_the_others_are_told(kept, turn):
    mine = kept.begin("ann", NOON)

    def tab(name):
        lost = 0
        for number in range(5):
            try:
                kept.append("ann", mine, Turn(f"{name}", turn.answer), NOON, number)
            except ChangedElsewhere:
                lost += 1
        return lost

    with ThreadPoolExecutor(4) as tabs:
        lost = list(tabs.map(tab, range(4)))
    turns = kept.turns("ann", mine)
    assert len(turns) == kept.listed("ann")[0].turns == 5
    assert 4 * 5 - sum(lost) == 5


def test_an_append_that_meets_a_deletion_is_whole_or_refused(kept, turn):
    for _ in range(5):
        mine = kept.begin("ann", NOON)
        kept.append("ann", mine, turn, NOON, 0)
        with ThreadPoolExecutor(2) as both:
            adding = both.submit(kept.append, "ann", mine, turn, NOON, 1)
            both.submit(kept.delete, "ann", mine).result()
        assert isinstance(adding.exception(), NoSuchConversation | None)
        with pytest.raises(NoSuchConversation):
            kept.turns("ann", mine)


# --- nothing of one conversation shows up in another -----------------------------------------------------------------

CLIENTS = [  # what a client says in turn; what holds at the end for it alone
    (("我们在上海徐汇", "买200万元语料，卖方无关联", "最多补多少？"), "600000"),
    (("Our company is in Shanghai", "third-party model API for RMB 2.4m", "how much at most?"), "1200000"),
    (("上海の会社です", "コーパスを500万元で購入します。売り手とは無関係です", "上限はいくらですか"), "1500000"),
    (("在上海，第三方大模型API", "合同300万元", "能补多少"), "1500000"),
    (("We are in Shanghai", "we buy a corpus for RMB 1m from an unrelated seller", "the ceiling?"), "300000"),
]


def ceilings(answer):
    return {e["ceiling"]["amount"] for e in answer.estimates if e["ceiling"]}


@pytest.mark.parametrize("where", ["file"], indirect=True)
def test_two_hundred_interleaved_turns_of_two_conversations_keep_apart(kept, answered):
    """Each turn is answered from what the store gives back, as after a restart."""
    clients = [(kept.begin("ann", NOON), *client) for client in CLIENTS[:2]]
    for number in range(200):
        heard, me = divmod(number, 2)
        mine, says, ceiling = clients[me]
        before = kept.turns("ann", mine)
        turn = answered(f"{says[heard % 3]}{' ' * (heard // 3)}", before[-3:])
        kept.append("ann", mine, turn, NOON, heard)
        if heard >= 3:
            assert ceiling in ceilings(turn.answer)
            assert clients[1 - me][2] not in ceilings(turn.answer)
    for me, (mine, says, _) in enumerate(clients):
        turns = kept.turns("ann", mine)
        assert [t.question.strip() for t in turns] == [says[n % 3] for n in range(100)]
        others = CLIENTS[1 - me][0]
        assert not any(other in t.model_dump_json() for t in (turns[-1].answer.company,) for other in others)


def test_ten_concurrent_conversations_over_one_store_lose_and_leak_nothing(kept, answered):
    def talk(number):
        says, ceiling = CLIENTS[number % len(CLIENTS)]
        owner = f"owner-{number // 2}"
        mine = kept.begin(owner, NOON)
        for place in range(len(says)):
            kept.append(owner, mine, answered(says[place], kept.turns(owner, mine)), NOON, place)
        return owner, mine, ceilings(kept.turns(owner, mine)[-1].answer), ceiling

    with ThreadPoolExecutor(10) as many:
        talks = list(many.map(talk, range(10)))
    for number, (owner, mine, found, ceiling) in enumerate(talks):
        assert ceiling in found
        assert not found & ({c for _, c in CLIENTS} - {ceiling})
        assert [t.question for t in kept.turns(owner, mine)] == list(CLIENTS[number % len(CLIENTS)][0])
    assert Counter(owner for owner, *_ in talks) == {f"owner-{n}": 2 for n in range(5)}
    assert all(len(kept.listed(owner)) == 2 for owner, *_ in talks)


# --- what was written by another version -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('{"format": 0, "language": "zh", "text": "最高90万元"}', "最高90万元"),
        ('{"language": "ja", "outcome": 7, "text": ""}', "もう読み取れません"),
        ('{"language": "xx", "text": 3, "company": {"facts": 1}}', "cannot be read"),
        ("{broken", "cannot be read"),
        ("[1]", "cannot be read"),
        ("", "cannot be read"),
        (json.dumps({"format": FORMAT, "text": "as it was", "estimates": [], "colour": "red"}), "as it was"),
    ],
)
def test_an_answer_of_another_version_is_shown_as_its_text_or_said_to_be_unreadable(text, shown):
    found = loaded("how much?", text)
    assert found.question == "how much?"
    assert shown in found.answer.text
    assert found.answer.estimates == ()


def test_what_an_older_answer_knew_of_the_company_is_still_known(turn):
    older = json.dumps({**json.loads(stored(turn.answer)), "format": 0})
    found = loaded(turn.question, older).answer
    assert found.company == turn.answer.company
    assert found.text == turn.answer.text


@given(st.text(max_size=40).filter(lambda t: not any("\ud800" <= c <= "\udfff" for c in t)))
@settings(max_examples=30, deadline=None)
def test_any_words_come_back_as_they_are(words):
    answer = loaded("", "").answer.model_copy(update={"text": words})
    assert loaded(words, stored(answer)).answer == answer


# --- the file --------------------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "conversations.sqlite"


def test_the_file_stands_in_the_data_folder_and_is_the_owner_s_alone(file, turn):
    store = open_conversations(file.parent / "deep" / "er" / file.name)
    store.append("ann", store.begin("ann", NOON), turn, NOON, 0)
    made = [file.parent / "deep", *(file.parent / "deep").rglob("*")]
    assert {stat.S_IMODE(p.stat().st_mode) & 0o077 for p in made if p.name != "deep"} == {0}
    assert conversations_file().name == "conversations.sqlite"
    assert "voucher-advisor" in conversations_file().parts


def test_a_file_that_others_could_read_is_closed_to_them(file):
    open_conversations(file)
    file.chmod(0o644)
    open_conversations(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def _overwritten(file, start, length):
    raw = bytearray(file.read_bytes())
    raw[start : start + length] = b"\x5a" * length
    file.write_bytes(raw)


DAMAGE = {
    "no database at all": lambda file: file.write_bytes(b"this is not a database " * 500),
    "its beginning lost": lambda file: _overwritten(file, 0, 100),
    "a page in the middle lost": lambda file: _overwritten(file, 4096, 4096),
    "cut in half": lambda file: os.truncate(file, file.stat().st_size // 2),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_set_aside_whole_and_a_new_one_begun(file, turn, damage):
    store = open_conversations(file)
    mine = store.begin("ann", NOON)
    kept_turns(store, "ann", mine, [turn] * 5)
    DAMAGE[damage](file)
    raw = file.read_bytes()
    again = open_conversations(file)
    assert again.set_aside == file.with_name("conversations.sqlite.damaged-1")
    assert again.set_aside.read_bytes() == raw
    assert again.listed("ann") == ()
    again.append("ann", again.begin("ann", NOON), turn, NOON, 0)
    assert open_conversations(file).set_aside is None
    DAMAGE[damage](file)
    assert open_conversations(file).set_aside == file.with_name("conversations.sqlite.damaged-2")


def test_the_database_of_another_program_is_named_and_left_as_it_is(file):
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE photographs (id)")
    raw = file.read_bytes()
    with pytest.raises(StoreUnusable) as refused:
        open_conversations(file)
    assert (refused.value.fault, refused.value.where) == ("foreign", str(file))
    assert file.read_bytes() == raw


def test_an_empty_file_becomes_ours(file):
    file.touch()
    assert open_conversations(file).listed("ann") == ()


def test_the_file_of_a_newer_version_is_named_and_left_as_it_is(file, turn):
    newer = SqliteFile(file, (*MIGRATIONS, ("CREATE TABLE advisor_later (id TEXT)",)))
    store = Conversations(newer)
    mine = store.begin("ann", NOON)
    with pytest.raises(StoreUnusable) as refused:
        open_conversations(file)
    assert refused.value.fault == "newer"
    assert store.turns("ann", mine) == ()


def test_an_older_file_is_brought_up_to_date_with_all_that_is_in_it(file, turn):
    store = open_conversations(file)
    mine = store.begin("ann", NOON)
    store.append("ann", mine, turn, NOON, 0)
    later = (
        *MIGRATIONS,
        ("ALTER TABLE advisor_turns ADD COLUMN thumb TEXT",),
        ("CREATE TABLE advisor_later (id TEXT)",),
    )
    assert content(Conversations(SqliteFile(file, later)).turns("ann", mine)) == content([turn])
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (3,)
        assert database.execute("SELECT thumb FROM advisor_turns").fetchall() == [(None,)]


def test_a_step_that_fails_leaves_the_older_file_as_it_was(file, turn):
    store = open_conversations(file)
    mine = store.begin("ann", NOON)
    store.append("ann", mine, turn, NOON, 0)
    with pytest.raises(StoreUnusable):
        SqliteFile(file, (*MIGRATIONS, ("ALTER TABLE advisor_turns ADD COLUMN thumb TEXT", "NONSENSE")))
    assert content(open_conversations(file).turns("ann", mine)) == content([turn])


def test_a_file_that_vanishes_is_a_named_fault_and_no_empty_memory(file, turn):
    store = open_conversations(file)
    file.unlink()
    with pytest.raises(StoreUnusable) as refused:
        store.begin("ann", NOON)
    assert refused.value.fault == "denied"


@pytest.mark.parametrize("place", ["a file in the way", "a folder"])
def test_a_place_that_cannot_be_written_is_named(tmp_path, place):
    (tmp_path / "way").touch()
    where = tmp_path / "way" / "x.sqlite" if place == "a file in the way" else tmp_path
    with pytest.raises(StoreUnusable) as refused:
        open_conversations(where)
    assert (refused.value.fault, refused.value.where) == ("denied", str(where))


@pytest.mark.parametrize("address", ["mysql://user:pass@host/x", "postgresql://%%%", "postgresql://h:x:y/d?nonsense=1"])
def test_an_address_that_is_none_is_named_without_its_password(address):
    pytest.importorskip("psycopg")
    with pytest.raises(StoreUnusable) as refused:
        open_conversations(address)
    assert refused.value.fault == "address"
    assert "pass" not in str(refused.value)


def test_a_server_that_does_not_answer_is_named_without_its_password():
    pytest.importorskip("psycopg")
    with pytest.raises(StoreUnusable) as refused:
        open_conversations("postgresql://ann:" + "hush@127.0.0.1:1/talk")
    assert str(refused.value) == "postgresql://127.0.0.1:1/talk: unreachable"


PROGRAM = """
import resource, signal, sys
from datetime import datetime, UTC
from agent.memory import open_conversations
from agent.memory.stored import loaded
store, mine, text = open_conversations(sys.argv[1]), sys.argv[2], open(sys.argv[3], encoding="utf-8").read()
turn = loaded("words", text)
if len(sys.argv) > 4:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[4]), int(sys.argv[4])))
number = len(store.turns("ann", mine))
while True:
    try:
        store.append("ann", mine, turn, datetime.now(UTC), number)
    except Exception as fault:
        print("FAULT", type(fault).__name__, getattr(fault, "fault", ""), flush=True)
        break
    number += 1
    print(number, flush=True)
"""


@pytest.fixture
def appending(file, tmp_path, turn):
    """A process that appends without end to the one conversation, and says the number of each turn that is in."""
    store = open_conversations(file)
    mine = store.begin("ann", NOON)
    (tmp_path / "answer.json").write_text(stored(turn.answer), encoding="utf-8")

    def start(*limit):
        command = [sys.executable, "-c", PROGRAM, str(file), mine, str(tmp_path / "answer.json"), *map(str, limit)]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    return SimpleNamespace(store=store, mine=mine, start=start)


def test_killed_in_the_midst_of_appending_nothing_confirmed_is_lost(appending):
    """Twenty kills by hand; four here, since each needs a new interpreter."""
    confirmed = 0
    for kill in range(int(os.environ.get("KILLS", "4"))):
        with appending.start() as process:
            for line in process.stdout:
                confirmed = int(line)
                if confirmed % 7 == kill % 7:
                    break
            process.send_signal(signal.SIGKILL)
            confirmed = max([confirmed, *(int(line) for line in process.stdout.read().split())])
        turns = appending.store.turns("ann", appending.mine)
        assert len(turns) - confirmed in (0, 1)  # one may have been in before it could be said
        assert {t.question for t in turns} == {"words"}
        confirmed = len(turns)
    assert appending.store.set_aside is None


def test_a_full_disk_is_a_named_fault_and_loses_nothing(appending, file):
    with appending.start(200_000) as process:
        said = process.communicate(timeout=30)[0].split("\n")
    number = int(said[-3]) if len(said) > 2 else 0
    assert said[-2].startswith("FAULT StoreUnusable")
    turns = open_conversations(file).turns("ann", appending.mine)
    assert len(turns) == number


def test_no_password_is_kept_or_shown_by_the_settings():
    from agent.settings import Settings

    read = Settings.read({"ADVISOR_CONVERSATIONS": "postgresql://ann:" + "hush@host/talk"})
    assert read.conversations.endswith("@host/talk")
    assert "hush" not in repr(read)
