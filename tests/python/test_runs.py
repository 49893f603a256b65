# SPDX-License-Identifier: Apache-2.0
"""Runs: what is written, what is read back."""

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

import kinfold as kf

SMALL = 0.0025


@pytest.fixture(scope="module")
def base() -> kf.Scenario:
    return kf.Scenario.load("ordos-baseline")


def test_without_a_file_results_stay_in_memory(base: kf.Scenario) -> None:
    runs = kf.run(base, scale=SMALL, years=1, persons=True)
    assert runs.path is None
    assert runs.data["births"].sum() > 0
    assert len(runs.persons()) == runs.summary["persons_at_end"]


def test_the_same_call_gives_the_same_numbers(base: kf.Scenario) -> None:
    one, other = (kf.run(base, scale=SMALL, years=1, replicates=2, threads=threads) for threads in (1, 2))
    assert one.summary["fingerprint"] == other.summary["fingerprint"]
    xr.testing.assert_identical(one.data.drop_attrs(), other.data.drop_attrs())


def test_another_seed_gives_other_numbers(base: kf.Scenario) -> None:
    one, other = (kf.run(base, scale=SMALL, years=1, seed=seed) for seed in (1, 2))
    assert one.summary["fingerprint"] != other.summary["fingerprint"]


def test_until_names_the_last_month(base: kf.Scenario) -> None:
    runs = kf.run(base, scale=SMALL, until="2021-03")
    months = runs.data["time"].dt.strftime("%Y-%m").to_numpy()
    assert list(months) == ["2020-11", "2020-12", "2021-01", "2021-02", "2021-03"]


def test_progress_counts_months(base: kf.Scenario) -> None:
    seen: list[tuple[str, int, int]] = []
    kf.run(base, scale=SMALL, years=5, replicates=4, progress=lambda *now: seen.append(now))
    assert {stage for stage, _, _ in seen} <= {"month zero", "months"}
    assert all(0 <= done <= in_all == 240 for _, done, in_all in seen)


def test_a_file_opens_as_it_was(small_file: Path, small_runs: kf.Runs) -> None:
    assert small_runs.path == small_file
    assert small_runs.scenarios == ("ordos-baseline", "ordos-2023")
    assert len(small_runs.summary["fingerprint"]) == 16
    with xr.open_dataset(small_file, engine="h5netcdf") as data:
        assert data["births"].identical(small_runs.data["births"])


def test_long_tables_are_read_when_asked_for(small_runs: kf.Runs) -> None:
    assert "person" not in small_runs.data.dims
    persons, events = small_runs.persons(), small_runs.events()
    assert set(persons["scenario"]) == {"ordos-baseline", "ordos-2023"}
    assert persons.groupby("scenario")["person"].nunique().sum() == len(persons)
    births = events[(events["kind"] == 0) & (events["scenario"] == "ordos-2023")]
    assert len(births) == small_runs.data["births"].sel(scenario="ordos-2023", replicate=1).sum()


def test_what_was_not_kept_is_told(base: kf.Scenario) -> None:
    runs = kf.run(base, scale=SMALL, years=1)
    with pytest.raises(kf.ScenarioError, match="events=True"):
        runs.events()


def test_a_half_place_of_care_is_twenty_five_hours_a_week(small_runs: kf.Runs) -> None:
    half_places, hours = small_runs.data["grandparent_care"], small_runs.care_hours()
    assert half_places.sum() > 0
    np.testing.assert_array_equal(hours, 25.0 * half_places)
    assert hours.dims == half_places.dims
    assert hours.attrs["units"] == "hour a week"
    assert hours.attrs["long_name_zh"] == "祖辈照料"


def test_gifts_flow_both_ways_in_whole_decembers(small_runs: kf.Runs) -> None:
    gifts = small_runs.data["family_gifts"]
    assert gifts.dims[2:] == ("year", "place", "sex", "gift_flow", "grandparent_home")
    assert gifts.attrs["units"] == "fen"
    by_flow = gifts.sum(["place", "sex", "grandparent_home"])
    assert (by_flow.sel(year=slice(2020, 2024)) > 0).all()
    assert (by_flow.sel(year=2025) == 0).all(), "the run ends in October"


def test_births_before_the_plan_are_the_same(small_runs: kf.Runs) -> None:
    births = small_runs.data["births"].sel(time=slice("2020-11", "2023-10"))
    np.testing.assert_array_equal(births.sel(scenario="ordos-baseline"), births.sel(scenario="ordos-2023"))


def test_compare_takes_scenarios_and_names(base: kf.Scenario, small_runs: kf.Runs) -> None:
    assert repr(small_runs.compare("ordos-2023", base)) == repr(small_runs.compare("ordos-2023", "ordos-baseline"))
    with pytest.raises(kf.ScenarioError, match="ordos-2025 was not run"):
        small_runs.compare("ordos-2025", base)


def test_a_changed_file_is_refused(small_file: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed.h5"
    changed.write_bytes(small_file.read_bytes().replace(b"births", b"brihts", 1))
    with pytest.raises(kf.DataError, match=r"changed\.h5"):
        kf.open(changed)


def test_a_refused_write_is_an_oserror(base: kf.Scenario, tmp_path: Path) -> None:
    with pytest.raises(kf.WriteError, match="nowhere") as refused:
        kf.run(base, scale=SMALL, years=1, out=tmp_path / "nowhere" / "results.h5")
    assert isinstance(refused.value, OSError)
    assert refused.value.errno > 0


def test_a_refused_write_is_found_out_before_the_run(base: kf.Scenario, tmp_path: Path) -> None:
    def too_late(*_: object) -> None:
        raise AssertionError("the run has begun")

    with pytest.raises(kf.WriteError):
        kf.run(base, scale=SMALL, years=90, replicates=2000, progress=too_late, out=tmp_path / "nowhere" / "results.h5")
