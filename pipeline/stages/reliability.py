"""Reliability: how far the coders agree, and one decision for every hand-coded segment and code."""

from __future__ import annotations

import pandas as pd

from pipeline import outputs, schemas
from pipeline.errors import Problem
from pipeline.methods.agreement.adjudication import find_unsettled, settle_readings
from pipeline.methods.agreement.comparisons import compare_coders, compare_machines, find_uncompared
from pipeline.methods.agreement.intervals import Resampling
from pipeline.methods.agreement.readings import (
    collect_decisions,
    collect_given,
    list_codable,
    roll_up,
    roll_up_given,
)
from pipeline.methods.agreement.rulings import count_reasons, find_idle_rulings, find_shared_reasons, take_latest
from pipeline.methods.agreement.units import Places
from pipeline.store import read_table, write_table
from pipeline.study import Study


def run(study: Study) -> list[Problem]:
    """Settle what people coded, and compare people with people and machines with what was settled."""
    codable = list_codable(read_table(study.path(outputs.SEGMENTS), schemas.SEGMENTS))
    codes = read_table(study.path(outputs.CODES), schemas.CODES)
    coders = read_table(study.path(outputs.CODERS), schemas.CODERS)
    codings = read_table(study.path(outputs.CODINGS), schemas.CODINGS)
    reviews = read_table(study.path(outputs.REVIEWS), schemas.REVIEWS)
    rulings = take_latest(read_table(study.path(outputs.RULINGS), schemas.RULINGS), coders)
    settings = study.settings.reliability
    resampling = Resampling(settings.resamples, settings.confidence, study.settings.study.seed)

    given = collect_given(codings, reviews, coders, codable, codes)
    readings = roll_up_given(given, codes)
    people, places = readings.take_kind("human"), Places.of(codable)
    decisions = settle_readings(given, codes, reviews, rulings, settings.consensus)
    with_rules = roll_up(codes["has_rules"].to_numpy(), codes)
    settled = collect_decisions(decisions, codable, codes).take_codes(with_rules)
    machines = readings.take_kind("machine").take_codes(with_rules)
    among_people = compare_coders(people, places, resampling)
    reasons = count_reasons(rulings)
    with_machines = compare_machines(settled, machines, places, resampling)

    write_table(decisions, study.path(outputs.DECISIONS), schemas.DECISIONS)
    write_table(pd.concat([among_people, with_machines]), study.path(outputs.AGREEMENT), schemas.AGREEMENT)
    write_table(reasons, study.path(outputs.REASONS), schemas.REASONS)
    unsettled = [*find_unsettled(decisions), *find_idle_rulings(rulings, decisions)]
    return [*find_uncompared(people), *unsettled, *find_shared_reasons(reasons)]
