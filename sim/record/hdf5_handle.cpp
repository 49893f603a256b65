// SPDX-License-Identifier: Apache-2.0
#include "record/hdf5_handle.hpp"

#include <atomic>

namespace kinfold::hdf5 {

namespace {

std::recursive_mutex& library_mutex() {
  static std::recursive_mutex mutex;
  return mutex;
}

herr_t keep_innermost(unsigned position, const H5E_error2_t* error, void* reason) {
  if (position == 0 && error->desc != nullptr) *static_cast<std::string*>(reason) = error->desc;
  return 0;
}

/// The innermost entry of the library's error stack says what went wrong; the others say who called whom.
std::string innermost_reason() {
  std::string reason;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_innermost, &reason);
  return reason.empty() ? "no reason given" : reason;
}

}  // namespace

LibraryUse::LibraryUse() : lock_{library_mutex()} {
  H5Eget_auto2(H5E_DEFAULT, &print_, &print_argument_);
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

LibraryUse::~LibraryUse() { H5Eset_auto2(H5E_DEFAULT, print_, print_argument_); }

Handle::Handle(hid_t id, Close close, std::string_view doing) : id_{id}, close_{close} {
  require(id < 0 ? -1 : 0, doing);
}

Handle::~Handle() {
  if (id_ >= 0) close_(id_);
}

void require(herr_t status, std::string_view doing) {
  if (status >= 0) return;
  throw Failure("HDF5 could not " + std::string(doing) + ": " + innermost_reason());
}

Handle integer_type() { return {H5Tcopy(H5T_STD_I64LE), H5Tclose, "copy the integer type"}; }

Handle real_type() { return {H5Tcopy(H5T_IEEE_F64LE), H5Tclose, "copy the real type"}; }

Handle text_type() {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "copy the text type");
  require(H5Tset_size(type.id(), H5T_VARIABLE), "set the text type's length");
  require(H5Tset_cset(type.id(), H5T_CSET_UTF8), "set the text type's encoding");
  return type;
}

std::string image_name() {
  static std::atomic<unsigned> number = 0;
  return "kinfold image in memory " + std::to_string(number++);
}

std::string library_version() {
  unsigned major = 0;
  unsigned minor = 0;
  unsigned release = 0;
  H5get_libversion(&major, &minor, &release);
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(release);
}

}  // namespace kinfold::hdf5
