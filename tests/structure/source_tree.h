#ifndef YUHENG_TESTS_STRUCTURE_SOURCE_TREE_H_
#define YUHENG_TESTS_STRUCTURE_SOURCE_TREE_H_

#include <string>
#include <string_view>
#include <vector>

namespace yuheng::structure {

// One text file of the project; the path is relative to its root.
struct SourceFile {
  std::string path;
  std::string text;
};

// A rule that does not hold at a place.
struct Violation {
  std::string path;
  int line = 0;  // From 1; 0 for the file or folder as a whole.
  std::string what;
};

// An include of a C++ file, without quotes or angles.
struct Include {
  int line = 0;
  std::string path;
};

// The files below `root` that belong to the project, by path ascending: no
// build output, data folders, fetched packages or version history.
std::vector<SourceFile> ReadTree(const std::string& root);

// The names in `root` itself, folders and files, without what is not ours.
std::vector<std::string> TopLevelNames(const std::string& root);

// "path:line: what", a line each.
std::string Describe(const std::vector<Violation>& violations);

std::vector<std::string_view> Lines(std::string_view text);
std::vector<Include> Includes(std::string_view text);
// C++ without comments and the contents of literals; lines stay where they are.
std::string CodeOnly(std::string_view text);
// The contents of the string literals of C++ or text-format protobuf.
std::vector<std::string> Literals(std::string_view text);

bool StartsWith(std::string_view text, std::string_view start);
bool EndsWith(std::string_view text, std::string_view end);
// A .cc or .h file.
bool IsCpp(const SourceFile& file);
// The path up to the last slash; empty for a name alone.
std::string FolderOf(std::string_view path);
// `word` stands in `text` with no letter, digit or _ beside it.
bool HasWord(std::string_view text, std::string_view word);

}  // namespace yuheng::structure

#endif  // YUHENG_TESTS_STRUCTURE_SOURCE_TREE_H_
