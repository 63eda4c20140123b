#include "tests/structure/text_rules.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace yuheng::structure {
namespace {

constexpr std::string_view kSourceEndings[] = {
    ".cc", ".h", ".proto", ".ts", ".cmake", "CMakeLists.txt"};

// Written in two pieces, so that this file does not hold what it looks for.
constexpr std::string_view kForbidden[] = {
    "/wor"
    "k/",
    "/hom"
    "e/",
    "/roo"
    "t/",
    "/tm"
    "p/",
    "registry.np"
    "mjs",
    "np"
    "mjs.org/",
    "pypi"
    ".org",
    "proxy.go"
    "lang",
    "crates"
    ".io",
    "ghcr"
    ".io",
    "deb.de"
    "bian.org",
    "TO"
    "DO",
    "FIX"
    "ME",
    "DISA"
    "BLED_"};

// Paths that every machine has, which a program may name.
struct Allowed {
  std::string_view path;
  std::string_view what;
  std::string_view reason;
};

constexpr Allowed kAllowedWords[] = {
    {"tests/unit/ingestion/formats/sample_tables_test.cc",
     "/tm"
     "p/",
     "a file name given to the reader, which opens nothing"},
};

constexpr Allowed kAllowedFloatingPoint[] = {
    {"services/ingestion/dispatch/dispatcher.cc", "double",
     "a byte counter of the metrics library"},
    {"services/ingestion/dispatch/dispatch_metrics.cc", "double",
     "gauges of the metrics library"},
    {"services/aggregation/service/process_metrics.cc", "double",
     "gauges of the metrics library"},
    {"services/reporting/service/call_outcome.cc", "double",
     "seconds of a call, for the metrics library"},
    {"services/forms/sheet_writer.cc", "double",
     "the workbook format has no other number; nothing is computed with it"},
    {"storage/rocksdb/engine_settings.cc", "double",
     "a setting of the engine, filter bits a key"},
};

// Folders where an amount may pass.
constexpr std::string_view kMoneyFolders[] = {
    "services/budget/",      "services/forms/",
    "services/ingestion/",   "services/validation/",
    "services/aggregation/", "services/reporting/",
    "services/cli/",         "storage/"};

constexpr std::string_view kTopLevel[] = {
    "proto",          "services", "storage",           "deploy",    "tests",
    "CMakeLists.txt", "LICENSE",  "CMakePresets.json", "Dockerfile"};
constexpr std::string_view kTopLevelPages[] = {"README", "ARCHITECTURE"};

constexpr std::string_view kNoFolderNames[] = {"util",   "utils",   "common",
                                               "helper", "helpers", "misc"};

template <typename List, typename Text>
bool Contains(const List& list, const Text& text) {
  return std::find(std::begin(list), std::end(list), text) != std::end(list);
}

template <typename List>
bool AnyPrefix(const List& prefixes, std::string_view text) {
  return std::any_of(
      std::begin(prefixes), std::end(prefixes),
      [&](std::string_view prefix) { return StartsWith(text, prefix); });
}

template <typename List>
bool IsAllowed(const List& list, std::string_view path, std::string_view what) {
  return std::any_of(std::begin(list), std::end(list),
                     [&](const Allowed& allowed) {
                       return allowed.path == path && allowed.what == what;
                     });
}

bool IsSource(const SourceFile& file) {
  return std::any_of(
      std::begin(kSourceEndings), std::end(kSourceEndings),
      [&](std::string_view ending) { return EndsWith(file.path, ending); });
}

std::string NameOf(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));
}

// What a CMakeLists.txt or README says of its folder: comment lines, or all of
// a page.
std::string PurposeText(const SourceFile& file) {
  if (EndsWith(file.path, "README.md")) return file.text;
  std::string comments;
  for (const std::string_view line : Lines(file.text)) {
    const size_t start = line.find_first_not_of(' ');
    if (start != std::string_view::npos && line[start] == '#') {
      comments += std::string(line) + "\n";
    }
  }
  return comments;
}

// A contract's folder is its package, which every .proto explains; a folder of
// unit tests is the source folder it mirrors.
bool SaidElsewhere(std::string_view folder) {
  return StartsWith(folder, "proto/yuheng/") ||
         StartsWith(folder, "tests/unit/");
}

bool BeginsWithPurpose(const SourceFile& file) {
  return StartsWith(file.text, "#") && file.text.size() > 20;
}

std::map<std::string, std::vector<const SourceFile*>> PurposeFiles(
    const std::vector<SourceFile>& files) {
  std::map<std::string, std::vector<const SourceFile*>> by_folder;
  for (const SourceFile& file : files) {
    const std::string name = NameOf(file.path);
    if (name == "CMakeLists.txt" || name == "README.md") {
      by_folder[FolderOf(file.path)].push_back(&file);
    }
  }
  return by_folder;
}

bool IsIdCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.';
}

// `area.name` with one of the areas.
bool LooksLikeId(std::string_view literal, const std::set<std::string>& areas) {
  const size_t point = literal.find('.');
  return point != std::string_view::npos &&
         std::all_of(literal.begin(), literal.end(), IsIdCharacter) &&
         areas.count(std::string(literal.substr(0, point))) > 0;
}

// The value of `id: "…"` in a line of a message catalogue; empty without one.
std::string IdIn(std::string_view line) {
  constexpr std::string_view kKey = "id: \"";
  const size_t at = line.find(kKey);
  if (at == std::string_view::npos) return "";
  line.remove_prefix(at + kKey.size());
  return std::string(line.substr(0, line.find('"')));
}

}  // namespace

std::vector<Violation> CheckLength(const SourceFile& file) {
  if (!IsSource(file)) return {};
  const int count = static_cast<int>(Lines(file.text).size());
  if (count <= kFileLinesMax) return {};
  return {{file.path, kFileLinesMax + 1,
           std::to_string(count) + " lines, at most " +
               std::to_string(kFileLinesMax)}};
}

std::vector<Violation> CheckWords(const SourceFile& file) {
  std::vector<Violation> violations;
  int number = 0;
  for (const std::string_view line : Lines(file.text)) {
    ++number;
    for (const std::string_view word : kForbidden) {
      if (line.find(word) != std::string_view::npos &&
          !IsAllowed(kAllowedWords, file.path, word)) {
        violations.push_back(
            {file.path, number, "contains " + std::string(word)});
      }
    }
  }
  return violations;
}

std::vector<Violation> CheckFloatingPoint(const SourceFile& file) {
  std::vector<Violation> violations;
  if (!IsCpp(file) || !AnyPrefix(kMoneyFolders, file.path)) return violations;
  const std::string code = CodeOnly(file.text);
  int number = 0;
  for (const std::string_view line : Lines(code)) {
    ++number;
    for (const std::string_view type : {"double", "float"}) {
      if (HasWord(line, type) &&
          !IsAllowed(kAllowedFloatingPoint, file.path, type)) {
        violations.push_back(
            {file.path, number, std::string(type) + " near money"});
      }
    }
  }
  return violations;
}

std::vector<Violation> CheckTopLevel(const std::vector<std::string>& names) {
  std::vector<Violation> violations;
  for (const std::string& name : names) {
    if (name[0] == '.' || Contains(kTopLevel, name)) continue;
    if (EndsWith(name, ".md") && AnyPrefix(kTopLevelPages, name)) continue;
    violations.push_back({name, 0, "does not belong at the root"});
  }
  return violations;
}

std::vector<Violation> CheckFolders(const std::vector<SourceFile>& files) {
  std::vector<Violation> violations;
  std::set<std::string> folders;
  for (const SourceFile& file : files) {
    if (IsSource(file) && !FolderOf(file.path).empty()) {
      folders.insert(FolderOf(file.path));
    }
  }
  const auto purposes = PurposeFiles(files);
  for (const std::string& folder : folders) {
    const std::string name = NameOf(folder);
    if (Contains(kNoFolderNames, name)) {
      violations.push_back({folder, 0, "says nothing: name what is in it"});
    }
    bool said = SaidElsewhere(folder);
    for (std::string above = folder; !said; above = FolderOf(above)) {
      const auto found = purposes.find(above);
      if (found != purposes.end()) {
        said = std::any_of(found->second.begin(), found->second.end(),
                           [&](const SourceFile* file) {
                             return above == folder
                                        ? BeginsWithPurpose(*file)
                                        : HasWord(PurposeText(*file), name);
                           });
        break;
      }
      if (above.empty()) break;
    }
    if (!said) {
      violations.push_back(
          {folder, 0,
           "neither its CMakeLists.txt nor a README says what it "
           "is for"});
    }
  }
  return violations;
}

std::vector<Violation> CheckReadmeCommands(
    const std::vector<SourceFile>& files) {
  std::set<std::string> paths;
  for (const SourceFile& file : files) paths.insert(file.path);
  std::vector<Violation> violations;
  for (const SourceFile& file : files) {
    if (!StartsWith(file.path, "README")) continue;
    int number = 0;
    for (const std::string_view line : Lines(file.text)) {
      ++number;
      for (size_t at = line.find("./"); at != std::string_view::npos;
           at = line.find("./", at + 1)) {
        // ../x is a path from elsewhere, not a command.
        if (at > 0 && (line[at - 1] == '.' || line[at - 1] == '/')) continue;
        const std::string_view rest = line.substr(at + 2);
        const std::string path(
            rest.substr(0, rest.find_first_of(" `'\")|,;，。；）\\<>")));
        if (path.empty() || StartsWith(path, "build/") || paths.count(path)) {
          continue;
        }
        violations.push_back(
            {file.path, number, "./" + path + " does not exist"});
      }
    }
  }
  return violations;
}

std::vector<Violation> CheckMessageIds(const std::vector<SourceFile>& files) {
  struct Place {
    std::string path;
    int line = 0;
  };
  std::map<std::string, Place> ids;
  std::set<std::string> areas;
  // One program for operators shares its parts with the tests.
  const auto speaks_to_people = [](const SourceFile& file) {
    return StartsWith(file.path, "services/") ||
           StartsWith(file.path, "tests/fault/prove/");
  };
  const auto is_catalogue = [](const SourceFile& file) {
    return StartsWith(file.path, "services/budget/messages/");
  };
  for (const SourceFile& file : files) {
    if (!is_catalogue(file)) continue;
    int number = 0;
    for (const std::string_view line : Lines(file.text)) {
      ++number;
      const std::string id = IdIn(line);
      if (id.empty()) continue;
      ids.emplace(id, Place{file.path, number});
      areas.insert(id.substr(0, id.find('.')));
    }
  }
  std::vector<Violation> violations;
  std::set<std::string> used;
  std::vector<std::string> beginnings;
  for (const SourceFile& file : files) {
    const bool reads_ids = IsCpp(file) || EndsWith(file.path, ".textproto");
    if (!speaks_to_people(file) || is_catalogue(file) || !reads_ids) continue;
    for (const std::string& literal : Literals(file.text)) {
      if (!LooksLikeId(literal, areas)) continue;
      const bool beginning = literal.back() == '_' || literal.back() == '.';
      if (beginning) {
        beginnings.push_back(literal);
      } else if (ids.count(literal) > 0) {
        used.insert(literal);
      } else {
        violations.push_back(
            {file.path, 0, "no message has the id " + literal});
      }
    }
  }
  for (const auto& [id, place] : ids) {
    if (used.count(id) > 0 || AnyPrefix(beginnings, id)) continue;
    violations.push_back(
        {place.path, place.line, "no source uses the message " + id});
  }
  return violations;
}

}  // namespace yuheng::structure
