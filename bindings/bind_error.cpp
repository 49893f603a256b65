// SPDX-License-Identifier: Apache-2.0
#include "core/errors.hpp"
#include "experiment.hpp"
#include "nouns.hpp"
#include "record/atomic_file.hpp"

namespace py = pybind11;

namespace kinfold {
namespace {

/// A new exception class of the module, with its docstring. Lives as long as Python does: the translator needs it.
py::handle new_class(py::module_& module, const char* name, PyObject* base, const char* docstring) {
  const std::string full_name = std::string{"kinfold."} + name;
  PyObject* made = PyErr_NewExceptionWithDoc(full_name.c_str(), docstring, base, nullptr);
  if (!made) throw py::error_already_set();
  module.add_object(name, py::reinterpret_borrow<py::object>(made));
  return made;
}

struct ErrorClasses {
  py::handle scenario, data, write, model;
};

ErrorClasses& error_classes() {
  static ErrorClasses classes;
  return classes;
}

/// An OSError with one argument keeps its message as it is; `errno` is then set by hand.
void raise_write_error(const WriteError& error) {
  py::object raised = error_classes().write(error.what());
  raised.attr("errno") = error.error_number();
  PyErr_SetObject(error_classes().write.ptr(), raised.ptr());
}

void translate(std::exception_ptr thrown) {
  try {
    if (thrown) std::rethrow_exception(thrown);
  } catch (const ScenarioError& error) {
    PyErr_SetString(error_classes().scenario.ptr(), error.what());
  } catch (const DataError& error) {
    PyErr_SetString(error_classes().data.ptr(), error.what());
  } catch (const WriteError& error) {
    raise_write_error(error);
  } catch (const ModelError& error) {
    PyErr_SetString(error_classes().model.ptr(), error.what());
  } catch (const Interrupted& error) {
    PyErr_SetString(PyExc_KeyboardInterrupt, error.what());
  }
}

}  // namespace

void bind_error(py::module_& module) {
  ErrorClasses& classes = error_classes();
  classes.scenario = new_class(module, "ScenarioError", PyExc_ValueError,
                               "A scenario, or what was asked of it, is wrong. One line a problem: where, what was "
                               "found, what is allowed, what to do.");
  classes.data = new_class(module, "DataError", PyExc_ValueError,
                           "A table of a place or a results file is wrong. One line a problem: where, what was found, "
                           "what is allowed, what to do.");
  classes.write = new_class(module, "WriteError", PyExc_OSError,
                            "The system would not write a file: full disk, no right, no such folder. What stood "
                            "there before is untouched.");
  classes.model = new_class(module, "ModelError", PyExc_RuntimeError,
                            "The model broke one of its own rules. This is a mistake of Kinfold: please report it.");
  py::register_exception_translator(&translate);
}

}  // namespace kinfold
