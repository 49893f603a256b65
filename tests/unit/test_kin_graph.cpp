// SPDX-License-Identifier: Apache-2.0
// The views are graphs in Boost's sense, lie on the population's own columns, and Boost's algorithms run on them.
#include <gtest/gtest.h>

#include <boost/concept/assert.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/graph_concepts.hpp>
#include <boost/graph/topological_sort.hpp>
#include <set>

#include "kinship/kin_graph.hpp"
#include "kinship/kin_search.hpp"
#include "kinship/kin_snapshot.hpp"
#include "unit/family_tree.hpp"

namespace kinfold {
namespace {

using Names = std::vector<std::string>;

template <class Store>
void check_concepts() {
  BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<KinGraph<Store>>));
  BOOST_CONCEPT_ASSERT((boost::IncidenceGraphConcept<KinGraph<Store>>));
  BOOST_CONCEPT_ASSERT((boost::BidirectionalGraphConcept<KinGraph<Store>>));
  BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<KinNetwork<Store>>));
  BOOST_CONCEPT_ASSERT((boost::IncidenceGraphConcept<KinNetwork<Store>>));
}

TEST(KinGraph, ModelsTheConceptsOfBoost) {
  check_concepts<Population>();
  check_concepts<KinSnapshot>();
}

template <class Range>
Names targets(const FamilyTree& tree, const Range& edges, const auto& graph) {
  Names names;
  for (auto edge = edges.first; edge != edges.second; ++edge) names.push_back(tree.name(target(*edge, graph)));
  std::sort(names.begin(), names.end());
  return names;
}

template <class Store>
void check_edges(const FamilyTree& tree, const Store& store) {
  const KinGraph<Store> graph{store};
  const PersonIndex ego = tree.row("ego");
  EXPECT_EQ(targets(tree, out_edges(ego, graph), graph), (Names{"daughter", "son"}));
  EXPECT_EQ(out_degree(ego, graph), 2u);
  EXPECT_EQ(in_degree(ego, graph), 2u);
  EXPECT_EQ(degree(ego, graph), 4u);
  const auto [parent, end] = in_edges(ego, graph);
  EXPECT_EQ(tree.name(source(*parent, graph)), "mother");
  EXPECT_EQ(tree.name(source(*std::next(parent), graph)), "father");
  EXPECT_EQ(target(*parent, graph), ego);
  const KinNetwork<Store> network{store};
  EXPECT_EQ(targets(tree, out_edges(ego, network), network), (Names{"daughter", "father", "mother", "son"}));
  EXPECT_EQ(out_degree(ego, network), 4u);
}

TEST(KinGraph, LeadsFromParentsToChildrenAndBack) {
  const FamilyTree tree = three_generations();
  check_edges(tree, tree.people);
  check_edges(tree, snapshot_of(tree.people));
}

TEST(KinGraph, KnowsPeopleWithOneParentOrNone) {
  const FamilyTree tree = three_generations();
  const KinGraph<Population> graph{tree.people};
  EXPECT_EQ(in_degree(tree.row("husband's mother"), graph), 0u);
  EXPECT_EQ(in_degree(tree.row("mother's sister's daughter"), graph), 1u);  // her father is not known
  EXPECT_EQ(in_degree(tree.row("mother's brother's son"), graph), 1u);      // nor his mother
  const KinNetwork<Population> network{tree.people};
  EXPECT_EQ(out_degree(tree.row("mother's brother's son"), network), 1u);
  EXPECT_EQ(out_degree(tree.row("brother's wife"), network), 1u);
}

TEST(KinGraph, CopiesNothingAndSeesChanges) {
  FamilyTree tree = three_generations();
  const KinGraph<Population> graph{tree.people};
  EXPECT_EQ(sizeof(graph), sizeof(void*));
  EXPECT_EQ(&graph.store(), &tree.people);
  const std::size_t before = num_vertices(graph);
  tree.man("late son", 2021, "ego", "husband");
  EXPECT_EQ(num_vertices(graph), before + 1);
  EXPECT_EQ(out_degree(tree.row("ego"), graph), 3u);
}

TEST(KinGraph, HasNoVertexForARowWithoutAPerson) {
  FamilyTree tree = three_generations();
  const PersonIndex first = 0, middle = tree.row("mother's other man"), last = tree.row("son's daughter");
  for (const PersonIndex gone : {first, middle, last}) tree.people.remove(gone, FamilyTree::now);
  const KinGraph<Population> graph{tree.people};
  const auto [begin, end] = vertices(graph);
  const std::set<PersonIndex> rows(begin, end);
  EXPECT_EQ(rows.size(), tree.people.row_count() - 3);
  EXPECT_EQ(num_vertices(graph), rows.size());
  for (const PersonIndex gone : {first, middle, last}) EXPECT_EQ(rows.count(gone), 0u);
}

TEST(KinGraph, OfNobodyIsEmpty) {
  const Population nobody_there{1};
  EXPECT_EQ(num_vertices(KinGraph<Population>{nobody_there}), 0u);
  EXPECT_EQ(num_vertices(KinGraph<KinSnapshot>{KinSnapshot{}}), 0u);
}

TEST(KinGraph, IsSearchedByBoost) {
  const FamilyTree tree = three_generations();
  std::vector<boost::default_color_type> colours(tree.people.row_count());
  std::vector<int> generations(tree.people.row_count());
  const auto visitor =
      boost::make_bfs_visitor(boost::record_distances(by_person(tree.people, generations), boost::on_tree_edge{}));
  boost::breadth_first_visit(KinGraph<Population>{tree.people}, tree.row("great-grandmother"),
                             boost::color_map(by_person(tree.people, colours)).visitor(visitor));
  EXPECT_EQ(generations[tree.row("mother's mother")], 1);
  EXPECT_EQ(generations[tree.row("ego")], 3);
  EXPECT_EQ(generations[tree.row("son's daughter")], 5);
  EXPECT_EQ(colours[tree.row("father")], boost::white_color);
}

TEST(KinGraph, FallsIntoFamilies) {
  FamilyTree tree = three_generations();
  tree.woman("stranger", 1950);
  tree.man("stranger's son", 1980, "stranger");
  std::vector<boost::default_color_type> colours(tree.people.row_count());
  std::vector<int> family(tree.people.row_count());
  const int families = boost::connected_components(KinNetwork<Population>{tree.people}, by_person(tree.people, family),
                                                   boost::color_map(by_person(tree.people, colours)));
  EXPECT_EQ(families, 2);
  EXPECT_EQ(family[tree.row("ego")], family[tree.row("daughter's husband's mother")]);  // tied by the grandson
  EXPECT_EQ(family[tree.row("stranger")], family[tree.row("stranger's son")]);
  EXPECT_NE(family[tree.row("stranger")], family[tree.row("ego")]);
}

std::vector<PersonIndex> youngest_first(const Population& people) {
  std::vector<boost::default_color_type> colours(positions_of(people));
  std::vector<PersonIndex> order;
  const KinGraph<Population> graph{people};
  boost::topological_sort(graph, std::back_inserter(order), boost::color_map(by_person(people, colours)));
  return order;
}

TEST(KinGraph, ShowsThatNobodyIsTheirOwnAncestor) {
  FamilyTree tree = three_generations();
  const std::vector<PersonIndex> order = youngest_first(tree.people);
  ASSERT_EQ(order.size(), tree.people.row_count());
  std::vector<std::size_t> place(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) place[order[i]] = i;
  for (const PersonIndex child : order)
    for (const PersonIndex parent : {tree.people.mother[child], tree.people.father[child]})
      if (parent != nobody) {
        EXPECT_LT(place[child], place[parent]);
      }
  tree.people.add_child(nobody, tree.row("daughter's son"), tree.row("mother's father"));
  EXPECT_THROW(youngest_first(tree.people), boost::not_a_dag);
}

TEST(KinSearch, GoesSoManyStepsAndNoFurther) {
  const FamilyTree tree = three_generations();
  KinSearch search;
  const auto generations_up = [&](int steps) {
    Names names = tree.names(search.ancestors(tree.people, tree.row("ego"), steps));
    std::sort(names.begin(), names.end());
    return names;
  };
  EXPECT_EQ(generations_up(0), (Names{"ego"}));
  EXPECT_EQ(generations_up(1), (Names{"ego", "father", "mother"}));
  EXPECT_EQ(generations_up(2).size(), 7u);
  EXPECT_EQ(generations_up(3).size(), 8u);
  EXPECT_EQ(generations_up(100).size(), 8u);
}

TEST(KinSearch, FindsTheSameOnColumnsAndOnASnapshot) {
  const Population people = drawn_families(7, 60, 4);
  const KinSnapshot snapshot = snapshot_of(people);
  KinSearch on_columns, on_snapshot;
  const auto sorted = [](std::vector<PersonIndex> rows) {
    std::sort(rows.begin(), rows.end());
    return rows;
  };
  for (PersonIndex ego = 0; ego < people.row_count(); ++ego) {
    ASSERT_EQ(sorted(on_columns.relatives(people, ego, 3)), sorted(on_snapshot.relatives(snapshot, ego, 3)));
    ASSERT_EQ(sorted(on_columns.descendants(people, ego, 2)), sorted(on_snapshot.descendants(snapshot, ego, 2)));
  }
}

TEST(KinSnapshot, StaysAsItWas) {
  FamilyTree tree = three_generations();
  const KinSnapshot snapshot = snapshot_of(tree.people);
  tree.people.remove(tree.row("son"), FamilyTree::now);
  EXPECT_EQ(out_degree(tree.row("ego"), KinGraph<KinSnapshot>{snapshot}), 2u);
  EXPECT_EQ(out_degree(tree.row("ego"), KinGraph<KinSnapshot>{snapshot_of(tree.people)}), 1u);
}

}  // namespace
}  // namespace kinfold
