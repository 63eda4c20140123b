#include "services/budget/ceiling_codec.h"

#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "yuheng/budget/v1/ceiling.pb.h"

namespace yuheng::budget {
namespace {

absl::Status Wrong(const Text& text, std::string* zh) {
  if (zh != nullptr) *zh = text.zh;
  return absl::InvalidArgumentError(text.en);
}

}  // namespace

v1::CeilingFigure CeilingFigureToProto(const CeilingFigure& figure) {
  v1::CeilingFigure message;
  message.set_source(figure.source);
  message.set_kind(static_cast<v1::ExpenditureKind>(figure.kind));
  message.set_amount_fen(figure.amount_fen);
  return message;
}

void CeilingFiguresToProto(const std::vector<CeilingFigure>& figures,
                           CeilingFigureMessages* messages) {
  messages->Reserve(static_cast<int>(figures.size()));
  for (const CeilingFigure& figure : figures) {
    *messages->Add() = CeilingFigureToProto(figure);
  }
}

absl::StatusOr<std::vector<CeilingFigure>> CeilingFiguresFromProto(
    const Form& form, const CeilingFigureMessages& messages, std::string* zh) {
  if (static_cast<size_t>(messages.size()) > kCeilingFiguresMax) {
    return Wrong(Message("ceilings.figures_many",
                         {{"max", absl::StrCat(kCeilingFiguresMax)}}),
                 zh);
  }
  std::vector<CeilingFigure> figures;
  std::set<std::pair<std::string, ExpenditureKind>> seen;
  for (const v1::CeilingFigure& message : messages) {
    const bool known = v1::ExpenditureKind_IsValid(message.kind());
    const auto kind = known ? static_cast<ExpenditureKind>(message.kind())
                            : ExpenditureKind();
    if (!known || !CellUnderCeiling(form, message.source(), kind)) {
      return Wrong(Message("ceilings.figure_not_stated",
                           {{"source", message.source()},
                            {"kind", known ? KindKey(kind) : "?"}}),
                   zh);
    }
    const MessageArgument source{"source", SourceText(form, message.source())};
    const MessageArgument of_kind{"kind", KindText(kind)};
    if (!seen.emplace(message.source(), kind).second) {
      return Wrong(Message("ceilings.figure_twice", {source, of_kind}), zh);
    }
    if (message.amount_fen() < 0 || message.amount_fen() > kFigureMicroMax) {
      return Wrong(Message("ceilings.figure_amount", {source, of_kind}), zh);
    }
    figures.push_back({message.source(), kind, message.amount_fen()});
  }
  return Sorted(form, std::move(figures));
}

}  // namespace yuheng::budget
