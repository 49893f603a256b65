// SPDX-License-Identifier: Apache-2.0
#include "population/wishes.hpp"

#include <array>

#include "core/quantiles.hpp"

namespace kinfold {
namespace {

constexpr int largest_size = 4;
/// How many of married women of 20–34 in the region want fewer than 0, 1, 2, 3 and 4 children, and 1 for all
/// (behavioural model, 2.2: shares .06, .40, .46, .06, .02, mean 1.58).
constexpr std::array<double, largest_size + 2> want_fewer{0.0, 0.06, 0.46, 0.92, 0.98, 1.0};
/// Of mothers of two or more, those who have more children than they wanted (assumption).
constexpr double mothers_in_excess = 0.05;

double want_fewer_than(int children) { return want_fewer[static_cast<std::size_t>(children)]; }
double between(double low, double high, double place) { return low + place * (high - low); }

}  // namespace

DesiredSize DesiredSize::at(double cumulated) {
  DesiredSize size;
  size.thousandths_ = as_thousandths(standard_normal().at(cumulated));
  return size;
}

DesiredSize DesiredSize::given(double place, int parity) {
  const int children = std::min(parity, largest_size);
  const double share_in_excess = parity < 2 ? 0.0 : mothers_in_excess;
  if (place >= share_in_excess)
    return at(between(want_fewer_than(children), 1.0, (place - share_in_excess) / (1.0 - share_in_excess)));
  const int wanted = std::min(parity - 1, largest_size);
  return at(between(want_fewer_than(wanted), want_fewer_than(wanted + 1), place / share_in_excess));
}

DesiredSize DesiredSize::of(int children) {
  return at(between(want_fewer_than(children), want_fewer_than(children + 1), 0.5));
}

int DesiredSize::children() const {
  static const std::array<std::int16_t, largest_size> cuts{
      at(want_fewer[1]).thousandths_, at(want_fewer[2]).thousandths_, at(want_fewer[3]).thousandths_,
      at(want_fewer[4]).thousandths_};
  int children = 0;
  for (const std::int16_t cut : cuts) children += thousandths_ >= cut ? 1 : 0;
  return children;
}

}  // namespace kinfold
