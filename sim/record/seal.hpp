// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace kinfold {

// The seal stands after the HDF5 content, not before it: HDF5 allows a "user block" in front, and xarray then no
// longer recognises the file unless told the engine, nor opens it from a file object or a web store. Bytes after the
// content disturb none of h5py, h5netcdf, netCDF-C, xarray and h5dump.

/// Length of every seal, in bytes.
inline constexpr std::size_t seal_bytes = 128;

/// How every seal begins.
inline constexpr std::string_view seal_mark = "\nKINFOLD SEAL 1 sha256=";

/// The last line of a results file: SHA-256 and length of all bytes before it, as plain text of `seal_bytes` bytes.
/// `head -c -128 FILE | sha256sum` gives the same digits.
std::string seal_of(std::span<const std::byte> content);

}  // namespace kinfold
