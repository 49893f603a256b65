// SPDX-License-Identifier: Apache-2.0

// What a search through kin costs: everybody within three ties of parent and child, over 1 million persons. The same
// breadth-first search of Boost's runs on the population's own columns (nothing is copied), on a snapshot of them and
// on an adjacency_list made from them; beside them the loop that one would write by hand for these columns.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <numeric>
#include <vector>

#include "kinship/kin_search.hpp"
#include "kinship/kin_snapshot.hpp"

namespace kinfold::benchmarks {
namespace {

constexpr PersonIndex persons = 1'000'000;
constexpr PersonIndex born_a_year = persons / 90;  ///< about four generations live
constexpr std::size_t egos = 20'000;
constexpr int ties = 3;

enum Decision : std::uint32_t { which_mother, which_husband, which_sex };

/// Who is whose child, among people numbered in the order of birth. Each has a mother twenty to forty years older and
/// that mother's one husband; the oldest have no known parents.
class Families {
 public:
  Families() {
    for (PersonIndex person = 40 * born_a_year; person < persons; ++person) {
      const PersonIndex mother = woman_from(person - 40 * born_a_year + draw(person, which_mother) % generation);
      mother_[person] = mother;
      father_[person] = husband_of(mother);
      if (person >= persons - 25 * born_a_year) home_[person] = mother;
      home_[father_[person]] = mother;
    }
  }

  /// Household by household, as month zero lays people down; households in no order.
  Population settled() const {
    Population people{1};
    std::vector<PersonIndex> row_of(persons);
    for (const PersonIndex person : by_household()) {
      const Month birth_month = Month::of(1930, 1) + static_cast<int>(person * 12 / born_a_year);
      const NewPerson newcomer{.key = mix(person), .birth_month = birth_month, .sex = sex_of(person)};
      row_of[person] = people.add(newcomer, Month::of(2021, 1));
    }
    for (PersonIndex person = 40 * born_a_year; person < persons; ++person)
      people.add_child(row_of[mother_[person]], row_of[father_[person]], row_of[person]);
    return people;
  }

 private:
  static constexpr PersonIndex generation = 20 * born_a_year;

  static std::uint32_t draw(PersonIndex person, Decision decision) {
    return Random{Seed{}}.draws(mix(person), 0, decision)[0];
  }
  static Sex sex_of(PersonIndex person) { return draw(person, which_sex) % 2 == 0 ? Sex::female : Sex::male; }
  static PersonIndex woman_from(PersonIndex person) {
    while (sex_of(person) != Sex::female) ++person;
    return person;
  }
  static PersonIndex husband_of(PersonIndex woman) {
    PersonIndex man = woman + draw(woman, which_husband) % (3 * born_a_year);
    while (sex_of(man) != Sex::male) ++man;
    return man;
  }
  std::vector<PersonIndex> by_household() const {
    std::vector<PersonIndex> order(persons);
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](PersonIndex one, PersonIndex other) { return mix(home_of(one)) < mix(home_of(other)); });
    return order;
  }
  PersonIndex home_of(PersonIndex person) const { return home_[person] == nobody ? person : home_[person]; }

  std::vector<PersonIndex> mother_ = std::vector<PersonIndex>(persons, nobody);
  std::vector<PersonIndex> father_ = std::vector<PersonIndex>(persons, nobody);
  std::vector<PersonIndex> home_ = std::vector<PersonIndex>(persons, nobody);  ///< with whom they live, if not alone
};

const Population& people() {
  static const Population settled = Families{}.settled();
  return settled;
}

PersonIndex ego_of(std::size_t number) { return static_cast<PersonIndex>(mix(number) % persons); }

/// The loop that one would write without a graph.
class HandWritten {
 public:
  const std::vector<PersonIndex>& within(const Population& people, PersonIndex ego, int steps) {
    ++search_;
    reached_.clear();
    reach(ego);
    std::size_t head = 0;
    for (int step = 0; step < steps; ++step)
      for (const std::size_t end = reached_.size(); head < end; ++head) reach_neighbours(people, reached_[head]);
    return reached_;
  }

 private:
  void reach(PersonIndex person) {
    if (searches_of_[person] == search_) return;
    searches_of_[person] = search_;
    reached_.push_back(person);
  }
  void reach_neighbours(const Population& people, PersonIndex person) {
    if (people.mother[person] != nobody) reach(people.mother[person]);
    if (people.father[person] != nobody) reach(people.father[person]);
    const auto& next = people.is_woman(person) ? people.next_maternal_sibling : people.next_paternal_sibling;
    for (PersonIndex child = people.first_child[person]; child != nobody; child = next[child]) reach(child);
  }

  std::vector<std::uint32_t> searches_of_ = std::vector<std::uint32_t>(persons);
  std::vector<PersonIndex> reached_;
  std::uint32_t search_ = 0;
};

/// Boost's own graph, with its usual vectors of edges, and with sets, which keep out an edge that is there already (in
/// the columns none can be there twice).
using VectorsOfEdges = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;
using SetsOfEdges = boost::adjacency_list<boost::setS, boost::vecS, boost::undirectedS>;

template <class AdjacencyList>
AdjacencyList adjacency_list_of(const Population& people) {
  AdjacencyList graph(people.row_count());
  for (PersonIndex child = 0; child < people.row_count(); ++child)
    for (const PersonIndex parent : {people.mother[child], people.father[child]})
      if (parent != nobody) add_edge(parent, child, graph);
  return graph;
}

/// Asks `reached_by(ego)` for each ego. All ways of searching must meet equally many people.
template <class ReachedBy>
void search(benchmark::State& state, ReachedBy reached_by) {
  static std::size_t met_first = 0;
  std::size_t met = 0;
  for ([[maybe_unused]] auto repetition : state) {
    met = 0;
    for (std::size_t number = 0; number < egos; ++number) met += reached_by(ego_of(number)).size();
  }
  if (met_first == 0) met_first = met;
  if (met != met_first) state.SkipWithError("two ways of searching meet different people");
  state.counters["kin_of_an_ego"] = static_cast<double>(met) / egos;
}

void by_hand(benchmark::State& state) {
  HandWritten loop;
  search(
      state, [&](PersonIndex ego) -> const auto& { return loop.within(people(), ego, ties); });
}

void on_columns(benchmark::State& state) {
  KinSearch kin;
  search(
      state, [&](PersonIndex ego) -> const auto& { return kin.relatives(people(), ego, ties); });
}

void on_snapshot(benchmark::State& state) {
  static const KinSnapshot snapshot = snapshot_of(people());
  KinSearch kin;
  search(
      state, [&](PersonIndex ego) -> const auto& { return kin.relatives(snapshot, ego, ties); });
}

template <class AdjacencyList>
void on_adjacency_list(benchmark::State& state) {
  static const AdjacencyList graph = adjacency_list_of<AdjacencyList>(people());
  KinSearch kin;
  search(
      state, [&](PersonIndex ego) -> const auto& {
        return kin.within(graph, persons, boost::typed_identity_property_map<PersonIndex>{}, ego, ties);
      });
}

/// What a copy costs, each time that the population has changed. The view needs none.
template <class Graph>
void copy(benchmark::State& state, Graph copy_of(const Population&)) {
  people();
  for ([[maybe_unused]] auto repetition : state) benchmark::DoNotOptimize(copy_of(people()));
}

void several_times(benchmark::internal::Benchmark* bench) {
  bench->Iterations(1)->Repetitions(9)->Unit(benchmark::kMillisecond);
}
BENCHMARK(by_hand)->Name("kinship/by_hand")->Apply(several_times);
BENCHMARK(on_columns)->Name("kinship/columns")->Apply(several_times);
BENCHMARK(on_snapshot)->Name("kinship/snapshot")->Apply(several_times);
BENCHMARK(on_adjacency_list<VectorsOfEdges>)->Name("kinship/adjacency_list")->Apply(several_times);
BENCHMARK(on_adjacency_list<SetsOfEdges>)->Name("kinship/adjacency_list_of_sets")->Apply(several_times);
BENCHMARK_CAPTURE(copy, snapshot, &snapshot_of)->Name("kinship/copy_snapshot")->Apply(several_times);
BENCHMARK_CAPTURE(copy, adjacency_list, &adjacency_list_of<VectorsOfEdges>)
    ->Name("kinship/copy_adjacency_list")
    ->Apply(several_times);

}  // namespace
}  // namespace kinfold::benchmarks
