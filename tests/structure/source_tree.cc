#include "tests/structure/source_tree.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace yuheng::structure {
namespace {

namespace fs = std::filesystem;

// Made by tools or fetched; the version control ignores them too.
constexpr std::string_view kNotOurs[] = {".git", "build", "data",
                                         "node_modules", ".cache"};
constexpr std::string_view kBinaryEndings[] = {".pb", ".xlsx", ".png", ".bin"};

bool IsOurs(const std::string& name, bool top_level) {
  // Only the root's data folder holds what a server wrote.
  if (name == "data" && !top_level) return true;
  return std::find(std::begin(kNotOurs), std::end(kNotOurs), name) ==
         std::end(kNotOurs);
}

bool IsWordCharacter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

// What a scan of C++ is inside of.
enum class Inside { kCode, kLineComment, kBlockComment, kString, kCharacter };

// Calls visit(character, inside, escaped) for every character. A # begins a
// comment in nothing we scan this way; text-format files are handled by their
// caller.
template <typename Visit>
void ScanCpp(std::string_view text, const Visit& visit) {
  Inside inside = Inside::kCode;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    const bool quoted =
        inside == Inside::kString || inside == Inside::kCharacter;
    if (quoted && c == '\\') {
      visit(c, inside);
      if (i + 1 < text.size()) visit(text[++i], inside);
      continue;
    }
    if (inside == Inside::kCode) {
      if (c == '/' && next == '/') inside = Inside::kLineComment;
      if (c == '/' && next == '*') inside = Inside::kBlockComment;
      // A ' between digits separates thousands.
      const bool separator = i > 0 && IsWordCharacter(text[i - 1]);
      visit(c, inside);
      if (c == '"') inside = Inside::kString;
      if (c == '\'' && !separator) inside = Inside::kCharacter;
      continue;
    }
    if (inside == Inside::kLineComment && c == '\n') inside = Inside::kCode;
    if ((inside == Inside::kString && c == '"') ||
        (inside == Inside::kCharacter && c == '\'')) {
      inside = Inside::kCode;
    }
    visit(c, inside);
    if (inside == Inside::kBlockComment && c == '/' && i > 0 &&
        text[i - 1] == '*') {
      inside = Inside::kCode;
    }
  }
}

}  // namespace

std::vector<SourceFile> ReadTree(const std::string& root) {
  std::vector<SourceFile> files;
  fs::recursive_directory_iterator it(root);
  for (; it != fs::recursive_directory_iterator(); ++it) {
    const std::string name = it->path().filename().string();
    if (!IsOurs(name, it.depth() == 0)) {
      if (it->is_directory()) it.disable_recursion_pending();
      continue;
    }
    const bool binary = std::any_of(
        std::begin(kBinaryEndings), std::end(kBinaryEndings),
        [&](std::string_view ending) { return EndsWith(name, ending); });
    if (!it->is_regular_file() || binary) continue;
    std::ifstream file(it->path(), std::ios::binary);
    files.push_back(
        {.path = fs::relative(it->path(), root).generic_string(),
         .text = std::string(std::istreambuf_iterator<char>(file), {})});
  }
  std::sort(files.begin(), files.end(),
            [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

std::vector<std::string> TopLevelNames(const std::string& root) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(root)) {
    const std::string name = entry.path().filename().string();
    if (IsOurs(name, true)) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string Describe(const std::vector<Violation>& violations) {
  std::string text;
  for (const Violation& violation : violations) {
    text += violation.path + ":" + std::to_string(violation.line) + ": " +
            violation.what + "\n";
  }
  return text;
}

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

std::vector<Include> Includes(std::string_view text) {
  std::vector<Include> includes;
  int number = 0;
  for (const std::string_view line : Lines(text)) {
    ++number;
    if (!StartsWith(line, "#include")) continue;
    const size_t begin = line.find_first_of("\"<");
    const size_t end = line.find_last_of("\">");
    if (begin == std::string_view::npos || end <= begin) continue;
    includes.push_back(
        {number, std::string(line.substr(begin + 1, end - begin - 1))});
  }
  return includes;
}

std::string CodeOnly(std::string_view text) {
  std::string code;
  ScanCpp(text, [&](char c, Inside inside) {
    const bool keep = inside == Inside::kCode || c == '\n';
    code += keep ? c : ' ';
  });
  return code;
}

std::vector<std::string> Literals(std::string_view text) {
  std::vector<std::string> literals;
  Inside before = Inside::kCode;
  ScanCpp(text, [&](char c, Inside inside) {
    if (inside == Inside::kString) {
      if (before != Inside::kString) literals.emplace_back();
      literals.back() += c;
    } else if (inside == Inside::kCode && c == '"' &&
               before == Inside::kString) {
      before = Inside::kCode;
      return;
    }
    before = inside;
  });
  return literals;
}

bool StartsWith(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() &&
         text.substr(text.size() - end.size()) == end;
}

bool IsCpp(const SourceFile& file) {
  return EndsWith(file.path, ".cc") || EndsWith(file.path, ".h");
}

std::string FolderOf(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? ""
                                         : std::string(path.substr(0, slash));
}

bool HasWord(std::string_view text, std::string_view word) {
  for (size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const size_t end = at + word.size();
    if ((at == 0 || !IsWordCharacter(text[at - 1])) &&
        (end == text.size() || !IsWordCharacter(text[end]))) {
      return true;
    }
  }
  return false;
}

}  // namespace yuheng::structure
