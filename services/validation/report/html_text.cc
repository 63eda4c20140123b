#include "services/validation/report/html_text.h"

#include "absl/strings/str_cat.h"
#include "services/budget/text.h"

namespace yuheng::validation {

std::string Html(absl::string_view text) {
  std::string html;
  html.reserve(text.size());
  for (size_t offset = 0; offset < text.size();) {
    const size_t start = offset;
    const char32_t c = budget::NextCodePoint(text, &offset);
    if (c == '&') {
      html += "&amp;";
    } else if (c == '<') {
      html += "&lt;";
    } else if (c == '>') {
      html += "&gt;";
    } else if (c == '"') {
      html += "&quot;";
    } else if (c == '\'') {
      html += "&#39;";
    } else if ((c < 0x20 && c != '\n' && c != '\t') || c == 0xFFFD ||
               (c >= 0x7F && c < 0xA0)) {
      html += "\xEF\xBF\xBD";
    } else {
      html.append(text.data() + start, offset - start);
    }
  }
  return html;
}

std::string Html(const budget::Text& text) {
  if (text.zh == text.en) return Html(text.zh);
  return absl::StrCat("<span class=\"zh\" lang=\"zh\">", Html(text.zh),
                      "</span><span class=\"en\" lang=\"en\">", Html(text.en),
                      "</span>");
}

std::string HtmlMessage(
    absl::string_view id,
    std::initializer_list<budget::MessageArgument> arguments) {
  return Html(budget::Message(id, arguments));
}

std::string SpotId(const Spot& spot) {
  switch (spot.kind) {
    case SpotKind::kTable:
      return absl::StrCat("t", spot.index + 1);
    case SpotKind::kCell:
      return absl::StrCat("t", spot.index + 1, "r", spot.row + 1, "c",
                          spot.column + 1);
    case SpotKind::kSection:
      return absl::StrCat("s", spot.index + 1);
    case SpotKind::kClaim:
      return absl::StrCat("c", spot.index + 1);
    case SpotKind::kSheet:
      return absl::StrCat("p", spot.index + 1);
    case SpotKind::kSheetField:
      return absl::StrCat("p", spot.index + 1, "f", spot.row);
    case SpotKind::kIndicator:
      return absl::StrCat("p", spot.index + 1, "i", spot.row + 1, "c",
                          spot.column);
  }
  return "";
}

absl::string_view SeverityClass(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kNote:
      break;
  }
  return "note";
}

}  // namespace yuheng::validation
