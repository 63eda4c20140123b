#include "tests/structure/include_rules.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <vector>

namespace yuheng::structure {
namespace {

using Prefixes = std::vector<std::string_view>;

// What the files below a folder may include of this project. The rule with the
// longest folder that fits a file holds for it. Generated messages are included
// as yuheng/<area>/v1/….
struct FolderRule {
  std::string_view folder;
  Prefixes may_include;
};

const std::vector<FolderRule>& FolderRules() {
  static const auto* const rules = new std::vector<FolderRule>{
      // The vocabulary is pure.
      {"services/budget/", {"services/budget/", "yuheng/budget/"}},
      // So is the layout of its tables.
      {"services/forms/", {"services/forms/", "services/budget/"}},
      // Who may call what, without knowing how calls come.
      {"services/access/",
       {"services/access/", "services/rpc/reason.h",
        "services/rpc/resource_name.h", "yuheng/"}},
      {"services/rpc/",
       {"services/rpc/", "services/access/", "services/audit/log/",
        "services/telemetry/", "services/budget/check.h",
        "services/budget/embedded_file.h", "yuheng/config/", "google/rpc/"}},
      {"services/rpc/reason", {"services/rpc/reason", "services/budget/"}},
      {"services/rpc/error_details",
       {"services/rpc/error_details", "services/rpc/reason.h", "google/rpc/"}},
      {"services/telemetry/",
       {"services/telemetry/", "services/rpc/loopback.h",
        "services/budget/check.h"}},

      {"services/ingestion/formats/",
       {"services/ingestion/formats/", "services/budget/",
        "services/rpc/reason.h", "yuheng/budget/"}},
      {"services/ingestion/",
       {"services/ingestion/", "services/budget/", "services/rpc/",
        "services/telemetry/", "storage/store.h", "storage/format/",
        "yuheng/"}},
      {"services/ingestion/main.cc",
       {"services/ingestion/", "services/budget/", "services/operations/",
        "services/rpc/", "services/telemetry/", "storage/store.h",
        "storage/rocksdb/rocksdb_store.h", "yuheng/config/"}},

      {"services/validation/language/",
       {"services/validation/language/", "services/budget/"}},
      {"services/validation/evaluation/",
       {"services/validation/evaluation/", "services/validation/language/",
        "services/validation/finding.h", "services/validation/references.h",
        "services/budget/", "yuheng/validation/"}},
      // What a verdict looks like on paper: pure, used by the command line.
      {"services/validation/report/",
       {"services/validation/report/", "services/validation/finding.h",
        "services/budget/", "services/forms/"}},
      {"services/validation/",
       {"services/validation/", "services/budget/", "services/rpc/",
        "services/telemetry/", "yuheng/"}},
      {"services/validation/main.cc",
       {"services/validation/", "services/budget/", "services/operations/",
        "services/rpc/", "services/telemetry/", "yuheng/config/"}},

      {"services/aggregation/posting/",
       {"services/aggregation/posting/", "services/budget/",
        "services/rpc/reason.h", "storage/format/"}},
      {"services/aggregation/totals/",
       {"services/aggregation/totals/", "services/aggregation/posting/",
        "services/budget/", "storage/format/"}},
      {"services/aggregation/feed/",
       {"services/aggregation/feed/", "services/aggregation/totals/",
        "services/aggregation/posting/", "services/budget/",
        "services/rpc/reason.h"}},
      {"services/aggregation/ledger/",
       {"services/aggregation/ledger/", "services/aggregation/feed/",
        "services/aggregation/totals/", "services/aggregation/posting/",
        "services/audit/", "services/budget/", "services/rpc/reason.h",
        "storage/store.h", "storage/format/"}},
      {"services/aggregation/",
       {"services/aggregation/", "services/audit/", "services/budget/",
        "services/operations/", "services/rpc/", "services/telemetry/",
        "storage/store.h", "storage/format/", "yuheng/"}},
      {"services/aggregation/main.cc",
       {"services/aggregation/", "services/audit/", "services/budget/",
        "services/rpc/", "services/telemetry/", "storage/store.h",
        "storage/rocksdb/rocksdb_store.h", "yuheng/config/"}},

      // What is proven without a running service. Its tools read data folders
      // and print as the command line does.
      {"services/audit/",
       {"services/audit/", "services/access/secret_file.h", "services/budget/",
        "services/rpc/reason.h", "storage/format/"}},
      {"services/audit/tools/",
       {"services/audit/", "services/aggregation/ledger/",
        "services/aggregation/service/convert.h", "services/budget/",
        "services/cli/option_values.h", "services/cli/output/",
        "services/cli/usage.h", "services/rpc/reason.h",
        "services/rpc/resource_name.h", "storage/backup.h", "storage/store.h",
        "storage/format/", "storage/rocksdb/rocksdb_store.h",
        "yuheng/aggregation/", "yuheng/ingestion/"}},

      // Reporting and the command line link no storage.
      {"services/reporting/",
       {"services/reporting/", "services/budget/", "services/forms/",
        "services/rpc/", "services/telemetry/", "yuheng/"}},
      {"services/reporting/main.cc",
       {"services/reporting/", "services/budget/", "services/operations/",
        "services/rpc/", "services/telemetry/", "yuheng/config/",
        "yuheng/reporting/"}},
      // The gateway neither: it knows the others by their contracts. The codec
      // knows no gRPC, the hub no HTTP.
      {"services/gateway/connect/",
       {"services/gateway/connect/", "services/budget/",
        "services/rpc/error_details.h", "services/rpc/reason.h",
        "services/telemetry/log.h", "google/rpc/", "yuheng/"}},
      {"services/gateway/hub/",
       {"services/gateway/hub/", "services/gateway/connect/",
        "services/budget/", "services/rpc/reason.h", "yuheng/"}},
      {"services/gateway/",
       {"services/gateway/", "services/access/", "services/budget/",
        "services/rpc/", "services/telemetry/", "google/rpc/", "yuheng/"}},
      {"services/cli/",
       {"services/cli/",
        "services/access/",
        "services/budget/",
        "services/forms/",
        "services/rpc/",
        "services/telemetry/",
        "services/validation/report/",
        "services/validation/evaluation/reference_owner.h",
        "services/ingestion/formats/",
        "services/validation/finding.h",
        "services/validation/finding_codec.h",
        "services/validation/hash.h",
        "services/validation/overlay.h",
        "services/validation/references.h",
        "services/validation/validator.h",
        "services/validation/rules_folder.h",
        "services/audit/checkpoint.h",
        "services/audit/log/log_reader.h",
        "services/audit/proof.h",
        "services/audit/signing.h",
        "yuheng/"}},
      {"services/cli/sample/", {"services/cli/sample/", "services/budget/"}},

      // What an operator asks of every process with a store, and an auditor of
      // every process.
      {"services/operations/",
       {"services/operations/", "services/audit/log/", "services/budget/",
        "services/rpc/", "storage/backup.h", "storage/store.h", "yuheng/audit/",
        "yuheng/operations/"}},

      // Storage knows no service. Engines stay in their folders.
      {"storage/",
       {"storage/backup.h", "storage/store.h", "storage/commit_plan.h",
        "storage/format/"}},
      {"storage/rocksdb/",
       {"storage/rocksdb/", "storage/backup.h", "storage/store.h",
        "storage/commit_plan.h", "storage/format/"}},
      {"storage/testing/",
       {"storage/testing/", "storage/store.h", "storage/commit_plan.h",
        "storage/format/"}},
      {"storage/tools/",
       {"storage/tools/", "storage/store.h", "storage/format/",
        "storage/rocksdb/rocksdb_store.h"}},
  };
  return *rules;
}

// Outside libraries that are kept in few places, so that replacing one touches
// only those.
struct LibraryRule {
  Prefixes headers;
  Prefixes folders;
};

const std::vector<LibraryRule>& LibraryRules() {
  static const auto* const rules = new std::vector<LibraryRule>{
      {{"rocksdb/"}, {"storage/rocksdb/"}},
      {{"rados/"}, {"storage/rados/"}},
      {{"spdlog/"}, {"services/telemetry/"}},
      {{"prometheus/"}, {"services/telemetry/"}},
      {{"xlsxwriter"}, {"services/forms/"}},
      {{"cjose/", "sodium"}, {"services/access/"}},
      {{"unicode/"}, {"services/ingestion/formats/"}},
      {{"libxml/"}, {"services/ingestion/formats/web/"}},
      {{"boost/"}, {"services/gateway/"}},
      {{"CLI/"},
       {"services/cli/", "services/audit/tools/", "services/rpc/flags.cc",
        "services/rpc/process.cc", "storage/tools/"}},
  };
  return *rules;
}

// Folders and files that decide and know nothing of the world around them.
constexpr std::string_view kDomain[] = {
    "services/budget/",
    "services/forms/",
    "services/rpc/reason",
    "services/ingestion/formats/",
    "services/ingestion/lifecycle/",
    "services/ingestion/store/",
    "services/ingestion/departments/",
    "services/validation/language/",
    "services/validation/evaluation/",
    "services/validation/report/",
    "services/validation/validator",
    "services/validation/finding",
    "services/validation/catalogue_hash",
    "services/validation/hash",
    "services/aggregation/posting/",
    "services/aggregation/totals/",
    "services/aggregation/feed/",
    "services/aggregation/ledger/",
    "services/audit/checkpoint",
    "services/audit/proof",
    "services/reporting/tables/",
    "services/reporting/workbook/",
    "services/gateway/connect/",
    "services/cli/sample/",
    "storage/format/",
};

constexpr std::string_view kOfTheWorld[] = {
    "grpc",        "thread",    "chrono", "ctime",
    "random",      "pthread.h", "time.h", "absl/time/clock.h",
    "absl/random/"};

// Where a rule about domain code does not hold, and why.
struct Exception {
  std::string_view file;
  std::string_view include;
  std::string_view reason;
};

constexpr Exception kExceptions[] = {
    {"services/aggregation/ledger/commit_loop.h", "thread",
     "the one writer of a shard is a thread that owns its state; its Stop "
     "waits"},
    {"services/aggregation/ledger/recovery.cc", "thread",
     "at the start ledgers are read side by side; all threads end in it"},
};

bool Excepted(std::string_view file, std::string_view include) {
  return std::any_of(std::begin(kExceptions), std::end(kExceptions),
                     [&](const Exception& exception) {
                       return exception.file == file &&
                              exception.include == include;
                     });
}

template <typename List>
bool AnyPrefix(const List& prefixes, std::string_view text) {
  return std::any_of(
      std::begin(prefixes), std::end(prefixes),
      [&](std::string_view prefix) { return StartsWith(text, prefix); });
}

bool OfTheProject(std::string_view include) {
  constexpr std::string_view kOurs[] = {"services/", "storage/", "yuheng/",
                                        "tests/", "google/rpc/"};
  return AnyPrefix(kOurs, include);
}

const FolderRule* RuleFor(std::string_view path) {
  const FolderRule* best = nullptr;
  for (const FolderRule& rule : FolderRules()) {
    if (StartsWith(path, rule.folder) &&
        (best == nullptr || rule.folder.size() > best->folder.size())) {
      best = &rule;
    }
  }
  return best;
}

}  // namespace

std::vector<Violation> CheckIncludes(const SourceFile& file) {
  std::vector<Violation> violations;
  // Tests may look everywhere.
  if (!IsCpp(file) || StartsWith(file.path, "tests/")) return violations;
  const FolderRule* rule = RuleFor(file.path);
  if (rule == nullptr) {
    violations.push_back(
        {file.path, 0, "no dependency rule covers this folder"});
    return violations;
  }
  const bool domain = AnyPrefix(kDomain, file.path);
  for (const Include& include : Includes(file.text)) {
    const auto report = [&](const std::string& why) {
      violations.push_back(
          {file.path, include.line, "includes " + include.path + ": " + why});
    };
    if (OfTheProject(include.path) &&
        !AnyPrefix(rule->may_include, include.path)) {
      report(std::string(rule->folder) + " may not use it");
    }
    for (const LibraryRule& library : LibraryRules()) {
      if (AnyPrefix(library.headers, include.path) &&
          !AnyPrefix(library.folders, file.path)) {
        report("this library is kept in " + std::string(library.folders[0]));
      }
    }
    const bool world = AnyPrefix(kOfTheWorld, include.path) ||
                       EndsWith(include.path, ".grpc.pb.h");
    if (domain && world && !Excepted(file.path, include.path)) {
      report("domain code knows no RPC, thread, clock or chance");
    }
  }
  return violations;
}

std::vector<Violation> CheckGuard(const SourceFile& file) {
  if (!EndsWith(file.path, ".h")) return {};
  std::string guard = "YUHENG_";
  for (const char c : file.path) {
    guard +=
        std::isalnum(static_cast<unsigned char>(c))
            ? static_cast<char>(std::toupper(static_cast<unsigned char>(c)))
            : '_';
  }
  guard += '_';
  int number = 0;
  bool opened = false;
  for (const std::string_view line : Lines(file.text)) {
    ++number;
    if (opened) {
      if (line == "#define " + guard) return {};
      return {{file.path, number, "expected #define " + guard}};
    }
    if (line.empty() || StartsWith(line, "//")) continue;
    if (line != "#ifndef " + guard) break;
    opened = true;
  }
  return {{file.path, number, "expected #ifndef " + guard}};
}

std::vector<Violation> CheckOwnHeaderFirst(const SourceFile& file,
                                           bool has_header) {
  if (!EndsWith(file.path, ".cc") || !has_header) return {};
  const std::string header = file.path.substr(0, file.path.size() - 2) + "h";
  const std::vector<Include> includes = Includes(file.text);
  if (!includes.empty() && includes[0].path == header) return {};
  return {{file.path, includes.empty() ? 0 : includes[0].line,
           "the first include must be " + header}};
}

}  // namespace yuheng::structure
