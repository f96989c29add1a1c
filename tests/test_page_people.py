"""Two people on one page: neither reaches the other's conversations, files or tab, by whatever a client may send."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import quote, urlencode

import docx
import openpyxl
import pytest
from argon2 import PasswordHasher
from made import twin_bytes, zip_bomb
from page_server import Served, service, serving

from knowledge.schema import LANGUAGES
from knowledge.vocabulary import sentence
from ui.drawing import SHOWN
from ui.files import MOST_DOCUMENTS
from ui.guard import LARGEST_DOCUMENT
from ui.handlers import Handlers
from ui.people import People, person_named
from ui.service import Service
from ui.users_file import UsersFile

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

PASSWORD = "correct horse battery"
SECRET = "We are Kumquat Robotics in Shanghai, renting GPUs for RMB 200,000 a month for 18 months."
FORGED = "0123456789abcdef0123456789abcdef"


@pytest.fixture(scope="module")
def kept(adviser, tmp_path_factory) -> Service:
    return service(adviser, tmp_path_factory.mktemp("kept"))


@pytest.fixture(scope="module")
def served(kept, tmp_path_factory) -> Iterator[Served]:
    users = UsersFile(tmp_path_factory.mktemp("users") / "users.yaml")
    for name in ("tanaka", "李"):
        users.put(name, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD))
    with serving(Handlers(kept), People(users=users._path)) as page:
        yield page


@dataclass
class Client:
    """A client that keeps its cookies and sends whatever it likes."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    events: dict[str, int] = field(default_factory=dict)

    def send(self, path, method="GET", body=None, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body, named)
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie") or ():
                name, _, value = line.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def signs_in(self, name: str) -> "Client":
        _, _, form = self.send("/sign-in")
        token = re.search(rb'name="form"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="form"', form)
        assert token
        fields = {"form": (token[1] or token[2]).decode(), "name": name, "password": PASSWORD}
        kind = "application/x-www-form-urlencoded"
        assert self.send("/sign-in", "POST", urlencode(fields), Content_Type=kind)[0] == 303
        return self

    def does(self, button: str, *inputs: object, session="tab", at="") -> dict[str, str]:
        """Raise the event of a component by its number, as nobody can be kept from doing; what is drawn then."""
        number = self._events()[button]
        body = json.dumps({"fn_index": number, "data": inputs, "session_hash": session})
        where = f"/gradio_api/run/predict{f'?c={at}' if at else ''}"
        status, _, content = self.send(where, "POST", body, Content_Type="application/json")
        assert status == 200, content
        return dict(zip(SHOWN, map(str, json.loads(content)["data"][-len(SHOWN) :]), strict=True))

    def acts(self, session="tab", at="", **wish: object) -> dict[str, str]:
        return self.does("grant", json.dumps(wish), "en", session=session, at=at)

    def _events(self) -> dict[str, int]:
        if not self.events:
            config = json.loads(self.send("/config")[2])
            named = {c["id"]: c["props"].get("elem_id") or "" for c in config["components"]}
            self.events = {named.get(t[0], "load"): d["id"] for d in config["dependencies"] for t in d["targets"]}
        return self.events


@pytest.fixture(scope="module")
def tanaka(served) -> Client:
    return Client(served.port).signs_in("tanaka")


@pytest.fixture(scope="module")
def li(served) -> Client:
    return Client(served.port).signs_in("李")


@pytest.fixture(scope="module")
def told(tanaka, kept) -> str:
    """The conversation that the first person has had."""
    drawn = tanaka.does("send", SECRET, "en")
    while "Kumquat" not in drawn["talk"]:
        drawn = tanaka.does("look")
    (found,) = kept.kept.listed(person_named("tanaka").owner)
    return found.id


# --- conversations ---------------------------------------------------------------------------------------------------


def test_a_stranger_reaches_nothing(served, told):
    stranger = Client(served.port)
    body = json.dumps({"fn_index": 1, "data": [], "session_hash": "tab"})
    assert stranger.send("/")[0] == 303
    for path, method in (
        ("/gradio_api/run/predict", "POST"), ("/config", "GET"), (f"/export/{told}.md", "GET"), ("/documents", "POST"),
        ("/page.js", "GET"),
    ):  # fmt: skip
        assert stranger.send(path, method, body, X_Advisor="page")[0] == 401


def test_the_owner_comes_back_to_the_conversation(tanaka, told):
    drawn = tanaka.does("load", session="another tab", at=told)
    assert "Kumquat" in drawn["talk"]
    assert "RMB 200,000 a month" in drawn["side"]


@pytest.mark.parametrize("session", ["tab", "of their own"])
def test_another_persons_address_and_tab_lead_to_nothing(session, li, told):
    for drawn in (li.does("load", session=session, at=told), li.does("look", session=session, at=told)):
        assert "Kumquat" not in str(drawn)


@pytest.mark.parametrize("wish", ["open", "rename", "delete"])
def test_another_persons_id_is_as_unknown_as_a_made_up_one(wish, li, tanaka, told):
    for conversation in (told, FORGED):
        drawn = li.acts(do=wish, id=conversation, words="mine now")
        assert sentence("en", "page.no_such") in drawn["notice"]
        assert "Kumquat" not in str(drawn)
    assert "Kumquat" in tanaka.acts(do="open", id=told)["talk"]


def test_what_another_person_sets_asks_or_stops_stays_their_own(li, tanaka, told):
    for wish in (
        {"do": "set", "name": "early_stage", "value": "yes"}, {"do": "again", "turn": 1}, {"do": "forget", "name": "city"},
        {"do": "feedback", "turn": 1, "value": "up"}, {"do": "stop"},
    ):  # fmt: skip
        assert "Kumquat" not in str(li.acts(at=told, session="forged", **wish))
    assert tanaka.acts(do="open", id=told)["talk"].count("<article") == 1


@pytest.mark.parametrize(
    "wish",
    ["", "{}", "[]", "null", '{"do": "own"}', '{"do": "again", "turn": -1}', '{"do": "open", "id": 7}', "{" * 9000],
)
def test_a_wish_that_cannot_be_read_changes_nothing(wish, tanaka, told):
    tanaka.acts(do="open", id=told)
    assert "Kumquat" in tanaka.does("grant", wish, "en")["talk"]


def test_what_was_said_of_an_answer_is_shown_to_who_said_it(li, tanaka, told):
    tanaka.acts(do="open", id=told)
    drawn = tanaka.acts(do="feedback", turn=1, value="down", reasons=["citation"], words="p. 3")
    assert sentence("en", "page.feedback.citation") + " · p. 3" in drawn["talk"]
    assert "p. 3" not in str(li.acts(do="feedback", turn=1, value="down", words="p. 4"))


# --- files -----------------------------------------------------------------------------------------------------------


def upload(client: Client, name: str, content: bytes, **headers: str) -> tuple[int, str]:
    status, _, said = client.send(
        f"/documents?name={quote(name)}", "POST", content, **{"X_Advisor": "page", "Accept_Language": "ja", **headers}
    )
    return status, said.decode()


def test_a_document_is_its_owners_alone(tanaka, li):
    content = twin_bytes("docx")
    assert upload(tanaka, "契約 2026.docx", content) == (200, sentence("ja", "page.documents.added"))
    assert upload(tanaka, "again.docx", content) == (200, sentence("ja", "page.documents.known"))
    mine = tanaka.acts(do="new")["side"]
    assert "契約 2026.docx" in mine
    (document,) = re.findall(r"remove&quot;,&quot;id&quot;:&quot;([0-9a-f]+)", mine)
    assert "契約" not in li.acts(do="new")["side"]
    assert "契約" not in li.acts(do="remove", id=document)["side"]
    assert "契約" in tanaka.acts(do="new")["side"]
    assert "契約" not in tanaka.acts(do="remove", id=document)["side"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "empty"), ("run.exe", b"MZ\x90\x00\x03" + bytes(200), "unknown_kind"),
        ("broken.pdf", b"%PDF-1.7\nnothing", None), ("bomb.docx", zip_bomb(300), None),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_in_the_persons_language(name, content, reason, tanaka):
    status, said = upload(tanaka, name, content)
    assert status == 422
    assert reason is None or said == sentence("ja", f"own.refused.{reason}")
    assert re.search("[ぁ-ん]", said)


def test_a_file_that_is_too_large_or_sent_by_another_site_is_refused(tanaka):
    assert upload(tanaka, "large.txt", b"x" * (LARGEST_DOCUMENT + 1))[0] == 413
    assert tanaka.send("/documents?name=x.txt", "POST", b"words")[0] == 403
    assert upload(tanaka, "x.txt", b"words", Sec_Fetch_Site="cross-site")[0] == 403
    assert MOST_DOCUMENTS < 1000


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..", "", "a\x00b", "x" * 400, "<img src=x>.txt"])
def test_the_name_of_a_file_is_a_label_and_no_place(name, tanaka, kept):
    assert upload(tanaka, name, f"Notes called {name[:9]!r}.".encode())[0] == 200
    owner = person_named("tanaka").owner
    for document in kept.library(owner).documents():
        assert "/" not in document.name
        kept.library(owner).remove(document.id)


# --- taken along -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_export_can_be_read_back(language, tanaka, told):
    tanaka.cookies["advisor_language"] = language
    made = {kind: tanaka.send(f"/export/{told}.{kind}?turn=1") for kind in ("md", "docx", "xlsx")}
    for status, headers, _ in made.values():
        assert status == 200
        assert headers["content-disposition"].startswith("attachment")
    assert "Kumquat" in made["md"][2].decode()
    assert "Kumquat" in "\n".join(p.text for p in docx.Document(io.BytesIO(made["docx"][2])).paragraphs)
    book = openpyxl.load_workbook(io.BytesIO(made["xlsx"][2]))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert 1_080_000 in cells
    assert not [cell for cell in cells if str(cell).startswith("=")]


@pytest.mark.parametrize("path", ["{told}.md", "{told}.md?turn=1", f"{FORGED}.docx", "{told}.pdf", "{told}.md?turn=9"])
def test_what_is_not_ones_own_or_not_there_cannot_be_taken_along(path, li, tanaka, told):
    assert li.send(f"/export/{path.format(told=told)}")[0] == 404
    if path not in ("{told}.md", "{told}.md?turn=1"):
        assert tanaka.send(f"/export/{path.format(told=told)}")[0] == 404
