// SPDX-License-Identifier: Apache-2.0
// The marriage market is local: one extra search is felt by few. One resident is asked to search in one month in which
// she or he would not have searched; everything else is the same run. Counted are all to whom anything else happens.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <thread>

#include "record/lives.hpp"
#include "statistical/chance.hpp"
#include "statistical/rehearsal.hpp"

namespace kinfold {
namespace {

constexpr int years = 15;
constexpr int pairs = 40;
constexpr double most_lives = 20.0;
constexpr double hundred_thousand = 100'000.0 / 2'153'638.0;

struct ExtraSearch {
  Key person;
  Month month;
};

/// Union formation in which one person searches once more than her own draws say.
class WithExtraSearch final : public Process {
 public:
  WithExtraSearch(std::unique_ptr<Process> inner, std::optional<ExtraSearch> extra)
      : inner_{std::move(inner)}, extra_{extra} {}

  std::string_view name() const override { return inner_->name(); }
  void begin(World& world) override { inner_->begin(world); }
  void begin_month(const World& world) override {
    inner_->prepare(world);
    inner_->begin_month(world);
  }
  void plan_years(const World& world, std::span<const YearAhead> people) override { inner_->plan_years(world, people); }
  void ask(World& world, PersonIndex person) override { inner_->ask(world, person); }
  void between_shards(World& world) override {
    inner_->prepare(world);
    inner_->ask_shards(world);
    if (extra_ && extra_->month == world.now) search(world);
    inner_->between_shards(world);
  }

 private:
  void ask_due(World&, std::size_t) override {}

  /// Asks her under other seeds until she is sure to have searched: who is proposed twice is proposed once.
  void search(World& world) {
    const auto& keys = world.population.key;
    const auto found = std::find(keys.begin(), keys.end(), extra_->person);
    const auto person = static_cast<PersonIndex>(found - keys.begin());
    if (found == keys.end() || !world.population.is_present(person)) return;
    const Random own = world.random;
    for (std::uint32_t seed = 1000; seed < 6000; ++seed) {
      world.random = Random{{seed, 1}};
      inner_->ask(world, person);
    }
    world.random = own;
  }

  std::unique_ptr<Process> inner_;
  std::optional<ExtraSearch> extra_;
};

LifeHashes lives(const Population& people, double scale, std::optional<ExtraSearch> extra) {
  static const Scenario scenario = shipped_scenario("ordos-baseline");
  Rehearsal rehearsal{people, place_of_small_runs().census_month, scenario, {1, 1}, scale};
  rehearsal.add_all();
  for (auto& process : rehearsal.processes)
    if (process->name() == "union_formation") process = std::make_unique<WithExtraSearch>(std::move(process), extra);
  rehearsal.begin();
  LifeHashes hashes;
  for (int year = 0; year < years; ++year) {
    for (int month = 0; month < 12; ++month) {
      const Month now = rehearsal.world().now;
      rehearsal.step_month();
      hashes.add_month(rehearsal.world().journals, now);
    }
    hashes.close_year();
  }
  return hashes;
}

std::size_t lives_changed(const LifeHashes& one, const LifeHashes& other) {
  std::set<Key> changed;
  for (std::size_t year = 0; year < one.years().size(); ++year) {
    LifeHashes::Year different;
    std::set_symmetric_difference(one.years()[year].begin(), one.years()[year].end(), other.years()[year].begin(),
                                  other.years()[year].end(), std::back_inserter(different));
    for (const auto& [key, hash] : different) changed.insert(key);
  }
  return changed.size();
}

/// Never-married residents of 22 to 34, women and men by turns, in an order that means nothing; months of the first
/// year.
std::vector<ExtraSearch> searches_to_add(const Population& people, std::size_t count) {
  const Month first = place_of_small_runs().census_month;
  std::array<std::map<std::uint64_t, Key>, sex_count> singles;
  for (PersonIndex person = 0; person < people.row_count(); ++person) {
    const int age = people.age(person, first);
    if (people.is_resident(person) && people.marital[person] == Marital::never_married && age >= 22 && age <= 34)
      singles[static_cast<std::size_t>(people.sex[person])][mix(people.key[person])] = people.key[person];
  }
  std::vector<ExtraSearch> searches;
  while (searches.size() < count) {
    auto& of_sex = singles[searches.size() % sex_count];
    searches.push_back({of_sex.begin()->second, first + static_cast<int>(searches.size() % 12)});
    of_sex.erase(of_sex.begin());
  }
  return searches;
}

std::vector<double> changes(double scale, std::size_t count) {
  const Population people = build_month_zero(place_of_small_runs(), {.scale = scale});
  const LifeHashes without = lives(people, scale, std::nullopt);
  const std::vector<ExtraSearch> extra = searches_to_add(people, count);
  std::vector<double> changed(count);
  std::vector<std::thread> threads;
  for (std::size_t half = 0; half < 2; ++half)
    threads.emplace_back([&, half] {
      for (std::size_t i = half; i < count; i += 2)
        changed[i] = static_cast<double>(lives_changed(without, lives(people, scale, extra[i])));
    });
  for (std::thread& thread : threads) thread.join();
  return changed;
}

void report(const std::string& name, const std::vector<double>& changed) {
  double sum = 0.0, squares = 0.0;
  for (const double one : changed) sum += one;
  const auto count = static_cast<double>(changed.size());
  const double mean = sum / count;
  for (const double one : changed) squares += (one - mean) * (one - mean);
  std::vector<double> sorted = changed;
  std::sort(sorted.begin(), sorted.end());
  EXPECT_GT(mean, 0.0) << "the extra searches were not made";
  EXPECT_LE(mean, most_lives);
  testing::Test::RecordProperty("expected", "at most 20 lives changed, " + name);
  testing::Test::RecordProperty("found", ChanceRow::text(mean, 3) + " ± " +
                                             ChanceRow::text(std::sqrt(squares / (count - 1.0) / count), 2) +
                                             ", median " + ChanceRow::text(sorted[sorted.size() / 2]) + ", most " +
                                             ChanceRow::text(sorted.back()));
  testing::Test::RecordProperty("false_alarm", "0 (fixed seeds)");
  testing::Test::RecordProperty("detects", "reported with its standard error");
  std::cout << "    " << name << ": mean " << mean << " ± " << std::sqrt(squares / (count - 1.0) / count) << ", median "
            << sorted[sorted.size() / 2] << ", most " << sorted.back() << '\n';
}

TEST(ExtraSearch, NoExtraSearchChangesNobody) {
  const Population people = build_month_zero(place_of_small_runs(), {.scale = small_scale});
  EXPECT_EQ(lives_changed(lives(people, small_scale, std::nullopt), lives(people, small_scale, std::nullopt)), 0u);
}

TEST(ExtraSearch, ChangesFewLivesAmongAHundredThousand) {
  report("100,000 people × 15 years", changes(hundred_thousand, pairs));
}

TEST(ExtraSearch, ChangesNoMoreAmongAMillion) {
  report("1,000,000 people × 15 years", changes(10 * hundred_thousand, 20));
}

}  // namespace
}  // namespace kinfold
