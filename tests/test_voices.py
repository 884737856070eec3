import pandas as pd
import pytest

from lib import corpus
from lib import text as text_
from lib.corpus import read_table
from lib.people import actors, marks, voices
from lib.people.cues import read_cues
from tests import voices as scores


def quotes(text):
    paragraph = pd.DataFrame([("a", "a", 1, 100, 100 + len(text), "body", text)], columns=corpus.PARAGRAPHS)
    table = voices.quotations(paragraph)
    assert all(text[r.start - 100 : r.end - 100] == r.text for r in table.itertuples())
    return table["text"].tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said: “It rains.” Then “it” stopped.", ["“It rains.”", "“it”"]),
        ('He said: "It rains." Then "it" stopped.', ['"It rains."', '"it"']),
        ("“He called it “rain” and left,” she said.", ["“He called it “rain” and left,”"]),
        ("“One sentence. Two sentences.” End.", ["“One sentence. Two sentences.”"]),
        ('A 6" pipe and no quotation', []),
        ("“Never closed, it goes on", ["“Never closed, it goes on"]),
        ("It’s the towns’ rain", []),
        ('the ("three evils") of rain', ['"three evils"']),
    ],
)
def test_quotations(text, expected):
    assert quotes(text) == expected


def test_every_mark_of_the_seeds_is_in_a_quotation(seeds):
    body = corpus.running(seeds[1])
    spans = voices.quotations(body)
    inside = {(r.article_id, i) for r in spans.itertuples() for i in range(r.start, r.end)}
    marks = [(p.article_id, p.start + i) for p in body.itertuples() for i, c in enumerate(p.text) if c in '“”"']
    assert len(marks) > 50 and set(marks) <= inside


def test_unclosed_marks_are_no_trap():
    assert len(quotes("“" * 20_000)) == 1


# Ten invented paragraphs: (text, [(form, speaker, words or opening of the report)]).
ALIASES = pd.DataFrame(
    [
        ("lee", "Ann Lee", "person", "name"), ("ann lee", "Ann Lee", "person", "name"), ("mayor ann lee", "Ann Lee", "person", "name"),
        ("president roe", "Max Roe", "person", "name"), ("roe", "Max Roe", "person", "name"), ("amber", "Amber", "country", "name"),
    ],
    columns=["alias", "actor", "kind", "sense"],
)  # fmt: skip
MADE_UP = [
    ("Ann Lee said: “The harbour will be closed for two days.”", [("direct", "Ann Lee")]),
    ("“The harbour will be closed for two days,” said Ann Lee.", [("direct", "Ann Lee")]),
    (
        "According to President Roe, the pact is a “turning point” for the towns.",
        [("direct", "Max Roe"), ("reported", "Max Roe")],
    ),
    ("The towns signed the “Harbour Pact” and fought the “two plagues” of rain and fog.", [("term", ""), ("term", "")]),
    ("Ann Lee came late. She added that rain had stopped the boats.", [("reported", "Ann Lee")]),
    ("The pact was called “a gift that nobody asked for” by President Roe.", [("direct", "Max Roe")]),
    (
        "“We came. We saw the harbour, and we left it.” With these words Ann Lee described the visit.",
        [("direct", "Ann Lee"), ("reported", "Ann Lee")],
    ),
    ("Amber signaled it “will not stand aside when others act”. It rained.", [("direct", "Amber")]),
    (
        "Ann Lee welcomed the pact; President Roe warned that it would fail.",
        [("reported", "Ann Lee"), ("reported", "Max Roe")],
    ),
    ("“Growth begins with water,” he added.", [("direct", "unattributed")]),
    ("Rain fell on the so-called “dry coast”. Nobody slept.", [("term", "")]),
]


def voices_of(text, tmp_path):
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    articles = corpus.load(tmp_path)
    paragraphs = corpus.paragraphs(articles)
    sentences = corpus.sentences(paragraphs)
    tokens = corpus.tokens(sentences, variants={})
    table = voices.speech(paragraphs, sentences, tokens, actors.mentions(tokens, ALIASES))
    whole = articles["text"][0]
    assert all(whole[r.start : r.end] == r.text for r in table.itertuples())
    assert all(r.cue_start < 0 or whole[r.cue_start : r.cue_end] for r in table.itertuples())
    return table, tokens


@pytest.mark.parametrize(("text", "expected"), MADE_UP)
def test_made_up_paragraphs(text, expected, tmp_path):
    table, _ = voices_of(text, tmp_path)
    assert sorted(zip(table["form"], table["speaker"], strict=True)) == sorted(expected)


def test_words_are_given_once(tmp_path):
    table, tokens = voices_of("Ann Lee welcomed the pact; President Roe warned that it would fail.", tmp_path)
    shares = voices.shares(table, tokens).set_index("speaker")
    assert shares.loc["Ann Lee", "reported_words"] == 2 and shares.loc["Max Roe", "reported_words"] == 3
    assert shares["percent"].sum() == pytest.approx(100 * 5 / len(tokens))


def test_words_around_a_quotation_are_given_once(tmp_path):
    """The clause is the speaker's: the quotation by itself, the rest as a report."""
    table, _ = voices_of("According to President Roe, the pact is a “turning point” for the towns.", tmp_path)
    assert dict(zip(table["form"], table["n_tokens"], strict=True)) == {"direct": 2, "reported": 7}
    table, _ = voices_of(
        "Ann Lee illustrated the pact. Roe came for the first time in years, noting that it rained.", tmp_path
    )
    assert list(table["speaker"]) == ["Max Roe"] and list(table["cue"]) == ["noting"]
    table, _ = voices_of("Ann Lee praised the pact and stressed trade, and others stressed that boats sank.", tmp_path)
    assert list(zip(table["speaker"], table["n_tokens"], strict=True)) == [("Ann Lee", 2), ("others", 2)]
    assert list(voices_of("Ann Lee said: “…”", tmp_path)[0]["n_tokens"]) == [0]


# Paragraphs with names that no alias knows: (text, {opening of the words: speaker}).
UNKNOWN = [
    ("“We warned them,” said Captain Anna Brodie of the harbour. “Nobody picked up the phone.” Minister Lewis Craig said little.",
     {"“We warned": "Anna Brodie", "“Nobody": "Anna Brodie"}),
    ("Commission President Ursula von der Leyen said the rails would pay. “We are here to build,” she told reporters.",
     {"the rails": "Ursula von der Leyen", "“We are": "Ursula von der Leyen"}),
    ("President Roe, who hosted the meeting, called it “a turning point for everybody”.", {"“a turning": "Max Roe"}),
    ("“Not a sentence of the declaration mentions rain,” said Mairi Munro, 29, a nurse.", {"“Not a": "Mairi Munro"}),
    ("“It rains,” a senior official, who spoke on condition of anonymity, said.", {"“It rains": "senior official"}),
    ("Ann Lee came late. Prime Minister Eleanor Shaw will visit. She promised that a boat would come.",
     {"a boat": "Eleanor Shaw"}),
    # A surname alone; he is who spoke last, not who was named in passing.
    ("Michael Flynn resigned. “It is a disgrace,” Flynn said. “Nobody called Ann Lee,” he added.",
     {"“It is": "Michael Flynn", "“Nobody": "Michael Flynn"}),
    ("“We have a common goal,” Marat Sokolov told Ivo Petrov. “We are united,” he added.",
     {"“We have": "Marat Sokolov", "“We are": "Marat Sokolov"}),
    # The role is part of the name; an apposed ambassador speaks, not the countries before the comma.
    ("Kazakh Foreign Minister Murat Nurov said the talks went well.", {"the talks": "Murat Nurov"}),
    ("“The pact binds all countries of the coast,” said Shakhrat Nurichev, Ambassador of Amber.", {"“The pact": "Shakhrat Nurichev"}),
    ("In a statement, Jo Peabody said: “No comment.”", {"“No": "Jo Peabody"}),
    # Reports in front of the cue, around it, and behind "according to".
    ("The deal was dead, Ann Lee said.", {"The deal": "Ann Lee"}),
    ("The deal, she would not deny, was late. The boats were lost, according to police.", {"The boats": "police"}),
    # Other marks, a quotation over paragraphs, a title set off, an apostrophe.
    ("‘It’s the dockers’ harbour,’ said Ada Quill. ‘It will stay so.’", {"‘It’s": "Ada Quill", "‘It will": "Ada Quill"}),
    ("«We will go on», Ivo Petrov said.", {"«We will": "Ivo Petrov"}),
    ("Ada Quill said: “First, the cranes.\n\n“Then the boats.”", {"“First": "Ada Quill", "“Then": "Ada Quill"}),
    ("Ada Quill tweeted: “No deal today.”", {"“No deal": "Ada Quill"}),
    # What is no speech, and who is nobody.
    ("Ministers met to seal pledges of “enduring” friendship. Advocates of the port called an emergency meeting.", {}),
    ("The Harbour Agency met Ann Lee and Bo Lee. “It rains,” he added.", {"“It rains": "unattributed"}),
    ("“It rains,” said Quist. Ada Quist and Bo Quist met at noon.", {"“It rains": "unattributed"}),
    # Where a report begins and ends: at another's verb, behind "according to", behind whom it is told.
    ("Ann Lee said the deal was dead, Bo Roe warned.", {"the deal": "Ann Lee"}),
    ("Yesterday, according to Ann Lee, the boats were lost.", {"the boats": "Ann Lee"}),
    ("Ann Lee told the crew boats were lost.", {"boats": "Ann Lee"}),
    ("Ann Lee said that nothing announced so far was new.", {"nothing": "Ann Lee"}),
    ("‘We saw the dockers’ X-ray,’ said Ada Quill.", {"‘We saw the dockers’ X-ray": "Ada Quill"}),
    # Who has a role: named between commas, behind two roles, or as the second of them.
    ("The mediator, retired judge Ada Quill, said the deal was dead.", {"the deal": "Ada Quill"}),
    ("The minister and the mayor, Ada Quill, waved to Mr Bo Roe. “It rains,” the minister said.", {"“It rains": "Ada Quill"}),
    ("The minister, Ada Quill, met Bo Roe, mayor and chairman of the port. “It rains,” the chairman said.",
     {"“It rains": "Bo Roe"}),
    ("Mr Bo Roe met Ada Quill, his lawyer, at noon. “It rains,” her lawyer said.", {"“It rains": "Ada Quill"}),
    # What the text says further below tells who is she.
    ("Tavi Hale met Olen Dorn at noon. “It leaks,” he said. Tavi Hale said she was late.",
     {"“It leaks": "Olen Dorn", "she was": "Tavi Hale"}),
    ("Tavi Hale met Olen Dorn at noon. “It leaks,” he said. Tavi Hale called herself lucky.", {"“It leaks": "Olen Dorn"}),
    ("“It rains,” said signs. Farmers left early.", {"“It rains": "unattributed"}),
    # A place is nobody; a role without a name is somebody, and one that is no more is whoever was named.
    ("Mr Olen Dorn drove Tavi Hale, of Port Wollara, home. “It leaks,” she said.", {"“It leaks": "Tavi Hale"}),
    ("A young farmer waited at the lock. “It leaks,” he said.", {"“It leaks": "young farmer"}),
    ("Ann Lee came home. “It rains,” the former marine said.", {"“It rains": "Ann Lee"}),
    # A quotation of two sentences within one; a title that most of the words have in capitals; a colon with nobody.
    ("Ann Lee called it “a mess. A farce” and warned that boats would sink.", {"“a mess": "Ann Lee", "boats": "Ann Lee"}),
    ("They read “Tales from the Harbour Wall” aloud, Ann Lee said.", {}),
    ("“It rains,” said Ann Lee. And then:\n\n“We wait for the boats.”", {"“It rains": "Ann Lee", "“We wait": "Ann Lee"}),
    # Who a clause is of, and who acted right before a quotation; a day, a verb of the paper, a noun that is a verb too.
    ("According to two men at the lock, Ann Lee had left at noon.", {"Ann Lee had": "two men"}),
    ("Ann Lee on Tuesday said the boats were late.", {"the boats": "Ann Lee"}),
    ("Ann Lee is quoted by the Herald as saying the boats were late.", {"the boats": "Ann Lee"}),
    ("A report by the club concluded that boats were late.", {"boats": "report by the club"}),
    ("Bo Roe calls it “a farce with boats in it.” When he met Ann Lee, she laughed. “Bo is right.”",
     {"“a farce": "Max Roe", "“Bo is": "Ann Lee"}),
    ("Ann Lee called it “a mess of boats” and said it rained.", {"“a mess": "Ann Lee", "it rained": "Ann Lee"}),
    ("The town, Ann Lee said, needs boats.", {"The town": "Ann Lee", "needs": "Ann Lee"}),
    ("Asked whether the boats had sunk, Ann Lee said: “Not yet.”", {"“Not yet": "Ann Lee"}),
    # One person: by initial, by the whole of a surname, by an accent less; the head of state is the president.
    ("Gia van der Berg left. “It rains,” said Van der Berg. “It pours,” G. van der Berg said.",
     {"“It rains": "Gia van der Berg", "“It pours": "Gia van der Berg"}),
    ("Rupert St John-Hall left. “It rains,” said Mr St John-Hall.", {"“It rains": "Rupert St John-Hall"}),
    ("José Roe met Åsa Lind at noon. “It rains,” he said.", {"“It rains": "José Roe"}),
    ("President Serik Ospanov met Ann Lee. “It rains,” the Head of State said.", {"“It rains": "Serik Ospanov"}),
    ("Mr. Bo Hale met Tavi Hale. “It rains,” Ms. Hale said.", {"“It rains": "Tavi Hale"}),
    ("Rev Clive Hale and his wife, Maud, left. Mrs Hale said it rained.", {"it rained": "Hale"}),
    ("Omar bin Rashid al-Amri said it rained. The Tidal Trust today said it was late.",
     {"it rained": "Omar bin Rashid al-Amri", "it was": "Tidal Trust"}),
    ("The first master will be Captain Ann Lee. “It rains,” the master said.", {"“It rains": "Ann Lee"}),
    # A body by the whole of its name, unless it is somebody's place.
    ("According to the Ministry of Health, boats were late.", {"boats": "Ministry of Health"}),
    ("Then the Ministry for Labour and Social Affairs said boats were late.",
     {"boats": "Ministry for Labour and Social Affairs"}),
    ("Ann Lee of the Bank of Ashmere said boats were late.", {"boats": "Ann Lee"}),
    ("A spokesman for the Ministry of Foreign Affairs said boats were late.",
     {"boats": "spokesman for the Ministry of Foreign Affairs"}),
    # Nouns for many at an opening are no names; a day may stand behind the verb.
    ("Critics say the boats were late. Police said it rained. Bystanders said the lock was shut.",
     {"the boats": "critics", "it rained": "police", "the lock": "bystanders"}),
    ("Ann Baker left. Baker said the boats were late.", {"the boats": "Ann Baker"}),
    ("The Tidal Trust said on Friday it was late. Ann Lee said on Monday, a holiday, little.", {"it was": "Tidal Trust"}),
    # Who acts in the sentence speaks: joined verbs, participles, words quoted within it.
    ("In May, Ann Lee, a baker, met the men, saying boats were late.", {"boats": "Ann Lee"}),
    ("The minister waited in Amber, telling MPs that boats were late.", {"boats": "minister"}),
    ("Residents spoke of hearing “a bang like a door slamming in the sky”.", {"“a bang": "residents"}),
    ("Ann Lee heard calls for calm. After calls for help she said boats were late.", {"boats": "Ann Lee"}),
    ("As Ann Lee put it, “The boats were late again.”", {"“The": "Ann Lee"}),
    ("Prices rose by a third, Ann Lee said.", {"Prices rose by a third": "Ann Lee"}),
    ("As profits fell, Ann Lee noted a leak.", {}),
    ("Dr. Ann Lee, professor of law at Amber, estimates that boats were late.", {"boats": "Ann Lee"}),
    ("Official estimates that were wrong led to a panic.", {}),
    ("“The boats were late again,” believes Ann Lee.", {"“The": "Ann Lee"}),
    # A role for whom the text told of: by an abbreviated title, by the sentence before; never where a clause tells who.
    ("Gov. Ann Lee came. “It rains,” the governor said.", {"“It rains": "Ann Lee"}),
    ("Max Roe, 45, is one of them. “It rains,” stormed the scaffolder.", {"“It rains": "Max Roe"}),
    ("Max Roe, 45, came. The moaner, who gave no name, said: “It rains.”", {"“It rains": "moaner"}),
    ("One of the parents said boats were late. “It rains,” she said.",
     {"boats": "One of the parents", "“It rains": "One of the parents"}),
    ("A letter was read to the court. It said: “We waited for the boats.”", {"“We": "letter"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), UNKNOWN)
def test_speakers_whom_no_alias_knows(text, expected, tmp_path):
    table, _ = voices_of(text, tmp_path)
    found = {r.text: r.speaker for r in table.itertuples() if r.form != "term"}
    assert len(found) == len(expected)
    for opening, speaker in expected.items():
        assert [who for said, who in found.items() if said.startswith(opening)] == [speaker]


CUES = read_table("cues.csv", ("term", "kind", "example", "not")).query("example != ''")
PRONOUNS = ("he", "she", "they", "it", "him", "her", "them")


# Eleven ways to give words to the wrong voice, three examples of each: (kind, text, {opening of the words: speaker}).
WAYS = [
    ("a surname alone", "Dorte Wiss, 61, keeps bees. “They know the weather,” Wiss said.", {"“They": "Dorte Wiss"}),
    ("a surname alone", "Karim Lund resigned. Lund said that the bridge was safe.", {"the bridge": "Karim Lund"}),
    ("a surname alone", "Captain Ewa Brandt sailed at noon. “The fog came late,” recalled Brandt.", {"“The fog": "Ewa Brandt"}),
    ("he and she", "“We share a river,” Omar Benz told Ivo Petrov. “We will share the dam,” he added.",
     {"“We share": "Omar Benz", "“We will": "Omar Benz"}),
    ("he and she", "Mrs Adler met Mr Novak at the lock. “It leaks,” he said. “It always did,” she answered.",
     {"“It leaks": "Novak", "“It always": "Adler"}),
    ("he and she", "The Tidal Trust sued Jonas Reed. “I sold the boats in May,” he said.", {"“I sold": "Jonas Reed"}),
    ("a role within a name", "Deputy Prime Minister Timur Sadik said the pass would open.", {"the pass": "Timur Sadik"}),
    ("a role within a name", "“The pass will open,” said Amber’s Transport Minister Lena Okoro.", {"“The pass": "Lena Okoro"}),
    ("a role within a name", "Energy Minister Ida Falk arrived. “No coal,” the minister said.", {"“No coal": "Ida Falk"}),
    ("the nearest noun", "“The treaty binds all states of the coast,” said Farid Nasri, Ambassador of Amber.",
     {"“The treaty": "Farid Nasri"}),
    ("the nearest noun", "Petra Hall, president of Coastal News Agency, said the wires were cut.", {"the wires": "Petra Hall"}),
    ("the nearest noun", "In a letter to the council, Rosa Klein said: “Not in my name.”", {"“Not in": "Rosa Klein"}),
    ("cues", "Hugo Stern wrote: “The harbour is closed.”", {"“The harbour": "Hugo Stern"}),
    ("cues", "“It will cost us the summer,” continued Nina Voss.", {"“It will": "Nina Voss"}),
    ("cues", "“Nobody told the crews,” according to Pavel Orlov.", {"“Nobody": "Pavel Orlov"}),
    ("a report in front", "The ferry was late, Mara Quist said.", {"The ferry": "Mara Quist"}),
    ("a report in front", "The lock had frozen twice, according to Mara Quist.", {"The lock": "Mara Quist"}),
    ("a report in front", "The lock, Mara Quist told us, had frozen twice.", {"The lock": "Mara Quist", "had frozen": "Mara Quist"}),
    ("short quotations", "Bo Lind tweeted: “No boats today.”", {"“No boats": "Bo Lind"}),
    ("short quotations", "Mayor Tilda Frey described the plan as “unhinged”.",
     {"the plan as": "Tilda Frey", "“unhinged”": "Tilda Frey"}),
    ("short quotations", "“Not me.” Sen. Carl Boyd (R-S.C.) said.", {"“Not me": "Carl Boyd"}),
    ("other marks", "'It's our lock,' said Edda Holm.", {"'It's": "Edda Holm"}),
    ("other marks", "«The river decides», Emil Roth stressed.", {"«The river": "Emil Roth"}),
    ("other marks", "„We wait for the thaw“, Emil Roth explained.", {"„We wait": "Emil Roth"}),
    ("over paragraphs", "Asta Berg said: “First the ice went.\n\n“Then the bridge.”", {"“First": "Asta Berg", "“Then": "Asta Berg"}),
    ("over paragraphs", "“First the ice went,” Asta Berg said. “We ran.\n\n“Then the bridge.\n\n“Then the road.”",
     {"“First": "Asta Berg", "“We ran": "Asta Berg", "“Then the bridge": "Asta Berg", "“Then the road": "Asta Berg"}),
    ("over paragraphs", "Asta Berg closed the road:\n\n“Nobody drives here before Monday.”", {"“Nobody": "Asta Berg"}),
    ("nouns as cues", "Olaf Meyer came to seal pledges of “lasting” friendship.", {}),
    ("nouns as cues", "Remarks by Olaf Meyer were read, and some pointed advice was heard.", {}),
    ("nouns as cues", "Olaf Meyer called an emergency meeting of the council.", {}),
    ("one name a person", "But Ulla Fowler stayed. “I like it here,” Fowler’s neighbour said.", {"“I like": "Fowler’s neighbour"}),
    ("one name a person", "Amber’s Kim Jun Ho said the ice would hold.", {"the ice": "Kim Jun Ho"}),
    ("one name a person", "Spokesman Jesse Lark said it was late. Jesse Lark left. Lark added that it would rain.",
     {"it was": "Jesse Lark", "it would": "Jesse Lark"}),
]  # fmt: skip


def test_each_way_has_three_examples():
    kinds = pd.Series([row[0] for row in WAYS])
    assert len(set(kinds)) == 11 and set(kinds.value_counts()) == {3}


@pytest.mark.parametrize(("way", "text", "expected"), WAYS)
def test_words_are_not_given_to_the_wrong_voice(way, text, expected):
    found = {r.text: r.speaker for r in said_in(text).itertuples() if r.form != "term"}
    assert {opening: [who for said, who in found.items() if said.startswith(opening)] for opening in expected} == {
        opening: [speaker] for opening, speaker in expected.items()
    }, way
    assert len(found) == len(expected)


WORDS = read_cues()
LATE = "the boats were late"


def does(row, found):
    """Does a word of cues.csv do in its example what its kind is for?"""
    term, speakers, texts = row["term"], list(found["speaker"]), list(found["text"])
    starts = [row["example"][start:].lower() for start in found["speaker_start"]]
    checks = {
        "group": speakers == [term],
        "body": speakers == [term],
        "generic": speakers == ["Harbour Agency"],
        "unnamed": speakers == [term],
        "title": speakers == ["Ann Lee"],
        "portfolio": speakers == ["Ann Lee"],
        "letters": speakers == ["Ann Lee"],
        "helper": speakers == ["Ann Lee"],
        "adverb": speakers == ["Ann Lee"],
        "post": list(zip(found["form"], speakers, strict=True)) == [("direct", "Ann Lee")],
        "organisation": len(found) == 1 and "Amber" in "".join(speakers),
        "particle": speakers == [f"Ann {term} Lee"],
        "determiner": len(starts) == 1 and starts[0].startswith(f"{term} "),
        "alone": [speaker.lower() for speaker in speakers] == [term],
        "link": len(speakers) == 1 and (speakers == ["farmer"] or speakers[0].startswith("Residents")),
        "within": speakers == [f"man {term} the harbour"],
        "stop": speakers == ["farmer"],
        "to come": found.empty,
        "silence": found.empty,
        "finite": len(found) == 1,
        "past": texts == [row["example"].removesuffix(", Ann Lee said.")],
        "opener": len(texts) == 1 and texts[0].endswith("boats were late"),
        "told": texts == [LATE] or texts == [f"whether {LATE}"],
        "only": texts == [LATE],
        "later": texts == [LATE],
        "set off": list(found["form"]) == ["term"],
        "ending": WORDS.human(row["example"].split()[1]),
    }
    own = found[found["cue"] == term]
    return checks.get(row["kind"], len(own) > 0 and voices.UNATTRIBUTED not in set(own["speaker"]))


@pytest.mark.parametrize("kind", sorted(set(CUES["kind"]) - {"asker"}))
def test_each_word_does_in_its_example_what_it_is_for(kind):
    wrong, rows = [], CUES[CUES["kind"] == kind].to_dict("records")
    for row, found, near in zip(
        rows, *(said_in_each([row[c] for row in rows]) for c in ("example", "not")), strict=True
    ):
        told = {"finite": near.empty, "past": near.empty, "silence": len(near) == 1}
        spared = not row["not"] or told.get(kind, row["term"] not in set(near["cue"]))
        wrong += (
            [] if does(row, found) and spared else [(row, found[["form", "speaker", "cue", "text"]].values.tolist())]
        )
    assert not wrong


@pytest.mark.parametrize("row", CUES[CUES["kind"] == "asker"].to_dict("records"), ids=lambda row: row["term"])
def test_a_label_under_which_many_ask_is_nobody(row):
    """A presenter is the one person of whom the article says so; whoever asks as REPORTER is many."""
    turns = [row["example"], "LEE: They went.", row["example"], "LEE: At noon."]
    found = said_in("\n\n".join([f"Ann Lee, the mayor, met Max Roe, a {row['term']}, on Monday.", *turns]))
    assert list(found["speaker"]) == [row["term"].upper(), "Ann Lee"] * 2
    turns[0] = turns[2] = row["example"].replace(row["term"].upper(), "HOST")
    found = said_in("\n\n".join(["Ann Lee, the mayor, met Max Roe, a host, on Monday.", *turns]))
    assert list(found["speaker"]) == ["Max Roe", "Ann Lee"] * 2


def said_in(text):
    """What is said in a text; no alias is known."""
    return said_in_each([text])[0]


def said_in_each(texts):
    """What is said in each of some texts, an article each."""
    names = [f"{i:04}" for i in range(len(texts))]
    articles = pd.DataFrame({"article_id": names, "outlet": "o", "text": texts})
    paragraphs = corpus.paragraphs(articles).assign(kind="body")
    sentences = corpus.sentences(paragraphs)
    found = voices.speech(paragraphs, sentences, corpus.tokens(sentences, {}))
    by_name = dict(iter(found.groupby("article_id")))
    return [by_name.get(name, found.iloc[:0]) for name in names]


def test_speakers_and_cues_lead_to_their_places():
    text = "“It rains,” said Mayor Ada Quill. “We waited,” she added."
    found = said_in(text)
    named = [(text[r.speaker_start : r.speaker_end], text[r.cue_start : r.cue_end]) for r in found.itertuples()]
    assert named == [("Mayor Ada Quill", "said"), ("she", "added")]


@pytest.mark.parametrize("name", ["dev", "more", "held"])
def test_every_speaker_is_named_at_the_place_given(name):
    """A pronoun, a part of the name, or a role: in quotations over paragraphs and turns without a label, too."""
    items, words = scores.read(name), read_cues()
    whole = {item["id"]: text_.repair(item["text"])[0] for item in items}
    for article, rows in scores.speech(name)[0].items():
        for r in rows[rows["speaker_start"] >= 0].itertuples():
            said = whole[article][r.speaker_start : r.speaker_end]
            part = any(word.lower() in r.speaker.lower() for word in said.replace("’s", "").split())
            role = any(words.human(word.lower()) for word in said.split())
            whose = r.how == "named" and said.lower().startswith(("his ", "her ", "the "))
            assert (
                said.lower().removesuffix("'d").removesuffix("’d") in PRONOUNS
                if r.how == "pronoun"
                else part or role or whose
            ), (said, r.speaker)


def test_a_transcript_is_told_by_its_labels():
    lines = [
        "LEE: Why did the boats leave at noon, and who told them to go?",
        "ROE: Nobody told them. They went.",
        "LEE: Thank you.",
    ]
    found = said_in("\n\n".join(["Ann Lee met Max Roe of the harbour on Monday.", *lines]))
    assert list(zip(found["form"], found["speaker"], strict=True)) == [
        ("direct", n) for n in ("Ann Lee", "Max Roe", "Ann Lee")
    ]


def test_the_marks_of_an_article_are_told():
    texts = ["“A b.” ‘C d,’ he said. “E.”", "It’s the towns’ rain of ’90.", "«Da», said Bo."]
    paragraphs = pd.DataFrame(
        {"article_id": ["a", "b", "c"], "outlet": "o", "paragraph_id": 1, "start": 0, "text": texts}
    )
    assert list(marks.used(paragraphs)["marks"]) == ["“ ” 2, ‘ ’ 1", "", "« » 1"]


def test_the_scores_on_annotated_articles_are_no_worse():
    """Written for the purpose; the rules were written beside the first half, the second was never read."""
    for name, least in {"dev": (0.95, 0.87, 0.05, 0.77), "held": (0.93, 0.7, 0.15, 0.74)}.items():
        rates, _ = scores.table(name)
        f1, right, wrong, reports = least
        found = rates.loc["all"]
        assert found["f1"] >= f1 and found["right"] >= right and found["wrong"] <= wrong and found["reports"] >= reports


def test_the_published_scores_are_those_of_the_rules():
    published = pd.read_csv(corpus.HOME / "data/voices_scores.csv", dtype={"quotations": "Int64"})
    pd.testing.assert_frame_equal(scores.recorded(), published)


def test_reports_are_scored_by_sentence_and_speaker():
    found = pd.DataFrame(
        [("a", "reported", "X", 3), ("a", "reported", "Y", 8), ("a", "direct", "X", 1), ("a", "reported", "X", 25)],
        columns=["article_id", "form", "speaker", "cue_start"],
    ).assign(start=0, end=0)
    sentences = pd.DataFrame([("a", 0, 10), ("a", 11, 20), ("a", 21, 30)], columns=["article_id", "start", "end"])
    gold = pd.DataFrame(
        [("a", 0, 10, "X"), ("a", 0, 10, "Z"), ("a", 11, 20, "X")], columns=["article_id", "start", "end", "speaker"]
    )
    table = voices.score_reports(found, gold, sentences)
    assert table[["right", "found", "gold"]].to_numpy().tolist() == [[1, 2, 2], [1, 3, 3]]


def test_the_gold_of_reports_stands_on_sentences(seeds):
    gold = pd.read_csv(corpus.HOME / "data/reports_gold.csv", keep_default_na=False)
    sentences = corpus.sentences(corpus.running(seeds[1]))
    spans = set(map(tuple, sentences[["article_id", "start", "end"]].to_numpy()))
    assert set(map(tuple, gold[["article_id", "start", "end"]].to_numpy())) <= spans


def test_gold_covers_every_quotation_of_the_seeds(seeds):
    body = corpus.running(seeds[1])
    gold = pd.read_csv(corpus.HOME / "data/quotations_gold.csv", keep_default_na=False)
    spans = voices.quotations(body)
    key = ["article_id", "start", "end"]
    assert gold[key].to_numpy().tolist() == spans[key].to_numpy().tolist()
    assert set(gold["form"]) == {"direct", "term"} and (gold.loc[gold["form"] == "term", "speaker"] == "").all()


def test_score_by_hand():
    gold = pd.DataFrame(
        [("a", 0, 5, "direct", "X"), ("a", 9, 12, "term", ""), ("a", 20, 25, "direct", "Y")],
        columns=["article_id", "start", "end", "form", "speaker"],
    )
    found = gold.assign(form=["direct", "direct", "direct"], speaker=["X", "Z", "Z"])
    table = voices.score_quotations(found, gold)
    assert (
        table["right"].tolist() == [2, 1]
        and table["precision"].tolist() == [2 / 3, 1 / 3]
        and table["recall"].tolist() == [1, 1 / 2]
    )


def test_nothing_in_nothing_out(seeds):
    paragraphs, sentences, tokens = (table.iloc[:0] for table in seeds[1:])
    found = voices.speech(paragraphs, sentences, tokens, actors.mentions(tokens, ALIASES))
    assert found.empty and list(found.columns) == voices.SPEECH and voices.quotations(paragraphs).empty
    assert voices.shares(found, tokens).empty
    assert voices.words_given(found).empty and list(voices.words_given(found).columns) == voices.SPEECH
    assert voices.by_side(found, ["x"]).empty and voices.by_side(found, ["x"], {"Ann": "all"}).columns.empty


def test_passages_hold_what_is_quoted_within_them(seeds):
    """No word is lost or counted twice, and no passage of a speaker lies in another of the same."""
    paragraphs, sentences = corpus.running(seeds[1]), seeds[2]
    found = voices.speech(paragraphs, sentences, seeds[3], actors.mentions(seeds[3], actors.read_aliases()))
    whole, said = voices.words_given(found), found[found["form"] != "term"]
    by = ["outlet", "speaker"]
    assert whole.groupby(by)["n_tokens"].sum().to_dict() == said.groupby(by)["n_tokens"].sum().to_dict()
    assert len(whole) < len(said) and set(whole["form"]) == {"direct", "reported", "reported, in part quoted"}
    quoted = whole[whole["form"] == "reported, in part quoted"]
    assert quoted["text"].str.contains('["“]').all()
    for _, own in whole.groupby(["article_id", "speaker"]):
        assert (own["start"].to_numpy()[1:] >= own["end"].to_numpy()[:-1]).all()


def test_words_by_side(seeds):
    """No word is lost or given twice, whatever is shown as one."""
    paragraphs, sentences, outlets = corpus.running(seeds[1]), seeds[2], list(seeds[3]["outlet"].unique())
    found = voices.speech(paragraphs, sentences, seeds[3], actors.mentions(seeds[3], actors.read_aliases()))
    given, central = voices.shares(found, seeds[3]), actors.holders(actors.read_aliases(), "president")
    words = given.set_index("outlet")[["direct_words", "reported_words"]].sum(axis=1)
    sides = dict.fromkeys(central, "five presidents")
    table = voices.by_side(found, outlets, sides, 2)
    assert list(table.columns) == ["Xi Jinping", "five presidents", voices.OTHERS] and list(table.index) == outlets
    assert table.sum(axis=1).to_dict() == words.groupby("outlet").sum().to_dict()
    assert table["five presidents"].sum() == words[given["speaker"].isin(central).to_numpy()].sum() > 0
    alone = voices.by_side(found, outlets)
    assert alone.columns[0] == "Xi Jinping" and len(alone.columns) == 4
    assert not {"six leaders", voices.UNATTRIBUTED} & set(voices.by_side(found, outlets, most=99))
    assert (voices.by_side(found, [*outlets, "z"]).loc["z"] == 0).all()
    outlet = outlets[0]
    assert outlet not in set(voices.shares(found, seeds[3][seeds[3]["outlet"] != outlet])["outlet"])
