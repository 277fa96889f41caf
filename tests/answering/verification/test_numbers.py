"""Numbers are checked with their units and with what they count."""

from __future__ import annotations

import pytest

from tests.answering.verification.judged import faults, kinds


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        (
            "Nearly 1.8m developers use the App Store, Cook said on Nov 16.",
            "According to Cook, nearly 1.8 million developers use the App Store.",
        ),
        (
            "About 33% of the voters stayed at home on Sunday, the electoral commission said.",
            "A third of the voters stayed at home.",
        ),
        (
            "Half of all adults in Kenya now own a smartphone, according to the survey.",
            "50 per cent of adults in Kenya own a smartphone.",
        ),
        (
            "Facebook and Twitter remain blocked on the mainland.",
            "Two platforms, Facebook and Twitter, are blocked on the mainland.",
        ),
        (
            "Of the 2,000 people invited, 1,600 came to the opening.",
            "1,600 people came to the opening.",
        ),
        (
            "Of the 2,000 people invited, 1,600 came to the opening.",
            "2,000 people were invited to the opening.",
        ),
        (
            "The bridge, opened in 1932, is 503 metres long and carries eight lanes.",
            "The bridge is 503 m long.",
        ),
        (
            "The population fell from 12,000 in 1990 to 9,500 in 2010.",
            "In 2010 the population was 9,500.",
        ),
        (
            "The inaugural session took place in Wuzhen in 2014.",
            "The first session was held in Wuzhen in 2014.",
        ),
        (
            "The Dutch parliament approved the treaty in May 2017.",
            "The parliament of the Netherlands approved the treaty in 2017.",
        ),
        (
            "Three people were killed and 20 injured when the train derailed near Lyon.",
            "The derailment near Lyon killed three people and injured 20.",
        ),
        (
            "Three people were killed and 20 injured when the train derailed near Lyon.",
            "20 people were injured when the train derailed near Lyon.",
        ),
        (
            "Sales rose 4.5% to €2.3bn in the year to March.",
            "Sales increased by 4.5 percent to 2.3 billion euros.",
        ),
        (
            "The agreement was signed by Poland, Hungary and Slovakia.",
            "Three countries signed the agreement: Poland, Hungary and Slovakia.",
        ),
        (
            "Oxygen makes up 21% of the atmosphere by volume.",
            "21 per cent of the atmosphere is oxygen.",
        ),
        (
            "The festival takes place every two years and attracts some 40,000 visitors.",
            "The festival attracts about 40,000 visitors.",
        ),
        (
            "A total of 103 firms from 19 countries had signed up by Friday.",
            "More than 100 companies from 19 countries had signed up.",
        ),
        ("The river is 1,233 kilometres long.", "The river is over 1,200 km long."),
        (
            "Delegates from 65 countries attended the meeting in Geneva.",
            "65 nations sent delegates to the meeting in Geneva.",
        ),
        (
            "Scientists at the University of Oxford discovered the protein in 2003.",
            "The protein was discovered in 2003 by Oxford scientists.",
        ),
        (
            "In all, 12 of the 15 members supported the resolution; China and Russia abstained.",
            "Twelve of the fifteen members supported the resolution.",
        ),
        (
            "The number of users grew to 700 million on the mainland.",
            "There are 700 million users on the mainland.",
        ),
        ("He was one of two survivors of the crash.", "There were two survivors of the crash."),
        ("Two dozen ships were lost in the storm.", "24 ships were lost in the storm."),
        ("The plant employs more than 3,000 people.", "The plant has over 3,000 employees."),
        (
            "The protesters, who numbered in the thousands, marched to the palace.",
            "Thousands of protesters marched to the palace.",
        ),
        (
            "European leaders agreed on a rescue fund worth 750 billion euros.",
            "EU leaders agreed on a €750bn rescue fund.",
        ),
        (
            "第三届世界互联网大会于11月16日在乌镇开幕，约1600人出席了开幕式。",
            "约1600人出席了第三届世界互联网大会的开幕式。",
        ),
        ("来自65个国家的代表参加了会议。", "六十五个国家的代表参加了会议。"),
        ("该公司去年营收达170亿美元，同比增长25%。", "该公司营收为170亿美元，增长了百分之二十五。"),
        ("该大学成立于1911年，位于北京市海淀区。", "该大学1911年成立，位于北京。"),
        ("参会人数从2014年的1000人增加到2016年的1600人。", "2016年参会人数为1600人。"),
    ],
)
def test_a_number_in_another_form_is_the_same_number(sentence: str, claim: str) -> None:
    assert faults(claim, sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        (
            "The company reported revenue of $17bn for the third quarter.",
            "The company reported revenue of 17 million euros for the third quarter.",
        ),
        (
            "Delegates from 65 countries attended the meeting in Geneva.",
            "Delegates from 65 cities attended the meeting in Geneva.",
        ),
        ("Of the 2,000 people invited, 1,600 came to the opening.", "2,000 came to the opening."),
        (
            "Three people were killed and 20 injured when the train derailed.",
            "20 people were killed when the train derailed.",
        ),
        ("About 33% of voters stayed at home.", "A quarter of voters stayed at home."),
        ("The first session was held in Wuzhen.", "The second session was held in Wuzhen."),
        ("Thousands of people marched in Lyon.", "Hundreds of people marched in Lyon."),
        ("He ruled in the 11th century.", "He ruled in the twelfth century."),
        ("The two brothers founded the firm.", "One brother founded the firm."),
        ("首届世界互联网大会于2014年在乌镇举行。", "第二届世界互联网大会于2014年在乌镇举行。"),
        ("来自65个国家的代表参加了会议。", "来自60个国家的代表参加了会议。"),
        ("该公司营收为170亿美元。", "该公司营收为170亿欧元。"),
    ],
)
def test_a_number_that_is_not_there_or_counts_something_else_is_a_fault(
    sentence: str, claim: str
) -> None:
    assert "number" in kinds(claim, sentence)


def test_a_comma_inside_a_number_ends_no_clause() -> None:
    sentence = "In 1074, 8,000 of the 20,000 troops were Normans."
    assert faults(sentence.replace(",000", "000"), sentence) == ()


def test_the_phrase_names_what_the_sentence_says_instead() -> None:
    (fault,) = faults(
        "China was listed at the bottom of 60 countries.",
        "China was listed at the bottom of 65 countries.",
    )
    assert fault.phrase == "the claim says 60, the cited sentence 65"
    assert fault.contradicts


def test_a_number_that_has_no_rival_is_missing_and_does_not_contradict() -> None:
    (fault,) = faults("The hall in Wuzhen holds 900 people.", "The hall in Wuzhen holds people.")
    assert fault.phrase == "the number 900 is not in the cited sentence"
    assert not fault.contradicts


def test_two_companies_may_be_counted_where_they_are_named() -> None:
    sentence = "Facebook and Twitter remain blocked."
    assert faults("Two sites, Facebook and Twitter, remain blocked.", sentence) == ()
    assert faults("Three sites, Facebook and Twitter, remain blocked.", sentence)
