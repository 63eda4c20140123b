#include "services/validation/reference_codec.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/budget/ceiling_codec.h"
#include "services/budget/document_codec.h"
#include "yuheng/validation/v1/validation_service.pb.h"

namespace yuheng::validation {
namespace {

absl::Status TooMany(absl::string_view field) {
  return absl::InvalidArgumentError(
      absl::StrCat("references.", field, ": at most ", kUnitsMax));
}

}  // namespace

absl::StatusOr<OwnedReferences> OwnedReferences::FromProto(
    const budget::Form& form, const v1::References& message) {
  if (static_cast<size_t>(message.units_size()) > kUnitsMax) {
    return TooMany("units");
  }
  if (static_cast<size_t>(message.units_missing_size()) > kUnitsMax) {
    return TooMany("units_missing");
  }
  OwnedReferences owned;
  absl::Status status;
  const auto read = [&](absl::string_view field,
                        const budget::v1::Document& from) {
    auto document = budget::DocumentFromProto(form, from);
    if (!document.ok()) {
      status.Update(absl::Status(document.status().code(),
                                 absl::StrCat("references.", field, ": ",
                                              document.status().message())));
      return static_cast<const budget::Document*>(nullptr);
    }
    owned.documents_.push_back(*std::move(document));
    return static_cast<const budget::Document*>(&owned.documents_.back());
  };
  References& references = owned.references_;
  if (message.has_prior_budget()) {
    references.prior_budget = read("prior_budget", message.prior_budget());
  }
  if (message.has_prior_final_account()) {
    references.prior_final_account =
        read("prior_final_account", message.prior_final_account());
  }
  for (int i = 0; i < message.units_size() && status.ok(); ++i) {
    references.units.push_back(
        read(absl::StrCat("units[", i, "]"), message.units(i)));
  }
  if (!status.ok()) return status;
  references.units_missing.assign(message.units_missing().begin(),
                                  message.units_missing().end());
  if (message.has_peers()) {
    references.peers = {message.peers().department_count(),
                        message.peers().public_per_head_fen(),
                        message.peers().personnel_per_head_fen()};
  }
  if (message.has_ceiling()) {
    auto figures =
        budget::CeilingFiguresFromProto(form, message.ceiling().figures());
    if (!figures.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "references.ceiling.figures: ", figures.status().message()));
    }
    references.ceiling = {
        message.ceiling().stage(),
        {message.ceiling().department(), message.ceiling().unit(),
         message.ceiling().fiscal_year(), *std::move(figures)}};
  }
  return owned;
}

}  // namespace yuheng::validation
