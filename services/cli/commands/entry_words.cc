#include "services/cli/commands/entry_words.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace yuheng::cli {

std::string EntryKindName(ledger::v1::EntryKind kind) {
  if (kind == ledger::v1::ENTRY_KIND_UNSPECIFIED) return "";
  absl::string_view name = ledger::v1::EntryKind_Name(kind);
  absl::ConsumePrefix(&name, "ENTRY_KIND_");
  return std::string(name);
}

std::string EntryKindWord(const Terminal& terminal,
                          ledger::v1::EntryKind kind) {
  const std::string name = EntryKindName(kind);
  if (name.empty()) return "";
  return Say(terminal, absl::StrCat("cli.entry_", absl::AsciiStrToLower(name)));
}

absl::optional<rpc::ResourceName> ParseEntryName(const Terminal& terminal,
                                                 const std::string& typed) {
  auto name = rpc::ParseResourceName(typed, rpc::ResourceKind::kEntry);
  if (name.ok()) return *std::move(name);
  PrintError(terminal, Say(terminal, "cli.entry_unknown", {{"entry", typed}}));
  return absl::nullopt;
}

}  // namespace yuheng::cli
