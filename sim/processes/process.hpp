// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "core/parallel.hpp"
#include "core/random.hpp"
#include "population/calendar.hpp"
#include "population/gift_account.hpp"
#include "population/journal.hpp"
#include "population/kin/lifespans.hpp"
#include "population/place/place.hpp"
#include "population/population.hpp"
#include "population/support.hpp"
#include "processes/decisions.hpp"

namespace kinfold {

/// All that a process sees, and the people whom it changes.
struct World {
  Population population;
  const Place& place;
  const Support& support;
  const Workers& workers;
  Random random;
  double scale = 1.0;                       ///< persons ÷ residents of the place at month zero
  bool ask_everyone = false;                ///< the oracle: nobody is passed over, nothing is remembered
  Month now;                                ///< the month that happens
  std::vector<Journal> journals;            ///< one a shard
  GiftAccount gifts{place.banners.size()};  ///< what families gave in the month
  Lifespans lifespans{place};               ///< of those who live elsewhere

  Draws draws(Key key, int moment, Decision decision) const {
    return random.draws(key, moment, static_cast<std::uint32_t>(decision));
  }
  double uniform(Key key, int moment, Decision decision) const {
    return unit_interval(draws(key, moment, decision)[0]);
  }

  Journal& journal_of(PersonIndex person);
  /// Writes what happened to `person` into the journal of her shard.
  void write(EventKind kind, PersonIndex person, Key other = 0, int detail = 0);
  /// Takes a person without spouse out of the place, to live elsewhere.
  void send_away(PersonIndex person);
  /// Gives a newcomer from outside parents and siblings there.
  void leave_family_behind(PersonIndex newcomer);
};

/// The year between two birthdays: the twelve months after the month of the first.
struct YearOfLife {
  int age = 0;  ///< completed years
  Month first_month;

  /// The year of life that `month` falls into; `month` must be later than that of the birth.
  static YearOfLife of(Month birth_month, Month month) {
    const int age = (month - birth_month - 1) / 12;
    return {age, birth_month + 12 * age + 1};
  }
  bool contains(Month month) const { return month >= first_month && month < first_month + 12; }
};

/// The words that decide when in a year of life something happens that no policy moves. The upper end of `death` also
/// has the failures of contraception, that of `migration` the moves within the place.
enum class YearWord : std::size_t { death, migration, search, dissolution };

/// One who begins a year of life, or has come in the middle of it: what most plans hang on, side by side, so that a
/// process goes through a month's list without looking people up.
struct YearAhead {
  PersonIndex person = nobody;
  Sex sex = Sex::female;
  Presence presence = Presence::resident;
  YearOfLife year;
  Draws words;  ///< those of `Decision::year_of_life`

  std::uint32_t word(YearWord which) const { return words[static_cast<std::size_t>(which)]; }
};

/// What a word must be below if something of a yearly chance is to fall into the year, by sex and age. A first look, in
/// whole numbers: of those whom it lets pass, each process finds out exactly.
class YearlyCeilings {
 public:
  void set(Sex sex, int age, double probability) {
    at_[static_cast<std::size_t>(sex)][static_cast<std::size_t>(age)] =
        static_cast<std::uint64_t>(std::min(probability, 1.0) * 0x1p32) + 1;
  }
  bool let_pass(const YearAhead& one, std::uint32_t word) const {
    return word < at_[static_cast<std::size_t>(one.sex)][static_cast<std::size_t>(std::min(one.year.age, oldest_age))];
  }

 private:
  std::array<std::array<std::uint64_t, age_count>, sex_count> at_{};
};

/// The person's year of life that `month` falls into, with its words.
YearAhead year_ahead(const World& world, PersonIndex person, Month month);

/// Who in the shard begins a year of life next month, and who has come since the last month began.
std::vector<YearAhead> years_ahead(const World& world, std::size_t shard);

/// Something that happens to people in a month.
///
/// What happens to a person is decided by `ask`, from her state and addressed draws alone: whom a process asks, in
/// which order, and whether it asks one who has nothing to expect, changes nothing. The everyday way asks those for
/// whom a calendar or a list says that it may be their month; the oracle asks everybody.
///
/// Two steps a month. In the first, shards work in parallel: `ask` may change the person asked and the lists of
/// her shard, and nobody else; what touches others she proposes. In the second, `between_shards` carries out the
/// proposals, in the order of keys.
class Process {
 public:
  virtual ~Process() = default;
  virtual std::string_view name() const = 0;

  /// Once, before the first month: what must be settled about the people of month zero.
  virtual void begin(World&) {}

  /// Before the shards' work of a month: what depends on the month alone.
  virtual void begin_month(const World&) {}

  /// Plans in which months of a year of life people are to be asked: on their birthday and, for the rest of the year,
  /// when they come. All are of one shard. Entries before the present month are left out.
  virtual void plan_years(const World&, std::span<const YearAhead>) {}

  /// Decides whether it happens to the person this month.
  virtual void ask(World& world, PersonIndex person) = 0;

  /// Carries out what the shards have proposed.
  virtual void between_shards(World&) {}

  /// The shards' work.
  void ask_shards(World& world);

  /// Makes room for shards that have come into being.
  void prepare(const World& world);

  std::size_t bytes() const;

 protected:
  /// Asks those of the shard who may have something to expect.
  virtual void ask_due(World& world, std::size_t shard);

  /// To ask the person in the month of her year of life, 0 to 11; not if that is over, or the month is 12 or more.
  void plan(const World& world, const YearAhead& ahead, int month_of_year) {
    const Month month = ahead.year.first_month + month_of_year;
    if (month_of_year < 12 && month >= world.now)
      calendars_[world.population.shard_of(ahead.person)].enter(month, ahead.person);
  }
  /// To deal with the person when the shards have done their work.
  void propose(const World& world, PersonIndex person) {
    proposals_[world.population.shard_of(person)].emplace_back(world.population.key[person], person);
  }
  /// Calls `act(person)` for everyone proposed, once, in the order of keys.
  template <class Act>
  void for_proposals(const World& world, Act act) {
    const std::vector<Proposal> all = take_proposals();
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (i + rows_fetched_ahead < all.size()) world.population.fetch_ahead(all[i + rows_fetched_ahead].second);
      act(all[i].second);
    }
  }

 private:
  using Proposal = std::pair<Key, PersonIndex>;
  /// Far enough that memory answers in time, near enough that the cache still holds it: a guess, not tuned.
  static constexpr std::size_t rows_fetched_ahead = 4;

  std::vector<Proposal> take_proposals();

  std::vector<Calendar> calendars_;               ///< by shard
  std::vector<std::vector<Proposal>> proposals_;  ///< by shard
};

/// The month of a year of life in which a yearly chance falls that is spread evenly over the twelve months: 0 to 11,
/// or 12 and more if it does not fall into the year.
inline int month_of_chance(double uniform, double yearly) {
  return uniform < yearly ? static_cast<int>(12.0 * uniform / yearly) : 12;
}

inline double word(const Draws& words, YearWord which) { return unit_interval(words[static_cast<std::size_t>(which)]); }

}  // namespace kinfold
