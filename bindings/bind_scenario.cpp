// SPDX-License-Identifier: Apache-2.0
#include "experiment.hpp"
#include "nouns.hpp"
#include "population/place/place.hpp"
#include "scenario.hpp"

namespace py = pybind11;
namespace fs = std::filesystem;

namespace kinfold {
namespace {

/// Adds what the processes and measures find wrong, and throws everything at once. Problems of the tables of the place
/// come to light only when the scenario has none of its own.
Scenario checked(Scenario scenario, Problems& problems) {
  if (scenario.place_folder.empty()) problems.throw_if_any<ScenarioError>();
  try {
    declared_by_model(&scenario, read_place(scenario.place_folder), problems);
  } catch (const DataError&) {
    problems.throw_if_any<ScenarioError>();
    throw;
  }
  problems.throw_if_any<ScenarioError>();
  return scenario;
}

Scenario load(const std::string& name_or_path, const fs::path& shipped_folder) {
  Problems problems;
  return checked(load_scenario(name_or_path, shipped_folder, problems), problems);
}

Scenario parse(const std::string& text, const std::string& file_name, const fs::path& base_folder,
               const fs::path& shipped_folder) {
  Problems problems;
  return checked(parse_scenario(text, file_name, base_folder, shipped_folder, problems), problems);
}

}  // namespace

void bind_scenario(py::module_& module) {
  py::class_<Scenario>(module, "Scenario", "One checked description of a run.")
      .def_readonly("name", &Scenario::name)
      .def_property_readonly("title_en", [](const Scenario& scenario) { return scenario.title.en; })
      .def_property_readonly("title_zh", [](const Scenario& scenario) { return scenario.title.zh; })
      .def_readonly("place", &Scenario::place)
      .def_readonly("place_folder", &Scenario::place_folder)
      .def_readonly("text", &Scenario::resolved_text);
  module.def("load_scenario", &load, py::arg("name_or_path"), py::arg("shipped_folder"),
             "Load a scenario and check everything in it, and the tables of its place.");
  module.def("parse_scenario", &parse, py::arg("text"), py::arg("file_name"), py::arg("base_folder"),
             py::arg("shipped_folder"), "The same, from text that lies in no file.");
  module.def("scenario_names", &scenario_names, py::arg("folder"), "Names of the scenarios in a folder, sorted.");
  module.def("place_names", &place_names, py::arg("folder"), "Names of the places in a folder of scenarios, sorted.");
}

}  // namespace kinfold
