// SPDX-License-Identifier: Apache-2.0
#include "record/atomic_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <random>
#include <system_error>
#include <utility>

namespace kinfold {

namespace fs = std::filesystem;

namespace {

std::string advice(int error_number) {
  switch (error_number) {
    case ENOSPC: return "the disk is full: free some space or choose a folder on another disk";
    case EDQUOT: return "your quota on this disk is used up: remove files or choose another folder";
    case EFBIG: return "the file is larger than this account or disk allows: raise the limit (ulimit -f) or write less";
    case EACCES:
    case EPERM: return "you have no right to write there: choose a folder of your own";
    case EROFS: return "this disk is read-only: choose another folder";
    case ENOENT:
    case ENOTDIR: return "make the folder first, or correct its name";
    case EISDIR: return "give the name of a file, not of a folder";
    case ENAMETOOLONG: return "choose a shorter name";
    case ELOOP: return "this symbolic link leads in a circle: choose another name";
    case EINVAL: return "it is a device or a pipe: give the name of an ordinary file";
    case EIO: return "the disk reported a fault: choose another disk and check this one";
    default: return "choose another folder";
  }
}

/// A file descriptor that is closed when it goes out of scope.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_{number} {}
  Descriptor(Descriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }

  /// Closes now and reports the error: some file systems only then say that the disk is full.
  int close() { return ::close(std::exchange(number_, -1)); }

 private:
  int number_;
};

/// Where the bytes shall end up: behind a symbolic link, the file it names. Refuses what is no ordinary file, because
/// a rename would replace a device such as /dev/null.
fs::path target_of(const fs::path& path) {
  std::error_code failure;
  const fs::file_status status = fs::status(path, failure);
  if (failure && failure.value() != ENOENT) throw WriteError(path, failure.value(), "cannot be written");
  if (fs::is_directory(status) || path.filename().empty()) throw WriteError(path, EISDIR, "cannot be written");
  if (!fs::exists(status)) return path;
  if (!fs::is_regular_file(status)) throw WriteError(path, EINVAL, "cannot be written");
  if (::access(path.c_str(), W_OK) != 0) throw WriteError(path, errno, "cannot be replaced");
  return fs::canonical(path);
}

fs::path folder_of(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }

constexpr std::string_view suffix = ".part";

std::string temporary_prefix(const fs::path& target) { return "." + target.filename().string() + "."; }

/// Removes the temporary file when the writing has failed.
class Temporary {
 public:
  Temporary(fs::path path, Descriptor descriptor) : path_{std::move(path)}, descriptor_{std::move(descriptor)} {}
  Temporary(Temporary&& other) noexcept
      : path_{std::exchange(other.path_, fs::path())}, descriptor_{std::move(other.descriptor_)} {}
  Temporary& operator=(Temporary&&) = delete;
  ~Temporary() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  Descriptor& descriptor() { return descriptor_; }
  const fs::path& path() const { return path_; }
  void renamed() { path_.clear(); }

 private:
  fs::path path_;
  Descriptor descriptor_;
};

/// Whether the lock was got and the file still stands under a name: a sweeper may have removed it in between.
bool holds_locked(const Descriptor& descriptor) {
  struct stat facts {};
  return ::flock(descriptor.number(), LOCK_EX) == 0 && ::fstat(descriptor.number(), &facts) == 0 && facts.st_nlink > 0;
}

/// Creates the temporary file and locks it: the lock, which the system drops when a process ends, tells
/// `sweep_abandoned` that its writer lives.
Temporary create_temporary(const fs::path& path, const fs::path& target) {
  std::random_device entropy;
  constexpr int tries = 100;  // a name in use is one in four thousand million; a hundred in a row are a fault
  for (int i = 0; i < tries; ++i) {
    const fs::path name = folder_of(target) / (temporary_prefix(target) + std::to_string(::getpid()) + "-" +
                                               std::to_string(entropy()) + std::string(suffix));
    Descriptor descriptor(::open(name.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666));
    if (!descriptor.is_open() && errno != EEXIST && errno != EINTR) throw WriteError(path, errno, "cannot be written");
    if (descriptor.is_open() && holds_locked(descriptor)) return {name, std::move(descriptor)};
    if (descriptor.is_open()) ::unlink(name.c_str());
  }
  throw WriteError(path, EEXIST, "cannot be written");
}

/// Only names that `create_temporary` makes, so that no file of the user's is ever taken for one.
bool is_temporary_of(const fs::path& target, const fs::path& name) {
  const std::string prefix = temporary_prefix(target);
  const std::string text = name.filename().string();
  if (!text.starts_with(prefix) || !text.ends_with(suffix) || text.size() <= prefix.size() + suffix.size())
    return false;
  const std::string middle = text.substr(prefix.size(), text.size() - prefix.size() - suffix.size());
  return middle.find_first_not_of("0123456789-") == std::string::npos;
}

/// Removes what writers of the same file left that were killed. A failure here is no failure of the writing.
void sweep_abandoned(const fs::path& target) {
  std::error_code ignored;
  for (fs::directory_iterator entry(folder_of(target), ignored), end; !ignored && entry != end;
       entry.increment(ignored)) {
    if (!is_temporary_of(target, entry->path())) continue;
    const Descriptor descriptor(::open(entry->path().c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
    if (descriptor.is_open() && ::flock(descriptor.number(), LOCK_EX | LOCK_NB) == 0) ::unlink(entry->path().c_str());
  }
}

void write_all(const fs::path& path, const Descriptor& descriptor, std::span<const std::byte> bytes) {
  constexpr std::size_t largest_piece = std::size_t{1} << 30;  // Linux writes at most 2 GiB in one call
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor.number(), bytes.data(), std::min(bytes.size(), largest_piece));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw WriteError(path, errno, "cannot be written");
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

/// The rename itself must reach the disk, or a power failure could bring the old name back.
void sync_folder(const fs::path& path, const fs::path& folder) {
  const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  // A folder that may be written but not read cannot be synced, and some network file systems know no such call.
  if (!descriptor.is_open() || ::fsync(descriptor.number()) == 0 || errno == EINVAL || errno == ENOTSUP) return;
  throw WriteError(path, errno, "was written, but may not survive a power failure");
}

/// A replaced file keeps its rights.
void copy_rights(const fs::path& target, const Descriptor& descriptor) {
  struct stat facts {};
  if (::stat(target.c_str(), &facts) != 0) return;
  // Best effort: on file systems without rights, such as FAT, this fails and does not matter.
  [[maybe_unused]] const int ignored = ::fchmod(descriptor.number(), facts.st_mode & 07777);
}

}  // namespace

WriteError::WriteError(const fs::path& path, int error_number, std::string_view doing)
    : std::runtime_error(path.string() + ": " + std::string(doing) + ": " +
                         std::generic_category().message(error_number) + "; " + advice(error_number) +
                         (doing.starts_with("cannot") ? "; a file of that name is as it was before" : "")),
      error_number_{error_number} {}

void write_atomically(const fs::path& path, std::span<const std::byte> bytes) {
  const fs::path target = target_of(path);
  sweep_abandoned(target);
  Temporary temporary = create_temporary(path, target);
  Descriptor& descriptor = temporary.descriptor();
  copy_rights(target, descriptor);
  write_all(path, descriptor, bytes);
  if (::fsync(descriptor.number()) != 0) throw WriteError(path, errno, "cannot be written");
  // Renamed while still open: closing drops the lock, and an unlocked temporary may be swept away.
  if (::rename(temporary.path().c_str(), target.c_str()) != 0) throw WriteError(path, errno, "cannot be written");
  temporary.renamed();
  if (descriptor.close() != 0 && errno != EINTR) throw WriteError(path, errno, "was written, but closing it failed");
  sync_folder(path, folder_of(target));
}

void check_writable(const fs::path& path) { create_temporary(path, target_of(path)); }

}  // namespace kinfold
