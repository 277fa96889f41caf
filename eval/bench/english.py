"""English press text as a grammar (see `eval.bench.writing`): templates and words of our own.

Alternatives stand in order of frequency. Names of people, towns and bodies are put together from
parts, so that text of any length keeps bringing rare words, as news does.
"""

from __future__ import annotations

GRAMMAR: dict[str, tuple[str, ...]] = {
    "outlet": (
        "{place} Courier",
        "{place} Evening Post",
        "{place} Observer",
        "{place} Business Daily",
        "Harbour Wire",
        "Meridian News Agency",
    ),
    "headline": (
        "{body} {announces} {plan} for {topic}",
        "{person} {announces} {plan} on {topic} in {place}",
        "{place} faces {trouble} over {topic}",
        "{topic}: {body} {announces} {plan} after {trouble}",
        "Why {place} {wants} {adjective} {thing} for {topic}",
        "{figure} {people} join {place} talks on {topic}",
    ),
    "lead": (
        "{body} {announced} {adjective} {plan} for {topic} on {weekday}, {consequence}.",
        "{person}, {role} of {body}, {told} {people} in {place} that {claim}.",
        "{figure} {people} gathered in {place} this week to discuss {topic}, {consequence}.",
        "After {trouble} in {place}, {body} {declared} on {weekday} that {claim}.",
    ),
    "sentence": (
        "{person} {said} that {claim}.",
        "{claim}, according to {source}.",
        "{quote}, {said} {person}, {role} of {body}.",
        "{source} put the cost of {topic} at {money}, {consequence}.",
        "{body} {declared} in {month} {year} that {claim}.",
        "Between {year} and {later_year} the number of {people} rose by {percent} to {figure}.",
        "{person} {told} {people} on {weekday} that {claim}, {consequence}.",
        "In {place}, where {claim}, {people} {reacted} with {adjective} {thing}.",
        "The {thing} {covers} {figure} {people} and {money} of {adjective} {thing}.",
        "{quote}, {person} told {outlet} in an interview on {month} {1..28}.",
        "However, {claim}, and {claim}.",
        "{critics} {said} {claim}, while {body} {said} {claim}.",
        "A spokesperson for {body} {declined} to comment on {topic}.",
        "{figure} of the {people} whom {source} asked in {year} {said} that {claim}.",
        "The {plan}, which {person} first {announced} in {place} in {year}, {covers} {topic}.",
        "Only {percent} of {people} in {place} {believe} that {claim}.",
        "{person} joined {body} in {year}, after {2..19} years as {role} of {body}.",
        "Officials from {place} signed the {adjective} {thing} on {month} {1..28}, {year}.",
        "It was the {ordinal} time since {year} that {body} {announced} {plan} of this kind.",
        "{people} in {place} {reacted} at once: {quote}, {said} {person}.",
        "Last year {body} spent {money} on {topic}, {percent} more than in {year}.",
        "By {weekday} evening {figure} {people} had asked {body} for {adjective} {thing}.",
        "Under the {plan}, {body} would have to {act} before the end of {later_year}.",
        "{critics} point to {place}, where {trouble} lasted {2..40} months.",
        "That leaves {body} with {adjective} {thing} and {2..12} weeks to {act}.",
        "No date has been set for {topic}, but {source} expects that {claim}.",
        "{person}, {27..79}, has argued since {year} that {claim}.",
        "If {body} cannot {act}, {claim}.",
        "Some {people} {reacted} with {thing}; others {believe} that {claim}.",
        "The {ordinal} meeting ended on {weekday} without {adjective} {thing}, {consequence}.",
    ),
    "quote": (
        "“We want to {act} before {trouble} returns”",
        "“Nobody in {place} doubts that {claim}”",
        "“This is about {topic}, not about {thing}”",
        "“We have heard {figure} {people}, and they all {believe} that {claim}”",
        "“I would rather {act} today than explain {trouble} tomorrow”",
        "“There is no {thing} without {adjective} {thing}”",
    ),
    "claim": (
        "the {plan} {helps} {people} in {place}",
        "{topic} would need {adjective} {thing}",
        "{body} did not {act} in time",
        "{people} in {place} {wait} for {adjective} {thing}",
        "the {thing} of {year} {helps} only {figure} {people}",
        "{adjective} {thing} costs {place} {money} a year",
        "{trouble} could hit {figure} {people} by {later_year}",
        "{body} and {body} should {act} together",
        "the {adjective} {thing} has grown by {percent} since {year}",
        "{topic} can no longer be left to {people} alone",
        "the {ordinal} {plan} {covers} {percent} of the {people}",
        "the {people} of {place} have been left without {thing}",
    ),
    "consequence": (
        "the {ordinal} such step since {year}",
        "a move that {critics} called {adjective}",
        "bringing the total to {money}",
        "despite {trouble} in {place}",
        "{percent} above the figure of {year}",
        "in a sign that {claim}",
        "a day after {body} had to {act}",
    ),
    "source": (
        "{body}",
        "a report by {body}",
        "figures from {body}",
        "two people familiar with the {thing}",
        "documents seen by {outlet}",
        "a survey of {figure} {people}",
        "court papers filed in {place}",
    ),
    "critics": tuple(
        "critics|opposition members|unions|campaigners|local residents|some economists|lawyers "
        "for {body}|several former officials|industry groups".split("|")
    ),
    "body": (
        "the Ministry of {field}",
        "{place} City Council",
        "{made_name} {industry}",
        "the {field} Agency",
        "the National Institute of {field}",
        "the University of {place}",
        "the {place} Chamber of {field}",
        "the International {field} Forum",
        "{made_name} & {surname}",
        "the {surname} Foundation",
    ),
    "field": tuple(
        "Transport|Health|Finance|Education|Justice|Labour|Energy|Agriculture|Fisheries|Housing|"
        "Statistics|Communications|Water|Aviation|Public Safety|Trade|Forestry|Archives".split("|")
    ),
    "industry": tuple(
        "Group|Bank|Technologies|Energy|Foods|Motors|Shipping|Networks|Pharma|Textiles|Cement|"
        "Airlines|Insurance|Robotics|Publishing|Semiconductors".split("|")
    ),
    "topic": (
        "{adjective} {subject}",
        "{subject} in {place}",
        "{subject}",
        "the dispute over {subject}",
    ),
    "subject": tuple(
        "public transport|data protection|school meals|harbour expansion|interest rates|"
        "internet governance|flood defences|rural clinics|wage talks|cyber security|rent control|"
        "fishing quotas|railway repairs|online payments|air quality|teacher training|"
        "cross-border trade|digital archives|drinking water|grain storage|night flights|"
        "press freedom|artificial intelligence|pension reform|wind power|museum funding|"
        "border checks|battery recycling|elder care|broadband access|court backlogs|"
        "food labelling|emergency calls|port security|tax returns|vaccine supply|road tolls|"
        "satellite licences|timber exports|election monitoring|language schools|patent law|"
        "refugee housing|steel tariffs|tourism|urban farming|waste incineration|"
        "youth football".split("|")
    ),
    "plan": tuple(
        "plan|agreement|reform|programme|draft law|proposal|budget|strategy|rescue package|review|"
        "moratorium|pilot scheme|code of conduct|settlement|inquiry|timetable|tender|"
        "declaration".split("|")
    ),
    "thing": tuple(
        "funding|support|oversight|infrastructure|evidence|growth|investment|concern|access|"
        "staff|equipment|guidance|demand|capacity|competition|trust|planning|research|relief|"
        "criticism|software|training|compensation|legislation|optimism|maintenance|silence|"
        "paperwork|insurance|scepticism|machinery|expertise|patience|uncertainty|applause|"
        "leverage|hesitation|transparency|housing|credit".split("|")
    ),
    "adjective": tuple(
        "new|public|local|long-term|national|further|independent|regional|additional|private|"
        "international|modest|sweeping|reliable|cheaper|emergency|stricter|controversial|joint|"
        "temporary|ambitious|unexpected|digital|voluntary|overdue|affordable|binding|piecemeal|"
        "unprecedented|lukewarm|rigorous|painstaking|patchy|half-hearted".split("|")
    ),
    "trouble": tuple(
        "delays|protests|shortages|a strike|heavy floods|a power cut|rising prices|a data breach|"
        "budget cuts|a court ruling|months of drought|layoffs|an outage|a legal dispute|"
        "a change of government|a bank failure|a derailment|water rationing|a recall|"
        "a factory fire|contaminated wells|a ransomware attack|a landslide".split("|")
    ),
    "people": tuple(
        "residents|workers|students|voters|officials|companies|patients|farmers|customers|"
        "households|delegates|investors|teachers|passengers|journalists|engineers|researchers|"
        "drivers|shopkeepers|tenants|pensioners|nurses|exporters|fishermen|developers|commuters|"
        "volunteers|lawyers|librarians|dockers|beekeepers".split("|")
    ),
    "role": tuple(
        "head|director|chair|deputy head|chief economist|spokesperson|founder|president|"
        "vice-president|chief engineer|secretary general|treasurer|legal counsel|"
        "chief archivist".split("|")
    ),
    "said": tuple("said|said|added|explained|argued|warned|noted|insisted|conceded".split("|")),
    "told": tuple("told|assured|reminded|warned".split("|")),
    "announced": tuple(
        "announced|presented|confirmed|approved|unveiled|defended|shelved|withdrew".split("|")
    ),
    "declared": tuple("announced|confirmed|stated|conceded|denied".split("|")),
    "announces": tuple("announces|approves|defends|unveils|delays|rejects|backs".split("|")),
    "declined": tuple("declined|refused".split("|")),
    "wants": tuple("wants|needs|rejects|awaits|lacks".split("|")),
    "believe": tuple("believe|say|fear|expect|hope|doubt".split("|")),
    "reacted": tuple("reacted|answered|responded".split("|")),
    "covers": tuple("covers|affects|reaches|includes|overlooks".split("|")),
    "helps": tuple("helps|harms|protects|reaches|confuses|burdens".split("|")),
    "wait": tuple("wait|ask|pay|vote|still hope|campaign".split("|")),
    "act": tuple(
        "act|publish its figures|cut costs|hire {figure} {people}|raise {money}|open its books|"
        "repair the damage|rewrite the {plan}|call an election|lower prices|pay {people} back|"
        "consult {people} in {place}|test the equipment|withdraw the {plan}".split("|")
    ),
    "person": ("{first_name} {surname}", "{first_name} {made_name}"),
    "first_name": tuple(
        "Anna James Maria David Elena Thomas Fatima Samuel Ingrid Carlos Mei Robert Aisha Viktor "
        "Leila Martin Grace Hugo Nadia Oscar Priya Stefan Yuki Daniel Amara Felix Rosa Ibrahim "
        "Clara Anton Selma Rafael Miriam Kofi Helga Tomas Zainab Edgar Lucia Boris".split()
    ),
    "surname": tuple(
        "Miller Chen Santos Weber Okafor Novak Haddad Larsen Rossi Tanaka Kovacs Fischer Dubois "
        "Mensah Petrov Lindqvist Moreau Sharma Byrne Castillo Yilmaz Horvat Nakamura Osei "
        "Ferreira Janssen Kaplan Demir Varga Eriksen Achterberg Pellegrino Oyelaran "
        "Szymanski".split()
    ),
    "place": ("{made_name}", "{made_name} {landform}", "Port {made_name}", "{compass} {made_name}"),
    "landform": tuple("Bay|Falls|Heights|Bridge|Valley|Springs".split("|")),
    "compass": tuple("North|New|East|Upper|Old".split("|")),
    "made_name": ("{onset}{rhyme}", "{onset}{middle}{rhyme}"),
    "onset": tuple(
        "Mar Bran Kel Sten Wal Tor Lin Har Ves Dor Ald Cam Ros Bel Gren Hol Nor Pel Quen Sal Tre "
        "Ul Wex Yar Zel Fen Jar Ost Ib Cru".split()
    ),
    "middle": tuple("a e i o en er an il or ing el um".split()),
    "rhyme": tuple(
        "ton ford berg field mouth dale ville stad mark burg by hurst wick grad nes holm minster "
        "combe vik thorpe".split()
    ),
    "figure": ("{2..99},{100..999}", "{12..990}", "{1..9},{100..999}", "{2..48} million"),
    "percent": ("{2..78} percent", "{1..39}.{1..9} percent"),
    "money": (
        "${2..900} million",
        "${1..49}.{1..9} billion",
        "€{2..900} million",
        "${20..990},000",
    ),
    "year": ("{2008..2019}", "{1987..2007}"),
    "later_year": ("{2020..2025}", "{2026..2045}"),
    "weekday": tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()),
    "month": tuple(
        "November March September June January April October May February December July "
        "August".split()
    ),
    "ordinal": tuple("first second third fourth fifth sixth eleventh".split()),
}
