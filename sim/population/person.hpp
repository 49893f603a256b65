// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kinfold {

/// The row of a person in the population's columns or, from `first_relative` on, the record of one who is dead or lives
/// elsewhere (relatives.hpp). Both are reused: nothing a person experiences may depend on it.
using PersonIndex = std::uint32_t;

/// No person: no spouse, no known mother.
inline constexpr PersonIndex nobody = UINT32_MAX;

inline constexpr PersonIndex first_relative = PersonIndex{1} << 31;
/// Whether the person has a row: not so `nobody`.
constexpr bool is_row(PersonIndex person) { return person < first_relative; }
/// Whether the person has the record of a relative: not so `nobody`.
constexpr bool is_relative(PersonIndex person) { return person >= first_relative && person != nobody; }

enum class Sex : std::uint8_t { male, female };
inline constexpr std::size_t sex_count = 2;
inline constexpr std::array<std::string_view, sex_count> sex_names{"male", "female"};

/// Highest level attended, as the census of 2020 counts it from age 3.
enum class Education : std::uint8_t {
  no_schooling,
  preschool,
  primary,
  junior_secondary,
  senior_secondary,
  junior_college,
  bachelor_and_above
};
inline constexpr std::size_t education_count = 7;
inline constexpr std::array<std::string_view, education_count> education_names{
    "no_schooling",     "preschool",      "primary",           "junior_secondary",
    "senior_secondary", "junior_college", "bachelor_and_above"};

/// The four levels of the behavioural model: up to primary, junior secondary, senior secondary, tertiary.
constexpr int schooling_level(Education education) {
  constexpr std::array<int, education_count> levels{0, 0, 0, 1, 2, 3, 3};
  return levels[static_cast<std::size_t>(education)];
}

enum class Marital : std::uint8_t { never_married, married, divorced, widowed };
inline constexpr std::size_t marital_count = 4;
inline constexpr std::array<std::string_view, marital_count> marital_names{"never_married", "married", "divorced",
                                                                           "widowed"};

/// Where a person's household registration (hukou) is kept, seen from the banner of residence.
enum class Registration : std::uint8_t { own_banner, other_banner, other_league, other_province };
inline constexpr std::size_t registration_count = 4;
inline constexpr std::array<std::string_view, registration_count> registration_names{"own_banner", "other_banner",
                                                                                     "other_league", "other_province"};

/// Registered in the city itself, whichever its banner: what a city's measure asks.
constexpr bool registered_in_city(Registration registration) { return registration <= Registration::other_banner; }

/// Urban or rural part of a banner.
enum class Residence : std::uint8_t { urban, rural };
inline constexpr std::size_t residence_count = 2;
inline constexpr std::array<std::string_view, residence_count> residence_names{"urban", "rural"};

/// The urban or rural part of one banner, as one number: banner × 2 + residence.
struct Area {
  std::uint8_t code = 0;

  static constexpr Area of(std::size_t banner, Residence residence) {
    return {static_cast<std::uint8_t>(banner * residence_count + static_cast<std::size_t>(residence))};
  }
  constexpr std::size_t banner() const { return code / residence_count; }
  constexpr Residence residence() const { return static_cast<Residence>(code % residence_count); }
  constexpr bool operator==(const Area&) const = default;
};

/// Whether a row holds a person, and whether she lives in the place.
enum class Presence : std::uint8_t {
  vacant,     ///< nobody: the row is free
  resident,   ///< lives in the place: counted, pays, receives, bears children
  elsewhere,  ///< a resident's relative who lives outside: ages and dies, is never counted
  dead        ///< whom the living descend from; in no row, only in tables of kin
};
inline constexpr std::size_t presence_count = 4;
inline constexpr std::array<std::string_view, presence_count> presence_names{"vacant", "resident", "elsewhere", "dead"};

/// A family's household, or a dormitory, barracks, home or institution.
enum class Dwelling : std::uint8_t { family, collective };

/// How a pregnancy will end; settled at conception, so that nothing later can move it.
enum class PregnancyFate : std::uint8_t { none, delivery, miscarriage, abortion };

/// Whether a woman tries to conceive. Who no longer does stays in her shard's list until the list is next walked.
enum class Trying : std::uint8_t { no, yes, no_longer };

/// Oldest single year of age that is told apart; the last class is open.
inline constexpr int oldest_age = 100;
inline constexpr std::size_t age_count = oldest_age + 1;

/// Ages at which women may be pregnant (completed years, both included).
inline constexpr int first_fecund_age = 12;
inline constexpr int last_fecund_age = 54;

/// Parities told apart in tables and counts: 0, 1, 2, 3, 4, and 5 or more.
inline constexpr std::size_t parity_count = 6;

/// Legal ages at marriage: Civil Code of China, article 1047.
inline constexpr int legal_marriage_age_men = 22;
inline constexpr int legal_marriage_age_women = 20;

/// Oldest age (completed years) at which people look for a spouse in the model: assumption; fewer than one marriage in
/// a hundred comes later.
inline constexpr int oldest_search_age = 59;

/// Until this birthday a person counts as a child of the household and moves with the parents.
inline constexpr int age_of_majority = 18;

}  // namespace kinfold
