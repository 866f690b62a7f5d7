"""Frequencies: how often each code was given, by how many, how common it is, and who spoke how much."""

from __future__ import annotations

from pipeline import outputs, schemas
from pipeline.errors import Problem
from pipeline.methods.agreement.readings import collect_decisions, collect_readings, list_codable, roll_up
from pipeline.methods.coding.gate import judge_machine
from pipeline.methods.frequencies.design import find_uneven_sample
from pipeline.methods.frequencies.estimates import Coded, find_uncounted, tabulate_frequencies
from pipeline.methods.frequencies.groups import ALL, assign_groups, check_groupings
from pipeline.methods.frequencies.participation import count_participation
from pipeline.store import read_table, write_table
from pipeline.study import Study


def run(study: Study) -> list[Problem]:
    """Count and estimate every code overall and in each group, and count who spoke how much."""
    sources = read_table(study.path(outputs.SOURCES), schemas.SOURCES)
    participants = read_table(study.path(outputs.PARTICIPANTS), schemas.PARTICIPANTS)
    turns = read_table(study.path(outputs.TURNS), schemas.TURNS)
    segments = read_table(study.path(outputs.SEGMENTS), schemas.SEGMENTS)
    codes = read_table(study.path(outputs.CODES), schemas.CODES)
    coders = read_table(study.path(outputs.CODERS), schemas.CODERS)
    codings = read_table(study.path(outputs.CODINGS), schemas.CODINGS)
    reviews = read_table(study.path(outputs.REVIEWS), schemas.REVIEWS)
    decisions = read_table(study.path(outputs.DECISIONS), schemas.DECISIONS)
    agreement = read_table(study.path(outputs.AGREEMENT), schemas.AGREEMENT)
    settings, required = study.settings.frequencies, study.settings.reliability
    groupings = (ALL, *check_groupings(settings.groups, sources, participants))

    codable = list_codable(segments)
    machine = collect_readings(codings, reviews, coders, codable, codes).take_kind("machine")
    verdicts = judge_machine(
        agreement,
        machine,
        roll_up(codes["has_rules"].to_numpy(), codes),
        statistic=required.statistic,
        threshold=required.threshold,
    )
    kinds, source_ids = (codable[name].to_numpy(dtype=object) for name in ("kind", "source_id"))
    coded = Coded.of(collect_decisions(decisions, codable, codes), machine, verdicts, kinds)
    breakdowns = {name: assign_groups(name, codable, sources, participants) for name in groupings}
    frequencies = tabulate_frequencies(
        coded, codable, breakdowns, confidence=settings.confidence, minimum=settings.minimum_cell
    ).merge(codes[["code_id", "is_theme"]], on="code_id")

    write_table(frequencies, study.path(outputs.THEME_FREQUENCIES), schemas.THEME_FREQUENCIES)
    participation = count_participation(turns, segments, participants)
    write_table(participation, study.path(outputs.PARTICIPATION), schemas.PARTICIPATION)
    return [
        *find_uncounted(coded, machine),
        *find_uneven_sample(coded.is_read, coded.applies, source_ids, kinds),
    ]
