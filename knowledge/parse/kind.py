"""What a file is, by its content; its name decides only between the kinds of plain text."""

import re

from knowledge.parse.schema import Kind, Refused

_PDF = re.compile(rb"[\s\xef\xbb\xbf]{0,16}%PDF-")
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.{0,4000}?-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"</?(?:p|div|table|span|h[1-6]|ul|ol|li|br|a|section|article)[\s/>]", re.IGNORECASE)
_XML = re.compile(r"\s*<(?:\?xml|!doctype|svg)\b", re.IGNORECASE)
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_ODD = 0.02  # of a text may be control characters before it is no text


def kind_of(content: bytes) -> Kind:
    """The kind of a binary file; "text" for all that may be one. Refused where it is neither."""
    if not content:
        raise Refused("empty")
    if _PDF.match(content):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return "docx"  # the docx parser looks inside and refuses other archives
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise Refused("encrypted" if _ENCRYPTED_OFFICE in content else "old_office")
    if content.startswith(b"{\\rtf"):
        raise Refused("unknown_kind")
    return "text"


def text_kind(text: str, suffix: str) -> Kind:
    """Whether a text is a page of HTML; a fragment is one where the name says so too."""
    start = text[:8192].lstrip("\ufeff")
    if _HTML.match(start) or (suffix in (".html", ".htm", ".xhtml") and _TAG.search(start)):
        return "html"
    if _XML.match(start):
        raise Refused("unknown_kind")
    odd = sum(1 for c in text[:65536] if c < " " and c not in "\t\n\r\f\v\x1a\x1b")
    if odd > _ODD * min(len(text), 65536):
        raise Refused("unknown_kind")
    return "text"
