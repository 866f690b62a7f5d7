"""The intake report: what was understood of each file, for people to check; labels only in the restricted folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.methods.text.intake import FileIntake, SpeakerIntake
from pipeline.methods.text.passages import KEPT

_MOST_FILES = 12
_MOST_LABELS = 5
_UNLISTED = "not on the roster"


def render_intake(intakes: Sequence[FileIntake], *, with_labels: bool) -> str:
    """Return the intake report as Markdown that reads as plain text too.

    Args:
        intakes: what was understood of each file.
        with_labels: whether to show how the files call people; never for a screen or a log.
    """
    parts = ["# Intake: what was understood of each file", _sum_up(intakes)]
    for intake in intakes:
        parts += [f"## {intake.file}", "\n".join(_list_facts(intake))]
        parts += [_render_speakers(intake, with_labels=with_labels)] if intake.speakers else []
    return "\n\n".join(parts) + "\n"


def render_intake_lines(intakes: Sequence[FileIntake], *, folded: bool) -> str:
    """Return the intake in short: one line a file, or, if `folded` and there are many files, only their sum.

    Args:
        intakes: what was understood of each file.
        folded: whether more than twelve files are too many to list.
    """
    if folded and len(intakes) > _MOST_FILES:
        return _sum_up(intakes) + "\n"
    return "\n".join([*map(_sum_up_file, intakes), _sum_up(intakes)]) + "\n"


def render_told_intake(intakes: Sequence[FileIntake]) -> str:
    """Return the intake as it is told on the screen: the report without labels, or one line a file of many."""
    if len(intakes) > _MOST_FILES:
        return render_intake_lines(intakes, folded=False)
    return render_intake(intakes, with_labels=False)


def _sum_up(intakes: Sequence[FileIntake]) -> str:
    n_all = sum(intake.n_characters for intake in intakes)
    n_kept = sum(intake.n_kept for intake in intakes)
    n_turns = sum(intake.n_turns for intake in intakes)
    n_words = sum(intake.n_words for intake in intakes)
    return (
        f"{len(intakes)} file(s), {n_turns:,} turns and answers, {n_words:,} words;"
        f" characters: {n_all:,} in = {n_kept:,} in turns + {n_all - n_kept:,} skipped for a reason."
    )


def _sum_up_file(intake: FileIntake) -> str:
    if intake.is_survey:
        who = f"{intake.n_sources:,} sheets of {intake.n_people:,} people, {intake.n_turns:,} answers"
    else:
        n_leading = sum(speaker.role == "facilitator" for speaker in intake.speakers)
        who = f"{intake.n_people} speaker(s), {n_leading} of them leading, {intake.n_turns:,} turns"
    skipped = intake.n_characters - intake.n_kept
    return f"{intake.file}: {intake.recognised}; {who}, {intake.n_words:,} words; {skipped:,} characters skipped"


def _list_facts(intake: FileIntake) -> Iterator[str]:
    yield f"- recognised: {intake.recognised}"
    if intake.is_survey:
        sheets = f"{intake.n_sources:,} response sheets of {intake.n_people:,} people"
        yield f"- {sheets}: {intake.n_turns:,} answers, {intake.n_words:,} words"
    else:
        yield f"- {intake.n_people} speaker(s), {intake.n_turns:,} turns, {intake.n_words:,} words"
    skipped = [f"{fate} {n:,} ({places:,}x)" for fate, (n, places) in intake.fates.items() if fate != KEPT]
    n_skipped = intake.n_characters - intake.n_kept
    yield f"- characters: {intake.n_characters:,} in = {intake.n_kept:,} in turns + {n_skipped:,} skipped" + (
        f": {', '.join(skipped)}" if skipped else ""
    )
    if intake.links:
        ways = ", ".join(f"{n} by {way}" for way, n in intake.links.items())
        yield f"- questions recognised: {ways}" + (
            f"; {intake.unlinked_share:.0%} of the participants' words answer none"
            if intake.unlinked_share is not None
            else ""
        )


def _render_speakers(intake: FileIntake, *, with_labels: bool) -> str:
    header = ["person", "role", "turns", "words", "share", "known by", *(["labels"] if with_labels else [])]
    rows = [_list_cells(speaker, intake.n_words, with_labels=with_labels) for speaker in intake.speakers]
    widths = [max(len(row[n]) for row in (header, *rows)) for n in range(len(header))]
    ruled = ["-" * width for width in widths]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in (header, ruled, *rows)
    )


def _list_cells(speaker: SpeakerIntake, n_words: int, *, with_labels: bool) -> list[str]:
    share = f"{speaker.n_words / n_words:.0%}" if n_words else "-"
    cells = [speaker.participant_id, speaker.role, f"{speaker.n_turns:,}", f"{speaker.n_words:,}", share]
    shown = [label.replace("|", "/") for label in speaker.labels[:_MOST_LABELS]]
    more = [f"and {len(speaker.labels) - _MOST_LABELS} more"] if len(speaker.labels) > _MOST_LABELS else []
    return [*cells, speaker.rule or _UNLISTED, *(["; ".join([*shown, *more])] if with_labels else [])]
