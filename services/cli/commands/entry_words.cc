#include "services/cli/commands/entry_words.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
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

absl::optional<rpc::ResourceName> ParseEntryName(const Environment& environment,
                                                 const std::string& typed) {
  const std::vector<std::string> parts = absl::StrSplit(typed, '/');
  const std::string name =
      parts.size() == 2
          ? absl::StrCat(rpc::DepartmentName(environment.division, parts[0]),
                         "/ledger/entries/", parts[1])
          : typed;
  auto parsed = rpc::ParseResourceName(name, rpc::ResourceKind::kEntry);
  if (parsed.ok()) return *std::move(parsed);
  const Terminal& terminal = environment.terminal;
  PrintError(terminal, Say(terminal, "cli.entry_unknown", {{"entry", typed}}));
  return absl::nullopt;
}

}  // namespace yuheng::cli
