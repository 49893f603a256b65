// SPDX-License-Identifier: Apache-2.0
// The engine against a Leslie matrix by month: 2 sexes × 1,212 months of age, births nine months after conception. All
// processes run; a test process takes the place of intention and conception, and the place is closed.
#include <gtest/gtest.h>

#include <Eigen/Core>
#include <Eigen/SparseCore>
#include <array>
#include <cmath>
#include <thread>

#include "statistical/chance.hpp"
#include "statistical/rehearsal.hpp"

namespace kinfold {
namespace {

constexpr int years = 30;
constexpr int replicates = 50;
constexpr double scale = 0.1;                // about 215,000 residents
constexpr int ages = 1212;                   // months; the last class is open
constexpr std::size_t gestation = 9;         // months
constexpr std::size_t months_occupied = 15;  // gestation and six months after the delivery
/// Student's t with 49 degrees of freedom: a millionth, two-sided.
constexpr double student_millionth = 5.5955;

// Large families, soon: conceptions follow each other almost at fixed intervals, so that chance is small.
double monthly_conception(int age_months) {
  const double from_peak = std::abs(age_months - 12 * 27) / 12.0;
  return from_peak < 4.0 ? 0.30 * (1.0 - from_peak / 4.0) : 0.0;
}

/// Takes the place of intention and conception: any resident woman, by her age alone.
class TestConception final : public Process {
 public:
  std::string_view name() const override { return "test_conception"; }

  void ask(World& world, PersonIndex woman) override {
    Population& people = world.population;
    if (!people.is_woman(woman) || !people.is_resident(woman) || people.is_pregnant(woman)) return;
    if (world.now < people.susceptible_month[woman]) return;
    const double monthly = monthly_conception(people.age_months(woman, world.now));
    if (world.uniform(people.key[woman], world.now.index(), Decision::conception) >= monthly) return;
    people.conceived_month[woman] = world.now;
    people.pregnancy_fate[woman] = PregnancyFate::delivery;
    people.shard(people.shard_of(woman)).delivers.enter(world.now + pregnancy_months, woman);
  }

 private:
  void ask_due(World& world, std::size_t number) override {
    const Shard& shard = world.population.shard(number);
    for (PersonIndex person = shard.first; person < shard.end; ++person) ask(world, person);
  }
};

const Scenario& closed_place() {
  static const Scenario scenario =
      shipped_scenario("ordos-baseline",
                       "[parameters.in_migration]\nlevel = 0.0\nyearly_reunion = 0.0\n"
                       "[parameters.out_migration]\nlevel = 0.0\n"
                       "[parameters.union_formation]\noutside_men = 0.0\noutside_women = 0.0\n");
  return scenario;
}

/// Month zero without pregnancies and without recent deliveries.
const Population& people_at_start() {
  static const Population people = [] {
    const Place& place = place_of_small_runs();
    Population population = build_month_zero(place, {.scale = scale});
    for (PersonIndex person = 0; person < population.row_count(); ++person) {
      population.conceived_month[person] = never;
      population.pregnancy_fate[person] = PregnancyFate::none;
      population.susceptible_month[person] = long_ago;
    }
    return population;
  }();
  return people;
}

/// Births of each decade and residents at its end.
struct Decades {
  std::array<double, 3> births{};
  std::array<double, 3> residents{};
};

Decades simulated(std::uint32_t replicate) {
  Rehearsal rehearsal{people_at_start(), place_of_small_runs().census_month, closed_place(), {1, replicate}, scale};
  rehearsal.add_all();
  std::erase_if(rehearsal.processes, [](const auto& process) { return process->name() == "intention"; });
  for (auto& process : rehearsal.processes)
    if (process->name() == "conception") process = std::make_unique<TestConception>();
  rehearsal.begin();
  Decades decades;
  for (std::size_t month = 0; month < 12 * years; ++month) {
    rehearsal.step_month();
    rehearsal.for_events([&](const Event& event) { decades.births[month / 120] += event.kind == EventKind::birth; });
    if (month % 120 == 119)
      decades.residents[month / 120] = static_cast<double>(rehearsal.world().population.census().total());
  }
  return decades;
}

/// The same in expectation. Women are told apart by months since conception, as long as they cannot conceive again.
class Leslie {
 public:
  explicit Leslie(const Population& people) : now_{place_of_small_runs().census_month} {
    for (auto& sex : people_) sex = Eigen::VectorXd::Zero(ages);
    for (auto& women : occupied_) women = Eigen::VectorXd::Zero(ages);
    for (PersonIndex person = 0; person < people.row_count(); ++person)
      if (people.is_resident(person))
        people_[static_cast<std::size_t>(people.sex[person])]
               [std::min(people.age_months(person, now_ - 1), ages - 1)] += 1.0;
  }

  /// One month passes; returns its births.
  double step() {
    const std::array survival{ageing(Sex::male), ageing(Sex::female)};
    for (std::size_t sex = 0; sex < sex_count; ++sex) people_[sex] = survival[sex] * people_[sex];
    for (auto& women : occupied_) women = survival[1] * women;
    // Who conceived `months_occupied` months ago may conceive again; the others move up, and new ones begin.
    const Eigen::VectorXd free_again = occupied_.back();
    for (std::size_t i = occupied_.size() - 1; i > 0; --i) occupied_[i] = occupied_[i - 1];
    Eigen::VectorXd susceptible = people_[1];
    for (std::size_t i = 1; i < occupied_.size(); ++i) susceptible -= occupied_[i];
    occupied_[0] = susceptible.cwiseProduct(conception());
    const double deliveries = occupied_[gestation].sum();
    const double births = deliveries * (1.0 - 0.004) * (1.0 + 0.012);
    people_[0][0] += 0.515 * births;
    people_[1][0] += 0.485 * births;
    ++now_;
    return births;
  }

  double residents() const { return people_[0].sum() + people_[1].sum(); }

 private:
  static Eigen::VectorXd conception() {
    Eigen::VectorXd monthly(ages);
    for (int age = 0; age < ages; ++age) monthly[age] = monthly_conception(age);
    return monthly;
  }

  /// The matrix that makes everybody a month older in the month `now_`, and lets some die.
  Eigen::SparseMatrix<double> ageing(Sex sex) const {
    Eigen::SparseMatrix<double> matrix(ages, ages);
    for (int age = 0; age < ages; ++age) {
      const int next = std::min(age + 1, ages - 1);
      matrix.coeffRef(next, age) += 1.0 - death(sex, age + 1);
    }
    return matrix;
  }

  /// Probability that one who completes `age` months in the month dies in it.
  double death(Sex sex, int age) const {
    const Place& place = place_of_small_runs();
    const int year = (age - 1) / 12;
    const int month = (age - 1) % 12;
    const double level = std::pow(1.0 - place.assumption("mortality_decline"),
                                  (now_ - month).year() - place.assumption("mortality_reference_year"));
    const auto row = static_cast<std::size_t>(std::min(year, oldest_age));
    const double yearly = std::min(1.0, level * place.death_probability[static_cast<std::size_t>(sex)][row]);
    if (year > 0) return yearly / 12.0 / (1.0 - yearly * month / 12.0);
    const double first = yearly * place.infant_first_month_share;
    if (month == 0) return first;
    const double later = (yearly - first) / 11.0;
    return later / (1.0 - first - later * (month - 1));
  }

  Month now_;
  std::array<Eigen::VectorXd, sex_count> people_;
  std::array<Eigen::VectorXd, months_occupied> occupied_;  ///< by months since conception
};

Decades expected() {
  Leslie leslie{people_at_start()};
  Decades decades;
  for (std::size_t month = 0; month < 12 * years; ++month) {
    decades.births[month / 120] += leslie.step();
    if (month % 120 == 119) decades.residents[month / 120] = leslie.residents();
  }
  return decades;
}

std::vector<Decades> all_replicates() {
  std::vector<Decades> runs(replicates);
  people_at_start();
  closed_place();
  std::vector<std::thread> threads;
  for (unsigned half = 0; half < 2; ++half)
    threads.emplace_back([&runs, half] {
      for (unsigned run = half; run < replicates; run += 2) runs[run] = simulated(run + 1);
    });
  for (std::thread& thread : threads) thread.join();
  return runs;
}

TEST(Leslie, BirthsAndResidentsFollowTheMatrix) {
  const Decades matrix = expected();
  const std::vector<Decades> runs = all_replicates();
  ChanceRow row;
  const auto compare = [&](const std::string& name, double wanted, auto value) {
    double sum = 0.0, squares = 0.0;
    for (const Decades& run : runs) sum += value(run);
    const double mean = sum / replicates;
    for (const Decades& run : runs) squares += (value(run) - mean) * (value(run) - mean);
    EXPECT_NEAR(mean / wanted, 1.0, 0.002) << name;
    row.mean(name, wanted, mean, std::sqrt(squares / (replicates - 1) / replicates), student_millionth);
  };
  for (std::size_t decade = 0; decade < 3; ++decade) {
    const std::string until = std::to_string(10 * decade + 10);
    compare("births of the ten years to " + until, matrix.births[decade],
            [decade](const Decades& run) { return run.births[decade]; });
    compare("residents in year " + until, matrix.residents[decade],
            [decade](const Decades& run) { return run.residents[decade]; });
  }
}

}  // namespace
}  // namespace kinfold
