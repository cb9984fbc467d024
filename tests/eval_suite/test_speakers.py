"""Which two names stand for one speaker."""

import pytest

from eval.speakers import same_speaker


@pytest.mark.parametrize(
    ("shown", "gold", "same"),
    [
        pytest.param(None, None, True, id="the-article-itself"),
        pytest.param(None, "police", False, id="not-shown"),
        pytest.param("police", None, False, id="shown-but-the-article-speaks"),
        pytest.param("Health Minister Grace Mutombwe", "Grace Mutombwe", True, id="title"),
        pytest.param("Mutombwe", "Grace Mutombwe", True, id="surname"),
        pytest.param("the coast guard", "Coast Guard", True, id="article-and-case"),
        pytest.param("the general staff of Kerenia", "Kerenia's general staff", True, id="of"),
        pytest.param("the workers’ union", "workers' union", True, id="apostrophes"),
        pytest.param("Jose\u0301 Ruiz", "José Ruiz", True, id="decomposed-accent"),
        pytest.param("Mr. Teller", "João Teller", True, id="form-of-address"),
        pytest.param("Grace Brandao", "Grace Mutombwe", False, id="shared-first-name"),
        pytest.param("the health ministry", "the labour ministry", False, id="other-ministry"),
        pytest.param("the company", "Orevale Mining", False, id="no-synonyms"),
        pytest.param("the", "the police", False, id="names-nobody"),
        pytest.param("guard", "guardian", False, id="part-of-a-word"),
    ],
)
def test_same_speaker(shown: str | None, gold: str | None, same: bool) -> None:
    assert same_speaker(shown, gold) is same
    assert same_speaker(gold, shown) is same
