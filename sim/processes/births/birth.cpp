// SPDX-License-Identifier: Apache-2.0

// Birth: pregnancies end, in a loss or in the delivery of one child or two.
//
// Whom: women whose pregnancy has lasted its time: nine months to a delivery, two to a loss. A delivery brings
// twins or a stillborn child with fixed probabilities; each child draws its sex. A newborn's key is a hash of the
// mother's key and the birth order, so that a birth elsewhere renames nobody. The child lives with the mother and is
// registered with the more local of the parents. Source: behavioural model 2.4; Measures on household registration.
#include <algorithm>

#include "population/synthesis/month_zero.hpp"
#include "population/traits.hpp"
#include "processes/births/pregnancy.hpp"
#include "processes/process_list.hpp"

namespace kinfold {
namespace {

class Birth final : public Process {
 public:
  explicit Birth(Reader reader) {
    const auto share = [&](const char* name, const char* unit, double standard, Range range, Bilingual meaning) {
      return reader.number({.name = name,
                            .unit = unit,
                            .standard = standard,
                            .range = range,
                            .meaning = std::move(meaning),
                            .source = "behavioural model 2.4"});
    };
    stillbirth_ = share("stillbirth", "share of deliveries", 0.004, {0.0, 0.1}, {"a child born dead", "死产"});
    twins_ = share("twins", "share of deliveries", 0.012, {0.0, 0.1}, {"two children", "双胎"});
    boys_ = share("boys", "share of births", 0.515, {0.4, 0.6}, {"boys among the newborn", "新生儿中男孩的比重"});
    reader.finish();
  }

  std::string_view name() const override { return "birth"; }

  void ask(World& world, PersonIndex woman) override {
    Population& population = world.population;
    if (!population.is_pregnant(woman)) return;
    const PregnancyFate fate = population.pregnancy_fate[woman];
    const Month conceived = population.conceived_month[woman];
    if (end_of_pregnancy(conceived, fate) != world.now) return;
    if (fate == PregnancyFate::delivery) return propose(world, woman);
    world.write(EventKind::pregnancy_loss, woman, 0, static_cast<int>(fate));
    population.may_conceive_from(woman, conceived + months_lost);
    end_pregnancy(population, woman);
  }

  void between_shards(World& world) override {
    for_proposals(world, [&](PersonIndex mother) { deliver(world, mother); });
  }

 private:
  void ask_due(World& world, std::size_t number) override {
    Calendar& calendar = world.population.shard(number).delivers;
    for (const PersonIndex woman : calendar.at(world.now))
      if (world.population.is_present(woman)) ask(world, woman);
    calendar.tear_off(world.now);
    Process::ask_due(world, number);
  }

  static void end_pregnancy(Population& population, PersonIndex woman) {
    population.conceived_month[woman] = never;
    population.pregnancy_fate[woman] = PregnancyFate::none;
  }

  void deliver(World& world, PersonIndex mother) const {
    Population& population = world.population;
    const Draws words = world.draws(population.key[mother], world.now.index(), Decision::delivery);
    end_pregnancy(population, mother);
    population.may_conceive_from(mother, world.now + postpartum_months);
    if (unit_interval(words[0]) < stillbirth_)
      return world.write(EventKind::stillbirth, mother, 0, population.parity[mother]);
    const int children = unit_interval(words[1]) < twins_ ? 2 : 1;
    const int earlier = population.parity[mother];
    population.count_delivery(mother, children, world.now);
    for (int child = 1; child <= children; ++child) bear(world, mother, earlier + child);
  }

  void bear(World& world, PersonIndex mother, int birth_order) const {
    Population& population = world.population;
    const PersonIndex father = population.spouse[mother];
    const Key key = derived_key(population.key[mother], static_cast<std::uint64_t>(birth_order));
    Registration registration = population.registration[mother];
    if (father != nobody) registration = std::min(registration, population.registration[father]);
    const PersonIndex child =
        population.add({.key = key,
                        .birth_month = world.now,
                        .sex = world.uniform(key, 0, Decision::sex_at_birth) < boys_ ? Sex::male : Sex::female,
                        .registration = registration,
                        .area = population.area[mother]},
                       world.now);
    population.birth_order[child] = static_cast<std::uint8_t>(birth_order);
    population.desired_size[child] = DesiredSize::given(trait(key, 0, Trait::desired_size), 0,
                                                        world.place.wanted_sizes(population.area[mother].residence()));
    population.add_child(mother, father, child);
    population.join_household(child, mother, world.now);
    write_birth(world, mother, child);
  }

  static void write_birth(World& world, PersonIndex mother, PersonIndex child) {
    const Population& population = world.population;
    const Event event{.kind = EventKind::birth,
                      .detail = population.birth_order[child],
                      .area = population.area[mother],
                      .sex = population.sex[child],
                      .age = static_cast<std::int16_t>(population.age(mother, world.now)),
                      .person = population.key[child],
                      .other = population.key[mother]};
    world.journal_of(child).write(event, world.now);
  }

  double stillbirth_;
  double twins_;
  double boys_;
};

}  // namespace

std::unique_ptr<Process> make_birth(const ProcessSetup& setup) {
  return std::make_unique<Birth>(setup.reader("birth"));
}

}  // namespace kinfold
