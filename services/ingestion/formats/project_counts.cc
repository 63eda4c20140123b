#include "services/ingestion/formats/project_counts.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "services/budget/text.h"
#include "services/ingestion/formats/prefixes.h"

namespace yuheng::ingestion {
namespace {

// Whether a count is one of projects, and not of the others behind 另有.
bool CountsProjects(absl::string_view text, const Quantity& count) {
  constexpr absl::string_view kBesides[] = {"另有", "另外", "还有"};
  if (budget::EndsWithAny(text.substr(0, count.begin), kBesides)) return false;
  constexpr absl::string_view kMeasures[] = {"个", "项"};
  constexpr absl::string_view kOthers[] = {
      "单位", "事业单位", "行政单位", "预算单位", "下属",    "所属",
      "部门", "科室",     "处室",     "股室",     "机构",    "方面",
      "指标", "一级",     "二级",     "三级",     "绩效指标"};
  // Chinese numerals stand without their measure word.
  absl::string_view behind = text.substr(count.end);
  const bool measured =
      budget::EndsWithAny(text.substr(0, count.end), kMeasures);
  if (!measured && !StartsWithAny(behind, kMeasures)) return false;
  if (!measured) behind = WithoutLeading(behind, kMeasures);
  return !StartsWithAny(behind, kOthers);
}

}  // namespace

void KeepProjectCounts(absl::string_view text,
                       const std::vector<Quantity>& quantities,
                       std::vector<Token>* tokens) {
  const auto quantity_of = [&](const Token& token) -> const Quantity* {
    return token.kind == TokenKind::kQuantity ? &quantities[token.index]
                                              : nullptr;
  };
  tokens->erase(std::remove_if(tokens->begin(), tokens->end(),
                               [&](const Token& token) {
                                 const Quantity* quantity = quantity_of(token);
                                 return quantity != nullptr &&
                                        (quantity->unit == Unit::kCount ||
                                         quantity->unit == Unit::kArea) &&
                                        !CountsProjects(text, *quantity);
                               }),
                tokens->end());
  for (size_t i = 0; i + 1 < tokens->size(); ++i) {
    const Quantity* quantity = quantity_of((*tokens)[i]);
    // 财政拨款项目2个非财政拨款项目1个: a count of the label before it.
    const bool named = i > 0 && (*tokens)[i - 1].kind == TokenKind::kLabel;
    if (quantity == nullptr || quantity->unit != Unit::kCount || named)
      continue;
    const Token& label = (*tokens)[i + 1];
    if (label.kind != TokenKind::kLabel || label.begin != quantity->end)
      continue;
    std::swap((*tokens)[i], (*tokens)[i + 1]);
    ++i;
  }
}

}  // namespace yuheng::ingestion
