#include "services/cli/output/verification.h"

#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/cli/output/json.h"
#include "services/cli/output/stage_words.h"

namespace yuheng::cli {
namespace {

using aggregation::v1::VerifyLedgersResponse;

void PrintJson(const Terminal& terminal,
               const VerifyLedgersResponse& verification) {
  JsonWriter json;
  json.BeginObject();
  json.Key("ledgers").Number(verification.ledger_count());
  json.Key("entries").Number(verification.entry_count());
  json.Key("revision").Number(verification.revision());
  json.Key("holds").Bool(verification.differences().empty());
  json.Key("sums").BeginArray();
  for (const auto& sums : verification.sums()) {
    json.BeginObject();
    json.Key("fiscalYear").Number(sums.fiscal_year());
    json.Key("stage").Number(sums.stage());
    json.Key("stageName").String(StageName(sums.stage()));
    json.Key("totals").Number(sums.total_count());
    json.Key("incomeFen").Number(sums.income_fen());
    json.Key("expenditureFen").Number(sums.expenditure_fen());
    json.EndObject();
  }
  json.EndArray();
  json.Key("differences").BeginArray();
  for (const auto& difference : verification.differences()) {
    json.BeginObject();
    json.Key("zh").String(difference.zh());
    json.Key("en").String(difference.en());
    json.Key("department").String(difference.department());
    json.Key("seq").Number(difference.seq());
    json.Key("field").String(difference.field());
    json.Key("expected").String(difference.expected());
    json.Key("found").String(difference.found());
    json.EndObject();
  }
  json.EndArray().EndObject();
  *terminal.out << json.text() << "\n";
}

}  // namespace

int PrintVerification(const Terminal& terminal, OutputFormat format,
                      const VerifyLedgersResponse& verification) {
  const bool holds = verification.differences().empty();
  const int code = holds ? kExitOk : kExitFound;
  if (format == OutputFormat::kJson) {
    PrintJson(terminal, verification);
    return code;
  }
  *terminal.out << Paint(terminal.out_color,
                         holds ? Color::kGreen : Color::kRed,
                         Say(terminal,
                             holds ? "cli.verify_holds" : "cli.verify_fails"))
                << Say(terminal, "cli.verify_counts",
                       {{"ledgers", absl::StrCat(verification.ledger_count())},
                        {"entries", absl::StrCat(verification.entry_count())},
                        {"revision", absl::StrCat(verification.revision())}})
                << "\n";
  for (const auto& sums : verification.sums()) {
    *terminal.out << "  "
                  << Say(terminal, "cli.verify_sums",
                         {{"period", PeriodText(terminal, sums.fiscal_year(),
                                                sums.stage())},
                          {"totals", absl::StrCat(sums.total_count())},
                          {"income", budget::FormatDecimal(sums.income_fen())},
                          {"expenditure",
                           budget::FormatDecimal(sums.expenditure_fen())}})
                  << "\n";
  }
  for (const auto& difference : verification.differences()) {
    *terminal.out << "  " << terminal.Pick({difference.zh(), difference.en()})
                  << "\n";
  }
  return code;
}

}  // namespace yuheng::cli
