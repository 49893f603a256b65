// SPDX-License-Identifier: Apache-2.0
#include "population/wishes.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "core/quantiles.hpp"

namespace kinfold {
namespace {

constexpr int largest_size = desired_size_count - 1;
/// Where the scale is cut: how many of married women of 20-34 in the region want fewer than 0, 1, 2, 3 and 4 children,
/// and 1 for all (behavioural model 2.2: shares .06, .40, .46, .06, .02, mean 1.58). Places in which women want other
/// numbers have other shares between the same cuts, so that wishes move alike everywhere.
constexpr std::array<double, desired_size_count + 1> cuts{0.0, 0.06, 0.46, 0.92, 0.98, 1.0};
/// Of mothers of two or more, those who have more children than they wanted (assumption).
constexpr double mothers_in_excess = 0.05;

double between(double low, double high, double place) { return low + place * (high - low); }

/// Where she stands within her number of children, between the cuts.
double within(int children, double place) {
  const auto number = static_cast<std::size_t>(children);
  return between(cuts[number], cuts[number + 1], place);
}

}  // namespace

DesiredSize DesiredSize::at(double cumulated) {
  DesiredSize size;
  size.thousandths_ = as_thousandths(standard_normal().at(cumulated));
  return size;
}

DesiredSize DesiredSize::given(double place, int parity, const WantedSizes& wanted) {
  const int least = std::min(parity, largest_size);
  const double share_in_excess = parity < 2 ? 0.0 : mothers_in_excess;
  if (place < share_in_excess) return at(within(std::min(parity - 1, largest_size), place / share_in_excess));
  double left =
      (place - share_in_excess) / (1.0 - share_in_excess) * std::accumulate(wanted.begin() + least, wanted.end(), 0.0);
  int children = least;
  while (children < largest_size && left > 0.0 && left >= wanted[static_cast<std::size_t>(children)])
    left -= wanted[static_cast<std::size_t>(children++)];
  const double share = wanted[static_cast<std::size_t>(children)];
  return at(within(children, share > 0.0 ? std::clamp(left / share, 0.0, 1.0) : 0.5));
}

DesiredSize DesiredSize::of(int children) { return at(within(children, 0.5)); }

int DesiredSize::children() const {
  static const std::array<std::int16_t, largest_size> first_places{at(cuts[1]).thousandths_, at(cuts[2]).thousandths_,
                                                                   at(cuts[3]).thousandths_, at(cuts[4]).thousandths_};
  int children = 0;
  for (const std::int16_t first : first_places) children += thousandths_ >= first ? 1 : 0;
  return children;
}

}  // namespace kinfold
