"""Word documents whose comments are codes: the words under each comment, its text and its author."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.errors import CodingsError, Problem, SourceError
from pipeline.formats.transcripts.docx import find_runs, read_run
from pipeline.formats.zipped import Element, find_part, parse_xml, read_parts
from pipeline.methods.coding.code_names import find_codes, find_unknown
from pipeline.methods.coding.codebook import Codebook
from pipeline.methods.coding.hands import Hand, choose_own
from pipeline.methods.coding.placing import QuotedRow

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_PARTS = r"word/(?:document|comments|commentsExtended)\.xml"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: its number in the document, who wrote it, what it says, the words under it and where they begin."""

    number: int
    author: str
    text: str
    words: str
    start: int | None = None


def parse_comments(data: bytes, name: str) -> tuple[list[Comment], int]:
    """Return the comments of a Word document in their order, and how many replies to comments there are beside them.

    The words under a comment are those that stand there with all tracked changes accepted, paragraphs on new lines.

    Raises:
        SourceError: the document is damaged, or no Word document.
    """
    parts = read_parts(data, name, _PARTS)
    words = _list_words(parse_xml(find_part(parts, "word/document.xml", name), name))
    written = (
        [*parse_xml(parts["word/comments.xml"], name).iter(f"{_W}comment")] if "word/comments.xml" in parts else []
    )
    replies = _list_replies(parts, name)
    own = [comment for comment in written if replies.isdisjoint(_paragraph_ids(comment))]
    order = {id_: n for n, id_ in enumerate(words)}
    ordered = sorted(own, key=lambda comment: order.get(_id_of(comment), len(order)))
    comments = [_read_comment(n, comment, words) for n, comment in enumerate(ordered, start=1)]
    return comments, len(written) - len(own)


def _read_comment(number: int, comment: Element, words: Mapping[str, tuple[str, int]]) -> Comment:
    said, start = words.get(_id_of(comment), ("", None))
    return Comment(number, comment.get(f"{_W}author") or "", _read_text(comment), said, start)


def _id_of(element: Element) -> str:
    return element.get(f"{_W}id") or ""


def _paragraph_ids(comment: Element) -> list[str]:
    return [paragraph.get(f"{_W14}paraId") for paragraph in comment.iter(f"{_W}p")]


def _list_replies(parts: Mapping[str, bytes], name: str) -> set[str]:
    """The paragraphs of comments that answer another comment."""
    if "word/commentsExtended.xml" not in parts:
        return set()
    listed = parse_xml(parts["word/commentsExtended.xml"], name).iter(f"{_W15}commentEx")
    return {each.get(f"{_W15}paraId") for each in listed if each.get(f"{_W15}paraIdParent")}


def _read_text(comment: Element) -> str:
    paragraphs = ("".join(map(read_run, find_runs(paragraph))) for paragraph in comment.iter(f"{_W}p"))
    return "\n".join(text for text in paragraphs if text.strip())


def _list_words(document: Element) -> dict[str, tuple[str, int]]:
    """The words of the range of each comment by its id, and the character with which it begins, in their order."""
    shown = {run for paragraph in document.iter(f"{_W}p") for run in find_runs(paragraph)}
    words: dict[str, list[str]] = {}
    starts: dict[str, int] = {}
    open_now: set[str] = set()
    n_characters = 0
    for element in document.iter():
        if element.tag == f"{_W}commentRangeStart":
            open_now.add(_id_of(element))
            starts[_id_of(element)] = n_characters
        elif element.tag == f"{_W}commentRangeEnd":
            open_now.discard(_id_of(element))
        elif element.tag == f"{_W}p" or element in shown:
            written = "\n" if element.tag == f"{_W}p" else read_run(element)
            n_characters += len(written)
            for id_ in open_now:
                words.setdefault(id_, []).append(written)
    return {id_: ("".join(words.get(id_, ())).strip(), start) for id_, start in starts.items()}


def parse_comment_codes(
    data: bytes, file: str, separator: str, codebook: Codebook, hand: Hand
) -> tuple[list[QuotedRow], list[Problem]]:
    """Return the comments of the coder `hand` as quotations with their codes, and the notices worth telling.

    Raises CodingsError listing every name that means no code with the nearest that does, and authors that the study
    does not know. The document that they stand in is called what the file is called.
    """
    try:
        comments, n_replies = parse_comments(data, file)
    except SourceError as error:
        raise CodingsError.of(error.problems) from None
    is_own = choose_own([comment.author for comment in comments], file, hand)
    own = [comment for comment, is_mine in zip(comments, is_own, strict=True) if is_mine]
    named = [(f"comment {comment.number}", find_codes(comment.text, codebook, separator)) for comment in own]
    if problems := list(find_unknown(named, file, codebook)):
        raise CodingsError.of(problems)
    rows = [
        QuotedRow(
            file=file,
            row=comment.number,
            place=place,
            words=comment.words,
            document=file.rpartition("/")[2],
            start=comment.start,
            code_ids=codes.code_ids,
        )
        for comment, (place, codes) in zip(own, named, strict=True)
        if codes.code_ids
    ]
    return rows, list(_notices(comments, n_replies, file))


def _notices(comments: Sequence[Comment], n_replies: int, file: str) -> Iterator[Problem]:
    if n_replies:
        yield Problem(f"{n_replies} repl(ies) to comments are not read as codes", file, "write codes in comments")
    if not comments:
        yield Problem("the document has no comments", file, "check that this is the coded copy")
