// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <string>

#include "core/table.hpp"

namespace kinfold {
namespace {

/// A file in a folder of its own that goes away with the test.
class TableTest : public testing::Test {
 protected:
  void SetUp() override {
    const std::string test = testing::UnitTest::GetInstance()->current_test_info()->name();
    folder_ = std::filesystem::temp_directory_path() / ("kinfold-table-" + std::to_string(getpid()) + "-" + test);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path path() const { return folder_ / "towns.csv"; }

  void write(const std::string& bytes) const { std::ofstream(path(), std::ios::binary) << bytes; }

  Table read() {
    const std::vector<Column> columns{words("town"), counts("persons"), numbers("share", 0.0, 1.0)};
    return Table::read(path(), columns, problems_);
  }

  Table read(const std::string& bytes) {
    write(bytes);
    return read();
  }

  /// Text of all problems with the folder left out.
  std::string complaints() const {
    std::string text = problems_.text();
    const std::string prefix = folder_.string() + "/";
    for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix))
      text.erase(at, prefix.size());
    return text;
  }

  Problems problems_;

 private:
  std::filesystem::path folder_;
};

const std::string origin = "# source: census\n# year: 2020\n# unit: persons\n# quality: verified\n";
const std::string header = "town,persons,share\n";

TEST_F(TableTest, ReadsCellsByNameAndKnowsTheirPlace) {
  const Table table = read(origin + "share,town,persons\n0.25,Ordos,12\n\n1,\"Baotou, \"\"west\"\"\",0\r\n");
  EXPECT_EQ(complaints(), "");
  EXPECT_TRUE(table.is_sound());
  ASSERT_EQ(table.row_count(), 2u);
  EXPECT_EQ(table.text(0, "town"), "Ordos");
  EXPECT_EQ(table.text(1, "town"), "Baotou, \"west\"");
  EXPECT_EQ(table.whole(0, "persons"), 12);
  EXPECT_EQ(table.number(0, "share"), 0.25);
  EXPECT_EQ(table.where(1, "persons").line, 8);
  EXPECT_EQ(table.where(1, "persons").column, 3);
}

TEST_F(TableTest, KeepsWhatTheCommentsSay) {
  const Table table =
      read("# title: Towns\n" + origin + "# method: one line\n# method: and another\n" + header + "a,1,1\n");
  EXPECT_EQ(table.metadata().at("source"), "census");
  EXPECT_EQ(table.metadata().at("method"), "one line and another");
}

TEST_F(TableTest, AcceptsAByteOrderMarkAndChineseText) {
  const Table table = read("\xEF\xBB\xBF" + origin + header + "鄂尔多斯市,1,1\n");
  EXPECT_EQ(complaints(), "");
  EXPECT_EQ(table.text(0, "town"), "鄂尔多斯市");
}

TEST_F(TableTest, RefusesAMissingFile) {
  EXPECT_FALSE(read().is_sound());
  EXPECT_EQ(complaints(), "towns.csv: no such file; must exist; add it or mend its name");
}

TEST_F(TableTest, RefusesAFolderInPlaceOfAFile) {
  std::filesystem::create_directories(path());
  read();
  EXPECT_EQ(complaints(), "towns.csv: not a file; must be a text file");
}

TEST_F(TableTest, RefusesAnEmptyFile) {
  EXPECT_EQ(read("").row_count(), 0u);
  EXPECT_EQ(complaints(), "towns.csv: an empty file; must hold text; restore it from its source");
}

TEST_F(TableTest, RefusesANulByteAndNamesItsLine) {
  read(origin + header + "a,1,1\n" + std::string(1, '\0') + "\n");
  EXPECT_EQ(complaints(),
            "towns.csv:7: a NUL byte; must be a text file in UTF-8; this looks like a binary file; "
            "give the text version");
}

TEST_F(TableTest, RefusesBytesThatAreNotUtf8) {
  // A lone continuation byte, an overlong slash, a surrogate, a code point above U+10FFFF, a truncated sequence, GBK.
  for (const std::string bytes : {"\x80", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE9\x84", "\xB6\xF5"}) {
    problems_ = {};
    read(origin + header + bytes + ",1,1\n");
    EXPECT_EQ(complaints(),
              "towns.csv:6: bytes that are not UTF-8; must be a text file in UTF-8; save the file again with the "
              "encoding UTF-8");
  }
}

TEST_F(TableTest, RefusesAFileAboveTheLimitWithoutReadingIt) {
  write("x");
  std::filesystem::resize_file(path(), largest_text_file + 1);
  read();
  EXPECT_EQ(complaints(), "towns.csv: larger than 64 MB; must be at most 64 MB; this is not a table");
}

TEST_F(TableTest, AsksForSourceYearUnitAndQuality) {
  read("# source: census\n# unit:\n# quality: verified\n" + header + "a,1,1\n");
  EXPECT_NE(complaints().find("no line '# year: …'"), std::string::npos);
  EXPECT_NE(complaints().find("no line '# unit: …'"), std::string::npos);
  EXPECT_EQ(problems_.list().size(), 2u);
}

TEST_F(TableTest, NamesMissingUnknownAndRepeatedColumns) {
  read(origin + "town,person,town\na,1,b\n");
  EXPECT_EQ(complaints(),
            "towns.csv:5: no column 'persons'; must be a whole number, 0 or more; add the column\n"
            "towns.csv:5: no column 'share'; must be a number between 0 and 1; add the column\n"
            "towns.csv:5:2: column 'person'; is not a column of this table; did you mean 'persons'?\n"
            "towns.csv:5:3: column 'town' twice; must appear once; remove one of them");
}

TEST_F(TableTest, RefusesATableWithoutHeaderOrRows) {
  read(origin);
  EXPECT_EQ(complaints(), "towns.csv: no header row; must name its columns; add the header row");
  problems_ = {};
  read(origin + header);
  EXPECT_EQ(complaints(), "towns.csv: no rows; must have at least one row; add the data");
}

TEST_F(TableTest, NamesRaggedRowsAndLeavesThemOut) {
  const Table table = read(origin + header + "a,1\nb,1,1\nc,1,0,5\n");
  EXPECT_TRUE(table.has_ragged_rows());
  EXPECT_EQ(table.row_count(), 1u);
  EXPECT_NE(complaints().find("towns.csv:6:2: 2 cells; must have 3 cells like the header row"), std::string::npos);
  EXPECT_NE(complaints().find("towns.csv:8:4: 4 cells; must have 3 cells like the header row"), std::string::npos);
}

TEST_F(TableTest, NamesEveryCellThatIsNoNumberOrOutOfRange) {
  const Table table = read(origin + header + "a,-1,1\nb,2.5,0.5\n,3,1.5\nd,x,nan\ne,,inf\nf,1e3,0x1\ng,+1,1\n");
  EXPECT_EQ(complaints(),
            "towns.csv:6:2: persons = -1; must be a whole number, 0 or more; correct the cell\n"
            "towns.csv:7:2: persons = 2.5; must be a whole number, 0 or more; correct the cell\n"
            "towns.csv:8:1: town is empty; must not be empty; correct the cell\n"
            "towns.csv:8:3: share = 1.5; must be a number between 0 and 1; correct the cell\n"
            "towns.csv:9:2: persons = x; must be a whole number, 0 or more; correct the cell\n"
            "towns.csv:9:3: share = nan; must be a number between 0 and 1; correct the cell\n"
            "towns.csv:10:2: persons is empty; must be a whole number, 0 or more; correct the cell\n"
            "towns.csv:10:3: share = inf; must be a number between 0 and 1; correct the cell\n"
            "towns.csv:11:3: share = 0x1; must be a number between 0 and 1; correct the cell\n"
            "towns.csv:12:2: persons = +1; must be a whole number, 0 or more; correct the cell");
  EXPECT_FALSE(table.is_sound());
  EXPECT_FALSE(table.find_number(3, "share").has_value());
  EXPECT_EQ(table.whole(5, "persons"), 1000);
}

TEST_F(TableTest, RefusesNumbersTooLargeToBeExact) {
  const Table table = read(origin + header + "a,9007199254740993000,1\nb,1e999,1\n");
  EXPECT_EQ(problems_.list().size(), 2u);
  EXPECT_EQ(table.whole(0, "persons"), 9007199254740992);
}

TEST_F(TableTest, AskingForAnUnknownColumnIsOurMistake) {
  const Table table = read(origin + header + "a,1,1\n");
  EXPECT_THROW(table.number(0, "age"), ModelError);
}

}  // namespace
}  // namespace kinfold
