#include "services/cli/commands/rule_examples.h"

#include <map>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/budget/document.h"
#include "services/ingestion/formats/document_reader.h"

namespace yuheng::cli {
namespace {

using budget::Message;
using validation::Finding;
using validation::FindingStatus;
using validation::Severity;

// Where the line of that number (from 1) begins; npos when there is none.
size_t LineStart(absl::string_view text, int line) {
  size_t at = 0;
  for (int i = 1; i < line; ++i) {
    at = text.find('\n', at);
    if (at == absl::string_view::npos) return at;
    ++at;
  }
  return at;
}

// The line of an address; 0 when the document does not have it.
int LineOf(const budget::Document& document, absl::string_view address) {
  for (const budget::Fact& fact : budget::FactsOf(document)) {
    if (fact.address == address) return fact.location.line;
  }
  for (const budget::TextFact& text : budget::TextsOf(document)) {
    if (text.address == address) return text.location.line;
  }
  for (const budget::Table& table : document.tables) {
    if (absl::StrCat("T", static_cast<int>(table.kind)) == address) {
      return table.line;
    }
  }
  for (const budget::Heading& heading : document.headings) {
    if (heading.key == address) return heading.line;
  }
  return 0;
}

class Examples {
 public:
  Examples(const budget::Form& form, const validation::Validator& validator)
      : form_(form), validator_(validator) {}

  std::vector<ExampleResult> Run() {
    const std::string base(validation::ExampleDocument());
    const auto untouched = FindingsOf(base);
    for (const validation::RuleDescription& rule : validator_.Rules()) {
      if (rule.severity != Severity::kNote && !rule.compares_references) {
        Judge(rule, 0, false, untouched);
      }
      int number = 0;
      for (const validation::RuleExample& example : rule.examples) {
        ++number;
        std::string text = base;
        ExampleResult result{rule.id, number, false, {}};
        if (!Apply(example, &text, &result.message)) {
          results_.push_back(std::move(result));
          continue;
        }
        Judge(rule, number, example.fails, FindingsOf(text));
      }
    }
    return std::move(results_);
  }

 private:
  using FindingsByRule = std::map<std::string, std::vector<Finding>>;

  absl::StatusOr<budget::Document> Read(const std::string& text) const {
    return ingestion::ReadDocument(form_, text, {});
  }

  absl::StatusOr<FindingsByRule> FindingsOf(const std::string& text) const {
    auto document = Read(text);
    if (!document.ok()) return document.status();
    FindingsByRule findings;
    validator_.Check(*document, [&](Finding finding) {
      findings[finding.rule].push_back(std::move(finding));
      return true;
    });
    return findings;
  }

  bool Apply(const validation::RuleExample& example, std::string* text,
             budget::Text* message) const {
    for (const validation::ExampleEdit& edit : example.edits) {
      size_t at = 0;
      if (!edit.address.empty()) {
        const auto document = Read(*text);
        const int line = document.ok() ? LineOf(*document, edit.address) : 0;
        at = line == 0 ? std::string::npos : LineStart(*text, line);
        if (at == std::string::npos) {
          *message =
              Message("cli.example_no_address", {{"address", edit.address}});
          return false;
        }
      }
      if (edit.find.empty()) {
        const size_t end = std::min(text->size(), text->find('\n', at));
        text->replace(at, end - at, absl::StrCat("\t", edit.replace));
        continue;
      }
      at = text->find(edit.find, at);
      if (at == std::string::npos) {
        *message = Message("cli.example_no_text", {{"text", edit.find}});
        return false;
      }
      text->replace(at, edit.find.size(), edit.replace);
    }
    return true;
  }

  static bool IsFailure(const Finding& finding, Severity severity) {
    switch (finding.status) {
      case FindingStatus::kInconsistent:
      case FindingStatus::kBoundary:
        return true;
      case FindingStatus::kInfo:
        return finding.severity == severity;
      case FindingStatus::kRounding:
      case FindingStatus::kInsufficient:
        return false;
    }
    return false;
  }

  void Judge(const validation::RuleDescription& rule, int number, bool fails,
             const absl::StatusOr<FindingsByRule>& findings) {
    ExampleResult result{rule.id, number, false, {}};
    if (!findings.ok()) {
      const std::string what(findings.status().message());
      result.message = {what, what};
      results_.push_back(std::move(result));
      return;
    }
    const Finding* failure = nullptr;
    const Finding* open = nullptr;
    const auto it = findings->find(rule.id);
    if (it != findings->end()) {
      for (const Finding& finding : it->second) {
        if (IsFailure(finding, rule.severity)) failure = &finding;
        if (finding.status == FindingStatus::kInsufficient) open = &finding;
      }
    }
    result.passed =
        fails ? failure != nullptr : failure == nullptr && open == nullptr;
    if (failure != nullptr) {
      result.message = failure->message;
    } else if (open != nullptr) {
      result.message = open->message;
    } else {
      result.message = Message("cli.example_holds");
    }
    results_.push_back(std::move(result));
  }

  const budget::Form& form_;
  const validation::Validator& validator_;
  std::vector<ExampleResult> results_;
};

}  // namespace

std::vector<ExampleResult> TestExamples(
    const budget::Form& form, const validation::Validator& validator) {
  return Examples(form, validator).Run();
}

}  // namespace yuheng::cli
