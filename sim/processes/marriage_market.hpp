// SPDX-License-Identifier: Apache-2.0
#pragma once

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
/// Searchers meet in venues: by banner (small ones together) or in one remote market, by strips of age whose edges move
/// with the month, and inside a strip by a hash of key and month. How many venues there are follows from the census
/// alone. In a venue each pair has a score, the same seen from both sides; pairs form in falling order of positive
/// scores. No position is used anywhere: one more searcher is felt in one venue (decision record 0006).
class MarriageMarket {
 public:
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
  /// A run of ages on women's scale (in months) and how many venues it has.
  struct Strip {
    double end_months;
    int venues;
  };
  using Market = std::vector<Strip>;

  void expect_women(Month now);
  Market strips_of(const std::array<double, age_count>& expected) const;
  std::uint64_t venue_of(const World& world, const Searcher& searcher) const;
  void match_venue(const World& world, const std::vector<Searcher>& searchers, const std::vector<std::size_t>& members,
                   std::vector<Match>& matches) const;

  const Place& place_;
  double scale_;
  double venue_size_;
  double remote_share_;
  double threshold_;
  double education_gap_;
  double age_gap_;
  double distance_;
  double attraction_;
  std::vector<std::array<double, age_count>> expected_;  ///< [banner][age]
  std::vector<std::size_t> market_of_banner_;            ///< small banners share one
  std::vector<Market> markets_;                          ///< those of the banners; the last is the remote one
};

}  // namespace kinfold
