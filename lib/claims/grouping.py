"""Groups of claims that measure the same thing: average linkage over what is known of pairs.

A claim belongs to a group of claims, not only to a pair: it joins where it is likely to measure the same as all of
them together. Time grows with the pairs, times the logarithm of their number.
"""

import heapq
from collections import Counter
from collections.abc import Callable

import numpy as np


def linked(
    n: int,
    pairs: tuple[np.ndarray, np.ndarray],
    likely: np.ndarray,
    outlets: np.ndarray,
    barred: Callable[[int, int], bool],
    articles: np.ndarray,
    least: float,
) -> np.ndarray:
    """One number a claim: its group; groups are numbered as they first appear.

    The two groups that are likeliest one are joined, as long as that is at least `least`: the mean of `likely` over the
    pairs of claims of two outlets or of one article; a pair that was not looked at counts 0.

    Args:
        n: how many claims. pairs, likely: pairs of claims, and how likely each measures one thing.
        barred: may two claims of one article not stand in one group?
    Source: average linkage, Sokal & Michener 1958.
    """
    near = [{} for _ in range(n)]
    heap = []
    for i, j, p in zip(pairs[0].tolist(), pairs[1].tolist(), likely.tolist(), strict=True):
        near[i][j] = near[j][i] = p
        if p >= least:
            heap.append((-p, i, j))
    heapq.heapify(heap)
    members = [[i] for i in range(n)]
    by_article = [{articles[i]: [i]} for i in range(n)]
    by_outlet = [Counter([outlets[i]]) for i in range(n)]
    place = list(range(n))

    def find(i):
        while place[i] != i:
            place[i] = place[place[i]]
            i = place[i]
        return i

    def across(a, b):
        """Pairs of claims between two groups, without those of two articles of one outlet, which are not looked at."""
        small, large = sorted((by_outlet[a], by_outlet[b]), key=len)
        apart = len(members[a]) * len(members[b]) - sum(count * large[outlet] for outlet, count in small.items())
        small, large = sorted((by_article[a], by_article[b]), key=len)
        return apart + sum(len(own) * len(large[article]) for article, own in small.items() if article in large)

    def refused(a, b):
        small, large = sorted((by_article[a], by_article[b]), key=len)
        return any(
            barred(x, y) for article in small if article in large for x in small[article] for y in large[article]
        )

    while heap:
        p, i, j = heapq.heappop(heap)
        a, b = find(i), find(j)
        if a == b or b not in near[a]:
            continue
        mean = near[a][b] / max(1, across(a, b))
        if mean < least:
            continue
        if mean < -p - 1e-12:
            heapq.heappush(heap, (-mean, a, b))
            continue
        if refused(a, b):
            near[a].pop(b), near[b].pop(a)
            continue
        if len(near[a]) < len(near[b]):
            a, b = b, a
        place[b] = a
        members[a] += members[b]
        by_outlet[a] += by_outlet[b]
        for article, own in by_article[b].items():
            by_article[a].setdefault(article, []).extend(own)
        near[a].pop(b)
        for other, weight in near[b].items():
            if other == a:
                continue
            near[other].pop(b)
            near[a][other] = near[other][a] = near[a].get(other, 0.0) + weight
            heapq.heappush(heap, (-near[a][other] / max(1, across(a, other)), a, other))
    numbers = {}
    return np.array([numbers.setdefault(find(i), len(numbers)) for i in range(n)], int)
