#include "services/audit/proof.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/audit/line_reader.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"

namespace yuheng::audit {
namespace {

constexpr absl::string_view kProofTitle = "yuheng proof 1";

absl::Status InvalidError(const budget::Text& text) {
  return rpc::MakeFieldError({{"proof", text.en}}, text.zh, text.en);
}

absl::Status FormatError() {
  return InvalidError(budget::Message("audit.proof_invalid"));
}

absl::Status FailsError(absl::string_view department, uint64_t seq,
                        absl::string_view what) {
  return InvalidError(
      budget::Message("audit.proof_fails", {{"department", department},
                                            {"seq", absl::StrCat(seq)},
                                            {"what", what}}));
}

}  // namespace

std::string ProofText(const Proof& proof) {
  std::string text =
      absl::StrCat(kProofTitle, "\ndepartment ", proof.department, "\nseq ",
                   proof.seq, "\nrecords ", proof.records.size(), "\n");
  for (const std::string& record : proof.records) {
    absl::StrAppend(&text, absl::BytesToHexString(record), "\n");
  }
  return text;
}

absl::StatusOr<Proof> ReadProof(absl::string_view text) {
  LineReader lines(text);
  if (lines.Next() != kProofTitle) return FormatError();
  Proof proof;
  proof.department = std::string(lines.Field("department"));
  proof.seq = lines.NumberField<uint64_t>("seq");
  const uint64_t count = lines.NumberField<uint64_t>("records");
  if (count == 0 || count > kProofRecordsMax) return FormatError();
  for (uint64_t i = 0; i < count && lines.ok(); ++i) {
    proof.records.push_back(absl::HexStringToBytes(lines.Next()));
  }
  if (!lines.ok() || ProofText(proof) != text) return FormatError();
  return proof;
}

absl::StatusOr<storage::EntryRecord> CheckProof(const Proof& proof,
                                                const Checkpoint& checkpoint) {
  const LedgerHead* head = checkpoint.Find(proof.department);
  if (head == nullptr) {
    return FailsError(proof.department, proof.seq, "checkpoint");
  }
  storage::EntryRecord proven;
  storage::Sha256Digest hash{};
  uint64_t seq = proof.seq;
  for (const std::string& record : proof.records) {
    auto entry = storage::DecodeEntry(record);
    if (!entry.ok()) {
      return FailsError(proof.department, seq, entry.status().message());
    }
    if (entry->seq != seq) return FailsError(proof.department, seq, "seq");
    const bool first = seq == proof.seq;
    if (!first && entry->previous_hash != hash) {
      return FailsError(proof.department, seq, "previous_hash");
    }
    hash = storage::EntryHash(record);
    if (first) proven = *std::move(entry);
    ++seq;
  }
  if (seq != head->seq + 1 || hash != head->hash) {
    return FailsError(proof.department, seq - 1, "checkpoint");
  }
  return proven;
}

}  // namespace yuheng::audit
