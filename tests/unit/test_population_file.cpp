// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>

#include "core/errors.hpp"
#include "record/atomic_file.hpp"
#include "record/population_file.hpp"

namespace kinfold {
namespace {

namespace fs = std::filesystem;

/// A folder of its own that goes when the test ends.
class PopulationFile : public ::testing::Test {
 protected:
  PopulationFile() {
    fs::create_directories(folder_);
    place_.slug = "nowhere";
    place_.census_month = Month::of(2020, 11);
    place_.content_hash = 7;
    place_.banners.resize(2);
    for (int number = 0; number < 100; ++number) {
      const PersonIndex person =
          population_.add({.key = static_cast<Key>(number * number),
                           .birth_month = Month::of(1950 + number / 2, 1 + number % 12),
                           .sex = static_cast<Sex>(number % 2),
                           .area = Area::of(static_cast<std::size_t>(number % 2), Residence::rural)},
                          now_);
      if (number % 2 == 1) population_.marry(person - 1, person, now_);
    }
  }
  ~PopulationFile() override { fs::remove_all(folder_); }

  std::string content() const {
    std::ifstream stream(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  void overwrite(const std::string& bytes) const { std::ofstream(path_, std::ios::binary) << bytes; }
  std::string message(const PopulationIdentity& identity) const {
    try {
      read_population(path_, identity);
    } catch (const DataError& error) {
      return error.what();
    }
    return "no DataError";
  }

  fs::path folder_ = fs::temp_directory_path() / ("kinfold-population-" + std::to_string(::getpid()));
  fs::path path_ = folder_ / "month-zero.population";
  Month now_ = Month::of(2020, 10);
  Place place_;
  MonthZeroOptions options_{.scale = 0.5, .seed = 3, .rows_per_shard = 64};
  Population population_{2, 64};
};

TEST_F(PopulationFile, GivesBackEveryColumnShardAndCount) {
  const auto identity = identity_of(place_, options_);
  write_population(path_, population_, identity);
  const Population read = read_population(path_, identity);
  std::vector<std::vector<std::byte>> columns;
  Population::for_columns(population_, [&](const auto& column) {
    const auto bytes = std::as_bytes(std::span{column});
    columns.emplace_back(bytes.begin(), bytes.end());
  });
  std::size_t number = 0;
  Population::for_columns(read, [&](const auto& column) {
    EXPECT_TRUE(std::ranges::equal(std::as_bytes(std::span{column}), columns[number++]));
  });
  EXPECT_EQ(read.shard_count(), population_.shard_count());
  EXPECT_TRUE(read.census() == population_.census());
}

TEST_F(PopulationFile, IsRefusedIfAnyByteIsDamaged) {
  const auto identity = identity_of(place_, options_);
  write_population(path_, population_, identity);
  const std::string whole = content();
  for (std::size_t place = 0; place < whole.size(); place += 13) {
    std::string damaged = whole;
    damaged[place] = static_cast<char>(damaged[place] ^ 0x10);
    overwrite(damaged);
    EXPECT_NE(message(identity), "no DataError") << "byte " << place;
  }
  overwrite(whole);
  EXPECT_EQ(message(identity), "no DataError");
}

TEST_F(PopulationFile, IsRefusedIfCutLengthenedForeignOrMissing) {
  const auto identity = identity_of(place_, options_);
  EXPECT_NE(message(identity).find("missing"), std::string::npos);
  write_population(path_, population_, identity);
  const std::string whole = content();
  for (const std::size_t length : {std::size_t{0}, std::size_t{10}, whole.size() / 2, whole.size() - 1}) {
    overwrite(whole.substr(0, length));
    EXPECT_NE(message(identity), "no DataError") << length;
  }
  overwrite(whole + "x");
  EXPECT_NE(message(identity).find("another length"), std::string::npos);
  overwrite(std::string(whole.size(), 'x'));
  EXPECT_NE(message(identity).find("of another kind"), std::string::npos);
  EXPECT_NE(message(identity).find("build the population again"), std::string::npos);
}

TEST_F(PopulationFile, IsStaleIfAnythingThatDecidesItHasChanged) {
  const auto identity = identity_of(place_, options_);
  write_population(path_, population_, identity);
  const std::vector<std::pair<std::string, std::function<void(PopulationIdentity&)>>> changes{
      {"tables of the place have changed", [](auto& other) { ++other.place_hash; }},
      {"built in another way", [](auto& other) { ++other.method_version; }},
      {"with seed 3", [](auto& other) { ++other.seed; }},
      {"at scale 0.5", [](auto& other) { other.scale = 1.0; }},
      {"shards of 64 rows", [](auto& other) { ++other.rows_per_shard; }},
      {"another month", [](auto& other) { ++other.month; }},
      {"other banners", [](auto& other) { ++other.banner_count; }}};
  for (const auto& [words, change] : changes) {
    PopulationIdentity other = identity;
    change(other);
    EXPECT_NE(message(other).find(words), std::string::npos) << message(other);
    EXPECT_NE(population_file_name(place_, other), population_file_name(place_, identity)) << words;
  }
}

TEST_F(PopulationFile, LeavesTheOldFileIfTheNewOneCannotBeWritten) {
  const auto identity = identity_of(place_, options_);
  EXPECT_THROW(write_population(folder_ / "missing" / "file", population_, identity), WriteError);
  EXPECT_EQ(std::distance(fs::directory_iterator{folder_}, {}), 0);
}

}  // namespace
}  // namespace kinfold
