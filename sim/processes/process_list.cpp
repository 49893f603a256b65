// SPDX-License-Identifier: Apache-2.0
#include "processes/process_list.hpp"

namespace kinfold {

// One line a process: defined in the file of its name.
std::unique_ptr<Process> make_mortality(const ProcessSetup& setup);
std::unique_ptr<Process> make_out_migration(const ProcessSetup& setup);
std::unique_ptr<Process> make_internal_migration(const ProcessSetup& setup);
std::unique_ptr<Process> make_in_migration(const ProcessSetup& setup);
std::unique_ptr<Process> make_schooling(const ProcessSetup& setup);
std::unique_ptr<Process> make_union_dissolution(const ProcessSetup& setup);
std::unique_ptr<Process> make_union_formation(const ProcessSetup& setup);
std::unique_ptr<Process> make_influence(const ProcessSetup& setup);
std::unique_ptr<Process> make_intention(const ProcessSetup& setup);
std::unique_ptr<Process> make_conception(const ProcessSetup& setup);
std::unique_ptr<Process> make_birth(const ProcessSetup& setup);
std::unique_ptr<Process> make_grandparent_care(const ProcessSetup& setup);
std::unique_ptr<Process> make_family_gifts(const ProcessSetup& setup);

namespace {

/// THE LIST: a month, in its order (decision record 0001).
constexpr auto month = std::array{
    make_mortality,       make_out_migration, make_internal_migration,
    make_in_migration,    make_schooling,     make_union_dissolution,
    make_union_formation, make_influence,     make_intention,
    make_conception,      make_birth,         make_grandparent_care,
    make_family_gifts,
};

}  // namespace

Reader ProcessSetup::reader(const std::string& section) const {
  const Setting* written = parameters.find(section);
  const SettingTable* table = written == nullptr ? nullptr : std::get_if<SettingTable>(&written->value);
  return {section, table, written == nullptr ? where : written->where, problems, declared};
}

std::vector<std::unique_ptr<Process>> make_processes(const ProcessSetup& setup) {
  std::vector<std::unique_ptr<Process>> processes;
  for (const auto make : month) processes.push_back(make(setup));
  return processes;
}

}  // namespace kinfold
