// SPDX-License-Identifier: Apache-2.0
#include "processes/unions/marriage_market.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "core/arithmetic.hpp"
#include "core/bulk_draws.hpp"
#include "population/households/households.hpp"

namespace kinfold {
namespace {

/// Searches for each first marriage of the census schedule, when venues are counted: not every search ends in a union.
constexpr double searches_per_marriage = 1.6;
/// So far by road, km, the way counts as one: of the parameter `distance`.
constexpr double distance_unit_km = 50.0;

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
    : place_{place}, scale_{scale}, expected_(place.banners.size()), own_banner_chance_(place.banners.size()) {
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
  venue_size_ = number("venue_size", "women", 40, {2, 1000},
                       {"women expected in a venue", "每个相识场所预期的女性人数"}, "decision record 0012");
  own_banner_ =
      number("own_banner", "share of a venue", 0.15, {0, 1},
             {"how many of the own banner one meets at most, of about one's age", "同旗区同龄人中最多能结识的比重"},
             "assumption");
  other_banner_ =
      number("other_banner", "probability", 0.20, {0, 1},
             {"meeting one from another banner, of about one's age", "结识其他旗区同龄人的概率"}, "assumption");
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
  for (const auto& roads : place_.road_km) {
    auto& apart = apart_.emplace_back();
    for (const double km : roads) apart.push_back(distance_ * logarithm(1.0 + km / distance_unit_km));
  }
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

void MarriageMarket::set_up_venues(Month now) {
  expect_women(now);
  double women = 0.0;
  std::vector<double> of_banner;
  for (const auto& by_age : expected_)
    women += of_banner.emplace_back(std::accumulate(by_age.begin(), by_age.end(), 0.0));
  venues_ = std::max(1, static_cast<int>(women / venue_size_));
  thinning_ = women > 0.0 ? venue_size_ * venues_ / women : 1.0;
  for (std::size_t banner = 0; banner < of_banner.size(); ++banner)
    own_banner_chance_[banner] = of_banner[banner] > 0.0 ? std::min(1.0, own_banner_ * women / of_banner[banner]) : 1.0;
}

std::vector<MarriageMarket::Visit> MarriageMarket::visits_of(const World& world,
                                                             const std::vector<Searcher>& searchers) const {
  std::vector<Draws> words;
  words.reserve(searchers.size());
  for (const Searcher& one : searchers)
    words.push_back(address_of(one.key, world.now.index(), static_cast<std::uint32_t>(Decision::market)));
  draw_in_place(world.random, words);
  std::vector<Visit> visits;
  visits.reserve(searchers.size());
  for (std::size_t i = 0; i < searchers.size(); ++i) {
    const std::uint64_t hash = (static_cast<std::uint64_t>(words[i][2]) << 32) | words[i][3];
    visits.push_back(
        {.venue = static_cast<std::uint32_t>(jump_hash(hash, venues_)),
         .encounters = words[i][0],
         .on_womens_scale = searchers[i].age_months - (searchers[i].sex == Sex::male ? preferred_gap_months : 0),
         .banner = static_cast<std::uint32_t>(searchers[i].banner),
         .searcher = i});
  }
  return visits;
}

double MarriageMarket::meeting_chance(const Visit& hers, const Visit& his) const {
  const int apart = std::abs(hers.on_womens_scale - his.on_womens_scale);
  if (apart >= farthest_ages_months) return 0.0;
  const double of_age = static_cast<double>(farthest_ages_months - apart) / farthest_ages_months;
  return of_age * thinning_ * (hers.banner == his.banner ? own_banner_chance_[hers.banner] : other_banner_);
}

bool MarriageMarket::meet(const Visit& hers, const Visit& his) const {
  const double chance = meeting_chance(hers, his);
  if (chance <= 0.0) return false;
  // Both words are addressed draws, and so is their hash: one of the pair and the month.
  const std::uint64_t pair = (static_cast<std::uint64_t>(hers.encounters) << 32) | his.encounters;
  return unit_interval(static_cast<std::uint32_t>(mix(pair) >> 32)) < chance;
}

double MarriageMarket::score(const World& world, const Searcher& her, const Searcher& his) const {
  const double gap = (his.age_months - her.age_months - preferred_gap_months) / 12.0;
  const int levels = std::abs(her.schooling - his.schooling);
  const double luck = world.uniform(derived_key(her.key, his.key), world.now.index(), Decision::pair);
  return education_gap_ * levels + age_gap_ * gap * gap + attraction_ * (her.attraction + his.attraction) +
         log_odds(luck) - threshold_ + apart_[her.banner][his.banner];
}

/// Pairs who meet and would have each other, but for close kin. One of the two must live here.
std::vector<Match> MarriageMarket::suitable_pairs(const World& world, const std::vector<Searcher>& searchers,
                                                  const Guests& guests) const {
  std::vector<Match> pairs;
  for (const Visit& hers : guests[static_cast<std::size_t>(Sex::female)])
    for (const Visit& visit : guests[static_cast<std::size_t>(Sex::male)]) {
      if (!meet(hers, visit)) continue;
      const Searcher& her = searchers[hers.searcher];
      const Searcher& his = searchers[visit.searcher];
      if (her.person == nobody && his.person == nobody) continue;
      const double value = score(world, her, his);
      if (value <= 0.0) continue;
      const bool two_residents = her.person != nobody && his.person != nobody;
      if (two_residents && are_close_kin(world.population, her.person, his.person)) continue;
      pairs.push_back({hers.searcher, visit.searcher, value});
    }
  return pairs;
}

std::vector<Match> MarriageMarket::match_venue(const World& world, const std::vector<Searcher>& searchers,
                                               const Guests& guests) const {
  std::vector<Match> pairs = suitable_pairs(world, searchers, guests);
  std::sort(pairs.begin(), pairs.end(), [&](const Match& a, const Match& b) {
    return std::tuple(-a.score, searchers[a.her].key, searchers[a.his].key) <
           std::tuple(-b.score, searchers[b.her].key, searchers[b.his].key);
  });
  std::vector<Match> matches;
  std::vector<std::size_t> taken;
  for (const Match& pair : pairs) {
    const auto is_taken = [&](std::size_t one) { return std::find(taken.begin(), taken.end(), one) != taken.end(); };
    if (is_taken(pair.her) || is_taken(pair.his)) continue;
    taken.insert(taken.end(), {pair.her, pair.his});
    matches.push_back(pair);
  }
  return matches;
}

std::vector<Match> MarriageMarket::match(const World& world, const std::vector<Searcher>& searchers) const {
  std::vector<Guests> guests(static_cast<std::size_t>(venues_));
  for (const Visit& visit : visits_of(world, searchers))
    guests[visit.venue][static_cast<std::size_t>(searchers[visit.searcher].sex)].push_back(visit);
  std::vector<std::vector<Match>> by_venue(guests.size());
  world.workers.for_each(guests.size(),
                         [&](std::size_t venue) { by_venue[venue] = match_venue(world, searchers, guests[venue]); });
  std::vector<Match> matches;
  for (const auto& some : by_venue) matches.insert(matches.end(), some.begin(), some.end());
  std::sort(matches.begin(), matches.end(),
            [&](const Match& a, const Match& b) { return searchers[a.her].key < searchers[b.her].key; });
  return matches;
}

}  // namespace kinfold
