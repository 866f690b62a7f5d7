"""Survey tools told by their exports: how many header rows they write, who a row is about, which columns are theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.formats.surveys.values import is_moment
from pipeline.methods.text.words import squeeze

_IMPORT_ID = re.compile(r'\{\s*"ImportId"\s*:\s*"(?P<id>[^"]+)".*\}', re.DOTALL)
_ENOUGH = 3
_MOST_HEADERS = 3


def fold_header(header: str) -> str:
    """Return a header as headers are compared between tools and versions: its letters and digits, no capitals."""
    return re.sub(r"[\W_]+", "", header.casefold())


def read_header(cell: str) -> str:
    """Return the name that a header's cell gives its column; a cell of Qualtrics' third row gives its ImportId."""
    text = squeeze(cell)
    found = _IMPORT_ID.fullmatch(text) if text.startswith("{") else None
    return found["id"] if found else text


@dataclass(frozen=True, slots=True)
class Dialect:
    """What the export of one survey tool looks like; all headers are written as `fold_header` writes them.

    `person` is the column that tells people apart, `response` the one that tells rows apart, `event` what else tells
    the rows of one person apart; `own` are columns that the tool adds, `personal` those of them that identify somebody,
    `names` those that hold a name. `tests` and `unfinished` are columns with the values that mean a response of the
    researchers, or one that was not submitted. `evidence` is how the tool was recognised.
    """

    name: str = ""
    evidence: str = ""
    header_rows: int = 1
    person: frozenset[str] = frozenset()
    response: frozenset[str] = frozenset()
    event: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    personal: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    tests: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    unfinished: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


PLAIN = Dialect()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_QUALTRICS = Dialect(
    "Qualtrics",
    person=_words("responseid recordid"),
    response=_words("responseid recordid"),
    own=_words(
        "startdate enddate status responsetype progress durationinseconds duration finished recordeddate responseid"
        " recordid externalreference externaldatareference distributionchannel userlanguage qrecaptchascore"
        " qrelevantidduplicate qballotboxstuffing qlanguage responseset"
    ),
    personal=_words(
        "ipaddress recipientlastname recipientfirstname recipientemail locationlatitude locationlongitude"
        " locationaccuracy emailaddress"
    ),
    names=("recipientfirstname", "recipientlastname"),
    tests=(_words("status responsetype"), _words("1 2 9 17 surveypreview surveytest previewspam offlinepreview")),
    unfinished=(_words("finished"), _words("false 0 no")),
)
_DATES = _words("startdate enddate recordeddate")
_REDCAP = Dialect(
    "REDCap",
    event=_words(
        "redcapeventname eventname redcaprepeatinstrument repeatinstrument redcaprepeatinstance repeatinstance"
    ),
    own=_words(
        "redcapeventname eventname redcaprepeatinstrument repeatinstrument redcaprepeatinstance repeatinstance"
        " redcapdataaccessgroup dataaccessgroup surveytimestamp complete"
    ),
    personal=_words("redcapsurveyidentifier surveyidentifier"),
)
_LIMESURVEY = Dialect(
    "LimeSurvey",
    response=_words("id responseid idresponseid"),
    own=_words(
        "id responseid idresponseid submitdate datesubmitted submitdatedatesubmitted lastpage lastpagelastpage"
        " startlanguage startlanguagestartlanguage seed seedseed startdate datestarted startdatedatestarted datestamp"
        " datelastaction datestampdatelastaction token accesscode tokenaccesscode tokentoken interviewtime"
        " interviewtimetotaltime totaltime"
    ),
    personal=_words(
        "ipaddr ipaddress ipaddripaddress refurl referrerurl refurlreferrerurl firstname lastname email emailaddress"
        " firstnamefirstname lastnamelastname emailemailaddress"
    ),
    names=("firstname", "lastname"),
    unfinished=(_words("submitdate datesubmitted submitdatedatesubmitted"), frozenset(("",))),
)
_SURVEYMONKEY = Dialect(
    "SurveyMonkey",
    person=_words("respondentid"),
    response=_words("respondentid"),
    own=_words("respondentid collectorid startdate enddate datecreated datemodified customdata1 customdata"),
    personal=_words("ipaddress emailaddress firstname lastname"),
    names=("firstname", "lastname"),
)
_GOOGLE = Dialect(
    "Google Forms",
    own=_words("timestamp zeitstempel horodateur marcatemporal score"),
    personal=_words("username emailaddress emailadresse"),
)
_MICROSOFT = Dialect(
    "Microsoft Forms",
    response=_words("id"),
    own=_words("id starttime completiontime lastmodifiedtime language totalpoints quizfeedback gradepostedtime"),
    personal=_words("email name"),
    names=("name",),
)


def recognise(rows: Sequence[Sequence[str]], header_rows: int = 0) -> Dialect:
    """Return the survey tool whose export begins with `rows`, with how it was recognised; `PLAIN` if none.

    Args:
        rows: the first rows of the table, headers and a few more.
        header_rows: how many of them the format itself says are headers; 0 if it does not.
    """
    heads = [fold_header(read_header(cell)) for cell in rows[0]] if rows else []
    found = next(
        (dialect for find in (_find_qualtrics, *_FINDERS) for dialect in find(heads, rows)),
        PLAIN,
    )
    return replace(found, header_rows=header_rows) if header_rows else found


def _find_qualtrics(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Dialect]:
    top = rows[:_MOST_HEADERS]
    ids = [n for n, row in enumerate(top) if any(cell.lstrip().startswith('{"ImportId"') for cell in row)]
    own = [head for head in heads if head in _QUALTRICS.own | _QUALTRICS.personal]
    if not ids and (len(own) <= _ENOUGH or _QUALTRICS.response.isdisjoint(heads)):
        return
    dated = [n for n, head in enumerate(heads) if head in _DATES]
    n_headers = 1
    while n_headers < len(top) and (n_headers in ids or _is_wording(top[n_headers], dated)):
        n_headers += 1
    evidence = "its ImportIds" if ids else "its columns " + ", ".join(f"'{rows[0][heads.index(h)]}'" for h in own[:3])
    yield replace(_QUALTRICS, evidence=evidence, header_rows=max(n_headers, *(n + 1 for n in ids), 1))


def _is_wording(row: Sequence[str], dated: Sequence[int]) -> bool:
    """Return whether `row` is a header: where dates stand, it holds words without a digit."""
    cells = [row[n] for n in dated if n < len(row)]
    return bool(cells) and all(cell.strip() and not re.search(r"\d", cell) for cell in cells)


def _find_surveymonkey(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Dialect]:
    if {"respondentid", "collectorid"} <= set(heads):
        below = rows[1] if len(rows) > 1 else []
        key = heads.index("respondentid")
        is_header = any(map(str.strip, below)) and not "".join(below[key : key + 1]).strip()
        yield replace(
            _SURVEYMONKEY,
            evidence=f"its columns '{rows[0][key]}' and '{rows[0][heads.index('collectorid')]}'",
            header_rows=2 if is_header else 1,
        )


def _find_redcap(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Dialect]:
    marks = [n for n, head in enumerate(heads) if head.startswith("redcap")]
    forms = [n for n, cell in enumerate(rows[0] if rows else []) if cell.endswith("_complete") or cell == "Complete?"]
    is_labelled = bool(forms) and "eventname" in heads
    if (marks and forms) or len(marks) > 1 or is_labelled or _starts_with_record(heads, rows, forms):
        used = [rows[0][n] for n in (0, *marks, *forms)[:3]]
        yield replace(
            _REDCAP,
            evidence="its columns " + ", ".join(f"'{name}'" for name in used),
            person=frozenset(heads[:1]),
            own=_REDCAP.own | {heads[n] for n in forms} | {head for head in heads if head.endswith("timestamp")},
            unfinished=(frozenset(heads[n] for n in forms), _words("0 incomplete")),
        )


def _starts_with_record(heads: Sequence[str], rows: Sequence[Sequence[str]], forms: Sequence[int]) -> bool:
    cells = {fold_header(row[n]) for row in rows[1:] for n in forms if n < len(row)}
    is_record = bool(heads) and heads[0].endswith("id")
    return is_record and bool(forms) and cells <= _words("0 1 2 incomplete unverified complete") | {""}


def _find_limesurvey(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Dialect]:
    submitted = _LIMESURVEY.unfinished[0] & set(heads)
    language = _words("startlanguage startlanguagestartlanguage lastpage lastpagelastpage") & set(heads)
    if submitted and language and not _LIMESURVEY.response.isdisjoint(heads):
        used = (heads.index(head) for head in sorted(submitted | language, key=list(heads).index))
        yield replace(_LIMESURVEY, evidence="its columns " + ", ".join(f"'{rows[0][n]}'" for n in used))


def _find_microsoft(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Dialect]:
    if {"id", "starttime", "completiontime"} <= set(heads):
        used = (heads.index(head) for head in ("id", "starttime", "completiontime"))
        yield replace(_MICROSOFT, evidence="its columns " + ", ".join(f"'{rows[0][n]}'" for n in used))


def _find_google(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Dialect]:
    moments = [row[0] for row in rows[1:] if row and row[0].strip()]
    if heads[:1] and heads[0] in _GOOGLE.own - {"score"} and all(map(is_moment, moments)):
        yield replace(_GOOGLE, evidence=f"its first column '{rows[0][0]}'")


_FINDERS = (_find_surveymonkey, _find_redcap, _find_limesurvey, _find_microsoft, _find_google)
