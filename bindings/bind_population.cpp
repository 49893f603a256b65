// SPDX-License-Identifier: Apache-2.0
#include "nouns.hpp"
#include "population/synthesis/margins_report.hpp"
#include "population/synthesis/month_zero.hpp"
#include "record/population_file.hpp"

namespace py = pybind11;
namespace fs = std::filesystem;

namespace kinfold {
namespace {

struct BuiltPopulation {
  fs::path file;
  std::int64_t residents = 0;
  std::vector<MarginCheck> margins;
};

/// Builds month zero afresh and puts it where runs look for it.
BuiltPopulation build_population(const Place& place, double scale, std::uint32_t seed, std::size_t rows_per_shard,
                                 const fs::path& cache_folder) {
  const MonthZeroOptions options{.scale = scale, .seed = seed, .rows_per_shard = rows_per_shard};
  const Population population = build_month_zero(place, options);
  const PopulationIdentity identity = identity_of(place, options);
  const fs::path file = cache_folder / population_file_name(place, identity);
  write_population(file, population, identity);
  return {file, population.census().total(), compare_margins(population, place, scale)};
}

}  // namespace

void bind_population(py::module_& module) {
  py::class_<MarginCheck>(module, "MarginCheck", "One margin of month zero: what the tables say, what was built.")
      .def_readonly("margin", &MarginCheck::margin)
      .def_readonly("cell", &MarginCheck::cell)
      .def_readonly("census", &MarginCheck::census)
      .def_readonly("built", &MarginCheck::built)
      .def_readonly("tolerance", &MarginCheck::tolerance)
      .def_readonly("binding", &MarginCheck::binding)
      .def_property_readonly("holds", &MarginCheck::holds);
  py::class_<BuiltPopulation>(module, "BuiltPopulation", "Month zero as built, and where it is kept.")
      .def_readonly("file", &BuiltPopulation::file)
      .def_readonly("residents", &BuiltPopulation::residents)
      .def_readonly("margins", &BuiltPopulation::margins);
  module.def("build_population", &build_population, py::arg("place"), py::arg("scale"), py::arg("seed"),
             py::arg("rows_per_shard"), py::arg("cache_folder"), py::call_guard<py::gil_scoped_release>(),
             "Build month zero of a place and write it into the cache folder.");
}

}  // namespace kinfold
