// SPDX-License-Identifier: Apache-2.0
#include "measures/measure_list.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace kinfold {

// One line a kind: defined in the file of its name.
Measure read_birth_grant(const MeasureSetup& setup);
Measure read_child_allowance(const MeasureSetup& setup);
Measure read_delivery_grant(const MeasureSetup& setup);

namespace {

struct Kind {
  std::string_view name;
  Measure (*read)(const MeasureSetup& setup);
};

/// THE LIST: every kind of measure, by the name that scenarios use.
constexpr std::array kinds{
    Kind{"birth_grant", &read_birth_grant},
    Kind{"child_allowance", &read_child_allowance},
    Kind{"delivery_grant", &read_delivery_grant},
};

const Kind* kind_of(const WrittenMeasure& written, Problems& problems) {
  const auto* found =
      std::find_if(kinds.begin(), kinds.end(), [&](const Kind& kind) { return kind.name == written.kind; });
  if (found != kinds.end()) return found;
  problems.add({written.where, "measure[" + written.id + "].kind = \"" + written.kind + "\" is not a kind of measure",
                "must be one of " + joined(measure_kinds()), did_you_mean(written.kind, measure_kinds())});
  return nullptr;
}

Measure read_measure(const Kind& kind, const WrittenMeasure& written, const Place& place, Problems& problems,
                     std::vector<Declared>& declared) {
  Reader reader("measure." + std::string{kind.name}, written.settings, written.where, problems, declared,
                "measure[" + written.id + "]");
  Measure measure = kind.read({reader, written.id, place});
  measure.facts.kind = kind.name;
  reader.finish();
  return measure;
}

/// Numbers stacking groups in the order in which they first occur.
class StackingGroups {
 public:
  explicit StackingGroups(Problems& problems) : problems_{problems} {}

  void enter(Measure& measure, const WrittenMeasure& written) {
    const auto found = std::find_if(first_members_.begin(), first_members_.end(), [&](const Measure& first) {
      return !measure.stacking_group.empty() && first.stacking_group == measure.stacking_group;
    });
    measure.term.stacking_group = static_cast<std::size_t>(found - first_members_.begin());
    if (found == first_members_.end())
      first_members_.push_back(measure);
    else if (found->term.stacking != measure.term.stacking)
      report(measure, *found, written);
  }

 private:
  static std::string rule_of(const Measure& measure) {
    return "\"" + std::string{stacking_names[static_cast<std::size_t>(measure.term.stacking)]} + "\"";
  }

  void report(const Measure& measure, const Measure& first, const WrittenMeasure& written) {
    const Setting* setting = written.settings == nullptr ? nullptr : written.settings->find("stacking");
    problems_.add({setting == nullptr ? written.where : setting->where,
                   "measure[" + written.id + "].stacking = " + rule_of(measure) + ", but measure[" + first.facts.id +
                       "] of the stacking group \"" + first.stacking_group + "\" has " + rule_of(first),
                   "all measures of a group must have the same rule",
                   "give both the same stacking, or one of them another stacking_group"});
  }

  Problems& problems_;
  std::vector<Measure> first_members_;
};

}  // namespace

Package read_package(std::span<const WrittenMeasure> written, const Place& place, Problems& problems,
                     std::vector<Declared>& declared) {
  Package package;
  std::vector<CashTerm> terms;
  StackingGroups groups{problems};
  for (const WrittenMeasure& one : written) {
    const Kind* kind = kind_of(one, problems);
    if (kind == nullptr) continue;
    Measure measure = read_measure(*kind, one, place, problems, declared);
    groups.enter(measure, one);
    measure.term.measure = package.measures.size();
    package.measures.push_back(measure.facts);
    terms.push_back(measure.term);
  }
  package.support = Support{std::move(terms)};
  return package;
}

void declare_all_kinds(std::vector<Declared>& declared) {
  Problems unheeded;
  const Place nowhere;
  for (const Kind& kind : kinds)
    read_measure(kind, {std::string{kind.name}, "", nullptr, {}}, nowhere, unheeded, declared);
}

const std::vector<std::string>& measure_kinds() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const Kind& kind : kinds) list.emplace_back(kind.name);
    return list;
  }();
  return names;
}

}  // namespace kinfold
