"""Makes names.txt, the gazetteer of person names: see PROVENANCE.md for what each input is and under which licence.

    python3 make_names.py BABYNAMES.parquet SURNAMES_2000.csv FORENAMES_BY_COUNTRY.csv SURNAMES_BY_COUNTRY.csv WORDS

needs Python 3.11 and pyarrow. Each line of names.txt is a word in lower case without accents, and a digit (of 32)
that adds up what it is: 1 a given name, 2 a family name, 4 an ordinary word, 8 a place, a brand or the like, 16 a rare given name.
"""

import collections
import csv
import pathlib
import sys
import unicodedata

import pyarrow.parquet

GIVEN, FAMILY, WORD, OTHER, RARE = 1, 2, 4, 8, 16
DIGITS = "0123456789abcdefghijklmnopqrstuv"
# Born in 1925 or later, the commonest so many; family names of so many bearers.
YEAR_MIN, GIVEN_MAX, COMMON_MAX, FAMILY_MAX = 1925, 13000, 8000, 12000
# Words of the dictionary that are hardly ever written with a capital but as a name.
NAMES_ALL_THE_SAME = set(
    """john peter maria carol terry roger billy bobby bonnie jimmy victor martin harry tony sally mike tom bob brad
    rick nick matt josh ken amir noel heather phoebe meg derrick colleen hector lea jarred garret emery walter felicity
    rosemary patty patsy barb hank barney cecil emir ameer smith jones levy rogers waldo christen lars sari griffin
    chandler tucker sawyer randy holly jasper homer""".split()
)
LETTERS = {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
HERE = pathlib.Path(__file__).parent


def folded(name):
    """Lower case without accents, as the program folds what it looks up; none where more than one word remains."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name.strip().lower()) if not unicodedata.combining(c))
    plain = "".join(LETTERS.get(c, c) for c in plain)
    scripts = all(c.isalpha() and unicodedata.name(c).split()[0] in ("LATIN", "CYRILLIC", "GREEK") for c in plain)
    return plain if len(plain) > 1 and scripts else None


def pieces(name):
    return [piece for piece in map(folded, name.replace("-", " ").split()) if piece and len(piece) > 2]


def main(babynames, surnames, forenames_by_country, surnames_by_country, words):
    flags = collections.defaultdict(int)
    table = pyarrow.parquet.read_table(babynames).to_pydict()
    counts = collections.Counter()
    for name, year, number in zip(table["name"], table["year"], table["n"]):
        if year >= YEAR_MIN:
            counts[name] += number
    with open(surnames, newline="") as file:
        bearers = {folded(row["name"]): int(row["count"]) for row in csv.DictReader(file) if len(row["name"]) > 2}
    for name in sorted(bearers, key=bearers.get, reverse=True)[:FAMILY_MAX]:
        flags[name] |= FAMILY
    for rank, (name, count) in enumerate(counts.most_common(GIVEN_MAX)):
        # What far more people have for a family name is one: Jones, Harris.
        if len(name) > 2 and count > 0.6 * bearers.get(folded(name), 0):
            flags[folded(name)] |= GIVEN if rank < COMMON_MAX else GIVEN | RARE
    for path, flag in ((forenames_by_country, GIVEN), (surnames_by_country, FAMILY)):
        with open(path, newline="", encoding="utf-8-sig") as file:
            for row in csv.DictReader(file):
                for column in ("Localized Name", "Romanized Name"):
                    for piece in pieces(row[column]):
                        flags[piece] = (flags[piece] | flag) & ~RARE

    dictionary = {word.strip() for word in open(words, encoding="utf-8")}
    common = {word for word in dictionary if word.isascii() and word.isalpha() and word.islower() and len(word) > 1}
    vocabulary = {word.strip() for word in open(HERE.parent / "table" / "vocab.txt", encoding="utf-8")}
    for word in common - NAMES_ALL_THE_SAME:
        # What is no name is kept only if it is so common that the embedding table knows it.
        if word in flags or word in vocabulary:
            flags[word] |= WORD
    never = False
    for line in open(HERE / "not-names.txt", encoding="utf-8"):
        if line.startswith("#"):
            never = line.startswith("# Never")
            continue
        for word in map(folded, line.split()):
            flags[word] = OTHER if never else flags[word] | OTHER

    flags.pop(None, None)
    with open(HERE / "names.txt", "w", encoding="utf-8") as file:
        for name in sorted(flags):
            file.write(f"{name}{DIGITS[flags[name]]}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
