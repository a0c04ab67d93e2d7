# SPDX-License-Identifier: MIT
"""Writes languages.csv: sentences in invented languages, each with the name of its language.

A language has syllables, a preference among them, endings of words, and lengths of words. Neighbours share half
of their syllables, so a letter alone gives nothing away; and one word in twelve is borrowed from another language.
"""

import argparse
import csv
import random

LANGUAGES = ["avari", "belon", "cirdu", "domesh", "eltani", "fasko"]
ONSETS = ["b", "br", "d", "f", "g", "h", "k", "kr", "l", "m", "n", "p", "r", "s", "sh", "t", "tr", "v", "z", ""]
VOWELS = ["a", "e", "i", "o", "u", "ai", "ei"]
CODAS = ["", "", "", "n", "r", "l", "s", "sh", "k"]
SYLLABLES = 60
BORROWED = 1 / 12


def all_syllables(rng):
    syllables = [onset + vowel + coda for onset in ONSETS for vowel in VOWELS for coda in sorted(set(CODAS))]
    rng.shuffle(syllables)
    return syllables


class Language:
    def __init__(self, rng, syllables):
        self.syllables = syllables
        # The k-th most frequent of a natural language's words is about k times rarer than the first.
        self.weights = [1 / rank for rank in range(1, len(syllables) + 1)]
        self.endings = rng.sample(VOWELS, 3) + [""]
        self.lengths = rng.choice([(1, 2, 2, 3), (1, 1, 2, 2), (2, 3, 3, 4)])

    def word(self, rng):
        parts = rng.choices(self.syllables, self.weights, k=rng.choice(self.lengths))
        return "".join(parts) + rng.choice(self.endings)


def make_languages(rng):
    pool = all_syllables(rng)
    languages = []
    for number in range(len(LANGUAGES)):
        start = number * SYLLABLES // 2
        syllables = [pool[place % len(pool)] for place in range(start, start + SYLLABLES)]
        rng.shuffle(syllables)
        languages.append(Language(rng, syllables))
    return languages


def sentence(rng, languages, own):
    words = []
    for _ in range(rng.randint(3, 9)):
        language = rng.choice(languages) if rng.random() < BORROWED else languages[own]
        words.append(language.word(rng))
    return " ".join(words).capitalize() + rng.choice([".", ".", ".", "?", "!"])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=300, help="of each language")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", default="languages.csv")
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    languages = make_languages(rng)
    rows = [(sentence(rng, languages, own), name)
            for own, name in enumerate(LANGUAGES) for _ in range(arguments.sentences)]
    rng.shuffle(rows)
    with open(arguments.out, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["text", "language"])
        writer.writerows(rows)


if __name__ == "__main__":
    main()
