"""A researcher's folder as it may be found: transcripts, surveys, a roster, a codebook, and what is none of these."""

from __future__ import annotations

from tests.support.documents import make_docx, make_xlsx

GROUP = (
    "Moderator: What brought you here?\nAnn: I wanted to help people like me.\nBen: Somebody asked me to stay on.\n"
    "Cat: I had nowhere else to go at first.\nModerator: And then?\nAnn: Then I found that I was good at it.\n"
)
INTERVIEW = "\n".join(
    f"Dan: What happened after that, number {n}?\nParticipant: We went on to it {n}." for n in range(6)
)
GUIDE = "Opening\nWhat brought you here?\nWhat keeps you here?\nWhat would you change?\n"
LETTER = "The course began in spring with nine people who had all worked in the service for a year or more.\n" * 3
CODEBOOK = "codebook:\n  id: c\n  version: '1'\ncodes:\n  - {id: help, label: Help, definition: Somebody helps.}\n"
ROSTER = "participant_id,name,role,may_quote\nP1,Ann Lee,participant,yes\nP2,Ben Hill,participant,no\n"
NUMBERS = "\n".join(f"{n / 7:.4f}  {n * 3}  {n % 5}" for n in range(40))

_ANSWERS = (
    "I would like more time with the team each week",
    "Somebody who listens when it gets hard to bear",
    "Better pay and a proper contract for all of us",
    "To be asked before things are decided above me",
)


def make_rows(n, *, answers=_ANSWERS):
    """Return `n` different answers that read like people's own words."""
    return [f"{answers[k % len(answers)]} and that is reason number {k} of mine" for k in range(n)]


def make_survey(n=24):
    """Return a survey as CSV: an id, a wave, a consent to be quoted, one open and one closed question."""
    lines = ["respondent_id,wave,may_quote,satisfied,What would help you?"]
    rows = enumerate(make_rows(n), start=1)
    lines += [f'R{k},{"before" if k % 2 else "after"},{"yes" if k % 3 else "no"},{k % 5},"{text}"' for k, text in rows]
    return "\n".join(lines) + "\n"


def make_code_table(rows=(("Help", "Somebody helps."), ("Pay", ""))):
    """Return a codebook kept as a workbook."""
    return make_xlsx({"Codes": [("Code", "Definition"), *rows]})


def make_document(*paragraphs):
    """Return a Word document of `paragraphs`."""
    return make_docx(lambda document: [document.add_paragraph(text) for text in paragraphs])


def fill(folder, files):
    """Write `files` (name -> text or bytes) below `folder` and return it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    folder.mkdir(exist_ok=True)
    return folder
