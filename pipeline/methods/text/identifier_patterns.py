"""Patterns of what identifies a person by its form: the kinds of HIPAA's list that text can hold, British and American.

The order counts: where two kinds fit the same words the longer match wins, then the kind listed first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

DATE, AGE, NUMBER = "date", "age", "number"

_DIGIT = r"(?:zero|oh|o|nought|one|two|three|four|five|six|seven|eight|nine)"
_SAID = rf"(?:(?:double|triple) )?(?:{_DIGIT}|\d{{1,4}})"
_COUNT = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNTED = "|".join(r"[ ,.-]+".join(_COUNT[n : n + 3]) for n in range(len(_COUNT) - 2))
_SPOKEN_PHONE = rf"\b(?!(?:{_COUNTED})\b)(?={_SAID}\b)(?=[^.?!\n]*\b{_DIGIT}\b){_SAID}(?:[ ,-]+{_SAID}){{6,14}}\b"
_PHONE = (
    r"(?<![\w.])(?=(?:[ ().+-]*\d){9,15}(?![ .-]?\d))"
    r"(?:\+\d{1,3}|\(\+?\d{2,5}\)|00\d{2}|0\d{2,5})(?:[ ().-]{0,2}\d{2,})+(?!\d)"
    r"|(?<![\w.-])(?:\(\d{3}\) ?|\d{3}[-.])\d{3}[-.]\d{4}(?![\d-])"
    rf"|{_SPOKEN_PHONE}"
)
_SPOKEN_MAIL = (
    r"\b[a-z0-9_-]+(?: (?:dot|underscore|dash|hyphen) [a-z0-9_-]+){0,3} at [a-z0-9-]+(?: dot [a-z0-9-]+){0,2}"
    r" dot (?:com|org|net|edu|gov|info|uk|ca|ie|io|au|us)\b"
)
_YEAR = r"(?:19|20)\d\d"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|(?-i:May|MAY)|(?<=of )may|may(?=,? (?:19|20)\d\d)"
    r"|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_ORDINAL_WORD = (
    r"(?:(?:twenty[ -]|thirty[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh"
    r"|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
_DAY = r"(?:(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?)"
_THEN_YEAR = rf"(?:,? (?:of )?{_YEAR}\b)"
_NO_DAY = r"(?! (?:people|of us|years?|months?|weeks?|hours?|minutes?|percent|per cent)\b)(?![:.,]?\d)"
_DATE = (
    rf"\b(?:the )?(?:{_DAY} (?:of )?|{_ORDINAL_WORD} of ){_MONTH}{_THEN_YEAR}?(?! ?\d)"
    rf"|\b{_MONTH} (?:the )?(?:{_DAY}|{_ORDINAL_WORD})\b{_NO_DAY}{_THEN_YEAR}?"
    rf"|\b{_MONTH},? (?:of )?{_YEAR}\b"
    rf"|(?<![\d/.-])(?:\d{{1,2}}/\d{{1,2}}/\d\d|\d{{1,2}}([/.-])\d{{1,2}}\1{_YEAR}|{_YEAR}([-/.])\d{{1,2}}\2\d{{1,2}})"
    r"(?![\d/-]|\.\d)"
    r"|(?:(?<=\bon )|(?<=\bsince )|(?<=\bby )|(?<=\buntil )|(?<=\bdated ))"
    r"(?:1[0-2]|0?[1-9])/(?:[12]\d|3[01]|0?[1-9])(?![\d/])"
)
_NINETIES = r"ninety(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?"
_OVER_89 = rf"(?:9\d|1[01]\d|{_NINETIES}|(?:one|a) hundred(?: and (?:one|two|three|four|five))?)"
_THEIRS = "|".join(rf"(?<={said} )" for said in ("he's", "she's", "he is", "she is", "he was", "i am", "i was", "i'm"))
_OF_AGE = "|".join(rf"(?<=\b{said} )" for said in ("aged", "age", "age of", "turned", "turning"))
_KIN = (
    r"(?:mother|mom|mum|mama|father|dad|grand(?:mother|father|ma|pa)|aunt(?:ie)?|uncle|(?:oldest|eldest)(?: \w+)?"
    r"|lady|woman|man|gentleman)"
)
_NO_AGE = r"(?! ?(?:%|per ?cent|percent|minutes|hours|days|miles|pounds|dollars|pages))"
_AGE = (
    rf"\b{_OVER_89}(?=[ -]years?[ -]olds?\b|[ -]?y/?o\b)|(?:{_OF_AGE}){_OVER_89}\b"
    rf"|(?:{_THEIRS}){_NINETIES}{_NO_AGE}\b"
    rf"|\b(?:{_KIN}(?: is|'s| was|,)?(?: (?:she|he)(?: is|'s| was))?) (?P<found>{_OVER_89})\b{_NO_AGE}"
)
_ROAD = (
    r"(?:street|st|road|rd|avenue|ave|lane|ln|crescent|cres|terrace|boulevard|blvd|highway|hwy|parkway|pkwy|mews"
    r"|(?-i:Drive|Dr|Court|Ct|Close|Place|Pl|Way|Square|Sq|Gardens|Grove|Row|Circle|Trail))"
)
_ALSO_ROAD = r"(?:drive|court|close|way|square|gardens|grove|row|circle|trail)"
_TENS = (
    r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
)
_UNIT = r"(?:,? ?(?:apartment|apt|flat|unit|suite|ste|room)\.? ?#?\w{1,5}\b)"
_NOT_STREET = (
    r"(?!(?:of|the|a|an|and|in|on|at|to|for|with|from|percent|per|years?|months?|weeks?|days?|hours?|minutes?|miles?"
    r"|people|times|different|more|other|ways?|places?)\b)"
)
_ADDRESS = (
    rf"(?<![\d.,:/-])\b(?:\d{{1,5}}[a-z]?|{_TENS}),? (?:(?:north|south|east|west|n|s|e|w)\.? )?"
    rf"(?:(?:{_NOT_STREET}[a-z][a-z'\u2019-]+ ){{1,3}}{_ROAD}|{_NOT_STREET}[a-z][a-z'\u2019-]+ {_ALSO_ROAD})"
    rf"\b\.?{_UNIT}?"
    r"|\bp\.? ?o\.? box (?:number )?\d+"
)
_POSTCODE = (
    r"\b(?:[a-z]{1,2}\d[a-z\d]? \d[abd-hjlnp-uw-z]{2}|(?-i:[A-Z]{1,2}\d[A-Z\d]?\d[ABD-HJLNP-UW-Z]{2}))\b"
    r"|\b(?-i:[A-Z]{2}),? \d{5}(?:-\d{4})?\b"
    r"|(?<=\bzip code is )\d{5}\b|(?<=\bzip code )\d{5}\b|(?<=\bzip is )\d{5}\b|(?<=\bzip )\d{5}\b"
)
_CUE = (
    r"(?:social security|medical record|mrn|chart|case|badge|licen[cs]e|driving licen[cs]e|driver'?s licen[cs]e"
    r"|passport|account|acct|policy|member(?:ship)?|patient|client|employee|staff|student|record|file|certificate"
    r"|ticket|inmate|prisoner|booking|docket|claim|invoice|incident|serial|device|hospital|nhs|chi|national insurance"
    r"|health plan|beneficiary|insurance|reference|sort code"
    r"|medicaid|medicare)"
)
_CUED = (
    rf"\b{_CUE}(?: (?:number|no\.?|num|id|code|#))?(?: is|'s| was|:|,| of)?(?: (?:number|no\.?|#))? ?#?"
    r"(?P<found>(?=\w)(?!(?:19|20)\d\d\b)(?=(?:[ -]?[a-z]){0,3}(?:[ -]?\d){4})"
    r"(?:[a-z]{0,3}-?|(?-i:[A-Z]{1,3}) )\d[\da-z]*(?:[- ]\d[\da-z]*){0,5})(?!\w)"
    rf"|\b{_CUE} (?:number|no\.?|id|code)(?: is|'s| was|:|,)? (?P<said>{_DIGIT}(?:[ ,-]+{_DIGIT}){{3,}})\b"
)
_PLATE = (
    r"\b(?:licen[cs]e plate|number plate|plate|registration|reg|tag)(?: number)?(?: is|'s| was|:|,)? "
    r"(?P<found>(?=[a-z -]{0,6}\d|\d)(?:[a-z\d]{2,4}[ -]?[a-z\d]{2,4}|[a-z\d]{5,8}))\b(?! (?:years|months|people))"
)
_DATES = (
    rf"{_YEAR}(?:[ -]{_YEAR})+(?![ -]?\d)|{_YEAR}-\d\d(?![\d-])|\d{{4}}-\d\d?-\d\d?(?!\d)|\d\d?-\d\d?-\d{{4}}(?!\d)"
)
_NUMBER = (
    rf"(?<!\d)(?<!\d[.,-])(?!{_DATES})(?:[A-Za-z]{{0,3}}\d{{5,}}|\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?"
    r"|\d{2,}(?:-\d{2,}){2,}|\d{3}-\d{4}|\d{3,}(?: \d{3,})+)[A-Za-z]{0,2}(?!\d)"
)

PATTERNS: Mapping[str, str] = {
    "e-mail": rf"(?i:(?<![\w.+-])[\w.+'-]+@[\w-]+(?:\.[\w-]+)+|{_SPOKEN_MAIL})",
    "URL": r"(?:https?://|www\.)[^\s<>\"]*[\w/]"
    r"|(?<![\w@.-])[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|info|io|(?:ac|co|gov|nhs|org|sch)\.uk)\b"
    r"(?:/[^\s<>\"]*[\w/])?"
    r"|(?i:\bwww dot [a-z0-9-]+(?: dot [a-z0-9-]+){1,3})",
    "handle": r"(?<![\w@.])@[A-Za-z_]\w*",
    "IP address": r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.]*\d)"
    r"|(?<![\w:])(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}(?![\w:])",
    "social security number": r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])",
    "national insurance number": r"(?i:\b[a-ceghj-prstw-z]{2} ?\d\d ?\d\d ?\d\d ?[a-d]\b)",
    "phone": f"(?i:{_PHONE})",
    "address": f"(?i:{_ADDRESS})",
    "postcode": f"(?i:{_POSTCODE})",
    "plate": f"(?i:{_PLATE})",
    "record number": f"(?i:{_CUED})",
    DATE: f"(?i:{_DATE})",
    AGE: f"(?i:{_AGE})",
    NUMBER: _NUMBER,
}
IN_DIGITS = frozenset(
    {"IP address", "social security number", "national insurance number", "postcode", "plate", NUMBER}
)
"""Kinds that are never without a digit."""
LEAST_DIGITS = 5
"""A row of digits shorter than this is no number that identifies."""

UNMISTAKABLE = ("e-mail", "IP address", "social security number", "national insurance number", "phone")
"""Kinds that no table and no page holds for another reason than a person."""

_A_YEAR = re.compile(_YEAR)


def coarsen(kind: str, found: str) -> str:
    """Return what stands for `found` without telling whom it identifies: an age over 89, a year, or just the kind."""
    if kind == AGE:
        return "over 89"
    year = _A_YEAR.search(found) if kind == DATE else None
    return year.group() if year else kind
