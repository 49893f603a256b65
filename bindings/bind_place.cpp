// SPDX-License-Identifier: Apache-2.0
#include "nouns.hpp"
#include "population/place/place.hpp"

namespace py = pybind11;

namespace kinfold {

void bind_place(py::module_& module) {
  py::class_<Place>(module, "Place", "The tables of a place, read and checked against each other.")
      .def_readonly("slug", &Place::slug)
      .def_property_readonly("name_en", [](const Place& place) { return place.name.en; })
      .def_property_readonly("name_zh", [](const Place& place) { return place.name.zh; })
      .def_property_readonly("census_year", [](const Place& place) { return place.census_month.year(); })
      .def_property_readonly("census_month_of_year",
                             [](const Place& place) { return place.census_month.month_of_year(); })
      .def_property_readonly("persons", &Place::total_persons)
      .def_property_readonly("banner_count", [](const Place& place) { return place.banners.size(); });
  module.def("read_place", &read_place, py::arg("folder"), py::call_guard<py::gil_scoped_release>(),
             "Read and check the tables in a folder.");
}

}  // namespace kinfold
