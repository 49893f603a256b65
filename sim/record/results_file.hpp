// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/month.hpp"

namespace kinfold {

/// Version of the layout that docs/format.md describes; raised when a reader of the old one would misread the new.
inline constexpr std::int64_t results_format = 1;

/// What every variable of a results file says about itself. No part may be empty.
struct Description {
  std::string units;         ///< as in "births", "CNY", "year"; "1" for a pure number
  std::string long_name;     ///< short label in English
  std::string long_name_zh;  ///< the same label in Chinese
  std::string definition;    ///< one sentence in English: what is counted, when, over whom
};

/// An axis of one `ResultsFile`, given back by the function that declared it.
class Dimension {
 public:
  const std::string& name() const { return name_; }
  std::size_t size() const { return size_; }

 private:
  friend class ResultsFile;
  Dimension(std::string name, std::size_t size, std::size_t position)
      : name_{std::move(name)}, size_{size}, position_{position} {}

  std::string name_;
  std::size_t size_;
  std::size_t position_;  ///< in the order of declaration
};

/// Builds a results file in memory and writes it whole: HDF5 in the netCDF-4 layout, with a seal (see `seal.hpp`).
///
/// Knows nothing of what is counted. Whatever is missing, misnamed or of the wrong size is a ModelError, since the
/// caller is the program itself. The same calls give the same bytes.
class ResultsFile {
 public:
  /// `title` and `title_zh` say what was run, to whoever opens the file.
  ResultsFile(std::string_view title, std::string_view title_zh);
  ~ResultsFile();
  ResultsFile(ResultsFile&&) noexcept;
  ResultsFile& operator=(ResultsFile&&) noexcept;

  /// Declares an axis with whole-number coordinates, which must increase. Names are lower-case words joined by `_`.
  Dimension dimension(std::string_view name, std::span<const std::int64_t> values, const Description& description);

  /// Declares an axis with labels, each of its own.
  Dimension dimension(std::string_view name, std::span<const std::string> labels, const Description& description);

  /// Declares an axis of months that increase. Stored as the days from 1900-01-01 to the first of each month, which
  /// calendar-aware readers turn into dates; the units are set here and those of the description are ignored.
  Dimension dimension(std::string_view name, std::span<const Month> months, const Description& description);

  /// Adds values in row-major order of `dimensions`, the last changing fastest. The dimensions must stand in the
  /// order in which they were declared, so that every variable has the same order.
  void variable(std::string_view name, const std::vector<Dimension>& dimensions, std::span<const std::int64_t> values,
                const Description& description);

  /// NaN stands for what cannot be computed, such as a rate without exposure.
  void variable(std::string_view name, const std::vector<Dimension>& dimensions, std::span<const double> values,
                const Description& description);

  /// Texts, such as the resolved scenario of each entry of `scenario`.
  void variable(std::string_view name, const std::vector<Dimension>& dimensions, std::span<const std::string> values,
                const Description& description);

  /// Further labels along axes, such as the Chinese names of the places; readers show them as coordinates.
  void coordinate(std::string_view name, const std::vector<Dimension>& dimensions, std::span<const std::string> labels,
                  const Description& description);

  /// Adds one text without axes.
  void text(std::string_view name, std::string_view value, const Description& description);

  /// Adds a fact about the whole run, such as its fingerprint. Each name once.
  void attribute(std::string_view name, std::string_view value);
  void attribute(std::string_view name, std::int64_t value);
  void attribute(std::string_view name, double value);

  /// Where the file comes from, as JSON; see `provenance.hpp`.
  void provenance(std::string_view json) { attribute("provenance", json); }

  /// Ends the building and gives the bytes of the whole file, seal included. Nothing can be added afterwards.
  const std::vector<std::byte>& sealed();

  /// Ends the building and writes the file atomically. WriteError if the system refuses.
  void write(const std::filesystem::path& path);

 private:
  struct Image;
  std::unique_ptr<Image> image_;
};

}  // namespace kinfold
