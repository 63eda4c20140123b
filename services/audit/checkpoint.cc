#include "services/audit/checkpoint.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/audit/line_reader.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"

namespace yuheng::audit {
namespace {

constexpr absl::string_view kCheckpointTitle = "yuheng checkpoint 1";
constexpr absl::string_view kSignature = "signature ";

absl::Status InvalidError(absl::string_view what) {
  const budget::Text text =
      budget::Message("audit.checkpoint_invalid", {{"what", what}});
  return rpc::MakeFieldError({{"checkpoint", text.en}}, text.zh, text.en);
}

std::string HeadLine(const LedgerHead& head) {
  return absl::StrCat(head.department, " ", head.seq, " ",
                      storage::ToHex(head.hash), "\n");
}

// What is signed.
std::string StatementOf(const Checkpoint& checkpoint) {
  std::string text = absl::StrCat(
      kCheckpointTitle, "\nprefecture ", checkpoint.division, "\nrevision ",
      checkpoint.revision, "\ntime_unix_us ", checkpoint.time_unix_us, "\nkey ",
      PublicKeyText(checkpoint.key), "\nledgers ", checkpoint.heads.size(),
      "\n");
  for (const LedgerHead& head : checkpoint.heads) {
    absl::StrAppend(&text, HeadLine(head));
  }
  return text;
}

LedgerHead ReadHead(LineReader& lines) {
  const std::vector<absl::string_view> parts =
      absl::StrSplit(lines.Next(), ' ');
  LedgerHead head;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[1], &head.seq)) {
    lines.Fail();
    return head;
  }
  head.department = std::string(parts[0]);
  const auto hash = storage::DigestFromHex(parts[2]);
  if (!hash.ok()) {
    lines.Fail();
  } else {
    head.hash = *hash;
  }
  return head;
}

}  // namespace

const LedgerHead* Checkpoint::Find(absl::string_view department) const {
  const auto at =
      std::lower_bound(heads.begin(), heads.end(), department,
                       [](const LedgerHead& head, absl::string_view name) {
                         return head.department < name;
                       });
  return at != heads.end() && at->department == department ? &*at : nullptr;
}

std::string SignCheckpoint(Checkpoint checkpoint, const SigningKey& signer) {
  checkpoint.key = signer.public_key();
  std::string text = StatementOf(checkpoint);
  absl::StrAppend(&text, kSignature, SignatureText(signer.Sign(text)), "\n");
  return text;
}

absl::StatusOr<Checkpoint> ReadCheckpoint(absl::string_view text) {
  LineReader lines(text);
  if (lines.Next() != kCheckpointTitle) return InvalidError(kCheckpointTitle);
  Checkpoint checkpoint;
  checkpoint.division = std::string(lines.Field("prefecture"));
  checkpoint.revision = lines.NumberField<uint64_t>("revision");
  checkpoint.time_unix_us = lines.NumberField<int64_t>("time_unix_us");
  const auto key = PublicKeyFromText(lines.Field("key"));
  const uint64_t count = lines.NumberField<uint64_t>("ledgers");
  for (uint64_t i = 0; i < count && lines.ok(); ++i) {
    LedgerHead head = ReadHead(lines);
    if (head.seq == 0 ||
        (!checkpoint.heads.empty() &&
         head.department <= checkpoint.heads.back().department)) {
      lines.Fail();
    }
    checkpoint.heads.push_back(std::move(head));
  }
  const size_t statement_size = text.size() - lines.rest().size();
  const auto signature = SignatureFromText(lines.Field("signature"));
  if (!lines.ok() || !key.ok() || !signature.ok() || !lines.rest().empty()) {
    return InvalidError("format");
  }
  checkpoint.key = *key;
  // One checkpoint has one text: nothing is signed that is not compared.
  const absl::string_view statement = text.substr(0, statement_size);
  if (StatementOf(checkpoint) != statement) return InvalidError("format");
  if (!Verifies(*key, statement, *signature)) return InvalidError("signature");
  return checkpoint;
}

absl::StatusOr<Checkpoint> ReadCheckpointOf(absl::string_view key_text,
                                            absl::string_view text) {
  auto checkpoint = ReadCheckpoint(text);
  if (!checkpoint.ok() || key_text.empty()) return checkpoint;
  const std::string found = PublicKeyText(checkpoint->key);
  if (found == key_text) return checkpoint;
  const budget::Text why = budget::Message(
      "audit.other_key", {{"expected", key_text}, {"found", found}});
  return rpc::MakeFieldError({{"key", why.en}}, why.zh, why.en);
}

}  // namespace yuheng::audit
