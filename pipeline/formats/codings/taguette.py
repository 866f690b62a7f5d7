"""Taguette's database: highlights with their tags and who made them, as the rows of a table of codings."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from html import unescape

from pipeline.errors import CodingsError
from pipeline.formats.grids import Grid

SQLITE = b"SQLite format 3\x00"
_HEADER = ["text", "document", "code", "start", "end", "coder"]
_MARK_UP = re.compile(r"<[^>]*>")
_HIGHLIGHTS = """
    SELECT h.id, h.snippet, d.name, t.path, h.start_offset, h.end_offset
    FROM highlights h JOIN documents d ON d.id = h.document_id
    LEFT JOIN highlight_tags ht ON ht.highlight_id = h.id LEFT JOIN tags t ON t.id = ht.tag_id
    ORDER BY h.id, t.path
"""
_COMMANDS = "SELECT payload, user_login FROM commands ORDER BY id"


def parse_taguette(data: bytes, name: str) -> Grid:
    """Return a row for each tag of each highlight in the order of their ids: words, document, tag, offsets and user.

    Offsets count UTF-8 bytes of the text without mark-up, as Taguette does. The user is who last set the highlight;
    blank where an imported project no longer knows which of several it was.

    Raises:
        CodingsError: the file is no database of Taguette.
    """
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(data)
            users = _list_users(database.execute(_COMMANDS).fetchall())
            rows = database.execute(_HIGHLIGHTS).fetchall()
    except sqlite3.Error:
        fix = "export the project from Taguette as a project file (.sqlite3), or its highlights as CSV"
        raise CodingsError("the file is no project of Taguette", where=name, fix=fix) from None
    only = next(iter(users.values())) if len(set(users.values())) == 1 else ""
    listed = [
        [unescape(_MARK_UP.sub("\n", snippet)).strip(), document, tag or "", str(start), str(end), users.get(id_, only)]
        for id_, snippet, document, tag, start, end in rows
    ]
    return [_HEADER, *listed]


def _list_users(commands: list[tuple[str, str]]) -> dict[int, str]:
    users: dict[int, str] = {}
    for payload, user in commands:
        done = json.loads(payload)
        if done.get("type") == "highlight_add":
            users[done.get("highlight_id")] = user
    return users
