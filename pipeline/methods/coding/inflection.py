"""The English endings that a pattern finds by itself: regular ones by rule, the common irregular ones listed."""

from __future__ import annotations

import re

_UNCHANGING_WORDS = """
    a an the and or but nor not no of to in on at by for from with without about into onto over under up down out off
    away back as than then though because while this that these those it its he him his she her hers we us our ours you
    your yours they them their theirs i me my mine who whom whose which what when where why how if so too very just also
    can could will would shall should may might must there here all any some each every both either neither once never
    always only myself yourself himself herself itself ourselves yourselves themselves
"""

_IRREGULAR_VERBS = """
    be am is are was were been|bear bore borne born|beat beaten|become became|begin began begun|bend bent|bet|bind bound
    bite bit bitten|bleed bled|blow blew blown|break broke broken|breed bred|bring brought|build built
    burn burnt|buy bought|catch caught|choose chose chosen|cling clung|come came|cost|creep crept|cut|deal dealt|dig dug
    do does did done|draw drew drawn|dream dreamt|drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen
    feed fed|feel felt|fight fought|find found|flee fled|fly flew flown|forbid forbade forbidden|forget forgot forgotten
    forgive forgave forgiven|freeze froze frozen|get got gotten|give gave given|go goes went gone|grow grew grown
    hang hung|have has had|hear heard|hide hid hidden|hit|hold held|hurt|keep kept|kneel knelt|know knew known|lay laid
    lead led|lean leant|learn learnt|leave left|lend lent|let|lie lay lain lied|light lit|lose lost|make made|mean meant
    meet met|pay paid|put|quit|read|ride rode ridden|ring rang rung|rise rose risen|run ran|say said|see saw seen
    seek sought|sell sold|send sent|set|shake shook shaken|shine shone|shoot shot|show shown|shrink shrank shrunk|shut
    sing sang sung|sink sank sunk|sit sat|sleep slept|slide slid|speak spoke spoken|spend spent|split|spread
    spring sprang sprung|stand stood|steal stole stolen|stick stuck|sting stung|strike struck stricken|strive strove
    swear swore sworn|sweep swept|swim swam swum|swing swung|take took taken|teach taught|tear tore torn|tell told
    think thought|throw threw thrown|tread trod trodden|understand understood|wake woke woken|wear wore worn
    weep wept|win won|write wrote written
"""
_SHORTEST = 3
_KEEP_REGULAR_PAST = frozenset({"bet", "burn", "dream", "hang", "kneel", "lean", "learn", "light", "show", "strive"})
_IRREGULAR_NOUNS = """
    child children|person people|foot feet|tooth teeth|goose geese|mouse mice|life lives|wife wives|knife knives
    half halves|leaf leaves|loaf loaves|shelf shelves|thief thieves|wolf wolves|criterion criteria
    phenomenon phenomena
"""
_PREFIXES = ("fore", "mis", "out", "over", "re", "under", "un", "up", "with")


def _families(listed: str) -> dict[str, tuple[str, ...]]:
    families = (family.split() for family in re.split(r"\||\n", listed) if family.strip())
    return {base: tuple(others) for base, *others in families}


_UNCHANGING = frozenset(_UNCHANGING_WORDS.split())
_VERBS = _families(_IRREGULAR_VERBS)
_NOUNS = _families(_IRREGULAR_NOUNS)


def inflect(word: str) -> tuple[str, ...]:
    """Return the forms that the pattern word `word` stands for, itself first; `word` is in lower case.

    A word in its base form stands for its plural, its possessive, and its forms in -s, -ed and -ing, whatever part of
    speech it is: forms that do not exist do no harm. About 130 irregular verbs (also with a prefix: overcome, undergo)
    and 20 irregular nouns are listed. Words that do not change (the, of, out, my), words under three letters and words
    with a digit or an apostrophe stand for themselves alone. The base form is never sought: `took` does not find take.
    """
    if word in _UNCHANGING or not word.isalpha() or (len(word) < _SHORTEST and word not in _VERBS):
        return (word,)
    forms = [word, *_verb_forms(word), *_plurals(word)]
    owners = [f"{owner}'s" for owner in (word, *_plurals(word)) if owner == word or not owner.endswith("s")]
    return tuple(dict.fromkeys([*forms, *owners]))


def _verb_forms(word: str) -> list[str]:
    if word in _VERBS:
        past = _past(word) if word in _KEEP_REGULAR_PAST else []
        return [*_VERBS[word], *past, *_gerunds(word)]
    prefix = next((p for p in _PREFIXES if word.startswith(p) and word.removeprefix(p) in _VERBS), "")
    irregular = [prefix + form for form in _VERBS[word.removeprefix(prefix)]] if prefix else []
    return [*irregular, *_past(word), *_gerunds(word)]


def _plurals(word: str) -> list[str]:
    if word in _NOUNS:
        return [*_NOUNS[word], _with_s(word)]
    if word.endswith("man"):
        return [f"{word[:-3]}men", _with_s(word)]
    if word.endswith("self"):
        return [f"{word[:-4]}selves"]
    if word.endswith("sis"):
        return [f"{word[:-2]}es"]
    return [_with_s(word), f"{word}s"] if word.endswith("o") else [_with_s(word)]


def _with_s(word: str) -> str:
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}es" if re.search(r"(?:s|x|z|ch|sh|[^aeiou]o)$", word) else f"{word}s"


def _past(word: str) -> list[str]:
    if word.endswith("e"):
        return [f"{word}d"]
    if re.search(r"[^aeiou]y$", word):
        return [f"{word[:-1]}ied"]
    return [f"{stem}ed" for stem in _stems(word)]


def _gerunds(word: str) -> list[str]:
    if word.endswith("ie"):
        return [f"{word[:-2]}ying"]
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")) and word != "be":
        return [f"{word[:-1]}ing"]
    return [f"{stem}ing" for stem in _stems(word)]


def _stems(word: str) -> list[str]:
    """The word before -ed and -ing: its last letter doubled after one short vowel (stop), or both ways (travel)."""
    if word.endswith("ic"):
        return [f"{word}k"]
    if re.fullmatch(r"(?:[^aeiou]*|.*qu)[aeiouy][^aeiouwxy]", word):
        return [word + word[-1]]
    if re.search(r"[^aeiou](?:[aeiouy]|u[ei])[^aeiouwxy]$", word):
        return [word, word + word[-1]]
    return [word]
