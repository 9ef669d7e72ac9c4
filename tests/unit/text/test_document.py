"""Taking a text apart."""

from hypothesis import given
from hypothesis import strategies as st

from bot.model.document import Zone
from bot.model.storyline import Company
from bot.text.document import read_document
from bot.text.gazetteer import Gazetteer

GAZETTEER = Gazetteer(
    [
        Company(id="oracle", name="Oracle", weak=("OCI",)),
        Company(id="openai", name="OpenAI", aliases=("Open AI",)),
        Company(id="foxconn", name="Foxconn", aliases=("Hon Hai", "鴻海")),
        Company(id="xai", name="xAI"),
    ]
)


def zones(text):
    return {sentence.text: sentence.zone for sentence in read_document("A title", text, "en", GAZETTEER).sentences}


def companies(text):
    return [mention.company for sentence in read_document("", text, "en", GAZETTEER).sentences for mention in sentence.mentions]


def test_title_lead_and_body():
    """The title comes first, then the first sentences as lead, then the body."""
    document = read_document("OpenAI builds", "One is here. Two is here.\nThree is here. Four is here. Five is here.", "en", GAZETTEER)

    assert [sentence.zone for sentence in document.sentences] == [Zone.TITLE, Zone.LEAD, Zone.LEAD, Zone.LEAD, Zone.BODY, Zone.BODY]


def test_menus_and_teasers_are_asides():
    """Menus, teaser lists, pointers and author lines are asides; the paragraph after a teaser list is not."""
    found = zones(
        "Share this\nThe deal was signed on Monday.\nAlso read:\nOther firm buys a mill\nRelated: Rain in May\n"
        "This paragraph goes on about the deal itself at some length. It has several sentences, so it is no teaser. It ends the article for good."
    )

    assert found["Share this"] is Zone.ASIDE
    assert found["Other firm buys a mill"] is Zone.ASIDE
    assert found["Related: Rain in May"] is Zone.ASIDE
    assert found["The deal was signed on Monday."] is Zone.LEAD
    assert found["It has several sentences, so it is no teaser."] is not Zone.ASIDE


def test_a_closing_block_of_headlines_is_an_aside():
    """Headlines In Title Case that run to the end of the page are other articles."""
    found = zones(
        "The plant opens in May. It will employ 200 people.\nThe town is glad of it, the mayor told reporters on Friday. Work starts soon.\n"
        "Council Delays The Vote On New Bridge\nResidents want a tunnel.\nMuseum Shows Old Maps Of The Harbour\nFree entry on Sundays."
    )

    assert found["Museum Shows Old Maps Of The Harbour"] is Zone.ASIDE
    assert found["The plant opens in May."] is Zone.LEAD


def test_whole_words_and_capitals():
    """A plain word is a company only with its capital and as a whole word; an alias in a script without spaces matches anywhere."""
    assert companies("The oracle spoke. Oracles spoke. Oracle spoke. ORACLE spoke.") == ["oracle", "oracle"]
    assert companies("openai and Open AI, not OpenAIs") == ["openai", "openai"]
    assert companies("昨天鴻海宣布") == ["foxconn"]
    assert companies("the taxai and xAI") == ["xai"]


def test_weak_names_need_a_strong_one():
    """A weak name counts only in a text that names the company otherwise."""
    assert companies("OCI grows.") == []
    assert companies("OCI grows at Oracle.") == ["oracle", "oracle"]


@given(st.text(max_size=400), st.text(max_size=2_000))
def test_sentences_are_pieces_of_the_text(title, text):
    """Whatever the text, each sentence is an exact piece of it and each mention an exact piece of its sentence."""
    document = read_document(title, text, "en", GAZETTEER)

    for sentence in document.sentences:
        assert sentence.text in (title if sentence.zone is Zone.TITLE else text)
        assert all(sentence.text[m.start : m.end] == m.alias for m in sentence.mentions)
