// SPDX-License-Identifier: Apache-2.0

// Grandparents' care: who minds the small children.
//
// Whom: children under six, by their living grandparents, anew whenever something has changed for one of those who
// share them. A grandparent is willing for a grandchild or not, each elder one taking some of the willingness. Couples
// mind one and a half, the youngest first (deferred acceptance, kinship/care). Who lives too far away comes to live
// with the child or, if nobody minds it at home, takes it away; counts of residents know of neither. What matters most:
// how many parents ask for all week, a stand-in until they choose among all sorts of care. Source: behavioural
// model 2.5.
#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "processes/care/care_circles.hpp"
#include "processes/care/care_round.hpp"
#include "processes/process_list.hpp"

namespace kinfold {
namespace {

/// From this age in months a kindergarten takes the day, and half a place is the most that parents ask for.
constexpr int kindergarten_from_months = 36;

/// Months ahead in which a change may be noted: until a child born this month is six.
constexpr std::size_t pages = minded_until_months + 1;

class GrandparentCare final : public Process {
 public:
  GrandparentCare(Reader reader, const LaterLife& later_life)
      : minders_{reader, later_life}, there_{later_life.grandparents()} {
    whole_under_three_ =
        share(reader, "asks_whole_place", 0.60,
              {"parents of a child under three who ask for care all week", "三岁以下儿童家长要求全周照料的比例"});
    half_from_three_ = share(reader, "asks_from_three", 0.60,
                             {"parents of a child of three to five who ask for half a place beside kindergarten",
                              "三至五岁儿童家长在幼儿园之外要求半日照料的比例"});
    reader.finish();
  }

  std::string_view name() const override { return "grandparent_care"; }

  void begin(World& world) override {
    world.population.take_changed();
    add_everybody(world);
    settle(world);
  }

  void ask(World&, PersonIndex) override {}

  void between_shards(World& world) override {
    Population& population = world.population;
    for (const PersonIndex person : changed_people(population)) circles_.add_around(population, person, world.now);
    for (const PersonIndex child : std::exchange(page(world.now), {}))
      if (changes_in_[child] == world.now) circles_.add_child(population, child);
    if (world.ask_everyone) add_everybody(world);
    settle(world);
  }

 private:
  static double share(Reader& reader, const char* name, double standard, Bilingual meaning) {
    return reader.number({.name = name,
                          .unit = "share",
                          .standard = standard,
                          .range = {0.0, 1.0},
                          .meaning = std::move(meaning),
                          .source = "assumption, near the share of mothers in work"});
  }

  std::vector<PersonIndex>& page(Month month) { return changes_[static_cast<std::size_t>(month.index()) % pages]; }

  /// Each child stands once in the pages; what was noted before for another month is out of date.
  void note_change(PersonIndex child, Month month) {
    if (changes_in_.size() <= child) changes_in_.resize(child + 1, never);
    if (std::exchange(changes_in_[child], month) != month) page(month).push_back(child);
  }

  static std::vector<PersonIndex> changed_people(Population& population) {
    std::vector<PersonIndex> people = population.take_changed();
    std::sort(people.begin(), people.end());
    people.erase(std::unique(people.begin(), people.end()), people.end());
    return people;
  }

  void add_everybody(const World& world) {
    for (PersonIndex person = 0; person < world.population.row_count(); ++person)
      if (is_to_be_minded(world.population, person, world.now)) circles_.add_child(world.population, person);
  }

  void settle(World& world) {
    std::vector<PersonIndex> children = circles_.take(world.population);
    drop_who_is_not_minded(world, children);
    put_eldest_first(world.population, children);
    CareRound round{world, minders_, there_};
    for (std::size_t i = 0; i < children.size(); ++i) {
      fetch_grandparents_ahead(world.population, children, i);
      const Month next_change = round.enter(children[i], half_places_asked(world, children[i]));
      note_change(children[i], std::min(next_change, next_birthday_that_counts(world, children[i])));
    }
    round.hand_out(world.population);
  }

  static void drop_who_is_not_minded(World& world, std::vector<PersonIndex>& children) {
    const auto gone = std::partition(children.begin(), children.end(), [&](PersonIndex person) {
      return is_to_be_minded(world.population, person, world.now);
    });
    for (auto child = gone; child != children.end(); ++child) world.population.care[*child] = {};
    children.erase(gone, children.end());
  }

  static void put_eldest_first(const Population& population, std::vector<PersonIndex>& children) {
    std::vector<std::tuple<Month, Key, PersonIndex>> in_order;
    in_order.reserve(children.size());
    for (const PersonIndex child : children)
      in_order.emplace_back(population.birth_month[child], population.key[child], child);
    std::sort(in_order.begin(), in_order.end());
    for (std::size_t i = 0; i < children.size(); ++i) children[i] = std::get<PersonIndex>(in_order[i]);
  }

  static bool is_under_three(const World& world, PersonIndex child) {
    return world.now - world.population.birth_month[child] < kindergarten_from_months;
  }

  static Month next_birthday_that_counts(const World& world, PersonIndex child) {
    return world.population.birth_month[child] +
           (is_under_three(world, child) ? kindergarten_from_months : minded_until_months);
  }

  int half_places_asked(const World& world, PersonIndex child) const {
    const double place = world.uniform(world.population.key[child], 0, Decision::care_asked);
    if (is_under_three(world, child)) return place < whole_under_three_ ? 2 : 1;
    return place < half_from_three_ ? 1 : 0;
  }

  Minders minders_;
  GrandparentsThere there_;
  double whole_under_three_;
  double half_from_three_;

  CareCircles circles_;
  std::array<std::vector<PersonIndex>, pages> changes_;  ///< by month: children for whom something will change then
  std::vector<Month> changes_in_;                        ///< by row of the child: the month that holds
};

}  // namespace

std::unique_ptr<Process> make_grandparent_care(const ProcessSetup& setup) {
  return std::make_unique<GrandparentCare>(setup.reader("grandparent_care"), *setup.later_life);
}

}  // namespace kinfold
