// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kinfold {

/// How many kin of a kind a person can have at a time.
enum class KinNumber { one, many };

/// A kind of kin, by the name under which it is asked for.
struct KinKind {
  std::string_view name;     ///< `maternal_grandmother`
  std::string_view name_zh;  ///< 外祖母
  KinNumber number;
  /// Ways from ego, in the letters of anthropology, read from left to right; several ways are separated by a blank.
  /// `MM` is the mother's mother, `PGC` the parents' siblings' children.
  std::string_view paths;
  std::string_view definition;
};

/// One step of a path.
struct KinStepKind {
  char letter;
  std::string_view meaning;
};

/// THE LIST of kinds that have a name, and of steps of which paths are made.
std::span<const KinKind> kin_kinds();
std::span<const KinStepKind> kin_steps();

/// The kind of a name, or of a path such as `MMBD` (which is always plural). ScenarioError with all kinds and the
/// nearest name if it is neither.
KinKind kin_kind(std::string_view name_or_path);

}  // namespace kinfold
