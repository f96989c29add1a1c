"""Who is at the other end of a request: the person, the address behind trusted proxies, the language."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import Scope

from knowledge.schema import Language
from ui.shell import language_of

Networks = tuple[IPv4Network | IPv6Network, ...]
_HOUSE = 64  # bits of an IPv6 address; all addresses that share them are one subscriber's


def client_of(scope: Scope, proxies: Networks = ()) -> str:
    """The person who signed in, else the address that is asking."""
    person = scope.get("state", {}).get("person")
    if person is not None and person.name:
        return f"person {person.owner}"
    return address_of(scope, proxies)


def address_of(scope: Scope, proxies: Networks = ()) -> str:
    """The address of the client; of X-Forwarded-For only what trusted proxies added, the nearest first."""
    host = scope["client"][0] if scope.get("client") else ""
    named = [part.strip() for line in Headers(scope=scope).getlist("x-forwarded-for") for part in line.split(",")]
    for before in reversed(named):
        if not within(host, proxies) or _address(before) is None:
            break
        host = before
    return _shared(host)


def within(host: str, networks: Networks) -> bool:
    """Whether the address lies in one of the networks; what is no address lies in none."""
    address = _address(host)
    return address is not None and any(address in network for network in networks)


def networks_of(names: Sequence[str]) -> Networks:
    """Addresses and networks such as 10.0.0.7 or 10.0.0.0/8; ValueError names one that is neither."""
    return tuple(ip_network(name, strict=False) for name in names)


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _shared(host: str) -> str:
    """One name for what one subscriber has: an IPv6 network of 64 bits, an IPv4 address."""
    address = _address(host)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, _HOUSE), strict=False))
    return str(address or host)


def language_for(scope: Scope) -> Language:
    """The language chosen in this browser, else that of Accept-Language."""
    asking = HTTPConnection(scope)
    return language_of(asking.cookies, asking.headers.get("accept-language", ""))


def is_https(scope: Scope, proxies: Networks) -> bool:
    """Whether the browser came over TLS, to us or to a trusted proxy."""
    if scope.get("scheme") == "https":
        return True
    peer = scope["client"][0] if scope.get("client") else ""
    return within(peer, proxies) and Headers(scope=scope).get("x-forwarded-proto", "") == "https"
