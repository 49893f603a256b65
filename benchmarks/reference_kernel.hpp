// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "bulk_draws.hpp"
#include "core/random.hpp"
#include "population/place/place.hpp"

namespace kinfold::benchmarks {

/// The yardstick: what the least that can be called demography costs on this machine.
///
/// People of the place are born, bear children and die, and nothing else: no unions, no households, no intentions, no
/// migration, no money, no counts but totals. It is written as the model might be if that were all: columns, a yearly
/// pass over those whose birthday it is, lists of the women at risk with their chances at hand, addressed draws, one
/// thread.
///
/// - Death: one draw on each birthday against the place's table; who dies does so in one of the next twelve months.
/// - Conception: one draw a month for each woman of 15 to 49 who is neither pregnant nor post-partum. Her log odds are
///   the level of her age, such that births are about those of the fertility table, plus a lasting difference of her
///   own; renewed on her birthday.
/// - Delivery after nine months; at risk again after six more.
class ReferenceKernel {
 public:
  /// About `persons` people with the sexes and ages of the place's census, two years later: by then the lists are full
  /// and as many women are pregnant as will be.
  ReferenceKernel(const Place& place, std::int64_t persons, Seed seed, InstructionSet set);

  void step_month();

  std::int64_t persons() const { return persons_; }
  std::int64_t births() const { return births_; }
  double person_years() const { return static_cast<double>(person_months_) / 12.0; }
  /// A hash of who is born to whom and when: equal on every instruction set.
  std::uint64_t fingerprint() const { return fingerprint_; }

 private:
  static constexpr int ages = 128;  ///< the last of the place's table is repeated

  /// Women who may conceive. A woman who has, or who has died, stays without a chance until the list is next written.
  struct AtRisk {
    std::vector<Key> key;
    std::vector<std::uint32_t> chance;  ///< conceives if the word drawn is below
    std::vector<std::uint32_t> row;

    void clear();
  };

  /// Everybody born in the same month of the calendar. Rows of the dead are used again.
  struct Cohort {
    std::vector<Key> key;
    std::vector<std::int16_t> birth_year;
    std::vector<std::int16_t> death_month;       ///< the last month of life, once it is known
    std::vector<std::int16_t> susceptible_from;  ///< month of the run
    std::vector<float> fecundability;            ///< log odds against other women of her age
    std::vector<std::uint8_t> sex;
    std::vector<std::uint8_t> parity;
    std::vector<std::uint32_t> free_rows;
    AtRisk at_risk;

    std::uint32_t take_row();
  };

  struct Woman {
    std::uint8_t cohort;
    std::uint32_t row;
  };

  void read_rates(const Place& place);
  void settle(const Place& place, std::int64_t persons);
  std::uint32_t add(Cohort& cohort, Key key, int birth_year, Sex sex, std::uint32_t word);
  void celebrate(Cohort& cohort);
  void live_on(Cohort& cohort, std::uint32_t row, std::uint32_t word);
  void die_within_year(Cohort& cohort, std::uint32_t row, std::uint32_t word, std::uint32_t chance);
  void put_at_risk(Cohort& cohort, std::uint32_t row, int age);
  void conceive(std::size_t number);
  void deliver();
  void bear(Key child);
  void resume();
  bool expects(const Cohort& cohort, std::uint32_t row, int susceptible_from) const;

  static constexpr int calendar_pages = 16;
  std::vector<Woman>& page(std::array<std::vector<Woman>, calendar_pages>& calendar, int month) {
    return calendar[static_cast<std::size_t>(month % calendar_pages)];
  }

  Random random_;
  BulkDraws bulk_draws_;
  std::array<std::array<std::uint32_t, ages>, sex_count> death_chance_{};  ///< within the year; of 2^32
  std::array<double, ages> conception_level_{};                            ///< log odds a month

  std::array<Cohort, 12> cohorts_;
  std::array<std::vector<Woman>, calendar_pages> deliveries_;
  std::array<std::vector<Woman>, calendar_pages> resumptions_;
  std::array<std::int32_t, 12> deaths_ahead_{};  ///< by month of the calendar

  int now_ = 0;  ///< months since the start
  std::int64_t persons_ = 0;
  std::int64_t births_ = 0;
  std::int64_t person_months_ = 0;
  std::uint64_t fingerprint_ = 0;
};

}  // namespace kinfold::benchmarks
