#include "services/ingestion/messages/ceiling_messages.h"

#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/budget/ceiling_codec.h"
#include "services/ingestion/messages/decision_error.h"
#include "services/rpc/reason.h"
#include "services/rpc/resource_name.h"

namespace yuheng::ingestion {
namespace {

// `of` is the department that the import is for; empty for the prefecture.
absl::StatusOr<CeilingSetting> ParseCeiling(const Prefecture& prefecture,
                                            const std::string& of,
                                            const v1::Ceiling& ceiling,
                                            const std::string& actor) {
  std::vector<rpc::FieldViolation> violations;
  const absl::StatusOr<rpc::ResourceName> parent = rpc::ParseResourceName(
      ceiling.parent(),
      {rpc::ResourceKind::kDepartment, rpc::ResourceKind::kUnit});
  if (!parent.ok()) {
    violations.push_back({"parent", std::string(parent.status().message())});
  } else if (!of.empty() && parent->department != of) {
    violations.push_back({"parent", "not of the import's parent"});
  }
  if (!IsFiscalYear(ceiling.fiscal_year())) {
    violations.push_back({"fiscal_year", "2000 to 2100"});
  }
  if (ceiling.reason().empty() ||
      ceiling.reason().size() > storage::kCeilingReasonBytesMax) {
    violations.push_back({"reason", "required, at most 512 bytes"});
  }
  std::string zh;
  const auto figures = budget::CeilingFiguresFromProto(budget::StandardForm(),
                                                       ceiling.figures(), &zh);
  if (!figures.ok()) {
    violations.push_back({"figures", std::string(figures.status().message())});
  }
  if (!violations.empty()) {
    const std::string en =
        absl::StrCat(violations[0].field, ": ", violations[0].description);
    return rpc::MakeFieldError(std::move(violations), zh,
                               zh.empty() ? en : figures.status().message());
  }
  absl::Status served = CheckServed(prefecture, *parent);
  if (!served.ok()) return served;
  CeilingSetting setting{.fiscal_year = ceiling.fiscal_year(), .record = {}};
  storage::CeilingRecord& record = setting.record;
  record.department = parent->department;
  record.unit = parent->unit;
  record.actor = actor;
  record.reason = ceiling.reason();
  for (const budget::CeilingFigure& figure : *figures) {
    record.figures.push_back(
        {figure.source, static_cast<int>(figure.kind), figure.amount_fen});
  }
  return setting;
}

absl::StatusOr<absl::optional<CeilingPosition>> ParsePosition(
    const std::string& token) {
  if (token.empty()) return absl::optional<CeilingPosition>();
  std::string plain;
  CeilingPosition position;
  if (absl::WebSafeBase64Unescape(token, &plain)) {
    const std::vector<std::string> parts = absl::StrSplit(plain, '/');
    if (parts.size() == 4 &&
        absl::SimpleAtoi(parts[0], &position.fiscal_year) &&
        absl::SimpleAtoi(parts[3], &position.number)) {
      position.department = parts[1];
      position.unit = parts[2];
      return absl::make_optional(std::move(position));
    }
  }
  return rpc::MakeFieldError(
      {{"page_token", "not the token of a previous response"}});
}

std::string ParentOf(const Prefecture& prefecture,
                     const std::string& department, const std::string& unit) {
  return unit.empty() ? rpc::DepartmentName(prefecture.division, department)
                      : rpc::UnitName(prefecture.division, department, unit);
}

enum class AnyYear { kAllowed, kRefused };

struct PageSizes {
  int max;
  int otherwise;  // For 0.
  const char* said;
};

// The same of both ways to ask for pages of ceilings.
template <typename Request>
absl::StatusOr<CeilingPage> ParsePage(const Prefecture& prefecture,
                                      const Request& request, AnyYear any_year,
                                      const PageSizes& sizes) {
  absl::StatusOr<std::string> department =
      ParseParent(prefecture, request.parent());
  if (!department.ok()) return department.status();
  std::vector<rpc::FieldViolation> violations;
  const int year = request.fiscal_year();
  const bool any = any_year == AnyYear::kAllowed;
  if (!IsFiscalYear(year) && !(any && year == 0)) {
    violations.push_back(
        {"fiscal_year", any ? "2000 to 2100, or 0" : "2000 to 2100"});
  }
  if (request.page_size() < 0 || request.page_size() > sizes.max) {
    violations.push_back({"page_size", sizes.said});
  }
  if (!violations.empty()) return rpc::MakeFieldError(std::move(violations));
  absl::StatusOr<absl::optional<CeilingPosition>> after =
      ParsePosition(request.page_token());
  if (!after.ok()) return after.status();
  const int size =
      request.page_size() == 0 ? sizes.otherwise : request.page_size();
  return CeilingPage{
      .filter = {.department = *std::move(department), .fiscal_year = year},
      .after = *std::move(after),
      .size = static_cast<size_t>(size)};
}

}  // namespace

v1::Ceiling CeilingMessage(const Prefecture& prefecture,
                           const CeilingSetting& setting, bool in_force) {
  const storage::CeilingRecord& record = setting.record;
  const budget::Ceiling ceiling = CeilingOf(setting);
  v1::Ceiling message;
  message.set_parent(ParentOf(prefecture, record.department, record.unit));
  message.set_fiscal_year(setting.fiscal_year);
  budget::CeilingFiguresToProto(ceiling.figures, message.mutable_figures());
  message.set_reason(record.reason);
  message.set_actor(record.actor);
  if (record.set_time_unix_us != 0) {
    SetTime(record.set_time_unix_us, message.mutable_set_time());
  }
  message.set_sha256(budget::CeilingSha256(ceiling));
  message.set_in_force(in_force);
  return message;
}

absl::StatusOr<CeilingImport> ParseImportCeilings(
    const Prefecture& prefecture, const v1::ImportCeilingsRequest& request,
    const std::string& actor) {
  const absl::StatusOr<std::string> department =
      ParseParent(prefecture, request.parent());
  if (!department.ok()) return department.status();
  std::vector<rpc::FieldViolation> violations;
  if (request.ceilings().empty() ||
      request.ceilings_size() > kCeilingsPerImportMax) {
    violations.push_back({"ceilings", "1 to 2000"});
  }
  if (actor.empty() || actor.size() > kActorRequestBytesMax) {
    violations.push_back({"actor", "required, at most 128 bytes"});
  }
  if (!violations.empty()) return rpc::MakeFieldError(std::move(violations));
  CeilingImport import;
  import.validate_only = request.validate_only();
  import.settings.reserve(static_cast<size_t>(request.ceilings_size()));
  for (const v1::Ceiling& ceiling : request.ceilings()) {
    import.settings.push_back(
        ParseCeiling(prefecture, *department, ceiling, actor));
  }
  return import;
}

void FillImported(const Prefecture& prefecture, const CeilingImported& imported,
                  v1::ImportCeilingsResponse* response) {
  response->set_applied(imported.applied);
  for (const CeilingOutcome& outcome : imported.outcomes) {
    v1::CeilingResult* result = response->add_results();
    if (!outcome.setting.ok()) {
      *result->mutable_error() = DecisionErrorOf(outcome.setting.status());
      continue;
    }
    const bool in_force = (imported.applied || outcome.unchanged) &&
                          !outcome.setting->record.figures.empty();
    *result->mutable_ceiling() =
        CeilingMessage(prefecture, *outcome.setting, in_force);
    result->set_unchanged(outcome.unchanged);
  }
}

absl::StatusOr<CeilingPage> ParseListCeilings(
    const Prefecture& prefecture, const v1::ListCeilingsRequest& request) {
  absl::StatusOr<CeilingPage> page = ParsePage(
      prefecture, request, AnyYear::kAllowed,
      {kPageSizeMax, kCeilingsPageDefault, "1 to 1000, or 0 for 200"});
  if (page.ok()) page->filter.history = request.show_history();
  return page;
}

absl::StatusOr<CeilingPage> ParseCompareCeilings(
    const Prefecture& prefecture, const v1::CompareCeilingsRequest& request) {
  return ParsePage(
      prefecture, request, AnyYear::kRefused,
      {kComparisonsPageMax, kComparisonsPageDefault, "1 to 100, or 0 for 20"});
}

v1::CeilingComparison ComparisonMessage(const Prefecture& prefecture,
                                        const budget::Ceiling& ceiling,
                                        const CeilingComparison& comparison) {
  v1::CeilingComparison message;
  message.set_parent(ParentOf(prefecture, ceiling.department, ceiling.unit));
  message.set_fiscal_year(ceiling.fiscal_year);
  message.set_ceiling_sha256(budget::CeilingSha256(ceiling));
  for (const ComparedFigure& figure : comparison.figures) {
    v1::ComparedFigure* compared = message.add_figures();
    *compared->mutable_ceiling() = budget::CeilingFigureToProto(figure.ceiling);
    if (figure.stated_fen) {
      compared->set_stated_fen(*figure.stated_fen);
      compared->set_difference_fen(*figure.stated_fen -
                                   figure.ceiling.amount_fen);
    }
    compared->set_verdict(static_cast<v1::CeilingVerdict>(figure.verdict));
  }
  for (const std::string& id : comparison.submission_ids) {
    message.add_submissions(
        rpc::SubmissionName(prefecture.division, ceiling.department, id));
  }
  message.set_by_units(comparison.by_units);
  for (const std::string& unit : comparison.units_missing) {
    message.add_units_missing(unit);
  }
  return message;
}

std::string PageTokenOf(const CeilingPosition& last) {
  return absl::WebSafeBase64Escape(absl::StrCat(last.fiscal_year, "/",
                                                last.department, "/", last.unit,
                                                "/", last.number));
}

}  // namespace yuheng::ingestion
