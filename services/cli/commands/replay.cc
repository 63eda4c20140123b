#include "services/cli/commands/replay.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/budget/document_codec.h"
#include "services/budget/regional_form.h"
#include "services/budget/sha256.h"
#include "services/budget/table_shape.h"
#include "services/cli/commands/finding_printer.h"
#include "services/cli/commands/local_document.h"
#include "services/cli/commands/stored_ceiling.h"
#include "services/cli/commands/stored_submission.h"
#include "services/cli/connection.h"
#include "services/cli/output/json.h"
#include "services/rpc/resource_name.h"
#include "services/validation/finding_codec.h"
#include "services/validation/hash.h"
#include "services/validation/validator.h"

namespace yuheng::cli {
namespace {

using ingestion::v1::IngestionService;
using FindingMessage = validation::v1::Finding;
using GroupMessage = validation::v1::FindingGroup;
using ReferencesMessage = ingestion::v1::SubmissionReferences;

// Ingestion keeps so many findings of a document; the verdict counts all.
constexpr size_t kFindingsKept = 10'000;
constexpr size_t kDigitsShown = 12;

// A verdict with everything it was given on.
struct FullVerdict {
  validation::v1::VerdictSummary summary;
  std::string source_sha256;
  std::vector<FindingMessage> findings;
  std::vector<GroupMessage> groups;
};

// What ingestion keeps of a submission.
struct Stored {
  ingestion::v1::Submission submission;
  std::string bytes;
  FullVerdict verdict;
  // Absent where neither these nor groups were kept.
  absl::optional<ReferencesMessage> references;
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
  bool groups_same = true;
  bool counts_same = true;

  bool findings_same() const {
    return missing.empty() && added.empty() && !reordered && groups_same &&
           counts_same;
  }
  bool inputs_same() const {
    return std::all_of(hashes.begin(), hashes.end(),
                       [](const HashPair& hash) { return hash.same(); });
  }
  bool same() const { return findings_same() && inputs_same(); }
};

grpc::Status Fetch(IngestionService::Stub& stub, const std::string& name,
                   Stored* stored) {
  grpc::Status status = FetchSubmission(stub, name, &stored->submission);
  if (!status.ok()) return status;
  ingestion::v1::ListFindingsResponse kept;
  status = FetchFindings(stub, name, &kept);
  if (!status.ok()) return status;
  stored->verdict.summary = stored->submission.verdict();
  stored->verdict.source_sha256 = stored->submission.document_sha256();
  stored->verdict.findings.assign(kept.findings().begin(),
                                  kept.findings().end());
  stored->verdict.groups.assign(kept.groups().begin(), kept.groups().end());
  if (kept.has_references()) stored->references = kept.references();
  return FetchSource(stub, name, &stored->bytes);
}

// The document of another stored submission; gives nothing after saying why.
absl::optional<budget::Document> FetchDocument(const Terminal& terminal,
                                               IngestionService::Stub& stub,
                                               const std::string& name) {
  ingestion::v1::Submission submission;
  std::string bytes;
  grpc::Status status = FetchSubmission(stub, name, &submission);
  if (status.ok()) status = FetchSource(stub, name, &bytes);
  if (!status.ok()) {
    ReportFailure(terminal, status);
    return absl::nullopt;
  }
  auto document =
      ReadDocumentBytes(terminal, submission.file_name(), bytes,
                        budget::FindForm(submission.verdict().form()));
  if (document.ok()) return *std::move(document);
  PrintError(terminal, document.status().message());
  return absl::nullopt;
}

// What the submission was compared with, fetched; gives nothing after saying
// why.
absl::optional<CheckReferences> FetchReferences(
    const Terminal& terminal, IngestionService::Stub& stub,
    const ReferencesMessage& references) {
  absl::optional<budget::Document> prior;
  if (!references.prior_budget().empty()) {
    prior = FetchDocument(terminal, stub, references.prior_budget());
    if (!prior) return absl::nullopt;
  }
  std::vector<budget::Document> units;
  for (const std::string& name : references.units()) {
    auto unit = FetchDocument(terminal, stub, name);
    if (!unit) return absl::nullopt;
    units.push_back(*std::move(unit));
  }
  return CheckReferences::Of(
      std::move(prior), std::move(units),
      {references.units_missing().begin(), references.units_missing().end()});
}

// The ceiling that the submission was compared with, as it was set then. False
// after saying why it can't be found.
bool FetchCeiling(const Terminal& terminal, IngestionService::Stub& stub,
                  const std::string& name,
                  const ingestion::v1::Submission& submission,
                  CheckReferences* references) {
  const std::string& sha256 = submission.verdict().ceiling_sha256();
  const bool draft = submission.stage() == budget::v1::STAGE_DRAFT;
  if (sha256.empty() && !draft) return true;
  const auto parsed = rpc::ParseResourceName(name);
  if (!parsed.ok()) return false;
  validation::CeilingReference reference{
      submission.stage(),
      {parsed->department, submission.unit(), submission.fiscal_year(), {}}};
  if (!sha256.empty()) {
    const auto figures = FindCeilingFigures(terminal, stub, *parsed,
                                            submission.fiscal_year(), sha256);
    if (!figures) return false;
    reference.ceiling.figures = *figures;
  }
  references->set_ceiling(std::move(reference));
  return true;
}

FullVerdict CheckAgain(const validation::Validator& validator,
                       const budget::Document& document,
                       const CheckReferences& references,
                       const std::string& bytes) {
  FullVerdict now;
  now.source_sha256 = budget::Sha256Hex(bytes);
  const validation::VerdictSummary summary = validator.Check(
      document, {.references = references.get()},
      [&](validation::Finding finding) {
        if (now.findings.size() < kFindingsKept) {
          validation::FindingToProto(finding, &now.findings.emplace_back());
        }
        return true;
      });
  validation::VerdictSummaryToProto(summary, &now.summary);
  now.groups.assign(now.summary.groups().begin(), now.summary.groups().end());
  budget::v1::Document canonical;
  budget::DocumentToProto(document, &canonical);
  now.summary.set_canonical_sha256(validation::CanonicalSha256(canonical));
  return now;
}

// The bytes of each finding but its id: that follows from the rest, and
// programs before this one made it otherwise, or not at all.
std::vector<std::string> WithoutIds(
    const std::vector<FindingMessage>& findings) {
  std::vector<std::string> all;
  all.reserve(findings.size());
  for (FindingMessage finding : findings) {
    finding.clear_id();
    all.push_back(finding.SerializeAsString());
  }
  return all;
}

void CompareFindings(const FullVerdict& stored, const FullVerdict& now,
                     Comparison* comparison) {
  const std::vector<std::string> before = WithoutIds(stored.findings);
  const std::vector<std::string> after = WithoutIds(now.findings);
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

bool SameGroups(const std::vector<GroupMessage>& stored,
                const std::vector<GroupMessage>& now) {
  return std::equal(stored.begin(), stored.end(), now.begin(), now.end(),
                    [](const GroupMessage& a, const GroupMessage& b) {
                      return a.SerializeAsString() == b.SerializeAsString();
                    });
}

Comparison Compare(const Stored& kept, const FullVerdict& now) {
  Comparison comparison;
  const FullVerdict& stored = kept.verdict;
  const auto& before = stored.summary;
  const auto& after = now.summary;
  const bool recorded = !before.charts_sha256().empty();
  comparison.hashes = {
      {"source", stored.source_sha256, now.source_sha256},
      {"canonical", before.canonical_sha256(), after.canonical_sha256(),
       !before.canonical_sha256().empty()},
      {"catalogue", before.catalogue_sha256(), after.catalogue_sha256()},
      {"overlay", before.overlay_sha256(), after.overlay_sha256(), recorded},
      {"charts", before.charts_sha256(), after.charts_sha256(), recorded},
      {"references", before.references_sha256(), after.references_sha256()}};
  comparison.groups_same =
      !kept.references || SameGroups(stored.groups, now.groups);
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
               const FullVerdict& stored, const FullVerdict& now,
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
  json.Key("groupsSame").Bool(comparison.groups_same);
  WriteFindings("missing", comparison.missing, &json);
  WriteFindings("added", comparison.added, &json);
  json.Key("reordered").Bool(comparison.reordered);
  json.EndObject();
  *terminal.out << json.text() << "\n";
}

std::string Shown(const std::string& sha256) {
  return sha256.empty() ? "-" : sha256.substr(0, kDigitsShown);
}

// What to do about an input that has to be given.
std::string Advice(const Terminal& terminal, const HashPair& hash) {
  if (hash.of != "overlay" && hash.of != "references") return "";
  return Say(terminal,
             absl::StrCat("waivers.replay_",
                          hash.stored.empty() ? "without_" : "give_", hash.of));
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
               const FullVerdict& stored, const FullVerdict& now,
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
  for (const HashPair& hash : comparison.hashes) {
    if (hash.same()) continue;
    *terminal.out << "  "
                  << Say(terminal, "waivers.replay_hash_differs",
                         {{"of", Say(terminal,
                                     absl::StrCat("waivers.hash_", hash.of))},
                          {"stored", Shown(hash.stored)},
                          {"now", Shown(hash.now)}})
                  << Advice(terminal, hash) << "\n";
  }
  const auto remark = [&terminal](bool holds, const char* id) {
    if (holds) *terminal.out << "  " << Say(terminal, id) << "\n";
  };
  remark(!same && comparison.inputs_same(), "waivers.replay_program_differs");
  remark(!same && comparison.findings_same(), "waivers.replay_findings_same");
  remark(comparison.reordered, "waivers.replay_reordered");
  remark(!comparison.groups_same, "waivers.replay_groups_differ");
  for (const FindingMessage& finding : comparison.missing) {
    PrintFinding(terminal, "-", Color::kRed, finding);
  }
  for (const FindingMessage& finding : comparison.added) {
    PrintFinding(terminal, "+", Color::kGreen, finding);
  }
}

}  // namespace

int RunReplay(const Environment& environment, const std::string& submission,
              const CheckInputOptions& inputs, OutputFormat format) {
  const Terminal& terminal = environment.terminal;
  const auto fail = [&terminal](absl::string_view message) {
    PrintError(terminal, message);
    return kExitUsage;
  };
  if (format == OutputFormat::kCsv) {
    return fail(Say(terminal, "waivers.replay_no_csv"));
  }
  const auto stub = ConnectIngestion(environment);
  if (stub == nullptr) return kExitUsage;
  const auto name = FindSubmission(environment, *stub, submission);
  if (!name) return kExitUsage;
  Stored stored;
  const grpc::Status fetched = Fetch(*stub, *name, &stored);
  if (!fetched.ok()) {
    ReportFailure(terminal, fetched);
    return kExitUsage;
  }
  if (!stored.submission.has_verdict()) {
    return fail(
        Say(terminal, "waivers.replay_not_checked", {{"submission", *name}}));
  }
  const auto validator = MakeValidator(terminal, inputs);
  if (!validator.ok()) return fail(validator.status().message());
  const auto document =
      ReadDocumentBytes(terminal, stored.submission.file_name(), stored.bytes,
                        budget::FindForm(stored.submission.verdict().form()));
  if (!document.ok()) return fail(document.status().message());
  absl::optional<CheckReferences> references;
  if (inputs.compares()) {
    auto read = CheckReferences::Read(terminal, inputs);
    if (!read.ok()) return fail(read.status().message());
    references = *std::move(read);
    const auto ceilings = LocalCeilings::Read(terminal, inputs.ceilings);
    if (!ceilings) return kExitUsage;
    const auto ceiling = ceilings->For(terminal, *document);
    if (!ceiling.ok()) return fail(ceiling.status().message());
    references->set_ceiling(*ceiling);
  } else {
    references = FetchReferences(
        terminal, *stub, stored.references.value_or(ReferencesMessage()));
    if (!references || !FetchCeiling(terminal, *stub, *name, stored.submission,
                                     &*references)) {
      return kExitUsage;
    }
  }
  const FullVerdict now =
      CheckAgain(**validator, *document, *references, stored.bytes);
  const Comparison comparison = Compare(stored, now);
  if (format == OutputFormat::kJson) {
    PrintJson(terminal, *name, stored.verdict, now, comparison);
  } else {
    PrintText(terminal, *name, stored.verdict, now, comparison);
  }
  return comparison.same() ? kExitOk : kExitFound;
}

}  // namespace yuheng::cli
