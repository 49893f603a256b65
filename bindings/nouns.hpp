// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

namespace kinfold {

// Each noun adds its classes and functions to the module. The order in which core_module.cpp calls them matters: what a
// signature names must be there.
void bind_error(pybind11::module_& module);
void bind_scenario(pybind11::module_& module);
void bind_parameter(pybind11::module_& module);
void bind_place(pybind11::module_& module);
void bind_population(pybind11::module_& module);
void bind_experiment(pybind11::module_& module);
void bind_levels(pybind11::module_& module);
void bind_results(pybind11::module_& module);
void bind_kin(pybind11::module_& module);

}  // namespace kinfold
