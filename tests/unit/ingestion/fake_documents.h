#ifndef YUHENG_TESTS_UNIT_INGESTION_FAKE_DOCUMENTS_H_
#define YUHENG_TESTS_UNIT_INGESTION_FAKE_DOCUMENTS_H_

#include <atomic>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/mutex.h"
#include "services/ingestion/lifecycle/ports.h"
#include "services/rpc/reason.h"

namespace yuheng::ingestion {

// Documents of one line: "department|year|errors|problems|anything". What is
// anything else can't be read.
inline std::string FakeBytes(absl::string_view department, int year,
                             int errors = 0, absl::string_view rest = "") {
  return absl::StrCat(department, "|", year, "|", errors, "|0|", rest);
}

inline absl::StatusOr<budget::Document> ReadFake(
    const ReadingRequest& request) {
  const absl::string_view bytes = request.bytes;
  if (bytes.empty()) return rpc::MakeError(rpc::Reason::kDocumentEmpty);
  if (static_cast<int64_t>(bytes.size()) > request.size_bytes_max) {
    return rpc::MakeError(rpc::Reason::kDocumentTooLarge);
  }
  const std::vector<std::string> parts = absl::StrSplit(bytes, '|');
  budget::Document document;
  int errors = 0;
  int problems = 0;
  if (parts.size() != 5 || !absl::SimpleAtoi(parts[1], &document.fiscal_year) ||
      !absl::SimpleAtoi(parts[2], &errors) ||
      !absl::SimpleAtoi(parts[3], &problems)) {
    return rpc::MakeError(rpc::Reason::kDocumentNotABudget);
  }
  document.department = parts[0];
  document.form = request.printed_form;
  document.claims.resize(errors);
  document.problems.resize(problems);
  for (auto& problem : document.problems) problem.id = "reader.fake";
  return document;
}

// A finding with an identity.
inline validation::v1::Finding Planted(const std::string& rule,
                                       validation::v1::Severity severity,
                                       int64_t actual_micro = 1) {
  validation::v1::Finding finding;
  finding.set_rule(rule);
  finding.set_severity(severity);
  finding.set_status(validation::v1::FINDING_STATUS_INCONSISTENT);
  finding.add_places()->set_address(absl::StrCat("T6:303:", rule));
  finding.set_actual_micro(actual_micro);
  finding.mutable_message()->set_zh("差");
  finding.mutable_message()->set_en("off");
  finding.set_id(absl::StrCat("id-", rule, "-", actual_micro));
  return finding;
}

// One error a claim, one note, and what is planted.
class FakeChecker final : public DocumentChecker {
 public:
  // So many checks fail as if validation were away, after their first finding.
  std::atomic<int> failures{0};
  std::atomic<int> calls{0};
  // What every document has besides; changed between checks only.
  std::vector<validation::v1::Finding> planted;
  std::vector<validation::v1::FindingGroup> groups;
  std::string catalogue_sha256 = "cafe";
  // False: references are too large for it.
  bool compares = true;
  // Happens once, while a document is checked.
  std::function<void()> meanwhile;

  absl::StatusOr<validation::v1::VerdictSummary> Check(
      const budget::Document& document, CheckReferences* references,
      const std::function<void(const validation::v1::Finding&)>& sink)
      override {
    ++calls;
    if (const auto work = std::exchange(meanwhile, nullptr)) work();
    Remember(*references);
    if (!compares) *references = CheckReferences();
    validation::v1::Finding finding;
    finding.set_rule("Y-04");
    finding.set_severity(validation::v1::SEVERITY_NOTE);
    finding.set_status(validation::v1::FINDING_STATUS_INFO);
    finding.mutable_message()->set_zh("注");
    finding.mutable_message()->set_en("note");
    sink(finding);
    if (failures.load() > 0) {
      --failures;
      return absl::UnavailableError("validation is away");
    }
    finding.set_rule("A6-02");
    finding.set_severity(validation::v1::SEVERITY_ERROR);
    for (size_t i = 0; i < document.claims.size(); ++i) sink(finding);
    validation::v1::VerdictSummary verdict;
    verdict.set_error_count(static_cast<int>(document.claims.size()));
    verdict.set_note_count(1);
    for (const validation::v1::Finding& found : planted) {
      sink(found);
      if (found.severity() == validation::v1::SEVERITY_ERROR) {
        verdict.set_error_count(verdict.error_count() + 1);
      } else {
        verdict.set_warning_count(verdict.warning_count() + 1);
      }
    }
    verdict.set_verdict(
        verdict.error_count() > 0     ? validation::v1::VERDICT_ERRORS
        : verdict.warning_count() > 0 ? validation::v1::VERDICT_WARNINGS
                                      : validation::v1::VERDICT_NOTES);
    verdict.set_catalogue_sha256(catalogue_sha256);
    if (references->ceiling) {
      verdict.set_ceiling_sha256(
          budget::CeilingSha256(references->ceiling->ceiling));
    }
    *verdict.mutable_groups() = {groups.begin(), groups.end()};
    return verdict;
  }

  // What the last check was given: "prior 2022", "unit 教育局一中",
  // "missing 二中", "ceiling 205/ 2023 stage 3: gen=100", each with a line end.
  std::string LastReferences() const {
    absl::MutexLock lock(&mu_);
    return last_references_;
  }

 private:
  void Remember(const CheckReferences& references) {
    std::string text;
    if (references.prior_budget) {
      absl::StrAppend(&text, "prior ",
                      references.prior_budget->document.fiscal_year, "\n");
    }
    for (const StoredDocument& unit : references.units) {
      absl::StrAppend(&text, "unit ", unit.document.department, "\n");
    }
    for (const std::string& unit : references.units_missing) {
      absl::StrAppend(&text, "missing ", unit, "\n");
    }
    if (references.ceiling) {
      const budget::Ceiling& ceiling = references.ceiling->ceiling;
      absl::StrAppend(&text, "ceiling ", ceiling.department, "/", ceiling.unit,
                      " ", ceiling.fiscal_year, " stage ",
                      references.ceiling->stage, ":");
      for (const budget::CeilingFigure& figure : ceiling.figures) {
        absl::StrAppend(&text, " ", figure.source, "=", figure.amount_fen);
      }
      absl::StrAppend(&text, "\n");
    }
    absl::MutexLock lock(&mu_);
    last_references_ = std::move(text);
  }

  mutable absl::Mutex mu_;
  std::string last_references_ ABSL_GUARDED_BY(mu_);
};

inline constexpr absl::string_view kFakeDepartments =
    "code,name,aliases,kind,units\n"
    "206,昌吉州科技局,昌吉回族自治州科学技术局|昌吉州科学技术局,行政,\n"
    "205,昌吉州教育局,,行政,205001:本级|205002:一中\n"
    "210,昌吉州卫生健康委员会,昌吉州卫健委,行政,\n";

}  // namespace yuheng::ingestion

#endif  // YUHENG_TESTS_UNIT_INGESTION_FAKE_DOCUMENTS_H_
