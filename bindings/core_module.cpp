// SPDX-License-Identifier: Apache-2.0
// The extension module kinfold._core: collects what the files beside it bind.
#include "nouns.hpp"

PYBIND11_MODULE(_core, module) {
  module.doc() = "The model, as Python sees it. Use it through the package kinfold.";
  kinfold::bind_error(module);
  kinfold::bind_scenario(module);
  kinfold::bind_parameter(module);
  kinfold::bind_place(module);
  kinfold::bind_population(module);
  kinfold::bind_levels(module);
  kinfold::bind_experiment(module);
  kinfold::bind_results(module);
  kinfold::bind_kin(module);
}
