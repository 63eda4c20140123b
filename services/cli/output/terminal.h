#ifndef YUHENG_SERVICES_CLI_OUTPUT_TERMINAL_H_
#define YUHENG_SERVICES_CLI_OUTPUT_TERMINAL_H_

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/budget/messages.h"

namespace yuheng::cli {

enum class Language { kZh, kEn };

// Documented exit codes: 0 done, 1 errors were found or the server refused, 2
// usage or reading failure.
inline constexpr int kExitOk = 0;
inline constexpr int kExitFound = 1;
inline constexpr int kExitUsage = 2;

enum class Color { kNone, kRed, kGreen, kYellow, kDim, kBold };

// Where a command prints: data to `out`, everything else to `err`. Colours and
// progress only on a terminal.
struct Terminal {
  std::ostream* out = nullptr;
  std::ostream* err = nullptr;
  // Columns of the terminal that data goes to; 0 where it goes elsewhere.
  int out_width = 0;
  bool out_color = false;
  bool err_color = false;
  bool err_is_terminal = false;
  // Begins CSV that goes into a file: without a UTF-8 mark Excel takes Chinese
  // for another encoding. Programs that read a pipe get none.
  std::string csv_mark;
  Language language = Language::kZh;

  const std::string& Pick(const budget::Text& text) const {
    return language == Language::kZh ? text.zh : text.en;
  }
};

// This process's terminal. The language is that of --lang, then YUHENG_LANG,
// then the locale; Chinese comes first. It is looked for before parsing,
// because help texts depend on it. NO_COLOR and TERM=dumb are heard.
Terminal OpenTerminal(int argc, char** argv);

// An environment variable; `otherwise` when it is not set or empty.
std::string Variable(const char* name, const char* otherwise);

// The message of services/budget/messages/cli.textproto in the user's language.
std::string Say(const Terminal& terminal, absl::string_view id,
                std::initializer_list<budget::MessageArgument> arguments = {});

// `text` in a colour, or as it is.
std::string Paint(bool enabled, Color color, absl::string_view text);

// The lines of `text` when none may be wider than `width` columns: broken at
// blanks and between Chinese characters, never inside a figure or before
// closing punctuation. One line where `width` is not positive.
std::vector<std::string> WrappedLines(absl::string_view text, int width);

// Prints "yuheng: <message>" on err.
void PrintError(const Terminal& terminal, absl::string_view message);

// Prints a line on err that is no error: what an answer means.
void PrintRemark(const Terminal& terminal, absl::string_view message);

// A line on a terminal's stderr that is overwritten by the next one; prints
// nothing elsewhere.
class ProgressLine {
 public:
  explicit ProgressLine(const Terminal& terminal) : terminal_(terminal) {}
  ~ProgressLine() { Clear(); }
  void Update(absl::string_view text);
  void Clear();

 private:
  const Terminal& terminal_;
  bool shown_ = false;
};

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_OUTPUT_TERMINAL_H_
