"""Reliability: how far the coders agree, and one decision for every hand-coded segment and code."""

from __future__ import annotations

import pandas as pd

from pipeline import outputs, schemas
from pipeline.errors import Problem
from pipeline.methods.agreement.adjudication import find_unsettled, settle_readings
from pipeline.methods.agreement.comparisons import compare_coders, compare_machines, find_uncompared
from pipeline.methods.agreement.intervals import Resampling
from pipeline.methods.agreement.readings import collect_decisions, collect_readings, list_codable, roll_up
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
    settings = study.settings.reliability
    resampling = Resampling(settings.resamples, settings.confidence, study.settings.study.seed)

    readings = collect_readings(codings, reviews, coders, codable, codes)
    people, places = readings.take_kind("human"), Places.of(codable)
    decisions = settle_readings(readings, reviews)
    with_rules = roll_up(codes["has_rules"].to_numpy(), codes)
    settled = collect_decisions(decisions, codable, codes).take_codes(with_rules)
    machines = readings.take_kind("machine").take_codes(with_rules)
    among_people = compare_coders(people, places, resampling)
    with_machines = compare_machines(settled, machines, places, resampling)

    write_table(decisions, study.path(outputs.DECISIONS), schemas.DECISIONS)
    write_table(pd.concat([among_people, with_machines]), study.path(outputs.AGREEMENT), schemas.AGREEMENT)
    return [*find_uncompared(people), *find_unsettled(decisions)]
