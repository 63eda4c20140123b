#include "services/cli/output/terminal.h"

#include <string>

#include "absl/strings/str_cat.h"

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

}  // namespace

std::string Say(const Terminal& terminal, absl::string_view id,
                std::initializer_list<budget::MessageArgument> arguments) {
  return terminal.Pick(budget::Message(id, arguments));
}

std::string Paint(bool enabled, Color color, absl::string_view text) {
  if (!enabled || color == Color::kNone) return std::string(text);
  return absl::StrCat(Escape(color), text, "\033[0m");
}

void PrintError(const Terminal& terminal, absl::string_view message) {
  *terminal.err << Paint(terminal.err_color, Color::kRed, "yuheng: ") << message
                << "\n";
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
