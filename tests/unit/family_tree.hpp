// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "core/random.hpp"
#include "population/population.hpp"

namespace kinfold {

/// People with names, so that a test of kinship can be read.
class FamilyTree {
 public:
  Population people{1, 16};

  PersonIndex man(const std::string& name, int born, const std::string& mother = "", const std::string& father = "") {
    return add(name, Sex::male, born, mother, father);
  }
  PersonIndex woman(const std::string& name, int born, const std::string& mother = "", const std::string& father = "") {
    return add(name, Sex::female, born, mother, father);
  }
  void marry(const std::string& one, const std::string& other) { people.marry(row(one), row(other), now); }

  PersonIndex row(const std::string& name) const { return name.empty() ? nobody : rows_.at(name); }
  std::string name(PersonIndex row) const { return name_of(people.key[row]); }
  std::string name_of(Key key) const { return names_.at(key); }
  /// Names in the order of the rows given.
  template <class Rows>
  std::vector<std::string> names(const Rows& rows) const {
    std::vector<std::string> names;
    for (const PersonIndex row : rows) names.push_back(name(row));
    return names;
  }

  static constexpr Month now = Month::of(2021, 1);

 private:
  PersonIndex add(const std::string& name, Sex sex, int born, const std::string& mother, const std::string& father) {
    const Key key = mix(rows_.size() + 1);
    const PersonIndex row = people.add({.key = key, .birth_month = Month::of(born, 6), .sex = sex}, now);
    people.add_child(this->row(mother), this->row(father), row);
    rows_[name] = row;
    names_[key] = name;
    return row;
  }

  std::map<std::string, PersonIndex> rows_;
  std::map<Key, std::string> names_;
};

/// Three generations around Ego (and a fourth above and below), in which each kind of kin has somebody.
inline FamilyTree three_generations() {
  FamilyTree tree;
  tree.woman("great-grandmother", 1905);
  tree.woman("mother's mother", 1930, "great-grandmother");
  tree.man("mother's father", 1929);
  tree.woman("father's mother", 1932);
  tree.man("father's father", 1931);
  tree.woman("grandmother's sister", 1933, "great-grandmother");
  tree.woman("mother", 1955, "mother's mother", "mother's father");
  tree.man("father", 1954, "father's mother", "father's father");
  tree.woman("mother's sister", 1957, "mother's mother", "mother's father");
  tree.man("mother's brother", 1959, "mother's mother", "mother's father");
  tree.woman("father's sister", 1956, "father's mother", "father's father");
  tree.man("father's brother", 1958, "father's mother", "father's father");
  tree.man("mother's other man", 1950);
  tree.woman("father's other woman", 1960);
  tree.man("grandmother's sister's son", 1960, "grandmother's sister");
  tree.woman("second cousin", 1985, "", "grandmother's sister's son");

  tree.woman("ego", 1980, "mother", "father");
  tree.man("brother", 1982, "mother", "father");
  tree.woman("sister", 1984, "mother", "father");
  tree.man("mother's elder son", 1977, "mother", "mother's other man");
  tree.woman("father's younger daughter", 1990, "father's other woman", "father");
  tree.woman("mother's sister's daughter", 1981, "mother's sister");
  tree.man("mother's brother's son", 1983, "", "mother's brother");
  tree.man("father's sister's son", 1979, "father's sister");
  tree.woman("father's brother's daughter", 1986, "", "father's brother");

  tree.woman("husband's mother", 1953);
  tree.man("husband's father", 1952);
  tree.man("husband", 1978, "husband's mother", "husband's father");
  tree.woman("husband's sister", 1985, "husband's mother", "husband's father");
  tree.woman("brother's wife", 1983);
  tree.woman("brother's daughter", 2008, "brother's wife", "brother");
  tree.man("sister's son", 2010, "sister");

  tree.woman("daughter", 2000, "ego", "husband");
  tree.man("son", 2002, "ego", "husband");
  tree.woman("daughter's husband's mother", 1977);
  tree.man("daughter's husband's father", 1976);
  tree.man("daughter's husband", 1999, "daughter's husband's mother", "daughter's husband's father");
  tree.woman("son's friend's mother", 1979);
  tree.woman("son's friend", 2001, "son's friend's mother");
  tree.man("daughter's son", 2019, "daughter", "daughter's husband");
  tree.woman("son's daughter", 2020, "son's friend", "son");

  tree.marry("mother", "father");
  tree.marry("ego", "husband");
  tree.marry("brother", "brother's wife");
  tree.marry("daughter", "daughter's husband");
  return tree;
}

/// People in `generations` of so many: from the second on with parents drawn by key from the generation before, of whom
/// some are not known; some are married. Mothers and fathers are drawn apart, so that half-siblings abound.
inline Population drawn_families(std::uint64_t seed, std::size_t a_generation, std::size_t generations) {
  Population people{1, 64};
  for (std::size_t number = 0; number < a_generation * generations; ++number) {
    const Key key = derived_key(seed, number);
    const std::size_t generation = number / a_generation;
    const Month born = Month::of(1900 + 25 * static_cast<int>(generation), 1) + static_cast<int>(mix(key) % 60);
    const PersonIndex child =
        people.add({.key = key, .birth_month = born, .sex = static_cast<Sex>(number % 2)}, Month::of(2021, 1));
    if (generation == 0) continue;
    const std::size_t first = (generation - 1) * a_generation;
    const auto parent = [&](std::uint64_t which, Sex sex) {
      const std::uint64_t draw = derived_key(key, which);
      const std::size_t row = first + 2 * (draw % (a_generation / 2)) + static_cast<std::size_t>(sex);
      return draw >> 60 == 0 ? nobody : static_cast<PersonIndex>(row);
    };
    people.add_child(parent(1, Sex::female), parent(2, Sex::male), child);
  }
  for (PersonIndex man = 0; man + 1 < people.row_count(); man += 2)
    if (mix(people.key[man]) % 3 != 0) people.marry(man, man + 1, Month::of(2021, 1));
  return people;
}

}  // namespace kinfold
