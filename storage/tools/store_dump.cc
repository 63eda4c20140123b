// yuheng-store-dump: prints what a data folder holds, one record a line,
// without a server. Opens read-only, so it may run beside one. Exit code: 0 all
// was read, 1 something is damaged, 2 usage or can't be opened.

#include <CLI/CLI.hpp>
#include <iostream>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "storage/format/ceiling_record.h"
#include "storage/format/ledger_keys.h"
#include "storage/format/ledger_record.h"
#include "storage/format/submission_keys.h"
#include "storage/format/submission_record.h"
#include "storage/format/waivers_record.h"
#include "storage/format/window_record.h"
#include "storage/rocksdb/rocksdb_store.h"

namespace yuheng::storage {
namespace {

std::string Time(int64_t unix_us) {
  return absl::FormatTime(absl::RFC3339_sec, absl::FromUnixMicros(unix_us),
                          absl::UTCTimeZone());
}

// Digits of 分 as yuan with two decimals, without floating point.
std::string Yuan(int64_t amount_fen) {
  const uint64_t size = amount_fen < 0 ? ~static_cast<uint64_t>(amount_fen) + 1
                                       : static_cast<uint64_t>(amount_fen);
  return absl::StrCat(amount_fen < 0 ? "-" : "", size / 100, ".",
                      absl::Dec(size % 100, absl::kZeroPad2));
}

std::string Lines(absl::string_view name, const std::vector<AmountLine>& lines,
                  bool with_lines) {
  std::string out = absl::StrCat(" ", name, "=", lines.size());
  if (!with_lines) return out;
  for (const AmountLine& line : lines) {
    absl::StrAppend(&out, "\n      T", int{line.account.table}, ":",
                    int{line.account.side}, ":", line.account.row, ":",
                    line.account.column, " ", Yuan(line.amount_fen));
  }
  return out;
}

std::string Show(const EntryRecord& record, absl::string_view value,
                 bool with_lines) {
  std::string terms;
  if (record.elimination) {
    terms = absl::StrCat(" payer=", record.elimination->payer_department, "/",
                         record.elimination->payer_unit,
                         " actor=", record.elimination->actor,
                         " reason=", record.elimination->reason);
  }
  return absl::StrCat("entry seq=", record.seq, " revision=", record.revision,
                      " kind=", static_cast<int>(record.kind),
                      " year=", record.fiscal_year, " stage=", record.stage,
                      " unit=", record.unit, " request=", record.request_id,
                      " submission=", record.submission,
                      " supersedes=", record.supersedes_seq, terms,
                      " time=", Time(record.commit_time_unix_us),
                      " document=", ToHex(record.document_sha256),
                      " previous=", ToHex(record.previous_hash),
                      " hash=", ToHex(EntryHash(value)),
                      Lines("leaves", record.leaves, with_lines),
                      Lines("printed", record.printed, with_lines));
}

std::string Show(const ContributionRecord& record, absl::string_view,
                 bool with_lines) {
  return absl::StrCat("contribution year=", record.fiscal_year,
                      " stage=", record.stage, " unit=", record.unit,
                      " seq=", record.seq, " revision=", record.revision,
                      " submission=", record.submission,
                      Lines("leaves", record.leaves, with_lines),
                      Lines("printed", record.printed, with_lines));
}

std::string Show(const OutcomeRecord& record, absl::string_view, bool) {
  return absl::StrCat("outcome=", static_cast<int>(record.outcome),
                      " seq=", record.seq, " revision=", record.revision,
                      " reason=", record.refusal_reason,
                      " fingerprint=", ToHex(record.fingerprint));
}

std::string Show(const LedgerHeadRecord& record, absl::string_view, bool) {
  return absl::StrCat("head seq=", record.seq, " revision=", record.revision,
                      " hash=", ToHex(record.hash));
}

std::string Show(const SubmissionRecord& record, absl::string_view, bool) {
  return absl::StrCat("submission id=", record.id, " state=", record.state,
                      " year=", record.fiscal_year, " stage=", record.stage,
                      " unit=", record.unit, " version=", record.version,
                      " request=", record.request_id,
                      " file=", record.file_name, " size=", record.size_bytes,
                      " document=", ToHex(record.document_sha256),
                      " received=", Time(record.receive_time_unix_us),
                      " changes=", record.history.size(),
                      " entry=", record.entry, " revision=", record.revision,
                      record.late ? " late" : "", record.test ? " test" : "");
}

std::string Show(const FindingsRecord& record, absl::string_view, bool) {
  return absl::StrCat("findings=", record.findings.size(),
                      " problems=", record.problems.size(),
                      " groups=", record.groups.size());
}

std::string Show(const WaiversRecord& record, absl::string_view, bool) {
  std::string text = absl::StrCat("waivers=", record.waivers.size());
  for (const WaiverRecord& waiver : record.waivers) {
    absl::StrAppend(&text, "\n      finding=", waiver.finding_id,
                    " state=", waiver.state, " actor=", waiver.actor,
                    " time=", Time(waiver.create_time_unix_us),
                    " origin=", waiver.origin_submission_id);
  }
  return text;
}

std::string Show(const WindowRecord& record, absl::string_view, bool) {
  return absl::StrCat("window department=", record.department,
                      " opens=", Time(record.open_time_unix_us),
                      " deadline=", Time(record.deadline_unix_us),
                      " grace_end=", Time(record.grace_end_time_unix_us),
                      " set=", Time(record.set_time_unix_us),
                      " actor=", record.actor, " reason=", record.reason);
}

std::string Show(const CeilingRecord& record, absl::string_view,
                 bool with_lines) {
  std::string text =
      absl::StrCat("ceiling department=", record.department,
                   " unit=", record.unit, " figures=", record.figures.size(),
                   " set=", Time(record.set_time_unix_us),
                   " actor=", record.actor, " reason=", record.reason);
  for (const CeilingFigureRecord& figure : record.figures) {
    if (!with_lines) break;
    absl::StrAppend(&text, "\n      ", figure.source, " kind=", figure.kind,
                    " ", figure.amount_fen);
  }
  return text;
}

std::string Show(const SubmissionRequestRecord& record, absl::string_view,
                 bool) {
  return absl::StrCat("request submission=", record.submission_id,
                      " document=", ToHex(record.document_sha256));
}

std::string Show(const SubmissionVersionRecord& record, absl::string_view,
                 bool) {
  return absl::StrCat("version newest=", record.newest_version,
                      " posted=", record.posted_submission_id);
}

template <typename Record>
absl::StatusOr<std::string> Text(absl::StatusOr<Record> record,
                                 absl::string_view value, bool with_lines) {
  if (!record.ok()) return record.status();
  return Show(*record, value, with_lines);
}

absl::StatusOr<std::string> Describe(absl::string_view key,
                                     absl::string_view value, bool with_lines) {
  switch (key.empty() ? '\0' : key[0]) {
    case 'e':
      return Text(DecodeEntry(value), value, with_lines);
    case 'c':
      return Text(DecodeContribution(value), value, with_lines);
    case 'r':
      return Text(DecodeOutcome(value), value, with_lines);
    case 'h':
      return Text(DecodeLedgerHead(value), value, with_lines);
    case 's':
      return Text(DecodeSubmission(value), value, with_lines);
    case 'f':
      return Text(DecodeFindings(value), value, with_lines);
    case 'w':
      return Text(DecodeWaivers(value), value, with_lines);
    case 'd':
      return Text(DecodeWindow(value), value, with_lines);
    case 'k':
      return Text(DecodeCeiling(value), value, with_lines);
    case 'q':
      return Text(DecodeSubmissionRequest(value), value, with_lines);
    case 'v':
      return Text(DecodeSubmissionVersion(value), value, with_lines);
    case 'b':
      return absl::StrCat("document piece of ", value.size(), " bytes");
    default:
      return absl::DataLossError("a key of no known kind");
  }
}

int Dump(const Store& store, const std::string& only, bool with_lines) {
  int damaged = 0;
  const auto fail = [&damaged](const absl::Status& status) {
    if (status.ok()) return;
    ++damaged;
    std::cerr << status.message() << "\n";
  };
  fail(store.ListPartitions([&](absl::string_view partition) {
    if (!only.empty() && partition != only) return true;
    const absl::StatusOr<Head> head = store.GetHead(partition);
    fail(head.status());
    if (head.ok()) {
      std::cout << partition << " seq=" << head->seq << " epoch=" << head->epoch
                << "\n";
    }
    fail(store.Scan(
        partition, "", "", [&](absl::string_view key, absl::string_view value) {
          const absl::StatusOr<std::string> text =
              Describe(key, value, with_lines);
          if (!text.ok()) ++damaged;
          std::cout << "  " << absl::CHexEscape(key) << "  "
                    << (text.ok() ? *text : text.status().ToString()) << "\n";
          return true;
        }));
    return true;
  }));
  return damaged == 0 ? 0 : 1;
}

}  // namespace
}  // namespace yuheng::storage

int main(int argc, char** argv) {
  std::string dir;
  std::string partition;
  bool with_lines = false;
  CLI::App app("Prints what a Yuheng data folder holds; opens it read-only.");
  app.add_option("dir", dir, "The data folder")->required();
  app.add_option("--partition", partition, "Only this partition");
  app.add_flag("--lines", with_lines, "Print every amount, in yuan");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  const auto store = yuheng::storage::OpenRocksdbStore(
      {.dir = dir, .access = yuheng::storage::RocksdbAccess::kReadOnly});
  if (!store.ok()) {
    std::cerr << store.status().message() << "\n";
    return 2;
  }
  return yuheng::storage::Dump(**store, partition, with_lines);
}
