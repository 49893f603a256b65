// SPDX-License-Identifier: Apache-2.0
#include "core/errors.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace kinfold {

std::string Problem::text() const {
  std::string line = where.file;
  if (where.line > 0) line += ":" + std::to_string(where.line);
  if (where.column > 0) line += ":" + std::to_string(where.column);
  if (!line.empty()) line += ": ";
  line += found;
  if (!allowed.empty()) line += "; " + allowed;
  if (!advice.empty()) line += "; " + advice;
  return line;
}

std::string Problems::text() const {
  std::vector<const Problem*> sorted;
  for (const Problem& problem : list_) sorted.push_back(&problem);
  std::stable_sort(sorted.begin(), sorted.end(), [](const Problem* a, const Problem* b) {
    return std::tie(a->where.file, a->where.line, a->where.column) <
           std::tie(b->where.file, b->where.line, b->where.column);
  });
  std::string text;
  for (const Problem* problem : sorted) text += (text.empty() ? "" : "\n") + problem->text();
  return text;
}

namespace {

/// Levenshtein distance: insertions, deletions and replacements that turn one word into the other.
std::size_t edit_distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= from.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

}  // namespace

std::string_view nearest(std::string_view word, const std::vector<std::string>& candidates) {
  // Half the word may be wrong and the hint is still useful; beyond that it is a guess.
  std::size_t best = std::max<std::size_t>(2, word.size() / 2) + 1;
  std::string_view found;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best) {
      best = distance;
      found = candidate;
    }
  }
  return found;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string_view near = nearest(word, candidates);
  return near.empty() ? "" : "did you mean " + std::string{near} + "?";
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

}  // namespace kinfold
