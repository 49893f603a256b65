// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <numeric>
#include <random>
#include <string>
#include <thread>

#include "core/errors.hpp"
#include "record/checksum.hpp"
#include "record/hdf5_handle.hpp"
#include "record/provenance.hpp"
#include "record/results_file.hpp"
#include "record/seal.hpp"
#include "record/verified_file.hpp"

namespace kinfold {
namespace {

namespace fs = std::filesystem;

using Bytes = std::vector<std::byte>;

const Description births_described{"births", "Live births", "活产数",
                                   "Children born alive in the month, by mother's age."};

Description described(const std::string& units, const std::string& name) { return {units, name, name, name + "."}; }

/// A small file with one of everything.
ResultsFile small_file() {
  ResultsFile file("Ordos, two scenarios", "鄂尔多斯，两个方案");
  const std::vector<std::string> scenarios{"ordos-baseline", "ordos-2023"};
  const std::vector<std::string> scenario_texts{"years = 10\n", "extends = \"ordos-baseline\"\n"};
  const std::vector<std::string> names_zh{"基线", "2023年方案"};
  const std::vector<Month> months{Month::of(2020, 11), Month::of(2020, 12), Month::of(2021, 1)};
  const std::vector<std::int64_t> ages{15, 16};
  const auto scenario = file.dimension("scenario", scenarios, described("name", "Scenario"));
  const auto time = file.dimension("time", months, described("", "Month"));
  const auto age = file.dimension("mother_age", ages, described("year", "Age of the mother"));
  std::vector<std::int64_t> births(2 * 3 * 2);
  std::iota(births.begin(), births.end(), std::int64_t{1} << 60);
  const std::vector<double> tfr{1.1, std::nan(""), 1.3, 1.4, 1.5, -0.0};
  file.variable("births", {scenario, time, age}, births, births_described);
  file.variable("tfr", {scenario, time}, tfr, described("children per woman", "Total fertility rate"));
  file.variable("scenario_resolved", {scenario}, scenario_texts, described("TOML", "Resolved scenario"));
  file.coordinate("scenario_zh", {scenario}, names_zh, described("name", "Scenario in Chinese"));
  file.text("note", "多行\ntext", described("text", "A note"));
  file.attribute("fingerprint", "0123abcd");
  file.attribute("replicates", std::int64_t{20});
  file.attribute("scale", 0.1);
  file.provenance(R"({"seed": 1})");
  return file;
}

/// A folder of its own for each test, removed afterwards.
class ResultsFileTest : public testing::Test {
 protected:
  ResultsFileTest() {
    std::string pattern = (fs::temp_directory_path() / "kinfold-results-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    path_ = (folder_ / "results.h5").string();
  }
  ~ResultsFileTest() override { fs::remove_all(folder_); }

  void put(const Bytes& bytes) const {
    std::ofstream file(path_, std::ios::binary | std::ios::trunc);
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }

  Bytes get() const {
    Bytes bytes(fs::file_size(path_));
    std::ifstream(path_, std::ios::binary)
        .read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    return bytes;
  }

  /// What reading the file must complain of.
  std::string complaint() const {
    try {
      read_verified(path_);
    } catch (const DataError& error) {
      return error.what();
    }
    return "was read";
  }

  void expect_complaint(const std::string& part) const {
    const std::string text = complaint();
    EXPECT_NE(text.find(part), std::string::npos) << "in: " << text;
    EXPECT_EQ(text.find(path_), 0u) << text;
  }

  /// Gives what stands at `path_` a seal of its own, as someone who means harm would.
  void reseal() const {
    Bytes bytes = get();
    const std::string seal = seal_of(bytes);
    const auto line = std::as_bytes(std::span(seal));
    bytes.insert(bytes.end(), line.begin(), line.end());
    put(bytes);
  }

  fs::path folder_;
  std::string path_;
};

TEST_F(ResultsFileTest, GivesBackWhatWasWritten) {
  small_file().write(path_);
  const VerifiedFile file = read_verified(path_);
  EXPECT_EQ(file.variables(), (std::vector<std::string>{"scenario", "time", "mother_age", "births", "tfr",
                                                        "scenario_resolved", "scenario_zh", "note"}));
  EXPECT_EQ(file.dimensions("births"), (std::vector<std::string>{"scenario", "time", "mother_age"}));
  EXPECT_EQ(file.dimensions("time"), (std::vector<std::string>{"time"}));
  EXPECT_TRUE(file.dimensions("note").empty());
  const std::vector<std::int64_t> births = file.read_int64("births");
  ASSERT_EQ(births.size(), 12u);
  EXPECT_EQ(births.front(), std::int64_t{1} << 60);
  EXPECT_EQ(births.back(), (std::int64_t{1} << 60) + 11);
  const std::vector<double> tfr = file.read_double("tfr");
  EXPECT_EQ(tfr[0], 1.1);
  EXPECT_TRUE(std::isnan(tfr[1]));
  EXPECT_TRUE(std::signbit(tfr[5]));
  EXPECT_EQ(file.read_texts("scenario_resolved")[1], "extends = \"ordos-baseline\"\n");
  EXPECT_EQ(file.read_text("note"), "多行\ntext");
}

TEST_F(ResultsFileTest, GivesBackTheFactsOfTheRun) {
  small_file().write(path_);
  const VerifiedFile file = read_verified(path_);
  EXPECT_EQ(file.text_attribute("fingerprint"), "0123abcd");
  EXPECT_EQ(file.text_attribute("title_zh"), "鄂尔多斯，两个方案");
  EXPECT_EQ(file.text_attribute("provenance"), R"({"seed": 1})");
  EXPECT_EQ(file.int64_attribute("replicates"), 20);
  EXPECT_EQ(file.int64_attribute("kinfold_format"), results_format);
  EXPECT_EQ(file.int64_attribute("complete"), 1);
  EXPECT_EQ(file.double_attribute("scale"), 0.1);
}

TEST_F(ResultsFileTest, CountsMonthsInDaysFrom1900) {
  small_file().write(path_);
  // 1 November 2020 is day 44,134 after 1 January 1900 (spreadsheets, which invent 29 February 1900, say 44,136).
  EXPECT_EQ(read_verified(path_).read_int64("time"), (std::vector<std::int64_t>{44134, 44164, 44195}));
}

TEST_F(ResultsFileTest, EqualContentGivesEqualBytes) {
  EXPECT_EQ(small_file().sealed(), small_file().sealed());
  // Both are built within a second, the resolution of the times that HDF5 would note: so look for those too.
  small_file().write(path_);
  const hdf5::Handle file(H5Fopen(path_.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose, "open");
  for (const char* object : {"/", "births", "time"}) {
    H5O_info_t facts{};
    hdf5::require(H5Oget_info_by_name(file.id(), object, &facts, H5P_DEFAULT), "ask for the times");
    EXPECT_EQ(facts.ctime, 0) << object;
  }
}

TEST_F(ResultsFileTest, TheSealIsAsSha256sumSeesIt) {
  ResultsFile file = small_file();
  const Bytes& bytes = file.sealed();
  const std::string seal(reinterpret_cast<const char*>(bytes.data()) + bytes.size() - seal_bytes, seal_bytes);
  const auto body = std::span(bytes).first(bytes.size() - seal_bytes);
  EXPECT_NE(seal.find("sha256=" + sha256(body) + " bytes=" + std::to_string(body.size())), std::string::npos);
  EXPECT_EQ(seal.back(), '\n');
}

TEST_F(ResultsFileTest, CompressesLargeVariablesWithoutLoss) {
  ResultsFile file("large", "大");
  std::vector<std::int64_t> index(1000);
  std::iota(index.begin(), index.end(), 0);
  const auto replicate = file.dimension("replicate", index, described("1", "Replicate"));
  const auto age = file.dimension("age", index, described("year", "Age"));
  std::vector<std::int64_t> counts(1'000'000);
  for (std::size_t i = 0; i < counts.size(); ++i) counts[i] = static_cast<std::int64_t>(i % 977);
  file.variable("population", {replicate, age}, counts, described("persons", "Population"));
  EXPECT_LT(file.sealed().size(), counts.size() * 8 / 4);
  file.write(path_);
  EXPECT_EQ(read_verified(path_).read_int64("population"), counts);
}

TEST_F(ResultsFileTest, KeepsAxesWithoutEntriesAndLongTexts) {
  const std::string long_text(3'000'000, 'x');
  ResultsFile file("events", "事件");
  const auto event = file.dimension("event", std::vector<std::int64_t>{}, described("1", "Event"));
  file.variable("kind", {event}, std::vector<std::int64_t>{}, described("1", "Kind"));
  file.variable("word", {event}, std::vector<std::string>{}, described("text", "Word"));
  file.text("tables", long_text, described("CSV", "Tables"));
  file.attribute("long", long_text);
  file.attribute("empty", "");
  file.write(path_);
  const VerifiedFile read = read_verified(path_);
  EXPECT_TRUE(read.read_int64("kind").empty());
  EXPECT_TRUE(read.read_texts("word").empty());
  EXPECT_EQ(read.read_text("tables"), long_text);
  EXPECT_EQ(read.text_attribute("long"), long_text);
  EXPECT_EQ(read.text_attribute("empty"), "");
}

TEST_F(ResultsFileTest, BuildsInSeveralThreadsAtOnce) {
  const Bytes expected = small_file().sealed();
  std::vector<Bytes> built(4);
  std::vector<std::thread> threads;
  for (Bytes& bytes : built) {
    threads.emplace_back([&bytes] {
      for (int i = 0; i < 5; ++i) bytes = small_file().sealed();
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const Bytes& bytes : built) EXPECT_EQ(bytes, expected);
}

/// What the program may not do when it builds a file.
class ResultsFileRefuses : public testing::Test {
 protected:
  ResultsFile file_{"title", "标题"};
  std::vector<std::int64_t> two_{1, 2};
  Dimension replicate_ = file_.dimension("replicate", two_, described("1", "Replicate"));
  Dimension age_ = file_.dimension("age", two_, described("year", "Age"));
  std::vector<std::int64_t> four_{1, 2, 3, 4};
};

TEST_F(ResultsFileRefuses, ValuesThatDoNotFillTheDimensions) {
  EXPECT_THROW(file_.variable("births", {replicate_, age_}, two_, births_described), ModelError);
  EXPECT_THROW(file_.variable("births", {replicate_}, four_, births_described), ModelError);
}

TEST_F(ResultsFileRefuses, AnyEmptyPartOfADescription) {
  for (std::string Description::*part :
       {&Description::units, &Description::long_name, &Description::long_name_zh, &Description::definition}) {
    Description description = births_described;
    description.*part = "";
    EXPECT_THROW(file_.variable("births", {replicate_}, two_, description), ModelError);
  }
}

TEST_F(ResultsFileRefuses, DimensionsInAnotherOrder) {
  EXPECT_THROW(file_.variable("births", {age_, replicate_}, four_, births_described), ModelError);
  EXPECT_THROW(file_.variable("births", {age_, age_}, four_, births_described), ModelError);
}

TEST_F(ResultsFileRefuses, DimensionsOfAnotherFile) {
  ResultsFile other("title", "标题");
  const Dimension foreign = other.dimension("place", two_, described("1", "Place"));
  EXPECT_THROW(file_.variable("births", {foreign}, two_, births_described), ModelError);
}

TEST_F(ResultsFileRefuses, NamesThatAreTakenOrNoNames) {
  EXPECT_THROW(file_.variable("age", {replicate_}, two_, births_described), ModelError);
  EXPECT_THROW(file_.attribute("title", "again"), ModelError);
  for (const char* name : {"", "Births", "a/b", "1st", "a b", "出生"}) {
    EXPECT_THROW(file_.variable(name, {replicate_}, two_, births_described), ModelError) << name;
  }
}

TEST_F(ResultsFileRefuses, CoordinatesThatDoNotIncreaseOrRepeat) {
  EXPECT_THROW(file_.dimension("year", std::vector<std::int64_t>{2020, 2020}, described("year", "Year")), ModelError);
  EXPECT_THROW(file_.dimension("place", std::vector<std::string>{"a", "a"}, described("name", "Place")), ModelError);
  const std::vector<Month> months{Month::of(2021, 1), Month::of(2020, 12)};
  EXPECT_THROW(file_.dimension("time", months, described("", "Month")), ModelError);
}

TEST_F(ResultsFileRefuses, UnitsThatReadersTakeForTimes) {
  EXPECT_THROW(file_.variable("leave", {age_}, two_, described("days", "Leave")), ModelError);
  EXPECT_THROW(file_.variable("leave", {age_}, two_, described("days since 2000-01-01", "Leave")), ModelError);
  EXPECT_NO_THROW(file_.variable("leave", {age_}, two_, described("day", "Leave")));
}

TEST_F(ResultsFileRefuses, TextsThatReadersCannotShow) {
  EXPECT_THROW(file_.attribute("note", std::string("a\0b", 3)), ModelError);
  EXPECT_THROW(file_.text("note", "\xff", described("text", "Note")), ModelError);
}

TEST_F(ResultsFileRefuses, AnythingAfterTheEnd) {
  file_.sealed();
  EXPECT_THROW(file_.attribute("note", "late"), ModelError);
  EXPECT_THROW(file_.variable("births", {replicate_}, two_, births_described), ModelError);
}

TEST_F(ResultsFileTest, ReadersOfferTheNearestNameAndRefuseOtherTypes) {
  small_file().write(path_);
  const VerifiedFile file = read_verified(path_);
  const auto message = [](auto read) -> std::string {
    try {
      read();
    } catch (const DataError& error) {
      return error.what();
    }
    return "was read";
  };
  EXPECT_NE(message([&] { file.read_int64("birth"); }).find("did you mean 'births'?"), std::string::npos);
  EXPECT_NE(message([&] { file.read_double("births"); }).find("holds whole numbers"), std::string::npos);
  EXPECT_NE(message([&] { file.read_text("scenario_resolved"); }).find("holds 2 texts"), std::string::npos);
  EXPECT_NE(message([&] { file.text_attribute("none"); }).find("has no attribute 'none'"), std::string::npos);
  EXPECT_NE(message([&] { file.int64_attribute("title"); }).find("holds text"), std::string::npos);
}

TEST_F(ResultsFileTest, SaysWhatIsWrongWithAFile) {
  expect_complaint("no such file");
  put({});
  expect_complaint("is empty");
  put(Bytes(5000, std::byte{7}));
  expect_complaint("is not an HDF5 file");
  fs::remove(path_);
  fs::create_directory(path_);
  expect_complaint("is a folder");
}

TEST_F(ResultsFileTest, TellsAShortFileFromAChangedOne) {
  const Bytes whole = small_file().sealed();
  put(Bytes(whole.begin(), whole.end() - 1));
  expect_complaint("is cut short");
  put(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(whole.size() / 2)));
  expect_complaint("is cut short");
  Bytes changed = whole;
  changed[changed.size() / 2] ^= std::byte{1};
  put(changed);
  expect_complaint("was changed or damaged");
}

TEST_F(ResultsFileTest, RefusesThreeHundredDamagedCopies) {
  const Bytes whole = small_file().sealed();
  std::minstd_rand random(7);
  for (int i = 0; i < 300; ++i) {
    Bytes damaged = whole;
    const std::size_t at = random() % whole.size();
    if (i % 3 == 0) damaged.resize(at);
    if (i % 3 == 1) damaged[at] ^= static_cast<std::byte>(1u << random() % 8);
    if (i % 3 == 2) damaged.insert(damaged.begin() + static_cast<std::ptrdiff_t>(at), static_cast<std::byte>(random()));
    put(damaged);
    EXPECT_NE(complaint(), "was read") << "copy " << i << ", byte " << at;
  }
}

// Every bit of the seal counts: a seal changed in an unused place would otherwise pass.
TEST_F(ResultsFileTest, RefusesEveryChangedBitOfTheSeal) {
  const Bytes whole = small_file().sealed();
  for (std::size_t at = whole.size() - seal_bytes; at < whole.size(); ++at) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      Bytes damaged = whole;
      damaged[at] ^= static_cast<std::byte>(1u << bit);
      put(damaged);
      ASSERT_NE(complaint(), "was read") << at << " " << bit;
    }
  }
}

/// Makes a plain HDF5 file with the marks of ours, then lets a test add what we never write.
template <class Add>
void forge(const std::string& path, std::int64_t format, Add add) {
  const hdf5::LibraryUse use;
  const hdf5::Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose, "forge");
  hdf5::require(H5Pset_link_creation_order(creation.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), "forge");
  const hdf5::Handle file(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation.id(), H5P_DEFAULT), H5Fclose, "forge");
  const hdf5::Handle space(H5Screate(H5S_SCALAR), H5Sclose, "forge");
  for (const auto& [name, value] : {std::pair<const char*, std::int64_t>{"kinfold_format", format}, {"complete", 1}}) {
    const hdf5::Handle attribute(H5Acreate2(file.id(), name, H5T_STD_I64LE, space.id(), H5P_DEFAULT, H5P_DEFAULT),
                                 H5Aclose, "forge");
    hdf5::require(H5Awrite(attribute.id(), H5T_NATIVE_INT64, &value), "forge");
  }
  add(file.id());
}

/// A variable of `count` values kept as `properties` say.
void add_dataset(hid_t file, hid_t properties, hsize_t count) {
  const hdf5::Handle space(H5Screate_simple(1, &count, nullptr), H5Sclose, "forge");
  const hdf5::Handle dataset(
      H5Dcreate2(file, "births", H5T_STD_I64LE, space.id(), H5P_DEFAULT, properties, H5P_DEFAULT), H5Dclose, "forge");
}

hdf5::Handle dataset_properties() { return {H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "forge"}; }

TEST_F(ResultsFileTest, RefusesAForeignHdf5File) {
  hdf5::require(H5Fclose(H5Fcreate(path_.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT)), "make");
  expect_complaint("not a Kinfold results file");
}

TEST_F(ResultsFileTest, RefusesANewerFormat) {
  forge(path_, results_format + 1, [](hid_t) {});
  reseal();
  expect_complaint("has the format version 2; this Kinfold reads versions 1 to 1; install a newer Kinfold");
}

TEST_F(ResultsFileTest, RefusesLinksToElsewhere) {
  forge(path_, 1, [](hid_t file) {
    hdf5::require(H5Lcreate_external("/etc/passwd", "/", file, "births", H5P_DEFAULT, H5P_DEFAULT), "forge");
    hdf5::require(H5Lcreate_soft("/births", file, "deaths", H5P_DEFAULT, H5P_DEFAULT), "forge");
  });
  reseal();
  expect_complaint("'births' is a link to elsewhere");
  expect_complaint("'deaths' is a link to elsewhere");
}

TEST_F(ResultsFileTest, RefusesGroups) {
  forge(path_, 1, [](hid_t file) {
    const hdf5::Handle group(H5Gcreate2(file, "inner", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Gclose, "forge");
  });
  reseal();
  expect_complaint("'inner' is not a variable");
}

TEST_F(ResultsFileTest, RefusesValuesKeptElsewhere) {
  forge(path_, 1, [](hid_t file) {
    const hdf5::Handle properties = dataset_properties();
    hdf5::require(H5Pset_external(properties.id(), "/etc/passwd", 0, 80), "forge");
    add_dataset(file, properties.id(), 10);
  });
  reseal();
  expect_complaint("'births' keeps its values in another file");
}

TEST_F(ResultsFileTest, RefusesVirtualVariables) {
  forge(path_, 1, [](hid_t file) {
    const hdf5::Handle properties = dataset_properties();
    const hsize_t count = 10;
    const hdf5::Handle space(H5Screate_simple(1, &count, nullptr), H5Sclose, "forge");
    hdf5::require(H5Pset_virtual(properties.id(), space.id(), "other.h5", "/births", space.id()), "forge");
    add_dataset(file, properties.id(), count);
  });
  reseal();
  expect_complaint("'births' is put together from other files");
}

TEST_F(ResultsFileTest, RefusesOtherFilters) {
  forge(path_, 1, [](hid_t file) {
    const hdf5::Handle properties = dataset_properties();
    const hsize_t chunk = 10;
    hdf5::require(H5Pset_chunk(properties.id(), 1, &chunk), "forge");
    hdf5::require(H5Pset_nbit(properties.id()), "forge");
    add_dataset(file, properties.id(), chunk);
  });
  reseal();
  expect_complaint("'births' is packed with a filter other than shuffle and deflate");
}

TEST_F(ResultsFileTest, RefusesMoreValuesThanBytesCanHold) {
  forge(path_, 1, [](hid_t file) { add_dataset(file, H5P_DEFAULT, hsize_t{1} << 40); });
  reseal();
  expect_complaint("'births' claims more values than its bytes can hold");
}

TEST_F(ResultsFileTest, RefusesAResealedFileThatHdf5CannotOpen) {
  Bytes bytes = small_file().sealed();
  bytes.resize(bytes.size() / 2);
  put(bytes);
  reseal();
  expect_complaint("HDF5 could not open the image");
}

TEST(Provenance, NamesWhatIsNeededToMakeTheFileAgain) {
  Provenance provenance;
  provenance.parameters.set("sex_ratio_at_birth", 1.06);
  provenance.seed = std::numeric_limits<std::uint64_t>::max();
  provenance.replicates = 20;
  provenance.data = {{"places/ordos/mortality.csv", sha256("x")}};
  provenance.created = "2023-11-22T08:30:00Z";
  const std::string json = provenance_json(provenance);
  for (const std::string& part :
       {std::string(R"("created": "2023-11-22T08:30:00Z")"), std::string(R"("name": "kinfold")"),
        std::string(R"("seed": 18446744073709551615)"), std::string(R"("replicates": 20)"),
        std::string(R"("sex_ratio_at_birth": 1.06)"), sha256("x"), "\"hdf5\": \"" + hdf5::library_version() + '"',
        "\"git_commit\": \"" + git_commit() + '"'}) {
    EXPECT_NE(json.find(part), std::string::npos) << part << " in " << json;
  }
}

TEST(Provenance, GivesTheMomentInUtc) {
  const std::string now = utc_now();
  ASSERT_EQ(now.size(), 20u);
  EXPECT_EQ(now[10], 'T');
  EXPECT_EQ(now.back(), 'Z');
}

}  // namespace
}  // namespace kinfold
