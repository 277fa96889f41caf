from collections import Counter

from eval.cases import Pair
from eval.datasets import sample


def pairs(**count_of_kind: int) -> list[Pair]:
    return [
        Pair(id=f"{kind}-{n}", kind=kind, claim="铁会生锈。", evidence="Iron.", supported=True)
        for kind, count in count_of_kind.items()
        for n in range(count)
    ]


def counts(items: tuple[Pair, ...]) -> dict[str, int]:
    return dict(Counter(item.kind for item in items))


def test_kinds_are_drawn_in_equal_numbers_and_the_remainder_is_spread() -> None:
    drawn = counts(sample(pairs(a=100, b=40, c=50), 11, seed=0))
    assert sorted(drawn.values()) == [3, 4, 4]


def test_a_kind_that_runs_out_leaves_its_places_to_the_others() -> None:
    assert counts(sample(pairs(a=100, b=2, c=50), 12, seed=0)) == {"a": 5, "b": 2, "c": 5}


def test_a_sample_keeps_the_order_and_the_seed_decides_which() -> None:
    items = pairs(a=50, b=50)
    first, again, other = (sample(items, 20, seed) for seed in (1, 1, 2))
    assert first == again
    assert set(first) != set(other)
    assert list(first) == [item for item in items if item in first]


def test_the_lots_are_the_same_on_every_machine() -> None:
    assert [item.id for item in sample(pairs(a=1000), 3, seed=7)] == ["a-563", "a-628", "a-760"]


def test_what_is_drawn_of_a_kind_does_not_depend_on_the_other_kinds() -> None:
    alone = sample(pairs(a=50), 10, seed=3)
    beside = sample(pairs(b=70, a=50, c=9), 28, seed=3)
    assert {item for item in beside if item.kind == "a"} <= set(alone)


def test_a_larger_sample_holds_the_smaller() -> None:
    items = pairs(a=30, b=30)
    assert set(sample(items, 10, seed=0)) < set(sample(items, 25, seed=0))


def test_without_a_limit_all_are_taken() -> None:
    items = pairs(a=3, b=1)
    assert sample(items, None, seed=0) == tuple(items)
    assert sample(items, 99, seed=0) == tuple(items)
