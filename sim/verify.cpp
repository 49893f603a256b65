// SPDX-License-Identifier: Apache-2.0
#include "verify.hpp"

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <system_error>
#include <vector>

#include "record/atomic_file.hpp"
#include "record/verified_file.hpp"
#include "scenario.hpp"

namespace kinfold {
namespace {

namespace fs = std::filesystem;

/// A folder for files that are needed for a moment; it goes with everything in it.
class PassingFolder {
 public:
  PassingFolder() {
    std::string name = (fs::temp_directory_path() / "kinfold-verify-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw WriteError(name, errno, "make a folder for the tables of the file");
    path_ = name;
  }
  ~PassingFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  PassingFolder(const PassingFolder&) = delete;
  PassingFolder& operator=(const PassingFolder&) = delete;

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// Names in a results file become names of files, so they must be plain ones: no folders, no way out.
const std::string& plain(const std::string& name, const fs::path& file) {
  constexpr auto allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
  if (!name.empty() && name[0] != '.' && name.find_first_not_of(allowed) == std::string::npos) return name;
  throw DataError(Problem{{file.string()},
                          "the name \"" + name + "\"",
                          "must be letters, digits, - and _",
                          "this file was not written by kinfold run"});
}

void write_text(const fs::path& path, const std::string& text) {
  write_atomically(path, std::as_bytes(std::span{text}));
}

/// Puts the tables of the file where a scenario looks for them.
void unpack_tables(const VerifiedFile& results, const fs::path& file, const fs::path& folder) {
  const fs::path place = folder / "places" / plain(results.text_attribute("place"), file);
  fs::create_directories(place);
  const std::vector<std::string> names = results.read_texts("table");
  const std::vector<std::string> texts = results.read_texts("table_text");
  for (std::size_t table = 0; table < names.size(); ++table)
    write_text(place / plain(names[table], file), texts[table]);
}

std::vector<Scenario> scenarios_of(const VerifiedFile& results, const fs::path& file, const fs::path& folder) {
  const std::vector<std::string> names = results.read_texts("scenario");
  const std::vector<std::string> texts = results.read_texts("scenario_resolved");
  std::vector<Scenario> scenarios;
  for (std::size_t scenario = 0; scenario < names.size(); ++scenario)
    scenarios.push_back(parse_scenario(texts[scenario], plain(names[scenario], file) + ".toml", folder, folder));
  return scenarios;
}

ExperimentOptions options_of(const VerifiedFile& results, const ExperimentOptions& now) {
  ExperimentOptions options;
  options.scale = results.double_attribute("scale");
  options.months = static_cast<int>(results.int64_attribute("months"));
  options.replicates = static_cast<int>(results.int64_attribute("replicates"));
  options.seed = static_cast<std::uint32_t>(results.int64_attribute("seed"));
  options.threads = now.threads;
  options.rows_per_shard = now.rows_per_shard;
  return options;
}

}  // namespace

Verification verify_file(const fs::path& path, const ExperimentOptions& options,
                         const std::function<bool(const ExperimentProgress&)>& go_on) {
  const VerifiedFile results = read_verified(path.string());
  const PassingFolder folder;
  unpack_tables(results, path, folder.path());
  Experiment experiment{scenarios_of(results, path, folder.path()), options_of(results, options)};
  experiment.run(go_on);
  return {.recorded_fingerprint = results.text_attribute("fingerprint"),
          .recorded_version = results.text_attribute("software_version"),
          .again = experiment.summary()};
}

}  // namespace kinfold
