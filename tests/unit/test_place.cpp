// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <fstream>
#include <functional>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>

#include "core/errors.hpp"
#include "population/place/place.hpp"

namespace kinfold {
namespace {

const std::filesystem::path ordos_folder =
    std::filesystem::path(__FILE__).parent_path() / ".." / ".." / "scenarios" / "places" / "ordos";

const Place& ordos() {
  static const Place place = read_place(ordos_folder);
  return place;
}

constexpr auto male = static_cast<std::size_t>(Sex::male);
constexpr auto female = static_cast<std::size_t>(Sex::female);

// --- The tables of Ordos -------------------------------------------------------------------------------------------

TEST(Ordos, SaysWhichPlaceItIs) {
  EXPECT_EQ(ordos().slug, "ordos");
  EXPECT_EQ(ordos().name.zh, "鄂尔多斯市");
  EXPECT_EQ(ordos().geo_code, "150600");
  EXPECT_EQ(ordos().census_month, Month::of(2020, 11));
  EXPECT_EQ(ordos().currency, "CNY");
}

TEST(Ordos, AddsUpToTheCensusOf2020) {
  EXPECT_EQ(ordos().total_persons(), 2153638);
  ASSERT_EQ(ordos().banners.size(), 9u);
  std::int64_t urban = 0, households = 0, members = 0, singles = 0;
  for (const Banner& banner : ordos().banners) {
    urban += banner.urban_persons;
    households += banner.family_households;
    members += banner.family_household_persons;
    singles += banner.one_person_households;
  }
  EXPECT_EQ(urban, 1667962);
  EXPECT_EQ(households, 797496);
  EXPECT_EQ(members, 1902172);
  EXPECT_EQ(singles, 197421);
}

/// Persons of one banner (by its place in the table) and sex between two ages, both included.
std::int64_t persons_between(std::size_t banner, std::size_t sex, int first, int last) {
  const auto& by_age = ordos().persons[banner][sex];
  return std::accumulate(by_age.begin() + first, by_age.begin() + last + 1, std::int64_t{0});
}

TEST(Ordos, KeepsTheCensusAgeGroups) {
  std::int64_t boys_under_one = 0, women_25_29 = 0, men_85_and_over = 0;
  for (std::size_t banner = 0; banner < 9; ++banner) {
    boys_under_one += persons_between(banner, male, 0, 0);
    women_25_29 += persons_between(banner, female, 25, 29);
    men_85_and_over += persons_between(banner, male, 85, 100);
  }
  EXPECT_EQ(boys_under_one, 10376);
  EXPECT_EQ(women_25_29, 63257);
  EXPECT_EQ(men_85_and_over, 6914);
  EXPECT_EQ(ordos().banners[1].slug, "kangbashi");
  EXPECT_EQ(persons_between(1, female, 0, 100), 58041);
}

/// By the spherical law of cosines, worked out apart: 66.03 km to Dalad, 281.51 to Otog Front, × 1.3.
TEST(Ordos, KnowsTheRoadsBetweenItsBanners) {
  const auto& roads = ordos().road_km;
  ASSERT_EQ(roads.size(), 9u);
  EXPECT_EQ(roads[0][2], 86.0);
  EXPECT_EQ(roads[0][4], 366.0);
  for (std::size_t from = 0; from < 9; ++from) {
    EXPECT_EQ(roads[from][from], 0.0);
    for (std::size_t to = 0; to < from; ++to) {
      EXPECT_EQ(roads[from][to], roads[to][from]);
      EXPECT_GT(roads[from][to], 0.0);
    }
  }
}

/// A degree of a great circle is 111.195 km; of the parallel of 60 degrees north half as much.
TEST(Place, RoadsFollowTheGlobe) {
  EXPECT_EQ(road_km({0.0, 0.0}, {1.0, 0.0}), 145.0);
  EXPECT_EQ(road_km({0.0, 179.5}, {0.0, -179.5}), 145.0);
  EXPECT_EQ(road_km({60.0, 10.0}, {60.0, 11.0}), 72.0);
  EXPECT_EQ(road_km({90.0, 0.0}, {-90.0, 0.0}), 26020.0);
}

TEST(Ordos, RegistersThreeInTenOutsideTheCity) {
  std::array<std::int64_t, registration_count> sums{};
  for (const auto& counts : ordos().registration)
    for (std::size_t i = 0; i < registration_count; ++i) sums[i] += counts[i];
  EXPECT_EQ(sums[3], 387403);
  EXPECT_EQ(sums[1] + sums[2], 528242);
  const double outside = static_cast<double>(sums[2] + sums[3]) / 2153638;
  EXPECT_NEAR(outside, ordos().assumption("outside_city_share"), 1e-6);
}

/// Mean over women aged 15–64 of the resident population.
TEST(Ordos, HasOnePointFourOneChildrenEverBorn) {
  double children = 0.0, women = 0.0;
  for (std::size_t i = 0; i < parity_age_count; ++i) {
    const auto residents = static_cast<double>(ordos().persons_at(Sex::female, first_parity_age + static_cast<int>(i)));
    women += residents;
    for (std::size_t parity = 0; parity < parity_count; ++parity)
      children += residents * static_cast<double>(parity) * ordos().parity_by_age[i][parity];
  }
  EXPECT_NEAR(children / women, 1.41, 0.002);
}

TEST(Ordos, MarriesAsTheTenPercentSampleSays) {
  for (const auto sex : {male, female}) {
    std::array<double, marital_count> sums{};
    double all = 0.0, sample = 0.0;
    for (int age = 15; age <= oldest_age; ++age) {
      const auto residents = static_cast<double>(ordos().persons_at(static_cast<Sex>(sex), age));
      all += residents;
      for (std::size_t state = 0; state < marital_count; ++state)
        sums[state] += residents * ordos().marital_by_age[sex][static_cast<std::size_t>(age)][state];
    }
    for (const std::int64_t count : ordos().marital_sample[sex]) sample += static_cast<double>(count);
    for (std::size_t state = 0; state < marital_count; ++state)
      EXPECT_NEAR(sums[state] / all, static_cast<double>(ordos().marital_sample[sex][state]) / sample, 1e-4);
  }
}

TEST(Ordos, NobodyMarriesBelowTheLegalAge) {
  for (std::size_t age = 0; age < 22; ++age) {
    EXPECT_EQ(ordos().first_marriage[male][age], 0.0);
    EXPECT_EQ(ordos().marital_by_age[male][age][0], 1.0);
    if (age < 20) {
      EXPECT_EQ(ordos().first_marriage[female][age], 0.0);
    }
  }
  EXPECT_GT(ordos().first_marriage[female][20], 0.0);
}

TEST(Ordos, NeverMarriedWomenAreChildless) {
  for (std::size_t i = 0; i < parity_age_count; ++i)
    EXPECT_GE(ordos().parity_by_age[i][0], ordos().marital_by_age[female][first_parity_age + i][0]) << i;
}

TEST(Ordos, HasTheFertilityOfTheCensusYear) {
  double tfr = 0.0, births = 0.0, second = 0.0;
  for (std::size_t i = 0; i < fertile_age_count; ++i) {
    const int age = first_fertile_age + static_cast<int>(i);
    // Women who are this old in the middle of the year before the census: half of them are a year older by then.
    const double women =
        0.5 * static_cast<double>(ordos().persons_at(Sex::female, age) + ordos().persons_at(Sex::female, age + 1));
    for (const double rate : ordos().fertility[i]) {
      tfr += rate;
      births += rate * women;
    }
    second += ordos().fertility[i][1] * women;
  }
  EXPECT_NEAR(tfr, 1.464, 1e-4);
  EXPECT_NEAR(births, 20180, 100);
  EXPECT_NEAR(second / births, 0.40, 0.001);
}

TEST(Ordos, LivesAsLongAsTheRegion) {
  const std::array<double, sex_count> published{74.98, 80.45};  // Inner Mongolia, census of 2020
  for (const auto sex : {male, female}) {
    double alive = 1.0, years = 0.0;
    for (std::size_t age = 0; age < age_count; ++age) {
      const double dying = ordos().death_probability[sex][age];
      years += age + 1 == age_count ? alive / -std::log(1.0 - dying) : alive * (1.0 - 0.5 * dying);
      alive *= 1.0 - dying;
    }
    EXPECT_NEAR(years, published[sex], 0.5);
  }
}

TEST(Ordos, PaysIncomeByYearAndGrowsAfterTheTable) {
  const Economy& economy = ordos().economy;
  EXPECT_EQ(economy.income_per_head(Residence::urban, Month::of(2023, 1)), 58615.0);
  EXPECT_EQ(economy.income_per_head(Residence::urban, Month::of(2023, 12)), 58615.0);
  EXPECT_EQ(economy.income_per_head(Residence::rural, Month::of(2023, 6)), 27151.0);
  EXPECT_EQ(economy.income_per_head(Residence::rural, Month::of(1999, 1)), economy.income[1].front());
  const double last = economy.income[0].back();
  EXPECT_DOUBLE_EQ(economy.income_per_head(Residence::urban, Month::of(2027, 5)), last * 1.04 * 1.04);
  EXPECT_EQ(economy.price_index(Month::of(2020, 6)), 1.0);
  EXPECT_DOUBLE_EQ(economy.price_index(Month::of(2026, 1)), economy.prices.back() * 1.015);
}

TEST(Ordos, PaysTheOldByTheirTableAndMovesWithIncome) {
  const auto yearly = [](OldAgeIncome kind, Sex sex, int year) {
    return ordos().yearly_income_of_old(kind, sex, Month::of(year, 6));
  };
  EXPECT_EQ(yearly(OldAgeIncome::urban_work, Sex::male, 2023), 111300.0);
  EXPECT_EQ(yearly(OldAgeIncome::employee_pension, Sex::female, 2023), 38400.0);
  EXPECT_DOUBLE_EQ(yearly(OldAgeIncome::urban_work, Sex::female, 2020), 83500.0 * 49797 / 58615);
  EXPECT_DOUBLE_EQ(yearly(OldAgeIncome::rural_work, Sex::female, 2024), 34900.0 * 28997 / 27151);
  EXPECT_DOUBLE_EQ(yearly(OldAgeIncome::resident_pension, Sex::male, 2025), 2700.0 * 30679 / 27151);
}

TEST(Ordos, AskingForAnUnknownAssumptionIsOurMistake) {
  EXPECT_EQ(ordos().assumption("mortality_decline"), 0.015);
  EXPECT_THROW(ordos().assumption("phlogiston"), ModelError);
}

// --- Damaged tables ------------------------------------------------------------------------------------------------

using Lines = std::vector<std::string>;

/// A copy of the tables of Ordos that a test may damage.
class DamagedPlace : public testing::Test {
 protected:
  void SetUp() override {
    const std::string test = testing::UnitTest::GetInstance()->current_test_info()->name();
    folder_ = std::filesystem::temp_directory_path() / ("kinfold-place-" + std::to_string(getpid()) + "-" + test);
    std::filesystem::remove_all(folder_);
    std::filesystem::copy(ordos_folder, folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path file(const std::string& name) const { return folder_ / name; }

  Lines lines_of(const std::string& name) const {
    std::ifstream stream(file(name));
    Lines lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
  }

  void write(const std::string& name, const Lines& lines) const {
    std::ofstream stream(file(name));
    for (const std::string& line : lines) stream << line << '\n';
  }

  /// Changes the one line that begins with `beginning`; returns its number in the file.
  int change(const std::string& name, const std::string& beginning,
             const std::function<void(Lines&, Lines::iterator)>& how) const {
    Lines lines = lines_of(name);
    const auto found =
        std::find_if(lines.begin(), lines.end(), [&](const std::string& line) { return line.starts_with(beginning); });
    EXPECT_NE(found, lines.end()) << beginning;
    const int number = static_cast<int>(found - lines.begin()) + 1;
    how(lines, found);
    write(name, lines);
    return number;
  }

  int replace(const std::string& name, const std::string& beginning, const std::string& line) const {
    return change(name, beginning, [&](Lines&, Lines::iterator at) { *at = line; });
  }
  int remove(const std::string& name, const std::string& beginning) const {
    return change(name, beginning, [](Lines& lines, Lines::iterator at) { lines.erase(at); });
  }
  int repeat(const std::string& name, const std::string& beginning) const {
    return change(name, beginning, [](Lines& lines, Lines::iterator at) { lines.insert(at, std::string(*at)); });
  }

  /// All problems of the place, with the folder left out; empty if it reads.
  std::string complaints() const {
    try {
      read_place(folder_);
    } catch (const DataError& error) {
      std::string text = error.what();
      const std::string prefix = folder_.string() + "/";
      for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix))
        text.erase(at, prefix.size());
      return text;
    }
    return "";
  }

  void expect_complaint(const std::string& part) const {
    EXPECT_NE(complaints().find(part), std::string::npos) << "expected: " << part << "\nfound:\n" << complaints();
  }

  std::filesystem::path folder_;
};

std::string at(const std::string& file, int line, int column) {
  return file + ":" + std::to_string(line) + ":" + std::to_string(column) + ": ";
}

TEST_F(DamagedPlace, ReadsWhileItIsWhole) { EXPECT_EQ(complaints(), ""); }

TEST_F(DamagedPlace, ChecksTheHistoryOfFamilies) {
  const int line = replace("mortality_history.csv", "1970,female,30,", "1970,female,30,1.5");
  remove("mothers_age.csv", "1980,");
  repeat("mothers_by_children.csv", "1950,rural,");
  expect_complaint(at("mortality_history.csv", line, 4));
  expect_complaint("mothers_age.csv");
  expect_complaint("mothers_by_children.csv");
}

TEST_F(DamagedPlace, WantsTownAndCountryOfTheSameCohorts) {
  remove("mothers_by_children.csv", "1926,rural,");
  expect_complaint("must tell of the same cohorts");
}

TEST_F(DamagedPlace, ChecksWhatTheOldLiveOnAllAtOnce) {
  const std::string table = "old_age_income.csv";
  const int negative = replace(table, "urban_work,male,", "urban_work,male,2023,-111300,derived");
  const int misspelt = replace(table, "rural_work,male,", "rural_wrok,male,2023,46600,assumption");
  const int early = replace(table, "employee_pension,male,", "employee_pension,male,23,51100,derived");
  const int repeated = repeat(table, "resident_pension,male,") + 1;
  remove(table, "employee_pension,female,");
  expect_complaint(at(table, negative, 4) + "amount = -111300; must be a number between 0 and 10000000");
  expect_complaint(at(table, misspelt, 1) + "kind = rural_wrok");
  expect_complaint(at(table, early, 3) + "year = 23");
  expect_complaint(at(table, repeated - 1, 2) + "resident_pension, male for a second time; must appear once");
  expect_complaint(table + ": no row for rural_work, male");
  expect_complaint(table + ": no row for employee_pension, female");
}

TEST_F(DamagedPlace, WantsSharesOfDesiredSizesThatAddUp) {
  const int short_of_one = replace("desired_size.csv", "urban,", "urban,0.070,0.434,0.426,0.053,0.007");
  remove("desired_size.csv", "rural,");
  expect_complaint(at("desired_size.csv", short_of_one, 2) + "the shares");
  expect_complaint("desired_size.csv: no row for rural");
}

TEST_F(DamagedPlace, WantsPeriodsOfOneLength) {
  Lines lines = lines_of("mortality_history.csv");
  std::erase_if(lines, [](const std::string& line) { return line.starts_with("1970,"); });
  write("mortality_history.csv", lines);
  expect_complaint("a period from 1965 to 1975");
}

TEST_F(DamagedPlace, NamesAFolderThatIsNotThere) {
  EXPECT_THROW(read_place(folder_ / "nowhere"), DataError);
  std::filesystem::remove_all(folder_);
  EXPECT_NE(complaints().find("no such folder"), std::string::npos);
}

TEST_F(DamagedPlace, NamesAMissingTableAndTheMisspeltOne) {
  std::filesystem::rename(file("fertility.csv"), file("fertilty.csv"));
  EXPECT_EQ(complaints(),
            "fertility.csv: no such file; must exist; add it or mend its name\n"
            "fertilty.csv: 'fertilty.csv'; is not a table of a place; did you mean 'fertility.csv'?");
}

TEST_F(DamagedPlace, NamesAnEmptyTableAndABinaryOne) {
  std::ofstream(file("economy.csv")).flush();
  std::ofstream(file("mortality.csv"), std::ios::binary) << std::string("\x89HDF\r\n\x1a\n\0", 9);
  expect_complaint("economy.csv: an empty file");
  expect_complaint("mortality.csv:1: bytes that are not UTF-8");
}

TEST_F(DamagedPlace, NamesAMissingOriginLine) {
  remove("migration.csv", "# unit");
  EXPECT_EQ(complaints(),
            "migration.csv: no line '# unit: …'; must say source, year, unit and quality before the header row; "
            "add the line '# unit: …'");
}

TEST_F(DamagedPlace, NamesAMisspeltColumn) {
  const int line = replace("mortality.csv", "sex,age", "sex,age,death_probabilty");
  expect_complaint(at("mortality.csv", line, 3) +
                   "column 'death_probabilty'; is not a column of this table; did you mean 'death_probability'?");
}

TEST_F(DamagedPlace, NamesANegativeNumber) {
  const int line = replace("population.csv", "jungar,female,30,", "jungar,female,30,-5");
  EXPECT_EQ(complaints(),
            at("population.csv", line, 4) + "persons = -5; must be a whole number, 0 or more; correct the cell");
}

TEST_F(DamagedPlace, NamesAProbabilityAboveOne) {
  const int line = replace("first_marriage.csv", "female,25,", "female,25,19.4");
  EXPECT_EQ(complaints(), at("first_marriage.csv", line, 3) +
                              "probability = 19.4; must be a number between 0 and 1; correct the cell");
}

TEST_F(DamagedPlace, NamesADepartureProbabilityAboveOne) {
  const int line = replace("migration.csv", "departure,male,40,", "departure,male,40,31.5");
  EXPECT_EQ(complaints(), at("migration.csv", line, 4) +
                              "value = 31.5 for departure; must be a probability between 0 and 1; only arrivals are "
                              "persons");
}

TEST_F(DamagedPlace, NamesAGapInAges) {
  const int line = remove("mortality.csv", "female,40,");
  EXPECT_EQ(complaints(), at("mortality.csv", line, 2) +
                              "age = 41 where 40 should follow of female; age 40 is missing; add the missing rows");
}

TEST_F(DamagedPlace, NamesAgesThatEndTooEarly) {
  remove("children_ever_born.csv", "64,");
  remove("children_ever_born.csv", "63,");
  EXPECT_EQ(complaints(), "children_ever_born.csv: age 63 to 64 are missing; must go on to 64; add the rows");
}

TEST_F(DamagedPlace, NamesAgesOutOfOrder) {
  const int line = change("fertility.csv", "20,", [](Lines&, Lines::iterator row) { std::iter_swap(row, row + 1); });
  expect_complaint(at("fertility.csv", line, 1) + "age = 21 where 20 should follow; age 20 is missing");
  expect_complaint(at("fertility.csv", line + 1, 1) +
                   "age = 20 where 22 should follow; must rise by one in each group; sort the rows");
}

TEST_F(DamagedPlace, NamesARepeatedAge) {
  const int line = repeat("population.csv", "uxin,male,7,");
  expect_complaint(at("population.csv", line + 1, 3) + "age = 7 where 8 should follow of uxin, male");
}

TEST_F(DamagedPlace, NamesARepeatedAndAMissingRowOfAList) {
  const int line = repeat("marital_status.csv", "male,divorced");
  remove("education.csv", "female,primary");
  expect_complaint(at("marital_status.csv", line + 1, 2) + "male, divorced for a second time; must appear once");
  expect_complaint("education.csv: no row for female, primary");
}

TEST_F(DamagedPlace, NamesARepeatedBanner) {
  const int line = repeat("banners.csv", "otog,");
  expect_complaint(at("banners.csv", line + 1, 1) + "banner = otog for a second time");
}

TEST_F(DamagedPlace, NamesSeatsThatAreNotOnTheGlobeOrNotThere) {
  const auto put = [&](const std::string& banner, const std::string& right, const std::string& wrong) {
    return change("banners.csv", banner,
                  [&](Lines&, Lines::iterator row) { row->replace(row->find(right), right.size(), wrong); });
  };
  const int swapped = put("dalad,", "40.410,110.030", "110.030,40.410");
  const int empty = put("uxin,", "108.850", "");
  EXPECT_EQ(complaints(), at("banners.csv", swapped, 5) +
                              "seat_latitude = 110.030; must be a number between -90 and 90; correct the cell\n" +
                              at("banners.csv", empty, 6) +
                              "seat_longitude is empty; must be a number between -180 and 180; correct the cell");
}

TEST_F(DamagedPlace, NamesAnUnknownBannerAndTheNearestOne) {
  const int line =
      change("registration.csv", "hanggin,", [](Lines&, Lines::iterator row) { row->replace(0, 7, "hangin"); });
  expect_complaint(at("registration.csv", line, 1) + "banner = hangin; must be one of dongsheng, kangbashi");
  expect_complaint("did you mean 'hanggin'?");
}

TEST_F(DamagedPlace, NamesSharesThatDoNotAddUpToOne) {
  const int line = replace("marital_status_by_age.csv", "female,50,", "female,50,0.5,0.6,0,0");
  EXPECT_EQ(complaints(), at("marital_status_by_age.csv", line, 3) +
                              "the shares of this row add up to 1.100000; must add up to 1; correct the row");
}

TEST_F(DamagedPlace, NamesArrivalSharesThatDoNotAddUpToOne) {
  replace("arrival_by_banner.csv", "dalad,", "dalad,0.9");
  expect_complaint("arrival_by_banner.csv: the shares add up to 1.");
}

TEST_F(DamagedPlace, NamesPopulationThatDisagreesWithTheBanners) {
  change("population.csv", "otog,male,30,", [](Lines&, Lines::iterator row) { *row += "0"; });
  expect_complaint("population.csv: sum of persons of otog = ");
  expect_complaint("must be 162726 as in banners.csv");
  expect_complaint("population.csv: sum of persons = ");
  expect_complaint("must be 2153638 as in place.csv");
}

TEST_F(DamagedPlace, NamesARegistrationRowThatDisagrees) {
  const int line = change("registration.csv", "uxin,", [](Lines&, Lines::iterator row) { *row += "0"; });
  expect_complaint(at("registration.csv", line, 2) + "sum of this row = ");
  expect_complaint("must be 158566 as in banners.csv");
}

TEST_F(DamagedPlace, NamesHouseholdSizesThatDisagree) {
  const int line = replace("household_size.csv", "1,", "1,197422");
  EXPECT_EQ(complaints(),
            "household_size.csv: sum of households = 797497; must be 797496 as in banners.csv, family_households; "
            "correct one of the two tables\n"
            "household_size.csv: sum of size × households = 1902173; must be 1902172 as in banners.csv, "
            "family_household_persons; correct one of the two tables\n" +
                at("household_size.csv", line, 2) +
                "households of size 1 = 197422; must be 197421 as in banners.csv, one_person_households; correct one "
                "of the two tables");
}

TEST_F(DamagedPlace, NamesEducationThatDisagreesWithThePopulation) {
  replace("education.csv", "male,primary,", "male,primary,1");
  expect_complaint("education.csv: sum of persons, male = ");
}

TEST_F(DamagedPlace, NamesOverlappingEducationGroups) {
  const int line =
      change("education_by_age.csv", "male,12,12", [](Lines&, Lines::iterator row) { row->replace(5, 2, "11"); });
  expect_complaint(at("education_by_age.csv", line, 2) + "ages 11 to 12 of male; must begin at 12");
}

TEST_F(DamagedPlace, NamesABannerWhosePartsDisagree) {
  const int line = change("banners.csv", "dalad,", [](Lines&, Lines::iterator row) {
    const std::string rural = ",121491,";
    row->replace(row->find(rural), rural.size(), ",121490,");
  });
  EXPECT_EQ(complaints(), at("banners.csv", line, 7) +
                              "persons = 328593; must be 328592 as in urban_persons + rural_persons of this row; "
                              "correct one of the two tables");
}

TEST_F(DamagedPlace, NamesAnImpossibleCensusMonth) {
  const int line = replace("place.csv", "census_month,", "census_month,2020-13");
  EXPECT_EQ(complaints(), at("place.csv", line, 2) + "census_month = 2020-13; must be a month such as 2020-11");
}

/// Small children here of mothers of 15 to 34 are 203,488, by children_here of check_families.cpp done in Python.
TEST_F(DamagedPlace, NamesChildrenWhomNobodyHasBorne) {
  for (int age = 25; age < 35; ++age)
    replace("children_ever_born.csv", std::to_string(age) + ",", std::to_string(age) + ",1,0,0,0,0,0");
  EXPECT_EQ(complaints(),
            "children_ever_born.csv: ages 15 to 34: women of the place have borne 5642 children; must be at least "
            "117005: population.csv, ages 0 to 14, has 203488 children of mothers of these ages (by mothers_age.csv), "
            "of whom at least 58 % have theirs here (by registration.csv and the lowest mothers_here_local and "
            "mothers_here_outside); correct these ages in one of the two tables");
}

TEST_F(DamagedPlace, NamesChildrenWhomNoElderWomenHaveBorne) {
  for (int age = 35; age < 65; ++age)
    replace("children_ever_born.csv", std::to_string(age) + ",", std::to_string(age) + ",1,0,0,0,0,0");
  expect_complaint(
      "children_ever_born.csv: ages 35 to 64: women of the place have borne 0 children; must be at least 10");
  EXPECT_EQ(complaints().find('\n'), std::string::npos);
}

/// Were all their mothers here, the women of Ordos would have borne too few: 185,804. The elder ones are grown.
TEST_F(DamagedPlace, LetsMothersLiveElsewhereAsFarAsThePlaceBelieves) {
  for (const std::string name : {"mothers_here_local", "mothers_here_outside"})
    replace("assumptions.csv", name + ",", name + ",1,1,1,share,x,x,x");
  expect_complaint("ages 15 to 34: women of the place have borne 185804 children; must be at least 203488");
  EXPECT_EQ(complaints().find('\n'), std::string::npos);
}

TEST_F(DamagedPlace, DoesNotAskAboutFamiliesWhileTheirTablesAreWrong) {
  replace("children_ever_born.csv", "30,", "30,1.5,0,0,0,0,0");
  for (int age = 25; age < 35; ++age)
    if (age != 30) replace("children_ever_born.csv", std::to_string(age) + ",", std::to_string(age) + ",1,0,0,0,0,0");
  EXPECT_EQ(complaints().find("have borne"), std::string::npos);
}

TEST_F(DamagedPlace, NamesAGapInYears) {
  const int line = remove("economy.csv", "2015,");
  EXPECT_EQ(complaints(), at("economy.csv", line, 1) +
                              "year = 2016 where 2015 should follow; year 2015 is missing; add the missing rows");
}

TEST_F(DamagedPlace, NamesAnAssumptionOutsideItsRangeAndOneThatIsMissing) {
  const int line = replace("assumptions.csv", "mortality_decline,", "mortality_decline,0.5,0.005,0.03,a year,x,x,x");
  remove("assumptions.csv", "income_growth,");
  expect_complaint(at("assumptions.csv", line - 1, 2) +
                   "mortality_decline = 0.5; must lie between lowest, 0.005, and highest, 0.03");
  expect_complaint("assumptions.csv: no row for income_growth");
}

TEST_F(DamagedPlace, ReportsEverythingAtOnceInOrder) {
  replace("fertility.csv", "30,", "30,0.04,-0.03,0.01");
  remove("mortality.csv", "male,99,");
  std::filesystem::remove(file("vital_history.csv"));
  const std::string text = complaints();
  const std::size_t fertility = text.find("fertility.csv:"), mortality = text.find("mortality.csv:"),
                    vital = text.find("vital_history.csv: no such file");
  EXPECT_NE(vital, std::string::npos);
  EXPECT_LT(fertility, mortality);
  EXPECT_LT(mortality, vital);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
}

TEST_F(DamagedPlace, ShowsTheFirstProblemsOfAWhollyWrongFile) {
  Lines lines = lines_of("population.csv");
  for (std::string& line : lines)
    if (!line.starts_with('#') && !line.starts_with("banner,")) line += "x";
  write("population.csv", lines);
  const std::string text = complaints();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 20);
  EXPECT_TRUE(text.starts_with("population.csv: 1798 more problems in this file; correct the ones below first"))
      << text;
}

TEST_F(DamagedPlace, HashesWhatTheTablesSay) {
  const std::uint64_t before = read_place(folder_).content_hash;
  EXPECT_EQ(before, ordos().content_hash);
  replace("mortality.csv", "female,40,", "female,40,0.000934");
  EXPECT_NE(read_place(folder_).content_hash, before);
}

}  // namespace
}  // namespace kinfold
