// SPDX-License-Identifier: Apache-2.0
#include "levels/levels.hpp"
#include "nouns.hpp"
#include "population/synthesis/month_zero.hpp"

namespace py = pybind11;

namespace kinfold {
namespace {

/// Fits without Python's lock; between steps `tell` takes it to look for Ctrl-C and to say how far the fit has come.
std::vector<FittedLevel> fit(const Scenario& history, const Place& place, double scale, const LevelFitOptions& options,
                             const py::object& tell) {
  const auto tell_step = [&](const std::string& step) {
    const py::gil_scoped_acquire lock;
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
    tell(step);
  };
  const py::gil_scoped_release unlocked;
  const Population month_zero = build_month_zero(place, {.scale = scale, .seed = options.seed});
  return fit_levels(history, place, month_zero, scale, options, tell_step);
}

}  // namespace

void bind_levels(py::module_& module) {
  py::class_<FittedLevel>(module, "FittedLevel", "One level parameter and what it was fitted to.")
      .def_readonly("section", &FittedLevel::section)
      .def_readonly("name", &FittedLevel::name)
      .def_readonly("value", &FittedLevel::value)
      .def_readonly("target", &FittedLevel::target)
      .def_readonly("wanted", &FittedLevel::wanted)
      .def_readonly("reached", &FittedLevel::reached);
  module.def(
      "fit_levels",
      [](const Scenario& history, const Place& place, double scale, int rounds, double tolerance, int replicates,
         std::uint32_t seed, int threads, const py::object& tell) {
        const LevelFitOptions options{rounds, tolerance, replicates, seed, threads};
        return fit(history, place, scale, options, tell);
      },
      py::arg("history"), py::arg("place"), py::arg("scale"), py::kw_only(), py::arg("rounds"), py::arg("tolerance"),
      py::arg("replicates"), py::arg("seed"), py::arg("threads"), py::arg("tell"),
      "Fit the level parameters of a place under its history scenario.");
  module.def("largest_gap", &largest_gap, py::arg("levels"),
             "The widest distance of a target from what was reached, as a share of the target.");
  module.def("levels_toml", &levels_toml, py::arg("levels"), py::arg("place"), py::arg("how"),
             "The fitted levels as a scenario file that others extend.");
}

}  // namespace kinfold
