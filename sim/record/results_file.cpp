// SPDX-License-Identifier: Apache-2.0
// The results file is built by the HDF5 library in memory and never on disk: on a full disk the library crashes, and a
// file that it writes itself is broken for any reader until the last flush. Follows "NetCDF-4 file format" of the
// netCDF user's guide (appendix B.3), so that every netCDF reader takes the file for its own.
#include "record/results_file.hpp"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <functional>
#include <set>

#include "core/errors.hpp"
#include "core/utf8.hpp"
#include "record/atomic_file.hpp"
#include "record/hdf5_handle.hpp"
#include "record/seal.hpp"

namespace kinfold {

using hdf5::Handle;
using hdf5::LibraryUse;
using hdf5::require;

namespace {

constexpr std::size_t value_bytes = 8;                     // every number is an int64 or a double
constexpr std::size_t compressed_from_bytes = 65'536;      // below, the bookkeeping of chunks outweighs the gain
constexpr hsize_t chunk_values = 1'048'576 / value_bytes;  // chunks of 1 MiB fit the default chunk cache of readers
constexpr unsigned deflate_level = 1;                      // counts shrink little more at higher levels, but slower
constexpr std::size_t image_growth_bytes = 1'048'576;

[[noreturn]] void refuse(std::string_view name, const std::string& why) {
  throw ModelError("results file: '" + std::string(name) + "' " + why);
}

void require_name(std::string_view name) {
  const bool is_word = !name.empty() && name[0] >= 'a' && name[0] <= 'z' &&
                       name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
  if (!is_word) refuse(name, "is no name: lower-case words joined by '_' are");
}

void require_text(std::string_view name, std::string_view text) {
  if (text.find('\0') != std::string_view::npos) refuse(name, "has a text with a zero byte");
  if (first_invalid_utf8(text) != std::string_view::npos) refuse(name, "has a text that is not UTF-8");
}

void require_units(std::string_view name, std::string_view units) {
  // xarray turns whole columns with exactly these units into time differences, and "since" into dates.
  for (const std::string_view taken : {"days", "hours", "minutes", "seconds", "milliseconds", "microseconds"}) {
    if (units == taken) refuse(name, "has units that readers take for a time difference; write them in the singular");
  }
  if (units.find(" since ") != std::string_view::npos) refuse(name, "has units of a date; declare it by months");
}

void require_description(std::string_view name, const Description& description) {
  for (const std::string* part :
       {&description.units, &description.long_name, &description.long_name_zh, &description.definition}) {
    if (part->empty()) refuse(name, "needs units, long_name, long_name_zh and definition");
    require_text(name, *part);
  }
  require_units(name, description.units);
}

Handle scalar_space() { return {H5Screate(H5S_SCALAR), H5Sclose, "create a scalar space"}; }

void write_attribute(hid_t object, const char* name, const Handle& type, const void* value) {
  const Handle space = scalar_space();
  const Handle attribute(H5Acreate2(object, name, type.id(), space.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose,
                         "create attribute " + std::string(name));
  require(H5Awrite(attribute.id(), type.id(), value), "write attribute " + std::string(name));
}

void write_text_attribute(hid_t object, const char* name, const std::string& value) {
  const char* text = value.c_str();
  write_attribute(object, name, hdf5::text_type(), static_cast<const void*>(&text));
}

/// netCDF-C reads its own version mark as text of fixed length only.
void write_netcdf_mark(hid_t file) {
  const std::string mark =
      "version=2,kinfold_format=" + std::to_string(results_format) + ",hdf5=" + hdf5::library_version();
  const Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "copy the text type");
  require(H5Tset_size(type.id(), mark.size()), "set the length of the netCDF mark");
  write_attribute(file, "_NCProperties", type, mark.data());
}

void write_description(hid_t dataset, const Description& description) {
  write_text_attribute(dataset, "units", description.units);
  write_text_attribute(dataset, "long_name", description.long_name);
  write_text_attribute(dataset, "long_name_zh", description.long_name_zh);
  write_text_attribute(dataset, "definition", description.definition);
}

/// Halves the leading dimensions until a chunk has its size: readers mostly want all of the last dimensions.
std::vector<hsize_t> chunk_shape(std::vector<hsize_t> shape) {
  const auto count = [&] {
    hsize_t product = 1;
    for (const hsize_t size : shape) product *= size;
    return product;
  };
  for (hsize_t& size : shape) {
    while (size > 1 && count() > chunk_values) size = (size + 1) / 2;
  }
  return shape;
}

Handle creation_properties(const std::vector<hsize_t>& shape, bool compress) {
  Handle properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "create dataset properties");
  require(H5Pset_attr_creation_order(properties.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED),
          "track the order of attributes");
  // Object times would make the bytes of equal runs differ.
  require(H5Pset_obj_track_times(properties.id(), false), "leave out the times of objects");
  if (compress) {
    const std::vector<hsize_t> chunk = chunk_shape(shape);
    require(H5Pset_chunk(properties.id(), static_cast<int>(chunk.size()), chunk.data()), "set the chunks");
    require(H5Pset_shuffle(properties.id()), "set the shuffle filter");
    require(H5Pset_deflate(properties.id(), deflate_level), "set the deflate filter");
  }
  return properties;
}

Handle new_image() {
  const Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose, "create file properties");
  constexpr unsigned in_order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
  require(H5Pset_link_creation_order(creation.id(), in_order), "track the order of variables");
  require(H5Pset_attr_creation_order(creation.id(), in_order), "track the order of attributes");
  require(H5Pset_obj_track_times(creation.id(), false), "leave out the times of objects");
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "create access properties");
  require(H5Pset_fapl_core(access.id(), image_growth_bytes, false), "build in memory");
  // Nothing newer than release 1.8, which every reader of the last ten years can open, and the oldest superblock: from
  // images with a newer one HDF5 1.10.8 clears a flag without renewing the checksum over it, so none can be opened.
  require(H5Pset_libver_bounds(access.id(), H5F_LIBVER_EARLIEST, H5F_LIBVER_V18), "set the library version");
  return {H5Fcreate(hdf5::image_name().c_str(), H5F_ACC_EXCL, creation.id(), access.id()), H5Fclose,
          "create the image in memory"};
}

std::vector<std::int64_t> days_to_first_of(std::span<const Month> months) {
  using namespace std::chrono;
  constexpr sys_days origin = year{1900} / January / 1;
  std::vector<std::int64_t> days;
  for (const Month month : months) {
    const sys_days first = year{month.year()} / month.month_of_year() / 1;
    days.push_back((first - origin).count());
  }
  return days;
}

std::vector<const char*> pointers(std::span<const std::string> texts) {
  std::vector<const char*> result;
  for (const std::string& text : texts) result.push_back(text.c_str());
  return result;
}

/// The values of one dataset as the library takes them.
struct Values {
  Handle type;
  const void* data;
  std::size_t count;
  bool is_number;
};

Values numbers(std::span<const std::int64_t> values) {
  return {hdf5::integer_type(), values.data(), values.size(), true};
}

Values numbers(std::span<const double> values) { return {hdf5::real_type(), values.data(), values.size(), true}; }

Values texts(const std::vector<const char*>& values) {
  return {hdf5::text_type(), values.data(), values.size(), false};
}

}  // namespace

struct ResultsFile::Image {
  Handle file;
  std::vector<Handle> scales;  ///< datasets of the dimensions, in the order of declaration
  std::vector<std::string> scale_names;
  std::set<std::string, std::less<>> names;
  std::string coordinates;  ///< names of the further coordinates, in the manner of the CF conventions
  std::vector<std::byte> sealed;

  ~Image() {
    const LibraryUse use;
    scales.clear();
    file = Handle{};
  }

  void require_open(std::string_view name) const {
    if (!sealed.empty()) refuse(name, "comes after the file was ended");
  }

  void take_name(std::string_view name) {
    require_open(name);
    require_name(name);
    if (!names.emplace(name).second) refuse(name, "is there already");
  }

  std::vector<hsize_t> shape_of(std::string_view name, const std::vector<Dimension>& dimensions) const;
  Handle create(std::string_view name, const std::vector<hsize_t>& shape, const Values& values) const;
  Dimension add_dimension(std::string_view name, const Values& values, const Description& description);
  void add_variable(std::string_view name, const std::vector<Dimension>& dimensions, const Values& values,
                    const Description& description);
  void add_texts(std::string_view name, const std::vector<Dimension>& dimensions, std::span<const std::string> values,
                 const Description& description);
  void add_attribute(std::string_view name, const std::function<void(const char*)>& write);
  void take_bytes();
};

/// Sizes of the axes, after refusing foreign ones and those out of order.
std::vector<hsize_t> ResultsFile::Image::shape_of(std::string_view name,
                                                  const std::vector<Dimension>& dimensions) const {
  std::vector<hsize_t> shape;
  for (std::size_t i = 0; i < dimensions.size(); ++i) {
    const Dimension& dimension = dimensions[i];
    const bool is_ours =
        dimension.position_ < scale_names.size() && scale_names[dimension.position_] == dimension.name();
    if (!is_ours) refuse(name, "has the dimension '" + dimension.name() + "' of another file");
    if (i > 0 && dimension.position_ <= dimensions[i - 1].position_) {
      refuse(name, "has its dimensions in another order than they were declared");
    }
    shape.push_back(dimension.size());
  }
  return shape;
}

Handle ResultsFile::Image::create(std::string_view name, const std::vector<hsize_t>& shape,
                                  const Values& values) const {
  hsize_t expected = 1;
  for (const hsize_t size : shape) expected *= size;
  if (values.count != expected) {
    refuse(name,
           "has " + std::to_string(values.count) + " values where its dimensions have " + std::to_string(expected));
  }
  const std::string doing = "write variable " + std::string(name);
  const Handle space =
      shape.empty() ? scalar_space()
                    : Handle(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr), H5Sclose, doing);
  const bool compress = values.is_number && values.count * value_bytes >= compressed_from_bytes;
  const Handle properties = creation_properties(shape, compress);
  Handle dataset(H5Dcreate2(file.id(), std::string(name).c_str(), values.type.id(), space.id(), H5P_DEFAULT,
                            properties.id(), H5P_DEFAULT),
                 H5Dclose, doing);
  require(H5Dwrite(dataset.id(), values.type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data), doing);
  return dataset;
}

Dimension ResultsFile::Image::add_dimension(std::string_view name, const Values& values,
                                            const Description& description) {
  take_name(name);
  Handle scale = create(name, {values.count}, values);
  const std::string doing = "declare dimension " + std::string(name);
  require(H5DSset_scale(scale.id(), std::string(name).c_str()), doing);
  // Without this mark netCDF-C numbers the dimensions by name rather than by declaration.
  const auto number = static_cast<std::int32_t>(scales.size());
  const Handle type(H5Tcopy(H5T_NATIVE_INT32), H5Tclose, doing);
  write_attribute(scale.id(), "_Netcdf4Dimid", type, &number);
  write_description(scale.id(), description);
  scales.push_back(std::move(scale));
  scale_names.emplace_back(name);
  return Dimension(std::string(name), values.count, scales.size() - 1);
}

void ResultsFile::Image::add_variable(std::string_view name, const std::vector<Dimension>& dimensions,
                                      const Values& values, const Description& description) {
  require_description(name, description);
  take_name(name);
  const Handle dataset = create(name, shape_of(name, dimensions), values);
  write_description(dataset.id(), description);
  for (std::size_t i = 0; i < dimensions.size(); ++i) {
    require(H5DSattach_scale(dataset.id(), scales[dimensions[i].position_].id(), static_cast<unsigned>(i)),
            "attach dimension " + dimensions[i].name() + " to " + std::string(name));
  }
}

void ResultsFile::Image::add_texts(std::string_view name, const std::vector<Dimension>& dimensions,
                                   std::span<const std::string> values, const Description& description) {
  for (const std::string& value : values) require_text(name, value);
  const std::vector<const char*> content = pointers(values);
  add_variable(name, dimensions, texts(content), description);
}

void ResultsFile::Image::add_attribute(std::string_view name, const std::function<void(const char*)>& write) {
  require_open(name);
  require_name(name);
  const std::string copy(name);
  if (H5Aexists(file.id(), copy.c_str()) > 0) refuse(name, "is there already");
  write(copy.c_str());
}

void ResultsFile::Image::take_bytes() {
  if (!coordinates.empty()) write_text_attribute(file.id(), "coordinates", coordinates);
  const std::int64_t complete = 1;
  write_attribute(file.id(), "complete", hdf5::integer_type(), &complete);
  require(H5Fflush(file.id(), H5F_SCOPE_GLOBAL), "finish the image");
  const ssize_t size = H5Fget_file_image(file.id(), nullptr, 0);
  require(size < 0 ? -1 : 0, "measure the image");
  const auto length = static_cast<std::size_t>(size);
  sealed.reserve(length + seal_bytes);
  sealed.resize(length);
  require(H5Fget_file_image(file.id(), sealed.data(), length) < 0 ? -1 : 0, "take the image");
  scales.clear();
  file = Handle{};
  const std::string seal = seal_of(sealed);
  const auto line = std::as_bytes(std::span(seal));
  sealed.insert(sealed.end(), line.begin(), line.end());
}

ResultsFile::ResultsFile(std::string_view title, std::string_view title_zh) : image_{std::make_unique<Image>()} {
  const LibraryUse use;
  image_->file = new_image();
  write_netcdf_mark(image_->file.id());
  attribute("kinfold_format", results_format);
  attribute("title", title);
  attribute("title_zh", title_zh);
}

ResultsFile::~ResultsFile() = default;
ResultsFile::ResultsFile(ResultsFile&&) noexcept = default;
ResultsFile& ResultsFile::operator=(ResultsFile&&) noexcept = default;

Dimension ResultsFile::dimension(std::string_view name, std::span<const std::int64_t> values,
                                 const Description& description) {
  const LibraryUse use;
  require_description(name, description);
  if (std::adjacent_find(values.begin(), values.end(), std::greater_equal<>()) != values.end()) {
    refuse(name, "has coordinates that do not increase");
  }
  return image_->add_dimension(name, numbers(values), description);
}

Dimension ResultsFile::dimension(std::string_view name, std::span<const std::string> labels,
                                 const Description& description) {
  const LibraryUse use;
  require_description(name, description);
  for (const std::string& label : labels) require_text(name, label);
  if (std::set<std::string>(labels.begin(), labels.end()).size() != labels.size()) {
    refuse(name, "has the same label twice");
  }
  const std::vector<const char*> content = pointers(labels);
  return image_->add_dimension(name, texts(content), description);
}

Dimension ResultsFile::dimension(std::string_view name, std::span<const Month> months, const Description& description) {
  const LibraryUse use;
  Description dated = description;
  dated.units = "month";
  require_description(name, dated);
  if (std::adjacent_find(months.begin(), months.end(), std::greater_equal<>()) != months.end()) {
    refuse(name, "has months that do not increase");
  }
  dated.units = "days since 1900-01-01";
  const std::vector<std::int64_t> days = days_to_first_of(months);
  Dimension dimension = image_->add_dimension(name, numbers(days), dated);
  write_text_attribute(image_->scales.back().id(), "calendar", "proleptic_gregorian");
  return dimension;
}

void ResultsFile::variable(std::string_view name, const std::vector<Dimension>& dimensions,
                           std::span<const std::int64_t> values, const Description& description) {
  const LibraryUse use;
  image_->add_variable(name, dimensions, numbers(values), description);
}

void ResultsFile::variable(std::string_view name, const std::vector<Dimension>& dimensions,
                           std::span<const double> values, const Description& description) {
  const LibraryUse use;
  image_->add_variable(name, dimensions, numbers(values), description);
}

void ResultsFile::variable(std::string_view name, const std::vector<Dimension>& dimensions,
                           std::span<const std::string> values, const Description& description) {
  const LibraryUse use;
  image_->add_texts(name, dimensions, values, description);
}

void ResultsFile::coordinate(std::string_view name, const std::vector<Dimension>& dimensions,
                             std::span<const std::string> labels, const Description& description) {
  const LibraryUse use;
  image_->add_texts(name, dimensions, labels, description);
  image_->coordinates += (image_->coordinates.empty() ? "" : " ") + std::string(name);
}

void ResultsFile::text(std::string_view name, std::string_view value, const Description& description) {
  const std::string copy(value);
  variable(name, {}, std::span(&copy, 1), description);
}

void ResultsFile::attribute(std::string_view name, std::string_view value) {
  const LibraryUse use;
  require_text(name, value);
  const std::string copy(value);
  image_->add_attribute(name, [&](const char* key) { write_text_attribute(image_->file.id(), key, copy); });
}

void ResultsFile::attribute(std::string_view name, std::int64_t value) {
  const LibraryUse use;
  image_->add_attribute(
      name, [&](const char* key) { write_attribute(image_->file.id(), key, hdf5::integer_type(), &value); });
}

void ResultsFile::attribute(std::string_view name, double value) {
  const LibraryUse use;
  image_->add_attribute(name,
                        [&](const char* key) { write_attribute(image_->file.id(), key, hdf5::real_type(), &value); });
}

const std::vector<std::byte>& ResultsFile::sealed() {
  if (image_->sealed.empty()) {
    const LibraryUse use;
    image_->take_bytes();
  }
  return image_->sealed;
}

void ResultsFile::write(const std::filesystem::path& path) { write_atomically(path, sealed()); }

}  // namespace kinfold
