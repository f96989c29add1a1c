"""What Word's and Excel's files have in common: the same input gives the same bytes, and no text breaks the XML."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def same_dates(archive: bytes) -> bytes:
    """The same files in the same order, without the minute in which they were packed."""
    packed = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name), old.read(name), ZIP_DEFLATED)
    return packed.getvalue()


def held(text: str) -> str:
    """The text without the few characters that no XML file can hold."""
    return _NO_XML.sub("", text.replace("\r\n", "\n"))
