"""Codes and codebooks made in one line."""

from __future__ import annotations

from pipeline.methods.coding.codebook import Code, Codebook, check_codebook


def make_code(code_id: str, **fields: object) -> Code:
    """Return a code with `code_id`, a label and a definition of its own, and the `fields` given."""
    label = code_id.replace("-", " ").capitalize()
    parent = fields.get("parent_id")
    return Code(
        **{"code_id": code_id, "label": label, "definition": f"What {label} means.", "is_theme": not parent, **fields}
    )


def make_codebook(*codes: Code | str) -> Codebook:
    """Return the codebook of `codes`; a text stands for a code with that id."""
    return check_codebook([make_code(code) if isinstance(code, str) else code for code in codes])
