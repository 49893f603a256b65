// SPDX-License-Identifier: Apache-2.0
// Pairs that form in falling order of scores, against the best assignment there is; and who marries whom in ten years.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "population/traits.hpp"
#include "processes/unions/marriage_market.hpp"
#include "statistical/chance.hpp"
#include "statistical/rehearsal.hpp"

namespace kinfold {
namespace {

constexpr std::size_t searchers_per_sex = 200;
/// Share of the place at which about 200 women search in a month.
constexpr double scale_of_lists = 0.18;
constexpr int lists = 10;

using Scores = std::vector<std::vector<double>>;  // [her][his], 0 where they do not suit each other

/// The largest total of an assignment (Jonker and Volgenant's shortest augmenting paths, O(n³)); nobody must be
/// matched.
double best_total(const Scores& scores) {
  const std::size_t n = scores.size();
  constexpr double infinite = std::numeric_limits<double>::infinity();
  std::vector<double> row_price(n + 1, 0.0), column_price(n + 1, 0.0);
  std::vector<std::size_t> row_of_column(n + 1, 0), before(n + 1, 0);
  for (std::size_t row = 1; row <= n; ++row) {
    row_of_column[0] = row;
    std::size_t column = 0;
    std::vector<double> shortest(n + 1, infinite);
    std::vector<bool> done(n + 1, false);
    do {
      done[column] = true;
      const std::size_t at = row_of_column[column];
      double step = infinite;
      std::size_t next = 0;
      for (std::size_t to = 1; to <= n; ++to) {
        if (done[to]) continue;
        const double cost = -scores[at - 1][to - 1] - row_price[at] - column_price[to];
        if (cost < shortest[to]) {
          shortest[to] = cost;
          before[to] = column;
        }
        if (shortest[to] < step) {
          step = shortest[to];
          next = to;
        }
      }
      for (std::size_t to = 0; to <= n; ++to) {
        if (done[to]) {
          row_price[row_of_column[to]] += step;
          column_price[to] -= step;
        } else {
          shortest[to] -= step;
        }
      }
      column = next;
    } while (row_of_column[column] != 0);
    for (; column != 0; column = before[column]) row_of_column[column] = row_of_column[before[column]];
  }
  double total = 0.0;
  for (std::size_t column = 1; column <= n; ++column) total += scores[row_of_column[column] - 1][column - 1];
  return total;
}

/// Singles of month zero of an age to marry, in an order that means nothing; of one banner if `banner` is given.
std::vector<Searcher> sampled_searchers(const World& world, std::size_t per_sex, std::uint64_t sample) {
  const Population& people = world.population;
  const Quantiles normal = Quantiles::normal();
  std::vector<std::pair<std::uint64_t, PersonIndex>> order;
  for (PersonIndex person = 0; person < people.row_count(); ++person)
    order.emplace_back(mix(people.key[person] ^ mix(sample)), person);
  std::sort(order.begin(), order.end());
  std::vector<Searcher> searchers;
  std::array<std::size_t, sex_count> taken{};
  for (const auto& [hash, person] : order) {
    const int age = people.age(person, world.now);
    const auto sex = static_cast<std::size_t>(people.sex[person]);
    const bool searches = people.is_resident(person) && people.marital[person] == Marital::never_married &&
                          unit_interval(static_cast<std::uint32_t>(hash)) <
                              3.0 * world.place.first_marriage[sex][static_cast<std::size_t>(std::min(age, 60))];
    if (!searches || age < 20 || age > 45 || taken[sex] == per_sex) continue;
    ++taken[sex];
    searchers.push_back({.key = people.key[person],
                         .person = person,
                         .sex = people.sex[person],
                         .age_months = people.age_months(person, world.now),
                         .schooling = schooling_level(people.education[person]),
                         .banner = people.area[person].banner(),
                         .attraction = normal.at(trait(people, person, Trait::attractiveness))});
  }
  return searchers;
}

/// Whether their ages are near enough for them ever to meet.
bool may_meet(const Searcher& her, const Searcher& his) {
  const int from_preferred = his.age_months - her.age_months - MarriageMarket::preferred_gap_months;
  return std::abs(from_preferred) < MarriageMarket::farthest_ages_months;
}

Scores scores_of(const World& world, const MarriageMarket& market, const std::vector<Searcher>& searchers) {
  std::vector<Searcher> women, men;
  for (const Searcher& one : searchers) (one.sex == Sex::female ? women : men).push_back(one);
  Scores scores(women.size(), std::vector<double>(men.size(), 0.0));
  for (std::size_t her = 0; her < women.size(); ++her)
    for (std::size_t his = 0; his < men.size(); ++his)
      if (may_meet(women[her], men[his])) scores[her][his] = std::max(0.0, market.score(world, women[her], men[his]));
  return scores;
}

/// A market of the place; so small a scale has one venue for everybody.
class TestMarket {
 public:
  TestMarket(const std::string& parameters, double scale)
      : scenario_{shipped_scenario("ordos-baseline", parameters)},
        reader_{"union_formation", table(scenario_), {}, problems_, declared_},
        market{reader_, place_of_small_runs(), scale} {
    market.set_up_venues(place_of_small_runs().census_month);
  }

 private:
  static const SettingTable* table(const Scenario& scenario) {
    const Setting* written = scenario.parameters.find("union_formation");
    return written == nullptr ? nullptr : std::get_if<SettingTable>(&written->value);
  }
  Scenario scenario_;
  Problems problems_;
  std::vector<Declared> declared_;
  Reader reader_;

 public:
  MarriageMarket market;
};

const std::string everybody = "[parameters.union_formation]\nown_banner = 1.0\nother_banner = 1.0\n";
constexpr double tiny_scale = 1e-6;

/// Total of the pairs that form ÷ the largest possible, over the lists.
double share_of_best(const TestMarket& test, std::size_t per_sex, int list_count) {
  Rehearsal rehearsal{build_month_zero(place_of_small_runs(), {.scale = 0.05}),
                      place_of_small_runs().census_month,
                      shipped_scenario("ordos-baseline"),
                      {1, 1}};
  double formed = 0.0, best = 0.0;
  for (int list = 0; list < list_count; ++list) {
    const World& world = rehearsal.world();
    const std::vector<Searcher> searchers = sampled_searchers(world, per_sex, static_cast<std::uint64_t>(list));
    EXPECT_EQ(searchers.size(), sex_count * per_sex);
    for (const Match& match : test.market.match(world, searchers)) formed += match.score;
    best += best_total(scores_of(world, test.market, searchers));
  }
  return formed / best;
}

TEST(Matching, ExactSolverFindsTheBest) {
  EXPECT_DOUBLE_EQ(best_total({{5.0, 4.0}, {4.0, 0.0}}), 8.0);
  EXPECT_DOUBLE_EQ(best_total({{1.0, 2.0, 3.0}, {2.0, 4.0, 6.0}, {3.0, 6.0, 9.0}}), 14.0);
  EXPECT_DOUBLE_EQ(best_total({{0.0, 0.0}, {0.0, 0.5}}), 0.5);
}

/// All who may meet do: what falling order of scores loses.
TEST(Matching, FallingOrderOfScoresIsNearTheBest) {
  ChanceRow row;
  const TestMarket together{everybody, tiny_scale};
  const double in_one_venue = share_of_best(together, searchers_per_sex, lists);
  const double in_small_venues = share_of_best(together, 8, 20 * lists);
  row.figure("share of the best total, lists of 200 a sex in one venue", "at least 0.95", in_one_venue);
  row.figure("lists of 8 a sex in one venue", "at least 0.90", in_small_venues);
  EXPECT_GT(in_one_venue, 0.95);
  EXPECT_LE(in_one_venue, 1.0);
  EXPECT_GT(in_small_venues, 0.90);
  EXPECT_LE(in_small_venues, 1.0);
}

/// What the venues themselves take away: one meets few.
TEST(Matching, VenuesReachAPartOfTheBest) {
  ChanceRow row;
  double before = 0.0;
  for (const std::string size : {"20", "40", "80"}) {
    const TestMarket market{"[parameters.union_formation]\nvenue_size = " + size + ".0\n", scale_of_lists};
    const double share = share_of_best(market, searchers_per_sex, lists);
    row.figure("share of the best total, venues of " + size, "more than " + ChanceRow::text(before, 2), share);
    EXPECT_GT(share, before);
    EXPECT_LE(share, 1.0);
    before = share;
  }
}

struct Moments {
  double count = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
  void add(double a, double b) {
    ++count;
    x += a;
    y += b;
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  double mean() const { return x / count; }
  double deviation() const { return std::sqrt(xx / count - mean() * mean()); }
  double correlation() const {
    return (xy / count - x / count * y / count) / deviation() / std::sqrt(yy / count - y / count * y / count);
  }
};

TEST(Matching, HusbandsAreTwoYearsOlder) {
  constexpr double scale = 0.05;
  Rehearsal rehearsal{build_month_zero(place_of_small_runs(), {.scale = scale}),
                      place_of_small_runs().census_month,
                      shipped_scenario("ordos-baseline"),
                      {1, 1},
                      scale};
  rehearsal.add_all();
  rehearsal.begin();
  Moments ages, schooling, between_banners;
  for (int month = 0; month < 120; ++month) {
    const Month now = rehearsal.world().now;
    const auto keys = rehearsal.world().population.key;
    const auto homes = rehearsal.world().population.area;
    rehearsal.step_month();
    const Population& people = rehearsal.world().population;
    const auto lived_here = [&](PersonIndex one) { return one < keys.size() && keys[one] == people.key[one]; };
    for (PersonIndex wife = 0; wife < people.row_count(); ++wife) {
      const PersonIndex husband = people.spouse[wife];
      if (!people.is_present(wife) || !people.is_woman(wife) || husband == nobody || people.union_month[wife] != now)
        continue;
      ages.add((people.birth_month[wife] - people.birth_month[husband]) / 12.0, 0.0);
      schooling.add(schooling_level(people.education[wife]), schooling_level(people.education[husband]));
      if (lived_here(wife) && lived_here(husband))
        between_banners.add(homes[wife].banner() == homes[husband].banner() ? 0.0 : 1.0, 0.0);
    }
  }
  ChanceRow row;
  row.figure("unions", "", ages.count);
  row.figure("husband older by (years)", "2", ages.mean());
  row.figure("standard deviation", "", ages.deviation());
  row.figure("correlation of schooling", "", schooling.correlation());
  row.figure("unions of residents between banners (share)", "", between_banners.mean());
  EXPECT_NEAR(ages.mean(), 2.0, 0.5);
  EXPECT_GT(schooling.correlation(), 0.1);
}

}  // namespace
}  // namespace kinfold
