"""How well facilitators' own words are linked to the guide: python tests/benchmarks/question_linking.py.

Three interviews by one guide of twelve questions. Each question is asked in words of the facilitator's own, in the
order of the guide, and followed by remarks that ask nothing of the guide ("Can you say a little more?"). A question is
linked right, linked to another, or missed; a remark should leave the question as it is. Each way is measured alone:
numbers and wordings only, and meanings from several thresholds on, with the guide in order and shuffled.
"""

from __future__ import annotations

import sys

import numpy as np

from pipeline.engines.encoder import PACKAGED_MODEL, build_encoder
from pipeline.methods.text.asked import Meaning, name_questions
from pipeline.methods.text.collected import CollectedSource, CollectedTurn
from pipeline.methods.text.questions import Question

GUIDE = {
    "How did you first hear about the training, and what made you sign up?": (
        "So can we start with how you came across the course in the first place?",
        "Tell me about how you found out about this training.",
        "What was it that got you to enrol?",
    ),
    "What were the first few weeks on the job like for you?": (
        "Take me back to when you had just started. What was that like?",
        "And those early days in the post, how did they go?",
        "Could you talk about what it was like at the very beginning, when you were new?",
    ),
    "Who do you turn to for support when the work gets hard?": (
        "When things get tough, who can you lean on?",
        "Is there somebody you go to when it's a difficult day?",
        "Where do you find help for yourself when the job is heavy?",
    ),
    "How would you describe your relationship with your supervisor?": (
        "Let's talk about the person who manages you. How do the two of you get on?",
        "What is your supervisor like to work with?",
        "Tell me a bit about you and your boss.",
    ),
    "How do you keep boundaries between your own recovery and the people you work with?": (
        "How do you make sure your own recovery doesn't get mixed up with theirs?",
        "Where do you draw the line with the people you support?",
        "Peers share their own stories, so how do you protect your own recovery in that?",
    ),
    "What does your family think about the work you do?": (
        "What do they say at home about this job?",
        "How do your relatives feel about you doing this?",
        "And your family, what's their view of it all?",
    ),
    "Do you feel that you are paid fairly for what you do?": (
        "What about the money? Is the wage a fair one?",
        "Do you get paid enough, would you say?",
        "I wanted to ask about salaries. Do you think they're fair?",
    ),
    "If you could change one thing about the service, what would it be?": (
        "Say you had a magic wand: what would be different about the service?",
        "What's the one thing that ought to change here?",
        "If it was up to you, what would you do differently with the service?",
    ),
    "Which skills from the course do you use most?": (
        "What did you learn on the course that you use day to day?",
        "Of the things they taught you, which come in handy?",
        "Which of the course skills have been most useful?",
    ),
    "What gets in the way of doing your job well?": (
        "What stops you from doing the job the way you'd like to?",
        "Are there things that make your work harder than it needs to be?",
        "What obstacles do you come up against at work?",
    ),
    "Where do you see yourself in five years?": (
        "Looking ahead, what would you like to be doing five years from now?",
        "What are your plans for the longer term?",
        "Where do you want to go from here with your career?",
    ),
    "What advice would you give to somebody who is just starting out?": (
        "What would you tell a new person on their first day?",
        "Any tips for people coming into this role?",
        "If a friend were about to start this job, what would you say to them?",
    ),
}
REMARKS = (
    "Can you say a little more about that?",
    "What happened next?",
    "How did that make you feel?",
    "Did anyone else have that experience?",
    "And how long ago was that?",
    "So you're saying it was mostly the paperwork?",
    "Thank you, that's really helpful.",
    "We have about ten minutes left.",
    "Would you like some water before we go on?",
    "Sorry, was that your manager or the nurse?",
    "Does anybody disagree with that?",
    "What do you mean by that?",
    "Could you give me an example?",
    "Why do you think that was?",
    "Who else was in the room?",
    "How many people were on the team then?",
    "You mentioned your sister earlier, does she live nearby?",
    "Is it still like that today?",
    "What did the hospital say?",
    "Did you ever think about leaving?",
    "What would have helped?",
    "How did you deal with that?",
    "Was it easy to get there by bus?",
    "Tell me about your sister.",
)
QUESTIONS = [Question(f"q-{letter}", wording) for letter, wording in zip("abcdefghijkl", GUIDE, strict=True)]
THRESHOLDS = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65)


def make_interview(number: int, order: list[int]) -> tuple[CollectedSource, list[str]]:
    """Return an interview that asks in `order`, and the question that each of its turns is about."""
    turns, truth = [], []
    for place, asked in enumerate(order):
        remarks = [REMARKS[(2 * (place + 12 * number) + n) % len(REMARKS)] for n in range(2)]
        turns += [GUIDE[QUESTIONS[asked].wording][number], *remarks]
        truth += [QUESTIONS[asked].question_id] * 3
    made = tuple(CollectedTurn(text, label="I", line=n) for n, text in enumerate(turns, start=1))
    return CollectedSource(f"interview-{number}", "interview", "", "", f"interview-{number}.txt", made), truth


def count_links(order: list[int], meaning: Meaning | None) -> dict[str, int]:
    """Return how many questions were linked right, to another and not at all, and how many remarks moved."""
    counts = dict.fromkeys(("right", "another", "missed", "moved"), 0)
    for number in range(3):
        source, truth = make_interview(number, order)
        asked = name_questions([source], [[True] * len(source.turns)], QUESTIONS, meaning)
        for n, (found, true) in enumerate(zip(asked.ids[0], truth, strict=True)):
            before = asked.ids[0][n - 1] if n else None
            if n % 3:
                counts["moved"] += found != before
            elif asked.ways[0][n] in {"", "carried forward"}:
                counts["missed"] += 1
            else:
                counts["right" if found == true else "another"] += 1
    return counts


def main() -> None:
    """Print the counts of every way."""
    encoder = build_encoder(PACKAGED_MODEL)

    def compare(texts, wordings):
        return encoder.encode(texts) @ encoder.encode(wordings).T

    in_order = list(range(len(QUESTIONS)))
    shuffled = np.random.default_rng(1).permutation(len(QUESTIONS)).tolist()
    sys.stdout.write(f"{'way':<28}{'right':>7}{'another':>9}{'missed':>8}{'remarks moved':>15}\n")
    for name, order in (("in order", in_order), ("shuffled", shuffled)):
        ways = {"wording only": None} | {f"meaning from {t}": Meaning(compare, t) for t in THRESHOLDS}
        for way, meaning in ways.items():
            found = count_links(order, meaning)
            sys.stdout.write(f"{way + ', ' + name:<28}{found['right']:>7}{found['another']:>9}{found['missed']:>8}")
            sys.stdout.write(f"{found['moved']:>15}\n")
    sys.stdout.write(f"of {3 * len(QUESTIONS)} questions and {6 * len(QUESTIONS)} remarks each\n")


if __name__ == "__main__":
    main()
