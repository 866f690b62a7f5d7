"""Office files are zip archives that hold the clock: the same content written again as the same bytes."""

from __future__ import annotations

import io
import re
import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)
_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
_FIXED_MOMENT = rb"\g<1>2000-01-01T00:00:00Z\g<2>"


def remove_clock(archive: bytes) -> bytes:
    """Return the office file `archive` (.xlsx, .docx) without the time of its making, packed the same way every time.

    Members keep their order; their timestamps, and the created and modified moments in docProps/core.xml, are fixed.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0
            content = old.read(name)
            new.writestr(member, _MOMENT.sub(_FIXED_MOMENT, content) if name == "docProps/core.xml" else content)
    return packed.getvalue()
