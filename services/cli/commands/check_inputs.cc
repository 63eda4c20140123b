#include "services/cli/commands/check_inputs.h"

#include <utility>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/budget/table_shape.h"
#include "services/cli/command.h"
#include "services/cli/commands/document_file.h"
#include "services/cli/commands/local_document.h"
#include "services/ingestion/formats/document_reader.h"
#include "services/rpc/reason.h"
#include "services/validation/evaluation/reference_owner.h"
#include "services/validation/overlay.h"

namespace yuheng::cli {
namespace {

// Last year's document. Of a final account, which no reader reads, only that it
// is one.
absl::StatusOr<budget::Document> ReadPrior(const Terminal& terminal,
                                           const std::string& file) {
  const auto read = ReadDocumentFile(terminal, file);
  if (!read.ok()) return read.status();
  auto document = ingestion::ReadDocument(budget::StandardForm(), read->bytes,
                                          {.file_name = read->name});
  if (document.ok()) return document;
  if (rpc::ReasonOf(document.status()) == rpc::Reason::kDocumentFinalAccount) {
    budget::Document account;
    account.kind = budget::DocumentKind::kFinalAccount;
    return account;
  }
  const rpc::ErrorDetails details = rpc::DetailsOf(document.status());
  return absl::Status(
      document.status().code(),
      absl::StrCat(file, ": ", terminal.Pick({details.zh, details.en})));
}

}  // namespace

void AddCheckInputOptions(CLI::App& command, const Terminal& terminal,
                          CheckInputOptions* options) {
  command.add_option("--overlay", options->overlay,
                     Say(terminal, "cli.option_overlay"));
  command
      .add_option("--prior", options->prior, Say(terminal, "cli.option_prior"))
      ->allow_extra_args(false);
  command.add_option("--unit", options->units,
                     Say(terminal, "cli.option_unit_document"));
  command.add_option("--peer", options->peers,
                     Say(terminal, "cli.option_peer"));
  command.add_flag("--renamed", options->renamed,
                   Say(terminal, "cli.option_renamed"));
  AddLocalCeilingOptions(command, terminal, &options->ceilings);
}

absl::StatusOr<std::unique_ptr<validation::Validator>> MakeValidator(
    const Terminal& terminal, const CheckInputOptions& options) {
  if (options.overlay.empty()) {
    return validation::Validator::Create(budget::StandardForm(),
                                         validation::BuiltInRuleFiles());
  }
  const auto content = ReadFileBytes(terminal, options.overlay);
  if (!content.ok()) return content.status();
  if (content->size() > validation::kOverlaySizeBytesMax) {
    return absl::ResourceExhaustedError(
        Say(terminal, "cli.file_too_large",
            {{"file", options.overlay},
             {"limit", absl::StrCat(validation::kOverlaySizeBytesMax >> 20)}}));
  }
  const EmbeddedFile file{options.overlay, *content};
  auto validator = validation::Validator::Create(budget::StandardForm(),
                                                 validation::BuiltInRuleFiles(),
                                                 absl::MakeSpan(&file, 1));
  if (validator.ok()) return validator;
  const rpc::ErrorDetails details = rpc::DetailsOf(validator.status());
  return absl::Status(validator.status().code(),
                      terminal.Pick({details.zh, details.en}));
}

absl::StatusOr<CheckReferences> CheckReferences::Read(
    const Terminal& terminal, const CheckInputOptions& options) {
  CheckReferences read;
  validation::References& references = read.references_;
  for (const std::string& file : options.prior) {
    auto document = ReadPrior(terminal, file);
    if (!document.ok()) return document.status();
    read.documents_.push_back(*std::move(document));
    const budget::Document* prior = &read.documents_.back();
    const bool account = prior->kind == budget::DocumentKind::kFinalAccount;
    const budget::Document*& place =
        account ? references.prior_final_account : references.prior_budget;
    if (place != nullptr) {
      return absl::InvalidArgumentError(
          Say(terminal, "cli.prior_twice", {{"file", file}}));
    }
    place = prior;
  }
  if (options.units.size() > validation::kUnitsMax) {
    return absl::InvalidArgumentError(
        Say(terminal, "cli.units_too_many",
            {{"limit", absl::StrCat(validation::kUnitsMax)}}));
  }
  std::vector<const budget::Document*> peers;
  for (const auto& [files, documents] :
       {std::pair(&options.units, &references.units),
        std::pair(&options.peers, &peers)}) {
    for (const std::string& file : *files) {
      auto document = ReadLocalDocument(terminal, file);
      if (!document.ok()) return document.status();
      read.documents_.push_back(*std::move(document));
      documents->push_back(&read.documents_.back());
    }
  }
  references.peers = validation::MediansOf(peers);
  return read;
}

absl::Status CheckReferences::BelongTo(const Terminal& terminal,
                                       const budget::Document& document,
                                       bool renamed) const {
  const auto refuse = [&](absl::string_view id, const budget::Document& other) {
    return absl::InvalidArgumentError(
        Say(terminal, id,
            {{"file", other.source.name},
             {"found", other.department},
             {"department", document.department},
             {"year", absl::StrCat(document.fiscal_year)},
             {"prior", absl::StrCat(document.fiscal_year - 1)},
             {"found_year", absl::StrCat(other.fiscal_year)}}));
  };
  const budget::Document* prior = references_.prior_budget;
  if (prior != nullptr) {
    if (!renamed && !validation::IsOfSameDepartment(document, *prior)) {
      return refuse("cli.prior_other_department", *prior);
    }
    if (document.fiscal_year != 0 &&
        prior->fiscal_year != document.fiscal_year - 1) {
      return refuse(prior->fiscal_year == 0 ? "cli.prior_without_year"
                                            : "cli.prior_other_year",
                    *prior);
    }
  }
  for (const budget::Document* unit : references_.units) {
    if (!renamed && !validation::IsUnitOf(document, *unit)) {
      return refuse("cli.unit_other_department", *unit);
    }
  }
  return absl::OkStatus();
}

CheckReferences CheckReferences::Of(
    absl::optional<budget::Document> prior_budget,
    std::vector<budget::Document> units,
    std::vector<std::string> units_missing) {
  CheckReferences made;
  const auto keep = [&made](budget::Document document) {
    made.documents_.push_back(std::move(document));
    return &made.documents_.back();
  };
  if (prior_budget) {
    made.references_.prior_budget = keep(*std::move(prior_budget));
  }
  for (budget::Document& unit : units) {
    made.references_.units.push_back(keep(std::move(unit)));
  }
  made.references_.units_missing = std::move(units_missing);
  return made;
}

}  // namespace yuheng::cli
