# SPDX-License-Identifier: Apache-2.0
"""Kin from Python: what the table says, what is composed from it, and the files for SOCSIM."""

import itertools
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import kinfold as kf
from kinfold import _core

Command = Callable[..., subprocess.CompletedProcess[str]]

OPOP = "pid fem group nev dob mom pop nesibm nesibp lborn marid mstat dod fmult".split()  # noqa: SIM905
OMAR = ["mid", "wpid", "hpid", "dstart", "dend", "rend", "wprior", "hprior"]


@pytest.fixture(scope="module")
def people(small_runs: kf.Runs) -> pd.DataFrame:
    """The kin table of the first scenario."""
    table = small_runs.kin()
    return table[table["scenario"] == "ordos-baseline"].reset_index(drop=True)


def lists(answer: tuple[np.ndarray, np.ndarray]) -> list[list[int]]:
    offsets, kin = answer
    return [kin[first:last].tolist() for first, last in itertools.pairwise(offsets)]


# --- The table ----------------------------------------------------------------------------------------------------


def test_the_kin_table_holds_residents_and_whom_they_are_tied_to(small_runs: kf.Runs, people: pd.DataFrame) -> None:
    persons = small_runs.persons()
    residents = people[people["presence"] == _core.presence_names.index("resident")]
    assert list(residents["person"]) == list(persons.loc[persons["scenario"] == "ordos-baseline", "person"])
    assert len(people) > len(residents)
    for relative in ("mother", "father", "spouse"):
        assert set(people[relative]) - {-1} <= set(people["person"])


def test_spouses_agree(people: pd.DataFrame) -> None:
    spouse = people.set_index("person")["spouse"]
    married = spouse[spouse != -1]
    assert len(married) > 0
    np.testing.assert_array_equal(spouse[married.to_numpy()], married.index)


# --- Kin ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["mother", "father", "spouse"])
def test_closest_kin_are_those_of_the_table(kind: str, small_runs: kf.Runs, people: pd.DataFrame) -> None:
    found = kf.kin(small_runs, people["person"], kind)
    assert found.dtype == np.int64
    np.testing.assert_array_equal(found, people[kind])


def test_grandmothers_are_mothers_of_parents(small_runs: kf.Runs, people: pd.DataFrame) -> None:
    mother_of = people.set_index("person")["mother"].to_dict() | {-1: -1}
    for kind, parent in {"maternal_grandmother": "mother", "paternal_grandmother": "father"}.items():
        found = kf.kin(small_runs, people["person"], kind)
        np.testing.assert_array_equal(found, people[parent].map(mother_of))
    chained = kf.kin(small_runs, kf.kin(small_runs, people["person"], "mother"), "mother")
    np.testing.assert_array_equal(chained, kf.kin(small_runs, people["person"], "maternal_grandmother"))


def test_children_and_siblings_are_those_with_the_same_parents(small_runs: kf.Runs, people: pd.DataFrame) -> None:
    egos = people["person"].to_numpy()
    children = lists(kf.kin(small_runs, egos, "children"))
    siblings = lists(kf.kin(small_runs, egos, "siblings"))
    assert sum(map(len, siblings)) > 100
    by_mother, by_father = (people[people[p] != -1].groupby(p)["person"].agg(set) for p in ("mother", "father"))
    for row, ego in enumerate(egos):
        assert set(children[row]) == by_mother.get(ego, set()) | by_father.get(ego, set())
        mother, father = people.loc[row, "mother"], people.loc[row, "father"]
        assert set(siblings[row]) == (by_mother.get(mother, set()) | by_father.get(father, set())) - {ego}
        assert len(set(siblings[row])) == len(siblings[row])


def test_children_come_eldest_first(small_runs: kf.Runs, people: pd.DataFrame) -> None:
    born = people.set_index("person")["birth_month"]
    for children in lists(kf.kin(small_runs, people["person"], "children")):
        assert list(born[children]) == sorted(born[children])


def test_a_path_is_a_kind(small_runs: kf.Runs, people: pd.DataFrame) -> None:
    egos = people["person"]
    assert lists(kf.kin(small_runs, egos, "GC")) == lists(kf.kin(small_runs, egos, "nieces_and_nephews"))
    one = kf.kin(small_runs, egos, "mother")
    assert lists(kf.kin(small_runs, egos, "M")) == [[] if mother == -1 else [mother] for mother in one]


def test_depth(small_runs: kf.Runs, people: pd.DataFrame) -> None:
    egos = people["person"]
    parents = [set(found) for found in lists(kf.kin(small_runs, egos, "parents"))]
    assert [set(found) for found in lists(kf.ancestors(small_runs, egos, 1))] == parents
    both = [
        set(one) | set(two)
        for one, two in zip(
            lists(kf.kin(small_runs, egos, "children")), lists(kf.kin(small_runs, egos, "CC")), strict=True
        )
    ]
    assert [set(found) for found in lists(kf.descendants(small_runs, egos, 2))] == both
    near = lists(kf.kin_within(small_runs, egos, 1))
    children = lists(kf.kin(small_runs, egos, "children"))
    assert all(set(found) == up | set(down) for found, up, down in zip(near, parents, children, strict=True))
    assert not any(lists(kf.kin_within(small_runs, egos, 0)))


def test_only_residents_if_asked(small_runs: kf.Runs, people: pd.DataFrame) -> None:
    elsewhere = set(people.loc[people["presence"] == _core.presence_names.index("elsewhere"), "person"])
    every = kf.kin(small_runs, people["person"], "spouse")
    here = kf.kin(small_runs, people["person"], "spouse", among="resident")
    assert elsewhere & set(every)
    np.testing.assert_array_equal(here, [-1 if spouse in elsewhere else spouse for spouse in every])


@pytest.fixture(scope="module")
def homes(small_runs: kf.Runs) -> dict[int, str]:
    """The banner in which each resident lives."""
    persons = small_runs.persons()
    return persons[persons["scenario"] == "ordos-baseline"].set_index("person")["place"].to_dict()


def test_roads_are_those_of_the_place(small_runs: kf.Runs) -> None:
    roads = small_runs.data["road_km"].to_pandas()
    assert roads.loc["dongsheng", "dalad"] == 86  # 66.03 km as the crow flies, × 1.3
    np.testing.assert_array_equal(roads, roads.T)
    np.testing.assert_array_equal(roads == 0, np.eye(len(roads), dtype=bool))


def test_kin_within_so_many_km(small_runs: kf.Runs, people: pd.DataFrame, homes: dict[int, str]) -> None:
    roads = small_runs.data["road_km"].to_pandas()
    egos = people["person"].to_numpy()
    everybody = lists(kf.kin(small_runs, egos, "siblings"))
    found = []
    for km in (0, 86, 250.5):
        near = lists(kf.kin(small_runs, egos, "siblings", within_km=km))
        assert near == [
            [one for one in kin if ego in homes and one in homes and roads.loc[homes[ego], homes[one]] <= km]
            for ego, kin in zip(egos, everybody, strict=True)
        ]
        found.append(sum(map(len, near)))
    assert 0 < found[0] < found[1] < found[2]


def test_within_any_distance_are_residents_of_residents(
    small_runs: kf.Runs, people: pd.DataFrame, homes: dict[int, str]
) -> None:
    egos = people["person"].to_numpy()
    far = {"within_km": 1e6}
    mothers = kf.kin(small_runs, egos, "mother", **far)
    known = kf.kin(small_runs, egos, "mother", among="resident")
    np.testing.assert_array_equal(mothers, np.where([ego in homes for ego in egos], known, -1))
    here = np.array(list(homes))
    for ask, depth in ((kf.ancestors, 2), (kf.descendants, 2), (kf.kin_within, 3)):
        assert lists(ask(small_runs, here, depth, **far)) == lists(ask(small_runs, here, depth, among="resident"))


def test_counts_within_so_many_km(small_runs: kf.Runs, homes: dict[int, str]) -> None:
    counts = kf.kin_counts(small_runs, ["parents", "cousins"], within_km=86)
    near = kf.kin(small_runs, np.array(list(homes)), "parents", among="living", within_km=86)
    assert counts.loc[counts["kind"] == "parents", "kin"].sum() == len(near[1])
    residents = kf.kin_counts(small_runs, ["parents", "cousins"], among="resident")
    anywhere = kf.kin_counts(small_runs, ["parents", "cousins"], within_km=1e6)
    pd.testing.assert_frame_equal(residents, anywhere)
    assert counts["kin"].sum() < residents["kin"].sum()


def test_each_scenario_has_its_own_kin(small_runs: kf.Runs) -> None:
    persons = small_runs.persons()
    plan = persons[persons["scenario"] == "ordos-2023"]
    mothers = kf.kin(small_runs, plan["person"], "mother", scenario="ordos-2023")
    np.testing.assert_array_equal(mothers, plan["mother"])


def test_nobody_has_no_kin(small_runs: kf.Runs) -> None:
    assert list(kf.kin(small_runs, [-1, -1], "mother")) == [-1, -1]
    assert lists(kf.kin(small_runs, [-1], "cousins")) == [[]]
    offsets, kin = kf.kin(small_runs, [], "cousins")
    assert list(offsets) == [0]
    assert len(kin) == 0


def test_a_run_in_memory_is_asked_like_a_file() -> None:
    runs = kf.run(kf.Scenario.load("ordos-baseline"), scale=0.0025, years=1, persons=True)
    persons = runs.persons()
    np.testing.assert_array_equal(kf.kin(runs, persons["person"], "father"), persons["father"])


def test_counts_by_age(small_runs: kf.Runs, people: pd.DataFrame) -> None:
    counts = kf.kin_counts(small_runs, ["mother", "children"])
    assert list(counts.columns) == ["kind", "age", "egos", "kin", "mean"]
    residents = people[people["presence"] == _core.presence_names.index("resident")]
    mothers = counts[counts["kind"] == "mother"]
    assert mothers["egos"].sum() == len(residents)
    living = people.loc[people["death_month"] == 0, "person"]
    assert mothers["kin"].sum() == residents["mother"].isin(living).sum()
    assert mothers.loc[mothers["age"] < 5, "mean"].min() > 0.9
    last = small_runs.data["time"].to_index()[-1]
    newborn = residents["birth_month"] > 100 * (last.year - 1) + last.month
    assert mothers.set_index("age").loc[0, "egos"] == newborn.sum()


def test_kinds_are_listed() -> None:
    kinds = kf.kin_kinds().set_index("kind")
    assert not kinds.loc["maternal_grandmother", "plural"]
    assert kinds.loc["cousins", "paths"] == "PGC"
    assert kinds.loc["co_grandparents", "zh"] == "亲家"


# --- What a user gets wrong ---------------------------------------------------------------------------------------


def test_an_unknown_person(small_runs: kf.Runs, people: pd.DataFrame) -> None:
    with pytest.raises(kf.ScenarioError) as refused:
        kf.kin(small_runs, [people["person"][0], 12345, 6, 7, 8, 9], "mother")
    for words in ("persons[1] = 12345", "and 1 more", f"{len(people)} persons", "run.persons()"):
        assert words in str(refused.value)


@pytest.mark.parametrize("kind", ["maternal_grandmothr", "Mother", "", "MMX"])
def test_an_unknown_kind(kind: str, small_runs: kf.Runs) -> None:
    with pytest.raises(kf.ScenarioError) as refused:
        kf.kin(small_runs, [-1], kind)
    for words in (f"'{kind}'", "maternal_grandmother", "co_grandparents", "MMBD"):
        assert words in str(refused.value)
    if kind == "maternal_grandmothr":
        assert "did you mean maternal_grandmother?" in str(refused.value)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda runs: kf.kin(runs, [1.5], "mother"), "whole numbers"),
        (lambda runs: kf.kin(runs, ["Anna"], "mother"), "whole numbers"),
        (lambda runs: kf.kin(runs, [[-1]], "mother"), "2 dimensions"),
        (lambda runs: kf.kin(runs, [-1], "mother", among="livng"), "did you mean living"),
        (lambda runs: kf.kin(runs, [-1], "mother", scenario="ordos-2025"), "ordos-2025 was not run"),
        (lambda runs: kf.ancestors(runs, [-1], -1), "generations = -1"),
        (lambda runs: kf.kin_within(runs, [-1], 2.5), "steps = 2.5"),
        (lambda runs: kf.kin_counts(runs, "cousin"), "did you mean cousins"),
        (lambda runs: kf.kin(runs, [-1], "mother", within_km=-1), "within_km = -1; must be a number of kilometres"),
        (lambda runs: kf.kin_within(runs, [-1], 2, within_km="near"), "within_km = 'near'"),
        (lambda runs: kf.kin_counts(runs, "cousins", within_km=float("nan")), "within_km = nan"),
    ],
    ids=str,
)
def test_a_wrong_question(wrong: Callable[[kf.Runs], object], told: str, small_runs: kf.Runs) -> None:
    with pytest.raises(kf.ScenarioError, match=told):
        wrong(small_runs)


@pytest.fixture(scope="module")
def file_without_kin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("runs") / "no-kin.h5"
    kf.run(kf.Scenario.load("ordos-baseline"), scale=0.0025, years=1, events=True, out=path)
    return path


@pytest.mark.parametrize(
    "ask",
    [
        lambda runs: kf.kin(runs, [-1], "mother"),
        lambda runs: kf.kin_counts(runs, "mother"),
        lambda runs: kf.ancestors(runs, [-1], 1),
        lambda runs: runs.kin(),
    ],
)
def test_a_run_without_kin(ask: Callable[[kf.Runs], object], file_without_kin: Path) -> None:
    with pytest.raises(kf.ScenarioError) as refused:
        ask(kf.open(file_without_kin))
    for words in ("hold no kin", "counts and indicators and events", "persons=True", "--persons"):
        assert words in str(refused.value)


def test_the_command_says_how_to_keep_kin(file_without_kin: Path, kinfold: Command, tmp_path: Path) -> None:
    done = kinfold("export-socsim", file_without_kin, "folder")
    assert done.returncode == 2
    for words in ("hold no kin", "--persons"):
        assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "folder").exists()


@pytest.mark.parametrize(
    ("column", "numbers", "told"),
    [
        ("person", [1, 1, 3], "person 1 is there twice"),
        ("mother", [9, -1, -1], "relative 9 is not there"),
        ("sex", [0, 2, 1], "sex = 2"),
        ("presence", [1, 1, 7], "presence = 7"),
        ("home", [0, -1, 1], "home = 1; must be -1 or the number of one of 1 banners"),
        ("father", [-1, -1], "differ in length"),
    ],
)
def test_a_broken_table(column: str, numbers: list[int], told: str) -> None:
    columns = {
        "person": [1, 2, 3],
        "mother": [2, -1, -1],
        "father": [-1, -1, -1],
        "spouse": [-1, -1, -1],
        "birth_month": [200001, 197001, 196001],
        "sex": [0, 1, 1],
        "presence": [1, 1, 1],
        "home": [0, 0, -1],
    }
    columns[column] = numbers
    with pytest.raises(kf.DataError, match=told):
        _core.KinTable(**{name: np.array(values, np.int64) for name, values in columns.items()}, roads=[[0.0]])


# --- SOCSIM -------------------------------------------------------------------------------------------------------


def read_socsim(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """As R's read.table does: blanks between columns, no heading."""
    opop = pd.read_csv(folder / "result.opop", sep=r"\s+", names=OPOP, index_col=False)
    omar = pd.read_csv(folder / "result.omar", sep=r"\s+", names=OMAR, index_col=False)
    person = pd.read_csv(folder / "persons.csv").set_index("pid")["person"]
    return opop, omar, person


@pytest.fixture(scope="module")
def socsim(small_runs: kf.Runs, tmp_path_factory: pytest.TempPathFactory) -> tuple[pd.DataFrame, ...]:
    folder = tmp_path_factory.mktemp("socsim") / "new" / "folder"
    kf.export_socsim(small_runs, folder)
    assert sorted(path.name for path in folder.iterdir()) == ["persons.csv", "result.omar", "result.opop"]
    return read_socsim(folder)


def test_socsim_gives_back_mothers_and_fathers(socsim: tuple[pd.DataFrame, ...], people: pd.DataFrame) -> None:
    opop, _, person = socsim
    person_of = person.to_dict() | {0: -1}
    read = opop.assign(person=opop["pid"].map(person_of)).set_index("person").loc[people["person"]]
    np.testing.assert_array_equal(read["mom"].map(person_of), people["mother"])
    np.testing.assert_array_equal(read["pop"].map(person_of), people["father"])
    np.testing.assert_array_equal(read["fem"] == 1, people["sex"] == 1)


def test_socsim_counts_months_from_january_1900(socsim: tuple[pd.DataFrame, ...], people: pd.DataFrame) -> None:
    opop, _, person = socsim
    born = people.set_index("person")["birth_month"]
    first = born[person[1]]
    assert opop["dob"][0] == 12 * (first // 100 - 1900) + first % 100
    assert (opop["dob"].diff().dropna() >= 0).all()  # numbers follow the order of birth
    assert (opop["pid"] == np.arange(1, len(opop) + 1)).all()


def test_socsim_deaths_are_those_of_the_table(socsim: tuple[pd.DataFrame, ...], people: pd.DataFrame) -> None:
    opop, _, person = socsim
    dead = people[people["death_month"] != 0]
    assert len(dead) > 0
    assert (dead["presence"] == _core.presence_names.index("dead")).all()
    assert set(opop.loc[opop["dod"] > 0, "pid"].map(person)) == set(dead["person"])
    assert (opop.loc[opop["dod"] > 0, "dod"] > opop.loc[opop["dod"] > 0, "dob"]).all()


def test_socsim_chains_children_from_the_last_born_on(socsim: tuple[pd.DataFrame, ...]) -> None:
    opop, _, _ = socsim
    rows = opop.set_index("pid")
    for parent, link, next_elder in (("mom", 1, "nesibm"), ("pop", 0, "nesibp")):
        for pid, row in rows[rows["fem"] == link].iterrows():
            chain, child = [], row["lborn"]
            while child != 0:
                chain.append(child)
                child = rows.loc[child, next_elder]
            assert sorted(chain) == list(rows.index[rows[parent] == pid])
            assert chain == sorted(chain, reverse=True)


def test_socsim_unions_are_those_of_the_table(socsim: tuple[pd.DataFrame, ...], people: pd.DataFrame) -> None:
    opop, omar, person = socsim
    couples = set(zip(omar["wpid"].map(person), omar["hpid"].map(person), strict=True))
    wives = people[(people["sex"] == 1) & (people["spouse"] != -1)]
    assert couples == set(zip(wives["person"], wives["spouse"], strict=True))
    rows = opop.set_index("pid")
    assert (rows.loc[omar["wpid"], "marid"].to_numpy() == omar["mid"]).all()
    assert (rows.loc[omar["hpid"], "marid"].to_numpy() == omar["mid"]).all()
    known = opop["pid"].map(person).isin(people.loc[people["marital"] >= 0, "person"])
    assert (opop.loc[known, "mstat"] == 4).sum() == 2 * len(omar)
    assert (omar["dend"] == 0).all()


def test_the_command_writes_the_same(small_file: Path, small_runs: kf.Runs, kinfold: Command, tmp_path: Path) -> None:
    kf.export_socsim(small_runs, tmp_path / "from-python")
    done = kinfold("export-socsim", small_file, "from-command")
    assert done.returncode == 0, done.stderr
    assert "result.opop" in done.stdout
    for name in ("result.opop", "result.omar", "persons.csv"):
        assert (tmp_path / "from-command" / name).read_bytes() == (tmp_path / "from-python" / name).read_bytes()


def test_the_command_explains_what_is_wrong(small_file: Path, kinfold: Command, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    done = kinfold("export-socsim", small_file, "taken")
    assert done.returncode == 3
    assert "taken" in done.stderr
    assert "Traceback" not in done.stderr
    done = kinfold("export-socsim", "missing.h5", "folder")
    assert done.returncode == 3
    assert "missing.h5" in done.stderr
    done = kinfold("export-socsim", small_file, "folder", "--scenario", "ordos-2025")
    assert done.returncode == 2
    assert not (tmp_path / "folder").exists()
