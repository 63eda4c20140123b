// Which values options take, with what is wrong said in the user's language.
#ifndef YUHENG_SERVICES_CLI_OPTION_VALUES_H_
#define YUHENG_SERVICES_CLI_OPTION_VALUES_H_

#include <filesystem>
#include <map>
#include <string>
#include <system_error>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/budget/text.h"
#include "services/cli/output/terminal.h"
#include "services/rpc/resource_name.h"

namespace yuheng::cli {

// One of the words, in any case; for Option::transform. `terminal` outlives it.
template <typename T>
CLI::Validator OneOf(const Terminal& terminal,
                     const std::map<std::string, T>& words) {
  std::vector<std::string> known;
  for (const auto& [word, value] : words) known.push_back(word);
  const std::string listed = absl::StrJoin(known, "|");
  return CLI::Validator(
      [&terminal, words, listed](std::string& text) -> std::string {
        const auto it = words.find(absl::AsciiStrToLower(text));
        if (it == words.end()) {
          return Say(terminal, "usage.not_one_of",
                     {{"value", text}, {"known", listed}});
        }
        text = absl::StrCat(static_cast<int>(it->second));
        return "";
      },
      "");
}

// A whole number within these bounds; for Option::check. `terminal` outlives
// it.
inline CLI::Validator Between(const Terminal& terminal, int64_t least,
                              int64_t most) {
  return CLI::Validator(
      [&terminal, least, most](std::string& text) -> std::string {
        int64_t value = 0;
        if (absl::SimpleAtoi(text, &value) && value >= least && value <= most) {
          return "";
        }
        return Say(terminal, "usage.not_between",
                   {{"value", text},
                    {"least", absl::StrCat(least)},
                    {"most", absl::StrCat(most)}});
      },
      "");
}

// A whole number that is not negative; for Option::check. `terminal` outlives
// it.
inline CLI::Validator NotNegative(const Terminal& terminal) {
  return CLI::Validator(
      [&terminal](std::string& text) -> std::string {
        int64_t value = 0;
        if (absl::SimpleAtoi(text, &value) && value >= 0) return "";
        return Say(terminal, "usage.not_negative", {{"value", text}});
      },
      "");
}

// The code of a department or unit; for Option::check. `terminal` outlives it.
inline CLI::Validator ResourceCode(const Terminal& terminal) {
  return CLI::Validator(
      [&terminal](std::string& code) -> std::string {
        if (rpc::IsResourceId(code)) return "";
        return Say(terminal, "usage.not_a_code", {{"value", code}});
      },
      "");
}

// Words, not only blanks, of at most so many bytes; for Option::check.
// `terminal` outlives it.
inline CLI::Validator Words(const Terminal& terminal, size_t bytes_max) {
  return CLI::Validator(
      [&terminal, bytes_max](std::string& text) -> std::string {
        if (text.size() <= bytes_max && !budget::TrimBlanks(text).empty()) {
          return "";
        }
        return Say(terminal, "usage.no_words",
                   {{"most", absl::StrCat(bytes_max)}});
      },
      "");
}

// A folder that is there; for Option::check. `terminal` outlives it.
inline CLI::Validator ExistingFolder(const Terminal& terminal) {
  return CLI::Validator(
      [&terminal](std::string& path) -> std::string {
        std::error_code error;
        if (std::filesystem::is_directory(path, error)) return "";
        return Say(terminal, "usage.no_folder", {{"folder", path}});
      },
      "");
}

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_OPTION_VALUES_H_
