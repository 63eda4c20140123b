#include "services/cli/output/terminal.h"

#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/text.h"

namespace yuheng::cli {
namespace {

absl::string_view Escape(Color color) {
  switch (color) {
    case Color::kRed:
      return "\033[31m";
    case Color::kGreen:
      return "\033[32m";
    case Color::kYellow:
      return "\033[33m";
    case Color::kDim:
      return "\033[2m";
    case Color::kBold:
      return "\033[1m";
    case Color::kNone:
      return "";
  }
  return "";
}

bool IsWide(absl::string_view character) {
  return budget::DisplayWidth(character) > 1;
}

bool MayBreak(absl::string_view before, absl::string_view after) {
  constexpr absl::string_view kClosing = "，。；：、！？）》”’％…";
  constexpr absl::string_view kOpening = "（《“‘";
  if (after == " " || kClosing.find(after) != absl::string_view::npos ||
      kOpening.find(before) != absl::string_view::npos) {
    return false;
  }
  return before == " " || IsWide(before) || IsWide(after);
}

// Columns of the terminal behind a descriptor; 0 when it is none.
int WidthOf(int descriptor) {
  struct winsize size = {};
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

// A file that is empty yet.
bool IsNewFile(int descriptor) {
  struct stat status = {};
  return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) &&
         status.st_size == 0;
}

bool IsSet(const char* name) { return !Variable(name, "").empty(); }

Language ChooseLanguage(int argc, char** argv) {
  std::string chosen = Variable("YUHENG_LANG", "");
  for (int i = 1; i < argc; ++i) {
    const absl::string_view argument(argv[i]);
    if (argument == "--lang" && i + 1 < argc) chosen = argv[i + 1];
    if (absl::StartsWith(argument, "--lang=")) {
      chosen = std::string(argument.substr(7));
    }
  }
  if (chosen.empty()) {
    chosen =
        Variable("LC_ALL",
                 Variable("LC_MESSAGES", Variable("LANG", "").c_str()).c_str());
  }
  return absl::StartsWith(chosen, "en") ? Language::kEn : Language::kZh;
}

}  // namespace

Terminal OpenTerminal(int argc, char** argv) {
  Terminal terminal;
  terminal.out = &std::cout;
  terminal.err = &std::cerr;
  const bool color = !IsSet("NO_COLOR") && Variable("TERM", "") != "dumb";
  terminal.err_is_terminal = isatty(STDERR_FILENO) != 0;
  terminal.out_color = color && isatty(STDOUT_FILENO) != 0;
  terminal.err_color = color && terminal.err_is_terminal;
  terminal.out_width = WidthOf(STDOUT_FILENO);
  if (IsNewFile(STDOUT_FILENO)) terminal.csv_mark = "\xEF\xBB\xBF";
  terminal.language = ChooseLanguage(argc, argv);
  return terminal;
}

std::string Variable(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? otherwise : value;
}

std::string Say(const Terminal& terminal, absl::string_view id,
                std::initializer_list<budget::MessageArgument> arguments) {
  return terminal.Pick(budget::Message(id, arguments));
}

std::string Paint(bool enabled, Color color, absl::string_view text) {
  if (!enabled || color == Color::kNone) return std::string(text);
  return absl::StrCat(Escape(color), text, "\033[0m");
}

std::vector<std::string> WrappedLines(absl::string_view text, int width) {
  std::vector<std::string> lines;
  if (width <= 0) return {std::string(text)};
  size_t begin = 0;     // Of the line.
  size_t break_at = 0;  // Where it may end; `begin` for nowhere yet.
  int columns = 0;      // Since `begin`.
  absl::string_view before;
  for (size_t offset = 0; offset < text.size();) {
    const size_t start = offset;
    budget::NextCodePoint(text, &offset);
    const absl::string_view character = text.substr(start, offset - start);
    if (start > begin && MayBreak(before, character)) break_at = start;
    columns += budget::DisplayWidth(character);
    before = character;
    if (columns <= width || break_at == begin) continue;
    lines.emplace_back(absl::StripTrailingAsciiWhitespace(
        text.substr(begin, break_at - begin)));
    begin = break_at;
    columns = budget::DisplayWidth(text.substr(begin, offset - begin));
  }
  lines.emplace_back(text.substr(begin));
  return lines;
}

void PrintError(const Terminal& terminal, absl::string_view message) {
  *terminal.err << Paint(terminal.err_color, Color::kRed, "yuheng: ") << message
                << "\n";
}

void PrintRemark(const Terminal& terminal, absl::string_view message) {
  *terminal.err << message << "\n";
}

void ProgressLine::Update(absl::string_view text) {
  if (!terminal_.err_is_terminal) return;
  *terminal_.err << "\r\033[K" << text << std::flush;
  shown_ = true;
}

void ProgressLine::Clear() {
  if (!shown_) return;
  *terminal_.err << "\r\033[K" << std::flush;
  shown_ = false;
}

}  // namespace yuheng::cli
