"""Invented people. Any likeness to a driver's real name is chance."""

from random import Random

GIVEN = (
    "Ada", "Anton", "Bea", "Björn", "Carla", "Cem", "Dana", "Dirk", "Elif", "Emil", "Fenna", "Finn",
    "Greta", "Gus", "Hana", "Hugo", "Ida", "Ivo", "Jana", "Jonas", "Kaja", "Kofi", "Lena", "Luca",
    "Mara", "Milo", "Nele", "Noé", "Olga", "Otis", "Pia", "Pavel", "Quinn", "Ravi", "Rosa", "Søren",
    "Tess", "Timo", "Uma", "Vito", "Wanda", "Willem", "Xenia", "Yusuf", "Zoë", "Zygmunt",
)  # fmt: skip

FAMILY = (
    "Abelvik", "Ashgrove", "Bramhold", "Brunetti-Vale", "Castermoor", "Dellacorta", "Dunwick", "Eklöv",
    "Estermann", "Farrowby", "Fennimore", "Garrovik", "Gründahl", "Hallerby", "Hesterwick", "Ibarrondo",
    "Iversholm", "Jarnefeld", "Kestelmann", "Kowalczenko", "Lindqvall", "Lorimer-Oke", "Marchetto",
    "Mühlbrandt", "Nakagoshi", "Norrwood", "O'Hallavan", "Ostrander", "Pellegrave", "Pintoral",
    "Quistgaard", "Rademeyer", "Rönnberg", "Sandvaal", "Sorrentale", "Tamsworth", "Thorvardi",
    "Ulverstone", "Vanterpool", "Vasilenka", "Wetherlow", "Yamanobe", "Zellweger-Hay", "Zubiretta",
)  # fmt: skip


def draw_names(random: Random, count: int) -> list[str]:
    """`count` different names, at most ``len(GIVEN) * len(FAMILY)``.

    Raises `ValueError` for more names than there are.
    """
    pairs = random.sample(range(len(GIVEN) * len(FAMILY)), count)
    return [f"{GIVEN[pair % len(GIVEN)]} {FAMILY[pair // len(GIVEN)]}" for pair in pairs]
