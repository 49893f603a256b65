// SPDX-License-Identifier: Apache-2.0
#include <pybind11/numpy.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kinship/kin_table.hpp"
#include "nouns.hpp"

namespace py = pybind11;

namespace kinfold {
namespace {

/// Whole numbers from Python, in one run of memory.
using Numbers = py::array_t<std::int64_t, py::array::c_style>;

std::span<const std::int64_t> span_of(const Numbers& numbers) {
  return {numbers.data(), static_cast<std::size_t>(numbers.size())};
}

/// An array that takes the vector over instead of copying it.
Numbers array_of(std::vector<std::int64_t>&& numbers) {
  auto* const kept = new std::vector<std::int64_t>(std::move(numbers));
  const py::capsule owner(kept, [](void* memory) { delete static_cast<std::vector<std::int64_t>*>(memory); });
  return Numbers(static_cast<py::ssize_t>(kept->size()), kept->data(), owner);
}

/// Asks without Python's lock.
template <class Ask>
auto unlocked(Ask ask) {
  const py::gil_scoped_release release;
  return ask();
}

py::tuple pair_of(KinLists&& lists) {
  return py::make_tuple(array_of(std::move(lists.offsets)), array_of(std::move(lists.kin)));
}

KinTable table_of(RoadsKm roads, const Numbers& person, const Numbers& mother, const Numbers& father,
                  const Numbers& spouse, const Numbers& birth_month, const Numbers& sex, const Numbers& presence,
                  const Numbers& home) {
  const KinColumns columns{.person = span_of(person),
                           .mother = span_of(mother),
                           .father = span_of(father),
                           .spouse = span_of(spouse),
                           .birth_month = span_of(birth_month),
                           .sex = span_of(sex),
                           .presence = span_of(presence),
                           .home = span_of(home)};
  return unlocked([&] { return KinTable{columns, std::move(roads)}; });
}

using Kilometres = std::optional<double>;

/// A question with a depth, such as `ancestors`.
using ByDepth = KinLists (KinTable::*)(std::span<const PersonId>, int, const WhichKin&) const;

auto by_depth(ByDepth ask) {
  return [ask](const KinTable& table, const Numbers& egos, int depth, const std::string& among, Kilometres within_km) {
    return pair_of(unlocked([&, asked = span_of(egos)] { return (table.*ask)(asked, depth, {among, within_km}); }));
  };
}

/// What the numbers in a column of the kin table stand for.
template <class Names>
void bind_names(py::module_& module, const char* column, const Names& names) {
  module.attr(column) = py::tuple(py::cast(std::vector<std::string>(names.begin(), names.end())));
}

void bind_kinds(py::module_& module) {
  py::class_<KinKind>(module, "KinKind", "A kind of kin that has a name.")
      .def_property_readonly("name", [](const KinKind& kind) { return std::string{kind.name}; })
      .def_property_readonly("name_zh", [](const KinKind& kind) { return std::string{kind.name_zh}; })
      .def_property_readonly("is_plural", [](const KinKind& kind) { return kind.number == KinNumber::many; })
      .def_property_readonly("paths", [](const KinKind& kind) { return std::string{kind.paths}; })
      .def_property_readonly("definition", [](const KinKind& kind) { return std::string{kind.definition}; });
  module.def(
      "kin_kinds", [] { return std::vector<KinKind>(kin_kinds().begin(), kin_kinds().end()); },
      "All kinds of kin that have a name.");
  module.def("is_plural", &is_plural, py::arg("kind"), "Whether one can have several kin of a kind or path.");
}

}  // namespace

void bind_kin(py::module_& module) {
  bind_kinds(module);
  bind_names(module, "presence_names", presence_names);
  bind_names(module, "marital_names", marital_names);
  bind_names(module, "sex_names", sex_names);
  py::class_<KinTable>(module, "KinTable", "Who is whose kin at the end of a run.")
      .def(py::init(&table_of), py::arg("roads"), py::arg("person"), py::arg("mother"), py::arg("father"),
           py::arg("spouse"), py::arg("birth_month"), py::arg("sex"), py::arg("presence"), py::arg("home"))
      .def("__len__", &KinTable::size)
      .def(
          "kin",
          [](const KinTable& table, const Numbers& egos, const std::string& kind, const std::string& among,
             Kilometres within_km) {
            return pair_of(unlocked([&, asked = span_of(egos)] { return table.kin(asked, kind, {among, within_km}); }));
          },
          py::arg("persons"), py::arg("kind"), py::arg("among"), py::arg("within_km"),
          "Offsets, and the kin of all persons in one array.")
      .def(
          "one_each",
          [](const KinTable& table, const Numbers& egos, const std::string& kind, const std::string& among,
             Kilometres within_km) {
            return array_of(unlocked([&, asked = span_of(egos)] {
              return table.one_each(asked, kind, {among, within_km});
            }));
          },
          py::arg("persons"), py::arg("kind"), py::arg("among"), py::arg("within_km"),
          "The one relative of each person, or -1.")
      .def(
          "counts",
          [](const KinTable& table, const std::string& kind, const std::string& among, Kilometres within_km) {
            return array_of(unlocked([&] { return table.counts(kind, {among, within_km}); }));
          },
          py::arg("kind"), py::arg("among"), py::arg("within_km"),
          "How many kin of the kind each person of the table has.")
      .def("ancestors", by_depth(&KinTable::ancestors), py::arg("persons"), py::arg("generations"), py::arg("among"),
           py::arg("within_km"))
      .def("descendants", by_depth(&KinTable::descendants), py::arg("persons"), py::arg("generations"),
           py::arg("among"), py::arg("within_km"))
      .def("kin_within", by_depth(&KinTable::kin_within), py::arg("persons"), py::arg("steps"), py::arg("among"),
           py::arg("within_km"));
}

}  // namespace kinfold
