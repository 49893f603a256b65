// SPDX-License-Identifier: Apache-2.0

// Grandparents' care: who minds the small children.
//
// Whom: children under six, by their living grandparents, anew whenever something has changed for one of those who
// share them. A grandparent is willing for a grandchild or not, the elder grandchildren first: each takes some of the
// willingness for the next. Couples mind one and a half children; the youngest come first (deferred acceptance, see
// kinship/care). Who lives elsewhere comes to live with the child, or does not mind it; the guest is not counted as a
// resident. Assumption that matters most: how many parents ask for all week and how many for half of it, a stand-in
// until they choose among all sorts of care. Source: behavioural model 2.5.
#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "kinship/care/care_allocation.hpp"
#include "processes/care/care_circles.hpp"
#include "processes/care/minders.hpp"
#include "processes/process_list.hpp"

namespace kinfold {
namespace {

/// From this age in months a kindergarten takes the day, and half a place is the most that parents ask for.
constexpr int kindergarten_from_months = 36;

/// Months ahead in which a change may be noted: until a child born this month is six.
constexpr std::size_t pages = minded_until_months + 1;

/// Which grandparents there are: the experiments of behavioural model 2.8.
enum class Cast : std::size_t { as_they_are, none, one_more };

class GrandparentCare final : public Process {
 public:
  explicit GrandparentCare(Reader reader) : minders_{reader} {
    whole_under_three_ =
        share(reader, "asks_whole_place", 0.60,
              {"parents of a child under three who ask for care all week", "三岁以下儿童家长要求全周照料的比例"});
    half_from_three_ = share(reader, "asks_from_three", 0.60,
                             {"parents of a child of three to five who ask for half a place beside kindergarten",
                              "三至五岁儿童家长在幼儿园之外要求半日照料的比例"});
    cast_ = static_cast<Cast>(
        reader.choice({.name = "grandparents",
                       .choices = {"as_they_are", "none", "one_more"},
                       .standard = "as_they_are",
                       .meaning = {"which grandparents mind children: an experiment", "参与照料的祖辈（实验）"},
                       .source = "experiment"}));
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
    for (const PersonIndex child : std::exchange(page(world.now), {})) circles_.add_child(population, child);
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
    market_ = {};
    kinds_.clear();
    known_.clear();
    all_minders_.clear();
    for (std::size_t i = 0; i < children.size(); ++i) {
      fetch_grandparents_ahead(world.population, children, i);
      enter(world, children[i]);
    }
    hand_out(world.population, children);
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

  /// Enters a child into the market with those who would mind it.
  void enter(World& world, PersonIndex child) {
    Population& population = world.population;
    const Month birth = population.birth_month[child];
    GrandparentsCare care;
    care.ask(half_places_asked(world, child));
    Month next_change =
        birth + (world.now - birth < kindergarten_from_months ? kindergarten_from_months : minded_until_months);
    for (std::size_t kind = 0; kind < grandparent_kinds; ++kind) {
      Minder* minder = minder_of(world, child, static_cast<Grandparent>(kind));
      if (minder == nullptr) continue;
      next_change = std::min(next_change, minder->next_change);
      const MindersAnswer answer = minders_.answer(world, *minder, child, static_cast<Grandparent>(kind));
      if (!answer.is_willing) continue;
      ++minder->others_cared_for;
      care.make_willing(static_cast<Grandparent>(kind));
      if (care.asked() > 0) offer(minder->carer, static_cast<Grandparent>(kind), answer.score);
    }
    market_.children.push_back({population.key[child], birth, care.asked()});
    population.care[child] = care;
    page(next_change).push_back(child);
  }

  /// Of a couple, the one whom the parents like better.
  void offer(std::uint32_t carer, Grandparent kind, double score) {
    const auto child = static_cast<std::uint32_t>(market_.children.size());
    for (std::size_t i = market_.offers.size(); i > 0 && market_.offers[i - 1].child == child; --i) {
      CareOffer& other = market_.offers[i - 1];
      if (other.carer != carer) continue;
      if (score > other.score) {
        other.score = score;
        kinds_[i - 1] = kind;
      }
      return;
    }
    market_.offers.push_back({child, carer, score});
    kinds_.push_back(kind);
  }

  int half_places_asked(const World& world, PersonIndex child) const {
    const Population& population = world.population;
    const double place = world.uniform(population.key[child], 0, Decision::care_asked);
    if (world.now - population.birth_month[child] < kindergarten_from_months) return place < whole_under_three_ ? 2 : 1;
    return place < half_from_three_ ? 1 : 0;
  }

  /// The grandparent, if she or he lives and is among those of the experiment.
  Minder* minder_of(const World& world, PersonIndex child, Grandparent kind) {
    const Population& population = world.population;
    if (cast_ == Cast::none) return nullptr;
    if (kind == Grandparent::additional_grandmother)
      return cast_ == Cast::one_more ? additional_minder(population, child) : nullptr;
    const PersonIndex grandparent = grandparent_of(population, child, kind);
    if (grandparent == nobody || !population.is_living(grandparent)) return nullptr;
    const auto [found, is_new] = known_.try_emplace(grandparent, all_minders_.size());
    if (is_new) {
      all_minders_.push_back(minders_.at(world, grandparent));
      all_minders_.back().carer = carer_of(population, grandparent);
    }
    return &all_minders_[found->second];
  }

  /// The couple's number in the market; a new one, unless the other of them is there already.
  std::uint32_t carer_of(const Population& population, PersonIndex grandparent) {
    const PersonIndex together = minds_together_with(population, grandparent);
    if (const auto found = known_.find(together); together != nobody && found != known_.end())
      return all_minders_[found->second].carer;
    const bool is_hers = together == nobody || population.sex_of(grandparent) == Sex::female;
    return add_carer(population.key_of(is_hers ? grandparent : together));
  }

  std::uint32_t add_carer(Key key) {
    market_.carers.push_back({key});
    return static_cast<std::uint32_t>(market_.carers.size() - 1);
  }

  /// One for all children of a mother, or for a child without one.
  Minder* additional_minder(const Population& population, PersonIndex child) {
    const PersonIndex mother = population.mother[child];
    const PersonIndex shared_by = mother == nobody ? child : mother;
    const auto [found, is_new] = known_.try_emplace(additional_to(shared_by), all_minders_.size());
    if (is_new) {
      const Key key = derived_key(population.key_of(shared_by), static_cast<Key>(Decision::grandparent_care));
      all_minders_.push_back(Minders::additional(key));
      all_minders_.back().carer = add_carer(key);
    }
    return &all_minders_[found->second];
  }

  static std::uint64_t additional_to(PersonIndex person) { return (std::uint64_t{1} << 32) | person; }

  void hand_out(Population& population, const std::vector<PersonIndex>& children) {
    std::size_t offer = 0;
    for (const CarePlace& place : allocate_care(market_)) {
      while (market_.offers[offer].child < place.child) ++offer;
      std::size_t at = offer;
      while (market_.offers[at].carer != place.carer) ++at;
      for (int i = 0; i < place.half_places; ++i) population.care[children[place.child]].give(kinds_[at]);
    }
  }

  Minders minders_;
  double whole_under_three_;
  double half_from_three_;
  Cast cast_;

  CareCircles circles_;
  std::array<std::vector<PersonIndex>, pages> changes_;  ///< by month: children for whom something will change then

  // Of the market at hand.
  CareMarket market_;
  std::vector<Grandparent> kinds_;  ///< by offer: whose it is
  std::unordered_map<std::uint64_t, std::size_t> known_;
  std::vector<Minder> all_minders_;
};

}  // namespace

std::unique_ptr<Process> make_grandparent_care(const ProcessSetup& setup) {
  return std::make_unique<GrandparentCare>(setup.reader("grandparent_care"));
}

}  // namespace kinfold
