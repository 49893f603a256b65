// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <thread>

#include "record/atomic_file.hpp"

namespace kinfold {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, std::string_view text) {
  write_atomically(path, std::as_bytes(std::span(text.data(), text.size())));
}

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::size_t entries(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

/// A folder of its own for each test, removed afterwards.
class AtomicFile : public testing::Test {
 protected:
  AtomicFile() {
    std::string pattern = (fs::temp_directory_path() / "kinfold-atomic-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    file_ = folder_ / "results.h5";
  }
  ~AtomicFile() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  /// The message and number of the error that writing there must raise.
  std::pair<std::string, int> refusal(const fs::path& path, std::string_view text = "new") {
    try {
      write(path, text);
    } catch (const WriteError& error) {
      return {error.what(), error.error_number()};
    }
    return {"was written", 0};
  }

  fs::path folder_;
  fs::path file_;
};

TEST_F(AtomicFile, WritesAndReplacesAndLeavesNothingElse) {
  write(file_, "old");
  EXPECT_EQ(content(file_), "old");
  write(file_, std::string(300'000, 'n'));
  EXPECT_EQ(content(file_), std::string(300'000, 'n'));
  write(file_, "");
  EXPECT_EQ(content(file_), "");
  EXPECT_EQ(entries(folder_), 1u);
}

TEST_F(AtomicFile, WritesIntoTheFolderItIsRunIn) {
  const fs::path before = fs::current_path();
  fs::current_path(folder_);
  write("here.h5", "text");
  fs::current_path(before);
  EXPECT_EQ(content(folder_ / "here.h5"), "text");
}

TEST_F(AtomicFile, SaysWhatToDoAboutAMissingFolder) {
  const auto [message, number] = refusal(folder_ / "nowhere" / "results.h5");
  EXPECT_EQ(number, ENOENT);
  EXPECT_NE(message.find("nowhere/results.h5: cannot be written: No such file or directory; make the folder first"),
            std::string::npos)
      << message;
}

TEST_F(AtomicFile, RefusesAFolderAndAFileInAFile) {
  EXPECT_EQ(refusal(folder_).second, EISDIR);
  EXPECT_EQ(refusal(folder_.string() + "/").second, EISDIR);
  write(file_, "old");
  EXPECT_EQ(refusal(file_ / "results.h5").second, ENOTDIR);
  EXPECT_EQ(refusal(folder_ / std::string(300, 'x')).second, ENAMETOOLONG);
}

// A rename onto a device such as /dev/null would replace it for the whole machine; tried on a pipe, which is the same
// to the code and harms nobody if the test fails.
TEST_F(AtomicFile, RefusesWhatIsNoOrdinaryFile) {
  ASSERT_EQ(::mkfifo(file_.c_str(), 0600), 0);
  EXPECT_EQ(refusal(file_).second, EINVAL);
  EXPECT_TRUE(fs::is_fifo(file_));
}

TEST_F(AtomicFile, FollowsASymbolicLinkAndKeepsTheRights) {
  write(folder_ / "real.h5", "old");
  fs::permissions(folder_ / "real.h5", fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink("real.h5", file_);
  write(file_, "new");
  EXPECT_TRUE(fs::is_symlink(file_));
  EXPECT_EQ(content(folder_ / "real.h5"), "new");
  EXPECT_EQ(fs::status(folder_ / "real.h5").permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(AtomicFile, RefusesASymbolicLinkInACircle) {
  fs::create_symlink("results.h5", file_);
  EXPECT_EQ(refusal(file_).second, ELOOP);
}

TEST_F(AtomicFile, ChecksBeforehandWithoutLeavingAnything) {
  check_writable(file_);
  EXPECT_EQ(entries(folder_), 0u);
  EXPECT_THROW(check_writable(folder_ / "nowhere" / "results.h5"), WriteError);
}

TEST_F(AtomicFile, RefusesAReadOnlyFolder) {
  if (::geteuid() == 0) GTEST_SKIP() << "the administrator may write everywhere";
  write(file_, "old");
  fs::permissions(folder_, fs::perms::owner_read | fs::perms::owner_exec);
  EXPECT_EQ(refusal(file_).second, EACCES);
  EXPECT_EQ(content(file_), "old");
  fs::permissions(folder_, fs::perms::owner_all);
}

TEST_F(AtomicFile, LeavesTheOldFileWholeWhenALimitStopsTheWriting) {
  write(file_, "old");
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{10'000, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto [message, number] = refusal(file_, std::string(100'000, 'n'));
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(number, EFBIG);
  EXPECT_NE(message.find("a file of that name is as it was before"), std::string::npos) << message;
  EXPECT_EQ(content(file_), "old");
  EXPECT_EQ(entries(folder_), 1u);
}

/// Gives this process, and nobody else, a disk of 64 KiB in `folder`. Without being administrator this needs a user
/// space of its own, in which the account keeps its number.
bool mount_small_disk(const fs::path& folder) {
  const std::string account = std::to_string(::geteuid());
  const bool is_administrator = ::geteuid() == 0;
  if (::unshare(is_administrator ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER) != 0) return false;
  if (!is_administrator) std::ofstream("/proc/self/uid_map") << account << ' ' << account << " 1";
  return ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         ::mount("kinfold", folder.c_str(), "tmpfs", 0, "size=64k,mode=777") == 0;
}

constexpr int not_permitted = 77;

/// Runs in a child process and fills a small disk. 0 = as it should be, `not_permitted`, or else what went wrong.
int fill_a_disk(const fs::path& folder) try {
  if (!mount_small_disk(folder)) return not_permitted;
  const fs::path file = folder / "results.h5";
  std::ofstream(file) << "old";
  if (content(file) != "old") return not_permitted;
  try {
    write(file, std::string(1'000'000, 'n'));
    return 1;
  } catch (const WriteError& error) {
    if (error.error_number() != ENOSPC) return 2;
    if (std::string(error.what()).find("the disk is full") == std::string::npos) return 3;
  }
  if (content(file) != "old") return 4;
  return entries(folder) == 1 ? 0 : 5;
} catch (const std::exception&) {
  return 6;
}

TEST_F(AtomicFile, LeavesTheOldFileWholeOnAFullDisk) {
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) ::_exit(fill_a_disk(folder_));
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == not_permitted) GTEST_SKIP() << "this account may not mount a small disk of its own";
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

/// Writes two contents in turn until the process is killed.
[[noreturn]] void write_for_ever(const fs::path& path, const std::string& one, const std::string& other) {
  for (;;) {
    write(path, one);
    write(path, other);
  }
}

TEST_F(AtomicFile, HoldsTheOldOrTheNewContentAfterAnyKill) {
  const std::string one(400'000, '1');
  const std::string other(700'000, '2');
  write(file_, one);
  std::minstd_rand random(1);
  std::uniform_int_distribution<useconds_t> delay_microseconds(0, 12'000);
  constexpr int kills = 150;
  int killed_while_writing = 0;
  for (int i = 0; i < kills; ++i) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) write_for_ever(file_, one, other);
    ::usleep(delay_microseconds(random));
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    const std::string now = content(file_);
    ASSERT_TRUE(now == one || now == other) << "after kill " << i << " the file has " << now.size() << " bytes";
    if (entries(folder_) > 1) ++killed_while_writing;
  }
  EXPECT_GT(killed_while_writing, 0) << "no kill fell into a writing, so this test has shown nothing";
  RecordProperty("killed_while_writing", killed_while_writing);
  write(file_, "after");
  EXPECT_EQ(entries(folder_), 1u) << "what the killed writers left must be gone";
}

TEST_F(AtomicFile, SparesTheTemporaryFileOfALivingWriterAndForeignFiles) {
  const fs::path living = folder_ / ".results.h5.1-2.part";
  const fs::path foreign = folder_ / ".results.h5.notes.part";
  std::ofstream(foreign) << "mine";
  const int descriptor = ::open(living.c_str(), O_CREAT | O_WRONLY, 0600);
  ASSERT_EQ(::flock(descriptor, LOCK_EX), 0);
  write(file_, "new");
  EXPECT_TRUE(fs::exists(living));
  ::close(descriptor);
  write(file_, "new");
  EXPECT_FALSE(fs::exists(living));
  EXPECT_TRUE(fs::exists(foreign));
}

TEST_F(AtomicFile, TwoWritersAtOnceLeaveOneWholeFile) {
  const std::string one(200'000, '1');
  const std::string other(300'000, '2');
  const auto repeat = [&](const std::string& text) {
    for (int i = 0; i < 50; ++i) write(file_, text);
  };
  std::thread first(repeat, one);
  std::thread second(repeat, other);
  first.join();
  second.join();
  const std::string now = content(file_);
  EXPECT_TRUE(now == one || now == other);
  EXPECT_EQ(entries(folder_), 1u);
}

}  // namespace
}  // namespace kinfold
