// SPDX-License-Identifier: Apache-2.0
#include <functional>
#include <optional>

#include "experiment.hpp"
#include "nouns.hpp"
#include "verify.hpp"

namespace py = pybind11;
namespace fs = std::filesystem;

namespace kinfold {
namespace {

using GoOn = std::function<bool(const ExperimentProgress&)>;

/// Works without Python's lock. Now and then `go_on` takes it to look for Ctrl-C and to tell how far the work has come.
/// What is raised meanwhile (KeyboardInterrupt, or an error of `progress`) stops the work and is raised again.
template <class Work>
auto interruptible(const py::object& progress, Work work) {
  std::optional<py::error_already_set> raised;
  const GoOn go_on = [&](const ExperimentProgress& now) {
    const py::gil_scoped_acquire lock;
    try {
      if (PyErr_CheckSignals() != 0) throw py::error_already_set();
      if (!progress.is_none()) progress(now.stage, now.months_done, now.months_in_all);
    } catch (py::error_already_set& error) {
      raised.emplace(std::move(error));
    }
    return !raised;
  };
  try {
    const py::gil_scoped_release unlocked;
    return work(go_on);
  } catch (const Interrupted&) {
    if (raised) throw std::move(*raised);
    throw;
  }
}

void run(Experiment& experiment, const py::object& progress) {
  interruptible(progress, [&](const GoOn& go_on) { experiment.run(go_on); });
}

Verification verify(const fs::path& path, const ExperimentOptions& options, const py::object& progress) {
  return interruptible(progress, [&](const GoOn& go_on) { return verify_file(path, options, go_on); });
}

void bind_options(py::module_& module) {
  using Options = ExperimentOptions;
  py::class_<Options>(module, "ExperimentOptions", "How scenarios are run; the defaults of every interface.")
      .def(py::init<>())
      .def_readwrite("scale", &Options::scale)
      .def_readwrite("months", &Options::months)
      .def_readwrite("replicates", &Options::replicates)
      .def_readwrite("seed", &Options::seed)
      .def_readwrite("threads", &Options::threads)
      .def_readwrite("rows_per_shard", &Options::rows_per_shard)
      .def_readwrite("keep_events", &Options::keep_events)
      .def_readwrite("keep_persons", &Options::keep_persons)
      .def_readwrite("count_identical_lives", &Options::count_identical_lives)
      .def_readwrite("ask_everyone", &Options::ask_everyone)
      .def_readwrite("cache_folder", &Options::cache_folder);
}

void bind_summary(py::module_& module) {
  using Summary = ExperimentSummary;
  py::class_<Summary>(module, "ExperimentSummary", "What a run was and what it took.")
      .def_readonly("fingerprint", &Summary::fingerprint)
      .def_readonly("person_years", &Summary::person_years)
      .def_readonly("cpu_seconds", &Summary::cpu_seconds)
      .def_readonly("cpu_setup", &Summary::cpu_setup)
      .def_readonly("cpu_months", &Summary::cpu_months)
      .def_readonly("cpu_write", &Summary::cpu_write)
      .def_readonly("wall_seconds", &Summary::wall_seconds)
      .def_readonly("peak_rss_bytes", &Summary::peak_rss_bytes)
      .def_readonly("persons_at_start", &Summary::persons_at_start)
      .def_readonly("persons_at_end", &Summary::persons_at_end);
}

void bind_verification(py::module_& module) {
  py::class_<Verification>(module, "Verification", "What doing a results file's runs again has shown.")
      .def_readonly("recorded_fingerprint", &Verification::recorded_fingerprint)
      .def_readonly("recorded_version", &Verification::recorded_version)
      .def_readonly("again", &Verification::again)
      .def_property_readonly("agrees", &Verification::agrees);
  module.def("verify_file", &verify, py::arg("path"), py::arg("options"), py::arg("progress") = py::none(),
             "Do the runs of a results file again from the file alone.");
}

}  // namespace

void bind_experiment(py::module_& module) {
  bind_options(module);
  bind_summary(module);
  using unlocked = py::call_guard<py::gil_scoped_release>;
  py::class_<Experiment>(module, "Experiment", "Several scenarios of one place, run into one results file.")
      .def(py::init<std::vector<Scenario>, ExperimentOptions>(), py::arg("scenarios"), py::arg("options"), unlocked())
      .def("run", &run, py::arg("progress") = py::none(), "Run everything; calls progress(stage, done, in_all).")
      .def("write", &Experiment::write, py::arg("path"), unlocked(), "Write the results file, whole or not at all.")
      .def("summary", &Experiment::summary)
      .def("warnings", &Experiment::warnings);
  bind_verification(module);
}

}  // namespace kinfold
