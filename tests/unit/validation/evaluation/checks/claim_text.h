#ifndef YUHENG_TESTS_UNIT_VALIDATION_EVALUATION_CHECKS_CLAIM_TEXT_H_
#define YUHENG_TESTS_UNIT_VALIDATION_EVALUATION_CHECKS_CLAIM_TEXT_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/validation/validator.h"
#include "tests/support/document_builder.h"
#include "tests/unit/validation/built_in_catalogue.h"

namespace yuheng::validation {

// A document of claims and sentences; its tables are DocumentBuilder's.
class Text {
 public:
  // A figure in its unit, or words when it is no number.
  Text& Say(const std::string& address, const std::string& printed) {
    budget::Claim claim;
    claim.address = address;
    claim.printed = printed;
    claim.line = ++line_;
    const auto value = budget::ParseDecimal(printed);
    if (value.ok()) {
      claim.value_micro = value->micro;
      claim.precision_micro = value->precision_micro;
    }
    builder_.document().claims.push_back(std::move(claim));
    return *this;
  }

  Text& Write(const std::string& section, const std::string& sentence) {
    builder_.document().sentences.push_back({section, sentence, ++line_});
    return *this;
  }

  testing::DocumentBuilder& builder() { return builder_; }

  // "address severity" of each finding of a rule that is no lack of input.
  std::string Findings(const std::string& rule) const {
    std::string text;
    Catalogue().Check(builder_.Build(), [&](Finding finding) {
      if (finding.rule == rule &&
          finding.status != FindingStatus::kInsufficient) {
        absl::StrAppend(&text, text.empty() ? "" : " ",
                        finding.places[0].address,
                        finding.severity == Severity::kNote ? "?" : "");
      }
      return true;
    });
    return text;
  }

  // What its first finding says, in Chinese.
  std::string Told(const std::string& rule) const {
    std::string text;
    Catalogue().Check(builder_.Build(), [&](const Finding& finding) {
      if (finding.rule == rule && text.empty()) text = finding.message.zh;
      return true;
    });
    return text;
  }

  bool Insufficient(const std::string& rule) const {
    bool found = false;
    Catalogue().Check(builder_.Build(), [&](const Finding& finding) {
      found |= finding.rule == rule &&
               finding.status == FindingStatus::kInsufficient;
      return true;
    });
    return found;
  }

 private:
  testing::DocumentBuilder builder_;
  int line_ = 100;  // Behind those of the builder.
};

// A change with its reason, under an address such as N3:basic.
inline Text Change(const std::string& address, const std::string& change,
                   const std::string& reason) {
  Text text;
  text.Say(address + ":amount", "100").Say(address + ":delta", change);
  if (!reason.empty()) text.Say(address + ":reason", reason);
  return text;
}

}  // namespace yuheng::validation

#endif  // YUHENG_TESTS_UNIT_VALIDATION_EVALUATION_CHECKS_CLAIM_TEXT_H_
