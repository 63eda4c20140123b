#include "tests/fault/traffic/messages.h"

#include "services/budget/address.h"
#include "services/rpc/resource_name.h"
#include "services/rpc/status.h"

namespace yuheng::fault {

std::string AddressOf(const ledger::v1::Account& account) {
  return budget::FormatAddress({static_cast<budget::TableKind>(account.table()),
                                static_cast<budget::Side>(account.side()),
                                account.row(), account.column()});
}

Figures FiguresOf(
    const google::protobuf::RepeatedPtrField<aggregation::v1::Total>& totals) {
  Figures figures;
  for (const aggregation::v1::Total& total : totals) {
    Figure& figure = figures[AddressOf(total.account())];
    figure.derived_fen = total.derived_fen();
    if (total.has_printed_fen()) figure.printed_fen = total.printed_fen();
    figure.eliminated_fen = total.eliminated_fen();
  }
  return figures;
}

aggregation::v1::TotalsScope MessageOf(const std::string& division,
                                       const TotalsScope& scope) {
  aggregation::v1::TotalsScope message;
  if (scope.department.empty()) {
    message.set_name(rpc::PrefectureName(division));
  } else if (scope.unit.empty()) {
    message.set_name(rpc::DepartmentName(division, scope.department));
  } else {
    message.set_name(rpc::UnitName(division, scope.department, scope.unit));
  }
  message.set_fiscal_year(scope.fiscal_year);
  message.set_stage(static_cast<budget::v1::Stage>(scope.stage));
  return message;
}

Answer AnswerOf(const grpc::Status& status) {
  switch (status.error_code()) {
    case grpc::OK:
      return Answer::kApplied;
    case grpc::INVALID_ARGUMENT:
    case grpc::FAILED_PRECONDITION:
    case grpc::ALREADY_EXISTS:
    case grpc::NOT_FOUND:
    case grpc::OUT_OF_RANGE:
      return Answer::kRefused;
    case grpc::ABORTED:
      return ReasonOf(status) == "OUTCOME_FENCED" ? Answer::kNeverApplied
                                                  : Answer::kUnknown;
    default:
      return Answer::kUnknown;
  }
}

std::string ReasonOf(const grpc::Status& status) {
  return rpc::ParseStatus(status).reason_name;
}

}  // namespace yuheng::fault
