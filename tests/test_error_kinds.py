"""Kinds of numbers that a grammar of quantities gets wrong: three sentences for each, written for the test."""

import pytest

from lib.claims import grammar

# kind: {sentence: [(value, or its two ends; unit)]}
KINDS = {
    "ranges with currency": {
        "The ferries will cost €40 to €55 million.": [((40e6, 55e6), "EUR")],
        "Repairs between £3m and £4m are planned.": [((3e6, 4e6), "GBP")],
        "A kilo sold for HK$12 to HK$15 in May.": [((12, 15), "HKD")],
    },
    "prefixes": {
        "The archive holds 7 terabytes of letters.": [(7, "TB")],
        "The mast sends at 450 megahertz from the hill.": [(450, "MHz")],
        "The dose was 30 micrograms of iron.": [(30, "ug")],
    },
    "foreign dollars": {
        "The tunnel cost HK $5.4m to dig.": [(5.4e6, "HKD")],
        "Growers lost $A33 million to the frost.": [(33e6, "AUD")],
        "The port paid $US160m for the cranes.": [(160e6, "USD")],
    },
    "currency behind or by name": {
        "The lamp cost 1,200€ last year.": [(1200, "EUR")],
        "The grant was 3 million Swedish crowns.": [(3e6, "SEK")],
        "They owe 40 million Jordanian dinars.": [(40e6, "JOD")],
    },
    "scales": {
        "The debt stood at $1.9T in May.": [(1.9e12, "USD")],
        "The farm is worth RM3.06mil today.": [(3.06e6, "MYR")],
        "She left half a million dollars to the school.": [(500e3, "USD")],
    },
    "a letter nobody knows": {
        "The film made $4.5q in its first week.": [],
        "The mill earned €12w last spring.": [],
        "The bridge cost £9xz in the end.": [],
    },
    "bare m and t": {
        "The 37m (121ft) mast fell.": [(37, "m"), (121, "foot")],
        "A 100t crane lifted the bell.": [(100, "tonne")],
        "Children swam in the 50m pool.": [(50, "m")],
    },
    "slash fractions": {
        "Add 1/2 pound of butter.": [(0.5, "lb")],
        "They walked a 1/4 mile to the well.": [(0.25, "mile")],
        "About 2/3 of the fleet stayed in port.": [(2 / 3, "fraction")],
    },
    "leading decimal point": {
        "Prices rose .5 percent in June.": [(0.5, "percent")],
        "The blade is .75 inches wide.": [(0.75, "inch")],
        "The tax takes .08 euros of each litre.": [(0.08, "EUR")],
    },
    "two counts, no share": {
        "She scored 32 goals in 36 league games.": [(32, "count"), (36, "count")],
        "The mine lost 5 lorries in 40 trips.": [(5, "count"), (40, "count")],
        "The party won 3 votes in 5 rounds.": [(3, "count"), (5, "count")],
    },
    "letters that are units in one case": {
        "The engine makes 300 PS at full speed.": [(300, "PS")],
        "The train ran at 80 m.p.h. through the gap.": [(80, "mph")],
        "Stamps went up to 65p in April.": [(0.65, "GBP")],
    },
    "split compounds": {
        "The door is 7 feet, 10 inches high.": [(94, "inch")],
        "A seat costs thirteen dollars and forty-five cents.": [(13.45, "USD")],
        "He served 2 years and 3 months.": [(27, "month")],
    },
    "parts that are none": {
        "A third-party audit found the leak.": [],
        "He ran into the final third of the pitch.": [],
        "The quarter-final is on Sunday.": [],
    },
    "symbols by case": {
        "The bottle holds 50mL of oil.": [(50, "ml")],
        "The tractor has 784 HP under the hood.": [(784, "hp")],
        "A 5 W bulb lit the hut.": [(5, "W")],
    },
    "names with numbers": {
        "The S&P 500 and the Stoxx 600 fell.": [],
        "The line parked each 737 Max and the 787 jets at once.": [],
        "A category 4 hurricane broke the iPhone 14 of the mayor.": [],
    },
    "names nobody listed": {
        "Police found a Glock 19 in the well.": [],
        "The club lost heavily to Hannover 96 on Sunday, and Mainz 05 won.": [],
        "The Ram 1500 and a Cessna 172 stood in the barn.": [],
    },
    "no names": {
        "Last night in Lagos 19 were hurt when the roof fell.": [(19, "count")],
        "It cost Toyota 12 orders, the firm said late last week.": [(12, "count")],
        "Crash Near Lyon Hurts 14 as Bus Overturns": [(14, "count")],
    },
    "a letter as a currency": {
        "The port cost R3.7 billion to dredge.": [(3.7e9, "ZAR")],
        "A bag of rice sells for N95,000 now.": [(95e3, "NGN")],
        "The Audi R8 and the N95 mask were lost.": [],
    },
    "degrees after a space": {
        "It was 41 C in the shade.": [(41, "degC")],
        "The night fell to 18 F, they said.": [(18, "degF")],
        "The dress came with a 38 C cup.": [(38, "count")],
    },
    "bare inches": {
        "The guard stands 5 feet 11.": [(71, "inch")],
        "At 6 feet 2 he towers over them.": [(74, "inch")],
        "He fell 5 feet 3 times.": [(5, "foot"), (3, "times")],
    },
    "letters of two senses": {
        "A pint cost 7d in the village.": [],
        "The boat does 12 kt in the bay.": [],
        "The mine sold 12 kt of copper.": [(12e3, "tonne")],
    },
    "a bare m that nothing explains": {
        "The climber fell 8m onto rocks.": [],
        "The yacht is 40m and has a 12m beam.": [],
        "Profit was 12m, up from 10m, and 3m people paid.": [(12e6, "count"), (10e6, "count"), (3e6, "count")],
    },
    "a bare m by the words about it": {
        "Divers reached a depth of 45m there.": [(45, "m")],
        "The camp lies at 8,200m in the snow.": [(8200, "m")],
        "The house is 300m north of the school.": [(300, "m")],
    },
    "hours with minutes": {
        "The crossing took 1h 20m.": [(80, "minute")],
        "The flight takes 2h35m in good wind.": [(155, "minute")],
        "He ran for 3hrs 58mins.": [(238, "minute")],
    },
    "whose ¥": {
        "The Tokyo firm made ¥1.2tn.": [(1.2e12, "JPY")],
        "The Shanghai firm made ¥1.2tn.": [(1.2e12, "CNY")],
        "The Japanese firm paid ¥5m and 3m yuan.": [(5e6, "CNY"), (3e6, "CNY")],
    },
    "stones and pounds": {
        "She lost 2st 4lb in spring.": [(32, "lb")],
        "The jockey weighs 8st 12lb on the 21st.": [(124, "lb")],
        "The boxer weighs about 210 pounds.": [(210, "lb")],
    },
    "scales in short": {
        "They paid EUR 3 mio for it.": [(3e6, "EUR")],
        "The budget is 13.9 trln yen.": [(13.9e12, "JPY")],
        "The firm owes Rs 500 cr and Rs 12.5 lacs.": [(5e9, "INR"), (12.5e5, "INR")],
    },
    "versions and vehicles": {
        "The iOS 18.2 update and Python 3.13 shipped.": [],
        "He took the 43 bus to the number 7 tram.": [],
        "The ATR 72-600 and a bus of 12 seats left.": [(12, "count")],
    },
    "codes by their name": {
        "His PIN is 4471 and the zip code 90210.": [],
        "It burned in the 300 block of Elm.": [],
        "Rooms 12 to 18 were searched.": [],
    },
    "wickets, times and votes": {
        "Bumrah took 5-74 as they fell.": [],
        "The 2.30 at Ascot was late.": [],
        "A five-to-four vote ended the one-to-one talks.": [],
    },
    "runs for wickets": {
        "England were 214 for 5 at tea.": [],
        "India closed on 301 for 6.": [],
        "They paid 12 for 5 of them.": [(12, "count"), (5, "count")],
    },
    "addresses": {
        "The clinic is at 14 Mill Lane.": [],
        "Write to 200 North Harbour Road by May.": [],
        "The fire began at 1600 Oak Street.": [],
    },
    "years in ranges": {
        "Between 1600 and 1900 the harbour silted up.": [],
        "The wall was built from 1904 to 1911.": [],
        "The school closed in the years 1939 to 1945.": [],
    },
    "ranges that look like codes": {
        "Some 1000-5000 protesters filled the square.": [((1000, 5000), "count")],
        "The tank takes 100-1000 litres of fuel.": [((100, 1000), "litre")],
        "He gave 2000 milligrams of the salt.": [(2000, "mg")],
    },
    "pages and figures": {
        "The map shows it (pp. 4–5).": [],
        "The bill says so (p. 12).": [],
        "The slope is steep (fig. 4) and bare (sec. 5).": [],
    },
    "people after a date": {
        "On 5 May 2025 people voted in the hills.": [],
        "On 12 June 2019 troops left the town.": [],
        "By 3 March 2021 families had moved.": [],
    },
    "sets of a match": {
        "She won 6-4, 3-6, 7-5 on clay.": [],
        "He beat the champion 7-6 6-3.": [],
        "They lost 4-6, 6-7 in an hour.": [],
    },
    "old shillings": {
        "The hat cost 7s 6d in the market.": [],
        "The fare was £3 4s 6d by coach.": [],
        "He paid 2s. 6d. for the book.": [],
    },
    "continental decimals": {
        "The field is 3,5 hectares wide.": [],
        "The price rose to 12,75 euros.": [],
        "It weighs 0,8 kg when dry.": [],
    },
    "thousands by points": {
        "Some 1.200 people came and 14.350 fans did not.": [],
        "Der Bau kostet €24.000, die Strecke ist 1.500 km lang.": [],
        "At 4.500 percent it cost 1.200 million euros in 9.875 seconds.": [
            (4.5, "percent"),
            (1.2e6, "EUR"),
            (9.875, "second"),
        ],
    },
    "metres by what stands beside them": {
        "The wreck lies 38m down, under a 3m by 4m deck.": [(38, "m"), (3, "m"), (4, "m")],
        "Each rail is 108m (that is 354ft) long, on a 3,500m runway.": [(108, "m"), (354, "foot"), (3500, "m")],
        "Sales were 38m, down from 40m, and 1,400m users pay.": [(38e6, "count"), (40e6, "count"), (1.4e9, "count")],
    },
    "letters of a scale, and of nobody knows what": {
        "It has 1.1 B accounts and made $1.1 B in May.": [(1.1e9, "count"), (1.1e9, "USD")],
        "The power sells at 45.6c a unit.": [],
        "They sold $9.50 T-shirts and 3.5 T trucks.": [(9.5, "USD"), (3.5, "count")],
    },
    "sums by points and by commas": {
        "The car cost 14.990 euros, the flat 1.150 euros a month.": [],
        "The firm raised 12,5 million euros and 3,2 bn kroner.": [(12.5e6, "EUR"), (3.2e9, "NOK")],
        "The euro rose to 1.085 dollars, petrol to $3.459 a gallon.": [(1.085, "USD"), (3.459, "USD")],
    },
    "box scores": {
        "Reid went 3-for-4, then 22-of-31 for 264 yards.": [(264, "yard")],
        "Khan took 3-38 from ten overs and had 2-15 off 12 balls.": [(10, "count"), (12, "count")],
        "The Swans won 14.9 (93) to 11.12 (78); it took 5-10 days.": [((5, 10), "day")],
    },
    "golf": {
        "She had a seven-under 65 with an eagle at the par-five 16th.": [],
        "He is 20 over par, she leads by two shots on 11 under.": [(2, "count")],
        "The 50-over match drew 20 over two days.": [(50, "count"), (20, "count"), (2, "day")],
    },
    "years before 1900": {
        "In 1095 Urban II preached; in 1895 Nobel signed his will.": [],
        "The coins were minted from 1272 to 1307.": [],
        "In 1500 German homes the index rose from 1272 to 1307.": [(1500, "count"), (1272, "count"), (1307, "count")],
    },
    "times of other countries": {
        "The jet landed at 21h40 and left at 1430 on Saturday.": [],
        "She curled it in on 67 minutes, as the moon rose at 3.07 in the morning.": [],
        "It took 2h35m and closed at 3.07 in London.": [(155, "minute"), (3.07, "count")],
    },
    "aircraft, cars, films and seats": {
        "They flew 777-9s short of runway 07L, from row 12, seat 14C.": [],
        "He chose option 2, a 911 GT3, a film rated 15, and platform 8, not 12.": [],
        "The bus seats 12, and 777-912 people paid.": [(12, "count"), ((777, 912), "count")],
    },
    "units that were counts": {
        "A 6-furlong race, ten fathoms, 892 millibars, 112 mmt of beans.": [
            (6, "furlong"),
            (10, "fathom"),
            (892, "millibar"),
            (112e6, "tonne"),
        ],
        "Bake at 200C with half a pint of milk.": [(200, "degC"), (0.5, "pint")],
        "It has a 6.7in screen, 12 in all.": [(6.7, "inch"), (12, "count")],
    },
    "an s that is no second, shares of many": {
        "The 16-18s and the under 5s came first.": [],
        "It took about 0.2 to 0.5 s, the 9.5s record.": [((0.2, 0.5), "second"), (9.5, "second")],
        "Only 1 in 100,000 had it, 3 in 2010.": [(1e-5, "fraction"), (3, "count")],
    },
    "hedges": {
        "The rate was lower than 4 percent.": [(4, "percent", "below")],
        "They were out for a sub-300 total.": [(300, "count", "below")],
        "The road is more than 100 km (60 miles) long.": [(100, "km", "above"), (60, "mile", "above")],
    },
    "a unit left out beside what it is compared with": {
        "Output fell to 3.1 million tonnes from 7.8 million a year before.": [(3.1e6, "tonne"), (7.8e6, "tonne")],
        "It grew to 5.6 percent, up from 4.2, and took nine days, against 7.": [
            *((5.6, "percent"), (4.2, "percent")),
            *((9, "day"), (7, "day")),
        ],
        "It paid 8 euros (last year: 7), 3 percent more than in the 9 towns.": [
            *((8, "EUR"), (7, "EUR")),
            *((3, "percent"), (9, "count")),
        ],
    },
    "a part of what has a unit": {
        "Hail hit 1,250 hectares of vines, 700 of them in the valley.": [(1250, "hectare"), (700, "hectare")],
        "Of the 900 km of road, only 340 are paved.": [(900, "km"), (340, "km")],
        "Along 46 metres of wall lay urns, 13 of them whole.": [(46, "m"), (13, "count")],
    },
    "money by the words before it": {
        "It sold 9 ships for 92 million euros; the bill was 40 million.": [
            *((9, "count"), (92e6, "EUR")),
            (40e6, "EUR"),
        ],
        "Wages cost 3 million euros, and 2.4 million lost their jobs.": [(3e6, "EUR"), (2.4e6, "count")],
        "It lost 3 million euros; 40 had sued, 12 million watched.": [(3e6, "EUR"), (40, "count"), (12e6, "count")],
    },
    "numbers that take no unit of another": {
        "Sales rose 8 percent, from 12 in May.": [(8, "percent"), (12, "count")],
        "It reaches 2 percent in three years, from 1.4 now.": [(2, "percent"), (3, "year"), (1.4, "count")],
        "It drove 300 km with 12 on board.": [(300, "km"), (12, "count")],
    },
    "crowns of a country": {
        "The Prague council owes 58 million crowns, against 42 million.": [(58e6, "CZK"), (42e6, "CZK")],
        "A ferry in Denmark costs 30 kroner.": [(30, "DKK")],
        "The queen has 8 crowns.": [(8, "count")],
    },
    "ages": {
        "A girl of 15, Ann Lee, and a man of 40 towns left; she is 15, he died at 81.": [
            *((15, "year"), (40, "count")),
            *((15, "year"), (81, "year")),
        ],
        "The pension age rises to 67; voters under 30 are few, as are 30 others.": [
            *((67, "year"), (30, "year"), (30, "count")),
        ],
        "Anyone 16 or older may join, at 34 tables.": [(16, "year"), (34, "count")],
    },
}
CASES = [(kind, text) for kind, sentences in KINDS.items() for text in sentences]


@pytest.mark.parametrize(("kind", "text"), CASES, ids=[text for _, text in CASES])
def test_kinds_of_error(kind, text):
    stated = [item for item in grammar.quantities(text) if not item.aside]
    expected = KINDS[kind][text]
    found = [(item.low if item.low == item.high else (item.low, item.high), item.unit, item.hedge) for item in stated]
    wanted = [(*row, None)[:3] for row in expected]
    assert [(row[0], row[1], row[2] if want[2] else None) for row, want in zip(found, wanted, strict=False)] == [
        (pytest.approx(value), unit, hedge) for value, unit, hedge in wanted
    ] and len(found) == len(wanted), found


def test_each_kind_has_three_sentences():
    assert {len(sentences) for sentences in KINDS.values()} == {3} and len(KINDS) >= 22


@pytest.mark.parametrize(
    ("text", "nouns"),
    [
        ("Divers found three more bodies and two other ships.", ["bodies", "ships"]),
        ("There were 43 such incidents in four fewer towns.", ["incidents", "towns"]),
        ("Ten more left, nine other than these.", ["", ""]),
        (
            "It has 17 old bridges and wants two more, 12 fewer than in May.",
            ["old bridges", "old bridges", "old bridges"],
        ),
        ("Only two of the city's nine hospitals, five more or less, stood.", ["hospitals", "hospitals", ""]),
    ],
)
def test_more_and_other_are_no_part_of_the_noun(text, nouns):
    assert [item.counted for item in grammar.quantities(text)] == nouns


def test_an_article_says_whose_money_it_is_where_the_paragraph_does_not():
    told = {
        text: grammar.quantities("It cost 8 million rupees.", whole=text)[0].unit for text in ("", "in lahore", "india")
    }
    assert told == {"": "INR", "in lahore": "PKR", "india": "INR"}
    written = {
        text: grammar.quantities(text, whole="in lahore")[0].unit for text in ("INR8 million", "₹8 million", "Rs8")
    }
    assert written == {"INR8 million": "INR", "₹8 million": "INR", "Rs8": "PKR"}
    assert grammar.quantities("In Delhi it cost 8 rupees.", whole="in delhi, not in lahore")[0].unit == "INR"


def test_machines_and_groups_with_signs_are_counted():
    counted = [item.counted for item in grammar.quantities("They sold two F-35s, said the eight Opec+ nations.")]
    assert counted == ["F-35s", "", "Opec+ nations"]
