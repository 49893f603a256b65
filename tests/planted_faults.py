# SPDX-License-Identifier: Apache-2.0
"""Thirty-two faults, each planted into a copy of the sources and caught there by one named unit test.

`make faults` builds the copy in `build/faults` once, sees that every named test passes, and then plants one fault after
the other. Ends with 1 if a fault is not caught, or if the text that it replaces is no longer in the sources.
"""

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COPY = ROOT / "build" / "faults"
SOURCES = ("CMakeLists.txt", "pyproject.toml", "sim", "scenarios", "tests/CMakeLists.txt")


@dataclass(frozen=True)
class Fault:
    """A change of one line, and the test that sees it."""

    name: str
    file: str
    right: str
    wrong: str
    test: str

    @property
    def test_file(self) -> str:
        """Suites are named after the part that they test, fixtures with Test at the end, and so are their files."""
        suite = self.test.split(".")[0].removesuffix("Test")
        return f"tests/unit/test_{re.sub(r'(?<!^)(?=[A-Z])', '_', suite).lower()}.cpp"


FAULTS = (
    Fault(
        "fecundability age off by one month",
        "sim/processes/births/fecundity.cpp",
        "const double years = (first_month + i) / 12.0;",
        "const double years = (first_month + i + 1) / 12.0;",
        "Fecundity.FallsWithEachMonthOfAgeAsWrittenDown",
    ),
    Fault(
        "miscarriage × 1.05",
        "sim/processes/births/conception.cpp",
        "< Fecundity::miscarriage(",
        "< 1.05 * Fecundity::miscarriage(",
        "Conception.LosesExactlyThosePregnanciesWhoseDrawSaysSo",
    ),
    Fault(
        "sterility age + 1",
        "sim/processes/births/fecundity.cpp",
        "half_sterile_age = 44.9;",
        "half_sterile_age = 45.9;",
        "Fecundity.SterilityRisesWithAgeAsWrittenDown",
    ),
    Fault(
        "gestation eight months",
        "sim/processes/births/pregnancy.hpp",
        "int pregnancy_months = 9;",
        "int pregnancy_months = 8;",
        "Birth.ComesInTheNinthMonthAfterConception",
    ),
    Fault(
        "sex ratio swapped",
        "sim/processes/births/birth.cpp",
        "? Sex::male : Sex::female",
        "? Sex::female : Sex::male",
        "Birth.BoysAreExactlyThoseWhoseDrawSaysSo",
    ),
    Fault(
        "union counted for one spouse",
        "sim/population/population.cpp",
        "marital[one] = marital[other] = Marital::married;",
        "marital[one] = Marital::married;",
        "UnionFormation.MarriesBothAndKeepsEveryRule",
    ),
    Fault(
        "post-partum five months",
        "sim/processes/births/pregnancy.hpp",
        "int postpartum_months = 6;",
        "int postpartum_months = 5;",
        "Birth.GivesTheMotherSixMonthsBeforeSheMayConceiveAgain",
    ),
    Fault(
        "payment to 37 months",
        "sim/measures/child_allowance.cpp",
        "12 * static_cast<int>(until_age)",
        "12 * static_cast<int>(until_age) + 1",
        "Payments.PayThirtySixInstalmentsAndNoThirtySeventh",
    ),
    Fault(
        "father's hukou read for the mother's",
        "sim/measures/payments.cpp",
        ".mother_registered = is_registered(population, population.mother[child])",
        ".mother_registered = is_registered(population, population.father[child])",
        "Payments.ReadEachParentsOwnRegistration",
    ),
    Fault(
        "discount rate × 1.05",
        "sim/population/households/household_money.cpp",
        "logarithm(1.0 + discount)",
        "logarithm(1.0 + 1.05 * discount)",
        "Intention.PromisesAreDiscountedAsWritten",
    ),
    Fault(
        "widow not released",
        "sim/processes/mortality.cpp",
        "population.part(person, Marital::widowed);",
        "population.spouse[person] = nobody;",
        "Mortality.ReleasesTheWidow",
    ),
    Fault(
        "twins counted once",
        "sim/processes/births/birth.cpp",
        "population.count_delivery(mother, children, world.now);",
        "population.count_delivery(mother, 1, world.now);",
        "Birth.TwinsAreTwoChildrenOfTheirMother",
    ),
    Fault(
        "maternal grandmother asked of the father",
        "sim/kinship/kin_kinds.cpp",
        'one, "MM"',
        'one, "FM"',
        "KinQueries.KnowEveryKindInAFamilyDrawnByHand",
    ),
    Fault(
        "ego among the siblings",
        "sim/kinship/kin_queries.cpp",
        "return child != from && wanted(child);",
        "return wanted(child);",
        "KinQueries.KnowEveryKindInAFamilyDrawnByHand",
    ),
    Fault(
        "a father's children along the mother's links",
        "sim/population/population.hpp",
        "return of_parent == Sex::female ? next_maternal_sibling : next_paternal_sibling;",
        "return next_maternal_sibling;",
        "KinQueries.AreTheSameOnASnapshot",
    ),
    Fault(
        "grandmothers' coefficient for grandfathers",
        "sim/kinship/care/care_supply.cpp",
        "situation.sex == Sex::female ?",
        "situation.sex == Sex::male ?",
        "CareSupply.EachTermIsAsWrittenDown",
    ),
    Fault(
        "the eldest child is minded first",
        "sim/kinship/care/care_market.hpp",
        "child.birth_month > other.birth_month",
        "child.birth_month < other.birth_month",
        "CareAllocation.LeavesNobodyWhoWouldRatherHaveItOtherwise",
    ),
    Fault(
        "who is displaced from care asks nobody else",
        "sim/kinship/care/deferred_acceptance.cpp",
        "  waiting.push_back(displaced);\n",
        "",
        "CareAllocation.TheOrderOfProposalsMeansNothing",
    ),
    Fault(
        "a fourth half place of care",
        "sim/kinship/care/deferred_acceptance.cpp",
        "static_cast<std::uint32_t>(carer.half_places));",
        "static_cast<std::uint32_t>(carer.half_places) + 1);",
        "CareAllocation.NeverGivesMoreThanIsAskedForOrThereIs",
    ),
    Fault(
        "the other half is asked of nobody",
        "sim/kinship/care/deferred_acceptance.cpp",
        "++wish.offer;",
        "wish.offer = network_.end_offer(child);",
        "CareAllocation.TheOtherHalfIsAskedOfTheNextCarer",
    ),
    Fault(
        "carers of equal score by row",
        "sim/kinship/care/care_network.cpp",
        "market.carers[one.carer].key < market.carers[other.carer].key",
        "one.carer < other.carer",
        "CareAllocation.TheOrderOfListsMeansNothing",
    ),
    Fault(
        "a child goes though somebody minds it at home",
        "sim/processes/care/care_round.cpp",
        "if (takes_child && care.willing_count() == 0)",
        "if (takes_child)",
        "GrandparentCareTest.AChildGoesToAGrandmotherElsewhereIfNobodyMindsItAtHome",
    ),
    Fault(
        "who has come for a child stays at home too",
        "sim/population/households/at_home.cpp",
        "if (care.has_come(which)) gone_.push_back(grandparent);",
        "if (care.has_come(which)) gone_.clear();",
        "GrandparentCareTest.WhoLivesTooFarAwayForEveryDayComesOrTakesTheChild",
    ),
    Fault(
        "sons matter to every cohort",
        "sim/processes/births/child_utility.cpp",
        "0.0, 1.0);\n}",
        "1.0, 1.0);\n}",
        "ChildUtilityTest.TheSexOfHerChildrenMattersLessToLaterCohorts",
    ),
    Fault(
        "everybody waits for a measure to come",
        "sim/processes/births/intention.cpp",
        "if (gain <= 0.0) return false;",
        "if (gain > 0.0) return true;",
        "Intention.SomeWaitForAMeasureThatIsAnnouncedAndNobodyForOneOfNothing",
    ),
    Fault(
        "the city tops up nothing",
        "sim/population/support.cpp",
        "payment.amount - paid);\n    paid += payment.amount;",
        "payment.amount - paid);\n    paid += 2 * payment.amount;",
        "Support.EachLevelTopsUpWhatThoseAboveItLeaveOpen",
    ),
    Fault(
        "a birth grant stops with its measure",
        "sim/population/support.cpp",
        "const int after = on_birthdays ? until_age_months : 0;",
        "const int after = 0;",
        "BirthGrant.IsForThoseBornFromTheFirstDayToTheLast",
    ),
    Fault(
        "a woman is a peer of herself",
        "sim/kinship/influence/peers.hpp",
        "if (step != 0) visit(",
        "visit(",
        "Peers.AreEightOthersAndMutual",
    ),
    Fault(
        "a birth is recent for ever",
        "sim/kinship/influence/families_around.cpp",
        "birth != never && birth >= now - recent_months;",
        "birth != never;",
        "InfluenceTest.BirthsOfMoreThanTwoYearsAgoAreNot",
    ),
    Fault(
        "the spouse's siblings are forgotten",
        "sim/processes/births/influence.cpp",
        "if (const PersonIndex spouse = population.spouse[woman]; spouse != nobody)",
        "if (const PersonIndex spouse = population.spouse[woman]; spouse == woman)",
        "InfluenceTest.BirthsOfSiblingsAndSpousesSiblingsAreSeen",
    ),
    Fault(
        "retirement is not noted as a change to come",
        "sim/processes/care/minders.cpp",
        "note(minder.next_change, stops, world.now);",
        "",
        "GrandparentCareTest.RetirementSetsHandsFree",
    ),
    Fault(
        "the dead go on minding children",
        "sim/processes/care/care_round.cpp",
        "if (grandparent == nobody || !world_.population.is_living(grandparent)) return nullptr;",
        "if (grandparent == nobody) return nullptr;",
        "GrandparentCareTest.FromElsewhereOneComesToLiveWithTheChildUntilSheDies",
    ),
    Fault(
        "two who mind together have a market place each",
        "sim/processes/care/care_round.cpp",
        "return all_minders_[found->second].carer;",
        "return add_carer(population.key_of(grandparent));",
        "GrandparentCareTest.ACoupleMindsOneAndAHalfTheYoungestFirst",
    ),
    Fault(
        "a birth is not settled for cousins",
        "sim/processes/care/care_circles.cpp",
        "    add_descendants(population, grandparent, 2);\n    const PersonIndex spouse",
        "    const PersonIndex spouse",
        "GrandparentCareTest.ABirthTakesCareFromACousin",
    ),
    Fault(
        "kin elsewhere stay when the last resident leaves",
        "sim/population/kin/family_ties.cpp",
        "? has_resident_kin(relative) :",
        "? true :",
        "RelativesTest.ThoseElsewhereGoWithTheirLastResidentKin",
    ),
    Fault(
        "roots lose their key with their first child",
        "sim/population/kin/family_ties.cpp",
        "relatives.give_ties(parent, key_of(parent));",
        "return;",
        "RelativesTest.RootsKeepTheirKeysWhenTheFirstChildIsForgotten",
    ),
    Fault(
        "retirement a month early",
        "sim/kinship/old_age/retirement.cpp",
        "/ schedule.months_for_one_more + 1)",
        "/ schedule.months_for_one_more)",
        "Retirement.FollowsEachRowOfTheSchedule",
    ),
    Fault(
        "limitations of men and women swapped",
        "sim/kinship/old_age/disability.cpp",
        "sex == Sex::female ? 0.5 : -0.5",
        "sex == Sex::female ? -0.5 : 0.5",
        "Disability.IsAsCommonAtEachAgeAsWrittenDown",
    ),
    Fault(
        "roads as the crow flies",
        "sim/population/place/place.cpp",
        "constexpr double detour = 1.3;",
        "constexpr double detour = 1.0;",
        "Place.RoadsFollowTheGlobe",
    ),
    Fault(
        "spouses from another banner are near",
        "sim/processes/unions/marriage_market.cpp",
        "apart_[her.banner][his.banner]",
        "apart_[her.banner][her.banner]",
        "MarriageMarket.ScoresAreSumsOfTheirTerms",
    ),
    Fault(
        "half the way to a grandchild in another banner",
        "sim/processes/care/minders.cpp",
        "60.0 * world.place.road_km",
        "30.0 * world.place.road_km",
        "GrandparentCareTest.TheWayToAnotherBannerIsByRoad",
    ),
    Fault(
        "the retired give as much of their income as those at work",
        "sim/processes/old_age/family_giving.cpp",
        "world.now), giver.is_employed);",
        "world.now), true);",
        "FamilyGiftsTest.AfterRetirementSheGivesTwoPerCentOfHerPension",
    ),
    Fault(
        "each family gets the whole gift",
        "sim/processes/old_age/family_giving.cpp",
        "instalment(to_all, static_cast<int>(which)",
        "instalment(to_all * static_cast<int>(families.size()), static_cast<int>(which)",
        "FamilyGiftsTest.FamiliesOfHerChildrenShareToTheFen",
    ),
    Fault(
        "dead children go on giving to their parents",
        "sim/processes/old_age/family_giving.cpp",
        "!population.is_living(family.parent) ||",
        "",
        "FamilyGiftsTest.TheDeadGiveNothing",
    ),
)


def copied_files() -> dict[Path, Path]:
    """The model, the headers of all tests and the test files that are named, by where they go."""
    files = []
    for source in (ROOT / name for name in SOURCES):
        files += [source] if source.is_file() else source.rglob("*")
    files += (ROOT / "tests").rglob("*.hpp")
    files += {ROOT / fault.test_file for fault in FAULTS}
    return {COPY / path.relative_to(ROOT): path for path in files if path.is_file()}


def refresh_copy() -> None:
    """Touch only files that differ, so that a second run builds little."""
    files = copied_files()
    for part in ("sim", "scenarios", "tests"):
        for old in (COPY / part).rglob("*"):
            if old.is_file() and old not in files:
                old.unlink()
    for copy, original in files.items():
        if copy.exists() and copy.read_bytes() == original.read_bytes():
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(original, copy)


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=COPY, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)


def build() -> None:
    """Stop with the compiler's words if the copy does not build."""
    built = run("cmake", "--build", "build", "--target", "kinfold_unit")
    if built.returncode != 0:
        sys.exit(built.stdout)


def verdict_of(test: str) -> str:
    """`passed`, `failed`, or what else became of the test."""
    ended = run(COPY / "build" / "tests" / "kinfold_unit", f"--gtest_filter={test}")
    if f"[       OK ] {test} " in ended.stdout and ended.returncode == 0:
        return "passed"
    if f"[  FAILED  ] {test} " in ended.stdout and ended.returncode == 1:
        return "failed"
    return f"ended with {ended.returncode}"


def verdict_with(fault: Fault) -> str:
    """Plant the fault, build, ask its test, and take the fault out again."""
    file = COPY / fault.file
    sound = file.read_text(encoding="utf-8")
    if sound.count(fault.right) != 1:
        return f"`{fault.right}` stands {sound.count(fault.right)} times in {fault.file}"
    file.write_text(sound.replace(fault.right, fault.wrong), encoding="utf-8")
    try:
        build()
        return verdict_of(fault.test)
    finally:
        file.write_text(sound, encoding="utf-8")


def main() -> int:
    refresh_copy()
    configured = run(
        "cmake", "-S", ".", "-B", "build", "-G", "Ninja", "-D", "KINFOLD_TESTS=ON",
        "-D", "CMAKE_BUILD_TYPE=Debug", "-D", "CMAKE_CXX_FLAGS_DEBUG=-O1",
    )  # fmt: skip
    if configured.returncode != 0:
        sys.exit(configured.stdout)
    build()
    not_sound = [test for test in {fault.test for fault in FAULTS} if verdict_of(test) != "passed"]
    if not_sound:
        sys.exit(f"these tests do not pass without a fault: {', '.join(sorted(not_sound))}")
    caught = 0
    print("| planted fault | test | caught |\n|---|---|---|")  # noqa: T201
    for fault in FAULTS:
        verdict = verdict_with(fault)
        caught += verdict == "failed"
        print(f"| {fault.name} | {fault.test} | {'yes' if verdict == 'failed' else verdict} |", flush=True)  # noqa: T201
    print(f"\n{caught} of {len(FAULTS)} planted faults caught")  # noqa: T201
    return int(caught != len(FAULTS))


if __name__ == "__main__":
    sys.exit(main())
