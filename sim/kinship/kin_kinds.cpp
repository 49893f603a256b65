// SPDX-License-Identifier: Apache-2.0
#include "kinship/kin_kinds.hpp"

#include <algorithm>
#include <array>

#include "core/errors.hpp"

namespace kinfold {
namespace {

// Capital letters are those of anthropologists (Murdock 1949). Small ones tell apart what capitals do not.
constexpr std::array steps{
    KinStepKind{'M', "mother"},
    KinStepKind{'F', "father"},
    KinStepKind{'P', "parent"},
    KinStepKind{'C', "child"},
    KinStepKind{'D', "daughter"},
    KinStepKind{'S', "son"},
    KinStepKind{'E', "spouse"},
    KinStepKind{'W', "wife"},
    KinStepKind{'H', "husband"},
    KinStepKind{'G', "sibling: shares the mother or the father"},
    KinStepKind{'Z', "sister, full or half"},
    KinStepKind{'B', "brother, full or half"},
    KinStepKind{'g', "full sibling (german): shares both parents"},
    KinStepKind{'u', "maternal half-sibling (uterine): shares the mother, and the fathers are known and differ"},
    KinStepKind{'a', "paternal half-sibling (agnatic): shares the father, and the mothers are known and differ"},
    KinStepKind{'o', "other parent of a common child"},
};

// A new kind is one line.
constexpr auto one = KinNumber::one;
constexpr auto many = KinNumber::many;
constexpr std::array kinds{
    KinKind{"mother", "母亲", one, "M", "mother"},
    KinKind{"father", "父亲", one, "F", "father"},
    KinKind{"spouse", "配偶", one, "E", "present spouse"},
    KinKind{"maternal_grandmother", "外祖母", one, "MM", "mother's mother"},
    KinKind{"maternal_grandfather", "外祖父", one, "MF", "mother's father"},
    KinKind{"paternal_grandmother", "祖母", one, "FM", "father's mother"},
    KinKind{"paternal_grandfather", "祖父", one, "FF", "father's father"},

    KinKind{"parents", "父母", many, "P", "mother and father"},
    KinKind{"grandparents", "祖辈", many, "PP", "parents' parents"},
    KinKind{"maternal_grandparents", "外祖父母", many, "MP", "mother's parents"},
    KinKind{"paternal_grandparents", "祖父母", many, "FP", "father's parents"},
    KinKind{"grandmothers", "祖母与外祖母", many, "PM", "parents' mothers"},
    KinKind{"grandfathers", "祖父与外祖父", many, "PF", "parents' fathers"},
    KinKind{"great_grandparents", "曾祖辈", many, "PPP", "grandparents' parents"},

    KinKind{"children", "子女", many, "C", "children of either sex, whoever the other parent"},
    KinKind{"sons", "儿子", many, "S", "male children"},
    KinKind{"daughters", "女儿", many, "D", "female children"},
    KinKind{"grandchildren", "孙辈", many, "CC", "children's children"},
    KinKind{"grandsons", "孙子与外孙", many, "CS", "children's sons"},
    KinKind{"granddaughters", "孙女与外孙女", many, "CD", "children's daughters"},
    KinKind{"great_grandchildren", "曾孙辈", many, "CCC", "grandchildren's children"},

    KinKind{"siblings", "兄弟姐妹", many, "G", "those who share the mother or the father"},
    KinKind{"sisters", "姐妹", many, "Z", "female siblings"},
    KinKind{"brothers", "兄弟", many, "B", "male siblings"},
    KinKind{"full_siblings", "同父同母兄弟姐妹", many, "g", "those who share both parents"},
    KinKind{"half_siblings", "半血缘兄弟姐妹", many, "u a", "those who share one parent, and the others differ"},
    KinKind{"maternal_half_siblings", "同母异父兄弟姐妹", many, "u", "those who share the mother, with another father"},
    KinKind{"paternal_half_siblings", "同父异母兄弟姐妹", many, "a", "those who share the father, with another mother"},
    KinKind{"nieces", "侄女与外甥女", many, "GD", "siblings' daughters"},
    KinKind{"nephews", "侄子与外甥", many, "GS", "siblings' sons"},
    KinKind{"nieces_and_nephews", "侄辈与甥辈", many, "GC", "siblings' children"},

    KinKind{"aunts", "姑姨", many, "PZ", "parents' sisters (by blood)"},
    KinKind{"maternal_aunts", "姨母", many, "MZ", "mother's sisters"},
    KinKind{"paternal_aunts", "姑母", many, "FZ", "father's sisters"},
    KinKind{"uncles", "伯叔舅", many, "PB", "parents' brothers (by blood)"},
    KinKind{"maternal_uncles", "舅父", many, "MB", "mother's brothers"},
    KinKind{"paternal_uncles", "伯父与叔父", many, "FB", "father's brothers"},
    KinKind{"aunts_and_uncles", "父母的兄弟姐妹", many, "PG", "parents' siblings (by blood)"},
    KinKind{"cousins", "堂表兄弟姐妹", many, "PGC", "first cousins: parents' siblings' children"},
    KinKind{"maternal_cousins", "母方表兄弟姐妹", many, "MGC", "mother's siblings' children"},
    KinKind{"paternal_cousins", "父方堂表兄弟姐妹", many, "FGC", "father's siblings' children"},
    KinKind{"second_cousins", "从堂表兄弟姐妹", many, "PPGCC", "grandparents' siblings' grandchildren"},

    KinKind{"parents_in_law", "配偶的父母", many, "EP", "spouse's parents"},
    KinKind{"siblings_in_law", "配偶的兄弟姐妹与兄弟姐妹的配偶", many, "EG GE", "spouse's siblings, siblings' spouses"},
    KinKind{"children_in_law", "儿媳与女婿", many, "CE", "children's spouses"},
    KinKind{"co_grandparents", "亲家", many, "CEP CoP",
            "parents of children's spouses; the other grandparents of grandchildren"},
};

bool is_step(char letter) {
  return std::any_of(steps.begin(), steps.end(), [&](const KinStepKind& step) { return step.letter == letter; });
}

bool is_path(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_step); }

[[noreturn]] void refuse(std::string_view found) {
  std::vector<std::string> names;
  for (const KinKind& kind : kinds) names.emplace_back(kind.name);
  std::string letters;
  for (const KinStepKind& step : steps) letters += step.letter;
  throw ScenarioError(Problem{
      .where = {},
      .found = "kind of kin = '" + std::string{found} + "'",
      .allowed = "must be one of " + joined(names) + ", or a path made of the letters " + letters + ", such as MMBD",
      .advice = did_you_mean(found, names)});
}

}  // namespace

std::span<const KinKind> kin_kinds() { return kinds; }
std::span<const KinStepKind> kin_steps() { return steps; }

KinKind kin_kind(std::string_view name_or_path) {
  for (const KinKind& kind : kinds)
    if (kind.name == name_or_path) return kind;
  if (!is_path(name_or_path)) refuse(name_or_path);
  return {.name = name_or_path, .name_zh = name_or_path, .number = many, .paths = name_or_path, .definition = "a path"};
}

}  // namespace kinfold
