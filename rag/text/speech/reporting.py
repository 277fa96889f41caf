"""The English words that report speech, by how the words said may follow them."""

from __future__ import annotations

import re

# May be followed by the clause alone: "said the web is open".
_BARE = """say says said saying tell tells told telling think thinks thought believe
believes believed believing argue argues argued arguing claim claims claimed claiming write
writes wrote writing admit admits admitted insist insists insisted insisting acknowledge
acknowledges acknowledged predict predicts predicted predicting suggest suggests suggested
suggesting warn warns warned warning state states stated stating announce announces announced
announcing declare declares declared declaring""".split()
# Followed by "that", a colon or a quotation; alone they say that something is done or known.
_WITH_THAT = """add adds added adding note notes noted noting explain explains explained
explaining report reports reported reporting reveal reveals revealed confirm confirms confirmed
stress stresses stressed stressing emphasise emphasises emphasised emphasising emphasize
emphasizes emphasized emphasizing remark remarks remarked comment comments commented inform
informs informed informing reply replies replied respond responds responded observe observes
observed recall recalls recalled repeat repeats repeated reiterate reiterates reiterated echo
echoes echoed conclude concludes concluded point points pointed allege alleges alleged maintain
maintains maintained complain complains complained joke joked ask asks asked asking propose
proposes proposed ask deny denies denied tweet tweeted testify testified concede conceded
caution cautions cautioned agree agrees agreed boast boasted call calls called calling describe
describes described describing label labelled labeled dub dubbed brand branded shrug
shrugged""".split()
# What follows is wanted, judged or intended by the speaker.
_OPINION = """urge urges urged urging vow vows vowed vowing pledge pledges pledged pledging
promise promises promised promising demand demands demanded demanding threaten threatens
threatened criticise criticises criticised criticize criticizes criticized condemn condemns
condemned praise praises praised hope hopes hoped appeal appeals appealed advocate advocates
advocated""".split()
_ALWAYS_OPINION = frozenset(
    """think thinks thought believe believes believed believing argue argues argued arguing insist
    insists insisted insisting warn warns warned warning predict predicts predicted predicting
    suggest suggests suggested suggesting propose proposes proposed complain complains complained
    caution cautions cautioned""".split()
) | frozenset(_OPINION)
ADDRESSING = frozenset(
    """tell tells told telling inform informs informed informing warn warns warned warning ask asks
    asked asking remind assure promise promised""".split()
)
INVERTING = frozenset(
    """said says say wrote writes added adds asked asks argued argues warned warns noted notes
    explained explains replied insisted insists stated states commented remarked declared declares
    announced reported reports claimed claims observed joked concluded stressed recalled predicted
    tweeted admitted predicts recalls jokes""".split()
)
"""Verbs that may stand in front of their speaker: “...,” said Cook."""
WANTING = frozenset(_OPINION)
NEEDING_THAT = frozenset(_WITH_THAT)
# What may be a noun as well: "reports on it", "its claims"; as a verb it follows its subject.
_NOUN_LIKE_S = frozenset(
    """claims demands reports calls promises hopes notes states pledges appeals comments remarks
    repeats replies brands labels observes points denies""".split()
)
_BASE = frozenset(
    """say tell think believe argue claim write admit insist acknowledge predict suggest warn state
    announce declare add note explain report reveal confirm stress emphasise emphasize
    remark comment inform reply respond observe recall repeat reiterate echo conclude point
    allege maintain complain joke ask propose deny concede caution agree call describe label
    dub brand shrug urge vow pledge promise demand threaten criticise criticize condemn
    praise hope appeal advocate""".split()
)
_ALL = sorted({*_BARE, *_WITH_THAT, *_OPINION})

REPORTING_WORD = re.compile(rf"\b(?:{'|'.join(_ALL)})\b")


def is_opinion(verb: str) -> bool:
    """Whether the verb makes what follows a judgement, a wish or an intent."""
    return verb in _ALWAYS_OPINION


def may_report(verb: str, subject: str, following: str) -> bool:
    """Whether a word that may be a noun or an infinitive is a verb behind this subject."""
    last = subject.rsplit(" ", 1)[-1]
    if verb in _BASE:
        is_plural = last.endswith("s") and not last.endswith(("’s", "'s", "ss"))
        return is_plural or " and " in subject or last.lower() in {"they", "we", "people"}
    if verb in _NOUN_LIKE_S:
        is_single_subject = last[:1].isupper() or subject[:2].lower() in {"th", "a ", "an", "he"}
        return is_single_subject and not following.startswith(_AFTER_NOUN)
    return True


_AFTER_NOUN = (" on ", " of ", " about ", " from ", " by ", " to ", " in ", " are ", " were ")
