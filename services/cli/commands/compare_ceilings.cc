#include "services/cli/commands/compare_ceilings.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/budget/ceiling.h"
#include "services/budget/decimal.h"
#include "services/budget/table_shape.h"
#include "services/cli/commands/stored_submission.h"
#include "services/cli/connection.h"
#include "services/rpc/client.h"
#include "services/rpc/resource_name.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::cli {
namespace {

using ingestion::v1::CeilingComparison;
using ingestion::v1::CeilingVerdict;
using ingestion::v1::ComparedFigure;

const char* WordOf(CeilingVerdict verdict) {
  switch (verdict) {
    case ingestion::v1::CEILING_VERDICT_WITHIN:
      return "within";
    case ingestion::v1::CEILING_VERDICT_BEYOND:
      return "beyond";
    case ingestion::v1::CEILING_VERDICT_INCOMPLETE:
      return "incomplete";
    default:
      return "no_draft";
  }
}

Color ColorOf(CeilingVerdict verdict) {
  switch (verdict) {
    case ingestion::v1::CEILING_VERDICT_WITHIN:
      return Color::kGreen;
    case ingestion::v1::CEILING_VERDICT_BEYOND:
      return Color::kRed;
    default:
      return Color::kYellow;
  }
}

std::unique_ptr<RowPrinter> Rows(const Terminal& terminal,
                                 OutputFormat format) {
  return RowPrinter::Create(
      terminal, format,
      {{"department", budget::Message("cli.column_code")},
       {"unit", budget::Message("ceilings.column_unit")},
       {"year", budget::Message("cli.column_year"), Align::kRight, true},
       {"source", budget::Message("ceilings.column_source")},
       {"kind", budget::Message("ceilings.column_kind")},
       {"ceiling", budget::Message("ceilings.column_amount"), Align::kRight},
       {"stated", budget::Message("ceilings.column_stated"), Align::kRight},
       {"difference", budget::Message("ceilings.column_difference"),
        Align::kRight},
       {"verdict", budget::Message("ceilings.column_verdict")},
       {"drafts", budget::Message("ceilings.column_drafts")},
       {"missing", budget::Message("ceilings.column_missing")}});
}

// In the table how many there are, else which.
std::string DraftsText(const Terminal& terminal, bool table,
                       const CeilingComparison& comparison) {
  if (!table) return absl::StrJoin(comparison.submissions(), " ");
  if (comparison.by_units()) {
    return Say(terminal, "ceilings.drafts_units",
               {{"count", absl::StrCat(comparison.submissions_size())}});
  }
  return comparison.submissions().empty()
             ? ""
             : Say(terminal, "ceilings.drafts_whole");
}

std::vector<OutputCell> CellsOf(const Terminal& terminal, bool table,
                                const CeilingComparison& comparison,
                                const ComparedFigure& compared) {
  const budget::Form& form = budget::StandardForm();
  const auto parent = rpc::ParseResourceName(comparison.parent());
  const std::string& source = compared.ceiling().source();
  const auto kind =
      static_cast<budget::ExpenditureKind>(compared.ceiling().kind());
  const bool stated = compared.has_stated_fen();
  const char* word = WordOf(compared.verdict());
  return {
      parent.ok() ? parent->department : "",
      parent.ok() ? parent->unit : "",
      absl::StrCat(comparison.fiscal_year()),
      table ? terminal.Pick(budget::SourceText(form, source)) : source,
      table ? terminal.Pick(budget::KindText(kind))
            : std::string(budget::KindKey(kind)),
      budget::FormatDecimal(compared.ceiling().amount_fen()),
      stated ? budget::FormatDecimal(compared.stated_fen()) : "",
      stated ? budget::FormatDecimal(compared.difference_fen()) : "",
      {table ? Say(terminal, absl::StrCat("ceilings.verdict_", word)) : word,
       ColorOf(compared.verdict())},
      DraftsText(terminal, table, comparison),
      absl::StrJoin(comparison.units_missing(), table ? "、" : ";"),
  };
}

}  // namespace

int CompareCeilings(const Environment& environment,
                    const std::string& department, int fiscal_year,
                    OutputFormat format) {
  const Terminal& terminal = environment.terminal;
  const auto stub = ConnectIngestion(environment);
  if (stub == nullptr) return kExitUsage;
  auto rows = Rows(terminal, format);
  ingestion::v1::CompareCeilingsRequest request;
  request.set_parent(ScopeName(environment, department, ""));
  request.set_fiscal_year(fiscal_year);
  bool any = false;
  bool beyond = false;
  do {
    ingestion::v1::CompareCeilingsResponse response;
    const grpc::Status status = rpc::CallWithRetry(
        {.call_deadline = rpc::kWriteDeadline}, rpc::Idempotency::kIdempotent,
        [&](grpc::ClientContext& context) {
          return stub->CompareCeilings(&context, request, &response);
        });
    if (!status.ok()) {
      rows->Finish();
      return ReportFailure(terminal, status);
    }
    for (const CeilingComparison& comparison : response.comparisons()) {
      for (const ComparedFigure& compared : comparison.figures()) {
        any = true;
        beyond = beyond ||
                 compared.verdict() == ingestion::v1::CEILING_VERDICT_BEYOND;
        rows->Row(CellsOf(terminal, format == OutputFormat::kTable, comparison,
                          compared));
      }
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  rows->Finish();
  if (!any) PrintRemark(terminal, Say(terminal, "ceilings.nothing"));
  return beyond ? kExitFound : kExitOk;
}

}  // namespace yuheng::cli
