"""What a name says of what it names: a school, a hospital, a street; the noun that its pseudonym may keep."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.methods.text.names import fold

NOUNS: Mapping[str, str] = {
    "academy": "School",
    "agency": "Agency",
    "ave": "Street",
    "avenue": "Street",
    "bridge": "Bridge",
    "cathedral": "Church",
    "center": "Centre",
    "centre": "Centre",
    "charity": "Charity",
    "church": "Church",
    "clinic": "Clinic",
    "club": "Club",
    "college": "College",
    "council": "Council",
    "county": "County",
    "department": "Department",
    "foundation": "Foundation",
    "hospice": "Hospice",
    "hospital": "Hospital",
    "infirmary": "Hospital",
    "institute": "Institute",
    "lane": "Street",
    "library": "Library",
    "mosque": "Mosque",
    "park": "Park",
    "prison": "Prison",
    "project": "Project",
    "river": "River",
    "road": "Street",
    "school": "School",
    "shelter": "Shelter",
    "society": "Society",
    "st": "Street",
    "street": "Street",
    "synagogue": "Synagogue",
    "temple": "Temple",
    "theatre": "Theatre",
    "trust": "Trust",
    "uni": "University",
    "university": "University",
}
_KINDS = {"place", "organisation"}


def describe(kind: str, name: str) -> str:
    """Return the noun that a pseudonym of `name` begins with: what its first or last word says, else its kind.

    Args:
        kind: `person`, `place`, `organisation` or another kind of name.
        name: the folded name.
    """
    words = fold(name).text.split()
    if kind in _KINDS and len(words) > 1:
        for word in (words[-1], words[0]):
            if word in NOUNS and not (word == "st" and word is words[0]):
                return NOUNS[word]
    return kind.capitalize()
