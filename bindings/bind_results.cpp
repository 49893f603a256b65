// SPDX-License-Identifier: Apache-2.0
#include "nouns.hpp"
#include "record/atomic_file.hpp"
#include "record/provenance.hpp"
#include "record/verified_file.hpp"

namespace py = pybind11;

namespace kinfold {

void bind_results(py::module_& module) {
  using unlocked = py::call_guard<py::gil_scoped_release>;
  module.def(
      "check_results", [](const std::string& path) { read_verified(path); }, py::arg("path"), unlocked(),
      "Check a results file against its seal; DataError if it is not whole and unchanged.");
  module.def("check_writable", &check_writable, py::arg("path"),
             "Find out whether a file can be written there; leaves nothing behind. WriteError otherwise.");
  module.def("software_version", &software_version);
  module.def("git_commit", &git_commit);
  module.def(
      "environment", [] { return environment().text(); }, "Processor, system, compiler and libraries, as JSON.");
}

}  // namespace kinfold
