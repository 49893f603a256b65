// SPDX-License-Identifier: Apache-2.0
// Kin in a stable population against theory: expected daughters, granddaughters, mothers, grandmothers, sisters, aunts
// and cousins by age of ego, from a life table and a fertility schedule alone (Goodman, Keyfitz and Pullum 1974, in the
// matrix form of Caswell 2019, by month of age). The female line: the model's own mortality, and a test process by
// which women bear daughters at rates that hang on nothing but age. Who is dead or forgotten must not be missed.
#include <gtest/gtest.h>

#include <Eigen/Core>
#include <array>
#include <cmath>

#include "kinship/kin_queries.hpp"
#include "statistical/chance.hpp"
#include "statistical/rehearsal.hpp"

namespace kinfold {
namespace {

constexpr int years = 190;  ///< seven generations: whoever has kin at the end has them from the run
constexpr int replicates = 50;
constexpr int women_at_start = 4'000;
constexpr int ages = 12 * 125;  // months
/// Student's t with 49 degrees of freedom: a millionth, two-sided.
constexpr double student_millionth = 5.5955;
constexpr Month first = Month::of(2021, 1);

/// Daughters a woman bears in a month, by months of age: about one in her life.
double monthly_daughters(int age_months) {
  const double from_peak = std::abs(age_months - 12 * 27) / 12.0;
  return from_peak < 12.0 ? 0.0072 * (1.0 - from_peak / 12.0) : 0.0;
}

/// High mortality, so that many ties run through the dead.
constexpr const char* mortality = "[parameters.mortality]\nlevel = 3.0\nyearly_decline = 0.0\n";
constexpr double mortality_level = 3.0;

// --- What theory expects ---------------------------------------------------------------------------------------------

/// [age of the kin][age of ego], in months: kin alive at the end of the month.
using KinByAge = Eigen::ArrayXXd;

class Theory {
 public:
  Theory() {
    fill_survivors();
    fill_mothers();
    const KinByAge none = KinByAge::Zero(ages, ages);
    const KinByAge ego = [] {
      KinByAge diagonal = KinByAge::Zero(ages, ages);
      diagonal.matrix().diagonal().setOnes();
      return diagonal;
    }();
    daughters = followed(none.col(0), &ego);
    granddaughters = followed(none.col(0), &daughters);
    mothers = followed(mothers_at_birth_, nullptr);
    grandmothers = followed(at_births(mothers), nullptr);
    const KinByAge older_sisters = followed(at_births(without_newborn(daughters)), nullptr);
    const KinByAge younger_sisters = followed(none.col(0), &mothers);
    const KinByAge nieces_of_older = followed(at_births(granddaughters), &older_sisters);
    const KinByAge nieces_of_younger = followed(none.col(0), &younger_sisters);
    const KinByAge older_aunts = followed(at_births(older_sisters), nullptr);
    const KinByAge younger_aunts = followed(at_births(younger_sisters), &grandmothers);
    sisters = older_sisters + younger_sisters;
    aunts = older_aunts + younger_aunts;
    cousins =
        followed(at_births(nieces_of_older), &older_aunts) + followed(at_births(nieces_of_younger), &younger_aunts);
  }

  KinByAge daughters, granddaughters, mothers, grandmothers, sisters, aunts, cousins;

 private:
  void fill_survivors() {
    const Place& place = place_of_small_runs();
    const auto& yearly = place.death_probability[static_cast<std::size_t>(Sex::female)];
    survivors_ = Eigen::ArrayXd::Ones(ages + 1);
    for (int month = 0; month < ages; ++month) {
      const auto age = static_cast<std::size_t>(std::min(month / 12, oldest_age));
      const double dies = std::min(1.0, yearly[age] * mortality_level);
      const double early = place.infant_first_month_share;
      const double part = month >= 12 ? 1.0 / 12.0 : (month == 0 ? early : (1.0 - early) / 11.0);
      survivors_[month + 1] = survivors_[month] - survivors_[12 * (month / 12)] * dies * part;
    }
  }

  /// Ages of the mothers of the newborn in the stable population; its growth by Lotka's equation.
  void fill_mothers() {
    double low = 0.99, high = 1.01;
    for (int step = 0; step < 100; ++step) {
      const double growth = 0.5 * (low + high);
      (births_of(growth).sum() > 1.0 ? low : high) = growth;
    }
    mothers_at_birth_ = births_of(low);
  }
  Eigen::ArrayXd births_of(double growth) const {
    Eigen::ArrayXd births(ages);
    for (int age = 0; age < ages; ++age)
      births[age] = std::pow(growth, -age) * survivors_[age] * monthly_daughters(age);
    return births;
  }

  /// Kin by ego's age: those at ego's birth grow older and die; `mothers` of new ones bear them.
  KinByAge followed(const Eigen::ArrayXd& at_birth, const KinByAge* mothers_of_new) const {
    KinByAge kin = KinByAge::Zero(ages, ages);
    kin.col(0) = at_birth;
    for (int ego = 1; ego < ages; ++ego) {
      for (int age = 1; age < ages; ++age)
        if (survivors_[age - 1] > 0.0) kin(age, ego) = kin(age - 1, ego - 1) * survivors_[age] / survivors_[age - 1];
      if (mothers_of_new == nullptr) continue;
      for (int age = 12 * 15; age < 12 * 39; ++age) kin(0, ego) += (*mothers_of_new)(age, ego) * monthly_daughters(age);
    }
    return kin;
  }

  /// Whom the mother has when ego is born.
  Eigen::ArrayXd at_births(const KinByAge& kin_of_mother) const {
    return (kin_of_mother.matrix() * mothers_at_birth_.matrix()).array();
  }
  static KinByAge without_newborn(KinByAge kin) {
    kin.row(0).setZero();
    return kin;
  }

  Eigen::ArrayXd survivors_;
  Eigen::ArrayXd mothers_at_birth_;
};

// --- What the model has ----------------------------------------------------------------------------------------------

class TestBirth final : public Process {
 public:
  std::string_view name() const override { return "test_birth"; }

  void ask(World& world, PersonIndex woman) override {
    const Population& people = world.population;
    const double monthly = monthly_daughters(people.age_months(woman, world.now));
    if (monthly > 0.0 && world.uniform(people.key[woman], world.now.index(), Decision::conception) < monthly)
      propose(world, woman);
  }
  void between_shards(World& world) override {
    for_proposals(world, [&](PersonIndex mother) {
      Population& people = world.population;
      const Key key = derived_key(people.key[mother], static_cast<std::uint64_t>(world.now.index()));
      const PersonIndex daughter = people.add({.key = key, .birth_month = world.now}, world.now);
      people.add_child(mother, nobody, daughter);
    });
  }

 private:
  void ask_due(World& world, std::size_t number) override {
    const Shard& shard = world.population.shard(number);
    for (PersonIndex person = shard.first; person < shard.end; ++person)
      if (world.population.is_present(person)) ask(world, person);
  }
};

Population women_of_all_ages(std::uint32_t replicate) {
  Population women{1, 65'536};
  for (int i = 0; i < women_at_start; ++i)
    women.add({.key = derived_key(replicate, static_cast<std::uint64_t>(i)), .birth_month = first - 1 - i % (12 * 70)},
              first - 1);
  return women;
}

/// The people at the end of a run, their relatives looked through from time to time as in every run.
Population people_after(std::uint32_t replicate) {
  Rehearsal rehearsal{
      women_of_all_ages(replicate), first, shipped_scenario("ordos-baseline", mortality), {1, replicate}};
  rehearsal.add(make_mortality);
  rehearsal.processes.push_back(std::make_unique<TestBirth>());
  rehearsal.begin();
  for (int month = 0; month < 12 * years; ++month) {
    rehearsal.step_month();
    if (month % 60 == 0) rehearsal.world().population.forget_distant_relatives();
  }
  return std::move(rehearsal.world().population);
}

struct Kind {
  const char* name;
  KinByAge Theory::*expected;
};
constexpr std::array kinds{Kind{"daughters", &Theory::daughters}, Kind{"granddaughters", &Theory::granddaughters},
                           Kind{"mother", &Theory::mothers},      Kind{"maternal_grandmother", &Theory::grandmothers},
                           Kind{"sisters", &Theory::sisters},     Kind{"aunts", &Theory::aunts},
                           Kind{"cousins", &Theory::cousins}};
constexpr std::array<std::array<int, 2>, 4> age_groups{{{0, 14}, {15, 34}, {35, 54}, {55, 74}}};

/// Found and expected kin per ego of one replicate, [kind][age group].
using Means = Eigen::ArrayXXd;

struct Comparison {
  Means found = Means::Zero(kinds.size(), age_groups.size());
  Means expected = Means::Zero(kinds.size(), age_groups.size());
};

Comparison compared(const Population& people, const std::vector<Eigen::ArrayXd>& expected_at) {
  Comparison sums;
  Eigen::ArrayXd egos = Eigen::ArrayXd::Zero(age_groups.size());
  KinQueries<Population> queries{people};
  const Month now = people.relatives.now;
  for (PersonIndex ego = 0; ego < people.row_count(); ++ego) {
    if (!people.is_present(ego)) continue;
    const int months = people.age_months(ego, now);
    for (std::size_t group = 0; group < age_groups.size(); ++group) {
      if (months / 12 < age_groups[group][0] || months / 12 > age_groups[group][1]) continue;
      const auto column = static_cast<Eigen::Index>(group);
      ++egos[column];
      for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
        const auto row = static_cast<Eigen::Index>(kind);
        sums.found(row, column) +=
            static_cast<double>(queries.kin(ego, kin_kind(kinds[kind].name), Among::living).size());
        sums.expected(row, column) += expected_at[kind][months];
      }
    }
  }
  sums.found.rowwise() /= egos.transpose();
  sums.expected.rowwise() /= egos.transpose();
  return sums;
}

TEST(KinCounts, AreThoseOfGoodmanKeyfitzAndPullum) {
  const Theory theory;
  std::vector<Eigen::ArrayXd> expected_at;
  for (const Kind& kind : kinds) expected_at.push_back((theory.*kind.expected).colwise().sum().transpose());
  std::vector<Comparison> runs;
  for (std::uint32_t replicate = 1; replicate <= replicates; ++replicate)
    runs.push_back(compared(people_after(replicate), expected_at));
  ChanceRow row;
  for (Eigen::Index kind = 0; kind < static_cast<Eigen::Index>(kinds.size()); ++kind)
    for (Eigen::Index group = 0; group < static_cast<Eigen::Index>(age_groups.size()); ++group) {
      Eigen::ArrayXd found(replicates), expected(replicates);
      for (int run = 0; run < replicates; ++run) {
        found[run] = runs[static_cast<std::size_t>(run)].found(kind, group);
        expected[run] = runs[static_cast<std::size_t>(run)].expected(kind, group);
      }
      if (expected.mean() < 1e-3) continue;  // a child's daughters, an old woman's grandmother
      const Eigen::ArrayXd differences = found - expected;
      const double error =
          std::sqrt((differences - differences.mean()).square().sum() / (replicates - 1.0) / replicates);
      const auto& [from, to] = age_groups[static_cast<std::size_t>(group)];
      row.mean(std::string{kinds[static_cast<std::size_t>(kind)].name} + " at " + std::to_string(from) + "-" +
                   std::to_string(to),
               expected.mean(), found.mean(), error, student_millionth);
    }
}

}  // namespace
}  // namespace kinfold
