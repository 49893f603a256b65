// SPDX-License-Identifier: Apache-2.0
#pragma once

// Newer releases of the library keep the names of 1.10 under this switch.
#define H5_USE_110_API
#include <hdf5.h>
#include <hdf5_hl.h>

#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "core/errors.hpp"

namespace kinfold::hdf5 {

/// A call of the HDF5 library failed: our mistake when writing, the file's fault when reading.
class Failure : public ModelError {
 public:
  using ModelError::ModelError;
};

/// The right to call the library, for as long as this lives: one thread at a time, since the library's dimension
/// scales are not safe for threads, and with its own printing of errors off.
class LibraryUse {
 public:
  LibraryUse();
  ~LibraryUse();
  LibraryUse(const LibraryUse&) = delete;
  LibraryUse& operator=(const LibraryUse&) = delete;

 private:
  std::scoped_lock<std::recursive_mutex> lock_;
  H5E_auto2_t print_ = nullptr;
  void* print_argument_ = nullptr;
};

/// One object of the library, released when this goes out of scope.
class Handle {
 public:
  using Close = herr_t (*)(hid_t);

  Handle() = default;

  /// Takes what a call returned; Failure, naming what was being done, if it returned an error.
  Handle(hid_t id, Close close, std::string_view doing);
  Handle(Handle&& other) noexcept : id_{std::exchange(other.id_, H5I_INVALID_HID)}, close_{other.close_} {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
  }
  ~Handle();

  hid_t id() const { return id_; }

 private:
  hid_t id_ = H5I_INVALID_HID;
  Close close_ = nullptr;
};

/// Failure, naming what was being done and the library's own reason, if `status` is negative.
void require(herr_t status, std::string_view doing);

/// How the library keeps a C++ type: 64-bit little-endian integers and doubles, variable-length UTF-8 text.
Handle integer_type();
Handle real_type();
Handle text_type();

/// A name for an image in memory that no file has, since the library looks for one.
std::string image_name();

/// Version of the library that is linked, such as `1.10.8`.
std::string library_version();

}  // namespace kinfold::hdf5
