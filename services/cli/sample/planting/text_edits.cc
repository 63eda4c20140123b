#include "services/cli/sample/planting/text_edits.h"

#include <cstdlib>
#include <utility>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/budget/decimal.h"
#include "services/cli/sample/tables.h"

namespace yuheng::cli {
namespace {

// More than any interval of a figure or a sum (domain.md section 8): 0.5 万元.
constexpr int64_t kDifferenceSteps = 50;

bool EndsSegment(char c) { return c == ':' || c == '/' || c == '#'; }

bool Matches(absl::string_view pattern, absl::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] != '*') {
    return !text.empty() && text[0] == pattern[0] &&
           Matches(pattern.substr(1), text.substr(1));
  }
  for (size_t length = 0; length <= text.size(); ++length) {
    if (Matches(pattern.substr(1), text.substr(length))) return true;
    if (length < text.size() && EndsSegment(text[length])) return false;
  }
  return false;
}

std::string WithoutMark(const std::string& address) {
  return address.substr(0, address.find('#'));
}

// What an edit takes: two edits of one statement may hide each other.
std::string TakenBy(const std::string& address) {
  std::string key = WithoutMark(address);
  if (key.rfind('P', 0) == 0) return key.substr(0, key.find(':'));
  key = key.substr(0, key.find('/'));
  for (const char* measure :
       {":amount", ":share", ":delta", ":growth", ":reason", ":words", ":count",
        ":none", ":year", ":unit", ":period"}) {
    const size_t size = std::string(measure).size();
    if (key.size() > size && key.substr(key.size() - size) == measure) {
      return key.substr(0, key.size() - size);
    }
  }
  return key;
}

std::string Printed(Measure measure, int64_t value) {
  switch (measure) {
    case Measure::kAmount:
      return budget::FormatDecimal(value);
    case Measure::kPercent:
      return budget::FormatDecimal(value * 10'000) + "%";
    default:
      return std::to_string(value);
  }
}

}  // namespace

std::string StemOf(absl::string_view address) {
  const std::string bare = WithoutMark(std::string(address));
  const size_t colon = bare.rfind(':');
  return colon == std::string::npos ? bare : bare.substr(0, colon);
}

TextEdits::TextEdits(const Bureau& bureau,
                     const std::vector<Statement>& statements, Random* random)
    : bureau_(bureau), statements_(statements), random_(*random) {
  for (const Statement& statement : statements) {
    by_address_.emplace(statement.address, &statement);
  }
}

const Statement* TextEdits::Find(const std::string& address) const {
  const auto found = by_address_.find(address);
  return found == by_address_.end() ? nullptr : found->second;
}

int64_t TextEdits::ValueAt(const std::string& address) const {
  const Statement* statement = Find(address);
  return statement == nullptr ? 0 : statement->value;
}

const Statement* TextEdits::Pick(absl::string_view patterns, const Test& test) {
  std::vector<const Statement*> found;
  for (absl::string_view pattern : absl::StrSplit(patterns, ' ')) {
    for (const Statement& statement : statements_) {
      if (!Matches(pattern, statement.address)) continue;
      if (taken_.count(TakenBy(statement.address)) > 0) continue;
      if (test == nullptr || test(statement)) found.push_back(&statement);
    }
  }
  return found.empty() ? nullptr : random_.Pick(found);
}

int64_t TextEdits::Difference(int64_t beside) {
  return (random_.Between(kDifferenceSteps, 20 * kDifferenceSteps) *
              kPrintedFen +
          RoundToPrint(std::abs(beside) / 20));
}

PlantedError TextEdits::Describe(const Statement& statement, std::string was,
                                 std::string now) {
  taken_.insert(TakenBy(statement.address));
  PlantedError error;
  error.address = WithoutMark(statement.address);
  error.was = std::move(was);
  error.now = std::move(now);
  return error;
}

PlantedError TextEdits::EditValue(const Statement& statement, int64_t value) {
  AlsoValue(statement.address, value);
  return Describe(statement, Printed(statement.measure, statement.value),
                  Printed(statement.measure, value));
}

PlantedError TextEdits::EditWords(const Statement& statement,
                                  std::vector<std::string> words) {
  const std::string now = absl::StrJoin(words, "、");
  edits_[statement.address].words = std::move(words);
  return Describe(statement, absl::StrJoin(statement.words, "、"), now);
}

PlantedError TextEdits::LeaveOut(const Statement& statement) {
  edits_[statement.address].left_out = true;
  return Describe(statement, statement.address, "");
}

void TextEdits::AlsoValue(const std::string& address, int64_t value) {
  edits_[address].value = value;
}

}  // namespace yuheng::cli
