"""Errors say what, where and what to do, all at once."""

import pytest

from pipeline.errors import CodebookError, Problem, SettingsError, StudyError, suggest


def test_one_problem_is_said_in_three_lines():
    """A single problem prints what, where and what to do, each on its own line."""
    error = StudyError("code 'trust' has no definition", where="codebook.yaml, line 14", fix="write one sentence")
    assert str(error) == "code 'trust' has no definition\n  where: codebook.yaml, line 14\n  to do: write one sentence"


def test_a_problem_without_place_or_remedy_is_one_line():
    """What is not known is left out, not printed empty."""
    assert str(Problem("nobody was coded")) == "nobody was coded"


def test_several_problems_are_numbered_in_the_order_given():
    """A researcher fixes a list, not a sequence of crashes."""
    error = CodebookError.of([Problem("first"), Problem("second")])
    assert str(error) == "1. first\n2. second"
    assert isinstance(error, CodebookError)


def test_each_kind_of_error_has_an_exit_code_of_its_own():
    """A script can tell a mistake in the settings from one in the codebook."""
    kinds = [StudyError, *StudyError.__subclasses__()]
    codes = [kind.exit_code for kind in kinds]
    assert len(set(codes)) == len(codes)
    assert SettingsError.exit_code == 3


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("sead", "did you mean 'seed'?"),
        ("TITLES", "did you mean 'Title'?"),
        ("weather", "known here: three"),
    ],
)
def test_a_name_that_nothing_has_gets_the_closest_there_is(written, said):
    """Capitals make no difference; where nothing is close, the message says what else helps."""
    assert suggest(written, ("seed", "Title", "title"), otherwise="known here: three") == said
