// SPDX-License-Identifier: Apache-2.0
#include "record/provenance.hpp"

#include <sys/utsname.h>

#include <ctime>
#include <fstream>
#include <string_view>
#include <thread>

#include "record/hdf5_handle.hpp"

#ifndef KINFOLD_VERSION
#define KINFOLD_VERSION "unknown"
#endif
#ifndef KINFOLD_GIT_COMMIT
#define KINFOLD_GIT_COMMIT "unknown"
#endif

namespace kinfold {

namespace {

/// The value behind the first `key` of a file of lines `key<separator>value`; "unknown" if there is none.
std::string value_in(const char* file, std::string_view key, char separator) {
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(key)) continue;
    const std::size_t at = line.find(separator);
    if (at == std::string::npos) continue;
    const std::size_t begin = line.find_first_not_of(" \t\"", at + 1);
    const std::size_t end = line.find_last_not_of(" \t\"");
    if (begin != std::string::npos && begin <= end) return line.substr(begin, end - begin + 1);
  }
  return "unknown";
}

Json operating_system() {
  utsname kernel{};
  const bool is_known = uname(&kernel) == 0;
  return Json::object()
      .set("system", is_known ? kernel.sysname : "unknown")
      .set("release", is_known ? kernel.release : "unknown")
      .set("machine", is_known ? kernel.machine : "unknown")
      .set("distribution", value_in("/etc/os-release", "PRETTY_NAME", '='));
}

std::string compiler() {
#if defined(__clang__)
  return std::string("clang ") + __clang_version__;
#elif defined(__GNUC__)
  return std::string("gcc ") + __VERSION__;
#else
  return "unknown";
#endif
}

Json data_hashes(const std::vector<DataHash>& data) {
  Json hashes = Json::object();
  for (const DataHash& table : data) hashes.set(table.table, table.sha256);
  return hashes;
}

}  // namespace

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[sizeof "2023-11-22T08:30:00Z"];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

std::string software_version() { return KINFOLD_VERSION; }

std::string git_commit() { return KINFOLD_GIT_COMMIT; }

Json environment() {
  return Json::object()
      .set("os", operating_system())
      .set("cpu", value_in("/proc/cpuinfo", "model name", ':'))
      .set("cores", std::thread::hardware_concurrency())
      .set("compiler", compiler())
      .set("libraries", Json::object().set("hdf5", hdf5::library_version()));
}

std::string provenance_json(const Provenance& provenance) {
  const Json software =
      Json::object().set("name", "kinfold").set("version", software_version()).set("git_commit", git_commit());
  const Json parameters = Json::object()
                              .set("seed", provenance.seed)
                              .set("replicates", provenance.replicates)
                              .set("data_sha256", data_hashes(provenance.data))
                              .set("values", provenance.parameters);
  return Json::object()
      .set("schema_version", "1.0.0")
      .set("created", provenance.created)
      .set("software", software)
      .set("parameters", parameters)
      .set("environment", environment())
      .set("resources", provenance.resources)
      .text();
}

}  // namespace kinfold
