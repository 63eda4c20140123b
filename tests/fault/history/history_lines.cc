#include "tests/fault/history/history_lines.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <iterator>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/fault/history/history_fields.h"

namespace yuheng::fault {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

constexpr absl::string_view kAnswers[] = {"UNKNOWN", "APPLIED", "REFUSED",
                                          "NEVER_APPLIED"};
constexpr absl::string_view kWatchKinds[] = {"OPENED", "SNAPSHOT", "DELTA",
                                             "PROGRESS", "COMPACTED"};

void AppendText(absl::string_view text, std::string* out) {
  out->push_back('"');
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out->push_back('\\');
      out->push_back(c);
    } else if (byte < 0x20) {
      absl::StrAppend(out, "\\u", absl::Hex(byte, absl::kZeroPad4));
    } else {
      out->push_back(c);
    }
  }
  out->push_back('"');
}

// Appends ,"name":value for each field.
class LineWriter {
 public:
  explicit LineWriter(std::string* out) : out_(out) {}

  void operator()(absl::string_view name, const std::string& text) {
    if (text.empty()) return;
    Name(name);
    AppendText(text, out_);
  }
  template <typename Number>
  requires std::is_integral_v<Number>
  void operator()(absl::string_view name, Number number) {
    if (number == 0) return;
    Name(name);
    absl::StrAppend(out_, "\"", static_cast<int64_t>(number), "\"");
  }
  void operator()(absl::string_view name, Answer answer) {
    Name(name);
    AppendText(kAnswers[static_cast<int>(answer)], out_);
  }
  void operator()(absl::string_view name, WatchKind kind) {
    Name(name);
    AppendText(kWatchKinds[static_cast<int>(kind)], out_);
  }
  void operator()(absl::string_view name,
                  const std::map<std::string, int64_t>& amounts) {
    Map(name, amounts, [](int64_t amount) { return absl::StrCat(amount); });
  }
  void operator()(absl::string_view name, const Figures& figures) {
    Map(name, figures, [](const Figure& figure) {
      std::string text = absl::StrCat(figure.derived_fen);
      if (figure.printed_fen) absl::StrAppend(&text, "/", *figure.printed_fen);
      if (figure.eliminated_fen != 0) {
        absl::StrAppend(&text, figure.printed_fen ? "/" : "//",
                        figure.eliminated_fen);
      }
      return text;
    });
  }

 private:
  void Name(absl::string_view name) {
    out_->push_back(',');
    AppendText(name, out_);
    out_->push_back(':');
  }
  template <typename Entries, typename Text>
  void Map(absl::string_view name, const Entries& entries, Text text) {
    if (entries.empty()) return;
    Name(name);
    char before = '{';
    for (const auto& [key, value] : entries) {
      out_->push_back(before);
      AppendText(key, out_);
      out_->push_back(':');
      AppendText(text(value), out_);
      before = ',';
    }
    out_->push_back('}');
  }

  std::string* const out_;
};

// Takes each field from a parsed line.
class LineReader {
 public:
  explicit LineReader(const Struct& line) : line_(line) {}

  void operator()(const std::string& name, std::string& text) {
    const Value* value = Find(name);
    if (value != nullptr) text = value->string_value();
  }
  template <typename Number>
  requires std::is_integral_v<Number>
  void operator()(const std::string& name, Number& number) {
    const Value* value = Find(name);
    if (value != nullptr) {
      number = static_cast<Number>(ToNumber(name, value->string_value()));
    }
  }
  void operator()(const std::string& name, Answer& answer) {
    Choose(name, kAnswers, &answer);
  }
  void operator()(const std::string& name, WatchKind& kind) {
    Choose(name, kWatchKinds, &kind);
  }
  void operator()(const std::string& name,
                  std::map<std::string, int64_t>& amounts) {
    for (const auto& [key, value] : MapOf(name)) {
      amounts[key] = ToNumber(name, value.string_value());
    }
  }
  void operator()(const std::string& name, Figures& figures) {
    for (const auto& [key, value] : MapOf(name)) {
      const std::vector<std::string> parts =
          absl::StrSplit(value.string_value(), '/');
      Figure& figure = figures[key];
      figure.derived_fen = ToNumber(name, parts[0]);
      if (parts.size() > 1 && !parts[1].empty()) {
        figure.printed_fen = ToNumber(name, parts[1]);
      }
      if (parts.size() > 2) figure.eliminated_fen = ToNumber(name, parts[2]);
    }
  }

  // The first field that is not of its type; empty when all are.
  const std::string& wrong() const { return wrong_; }

 private:
  const Value* Find(const std::string& name) {
    const auto it = line_.fields().find(name);
    if (it == line_.fields().end()) return nullptr;
    if (it->second.kind_case() == Value::kStringValue) return &it->second;
    wrong_ = name;
    return nullptr;
  }
  google::protobuf::Map<std::string, Value> MapOf(const std::string& name) {
    const auto it = line_.fields().find(name);
    if (it == line_.fields().end()) return {};
    if (!it->second.has_struct_value()) wrong_ = name;
    return it->second.struct_value().fields();
  }
  int64_t ToNumber(const std::string& name, const std::string& text) {
    int64_t number = 0;
    if (!absl::SimpleAtoi(text, &number)) wrong_ = name;
    return number;
  }
  template <typename Enum, size_t kCount>
  void Choose(const std::string& name, const absl::string_view (&names)[kCount],
              Enum* choice) {
    const Value* value = Find(name);
    if (value == nullptr) return;
    for (size_t i = 0; i < kCount; ++i) {
      if (names[i] == value->string_value()) {
        *choice = static_cast<Enum>(i);
        return;
      }
    }
    wrong_ = name;
  }

  const Struct& line_;
  std::string wrong_;
};

absl::Status AddLine(absl::string_view text, History* history) {
  Struct line;
  const auto parsed =
      google::protobuf::util::JsonStringToMessage(std::string(text), &line);
  if (!parsed.ok()) return absl::InvalidArgumentError("no JSON object");
  const auto kind = line.fields().find("kind");
  LineReader reader(line);
  bool known = false;
  Lists(*history, [&](absl::string_view name, auto& list) {
    if (kind == line.fields().end() || name != kind->second.string_value()) {
      return;
    }
    known = true;
    Fields(list.emplace_back(), reader);
  });
  if (!known) return absl::InvalidArgumentError("an unknown kind");
  if (!reader.wrong().empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the field ", reader.wrong(), " is of another type"));
  }
  return absl::OkStatus();
}

}  // namespace

std::string ToLines(const History& history) {
  std::string out;
  LineWriter writer(&out);
  // The fields are visited for writing only.
  Lists(const_cast<History&>(history), [&](absl::string_view kind, auto& list) {
    for (auto& record : list) {
      absl::StrAppend(&out, "{\"kind\":\"", kind, "\"");
      Fields(record, writer);
      out.append("}\n");
    }
  });
  return out;
}

absl::Status AddLines(absl::string_view lines, History* history) {
  int number = 0;
  for (const absl::string_view line : absl::StrSplit(lines, '\n')) {
    ++number;
    if (line.empty()) continue;
    absl::Status added = AddLine(line, history);
    if (!added.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", number, ": ", added.message()));
    }
  }
  return absl::OkStatus();
}

}  // namespace yuheng::fault
