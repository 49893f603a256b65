// SPDX-License-Identifier: Apache-2.0
#include "record/population_file.hpp"

#include <array>
#include <bit>
#include <cstring>
#include <fstream>
#include <span>
#include <type_traits>
#include <vector>

#include "core/errors.hpp"
#include "record/atomic_file.hpp"
#include "record/checksum.hpp"

namespace kinfold {
namespace {

/// First bytes of every file. The line end shows when a transfer has changed line ends.
constexpr std::array<char, 16> magic{'K', 'I', 'N', 'F', 'O', 'L', 'D', ' ', 'P', 'E', 'O', 'P', 'L', 'E', '\r', '\n'};
constexpr std::uint32_t format_version = 2;
constexpr std::uint32_t byte_order_mark = 0x01020304;
constexpr std::size_t digest_bytes = 64;  ///< SHA-256 in hexadecimal digits

/// What stands before the columns. Plain numbers of fixed width, no gaps between them.
struct Header {
  std::array<char, 16> magic{};
  std::uint32_t byte_order = 0;
  std::uint32_t format = 0;
  std::uint64_t place_hash = 0;
  std::uint64_t scale_bits = 0;
  std::uint64_t rows_per_shard = 0;
  std::uint64_t rows = 0;
  std::uint64_t row_bytes = 0;  ///< of all columns together: changes when a column is added or widened
  std::uint64_t relatives = 0;  ///< records of relatives, and ties of some of them
  std::uint64_t ties = 0;
  std::uint32_t method_version = 0;
  std::uint32_t seed = 0;
  std::int32_t month = 0;
  std::uint32_t banner_count = 0;
};
static_assert(std::has_unique_object_representations_v<Header>);

template <class Value>
std::span<const std::byte> bytes_of(const Value& value) {
  return std::as_bytes(std::span{&value, 1});
}

std::uint64_t row_bytes() {
  std::uint64_t bytes = 0;
  const Population empty{1};
  const auto add = [&](const auto& column) { bytes += sizeof(column[0]); };
  Population::for_columns(empty, add);
  Relatives::for_columns(empty.relatives, add);
  Relatives::for_tie_columns(empty.relatives, add);
  return bytes;
}

/// Calls `visit(column, length)` for each column, of rows and relatives, with as many entries as the header says.
template <class Kept, class Visit>
void for_all_columns(Kept& population, const Header& header, Visit visit) {
  Population::for_columns(population, [&](auto& column) { visit(column, header.rows); });
  Relatives::for_columns(population.relatives, [&](auto& column) { visit(column, header.relatives); });
  Relatives::for_tie_columns(population.relatives, [&](auto& column) { visit(column, header.ties); });
}

/// Bytes of all columns together.
std::uint64_t content_bytes(const Header& header) {
  std::uint64_t bytes = 0;
  const Population empty{1};
  for_all_columns(empty, header,
                  [&](const auto& column, std::uint64_t length) { bytes += length * sizeof(column[0]); });
  return bytes;
}

Header header_of(const PopulationIdentity& identity) {
  return {.magic = magic,
          .byte_order = byte_order_mark,
          .format = format_version,
          .place_hash = identity.place_hash,
          .scale_bits = std::bit_cast<std::uint64_t>(identity.scale),
          .rows_per_shard = identity.rows_per_shard,
          .row_bytes = row_bytes(),
          .method_version = identity.method_version,
          .seed = identity.seed,
          .month = identity.month.index(),
          .banner_count = identity.banner_count};
}

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& found, const std::string& allowed) {
  throw DataError(Problem{{path.string(), 0, 0}, found, allowed, "build the population again"});
}

/// What does not fit, in words; empty if the header is the one expected.
std::string disagreement(const Header& header, const Header& expected) {
  if (header.byte_order != expected.byte_order) return "it was written on a machine with another byte order";
  if (header.format != expected.format || header.row_bytes != expected.row_bytes)
    return "it is in the format of another version of the program";
  if (header.place_hash != expected.place_hash) return "the tables of the place have changed since it was built";
  if (header.method_version != expected.method_version) return "month zero is built in another way since";
  if (header.seed != expected.seed) return "it was built with seed " + std::to_string(header.seed);
  if (header.scale_bits != expected.scale_bits)
    return "it was built at scale " + std::to_string(std::bit_cast<double>(header.scale_bits));
  if (header.rows_per_shard != expected.rows_per_shard)
    return "it was built for shards of " + std::to_string(header.rows_per_shard) + " rows";
  if (header.month != expected.month || header.banner_count != expected.banner_count)
    return "it belongs to another month or other banners";
  return {};
}

/// Reads the file from front to back and remembers what it has read in a checksum.
class CheckedStream {
 public:
  explicit CheckedStream(const std::filesystem::path& path) : path_{path}, stream_{path, std::ios::binary} {
    std::error_code error;
    size_ = std::filesystem::file_size(path, error);
    if (!stream_ || error) refuse(path, "the file is missing or cannot be read", "a population file");
  }

  void read(std::span<std::byte> bytes) {
    stream_.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!stream_) refuse(path_, "the file ends too early", "a whole population file");
    checksum_.add(bytes);
  }

  void check_digest() {
    std::array<char, digest_bytes> digest{};
    const std::string computed = checksum_.hex();
    stream_.read(digest.data(), digest.size());
    if (!stream_ || std::string_view{digest.data(), digest.size()} != computed)
      refuse(path_, "the checksum does not agree with the content: the file is damaged", "an undamaged file");
  }

  std::uint64_t size() const { return size_; }

 private:
  std::filesystem::path path_;
  std::ifstream stream_;
  std::uint64_t size_ = 0;
  Sha256 checksum_;
};

/// Reads and checks the header; afterwards the number of rows is known to fit the file.
Header read_header(CheckedStream& stream, const std::filesystem::path& path, const PopulationIdentity& identity) {
  Header header;
  if (stream.size() < sizeof(Header) + digest_bytes) refuse(path, "the file is too short", "a whole population file");
  stream.read(std::as_writable_bytes(std::span{&header, 1}));
  if (header.magic != magic) refuse(path, "the file is of another kind", "a file that this program has written");
  const std::string problem = disagreement(header, header_of(identity));
  if (!problem.empty()) refuse(path, "the file holds another population: " + problem, "the population asked for");
  const std::uint64_t content = stream.size() - sizeof(Header) - digest_bytes;
  constexpr std::uint64_t most_records = std::uint64_t{1} << 32;
  const bool countable = header.rows < most_records && header.relatives < most_records && header.ties < most_records;
  if (!countable || content != content_bytes(header))
    refuse(path, "the file has another length than its header says", "an undamaged file");
  return header;
}

}  // namespace

PopulationIdentity identity_of(const Place& place, const MonthZeroOptions& options) {
  return {.place_hash = place.content_hash,
          .method_version = month_zero_version,
          .seed = options.seed,
          .scale = options.scale,
          .rows_per_shard = options.rows_per_shard,
          .month = month_zero_of(place),
          .banner_count = static_cast<std::uint32_t>(place.banners.size())};
}

std::string population_file_name(const Place& place, const PopulationIdentity& identity) {
  constexpr std::size_t digits = 16;
  return place.slug + "-" + sha256(bytes_of(header_of(identity))).substr(0, digits) + ".population";
}

void write_population(const std::filesystem::path& path, const Population& population,
                      const PopulationIdentity& identity) {
  Header header = header_of(identity);
  header.rows = population.row_count();
  header.relatives = population.relatives.slot_count();
  header.ties = population.relatives.tie_count();
  std::vector<std::byte> image;
  image.reserve(sizeof(Header) + content_bytes(header) + digest_bytes);
  const auto append = [&](std::span<const std::byte> bytes) { image.insert(image.end(), bytes.begin(), bytes.end()); };
  append(bytes_of(header));
  for_all_columns(population, header,
                  [&](const auto& column, std::uint64_t) { append(std::as_bytes(std::span{column})); });
  const std::string digest = sha256(image);
  append(std::as_bytes(std::span{digest}));
  write_atomically(path, image);
}

Population read_population(const std::filesystem::path& path, const PopulationIdentity& expected) {
  CheckedStream stream{path};
  const Header header = read_header(stream, path, expected);
  Population population{expected.banner_count, expected.rows_per_shard};
  for_all_columns(population, header, [&](auto& column, std::uint64_t length) {
    column.resize(length);
    stream.read(std::as_writable_bytes(std::span{column}));
  });
  stream.check_digest();
  population.rebuild(expected.rows_per_shard, expected.month);
  return population;
}

}  // namespace kinfold
