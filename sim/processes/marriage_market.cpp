// SPDX-License-Identifier: Apache-2.0
#include "processes/marriage_market.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "core/arithmetic.hpp"
#include "population/households.hpp"

namespace kinfold {
namespace {

/// Men are placed among women two years younger (behavioural model 2.1: the preferred difference).
constexpr double preferred_gap_years = 2.0;
/// How far a person strays from the own age when looking round, and how far the edges of strips move: years, half of
/// the range.
constexpr double jitter_years = 2.0;
constexpr double offset_years = 1.0;
/// Searches for each first marriage of the census schedule, when venues are counted: not every search ends in a union.
constexpr double searches_per_marriage = 1.6;
/// A banner with fewer expected women a month than fill this many venues shares its market with other small ones.
constexpr double venues_of_own_market = 3.0;
/// Road distance between two banners' seats, km: assumption, the mean of neighbouring seats of Ordos.
constexpr double banner_distance_km = 100.0;

/// Jump consistent hash (Lamping and Veach 2014): the bucket of a key among `count`; few keys move when count changes.
int jump_hash(std::uint64_t key, int count) {
  std::int64_t bucket = -1;
  std::int64_t next = 0;
  while (next < count) {
    bucket = next;
    key = key * 2862933555777941757ULL + 1;
    next = static_cast<std::int64_t>(static_cast<double>(bucket + 1) *
                                     (static_cast<double>(1LL << 31) / static_cast<double>((key >> 33) + 1)));
  }
  return static_cast<int>(bucket);
}

}  // namespace

MarriageMarket::MarriageMarket(Reader& reader, const Place& place, double scale)
    : place_{place}, scale_{scale}, expected_(place.banners.size()), market_of_banner_(place.banners.size()) {
  const std::string source = "behavioural model 2.1";
  const auto number = [&](const char* name, const char* unit, double standard, Range range, Bilingual meaning,
                          const std::string& from) {
    return reader.number({.name = name,
                          .unit = unit,
                          .standard = standard,
                          .range = range,
                          .meaning = std::move(meaning),
                          .source = from});
  };
  venue_size_ = number("venue_size", "women", 8, {2, 64}, {"women expected in a venue", "每个相识场所预期的女性人数"},
                       "decision record 0006");
  remote_share_ = number("remote_share", "share of searches", 0.15, {0, 1},
                         {"searches outside the own banner", "在本旗区以外寻找的比重"}, "assumption");
  threshold_ = number("threshold", "utility", 1.0, {-5, 10},
                      {"what a pair must be to each other, both demands together", "双方要求之和（门槛）"}, source);
  education_gap_ = number("education_gap", "utility a level", -0.30, {-2, 0},
                          {"for each level of education between the two", "受教育程度每相差一级"}, source);
  age_gap_ = number("age_gap", "utility a squared year", -0.02, {-0.5, 0},
                    {"for the squared difference from two years older", "与男大两岁之差的平方"}, source);
  distance_ = number("distance", "utility a log", -0.9, {-3, 0},
                     {"for ln(1 + km / 50) between the two homes", "两地距离的对数 ln(1+km/50)"}, source);
  attraction_ = number("attraction", "utility a standard deviation", 0.4, {0, 2},
                       {"for the attraction of each", "双方各自的吸引力"}, "assumption");
}

void MarriageMarket::expect_women(Month now) {
  const auto women = static_cast<std::size_t>(Sex::female);
  const int years = (now - place_.census_month) / 12;
  for (std::size_t banner = 0; banner < expected_.size(); ++banner) {
    for (int age = legal_marriage_age_women; age <= oldest_search_age; ++age) {
      const auto row = static_cast<std::size_t>(age);
      // The cohort of that age, as the census counted it.
      const auto then = static_cast<std::size_t>(std::max(age - years, 0));
      const double single = place_.marital_by_age[women][row][static_cast<std::size_t>(Marital::never_married)];
      const double a_year = place_.first_marriage[women][row] * searches_per_marriage;
      expected_[banner][row] =
          scale_ * static_cast<double>(place_.persons[banner][women][then]) * single * a_year / 12.0;
    }
  }
}

MarriageMarket::Market MarriageMarket::strips_of(const std::array<double, age_count>& expected) const {
  Market market;
  double women = 0.0;
  for (int age = 0; age <= oldest_age; ++age) {
    women += expected[static_cast<std::size_t>(age)];
    if (women < venue_size_) continue;
    market.push_back({12.0 * (age + 1), static_cast<int>(women / venue_size_)});
    women = 0.0;
  }
  if (market.empty()) market.push_back({0.0, 1});
  market.back().end_months = 12.0 * (oldest_age + 50);  // who is older than all meets those of the last strip
  return market;
}

void MarriageMarket::set_up_venues(Month now) {
  expect_women(now);
  markets_.clear();
  std::array<double, age_count> small{};
  std::array<double, age_count> remote{};
  std::vector<std::size_t> sharing;
  for (std::size_t banner = 0; banner < expected_.size(); ++banner) {
    std::array<double, age_count> near{};
    double women = 0.0;
    for (std::size_t age = 0; age < age_count; ++age) {
      near[age] = expected_[banner][age] * (1.0 - remote_share_);
      remote[age] += expected_[banner][age] * remote_share_;
      women += near[age];
    }
    if (women >= venue_size_ * venues_of_own_market) {
      market_of_banner_[banner] = markets_.size();
      markets_.push_back(strips_of(near));
    } else {
      sharing.push_back(banner);
      for (std::size_t age = 0; age < age_count; ++age) small[age] += near[age];
    }
  }
  for (const std::size_t banner : sharing) market_of_banner_[banner] = markets_.size();
  if (!sharing.empty()) markets_.push_back(strips_of(small));
  markets_.push_back(strips_of(remote));
}

std::uint64_t MarriageMarket::venue_of(const World& world, const Searcher& searcher) const {
  const Draws words = world.draws(searcher.key, world.now.index(), Decision::market);
  const bool is_remote = unit_interval(words[0]) < remote_share_;
  const std::size_t number = is_remote ? markets_.size() - 1 : market_of_banner_[searcher.banner];
  const Market& market = markets_[number];
  const double offset = 24.0 * offset_years *
                        (world.uniform(derived_key(number, market.size()), world.now.index(), Decision::market) - 0.5);
  const double jitter = 24.0 * jitter_years * (unit_interval(words[1]) - 0.5);
  const double on_womens_scale = searcher.age_months - (searcher.sex == Sex::male ? 12.0 * preferred_gap_years : 0.0);
  const auto strip = std::upper_bound(market.begin(), market.end() - 1, on_womens_scale + jitter + offset,
                                      [](double months, const Strip& one) { return months < one.end_months; });
  const auto strip_number = static_cast<std::uint64_t>(strip - market.begin());
  const std::uint64_t hash = (static_cast<std::uint64_t>(words[2]) << 32) | words[3];
  return (static_cast<std::uint64_t>(number) << 48) | (strip_number << 32) |
         static_cast<std::uint64_t>(jump_hash(hash, strip->venues));
}

double MarriageMarket::score(const World& world, const Searcher& her, const Searcher& his) const {
  const double gap = (his.age_months - her.age_months) / 12.0 - preferred_gap_years;
  const int levels = std::abs(her.schooling - his.schooling);
  const double luck = world.uniform(derived_key(her.key, his.key), world.now.index(), Decision::pair);
  double value = education_gap_ * levels + age_gap_ * gap * gap + attraction_ * (her.attraction + his.attraction) +
                 log_odds(luck) - threshold_;
  if (her.banner != his.banner) value += distance_ * logarithm(1.0 + banner_distance_km / 50.0);
  return value;
}

void MarriageMarket::match_venue(const World& world, const std::vector<Searcher>& searchers,
                                 const std::vector<std::size_t>& members, std::vector<Match>& matches) const {
  std::vector<Match> pairs;
  for (const std::size_t her : members) {
    if (searchers[her].sex != Sex::female) continue;
    for (const std::size_t his : members) {
      if (searchers[his].sex != Sex::male) continue;
      const bool two_residents = searchers[her].person != nobody && searchers[his].person != nobody;
      if (searchers[her].person == nobody && searchers[his].person == nobody) continue;
      const double value = score(world, searchers[her], searchers[his]);
      if (value <= 0.0) continue;
      if (two_residents && are_close_kin(world.population, searchers[her].person, searchers[his].person)) continue;
      pairs.push_back({her, his, value});
    }
  }
  std::sort(pairs.begin(), pairs.end(), [&](const Match& a, const Match& b) {
    return std::tuple(-a.score, searchers[a.her].key, searchers[a.his].key) <
           std::tuple(-b.score, searchers[b.her].key, searchers[b.his].key);
  });
  std::vector<std::size_t> taken;
  for (const Match& pair : pairs) {
    const auto is_taken = [&](std::size_t one) { return std::find(taken.begin(), taken.end(), one) != taken.end(); };
    if (is_taken(pair.her) || is_taken(pair.his)) continue;
    taken.insert(taken.end(), {pair.her, pair.his});
    matches.push_back(pair);
  }
}

std::vector<Match> MarriageMarket::match(const World& world, const std::vector<Searcher>& searchers) const {
  std::vector<std::pair<std::uint64_t, std::size_t>> by_venue;
  by_venue.reserve(searchers.size());
  for (std::size_t i = 0; i < searchers.size(); ++i) by_venue.emplace_back(venue_of(world, searchers[i]), i);
  std::sort(by_venue.begin(), by_venue.end());

  std::vector<Match> matches;
  std::vector<std::size_t> members;
  for (std::size_t i = 0; i < by_venue.size();) {
    members.clear();
    for (const std::uint64_t venue = by_venue[i].first; i < by_venue.size() && by_venue[i].first == venue; ++i)
      members.push_back(by_venue[i].second);
    match_venue(world, searchers, members, matches);
  }
  std::sort(matches.begin(), matches.end(),
            [&](const Match& a, const Match& b) { return searchers[a.her].key < searchers[b.her].key; });
  return matches;
}

}  // namespace kinfold
