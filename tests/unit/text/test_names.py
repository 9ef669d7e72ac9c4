"""Names that no list knows."""

import pytest

from bot.text.names import unknown_names


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Tallgrass Compute leases 300 MW from Norbury Estates", ("Tallgrass Compute", "Norbury Estates")),
        ("Veldkamp and Ostra Power sign deal for AI campus", ("Veldkamp", "Ostra Power")),
        ("Quellstrom to build data center with Bergamind in Texas", ("Quellstrom", "Bergamind")),
        ("The company said on Tuesday that it will build in Ohio", ()),
        ("New data center planned for West Virginia", ()),
    ],
)
def test_unknown_names(sentence, names):
    """Capitalised words beside deal verbs are names; places, dates and common words are not."""
    assert unknown_names(sentence, ()) == names


def test_known_places_are_left_out():
    """What the gazetteer has found is not found again."""
    assert unknown_names("Oracle signs deal with Tallgrass", ((0, 6),)) == ("Tallgrass",)
