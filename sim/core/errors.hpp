// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace kinfold {

/// Where a problem stands in a file. Lines and columns count from 1; 0 means "not known".
struct Where {
  std::string file;
  int line = 0;
  int column = 0;
};

/// One thing wrong with the user's input, in the four parts that every message has.
struct Problem {
  Where where;
  std::string found;    ///< what stands there, with the name of the key or column
  std::string allowed;  ///< what may stand there, with its unit
  std::string advice;   ///< what to do; may be empty

  /// `file:line:column: found; allowed; advice`, leaving out what is empty.
  std::string text() const;
};

/// Everything wrong with one input, so that a user mends it in one round.
class Problems {
 public:
  void add(Problem problem) { list_.push_back(std::move(problem)); }
  bool empty() const { return list_.empty(); }
  const std::vector<Problem>& list() const { return list_; }

  /// One line a problem, in the order of file, line and column.
  std::string text() const;

  /// Throws `Error` (ScenarioError or DataError) with all problems, if there are any.
  template <class Error>
  void throw_if_any() const {
    if (!empty()) throw Error(*this);
  }

 private:
  std::vector<Problem> list_;
};

/// The user's scenario or command is wrong (exit code 2; a ValueError in Python).
class ScenarioError : public std::invalid_argument {
 public:
  explicit ScenarioError(const Problems& problems) : std::invalid_argument(problems.text()) {}
  explicit ScenarioError(const Problem& problem) : std::invalid_argument(problem.text()) {}
};

/// A table or a results file is wrong (exit code 3; a ValueError in Python).
class DataError : public std::invalid_argument {
 public:
  explicit DataError(const Problems& problems) : std::invalid_argument(problems.text()) {}
  explicit DataError(const Problem& problem) : std::invalid_argument(problem.text()) {}
};

/// The model broke one of its own rules: ours to mend (exit code 70; a RuntimeError in Python).
class ModelError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The candidate nearest to a misspelt word, or an empty view if none is near.
std::string_view nearest(std::string_view word, const std::vector<std::string>& candidates);

/// `did you mean amount?`, with the candidate nearest to a misspelt word; empty if none is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

/// `any, mother, father`: how a message lists words.
std::string joined(const std::vector<std::string>& words);

}  // namespace kinfold
