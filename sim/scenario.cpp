// SPDX-License-Identifier: Apache-2.0
#include "scenario.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

#include "scenario_toml.hpp"

namespace kinfold {
namespace {

namespace fs = std::filesystem;

constexpr const char* scenario_extension = ".toml";

/// Text that stands at a place in a file.
struct Word {
  std::string text;
  Where where;
};

/// A scenario file that is being read.
struct Source {
  std::string shown;  ///< how messages name it
  fs::path path;      ///< where it lies, or would lie
};

/// What the files read so far say together.
struct Draft {
  std::optional<Bilingual> title;
  std::optional<Word> place;
  SettingTable parameters;
  std::vector<MeasureText> measures;
  bool is_partial = false;  ///< something wrong is left out, so what is missing may be there
};

std::string in_quotes(const std::string& text) { return "\"" + text + "\""; }

/// The path without links and `..`, also where it does not exist; empty if it cannot be told.
fs::path resolved(const fs::path& path) {
  std::error_code failure;
  const fs::path whole = fs::weakly_canonical(fs::absolute(path.empty() ? fs::path{"."} : path, failure), failure);
  if (failure) return {};
  return whole.has_filename() ? whole : whole.parent_path();
}

/// Whether `path` lies in `folder` when all links are followed, so that no scenario reads files elsewhere.
bool lies_in(const fs::path& path, const fs::path& folder) {
  const fs::path inner = resolved(path), outer = resolved(folder);
  if (inner.empty() || outer.empty()) return false;
  return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

bool is_file(const fs::path& path) {
  std::error_code failure;
  return fs::is_regular_file(path, failure);
}

bool is_folder(const fs::path& path) {
  std::error_code failure;
  return fs::is_directory(path, failure);
}

fs::path with_extension(fs::path path) {
  if (path.extension() != scenario_extension) path += scenario_extension;
  return path;
}

/// Letters, digits, `-` and `_`: safe as a file name, a label in results and a word on the command line.
bool is_plain_name(std::string_view text, bool capitals) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char letter) {
    return (letter >= 'a' && letter <= 'z') || (capitals && letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '-' || letter == '_';
  });
}

/// Reads a scenario file and those that it extends into one draft.
class ScenarioFiles {
 public:
  ScenarioFiles(fs::path own_folder, fs::path shipped_folder, Problems& problems)
      : own_folder_{std::move(own_folder)}, shipped_folder_{std::move(shipped_folder)}, problems_{problems} {}

  Draft read(const Source& source) {
    std::error_code failure;
    const auto size = fs::file_size(source.path, failure);
    std::ifstream file(source.path, std::ios::binary);
    if (failure || !file) fail({{source.shown}, "the file cannot be read", "", "check that it exists and may be read"});
    // Of a file that is far too large, enough is read to say so.
    std::string bytes(std::min<std::size_t>(size, largest_scenario_bytes + 1), '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    return read(bytes, source);
  }

  Draft read(const std::string& bytes, const Source& source) {
    const SettingTable table = parse_toml(bytes, source.shown, problems_);
    check_keys(table);
    chain_.push_back(source);
    Draft draft = read_base(table, source);
    chain_.pop_back();
    // A title tells what this file does, so that of the base would be wrong for it.
    draft.title = read_title(table);
    if (const auto place = read_word(table, "place", "the name of a folder of tables, such as \"ordos\""))
      draft.place = place;
    else if (table.find("place"))
      draft.is_partial = true;
    merge_parameters(table, draft.parameters);
    if (!draft.is_partial) remove_measures(table, draft.measures);
    merge_measures(table, draft.measures);
    return draft;
  }

  /// The folder of the place; empty, with a problem, if there is none.
  fs::path find_place(const Word& place) {
    const std::string found = "place = " + in_quotes(place.text);
    if (!is_plain_name(place.text, true)) {
      problems_.add({place.where, found, "must be the name of a folder below places, without a path", ""});
      return {};
    }
    std::vector<std::string> known;
    for (const fs::path& tree : {own_folder_, shipped_folder_}) {
      const fs::path folder = tree / "places" / place.text;
      if (is_folder(folder) && in_trees(folder)) return folder;
      for (std::string& name : place_names(tree)) known.push_back(std::move(name));
    }
    problems_.add({place.where, found,
                   "must be a folder of tables below places, beside the scenario or shipped: " + joined(known),
                   did_you_mean(place.text, known)});
    return {};
  }

 private:
  [[noreturn]] void fail(Problem problem) {
    problems_.add(std::move(problem));
    throw ScenarioError(problems_);
  }

  bool in_trees(const fs::path& path) const { return lies_in(path, own_folder_) || lies_in(path, shipped_folder_); }

  void check_keys(const SettingTable& table) {
    static const std::vector<std::string> known{"extends", "title", "place", "parameters", "remove", "measure"};
    for (const auto& [key, setting] : table.entries)
      if (std::find(known.begin(), known.end(), key) == known.end())
        problems_.add({setting.where, text_of_key(key) + " is not a key of a scenario file",
                       "its keys are " + joined(known), did_you_mean(key, known)});
  }

  /// The text at `key`, if there is one.
  std::optional<Word> read_word(const SettingTable& table, const char* key, const std::string& what) {
    const Setting* setting = table.find(key);
    if (!setting) return std::nullopt;
    const auto* text = std::get_if<std::string>(&setting->value);
    if (text && !text->empty()) return Word{*text, setting->where};
    problems_.add({setting->where, std::string{key} + " = " + shortened_text_of(*setting), "must be " + what, ""});
    return std::nullopt;
  }

  /// The table at `key`, or null; a problem if something else stands there.
  const SettingTable* read_table(const SettingTable& table, const char* key, const std::string& what) {
    const Setting* setting = table.find(key);
    if (!setting) return nullptr;
    const auto* found = std::get_if<SettingTable>(&setting->value);
    if (!found)
      problems_.add({setting->where, std::string{key} + " = " + shortened_text_of(*setting), "must be " + what, ""});
    return found;
  }

  Draft read_base(const SettingTable& table, const Source& source) {
    const auto extends = read_word(table, "extends", "the name of a scenario, such as \"ordos-baseline\"");
    const std::optional<Source> base = extends ? find_base(*extends, source) : std::nullopt;
    if (base) return read(*base);
    Draft draft;
    draft.is_partial = table.find("extends") != nullptr;
    return draft;
  }

  std::optional<Source> find_base(const Word& extends, const Source& source) {
    const std::string found = "extends = " + in_quotes(extends.text);
    const fs::path file = with_extension(extends.text);
    const fs::path beside = source.path.parent_path() / file;
    if (file.is_absolute() || !in_trees(beside)) {
      problems_.add({extends.where, found + " lies outside the scenario's own folder and the shipped ones",
                     "must be a file beside the scenario, below it, or a shipped scenario", "copy the file there"});
      return std::nullopt;
    }
    const fs::path shipped = shipped_folder_ / file;
    // A user's own ordos-baseline.toml may extend the shipped one of the same name, so a file is not its own base
    // as long as there is another one.
    const bool itself = resolved(beside) == resolved(source.path);
    if (is_file(beside) && !itself) return checked_base(beside, extends);
    if (is_file(shipped) && in_trees(shipped)) return checked_base(shipped, extends);
    if (itself) return checked_base(beside, extends);
    std::vector<std::string> known = scenario_names(source.path.parent_path());
    for (std::string& name : scenario_names(shipped_folder_)) known.push_back(std::move(name));
    problems_.add({extends.where, found, "must be a file beside the scenario or a shipped scenario",
                   did_you_mean(extends.text, known)});
    return std::nullopt;
  }

  /// The base as a source, unless it is already being read.
  std::optional<Source> checked_base(const fs::path& path, const Word& extends) {
    const auto same = [&](const Source& other) { return resolved(other.path) == resolved(path); };
    const auto first = std::find_if(chain_.begin(), chain_.end(), same);
    if (first == chain_.end()) return Source{path.lexically_normal().string(), path};
    std::string loop;
    for (auto link = first; link != chain_.end(); ++link) loop += link->path.filename().string() + " → ";
    loop += path.filename().string();
    problems_.add({extends.where, "extends = " + in_quotes(extends.text) + " closes a loop (" + loop + ")",
                   "a scenario must not extend itself", "take one extends out"});
    return std::nullopt;
  }

  std::optional<Bilingual> read_title(const SettingTable& table) {
    const SettingTable* title = read_table(table, "title", "a table such as { en = \"A plan\", zh = \"方案\" }");
    if (!title) return std::nullopt;
    for (const auto& [key, setting] : title->entries)
      if (key != "en" && key != "zh")
        problems_.add(
            {setting.where, "title." + key + " is not a language of Kinfold", "its languages are en and zh", ""});
    const auto en = read_word(*title, "en", "text in quotes (the title in English)");
    const auto zh = read_word(*title, "zh", "text in quotes (the title in Chinese)");
    if (!en && !zh) return std::nullopt;
    return Bilingual{(en ? en : zh)->text, (zh ? zh : en)->text};
  }

  void merge_parameters(const SettingTable& table, SettingTable& merged) {
    const SettingTable* parameters = read_table(table, "parameters", "sections, such as [parameters.intention]");
    if (!parameters) return;
    for (const auto& [name, section] : parameters->entries) {
      const auto* values = std::get_if<SettingTable>(&section.value);
      if (!values) {
        problems_.add({section.where, "parameters." + name + " = " + shortened_text_of(section),
                       "must stand in a section, such as [parameters.intention]", ""});
        continue;
      }
      if (!merged.find(name)) merged.entries.emplace_back(name, Setting{SettingTable{}, section.where});
      Setting* target = merged.find(name);
      target->where = section.where;
      for (const auto& [key, value] : values->entries) put(std::get<SettingTable>(target->value), key, value);
    }
  }

  static void put(SettingTable& table, const std::string& key, const Setting& value) {
    if (Setting* existing = table.find(key))
      *existing = value;
    else
      table.entries.emplace_back(key, value);
  }

  void remove_measures(const SettingTable& table, std::vector<MeasureText>& measures) {
    const SettingTable* remove = read_table(table, "remove", "a table with measures = [\"id\", …]");
    if (!remove) return;
    for (const auto& [key, setting] : remove->entries) {
      const auto* ids = std::get_if<SettingList>(&setting.value);
      if (key != "measures")
        problems_.add({setting.where, "remove." + key + " is not a key of remove", "its only key is measures",
                       did_you_mean(key, {"measures"})});
      else if (!ids)
        problems_.add({setting.where, "remove.measures = " + shortened_text_of(setting),
                       "must be a list of ids such as [\"id\"]", ""});
      else
        for (const Setting& id : *ids) remove_measure(id, measures);
    }
  }

  void remove_measure(const Setting& id, std::vector<MeasureText>& measures) {
    const auto* text = std::get_if<std::string>(&id.value);
    const auto found = std::find_if(measures.begin(), measures.end(),
                                    [&](const MeasureText& measure) { return text && measure.id == *text; });
    if (found != measures.end()) {
      measures.erase(found);
      return;
    }
    std::vector<std::string> known;
    for (const MeasureText& measure : measures) known.push_back(measure.id);
    problems_.add({id.where, "remove.measures: " + shortened_text_of(id), "must be a measure of the extended scenario",
                   text ? did_you_mean(*text, known) : ""});
  }

  void merge_measures(const SettingTable& table, std::vector<MeasureText>& measures) {
    const Setting* written = table.find("measure");
    if (!written) return;
    const auto* list = std::get_if<SettingList>(&written->value);
    if (!list) {
      problems_.add(
          {written->where, "measure is not a list", "each measure begins with [[measure]]", "write two brackets"});
      return;
    }
    std::vector<std::string> own_ids;
    for (std::size_t i = 0; i < list->size(); ++i) {
      std::optional<MeasureText> measure = read_measure((*list)[i], "measure[" + std::to_string(i) + "]");
      if (!measure) continue;
      if (std::find(own_ids.begin(), own_ids.end(), measure->id) != own_ids.end()) {
        problems_.add({measure->where, "a second measure with the id " + in_quotes(measure->id),
                       "ids must differ within a file", "give it another id"});
        continue;
      }
      own_ids.push_back(measure->id);
      const auto same = std::find_if(measures.begin(), measures.end(),
                                     [&](const MeasureText& other) { return other.id == measure->id; });
      if (same == measures.end())
        measures.push_back(std::move(*measure));
      else
        *same = std::move(*measure);
    }
  }

  std::optional<MeasureText> read_measure(const Setting& written, const std::string& path) {
    const auto* table = std::get_if<SettingTable>(&written.value);
    if (!table) {
      problems_.add(
          {written.where, path + " = " + shortened_text_of(written), "each measure begins with [[measure]]", ""});
      return std::nullopt;
    }
    const auto kind = read_name(*table, written.where, path, "kind", "child_allowance");
    const auto id = read_name(*table, written.where, path, "id", "third-child-allowance");
    if (!kind || !id) return std::nullopt;
    MeasureText measure{*kind, *id, {}, written.where};
    for (const auto& [key, setting] : table->entries)
      if (key != "kind" && key != "id") measure.settings.entries.emplace_back(key, setting);
    return measure;
  }

  std::optional<std::string> read_name(const SettingTable& table, const Where& where, const std::string& path,
                                       const std::string& key, const std::string& example) {
    const Setting* setting = table.find(key);
    const auto* text = setting ? std::get_if<std::string>(&setting->value) : nullptr;
    if (text && is_plain_name(*text, false)) return *text;
    problems_.add({setting ? setting->where : where,
                   path + "." + key + (setting ? " = " + shortened_text_of(*setting) : " is missing"),
                   "must be small letters, digits, - and _, in quotes, such as " + in_quotes(example), ""});
    return std::nullopt;
  }

  fs::path own_folder_;
  fs::path shipped_folder_;
  Problems& problems_;
  std::vector<Source> chain_;  ///< the files that are being read, each extended by the one before
};

std::string text_of_entries(const SettingTable& table) {
  std::string text;
  for (const auto& [key, setting] : table.entries) text += text_of_key(key) + " = " + text_of(setting) + "\n";
  return text;
}

std::string resolved_text_of(const Scenario& scenario) {
  const SettingTable title{{{"en", {scenario.title.en, {}}}, {"zh", {scenario.title.zh, {}}}}};
  std::string text = text_of_entries({{{"title", {title, {}}}, {"place", {scenario.place, {}}}}});
  for (const auto& [name, section] : scenario.parameters.entries)
    text += "\n[parameters." + text_of_key(name) + "]\n" + text_of_entries(std::get<SettingTable>(section.value));
  for (const MeasureText& measure : scenario.measures) {
    text += "\n[[measure]]\n" + text_of_entries({{{"kind", {measure.kind, {}}}, {"id", {measure.id, {}}}}});
    text += text_of_entries(measure.settings);
  }
  return text;
}

Scenario finished(Draft draft, const std::string& shown, ScenarioFiles& files, Problems& problems) {
  Scenario scenario;
  scenario.name = fs::path{shown}.stem().string();
  scenario.title = draft.title.value_or(Bilingual{scenario.name, scenario.name});
  if (draft.place) {
    scenario.place = draft.place->text;
    scenario.place_folder = files.find_place(*draft.place);
  } else if (!draft.is_partial) {
    problems.add({{shown},
                  "place is missing",
                  "must be the name of a folder of tables, such as place = \"ordos\"",
                  "write it here or extend a scenario that has one"});
  }
  scenario.parameters = std::move(draft.parameters);
  scenario.measures = std::move(draft.measures);
  scenario.resolved_text = resolved_text_of(scenario);
  return scenario;
}

/// The file that the user means: a shipped scenario by its bare name, or a path.
fs::path file_of(const std::string& name_or_path, const fs::path& shipped_folder) {
  const fs::path path{name_or_path};
  const fs::path shipped = shipped_folder / with_extension(path);
  const bool bare = path.filename() == path && path.extension() != scenario_extension;
  if (bare && is_file(shipped)) return shipped;
  if (is_file(path)) return path;
  const std::vector<std::string> known = scenario_names(shipped_folder);
  throw ScenarioError(Problem{{},
                              in_quotes(name_or_path) + " is neither a scenario file nor a shipped scenario",
                              "shipped are " + joined(known),
                              did_you_mean(name_or_path, known)});
}

}  // namespace

Scenario load_scenario(const std::string& name_or_path, const fs::path& shipped_folder, Problems& problems) {
  const fs::path path = file_of(name_or_path, shipped_folder);
  ScenarioFiles files{path.parent_path(), shipped_folder, problems};
  const Source source{path.string(), path};
  return finished(files.read(source), source.shown, files, problems);
}

Scenario load_scenario(const std::string& name_or_path, const fs::path& shipped_folder) {
  Problems problems;
  Scenario scenario = load_scenario(name_or_path, shipped_folder, problems);
  problems.throw_if_any<ScenarioError>();
  return scenario;
}

Scenario parse_scenario(const std::string& text, const std::string& file_name, const fs::path& base_folder,
                        const fs::path& shipped_folder, Problems& problems) {
  ScenarioFiles files{base_folder, shipped_folder, problems};
  const Source source{file_name, base_folder / fs::path{file_name}.filename()};
  return finished(files.read(text, source), file_name, files, problems);
}

Scenario parse_scenario(const std::string& text, const std::string& file_name, const fs::path& base_folder,
                        const fs::path& shipped_folder) {
  Problems problems;
  Scenario scenario = parse_scenario(text, file_name, base_folder, shipped_folder, problems);
  problems.throw_if_any<ScenarioError>();
  return scenario;
}

std::vector<std::string> scenario_names(const fs::path& folder) {
  std::error_code failure;
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder.empty() ? fs::path{"."} : folder, failure))
    if (entry.path().extension() == scenario_extension) names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> place_names(const fs::path& folder) {
  std::error_code failure;
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder / "places", failure))
    if (is_folder(entry.path())) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace kinfold
