"""The irregular verbs of English by their base: "did not win" denies "won"."""

from __future__ import annotations

from rag.text import index_terms

_FORMS = """
arise arose arisen; awake awoke; bear bore borne; beat beaten; become became; begin began begun
bend bent; bind bound; bite bit bitten; blow blew blown; break broke broken; breed bred
bring brought; build built; burn burnt; buy bought; catch caught; choose chose chosen; come came
deal dealt; dig dug; draw drew drawn; drink drank drunk; drive drove driven; eat ate eaten
fall fell fallen; feed fed; feel felt; fight fought; find found; flee fled; fly flew flown
forbid forbade forbidden; forget forgot forgotten; freeze froze frozen; get got; give gave given
go went gone; grow grew grown; hang hung; hear heard; hide hid hidden; hold held; keep kept
know knew known; lay laid; lead led; leave left; lend lent; lose lost; make made; mean meant
meet met; overcome overcame; pay paid; ride rode ridden; ring rang rung; rise rose risen
run ran; say said; see saw seen; seek sought; sell sold; send sent; shake shook shaken
shoot shot; show shown; sing sang sung; sink sank sunk; sit sat; sleep slept; speak spoke spoken
spend spent; stand stood; steal stole stolen; strike struck; swear swore sworn; swim swam swum
take took taken; teach taught; tell told; think thought; throw threw thrown
understand understood; wear wore worn; win won; withdraw withdrew withdrawn; write wrote written
"""
_BASE = {
    form: base
    for verb in _FORMS.replace("\n", ";").strip(";").split(";")
    for base, *others in [index_terms(verb)]
    for form in others
}


def base_form(term: str) -> str:
    """The term of the verb's base, "won" -> "win"; any other term as it is."""
    return _BASE.get(term, term)
