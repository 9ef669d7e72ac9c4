"""Places and whether something is built there."""

import pytest

from bot.text.places import find_places


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("a campus in Abilene, Texas", ["US-TX", "US-TX"]),
        ("plants in Wisconsin, Ohio and Indiana", ["US-WI", "US-OH", "US-IN"]),
        ("in the U.S. and South Korea", ["US", "KR"]),
        ("US$5 billion", []),
        ("New York City's demand", []),
        ("sus plantas de EE.UU.", ["US"]),
        ("aux États-Unis", ["US"]),
        ("在美國俄亥俄州生產", ["US", "US-OH"]),
        ("米国テキサス州のデータセンター", ["US", "US-TX"]),
        ("미국 텍사스주 데이터센터", ["US", "US-TX"]),
        ("a site in Alberta", ["CA-AB"]),
    ],
)
def test_places_become_iso_codes(text, codes):
    """Countries, states and towns in any script; a currency or a mere namesake is no place."""
    assert [place.code for place in find_places(text)] == codes


@pytest.mark.parametrize(
    ("text", "built"),
    [
        ("It will build a data center in Nebraska", True),
        ("Racks are made at a factory in Kentucky", True),
        ("He told reporters in Nevada", False),
        ("Nebraska, Iowa and Utah are being considered for more campuses", False),
        ("attorneys general in California", False),
    ],
)
def test_only_a_place_of_building_is_a_site(text, built):
    """A summit, a court or a mere candidate is not where a deal is built."""
    assert all(place.built is built for place in find_places(text))


def test_a_dateline_is_no_site():
    """The town where the reporter sat opens many texts."""
    assert [p.code for p in find_places("SEOUL (Reuters) - The plant stands in Indiana.")] == ["US-IN"]
