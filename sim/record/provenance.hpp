// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/json.hpp"

namespace kinfold {

/// A table that a run was built from, and what it held.
struct DataHash {
  std::string table;   ///< name within the scenario's tree, such as `places/ordos/mortality.csv`
  std::string sha256;  ///< 64 hexadecimal digits
};

/// What must be known to make a results file again, apart from the program itself.
struct Provenance {
  Json parameters;  ///< name and value of every parameter of the run, by scenario
  std::uint64_t seed = 0;
  std::int64_t replicates = 0;
  std::vector<DataHash> data;
  Json resources;       ///< what the run took (seconds, bytes); may stay null
  std::string created;  ///< `utc_now()`; given, so that tests are repeatable
};

/// The present moment as `2023-11-22T08:30:00Z`.
std::string utc_now();

/// Version of the program, such as `0.1.0`, and the git commit it was built from; "unknown" if the build did not say.
std::string software_version();
std::string git_commit();

/// Processor, cores this process may use, operating system, compiler and libraries. Names no host, user or folder,
/// because results files are handed on.
Json environment();

/// The JSON text kept in every results file. Its members follow the provenance schema of tskit (schema_version,
/// software, parameters, environment, resources), so that its readers understand it; data hashes, seed and
/// replicates stand in `parameters`.
std::string provenance_json(const Provenance& provenance);

}  // namespace kinfold
