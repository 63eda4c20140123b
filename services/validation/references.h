#ifndef YUHENG_SERVICES_VALIDATION_REFERENCES_H_
#define YUHENG_SERVICES_VALIDATION_REFERENCES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "services/budget/ceiling.h"
#include "services/budget/document.h"

namespace yuheng::validation {

// Units of one department whose documents or names a check is given.
inline constexpr size_t kUnitsMax = 200;
// A median of fewer departments says nothing.
inline constexpr int kPeersMin = 5;

// Medians over departments of one kind and year; amounts in 分.
struct PeerMedians {
  int department_count = 0;
  int64_t public_per_head_fen = 0;
  int64_t personnel_per_head_fen = 0;
};

// See yuheng.validation.v1.CeilingReference.
struct CeilingReference {
  int stage = 0;  // Number of yuheng.budget.v1.Stage.
  budget::Ceiling ceiling;
};

// What a document is compared with besides itself; see
// yuheng.validation.v1.References. The documents outlive the check.
struct References {
  const budget::Document* prior_budget = nullptr;
  const budget::Document* prior_final_account = nullptr;
  std::vector<const budget::Document*> units;
  std::vector<std::string> units_missing;
  std::optional<PeerMedians> peers;
  std::optional<CeilingReference> ceiling;
};

// SHA-256, in hexadecimal, over the hashes of the files the documents were read
// from and all else that was given; empty when nothing was.
std::string ReferencesSha256(const References& references);

// 公用经费 or 人员经费 of the general public budget for a person in post, in
// 分. Absent when the document does not say both.
struct PerHead {
  std::optional<int64_t> public_fen;
  std::optional<int64_t> personnel_fen;
};
PerHead PerHeadOf(const budget::Document& document);

// Of the documents that state a figure; absent when fewer than kPeersMin state
// both.
std::optional<PeerMedians> MediansOf(
    absl::Span<const budget::Document* const> documents);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_REFERENCES_H_
