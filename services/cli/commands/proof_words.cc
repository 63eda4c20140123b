#include "services/cli/commands/proof_words.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/budget/decimal.h"
#include "services/cli/commands/account_words.h"
#include "services/cli/commands/entry_words.h"
#include "services/cli/output/json.h"
#include "services/cli/output/stage_words.h"
#include "yuheng/ledger/v1/entry.pb.h"

namespace yuheng::cli {
namespace {

std::string TimeOf(int64_t unix_us) {
  return absl::FormatTime(absl::RFC3339_sec, absl::FromUnixMicros(unix_us),
                          absl::UTCTimeZone());
}

std::string AddressOf(const storage::AccountKey& key) {
  ledger::v1::Account account;
  account.set_table(static_cast<budget::v1::TableKind>(key.table));
  account.set_side(static_cast<budget::v1::Side>(key.side));
  account.set_row(key.row);
  account.set_column(key.column);
  return budget::FormatAddress(AddressFromMessage(account));
}

void LinesTo(const std::vector<storage::AmountLine>& lines, JsonWriter* json) {
  json->BeginArray();
  for (const storage::AmountLine& line : lines) {
    json->BeginObject();
    json->Key("address").String(AddressOf(line.account));
    json->Key("amountFen").Number(line.amount_fen);
    json->EndObject();
  }
  json->EndArray();
}

}  // namespace

void PrintProven(const Terminal& terminal, OutputFormat format,
                 const audit::Checkpoint& checkpoint, const audit::Proof& proof,
                 const storage::EntryRecord& entry) {
  const std::string key = audit::PublicKeyText(checkpoint.key);
  const auto stage = static_cast<budget::v1::Stage>(entry.stage);
  if (format != OutputFormat::kJson) {
    *terminal.out << Paint(terminal.out_color, Color::kGreen,
                           Say(terminal, "cli.proof_holds"))
                  << "  "
                  << Say(terminal, "cli.proof_entry",
                         {{"department", proof.department},
                          {"seq", absl::StrCat(entry.seq)},
                          {"revision", absl::StrCat(entry.revision)},
                          {"period",
                           PeriodText(terminal, entry.fiscal_year, stage)},
                          {"committed", TimeOf(entry.commit_time_unix_us)},
                          {"submission", entry.submission},
                          {"document", storage::ToHex(entry.document_sha256)},
                          {"checkpoint", absl::StrCat(checkpoint.revision)},
                          {"time", TimeOf(checkpoint.time_unix_us)},
                          {"key", key}})
                  << "\n";
    for (const storage::AmountLine& line : entry.leaves) {
      *terminal.out << "  " << AddressOf(line.account) << "  "
                    << budget::FormatDecimal(line.amount_fen) << "\n";
    }
    return;
  }
  JsonWriter json;
  json.BeginObject();
  json.Key("holds").Bool(true);
  json.Key("prefecture").String(checkpoint.division);
  json.Key("department").String(proof.department);
  json.Key("seq").Number(static_cast<int64_t>(entry.seq));
  json.Key("revision").Number(static_cast<int64_t>(entry.revision));
  json.Key("kind").Number(static_cast<int>(entry.kind));
  json.Key("kindName")
      .String(EntryKindName(static_cast<ledger::v1::EntryKind>(entry.kind)));
  json.Key("fiscalYear").Number(entry.fiscal_year);
  json.Key("stage").Number(static_cast<int>(entry.stage));
  json.Key("stageName").String(StageName(stage));
  json.Key("unit").String(entry.unit);
  json.Key("requestId").String(entry.request_id);
  json.Key("submission").String(entry.submission);
  json.Key("documentSha256").String(storage::ToHex(entry.document_sha256));
  json.Key("commitTime").String(TimeOf(entry.commit_time_unix_us));
  json.Key("leaves");
  LinesTo(entry.leaves, &json);
  json.Key("printed");
  LinesTo(entry.printed, &json);
  json.Key("checkpoint").BeginObject();
  json.Key("revision").Number(static_cast<int64_t>(checkpoint.revision));
  json.Key("time").String(TimeOf(checkpoint.time_unix_us));
  json.Key("key").String(key);
  json.EndObject().EndObject();
  *terminal.out << json.text() << "\n";
}

}  // namespace yuheng::cli
