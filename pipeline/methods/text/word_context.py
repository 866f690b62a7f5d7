"""The words around a name that is also a word, and how much each of them speaks for the name or for the word."""

from __future__ import annotations

import re
from dataclasses import dataclass

Rule = tuple[bool, int]
"""Whether a rule fits a place, and the weight that it gives; of several the first that fits counts."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SURE = 3
"""From this weight on the words around leave no doubt, whatever the case of the letters."""

_TOKEN = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*|[.,!?;:\n\u2026]")
_STOPS = ".!?;\n\u2026"
_LOOK = 48

MODALS = _words("will may")
_CALENDAR = _words(
    """
    april august autumn day january july june march may spring summer winter sunday
    """
)
_QUALITIES = _words(
    """
    art beauty charity comfort courage destiny faith fear fortune freedom grace happiness harmony honor honour hope
    joy justice liberty life love luck memory mercy merit music peace patience praise pride prudence promise rest
    skill spirit trust truth unity virtue wisdom
    """
)
_VERBS = _words(
    """
    bill drew grant guy hope mark may pat peg rob rose skip sue will chase chance chuck pierce rich sky trip buck don
    drop gene jack jay lance miles nick pace page pitch pin price reed scout ward wade dash ace love trust rush
    """
)
_DESCRIBING = _words(
    """
    black blue bright brown christian early ernest frank free gay gentle grand gray green grey happy hardy holy jolly
    little long loud low noble pleasant rich royal sage sandy short silver small smart stark stern strong sunny sweet
    swift tall tiny true white wild wise worthy young
    """
)

_GREETS = _words(
    """
    hi hey hello hiya thanks cheers dear dr mr mrs ms miss sir sister brother auntie aunt uncle named called
    nicknamed
    """
)
_ADDRESSED = _words(
    """
    ask asked asking asks tell told telling tells met meet meeting invite invited introduce introduced interview
    interviewed hire hired hiring promote promoted supervise supervised supervising email emailed text texted phone
    phoned ring rang rung thank thanked thanking marry married remind reminded remember message messaged replaced
    replace joined join visit visited hug hugged mentor mentored trained overheard congratulate phoning ringing
    """
)
_SENDING = _words(
    """
    with from about like than between beside alongside except without for by to at of on and or plus versus behind
    against near
    """
)
_LINKING = _words("and or on at of to in")
_PEOPLE = _words(
    """
    boss friend colleague coworker supervisor manager director coach mentor husband wife partner boyfriend girlfriend
    son daughter cousin nephew niece mum mom dad mother father grandmother grandfather neighbour neighbor guy fella
    lad lass lady man woman bloke boy girl person peer specialist therapist doctor nurse pastor sponsor
    """
)
_INTENSE = _words("so too very really quite pretty")
_BEFORE_WORDS = _words(
    """
    the a an this these those his its her our their some any no every each more much another such whose
    your my own most less least enough first second last next few many several all
    both either neither one two three four five six seven eight nine ten good great full big small new old best
    better real true false pure bit lot lots kind sort type amount level sense free little highest modern fine
    """
)
_SUBJECTS = _words(
    """
    i you he she it we they who there people everyone everybody nobody someone somebody anyone anybody nothing
    something everything things i'd i'll we'll you'll they'll he'll she'll it'll don't didn't can't couldn't won't
    wouldn't shouldn't can could would should shall might must cannot
    """
)
_SPEAKS = _words(
    """
    said says told asked thinks thought knows knew mentioned talked talks spoke explained agreed laughed laughs
    shared reckons wants wanted went goes came comes works worked lives lived feels felt did does tells asks
    started ended joined left called calls emailed texted told'll texted replied suggested decided phoned loves loved
    hates hated walked died helped helps takes took gave gives got gets sat brought arrived wrote writes retired
    speaks nodded needs needed noticed taught teaches remembers remembered sounds looks looked seems seemed
    """
)
_IS = _words(
    """
    is was has had isn't wasn't hasn't hadn't doesn't didn't who who's whose
    """
)
_ENDS_PHRASE = _words(
    """
    and or but because so when if at in on from about who was is has had with for to of as than then too
    yesterday today tonight earlier here there what how why did does would could should might
    """
)
_AFTER_MODALS = _words(
    """
    be cause choose drive enable face fall focus form highlight impact involve join make miss offer phone save share
    shape stem suit cross emerge enable deliver result receive remember have not never always also just probably still
    then definitely often all only even ever need you we they it he she i there people this that these those sometimes
    usually actually hopefully really come go get do make take
    give see say know think help look work want like find feel tell ask keep let put try use talk start bring happen
    become continue remain change move allow depend require include provide support affect lead show seem turn vary
    well or mean sound probably obviously eventually maybe certainly simply no my your our their his her the a an
    """
)
_OPENS = _words(
    """
    so yeah yes okay ok well right now um no but all and much great brilliant lovely alright absolutely sorry please
    there
    """
)
_TURNS_TO = _words(
    """
    what how why where when can could would do did are you your tell thank thanks welcome maybe i i'm we'd please go
    """
)
_ARTICLES = _words(
    """
    the a an this that their our its his her each every any some no your my
    """
)
_CAUSES = _words(
    """
    let lets help helped helping make made makes watch watched see saw hear heard did does do didn't doesn't don't
    have had
    """
)
_AFTER_WORDS = _words(
    """
    of therapy class classes room gallery group groups project projects work school form forms materials that to it
    this them him her me us you we they i he she the a an my your his our their up down out off on in for based through
    by so application funding money gatherer period power church aid values community communities faith school
    schools people person not be been being therapist therapists teacher more as into these those all again
    """
)
_ACHIEVES = _words(
    """
    say said saying says lose losing lost have having had give gives giving gave find bring full false pure amazing
    free good
    """
)
_BEFORE_DATES = _words(
    """
    in on of by since until till from to last next this every each early late mid end at between before after during
    through
    """
)
SPOKEN_TO = re.compile(
    r"\b(?:sp[eo]a?k|talk|listen|said|say|over|hear|heard|gave|give|thank|email|text|wr[oi]te)\w*"
    r" (?:back )?(?:to|from) $",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Around:
    """The words before (the nearest last) and after a place, in small letters, with the punctuation between them."""

    before: tuple[str, ...]
    after: tuple[str, ...]

    def back(self, n: int) -> str:
        return self.before[-n] if len(self.before) >= n else ""

    def ahead(self, n: int) -> str:
        return self.after[n - 1] if len(self.after) >= n else ""


def weigh_use(text: str, span: tuple[int, int], form: str) -> int:
    """Return how much the words around `span` speak for a name (above 0) or for the word `form` (below 0).

    The case of the letters has no say, so that automatic transcripts can be read, too. 0 means that nothing speaks
    for either.
    """
    start, end = span
    around = _Around(
        tuple(_fold(token) for token in _TOKEN.findall(text[max(0, start - _LOOK) : start])[-4:]),
        tuple(_fold(token) for token in _TOKEN.findall(text[end : end + _LOOK])[:4]),
    )
    is_owned = re.match(r"['\u2019]s\b", text[end:]) is not None
    before, after = _first(_list_before(around, form)), SURE if is_owned else _first(_list_after(around, form))
    return before if before <= -SURE and after == 1 else before + after


def _fold(token: str) -> str:
    return token.lower().replace("\u2019", "'")


def _first(rules: list[Rule]) -> int:
    return next((weight for fits, weight in rules if fits), 0)


def _list_before(around: _Around, form: str) -> list[Rule]:
    last, before = around.back(1), around.back(2)
    is_introduced = last in {"am", "'s", "i'm", "name's"} or (last, before) == ("is", "name")
    is_dated = last in _BEFORE_DATES or last.isdigit() or last[:-2].isdigit()
    return [
        (last in _GREETS or last in _ADDRESSED, SURE),
        (is_introduced, SURE - (form in _DESCRIBING)),
        ((before, last) == ("thank", "you"), SURE),
        (SPOKEN_TO.search(f"{before} {last} ") is not None, 2),
        (form in _CALENDAR and is_dated, -SURE),
        (last in _PEOPLE and form not in MODALS, 2 if before in _BEFORE_WORDS | {"with"} else 1),
        ((before, last) == ("very", "much"), 1),
        (last == "you" and form not in MODALS | _CALENDAR, -int(form in _VERBS)),
        (last == "there" and form not in MODALS, 0),
        (last in _BEFORE_WORDS or last in _SUBJECTS, -SURE),
        (last in _INTENSE and form in _DESCRIBING, -SURE),
        (form in _QUALITIES and last in _ACHIEVES, -2),
        (last == "and" and before in {"me", "you", "him", "her"}, 2),
        (last == "to" and form in _VERBS - MODALS, -1),
        (last in _CAUSES and form in MODALS, 2),
        (last in _LINKING and form in MODALS, 0),
        (last in _SENDING, 0 if form in _QUALITIES | _DESCRIBING else 2),
        (before in _ARTICLES or (form in MODALS and last.endswith("s") and last.isalpha()), -1),
    ]


def _list_after(around: _Around, form: str) -> list[Rule]:
    following, second = around.ahead(1), around.ahead(2)
    ends = not following or following in _STOPS + ","
    return [
        (following in _SPEAKS, 2 if form in _QUALITIES else SURE),
        (following == "and" and second in {"i", "me"}, 2),
        (form in MODALS, _first(_list_after_modal(following))),
        (following in _TURNS_TO and around.back(1) in _OPENS | {""}, 2),
        (following in _IS, 1),
        (following in _AFTER_WORDS, -2 if form in _VERBS | _QUALITIES else -1),
        (form in _DESCRIBING and following.isalpha() and following not in _ENDS_PHRASE, -1),
        (ends, 1),
    ]


def _list_after_modal(following: str) -> list[Rule]:
    is_open = not following.isalpha() or following in _ENDS_PHRASE or following in _SENDING
    return [
        (following in _AFTER_MODALS, -SURE),
        (following in _IS or following in _TURNS_TO or following in MODALS, SURE),
        (is_open or following.endswith(("ed", "s")), 1),
        (True, -1),
    ]
