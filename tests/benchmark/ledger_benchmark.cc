// yuheng-ledger-benchmark: a folder of many small entries, and how long its
// ledgers take to be read again. One phase a process, so that the memory is
// that phase's. See README.md.

#include <sys/resource.h>

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/aggregation/ledger/recovery.h"
#include "services/aggregation/ledger/shard.h"
#include "services/aggregation/ledger/verify.h"
#include "services/aggregation/posting/account.h"
#include "services/budget/address.h"
#include "services/budget/table_shape.h"
#include "storage/rocksdb/rocksdb_store.h"

namespace yuheng::aggregation {
namespace {

constexpr size_t kBatch = 256;

storage::AmountLine Line(absl::string_view address, int64_t fen) {
  const auto parsed = budget::ParseCellAddress(budget::StandardForm(), address);
  return {KeyOf(*parsed), fen};
}

// Nine amounts that balance, other ones each time.
Posting PostingOf(int64_t number, int64_t departments) {
  const int64_t fen = 1'000'000 + number;
  Posting posting;
  posting.department = absl::StrCat(100'000 + number % departments);
  posting.request_id = absl::StrCat("benchmark-", number);
  posting.fiscal_year = 2023;
  posting.stage = 4;
  posting.submission =
      absl::StrCat("prefectures/652300/departments/", posting.department,
                   "/submissions/s-", number);
  for (const char* address :
       {"T1:in:gen_own", "T1:ex:206", "T2:2060101:gen", "T3:2060101:basic",
        "T4:in:gen", "T4:ex:206:gen", "T5:2060101:basic"}) {
    posting.leaves.push_back(Line(address, fen));
  }
  for (const char* address : {"T1:in:ALL", "T1:ex:ALL"}) {
    posting.printed.push_back(Line(address, fen));
  }
  return posting;
}

absl::Status Write(storage::Store* store, int64_t entries,
                   int64_t departments) {
  TotalsFeed feed(budget::StandardForm(), {});
  auto state = Recover(*store, &feed);
  if (!state.ok()) return state.status();
  Shard shard(
      {.store = store, .feed = &feed, .now = [] { return absl::Now(); }},
      *std::move(state));
  int64_t failed = 0;
  std::vector<Command> batch;
  for (int64_t number = 0; number < entries; ++number) {
    auto posting = NormalisePosting(budget::StandardForm(),
                                    PostingOf(number, departments));
    if (!posting.ok()) return posting.status();
    PostCommand command;
    command.posting = *std::move(posting);
    command.fingerprint = FingerprintOf(command.posting);
    command.done = [&failed](const absl::StatusOr<Applied>& applied) {
      failed += !applied.ok();
    };
    batch.push_back(std::move(command));
    if (batch.size() < kBatch && number + 1 < entries) continue;
    shard.Process(std::exchange(batch, {}));
  }
  return failed == 0 ? shard.failure()
                     : absl::InternalError(absl::StrCat(failed, " failed"));
}

absl::StatusOr<int64_t> Read(const storage::Store& store,
                             const std::string& phase) {
  if (phase == "verify") {
    const auto verified =
        VerifyLedgers({.store = &store, .form = &budget::StandardForm()});
    if (!verified.ok()) return verified.status();
    if (!verified->mismatches.empty()) {
      return absl::DataLossError(TextOf(verified->mismatches[0]).en);
    }
    return verified->entry_count;
  }
  TotalsFeed feed(budget::StandardForm(), {});
  const auto state = Recover(store, &feed, kRecoveryThreads);
  if (!state.ok()) return state.status();
  return static_cast<int64_t>(feed.revision());
}

absl::Status Run(const std::string& dir, const std::string& phase,
                 int64_t entries, int64_t departments) {
  const absl::Time begun = absl::Now();
  auto store = storage::OpenRocksdbStore(
      {.dir = dir,
       .access = phase == "verify" ? storage::RocksdbAccess::kReadOnly
                                   : storage::RocksdbAccess::kReadWrite});
  if (!store.ok()) return store.status();
  const absl::Duration opened = absl::Now() - begun;
  if (phase == "write") {
    absl::Status written = Write(store->get(), entries, departments);
    if (!written.ok()) return written;
  } else {
    const auto read = Read(**store, phase);
    if (!read.ok()) return read.status();
    entries = *read;
  }
  const absl::Duration took = absl::Now() - begun;
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  std::cout << phase << ": " << entries << " entries, "
            << absl::FormatDuration(absl::Trunc(took, absl::Milliseconds(1)))
            << " ("
            << absl::FormatDuration(absl::Trunc(opened, absl::Milliseconds(1)))
            << " to open), "
            << static_cast<int64_t>(static_cast<double>(entries) /
                                    absl::ToDoubleSeconds(took))
            << " entries/s, " << usage.ru_maxrss / 1024
            << " MiB at most, processor "
            << usage.ru_utime.tv_sec + usage.ru_stime.tv_sec << " s\n";
  return absl::OkStatus();
}

}  // namespace
}  // namespace yuheng::aggregation

int main(int argc, char** argv) {
  std::string dir;
  std::string phase;
  int64_t entries = 1'000'000;
  int64_t departments = 1'000;
  CLI::App app(
      "Measures ledgers: writes many small entries, reads them again.");
  app.add_option("PHASE", phase, "write, recover or verify")
      ->required()
      ->check(CLI::IsMember({"write", "recover", "verify"}));
  app.add_option("DIR", dir, "the data folder")->required();
  app.add_option("--entries", entries, "entries to write");
  app.add_option("--departments", departments, "ledgers they go to");
  CLI11_PARSE(app, argc, argv);
  const absl::Status status =
      yuheng::aggregation::Run(dir, phase, entries, departments);
  if (!status.ok()) std::cerr << status << "\n";
  return status.ok() ? 0 : 1;
}
