// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace kinfold {

/// The operating system would not write a file: full disk, no right, no such folder (exit code 3).
/// The message names the file, what happened and what to do, and says that the file of before is untouched.
class WriteError : public std::runtime_error {
 public:
  WriteError(const std::filesystem::path& path, int error_number, std::string_view doing);

  /// The `errno` of the failed call, such as ENOSPC.
  int error_number() const { return error_number_; }

 private:
  int error_number_;
};

/// Writes a whole file so that at every moment, after a kill or a power failure too, `path` holds either its old
/// content or the new one. The bytes go to `.NAME.*.part` in the same folder, reach the disk, and take the name.
///
/// A symbolic link is followed. What dead writers of the same file left behind is removed first.
/// WriteError on any failure; `path` is then as it was and nothing is left beside it.
void write_atomically(const std::filesystem::path& path, std::span<const std::byte> bytes);

/// Finds out before a long run whether `write_atomically` can create a file there; leaves nothing behind.
/// WriteError with the same messages.
void check_writable(const std::filesystem::path& path);

}  // namespace kinfold
