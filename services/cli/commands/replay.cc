#include "services/cli/commands/replay.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/budget/document_codec.h"
#include "services/budget/table_shape.h"
#include "services/cli/commands/finding_printer.h"
#include "services/cli/commands/local_document.h"
#include "services/cli/connection.h"
#include "services/cli/output/json.h"
#include "services/rpc/client.h"
#include "services/validation/finding_codec.h"
#include "services/validation/hash.h"
#include "services/validation/validator.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::cli {
namespace {

using ingestion::v1::IngestionService;
using FindingMessage = validation::v1::Finding;

// Ingestion keeps so many findings of a document; the verdict counts all.
constexpr size_t kFindingsKept = 10'000;
constexpr size_t kDigitsShown = 12;

// A verdict with everything it was given on.
struct Verdict {
  validation::v1::VerdictSummary summary;
  std::string source_sha256;
  std::vector<FindingMessage> findings;
};

struct HashPair {
  std::string of;
  std::string stored;
  std::string now;
  // A verdict of an older program does not say.
  bool recorded = true;

  bool same() const { return !recorded || stored == now; }
};

struct Comparison {
  std::vector<HashPair> hashes;
  std::vector<FindingMessage> missing;  // Stored, and not found now.
  std::vector<FindingMessage> added;    // Found now, and not stored.
  bool reordered = false;
  bool counts_same = true;

  bool same() const {
    return missing.empty() && added.empty() && !reordered && counts_same;
  }
};

grpc::Status Fetch(IngestionService::Stub& stub, const std::string& name,
                   ingestion::v1::Submission* submission, Verdict* stored,
                   std::string* bytes) {
  grpc::ClientContext get_context;
  rpc::SetDeadline(&get_context, rpc::kReadDeadline);
  ingestion::v1::GetSubmissionRequest get;
  get.set_name(name);
  grpc::Status status = stub.GetSubmission(&get_context, get, submission);
  if (!status.ok()) return status;
  stored->summary = submission->verdict();
  stored->source_sha256 = submission->document_sha256();

  grpc::ClientContext list_context;
  rpc::SetDeadline(&list_context, rpc::kReadDeadline);
  ingestion::v1::ListFindingsRequest list;
  list.set_parent(name);
  ingestion::v1::ListFindingsResponse response;
  status = stub.ListFindings(&list_context, list, &response);
  if (!status.ok()) return status;
  stored->findings.assign(response.findings().begin(),
                          response.findings().end());

  grpc::ClientContext read_context;
  rpc::SetDeadline(&read_context, rpc::kUploadDeadline);
  ingestion::v1::ReadSourceRequest read;
  read.set_name(name);
  const auto reader = stub.ReadSource(&read_context, read);
  ingestion::v1::ReadSourceResponse piece;
  while (reader->Read(&piece)) bytes->append(piece.chunk());
  return reader->Finish();
}

Verdict CheckAgain(const validation::Validator& validator,
                   const budget::Document& document, const std::string& bytes) {
  Verdict now;
  now.source_sha256 = validation::Sha256Hex(bytes);
  const validation::VerdictSummary summary =
      validator.Check(document, [&](validation::Finding finding) {
        if (now.findings.size() < kFindingsKept) {
          validation::FindingToProto(finding, &now.findings.emplace_back());
        }
        return true;
      });
  validation::VerdictSummaryToProto(summary, &now.summary);
  budget::v1::Document canonical;
  budget::DocumentToProto(document, &canonical);
  now.summary.set_canonical_sha256(validation::CanonicalSha256(canonical));
  return now;
}

void CompareFindings(const Verdict& stored, const Verdict& now,
                     Comparison* comparison) {
  std::vector<std::string> before;
  std::vector<std::string> after;
  for (const FindingMessage& finding : stored.findings) {
    before.push_back(finding.SerializeAsString());
  }
  // Findings that were kept before they had an id are compared without.
  const bool without_ids =
      !stored.findings.empty() && stored.findings.front().id().empty();
  for (FindingMessage finding : now.findings) {
    if (without_ids) finding.clear_id();
    after.push_back(finding.SerializeAsString());
  }
  if (before == after) return;
  std::map<std::string, int> left;
  for (const std::string& bytes : after) ++left[bytes];
  for (size_t i = 0; i < before.size(); ++i) {
    if (left[before[i]]-- <= 0) {
      comparison->missing.push_back(stored.findings[i]);
    }
  }
  left.clear();
  for (const std::string& bytes : before) ++left[bytes];
  for (size_t i = 0; i < after.size(); ++i) {
    if (left[after[i]]-- <= 0) comparison->added.push_back(now.findings[i]);
  }
  comparison->reordered =
      comparison->missing.empty() && comparison->added.empty();
}

Comparison Compare(const Verdict& stored, const Verdict& now) {
  Comparison comparison;
  const auto& before = stored.summary;
  const auto& after = now.summary;
  const bool recorded = !before.charts_sha256().empty();
  comparison.hashes = {
      {"source", stored.source_sha256, now.source_sha256},
      {"canonical", before.canonical_sha256(), after.canonical_sha256(),
       !before.canonical_sha256().empty()},
      {"catalogue", before.catalogue_sha256(), after.catalogue_sha256()},
      {"overlay", before.overlay_sha256(), after.overlay_sha256(), recorded},
      {"charts", before.charts_sha256(), after.charts_sha256(), recorded}};
  comparison.counts_same = before.verdict() == after.verdict() &&
                           before.error_count() == after.error_count() &&
                           before.warning_count() == after.warning_count() &&
                           before.note_count() == after.note_count();
  CompareFindings(stored, now, &comparison);
  return comparison;
}

void WriteFindings(absl::string_view key,
                   const std::vector<FindingMessage>& findings,
                   JsonWriter* json) {
  json->Key(key).BeginArray();
  for (const FindingMessage& finding : findings) {
    WriteFinding(validation::FindingFromProto(finding), json);
  }
  json->EndArray();
}

void PrintJson(const Terminal& terminal, const std::string& submission,
               const Verdict& stored, const Verdict& now,
               const Comparison& comparison) {
  JsonWriter json;
  json.BeginObject();
  json.Key("submission").String(submission);
  json.Key("result").String(comparison.same() ? "SAME" : "DIFFERENT");
  json.Key("findings").BeginObject();
  json.Key("stored").Number(static_cast<int64_t>(stored.findings.size()));
  json.Key("now").Number(static_cast<int64_t>(now.findings.size()));
  json.EndObject();
  json.Key("hashes").BeginArray();
  for (const HashPair& hash : comparison.hashes) {
    json.BeginObject();
    json.Key("of").String(hash.of);
    json.Key("stored").String(hash.stored);
    json.Key("now").String(hash.now);
    json.Key("same").Bool(hash.same());
    json.EndObject();
  }
  json.EndArray();
  WriteFindings("missing", comparison.missing, &json);
  WriteFindings("added", comparison.added, &json);
  json.Key("reordered").Bool(comparison.reordered);
  json.EndObject();
  *terminal.out << json.text() << "\n";
}

std::string Shown(const std::string& sha256) {
  return sha256.empty() ? "-" : sha256.substr(0, kDigitsShown);
}

void PrintFinding(const Terminal& terminal, const char* mark, Color color,
                  const FindingMessage& message) {
  const validation::Finding finding = validation::FindingFromProto(message);
  *terminal.out << "  "
                << Paint(terminal.out_color, color,
                         absl::StrCat(mark, " ", SeverityName(finding.severity),
                                      " ", finding.rule));
  if (!finding.places.empty()) {
    *terminal.out << "  " << finding.places.front().address;
  }
  *terminal.out << "\n      " << terminal.Pick(finding.message) << "\n";
}

void PrintText(const Terminal& terminal, const std::string& submission,
               const Verdict& stored, const Verdict& now,
               const Comparison& comparison) {
  const bool same = comparison.same();
  *terminal.out << Paint(terminal.out_color, same ? Color::kGreen : Color::kRed,
                         Say(terminal, same ? "waivers.replay_same"
                                            : "waivers.replay_different"))
                << "  " << submission << "  "
                << Say(terminal, "waivers.replay_counts",
                       {{"stored", absl::StrCat(stored.findings.size())},
                        {"now", absl::StrCat(now.findings.size())}})
                << "\n";
  bool all_same = true;
  for (const HashPair& hash : comparison.hashes) {
    if (hash.same()) continue;
    all_same = false;
    *terminal.out << "  "
                  << Say(terminal, "waivers.replay_hash_differs",
                         {{"of", Say(terminal,
                                     absl::StrCat("waivers.hash_", hash.of))},
                          {"stored", Shown(hash.stored)},
                          {"now", Shown(hash.now)}})
                  << "\n";
  }
  if (!same && all_same) {
    *terminal.out << "  " << Say(terminal, "waivers.replay_program_differs")
                  << "\n";
  }
  if (comparison.reordered) {
    *terminal.out << "  " << Say(terminal, "waivers.replay_reordered") << "\n";
  }
  for (const FindingMessage& finding : comparison.missing) {
    PrintFinding(terminal, "-", Color::kRed, finding);
  }
  for (const FindingMessage& finding : comparison.added) {
    PrintFinding(terminal, "+", Color::kGreen, finding);
  }
}

}  // namespace

int RunReplay(const Environment& environment, const std::string& submission,
              OutputFormat format) {
  const Terminal& terminal = environment.terminal;
  const auto fail = [&terminal](absl::string_view message) {
    PrintError(terminal, message);
    return kExitUsage;
  };
  if (format == OutputFormat::kCsv) {
    return fail(Say(terminal, "waivers.replay_no_csv"));
  }
  const auto channel = Connect(environment, Service::kIngestion);
  if (channel == nullptr) return kExitUsage;
  const auto stub = IngestionService::NewStub(channel);
  ingestion::v1::Submission message;
  Verdict stored;
  std::string bytes;
  const grpc::Status fetched =
      Fetch(*stub, submission, &message, &stored, &bytes);
  if (!fetched.ok()) {
    ReportFailure(terminal, fetched);
    return kExitUsage;
  }
  if (!message.has_verdict()) {
    return fail(Say(terminal, "waivers.replay_not_checked",
                    {{"submission", submission}}));
  }
  const auto validator = validation::Validator::Create(
      budget::StandardForm(), validation::BuiltInRuleFiles());
  if (!validator.ok()) return fail(validator.status().message());
  const auto document = ReadDocumentBytes(terminal, message.file_name(), bytes);
  if (!document.ok()) return fail(document.status().message());
  const Verdict now = CheckAgain(**validator, *document, bytes);
  const Comparison comparison = Compare(stored, now);
  if (format == OutputFormat::kJson) {
    PrintJson(terminal, submission, stored, now, comparison);
  } else {
    PrintText(terminal, submission, stored, now, comparison);
  }
  return comparison.same() ? kExitOk : kExitFound;
}

}  // namespace yuheng::cli
