// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/errors.hpp"
#include "core/month.hpp"

namespace kinfold {

struct Setting;

/// Keys and values in the order in which the user wrote them.
struct SettingTable {
  std::vector<std::pair<std::string, Setting>> entries;

  const Setting* find(std::string_view key) const;
  Setting* find(std::string_view key);
};

/// Values of one list.
using SettingList = std::vector<Setting>;

/// One value as the user wrote it, with the place where it stands. Knows nothing of TOML.
struct Setting {
  std::variant<bool, std::int64_t, double, std::string, Date, SettingList, SettingTable> value;
  Where where;
};

/// `true`, `3`, `0.25`, `"any"`, `2023-11-22`, `[1, 2]`, `{ city = 1.0 }`: how a message or a table shows the value.
/// In a scenario file, the text reads back as the same value of the same type.
std::string text_of(const Setting& setting);

/// The same, cut after 80 bytes: for messages.
std::string shortened_text_of(const Setting& setting);

/// The key as a scenario file writes it: in quotes if it holds more than letters, digits, `_` and `-`.
std::string text_of_key(std::string_view key);

/// `200000`, `0.25`, `1e-09`: the fewest digits that read back as the same number.
std::string text_of_number(double number);

inline const Setting* SettingTable::find(std::string_view key) const {
  for (const auto& [name, setting] : entries)
    if (name == key) return &setting;
  return nullptr;
}

inline Setting* SettingTable::find(std::string_view key) {
  return const_cast<Setting*>(std::as_const(*this).find(key));
}

}  // namespace kinfold
