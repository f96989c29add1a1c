"""advisor ui: the page."""

import os
import socket

from agent.settings import Settings
from knowledge.schema import Language
from knowledge.vocabulary import sentence
from ui.arguments import person, whole_number
from ui.asking import settings
from ui.call import Call, Failed
from ui.console import complain
from ui.people import Misconfigured, People

HIGHEST_PORT = 65_535


def run(call: Call) -> None:
    language = person(call)
    port = whole_number(call.port, "cli.port", 1, HIGHEST_PORT, language)
    chosen = settings(call, language)
    people = _people(chosen, call.host, language)
    complain(_free(call.host, port, language))
    from ui.app import serve  # noqa: PLC0415 - seconds of Gradio, after a word that the page is coming

    if not people.sign_in:
        complain(sentence(language, "cli.page_alone"))
    serve(call.host, port, chosen, people)


def _people(chosen: Settings, host: str, language: Language) -> People:
    """How the page knows who is asking; Failed where it does not, and others than this computer could ask."""
    try:
        people = People.configured(chosen)
    except Misconfigured as fault:
        raise Failed(fault.says(language)) from None
    if refused := people.refused_host(host, language):
        raise Failed(refused)
    return people


def _free(host: str, port: int, language: Language) -> str:
    """The word that the page opens there; Failed where nothing can listen there."""
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        socket.create_server((host, port), family=family).close()
    except (OSError, UnicodeError) as fault:
        number = getattr(fault, "errno", None) or 0
        reason = os.strerror(number) if number > 0 else getattr(fault, "strerror", host)  # below 0: of getaddrinfo
        raise Failed(sentence(language, "cli.no_page", address=address, reason=reason)) from None
    return sentence(language, "cli.page", address=address)
