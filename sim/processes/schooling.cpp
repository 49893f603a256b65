// SPDX-License-Identifier: Apache-2.0

// Schooling: children and young people reach the levels of education.
//
// Whom: at the ages at which schools begin, each to the level of that school, but no further than her or his final
// level: a place, fixed for life, in the distribution of the cohort that had just finished school at the census (25–29
// years). Assumption: that distribution stays. Nobody loses a level. Source: education_by_age.csv of the place.
#include <algorithm>
#include <array>
#include <utility>

#include "population/newcomers.hpp"
#include "population/traits.hpp"
#include "processes/process_list.hpp"

namespace kinfold {
namespace {

/// Age (completed years) at which a level is entered: school starting ages of the Compulsory Education Law, articles 2
/// and 11, with 6 + 3 + 3 years.
constexpr std::array<std::pair<int, Education>, 6> entries{{{3, Education::preschool},
                                                            {6, Education::primary},
                                                            {12, Education::junior_secondary},
                                                            {15, Education::senior_secondary},
                                                            {18, Education::junior_college},
                                                            {19, Education::bachelor_and_above}}};

/// Age of the cohort whose final education is taken over.
constexpr int finished_age = 27;

class Schooling final : public Process {
 public:
  explicit Schooling(const Place& place) : place_{place} {}

  std::string_view name() const override { return "schooling"; }

  void plan_years(const World& world, std::span<const YearAhead> people) override {
    for (const YearAhead& one : people)
      if (entry_at(one.year.age) != nullptr) plan(world, one, 0);
  }

  void ask(World& world, PersonIndex person) override {
    Population& population = world.population;
    const YearOfLife year = YearOfLife::of(population.birth_month[person], world.now);
    const auto* entry = entry_at(year.age);
    if (entry == nullptr || year.first_month != world.now) return;
    Education& reached = population.education[person];
    reached = std::max(reached, std::min(entry->second, final_level(population, person)));
  }

 private:
  static const std::pair<int, Education>* entry_at(int age) {
    if (age > entries.back().first) return nullptr;
    const auto* found =
        std::find_if(entries.begin(), entries.end(), [age](const auto& one) { return one.first == age; });
    return found == entries.end() ? nullptr : found;
  }

  Education final_level(const Population& population, PersonIndex person) const {
    return drawn_education(place_, population.sex[person], finished_age, trait(population, person, Trait::education));
  }

  const Place& place_;
};

}  // namespace

std::unique_ptr<Process> make_schooling(const ProcessSetup& setup) { return std::make_unique<Schooling>(setup.place); }

}  // namespace kinfold
