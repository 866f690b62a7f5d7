"""Invented words for the report's tables: themes of a community garden's volunteers, each with sentences."""

from __future__ import annotations

THEMES: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "belonging": (
        "Finding a place to belong",
        "Being known, expected and missed by the other volunteers.",
        "part of something",
        (
            "I felt part of something the first morning I came, and I had not felt that in years.",
            "They noticed when I was away, and that made me part of something.",
            "You are part of something there; somebody keeps a cup for you.",
        ),
    ),
    "body": (
        "Work that the body remembers",
        "Tiredness, strength and sleep that come from digging, carrying and being outdoors.",
        "sleep",
        (
            "I sleep on the days I dig. On the other days I lie there counting.",
            "My back aches in a good way and I sleep like a child.",
            "It gave me my sleep back, honestly, more than the tablets did.",
        ),
    ),
    "pace": (
        "Going at one's own pace, without being hurried, measured or compared with the person at the next bed",
        "Freedom to come, rest, leave and return without explaining.",
        "nobody hurried",
        (
            "Nobody hurried me, and so I came back.",
            "It took me a month to talk, and nobody hurried that along.",
            "If you only water one row that is fine; nobody hurried anyone.",
        ),
    ),
    "teaching": (
        "Passing it on",
        "Showing others how to do things, and being shown.",
        "showed",
        (
            "She showed me how to tie the beans and now I show the new ones.",
            "He showed us three ways to prune and let us spoil two trees.",
            "Someone showed me once; that is how it goes round.",
        ),
    ),
    "weather": (
        "Weather, money and other limits",
        "What closes the garden, empties it, or costs more than people have.",
        "the bus",
        (
            "In winter there is no light and the bus stops at five.",
            "It is the bus fare, to be plain, that decides the week.",
            "Rain we can take, but without the bus I cannot get there.",
        ),
    ),
    "grief": (
        "Room for grief",
        "Remembering the dead, and losses spoken of while doing something else.",
        "my mother",
        (
            "I planted the rose for my mother and told nobody for a year.",
            "You talk about my mother more easily with your hands in the soil.",
        ),
    ),
    "stigma": (
        "Not being the patient",
        "Being met as a gardener, and what happens when the diagnosis comes up.",
        "patient",
        (
            "There I am not a patient, I am the one with the good tomatoes.",
            "When they heard where I had been I was a patient again for a week.",
        ),
    ),
}

# Those that stand in a codebook of their own, for the survey alone, where a study has two codebooks.
SURVEY_THEMES: tuple[str, ...] = ("weather", "grief", "stigma")

FILLERS: tuple[str, ...] = (
    "Yes, well, it was a Tuesday, I think.",
    "Can I come back to that one?",
    "The shed needs a new door, I keep saying it.",
    "We had eleven people that day.",
    "I would agree with what was said.",
)

PROMPTS: tuple[str, ...] = (
    "Thank you. What brought you to the garden in the first place?",
    "Would anyone like to add to that?",
    "And what has changed since then?",
)

QUESTIONS: tuple[tuple[str, str, str], ...] = (
    ("arrival", "The garden", "What brought you to the garden, and what were the first weeks like?"),
    ("change", "The garden", "What has changed for you since you started?"),
    ("hinder", "Getting there", "What makes it hard to come?"),
    ("survey", "Survey", "In your own words: what does the garden mean to you?"),
)
