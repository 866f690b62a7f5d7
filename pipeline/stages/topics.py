"""Topics: groups of segments found without the codebook, and how surely they would be found again."""

from __future__ import annotations

import pandas as pd

from pipeline import outputs, schemas
from pipeline.engines.bertopic import assign_bertopic_topics
from pipeline.engines.encoder import build_encoder, encode_texts, stack_vectors
from pipeline.engines.threads import one_thread
from pipeline.errors import Problem, TableError
from pipeline.methods.topics.consensus import build_consensus
from pipeline.methods.topics.models import (
    TopicTables,
    collect_texts,
    decline_topics,
    describe_model,
    find_obstacle,
    find_topic_notices,
)
from pipeline.store import read_table, write_table
from pipeline.study import Study


def run(study: Study) -> list[Problem]:
    """Embed what participants said, find topics in it with every model, and write them with their stability."""
    settings = study.settings.topics
    segments = read_table(study.path(outputs.SEGMENTS), schemas.SEGMENTS)
    texts = collect_texts(segments, min_words=settings.min_words)
    embeddings = encode_texts(texts.drop_duplicates("text_number"), build_encoder(settings.encoder), _stored(study))
    found = [_find_topics(model, texts, embeddings, study) for model in settings.models]
    models = pd.concat([tables.models for tables in found])
    topics = pd.concat([tables.topics for tables in found])
    placed = pd.concat([tables.segment_topics for tables in found])
    write_table(embeddings, study.path(outputs.EMBEDDINGS), schemas.EMBEDDINGS)
    write_table(models, study.path(outputs.TOPIC_MODELS), schemas.TOPIC_MODELS)
    write_table(topics, study.path(outputs.TOPICS), schemas.TOPICS)
    write_table(placed, study.path(outputs.SEGMENT_TOPICS), schemas.SEGMENT_TOPICS)
    return list(find_topic_notices(segments, texts, models))


def _stored(study: Study) -> pd.DataFrame | None:
    try:
        return read_table(study.path(outputs.EMBEDDINGS), schemas.EMBEDDINGS)
    except TableError:
        return None


def _find_topics(model: str, texts: pd.DataFrame, embeddings: pd.DataFrame, study: Study) -> TopicTables:
    settings, about = study.settings.topics, study.settings.study
    vectors = stack_vectors(embeddings)
    if obstacle := find_obstacle(vectors, min_segments=settings.min_segments):
        return decline_topics(model, texts, obstacle)
    seeds = range(about.seed, about.seed + settings.n_seeds)
    distinct = texts.drop_duplicates("text_number")["text"].tolist()
    with one_thread():
        is_consensus = model == "consensus"
        assign = build_consensus(vectors, settings.n_topics, seeds) if is_consensus else assign_bertopic_topics
        partitions = [assign(distinct, vectors, seed) for seed in seeds]
    return describe_model(model, partitions, texts, language=about.language)
