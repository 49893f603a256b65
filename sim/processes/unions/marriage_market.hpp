// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <vector>

#include "core/declaration.hpp"
#include "core/quantiles.hpp"
#include "processes/process.hpp"

namespace kinfold {

/// One who looks for a spouse this month, resident or from the outside pool.
struct Searcher {
  Key key = 0;
  PersonIndex person = nobody;  ///< nobody = from the outside pool
  Sex sex = Sex::female;
  int age_months = 0;
  int schooling = 0;  ///< level 0 to 3
  std::size_t banner = 0;
  double attraction = 0.0;  ///< what others see in her or him, standard normal
};

/// Two who have found each other, by their places among the searchers.
struct Match {
  std::size_t her = 0;
  std::size_t his = 0;
  double score = 0.0;
};

/// Who meets whom, and who suits whom.
///
/// Searchers of the whole place meet in venues, by a hash of key and month; how many venues there are follows from the
/// census alone, so that about forty women are expected in each. In a venue a woman and a man meet with a chance that
/// falls with the distance between their ages and is lower where they live in different banners; each such pair has a
/// score, the same seen from both sides, and pairs form in falling order of positive scores. No position is used
/// anywhere: one more searcher is felt in one venue. Who meets whom depends on the size of the population only in that
/// there are more venues (decision record 0012).
class MarriageMarket {
 public:
  /// Men look among women two years younger (behavioural model 2.1: the preferred difference).
  static constexpr int preferred_gap_months = 24;
  /// At this distance from the preferred difference of age two do not meet; the chance falls evenly until there.
  /// Assumption: circles of friends, schools and workplaces are mostly of one's own age.
  static constexpr int farthest_ages_months = 96;

  MarriageMarket(Reader& reader, const Place& place, double scale);

  /// Women expected to search in a month in the banner, at single ages; what venues and the outside pool are sized by.
  const std::array<double, age_count>& expected_women(std::size_t banner) const { return expected_[banner]; }

  /// Draws the venues for the year of the month: call before `match`.
  void set_up_venues(Month now);

  /// Matches, in the order of her key.
  std::vector<Match> match(const World& world, const std::vector<Searcher>& searchers) const;

  /// What she and he are to each other; they may form a union if it is positive.
  double score(const World& world, const Searcher& her, const Searcher& his) const;

 private:
  /// Where a searcher is this month, with all that decides whom she or he meets.
  struct Visit {
    std::uint32_t venue;
    std::uint32_t encounters;      ///< with another's: decides whether the two meet
    std::int32_t on_womens_scale;  ///< age in months; of a man, that of the women whom he looks for
    std::uint32_t banner;
    std::size_t searcher;
    auto operator<=>(const Visit&) const = default;
  };
  /// The women and the men of a venue.
  using Guests = std::array<std::vector<Visit>, sex_count>;

  void expect_women(Month now);
  std::vector<Visit> visits_of(const World& world, const std::vector<Searcher>& searchers) const;
  double meeting_chance(const Visit& hers, const Visit& his) const;
  bool meet(const Visit& hers, const Visit& his) const;
  std::vector<Match> match_venue(const World& world, const std::vector<Searcher>& searchers,
                                 const Guests& guests) const;
  std::vector<Match> suitable_pairs(const World& world, const std::vector<Searcher>& searchers,
                                    const Guests& guests) const;

  const Place& place_;
  double scale_;
  double venue_size_;
  double own_banner_;
  double other_banner_;
  double threshold_;
  double education_gap_;
  double age_gap_;
  double distance_;
  double attraction_;
  std::vector<std::array<double, age_count>> expected_;  ///< [banner][age]
  std::vector<double> own_banner_chance_;                ///< of two who live in the banner, at equal ages
  std::vector<std::vector<double>> apart_;               ///< [her banner][his] what the way takes from a score
  int venues_ = 1;
  double thinning_ = 1.0;  ///< women that a venue is meant for ÷ women expected in it
};

}  // namespace kinfold
