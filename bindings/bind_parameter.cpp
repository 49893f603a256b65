// SPDX-License-Identifier: Apache-2.0
#include "core/declaration.hpp"
#include "experiment.hpp"
#include "nouns.hpp"
#include "population/place/place.hpp"
#include "schema.hpp"

namespace py = pybind11;

namespace kinfold {
namespace {

/// What the model declares when nobody has written anything: keys without a default are no problem here.
std::vector<Declared> declared_by_default(const Place& place) {
  Problems ignored;
  return declared_by_model(nullptr, place, ignored);
}

std::vector<Declared> declared_by(const Scenario& scenario) {
  Problems problems;
  std::vector<Declared> declared = declared_by_model(&scenario, read_place(scenario.place_folder), problems);
  problems.throw_if_any<ScenarioError>();
  return declared;
}

}  // namespace

void bind_parameter(py::module_& module) {
  py::class_<Declared>(module, "Parameter", "A parameter or key that a process or a measure has declared.")
      .def_readonly("section", &Declared::section)
      .def_readonly("name", &Declared::name)
      .def_readonly("type", &Declared::type)
      .def_readonly("unit", &Declared::unit)
      .def_readonly("default", &Declared::standard)
      .def_readonly("required", &Declared::required)
      .def_property_readonly("lowest",
                             [](const Declared& it) { return it.range ? py::cast(it.range->lowest) : py::none(); })
      .def_property_readonly("highest",
                             [](const Declared& it) { return it.range ? py::cast(it.range->highest) : py::none(); })
      .def_readonly("choices", &Declared::choices)
      .def_property_readonly("meaning_en", [](const Declared& it) { return it.meaning.en; })
      .def_property_readonly("meaning_zh", [](const Declared& it) { return it.meaning.zh; })
      .def_readonly("source", &Declared::source)
      .def_readonly("value", &Declared::value);
  module.def("parameters", &declared_by_default, py::arg("place"),
             "All parameters of the model and keys of all kinds of measure; some defaults come from the place.");
  module.def("parameters_of", &declared_by, py::arg("scenario"), "All parameters with the values of a scenario.");
  module.def("scenario_schema", &scenario_schema, py::arg("parameters"), "JSON Schema of a scenario file.");
  module.def("parameter_dictionary", &parameter_dictionary, py::arg("parameters"),
             "The parameter dictionary as Markdown.");
  module.def("parameter_dictionary_json", &parameter_dictionary_json, py::arg("parameters"),
             "The parameter dictionary as a JSON list.");
}

}  // namespace kinfold
