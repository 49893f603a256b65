// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kinfold {

/// A results file whose every byte was checked against its seal before the HDF5 library saw one of them, and which
/// holds nothing that leads a reader elsewhere. Reading it needs the file no longer.
///
/// Each reader is a DataError if there is no such name (the nearest one is offered) or it is of another type.
class VerifiedFile {
 public:
  ~VerifiedFile();
  VerifiedFile(VerifiedFile&&) noexcept;
  VerifiedFile& operator=(VerifiedFile&&) noexcept;

  /// Dimensions and variables, in the order in which they were written.
  std::vector<std::string> variables() const;

  /// Names of a variable's axes, in order; empty for a single text or number.
  std::vector<std::string> dimensions(std::string_view variable) const;

  /// Values in row-major order of the axes. Months come as days since 1900-01-01.
  std::vector<std::int64_t> read_int64(std::string_view variable) const;
  std::vector<double> read_double(std::string_view variable) const;
  std::vector<std::string> read_texts(std::string_view variable) const;

  /// The one text of a variable without axes.
  std::string read_text(std::string_view variable) const;

  /// Facts about the whole run.
  std::string text_attribute(std::string_view name) const;
  std::int64_t int64_attribute(std::string_view name) const;
  double double_attribute(std::string_view name) const;

 private:
  friend VerifiedFile read_verified(const std::string& path);
  struct Image;
  explicit VerifiedFile(std::unique_ptr<Image> image);
  std::unique_ptr<Image> image_;
};

/// Reads a whole results file and checks it: that it is there, whole and ours, its seal, its format version, and that
/// it has no links to elsewhere, no data kept elsewhere, no filters but shuffle and deflate, and no more values than
/// its bytes can hold. DataError, saying which of these failed and what to do, otherwise.
VerifiedFile read_verified(const std::string& path);

}  // namespace kinfold
